"""Translated Markdown that is the source's own bytes outside the translated stretches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.article.locating import Located
from pipeline.article.proving import Checker
from pipeline.article.splicing import Edit, Slots, spliced
from pipeline.article.wording import EDGE
from pipeline.config import Dialect

STRUCTURE = "it would change the structure of the page"
NOWHERE = "its place in the source is not known exactly"
QUOTING = "the front matter cannot hold it"


@dataclass(frozen=True, slots=True)
class Exported:
    """A translated Markdown file."""

    text: str
    refused: tuple[tuple[int, str], ...] = ()
    """(number of the segment, why its translation was not written); the source stands there."""


class Exporter:
    """Writes one article in one language after the other; what they share is worked out once."""

    def __init__(self, located: Located, dialect: Dialect) -> None:
        self.article = located.article
        self._slots = Slots(located.article, dialect)
        self._checker = Checker(located, dialect, self._slots)

    def export(self, targets: Mapping[int, str]) -> Exported:
        """The source with the targets, by number of segment, in the place of its texts.

        Law: bytes outside the spans of the written segments are the source's own; without targets
        all bytes are. Law: reading the result gives the same structure with exactly these texts.
        """
        refused: list[tuple[int, str]] = []
        edits: list[Edit] = []
        for number, target in sorted(targets.items()):
            segment = self.article.segments[number]
            target = target.strip(EDGE)
            if target in (segment.text, segment.msgid):
                continue
            if not segment.spans:
                refused.append((number, NOWHERE))
            elif edit := self._slots.edit(number, target):
                edits.append(edit)
            else:
                refused.append((number, QUOTING))
        edits.sort(key=lambda edit: edit.start)
        kept, dropped = self._checker.fitting(edits)
        refused += [(edit.number, STRUCTURE) for edit in dropped]
        return Exported(spliced(self.article.text, kept), tuple(sorted(refused)))


def export_article(located: Located, targets: Mapping[int, str], dialect: Dialect) -> Exported:
    """An article in one language, as `Exporter.export` gives it."""
    return Exporter(located, dialect).export(targets)
