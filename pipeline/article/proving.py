"""Whether translations fit into an article: the result is read back, and compared with it."""

from __future__ import annotations

from pipeline.article.front_matter import read_front_matter
from pipeline.article.locating import Located
from pipeline.article.outlining import blind_to_words, outline, tags_end
from pipeline.article.places import Structure, structure_of
from pipeline.article.reading import parse_article
from pipeline.article.splicing import Edit, Slots, spliced
from pipeline.article.wording import has_letters
from pipeline.config import Dialect
from pipeline.errors import ArticleError
from pipeline.model import Kind

MAX_PARSES = 400
"""How often a document is parsed to find which of its translations do not fit."""

_Outline = tuple[tuple[str, ...], ...]


class Checker:
    """Reads translated texts back, and finds those edits that do not give what they should."""

    def __init__(self, located: Located, dialect: Dialect, slots: Slots) -> None:
        self.article = located.article
        self.dialect = dialect
        self.slots = slots
        self.before: Structure = located.structure
        self.parses = 0
        self._blind = blind_to_words(dialect, located.article.text)
        self._outlines: list[tuple[str, ...]] = []
        self._proven: set[_Outline] = set()

    def fitting(self, edits: list[Edit]) -> tuple[list[Edit], list[Edit]]:
        """The edits that can be made together, and those that cannot."""
        seen = self._outline(edits) if self._blind else None
        if not edits or (seen in self._proven and self._front_fits(edits)):
            return edits, []
        self.parses = 0
        if self._fits(edits):
            if seen is not None:
                self._proven.add(seen)
            return edits, []
        self._kept: list[Edit] = []
        dropped: list[Edit] = []
        self._add(edits, dropped)
        return sorted(self._kept, key=lambda one: one.start), dropped

    def _add(self, edits: list[Edit], dropped: list[Edit]) -> None:
        """Keep of these what fits beside what is kept already: halves, as long as one does not."""
        if self.parses < MAX_PARSES and self._fits(self._kept + edits):
            self._kept += edits
        elif self.parses >= MAX_PARSES:
            dropped += edits
        elif len(edits) == 1:
            other = self.slots.escaped(edits[0])
            if other and self._fits([*self._kept, other]):
                self._kept.append(other)
            else:
                dropped += edits
        else:
            middle = len(edits) // 2
            self._add(edits[:middle], dropped)
            self._add(edits[middle:], dropped)

    def _outline(self, edits: list[Edit]) -> _Outline | None:
        """What the block parser can see of the text with these edits, but for its front matter."""
        segments = self.article.segments
        if not self._outlines:
            self._outlines = [
                () if one.kind is Kind.FIELD else outline(one.kind, one.text.split("\n"))
                for one in segments
            ]
        seen = self._outlines.copy()
        for edit in edits:
            kind = segments[edit.number].kind
            if kind is Kind.FIELD:
                continue
            if "<" in edit.text and not tags_end(edit.text):
                return None
            seen[edit.number] = outline(kind, edit.lines)
        return tuple(seen)

    def _front_fits(self, edits: list[Edit]) -> bool:
        """Whether the front matter, read by itself, holds these edits and is else as it was."""
        front = self.slots.front
        own = [one for one in edits if one.start < front.body]
        if not own:
            return True
        head = spliced(self.article.text[: front.body], own)
        wanted = {one.start: one.target for one in own}
        try:
            again = read_front_matter(head, self.article.path)
        except ArticleError:
            return False
        return (
            again.body == len(head)
            and [(one.key, one.value) for one in again.scalars]
            == [(one.key, wanted.get(one.start, one.value)) for one in front.scalars]
            and all(map(has_letters, wanted.values()))
        )

    def _fits(self, edits: list[Edit]) -> bool:
        self.parses += 1
        text = spliced(self.article.text, sorted(edits, key=lambda one: one.start))
        try:
            parse = parse_article(self.article.path, text, self.dialect)
        except ArticleError:
            return False
        if structure_of(parse) != self.before:
            return False
        wanted = {edit.number: "\n".join(edit.lines) for edit in edits}
        segments = self.article.segments
        if len(parse.drafts) != len(segments):
            return False
        normal = self.slots.normal
        return all(
            draft.kind is segment.kind
            and normal(draft.kind, draft.text)
            == normal(draft.kind, wanted.get(number, segment.text))
            for number, (draft, segment) in enumerate(zip(parse.drafts, segments, strict=True))
        )
