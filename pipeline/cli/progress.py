"""Progress of long work: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time

WAIT = 1.0
"""Seconds of work before anything is shown: short work needs no bar."""
WIDTH = 30


class Progress:
    """Shows how much of something is done, and how long the rest will take at this pace."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._what = ""
        self._start = 0.0
        self._shown = False

    def __call__(self, what: str, done: int, total: int) -> None:
        """`done` of `total` are `what`: assessed, rendered."""
        now = time.monotonic()
        if what != self._what:
            self._what, self._start, self._shown = what, now, False
        spent = now - self._start
        if not self._terminal or spent < WAIT:
            return
        last = done >= total
        if last and not self._shown:
            return
        self._shown = True
        filled = WIDTH * done // max(total, 1)
        left = spent / max(done, 1) * (total - done)
        bar = "#" * filled + "." * (WIDTH - filled)
        rest = "" if last else f", about {left:.0f} s left"
        line = f"\r[{bar}] {done}/{total} articles {what}{rest}\x1b[K"
        sys.stderr.write(line + ("\n" if last else ""))
        sys.stderr.flush()
