"""Progress of long work: a bar on a terminal, a line a language elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TextIO

WAIT = 1.0
"""Seconds of work before a bar is shown: short work needs none."""
EVERY = 30.0
"""Seconds between two signs of life where there is no terminal: a log is read later."""
WIDTH = 30


class Progress:
    """Shows how much of something is done, and how long the rest will take at this pace.

    The pace is that of what was done since the first call: what an earlier run had done already
    comes with that call, took no time, and must not promise anything.
    """

    def __init__(
        self, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._stream = stream or sys.stderr
        self._clock = clock
        self._terminal = self._stream.isatty()
        self._what = ""
        self._begun: float | None = None
        self._start = self._last = 0.0
        self._first = 0
        self._shown = False

    def __call__(self, what: str, done: int, total: int) -> None:
        """`done` of `total` are `what`: pages ready, articles checked."""
        now = self._clock()
        if self._begun is None:
            self._begun = now
        if what != self._what:
            self._what, self._start, self._last, self._first = what, now, now, done
            self._shown = False
        over = done >= total
        if self._terminal:
            if now - self._start >= WAIT and (self._shown or not over):
                self._bar(done, total, now)
        elif now - self._last >= EVERY and not over:
            self._last = now
            self._stream.write(f"{self._said(done, total, now)}\n")
            self._stream.flush()

    def language(self, tag: str, said: str) -> None:
        """What became of one language: a line of a log, if the work was long."""
        long = self._begun is not None and self._clock() - self._begun >= WAIT
        if long and not self._terminal:
            self._stream.write(f"{tag}: {said}\n")
            self._stream.flush()

    def _bar(self, done: int, total: int, now: float) -> None:
        filled = WIDTH * done // max(total, 1)
        bar = "#" * filled + "." * (WIDTH - filled)
        self._shown = done < total
        end = "" if self._shown else "\n"
        self._stream.write(f"\r[{bar}] {self._said(done, total, now)}\x1b[K{end}")
        self._stream.flush()

    def _said(self, done: int, total: int, now: float) -> str:
        said = f"{done:,}/{total:,} {self._what}"
        made = done - self._first
        if done >= total or made <= 0:
            return said
        left = (now - self._start) / made * (total - done)
        return f"{said}, about {_rounded(left)} left"


def _rounded(seconds: float) -> str:
    """A time no more exact than it can be known.

    >>> _rounded(3.2), _rounded(44), _rounded(130), _rounded(7300)
    ('5 s', '45 s', '2 min', '2 h')
    """
    if seconds < 60:
        return f"{max(5, round(seconds / 5) * 5)} s"
    return f"{round(seconds / 60)} min" if seconds < 5400 else f"{round(seconds / 3600)} h"
