"""The exact place of every segment in its source file, proven per document."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from pipeline.article.bounding import DEFAULT
from pipeline.article.front_matter import FrontMatter
from pipeline.article.marking import Marked, mark_letters
from pipeline.article.places import Draft, Parse, Structure, structure_of, text_at
from pipeline.article.reading import parse_article, read_parsed
from pipeline.article.stages import front_half, parser
from pipeline.config import Bounds, Dialect
from pipeline.model import Article, Span

_CHARREF = re.compile(r"(&(?:\\#)?\w+);")
_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Located:
    """An article whose segments know where they stand."""

    article: Article
    proven: bool
    """The marked copy was parsed like the original, and every segment was found through it."""
    note: str = ""
    """What is not exact, in a sentence; empty where all is."""
    structure: Structure = ()
    """What no translation may change beside the texts."""


def locate(article: Article, dialect: Dialect) -> Located:
    """The article with the line and the spans of each segment.

    Law: the source at a segment's spans is its text, line by line (tabs as the parser sees them).
    """
    return _located(article, parse_article(article.path, article.text, dialect), dialect)


def read_located(
    name: str, path: str, text: str, dialect: Dialect, bounds: Bounds = DEFAULT
) -> Located:
    """What `locate` says of the article that `read_article` reads, for the price of one of them."""
    return _located(*read_parsed(name, path, text, dialect, bounds), dialect)


def _located(article: Article, parse: Parse, dialect: Dialect) -> Located:
    finder = _Finder(article.text, parse, dialect)
    proven = finder.mark(sparse=False) or finder.mark(sparse=True)
    spans = finder.all_spans()
    segments = tuple(
        replace(segment, line=one[0].line if one else 0, spans=one)
        for segment, one in zip(article.segments, spans, strict=True)
    )
    missing = sum(not one for one in spans)
    note = ""
    if not proven:
        note = "some positions are found by text alone: letters carry meaning in this document"
    elif missing:
        note = f"{missing} of {len(segments)} segments have no exact position"
    exact = proven and not missing
    return Located(replace(article, segments=segments), exact, note, structure_of(parse))


class Lines:
    """The lines of a source text, and each as the parser sees it: tabs expanded, marks gone."""

    def __init__(self, text: str, tab: int) -> None:
        self.text = text
        self.tab = tab
        breaks = list(_BREAK.finditer(text))
        self.starts = [0, *(match.end() for match in breaks)]
        self.ends = [*(match.start() for match in breaks), len(text)]
        self.seen: dict[int, tuple[str, list[int]]] = {}

    def at(self, offset: int) -> int:
        """The number of the line that holds an offset, from 0."""
        return bisect_right(self.starts, offset) - 1

    def expanded(self, number: int) -> tuple[str, list[int]]:
        """A line as the parser sees it, and for each of its columns the source's (one more)."""
        if number not in self.seen:
            raw = self.text[self.starts[number] : self.ends[number]]
            if "\t" not in raw and "\x02" not in raw and "\x03" not in raw:
                self.seen[number] = raw, list(range(len(raw) + 1))
            else:
                signs: list[str] = []
                columns: list[int] = []
                for column, sign in enumerate(raw):
                    if sign in "\x02\x03":
                        continue
                    width = self.tab - len(signs) % self.tab if sign == "\t" else 1
                    signs += " " * width if sign == "\t" else sign
                    columns += [column] * width
                self.seen[number] = "".join(signs), [*columns, len(raw)]
        return self.seen[number]

    def span(self, number: int, start: int, length: int) -> Span:
        """The span of columns that the parser sees as these."""
        columns = self.expanded(number)[1]
        return Span(number + 1, columns[start], columns[start + length])

    def offsets(self, span: Span) -> tuple[int, int]:
        """Where in the whole text a span begins and ends."""
        start = self.starts[span.line - 1]
        return start + span.start, start + span.end


class _Finder:
    def __init__(self, text: str, parse: Parse, dialect: Dialect) -> None:
        self.parse = parse
        self.dialect = dialect
        self.text = text
        self.base = parse.front.body
        self.lines = Lines(text, parse.md.tab_length)
        self.marked: Marked | None = None
        self.texts: list[str] = []

    def mark(self, *, sparse: bool) -> bool:
        """Parse a marked copy; whether it was parsed like the original."""
        marked = mark_letters(self.text[self.base :], self.dialect, sparse=sparse)
        md = parser(self.dialect, copy=True)
        root = front_half(md, marked.text)
        copy = Parse(md, root, list(root.iter()), FrontMatter())
        if not self._alike(copy, marked):
            return False
        self.marked = marked
        self.texts = [
            ""
            if draft.place.store == "field"
            else text_at(copy, draft.place)[draft.start : draft.end]
            for draft in self.parse.drafts
        ]
        return True

    def _alike(self, copy: Parse, marked: Marked) -> bool:
        mine, others = self.parse.elements, copy.elements
        if len(mine) != len(others):
            return False
        for one, other in zip(mine, others, strict=True):
            if one.tag != other.tag or (one.text or "") != marked.unmarked(other.text or ""):
                return False
            if (one.tail or "") != marked.unmarked(other.tail or ""):
                return False
            if one.attrib != {key: marked.unmarked(value) for key, value in other.attrib.items()}:
                return False
        if self.parse.terms.keys() != copy.terms.keys():
            return False
        if self.parse.md.references.keys() != copy.md.references.keys():
            return False
        if self.parse.md.htmlStash.html_counter != copy.md.htmlStash.html_counter:
            return False
        return all(
            marked.unmarked(text_at(copy, draft.place)[draft.start : draft.end]) == draft.text
            for draft in self.parse.drafts
            if draft.place.store != "field"
        )

    def all_spans(self) -> list[tuple[Span, ...]]:
        drafts = self.parse.drafts
        spans = [
            self._field(draft) if draft.place.store == "field" else self._by_marks(number, draft)
            for number, draft in enumerate(drafts)
        ]
        taken = {span for one in spans for span in one}
        following = [len(self.text)] * (len(drafts) + 1)
        for number in range(len(drafts) - 1, -1, -1):
            one = spans[number]
            following[number] = self.lines.offsets(one[0])[0] if one else following[number + 1]
        start = self.base
        for number, draft in enumerate(drafts):
            if not spans[number]:
                spans[number] = self._by_text(draft, start, following[number + 1], taken)
                taken.update(spans[number])
            if spans[number]:
                start = self.lines.offsets(spans[number][-1])[1]
        return spans

    def _field(self, draft: Draft) -> tuple[Span, ...]:
        scalar = self.parse.front.scalars[draft.place.index]
        first, last = self.lines.at(scalar.start), self.lines.at(max(scalar.start, scalar.end - 1))
        found = []
        for number in range(first, last + 1):
            start = max(scalar.start, self.lines.starts[number]) - self.lines.starts[number]
            end = min(scalar.end, self.lines.ends[number]) - self.lines.starts[number]
            found.append(Span(number + 1, start, max(start, end)))
        return tuple(found)

    def _by_marks(self, number: int, draft: Draft) -> tuple[Span, ...]:
        if self.marked is None:
            return ()
        wanted = draft.text.split("\n")
        found: list[Span | None] = [
            self._line_by_marks(line, marked)
            for line, marked in zip(wanted, self.texts[number].split("\n"), strict=True)
        ]
        # Lines without a letter stand next to one that has some.
        for order in (range(1, len(found)), range(len(found) - 2, -1, -1)):
            step = 1 if order.step > 0 else -1
            for index in order:
                beside = found[index - step]
                if found[index] is None and beside is not None:
                    found[index] = self._on_line(wanted[index], beside.line - 1 + step)
        return tuple(one for one in found if one) if all(found) else ()

    def _line_by_marks(self, line: str, marked: str) -> Span | None:
        assert self.marked is not None
        for index, letter in enumerate(marked):
            offset = self.marked.offsets.get(letter)
            if offset is None:
                continue
            offset += self.base
            number = self.lines.at(offset)
            seen, columns = self.lines.expanded(number)
            start = columns.index(offset - self.lines.starts[number]) - index
            if start < 0:
                return None
            if seen.startswith(line, start):
                return self.lines.span(number, start, len(line))
            # The preprocessor ends `&#58` with a semicolon that the source may lack.
            loose = re.compile(_CHARREF.sub(r"\1;?", re.escape(line))).match(seen, start)
            return self.lines.span(number, start, loose.end() - start) if loose else None
        return None

    def _on_line(self, line: str, number: int) -> Span | None:
        if not 0 <= number < len(self.lines.starts):
            return None
        seen = self.lines.expanded(number)[0]
        tight = seen.rstrip()
        if tight.endswith(line.rstrip()) and line.strip():
            start = len(tight) - len(line.rstrip())
            length = min(len(line), len(seen) - start)
            return self.lines.span(number, start, length)
        start = seen.find(line)
        return self.lines.span(number, start, len(line)) if start >= 0 else None

    def _by_text(self, draft: Draft, start: int, end: int, taken: set[Span]) -> tuple[Span, ...]:
        """Where a text without marks stands: between its neighbours, at the first place it fits."""
        for low, high in ((start, end), (start, len(self.text)), (self.base, len(self.text))):
            found = self._search(draft.text.split("\n"), low, high, taken)
            if found:
                return found
        return ()

    def _search(self, wanted: list[str], low: int, high: int, taken: set[Span]) -> tuple[Span, ...]:
        for number in range(self.lines.at(low), self.lines.at(max(low, high)) + 1):
            seen = self.lines.expanded(number)[0]
            start = seen.find(wanted[0])
            while start >= 0:
                first = self.lines.span(number, start, len(wanted[0]))
                at = self.lines.offsets(first)
                if low <= at[0] and at[1] <= high and first not in taken:
                    rest = [
                        self._on_line(line, number + step)
                        for step, line in enumerate(wanted[1:], 1)
                    ]
                    if all(rest):
                        return (first, *(one for one in rest if one))
                start = seen.find(wanted[0], start + 1)
        return ()
