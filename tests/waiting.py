"""Waiting for what a browser does in its own time: no test may be faster than a busy machine."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

_STEP, _MOST = 0.05, 30.0
"""Seconds."""


def until(true: Callable[[], object]) -> None:
    """Return when it has come true; Playwright's own way of waiting the pages' policy forbids."""
    end = time.monotonic() + _MOST
    while not true():
        if time.monotonic() > end:
            pytest.fail(f"it did not come true within {_MOST:.0f} seconds")
        time.sleep(_STEP)
