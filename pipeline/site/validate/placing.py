"""From a place in a page to a place where somebody types."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Container, Iterable
from dataclasses import replace
from typing import TypeAlias

from pipeline.model import Finding
from pipeline.site.validate.known import Known
from pipeline.site.validate.page import Fault
from pipeline.site.validate.reading import read_page
from pipeline.site.validate.table import BY_ID
from pipeline.site.validate.website import SiteReader

Origin: TypeAlias = Callable[[str, str], "tuple[str, int] | None"]
"""From a page's path and the words of a passage to the catalog's path and line, where known."""


class Placer:
    """Makes findings of the faults of one file, counting its lines once."""

    def __init__(self, text: str, known: Known) -> None:
        self.known = known
        self.lines = line_starts(text)

    def finding(self, path: str, lang: str, fault: Fault) -> Finding:
        """The finding that a fault is, with line and column."""
        rule = BY_ID[fault.rule]
        told = self.known.pages.get(path)
        line = bisect_right(self.lines, fault.at)
        return Finding(
            rule=rule.id,
            severity=fault.severity or rule.severity,
            path=path,
            line=line,
            column=fault.at - self.lines[line - 1] + 1,
            message=fault.message,
            hint=fault.hint,
            locale=told.tag if told else lang,
            article=told.article if told else "",
            detail=fault.detail,
        )


def line_starts(text: str) -> list[int]:
    """Where each line of a text begins."""
    starts = [0]
    at = text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return starts


def lead_back(
    findings: Iterable[Finding],
    site: SiteReader,
    origin: Origin,
    articles: Container[str] | None = None,
) -> list[Finding]:
    """The findings, those in a passage placed at the line of the catalog that it comes from.

    Where it is known which pages are articles, the others are not looked at.

    Law: a finding's file and line is where a translator must type; the page is told in words.
    """
    pages: dict[str, _Passages] = {}
    placed = []
    for one in findings:
        page = articles is None or one.path in articles
        if page and one.path.endswith((".html", ".htm")) and one.line:
            if one.path not in pages:
                pages[one.path] = _Passages(one.path, site.read(one.path))
            words = pages[one.path].at(one.line, one.column)
            home = origin(one.path, words) if words else None
            if home is not None:
                message = f"{one.message} ({one.path}:{one.line}:{one.column})"
                one = replace(one, path=home[0], line=home[1], column=0, message=message)
        placed.append(one)
    return placed


class _Passages:
    """The passages of one page's article, to be found by line and column."""

    def __init__(self, path: str, data: bytes) -> None:
        page = read_page(path, data)
        self.lines = line_starts(page.text)
        self.blocks = [
            (page.text.rfind("<", 0, block.runs[0].at + 1), block.text) for block in page.body
        ]
        self.inside = page.inside

    def at(self, line: int, column: int) -> str:
        """The words of the passage at a place; empty outside of the article."""
        place = self.lines[line - 1] + max(column, 1) - 1
        if not self.inside[0] <= place < self.inside[1]:
            return ""
        index = bisect_right([start for start, _ in self.blocks], place) - 1
        return self.blocks[index][1] if index >= 0 else ""
