"""From a place in a page to a place where somebody types."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
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

    def __init__(self, text: str, known: Known, origin: Origin | None = None) -> None:
        self.text = text
        self.known = known
        self.origin = origin
        self.lines = [0]
        at = text.find("\n")
        while at >= 0:
            self.lines.append(at + 1)
            at = text.find("\n", at + 1)
        self.blocks: list[tuple[int, int, str]] | None = None

    @classmethod
    def of(cls, site: SiteReader, path: str, known: Known, origin: Origin | None = None) -> Placer:
        """The placer of a file that may be missing or no text at all."""
        data = site.read(path) if path in site.paths() else b""
        return cls(data.decode("utf-8", "replace").removeprefix("\ufeff"), known, origin)

    def finding(self, path: str, lang: str, fault: Fault) -> Finding:
        """The finding that a fault is: in the catalog where that is known, else in the page."""
        rule = BY_ID[fault.rule]
        told = self.known.pages.get(path)
        line = bisect_right(self.lines, fault.at)
        column = fault.at - self.lines[line - 1] + 1
        where, message = path, fault.message
        if self.origin is not None and (found := self.origin(path, self.words(fault.at))):
            message = f"{message} ({path}:{line}:{column})"
            where, line, column = found[0], found[1], 0
        return Finding(
            rule=rule.id,
            severity=fault.severity or rule.severity,
            path=where,
            line=line,
            column=column,
            message=message,
            hint=fault.hint,
            locale=told.tag if told else lang,
            article=told.article if told else "",
            detail=fault.detail,
        )

    def words(self, at: int) -> str:
        """The words of the passage that holds a place; empty outside of any."""
        if self.blocks is None:
            page = read_page("", self.text.encode())
            self.blocks = [
                (block.runs[0].at, block.runs[-1].at + len(block.runs[-1].text), block.text)
                for block in page.body
            ]
        return next((text for start, end, text in self.blocks if start <= at <= end), "")
