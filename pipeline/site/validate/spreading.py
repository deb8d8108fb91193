"""Judging pages in other processes: bytes in, bytes out, in batches that are worth the way."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias

from pipeline.site.validate.judging import Group, Judge, Judged, Told, judge_pages
from pipeline.site.validate.known import Known

Runner: TypeAlias = Callable[[Callable[[bytes], bytes], Iterable[bytes]], Iterable[bytes]]
"""Applies a function to every item, in order: `map`, or one that spreads them over processes."""

BATCH: Final = 256 * 1024
"""Bytes of pages that go to a process at once: some ten milliseconds of work."""


def spread(run: Runner) -> Judge:
    """A way to judge groups of pages that `run` spreads over processes.

    Law: the findings are those of judging them here, in the same order.
    """

    def judge(several: Iterable[Group], known: Known, told: Told) -> Iterator[Judged]:
        work = (pickle.dumps((_slice(known, told, batch), batch)) for batch in _batches(several))
        for done in run(run_judge, work):
            yield from pickle.loads(done)

    return judge


def run_judge(task: bytes) -> bytes:
    """Judge a batch of groups: pickled values in, pickled values out."""
    (known, told), batch = pickle.loads(task)
    judged = [judge_pages(group, known, told) for group in batch]
    return pickle.dumps(judged, pickle.HIGHEST_PROTOCOL)


def _batches(several: Iterable[Group]) -> Iterator[list[Group]]:
    batch: list[Group] = []
    size = 0
    for group in several:
        batch.append(group)
        size += sum(len(data) for _, data in group)
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _slice(known: Known, told: Told, batch: list[Group]) -> tuple[Known, Told]:
    """What is known and told of the pages of a batch, and nothing of others."""
    paths = [path for group in batch for path, _ in group]
    return known.only(paths), told.only(paths)
