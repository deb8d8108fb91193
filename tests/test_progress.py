"""The progress of long work, as a person at a terminal and a log see it."""

from __future__ import annotations

import io
from pathlib import Path

from benchmarks.corpus import Shape, make_project
from pipeline.cli.progress import Progress
from pipeline.commands.publication import Choices
from pipeline.commands.publish import publish
from pipeline.commands.workspace import open_workspace


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _shown(stream: io.StringIO, steps: list[tuple[float, int]], total: int) -> str:
    now = 0.0
    progress = Progress(stream, lambda: now)
    for now, done in steps:  # noqa: B007 - the clock reads it
        progress("pages ready", done, total)
    return stream.getvalue()


def test_short_work_shows_nothing() -> None:
    """Below a second there is no bar, and none appears when all is done."""
    assert _shown(_Terminal(), [(0, 1), (0.5, 5), (1.5, 10)], 10) == ""


def test_a_terminal_sees_a_bar_that_ends_its_line() -> None:
    """The bar is drawn in place and ends with everything done."""
    text = _shown(_Terminal(), [(0, 1), (2, 5), (4, 10)], 10)
    assert "5/10 pages ready, about 5 s left" in text
    assert text.endswith("10/10 pages ready\x1b[K\n")


def test_what_was_known_already_promises_nothing() -> None:
    """900 remembered articles took no time: the other 100 are judged by their own pace."""
    text = _shown(_Terminal(), [(0, 900), (10, 910)], 1000)
    assert "about 2 min left" in text


def test_a_log_gets_a_line_now_and_then() -> None:
    """Elsewhere nothing is drawn over, and half a minute passes between two lines."""
    text = _shown(io.StringIO(), [(one, one) for one in range(95)], 100)
    assert text.count("\n") == 3
    assert "\r" not in text and "\x1b" not in text
    assert text.startswith("30/100 pages ready, about 1 min left\n")


def test_a_log_gets_a_line_a_language_of_long_work() -> None:
    """Each language says what became of it; of short work, and beside a bar, nobody asks."""
    for stream, seconds, lines in (
        (io.StringIO(), 5.0, "de: 4 pages ready\nfr: 3 pages ready\n"),
        (io.StringIO(), 0.5, ""),
        (_Terminal(), 5.0, ""),
    ):
        now = 0.0
        progress = Progress(stream, lambda: now)  # noqa: B023 - the clock reads it
        progress("pages ready", 0, 7)
        now = seconds
        progress.language("de", "4 pages ready")
        progress.language("fr", "3 pages ready")
        assert stream.getvalue() == lines


def test_a_publication_tells_of_each_language(tmp_path: Path) -> None:
    """The count is of pages, those that stood already among them, and ends at all of them."""
    make_project(tmp_path, Shape(articles=2, languages=2))
    for fresh in (2, 0):
        heard = _Heard()
        publish(open_workspace(tmp_path), Choices(jobs=1), heard)
        assert heard.last == {"editions assessed": (6, 6), "pages ready": (6, 6)}
        assert heard.said == [(tag, f"2 pages ready, {fresh} rendered now") for tag in heard.tags]


class _Heard:
    """Keeps what it is told."""

    tags = ("en", "de", "fr")

    def __init__(self) -> None:
        self.last: dict[str, tuple[int, int]] = {}
        self.said: list[tuple[str, str]] = []

    def __call__(self, what: str, done: int, total: int) -> None:
        self.last[what] = (done, total)

    def language(self, tag: str, said: str) -> None:
        self.said.append((tag, said))
