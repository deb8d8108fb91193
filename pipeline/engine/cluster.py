"""Tasks on a Dask cluster that is already there; the extra `cluster` brings the client.

A worker with other versions would make other bytes. So every task carries a fingerprint of the
program and of the libraries that make HTML, and a worker compares it with its own before it works.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline.errors import PipelineError

if TYPE_CHECKING:
    from concurrent.futures import Future

B = TypeVar("B")

RETRIES = 3
"""How often a task may fail by no fault of its own, such as a lost connection."""
_LIBRARIES = ("babel", "jinja2", "markdown", "nh3", "polib", "pyyaml", "rapidfuzz")
_PATIENCE = "20s"


class OtherVersion(PipelineError):
    """A worker of the cluster has another version of the program or of a library."""


class Resent:
    """A future whose task is handed in once more where Dask mistakes its result for an error.

    A worker killed just after it finished a task leaves Dask's executor with a result and a state
    that says there is none, and it fails to unpack the one as the other. Tasks are pure: again.
    """

    def __init__(self, submit: Callable[[], Future[Any]]) -> None:
        self._submit = submit
        self._future = submit()

    def result(self, timeout: float | None = None) -> Any:
        """The task's result, or its error, as any future gives it."""
        try:
            return self._future.result(timeout)
        except ValueError:
            self._future = self._submit()
            return self._future.result(timeout)

    def cancel(self) -> bool:
        """Ask that the task be left undone."""
        return self._future.cancel()


class Cluster:
    """The workers of a Dask scheduler as an executor; closing it leaves the cluster as it was."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._executor = client.get_executor(pure=False, retries=RETRIES)
        self.mine = fingerprint()
        self.workers = max(1, sum(client.nthreads().values()))

    def submit(self, function: Callable[..., B], /, *args: Any, **kwargs: Any) -> Any:
        """Hand a task to the cluster; a killed worker costs it another start and nothing else."""
        return Resent(
            functools.partial(self._executor.submit, _checked, self.mine, function, *args, **kwargs)
        )

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Close the connection."""
        self._executor.shutdown(wait=wait)
        self._client.close()

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.shutdown(wait=kind is None)


def connect(address: str) -> Cluster:
    """A connection to the scheduler at HOST:PORT whose workers have our versions."""
    client_of: Callable[..., Any]
    try:
        from distributed import Client as client_of
    except ImportError:
        raise PipelineError(
            "the executor `dask://` needs the package `distributed`",
            hint="install the extra: pip install 'multilingual-publishing-pipeline[cluster]'",
        ) from None
    try:
        client = client_of(f"tcp://{address}", timeout=_PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise PipelineError(
            f"no Dask scheduler answers at {address} ({type(error).__name__})",
            hint="start one with `dask scheduler`, or correct the address",
        ) from None
    try:
        if not client.scheduler_info(n_workers=-1)["workers"]:
            raise PipelineError(
                f"the Dask scheduler at {address} has no workers", hint="start some: `dask worker`"
            )
        compare(client.run(fingerprint))
        return Cluster(client)
    except BaseException:
        client.close()
        raise


def compare(theirs: dict[str, object]) -> None:
    """Stop if one of the workers would make other bytes."""
    mine = fingerprint()
    for worker, found in sorted(theirs.items()):
        if found != mine:
            raise OtherVersion(
                f"the worker {worker} has another version: {_difference(mine, found)}",
                hint="install the same program and libraries there",
            )


@functools.cache
def fingerprint() -> tuple[str, ...]:
    """The program's own source and the versions of its libraries, as far as they decide bytes."""
    import hashlib
    from importlib.metadata import PackageNotFoundError, version
    from pathlib import Path

    import pipeline

    digest = hashlib.sha256()
    top = Path(pipeline.__file__).parent
    for path in sorted(top.rglob("*.py")):
        digest.update(path.relative_to(top).as_posix().encode() + b"\0" + path.read_bytes())
    found = [f"pipeline {digest.hexdigest()[:16]}"]
    for name in _LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"{name} missing")
    return tuple(found)


def _difference(mine: tuple[str, ...], theirs: object) -> str:
    if not isinstance(theirs, tuple):
        return str(theirs)
    pairs = [f"{b} there, {a} here" for a, b in zip(mine, theirs, strict=False) if a != b]
    return ", ".join(pairs) or "it cannot be told which"


def _checked(wanted: tuple[str, ...], function: Callable[..., B], *args: Any, **kwargs: Any) -> B:
    """What runs on a worker; it may have joined after the others were asked."""
    if fingerprint() != wanted:
        raise OtherVersion(f"a worker has another version: {_difference(wanted, fingerprint())}")
    return function(*args, **kwargs)
