"""The progress of long work, as a person at a terminal and a log see it."""

from __future__ import annotations

import io

from pipeline.cli.progress import Progress


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _shown(stream: io.StringIO, steps: list[tuple[float, int]], total: int) -> str:
    now = 0.0
    progress = Progress(stream, lambda: now)
    for now, done in steps:  # noqa: B007 - the clock reads it
        progress("rendered", done, total)
    return stream.getvalue()


def test_short_work_shows_nothing() -> None:
    """Below a second there is no bar, and none appears when all is done."""
    assert _shown(_Terminal(), [(0, 1), (0.5, 5), (1.5, 10)], 10) == ""


def test_a_terminal_sees_a_bar_that_ends_its_line() -> None:
    """The bar is drawn in place and ends with everything done."""
    text = _shown(_Terminal(), [(0, 1), (2, 5), (4, 10)], 10)
    assert "5/10 articles rendered, about 5 s left" in text
    assert text.endswith("10/10 articles rendered\x1b[K\n")


def test_what_was_known_already_promises_nothing() -> None:
    """900 remembered articles took no time: the other 100 are judged by their own pace."""
    text = _shown(_Terminal(), [(0, 900), (10, 910)], 1000)
    assert "about 2 min left" in text


def test_a_log_gets_a_line_now_and_then() -> None:
    """Elsewhere than on a terminal nothing is drawn over, and ten seconds pass between lines."""
    text = _shown(io.StringIO(), [(one, one) for one in range(45)], 100)
    assert text.count("\n") == 4
    assert "\r" not in text and "\x1b" not in text
    assert text.startswith("10/100 articles rendered, about 2 min left\n")
