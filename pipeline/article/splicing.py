"""The source text of a translation at its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.article.escaping import escaped_lines, plain_lines
from pipeline.article.front_matter import read_front_matter
from pipeline.article.locating import Lines
from pipeline.article.scalars import format_scalar
from pipeline.article.wording import normal_form
from pipeline.config import Dialect
from pipeline.model import Article, Kind, Segment

_MARKER = re.compile(r"[^\s>]")
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of the source, and what is to stand there."""

    number: int
    start: int
    end: int
    text: str
    lines: tuple[str, ...]
    """The same without what the source has before each line."""
    target: str


@dataclass(frozen=True, slots=True)
class _Slot:
    """Where a segment stands, and how its lines begin."""

    start: int
    end: int
    before: str
    """What stands before it on its first line."""
    prefixes: tuple[str, ...]
    """What stands before it on the others."""
    further: str
    """What lines get that the source does not have: more of them go on as its last one does."""
    eol: str


def spliced(text: str, edits: Sequence[Edit]) -> str:
    """The text with the edits, which come in order and do not overlap."""
    parts: list[str] = []
    position = 0
    for edit in edits:
        parts += (text[position : edit.start], edit.text)
        position = edit.end
    return "".join((*parts, text[position:]))


class Slots:
    """The places of an article's segments, each looked up once for all languages."""

    def __init__(self, article: Article, dialect: Dialect) -> None:
        self.text = article.text
        self.segments = article.segments
        self.lines = Lines(article.text, 4)
        self.front = read_front_matter(article.text, article.path)
        self.scalars = {one.start: one for one in self.front.scalars}
        self.breaks = "nl2br" in dialect.extensions
        self._known: dict[int, _Slot] = {}

    def edit(self, number: int, target: str) -> Edit | None:
        """The translation as it stands; None where its place cannot hold it."""
        kind = self.segments[number].kind
        slot = self._slot(number)
        if kind is Kind.FIELD:
            made = format_scalar(self.scalars[slot.start], self.text[slot.start : slot.end], target)
            if made is None:
                return None
            return Edit(number, slot.start, slot.end, made, (target,), target)
        return self._edit(number, slot, plain_lines(kind, target, self._quote(slot)), target)

    def escaped(self, edit: Edit) -> Edit | None:
        """The same with all escaped that could begin another block; None where nothing could."""
        kind = self.segments[edit.number].kind
        if kind is Kind.FIELD:
            return None
        slot = self._slot(edit.number)
        lines = escaped_lines(kind, edit.target, slot.before, self._quote(slot))
        made = self._edit(edit.number, slot, lines, edit.target)
        return None if made.text == edit.text else made

    def normal(self, kind: Kind, text: str) -> str:
        """What is compared of a text that has been read back."""
        if kind in (Kind.CODE, Kind.FIELD):
            return text
        return normal_form(text, breaks=self.breaks and kind is not Kind.HTML)

    def _edit(self, number: int, slot: _Slot, lines: list[str], target: str) -> Edit:
        made = lines[0]
        for index, line in enumerate(lines[1:]):
            prefix = slot.prefixes[index] if index < len(slot.prefixes) else slot.further
            made += slot.eol + (prefix + line if line else prefix.rstrip())
        return Edit(number, slot.start, slot.end, made, tuple(lines), target)

    def _slot(self, number: int) -> _Slot:
        if number not in self._known:
            self._known[number] = self._found(self.segments[number])
        return self._known[number]

    def _found(self, segment: Segment) -> _Slot:
        before, *prefixes = (self._prefix(segment, index) for index in range(len(segment.spans)))
        eol = _LINE_END.match(self.text, self.lines.ends[segment.spans[0].line - 1])
        return _Slot(
            start=self.lines.offsets(segment.spans[0])[0],
            end=self.lines.offsets(segment.spans[-1])[1],
            before=before,
            prefixes=tuple(prefixes),
            further=prefixes[-1] if prefixes else _MARKER.sub(" ", before),
            eol=eol[0] if eol else "\n",
        )

    def _prefix(self, segment: Segment, index: int) -> str:
        span = segment.spans[index]
        start = self.lines.starts[span.line - 1]
        return self.text[start : start + span.start]

    def _quote(self, slot: _Slot) -> str:
        """The character right before the text."""
        return self.text[slot.start - 1 : slot.start]
