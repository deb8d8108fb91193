"""Translated Markdown that is the source's own bytes outside the translated stretches."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.article.escaping import escaped_lines, plain_lines
from pipeline.article.front_matter import read_front_matter
from pipeline.article.locating import Lines, Located
from pipeline.article.places import Parse
from pipeline.article.reading import parse_article
from pipeline.article.scalars import format_scalar
from pipeline.article.wording import EDGE, normal_form
from pipeline.config import Dialect
from pipeline.errors import ArticleError
from pipeline.model import Kind, Segment

MAX_PARSES = 400
"""How often a document is parsed to find which of its translations do not fit."""

STRUCTURE = "it would change the structure of the page"
NOWHERE = "its place in the source is not known exactly"
QUOTING = "the front matter cannot hold it"

_MARKER = re.compile(r"[^\s>]")


@dataclass(frozen=True, slots=True)
class Exported:
    """A translated Markdown file."""

    text: str
    refused: tuple[tuple[int, str], ...] = ()
    """(number of the segment, why its translation was not written); the source stands there."""


@dataclass(frozen=True, slots=True)
class _Edit:
    number: int
    start: int
    end: int
    text: str
    expected: str
    """What reading the file back must give for the segment, in normal form."""
    escaped: _Edit | None = None
    """The same with all escaped that could begin another block, for where that happens."""


def export_article(located: Located, targets: Mapping[int, str], dialect: Dialect) -> Exported:
    """The source with the targets, by number of segment, in the place of its texts.

    Law: bytes outside the spans of the written segments are the source's own; without targets all
    bytes are. Law: reading the result gives the same structure with exactly these texts.
    """
    article = located.article
    refused: list[tuple[int, str]] = []
    edits: list[_Edit] = []
    maker = _Maker(article.text, dialect)
    for number, target in sorted(targets.items()):
        segment = article.segments[number]
        target = target.strip(EDGE)
        if target in (segment.text, segment.msgid):
            continue
        if not segment.spans:
            refused.append((number, NOWHERE))
        elif edit := maker.edit(number, segment, target):
            edits.append(edit)
        else:
            refused.append((number, QUOTING))
    edits.sort(key=lambda edit: edit.start)
    checker = _Checker(located, dialect)
    kept, dropped = checker.fitting(edits)
    refused += [(edit.number, STRUCTURE) for edit in dropped]
    return Exported(spliced(article.text, kept), tuple(sorted(refused)))


def spliced(text: str, edits: Sequence[_Edit]) -> str:
    """The text with the edits, which come in order and do not overlap."""
    parts: list[str] = []
    position = 0
    for edit in edits:
        parts += (text[position : edit.start], edit.text)
        position = edit.end
    return "".join((*parts, text[position:]))


class _Maker:
    """Makes the source text of a translation at its place."""

    def __init__(self, text: str, dialect: Dialect) -> None:
        self.text = text
        self.lines = Lines(text, 4)
        self.scalars = {one.start: one for one in read_front_matter(text, "").scalars}
        self.breaks = "nl2br" in dialect.extensions

    def edit(self, number: int, segment: Segment, target: str) -> _Edit | None:
        start = self.lines.offsets(segment.spans[0])[0]
        end = self.lines.offsets(segment.spans[-1])[1]
        if segment.kind is Kind.FIELD:
            scalar = self.scalars[start]
            made = format_scalar(scalar, self.text[start:end], target)
            return None if made is None else _Edit(number, start, end, made, target)
        quote = self.text[start - 1 : start]
        plain = self._edit(number, segment, plain_lines(segment.kind, target, quote))
        lines = escaped_lines(segment.kind, target, self._prefix(segment, 0), quote)
        return replace(plain, escaped=self._edit(number, segment, lines))

    def _edit(self, number: int, segment: Segment, lines: list[str]) -> _Edit:
        start = self.lines.offsets(segment.spans[0])[0]
        end = self.lines.offsets(segment.spans[-1])[1]
        prefixes = [self._prefix(segment, index) for index in range(1, len(segment.spans))]
        # More lines than the source has go on as its last one does.
        further = prefixes[-1] if prefixes else _MARKER.sub(" ", self._prefix(segment, 0))
        eol = self._line_end(segment.spans[0].line - 1)
        made = lines[0]
        for index, line in enumerate(lines[1:]):
            prefix = prefixes[index] if index < len(prefixes) else further
            made += eol + (prefix + line if line else prefix.rstrip())
        return _Edit(number, start, end, made, self._normal(segment.kind, "\n".join(lines)))

    def _normal(self, kind: Kind, text: str) -> str:
        if kind is Kind.CODE:
            return text
        return normal_form(text, breaks=self.breaks and kind is not Kind.HTML)

    def _prefix(self, segment: Segment, index: int) -> str:
        span = segment.spans[index]
        start = self.lines.starts[span.line - 1]
        return self.text[start : start + span.start]

    def _line_end(self, number: int) -> str:
        end = self.lines.ends[number]
        match = re.compile(r"\r\n|\r|\n").match(self.text, end)
        return match[0] if match else "\n"


class _Checker:
    """Reads the result back, and finds those edits that do not give what they should."""

    def __init__(self, located: Located, dialect: Dialect) -> None:
        self.article = located.article
        self.dialect = dialect
        self.breaks = "nl2br" in dialect.extensions
        self.parses = 0
        self.kept: list[_Edit] = []

    def fitting(self, edits: list[_Edit]) -> tuple[list[_Edit], list[_Edit]]:
        """The edits that can be made together, and those that cannot."""
        if not edits:
            return [], []
        self.before = self._shape(self._read(self.article.text))
        if self._fits(edits):
            return edits, []
        dropped: list[_Edit] = []
        self._add(edits, dropped)
        return sorted(self.kept, key=lambda one: one.start), dropped

    def _add(self, edits: list[_Edit], dropped: list[_Edit]) -> None:
        """Keep of these what fits beside what is kept already: halves, as long as one does not."""
        if self.parses < MAX_PARSES and self._fits(self.kept + edits):
            self.kept += edits
        elif self.parses >= MAX_PARSES:
            dropped += edits
        elif len(edits) == 1:
            other = edits[0].escaped
            if other and other.text != edits[0].text and self._fits([*self.kept, other]):
                self.kept.append(other)
            else:
                dropped += edits
        else:
            middle = len(edits) // 2
            self._add(edits[:middle], dropped)
            self._add(edits[middle:], dropped)

    def _fits(self, edits: list[_Edit]) -> bool:
        self.parses += 1
        text = spliced(self.article.text, sorted(edits, key=lambda one: one.start))
        try:
            parse = self._read(text)
        except ArticleError:
            return False
        if self._shape(parse) != self.before:
            return False
        got = parse.drafts
        wanted = {edit.number: edit.expected for edit in edits}
        segments = self.article.segments
        if len(got) != len(segments):
            return False
        for number, (draft, segment) in enumerate(zip(got, segments, strict=True)):
            if draft.kind is not segment.kind:
                return False
            expected = wanted.get(number, self._normal(segment.kind, segment.text))
            if self._normal(draft.kind, draft.text) != expected:
                return False
        return True

    def _read(self, text: str) -> Parse:
        return parse_article(self.article.path, text, self.dialect)

    def _shape(self, parse: Parse) -> list[object]:
        """What no translation may change beside the texts."""
        return [
            *(element.tag for element in parse.elements),
            *((label, address) for label, (address, _) in parse.md.references.items()),
        ]

    def _normal(self, kind: Kind, text: str) -> str:
        if kind is Kind.CODE:
            return text
        if kind is Kind.FIELD:
            return text
        return normal_form(text, breaks=self.breaks and kind is not Kind.HTML)
