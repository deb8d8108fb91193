"""Executors on this machine: this process itself, and a pool of processes."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

B = TypeVar("B")

_PATIENCE = 5.0
"""Seconds in which a killed worker is gone on the busiest machine."""


class Inside:
    """Runs tasks in this process, one after the other; costs nothing to start."""

    workers = 1

    def submit(self, function: Callable[..., B], /, *args: Any, **kwargs: Any) -> Future[B]:
        """A future that is already done."""
        from concurrent.futures import Future

        future: Future[B] = Future()
        try:
            future.set_result(function(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Nothing is left to do."""

    def __enter__(self) -> Inside:
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()


class Pool:
    """A pool of processes that end with this one, and are replaced when one of them dies."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._pool = self._start()

    def submit(self, function: Callable[..., B], /, *args: Any, **kwargs: Any) -> Future[B]:
        """Hand a task to a worker."""
        return self._pool.submit(function, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the workers end."""
        self._pool.shutdown(wait, cancel_futures=cancel_futures)

    def renew(self) -> None:
        """Start new workers in place of those that died."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = self._start()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            # Ctrl-C, or an error: nobody wants what the workers are still at.
            processes = list((getattr(self._pool, "_processes", None) or {}).values())
            for process in processes:
                with contextlib.suppress(Exception):
                    process.kill()
            for process in processes:
                process.join(_PATIENCE)
        self.shutdown(wait=kind is None, cancel_futures=True)

    def _start(self) -> Executor:
        import multiprocessing
        import threading
        from concurrent.futures import ProcessPoolExecutor

        # A fork costs next to nothing and has everything imported already, but is only safe while
        # no other thread can hold a lock; with threads (the preview) a clean server process forks.
        alone = threading.active_count() == 1 and sys.platform.startswith("linux")
        context = multiprocessing.get_context("fork" if alone else "forkserver")
        parent = os.getpid() if alone else 0
        return ProcessPoolExecutor(
            self.workers, mp_context=context, initializer=_begin, initargs=(parent,)
        )


def _begin(parent: int) -> None:
    """Leave Ctrl-C to the parent, and end with it, even if it is killed."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(Exception):
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    if parent and os.getppid() != parent:
        os._exit(1)
