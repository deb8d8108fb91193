"""Running one function over many batches, in order, whatever happens to a worker."""

from __future__ import annotations

import collections
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future
from typing import Any, TypeVar

from pipeline.bounded import Ended, run_bounded
from pipeline.errors import PipelineError

A = TypeVar("A")
B = TypeVar("B")

AHEAD = 3
"""Batches in flight for each worker: enough to keep it busy, few enough to keep memory flat."""
_END: Any = object()


class WorkerDied(PipelineError):
    """A batch ended the process that worked on it: by memory, or by crashing the interpreter."""

    exit_code = 1


def run_ahead(
    executor: Any,
    function: Callable[[A], B],
    batches: Iterable[A],
    label: Callable[[A], str],
    died: Callable[[A, str], B] | None,
) -> Iterator[B]:
    """Results in the order of the batches, with a few batches a worker in flight."""
    window = getattr(executor, "workers", 4) * AHEAD
    waiting: collections.deque[tuple[A, Future[B] | None]] = collections.deque()
    rest = iter(batches)
    try:
        while True:
            while len(waiting) < window and (batch := next(rest, _END)) is not _END:
                waiting.append((batch, _submit(executor, function, batch)))
            if not waiting:
                return
            batch, future = waiting.popleft()
            try:
                result = future.result() if future else _again(function, batch, label, died)
            except BrokenExecutor:
                result = _again(function, batch, label, died)
            yield result
    finally:
        for _, future in waiting:
            if future is not None:
                future.cancel()


def _submit(executor: Any, function: Callable[[A], B], batch: A) -> Future[B] | None:
    """A future; None where the workers are dead and cannot be replaced."""
    try:
        future: Future[B] = executor.submit(function, batch)
    except BrokenExecutor:
        if not hasattr(executor, "renew"):
            return None
        executor.renew()
        future = executor.submit(function, batch)
    return future


def _again(
    function: Callable[[A], B],
    batch: A,
    label: Callable[[A], str],
    died: Callable[[A, str], B] | None,
) -> B:
    """A batch that was in flight when a worker died, once more and alone."""
    try:
        return run_bounded(function, batch)
    except Ended as ended:
        if died is not None:
            return died(batch, ended.message)
        raise WorkerDied(
            f"{label(batch)} ended the process that worked on it: {ended.message}",
            hint="leave it out, and look at what is unusual in it",
        ) from None
