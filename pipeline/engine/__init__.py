"""Where tasks run: in this process, on all its cores, or on a Dask cluster that is already there.

Everything is written against `concurrent.futures.Executor`. A task is a function that can be
pickled by its name, and takes and returns bytes or other plain values: so the same task gives the
same bytes everywhere. Nothing heavy is imported before an executor needs it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from pipeline.bounded import Ended, run_bounded
from pipeline.engine.pool import Inside, Pool
from pipeline.errors import UsageError

A = TypeVar("A")
B = TypeVar("B")

SMALL = 60
"""Below so many pages starting workers costs more than they bring."""


def make_executor(spec: str | None = None, jobs: int = 0, pages: int = SMALL) -> Any:
    """The executor for a run: `inside`, `pool`, `dask://HOST:PORT`, or `module:factory`.

    Without a spec it is a pool of `jobs` processes (0: one a core), or this process itself where
    there is one job, or fewer than `SMALL` pages and the user did not ask for a number.

    >>> make_executor(jobs=1).workers
    1
    """
    if spec is None or spec == "pool":
        count = jobs or available_cores()
        small = spec is None and (count == 1 or (jobs == 0 and pages < SMALL))
        return Inside() if small else Pool(count)
    if spec == "inside":
        return Inside()
    if spec.startswith("dask://"):
        from pipeline.engine.cluster import connect

        return connect(spec.removeprefix("dask://"))
    return _factory(spec)()


def run(
    executor: Any,
    function: Callable[[A], B],
    batches: Iterable[A],
    progress: Callable[[int], None] | None = None,
    *,
    label: Callable[[A], str] | None = None,
    died: Callable[[A, str], B] | None = None,
) -> Iterator[B]:
    """Results of `function` over `batches`, in their order; `progress` gets the number done.

    A few batches a worker are in flight at a time, so memory does not grow with their number.
    When a worker dies, what was in flight is done again, each batch in a process of its own: the
    one that dies again is named by `label`, or becomes what `died` makes of it, and the rest lives.

    >>> list(run(make_executor("inside"), len, ["a", "", "abc"]))
    [1, 0, 3]
    """
    results: Iterator[B]
    if isinstance(executor, Inside):
        results = map(function, batches)
    else:
        from pipeline.engine.running import run_ahead

        results = run_ahead(executor, function, batches, label or (lambda _: "a batch"), died)
    for done, result in enumerate(results, 1):
        if progress:
            progress(done)
        yield result


def available_cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def check_executor(spec: str) -> None:
    """Refuse a spec that `make_executor` would refuse; nothing is started.

    >>> check_executor("inside"), check_executor("dask://head:8786")
    (None, None)
    """
    if spec not in ("inside", "pool") and not spec.startswith("dask://"):
        _factory(spec)


def _factory(spec: str) -> Any:
    """The factory that a spec like `mpi4py.futures:MPIPoolExecutor` names."""
    module, _, name = spec.partition(":")
    if not module or not name:
        raise UsageError(
            f"there is no executor `{spec}`",
            hint="use `inside`, `pool`, `dask://HOST:PORT`, or `module:factory`",
        )
    import importlib

    try:
        return getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError) as error:
        raise UsageError(f"the executor `{spec}` cannot be loaded: {error}") from None


__all__ = [
    "Ended",
    "Inside",
    "Pool",
    "available_cores",
    "check_executor",
    "make_executor",
    "run",
    "run_bounded",
]
