"""Filling a skeleton with the words of one language."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pipeline.article.fitting import name_of
from pipeline.article.rendering import Fragment, Renderer, escape_attribute
from pipeline.article.skeleton import BACK_LINK, Hole, Mark, Piece, Skeleton
from pipeline.article.tokens import BACK, NAME, OWN, SEGMENT, WORD
from pipeline.model import Language, Passage, Scope

_REFERENCE = re.compile(r'id="fnref(\d*)([^"\d][^"]*)"')
_OPENING = re.compile(r"<[a-zA-Z][^<>]*>$")
_CLASS = re.compile(r"(\sclass\s*=\s*)(?:\"([^\"]*)\"|'([^']*)')")


@dataclass(frozen=True, slots=True)
class ContentsItem:
    """One line of a table of contents."""

    level: int
    id: str
    html: str


@dataclass(frozen=True, slots=True)
class Body:
    """An article's body in one language."""

    html: str
    contents: tuple[ContentsItem, ...] = ()


def fill(
    skeleton: Skeleton,
    passages: Sequence[Passage],
    renderer: Renderer,
    source: Language,
    words: Callable[[str], str],
    attributes: Callable[[int], str] | None = None,
) -> Body:
    """The body that shows these passages, one a segment in order; foreign ones marked as such.

    `attributes` is for a preview: what it says of a segment's number, ` data-segment="7"`, is put
    on the element around that segment, or on a span where other things stand in the element.

    Law: it depends on the arguments alone; and the article's own texts give what
    `markdown.markdown` gives, byte for byte.
    """
    if len(passages) != len(skeleton.texts):
        raise ValueError(f"{len(passages)} passages for {len(skeleton.texts)} segments")
    own = all(map(_is_own, passages, skeleton.texts))
    if own and skeleton.whole is not None and attributes is None:
        filler = _Filler(skeleton, passages, {}, source, words)
        return Body(skeleton.whole, filler.contents())
    scope = skeleton.scope if own else _scope(skeleton, passages)
    rendered = _render(skeleton, passages, renderer, scope)
    filler = _Filler(skeleton, passages, rendered, source, words, attributes)
    return Body("".join(filler.pieces(skeleton.pieces)), filler.contents())


def plain_fill(skeleton: Skeleton) -> str:
    """The body in the article's own words: what `markdown.markdown` gives."""
    if skeleton.whole is not None:
        return skeleton.whole
    return "".join(one if isinstance(one, str) else one.own for one in skeleton.pieces)


def _is_own(passage: Passage, text: str) -> bool:
    return passage.text == text and not passage.foreign and not passage.outdated


def _scope(skeleton: Skeleton, passages: Sequence[Passage]) -> Scope:
    """The article's scope with titles and expansions in the language of the page, or none."""
    titles = {label: passages[number] for label, number in skeleton.titles}
    expansions = {term: passages[number] for term, number in skeleton.expansions}
    return replace(
        skeleton.scope,
        references=tuple(
            (label, address, _shown(titles[label]) if label in titles else title)
            for label, address, title in skeleton.scope.references
        ),
        abbreviations=tuple(
            (term, text)
            for term, old in skeleton.scope.abbreviations
            if (text := _shown(expansions[term]) if term in expansions else old)
        ),
    )


def _shown(passage: Passage) -> str | None:
    return None if passage.foreign else passage.text


def _render(
    skeleton: Skeleton, passages: Sequence[Passage], renderer: Renderer, scope: Scope
) -> dict[int, str]:
    """The HTML of every passage that is not the article's own text."""
    holes = (one for one in skeleton.pieces if isinstance(one, Hole))
    names = (
        one for section in skeleton.sections for one in section.pieces if isinstance(one, Hole)
    )
    needed = sorted(
        {
            one.number
            for one in (*holes, *names)
            if one.what in (SEGMENT, NAME)
            and not passages[one.number].foreign
            and (passages[one.number].text != skeleton.texts[one.number] or scope != skeleton.scope)
        }
    )
    fragments = [
        Fragment(passages[number].text, skeleton.kinds[number], skeleton.texts[number])
        for number in needed
    ]
    return dict(zip(needed, renderer.render(fragments, scope), strict=True))


class _Filler:
    def __init__(
        self,
        skeleton: Skeleton,
        passages: Sequence[Passage],
        rendered: dict[int, str],
        source: Language,
        words: Callable[[str], str],
        attributes: Callable[[int], str] | None = None,
    ) -> None:
        self.skeleton = skeleton
        self.passages = passages
        self.rendered = rendered
        self.words = words
        self.foreign = f' lang="{source.tag}" dir="{source.direction}"'
        self.attributes = attributes

    def contents(self) -> tuple[ContentsItem, ...]:
        return tuple(
            ContentsItem(section.level, section.id, "".join(self.pieces(section.pieces)))
            for section in self.skeleton.sections
        )

    def pieces(self, pieces: Sequence[Piece]) -> list[str]:
        out: list[str] = []
        for piece in pieces:
            if isinstance(piece, str):
                out.append(piece)
            elif piece.what == OWN:
                out.append(piece.own)
            elif piece.what == WORD:
                out.append(self._word(piece))
            elif piece.what == BACK:
                out.append(self._back(piece))
            else:
                self._segment(piece, out)
        return out

    def _word(self, hole: Hole) -> str:
        word = self.words(hole.text)
        if word == hole.text:
            return hole.own
        if hole.before:
            return f'{hole.before[:-1]}"{escape_attribute(word)}"'
        return html.escape(word, quote=False)

    def _back(self, hole: Hole) -> str:
        said = self.words(BACK_LINK)
        if said == BACK_LINK:
            return hole.own
        title = said.replace("{number}", str(hole.number))
        return f'{hole.before[:-1]}"{escape_attribute(title)}"'

    def _segment(self, hole: Hole, out: list[str]) -> None:
        passage = self.passages[hole.number]
        text = self.rendered.get(hole.number)
        if hole.before:
            out.append(self._attribute(hole, passage, text))
            return
        if text is None:
            text = hole.own
        elif hole.what == NAME:
            text = name_of(text)
        else:
            text = _numbered(text, hole.own)
        attributes = self.foreign if passage.foreign else ""
        name = "untranslated" if passage.foreign else "outdated" if passage.outdated else ""
        if self.attributes and hole.what == SEGMENT:
            attributes += self.attributes(hole.number)
        if not (name or attributes) or hole.mark is Mark.NONE:
            out.append(text)
        elif hole.mark is Mark.ELEMENT and out:
            out[-1] = _OPENING.sub(lambda tag: _with_class(tag[0], attributes, name), out[-1])
            out.append(text)
        else:
            out.append(f"{_with_class('<span>', attributes, name)}{text}</span>")

    def _attribute(self, hole: Hole, passage: Passage, text: str | None) -> str:
        if passage.foreign and hole.mark is Mark.DROP:
            return ""
        value = hole.own if text is None else f'{hole.before[:-1]}"{text}"'
        if hole.mark is not Mark.ALT:
            return value
        further = self.attributes(hole.number) if self.attributes else ""
        return value + further + (self.foreign if passage.foreign else "")


def _with_class(tag: str, attributes: str, name: str) -> str:
    """An opening tag with further attributes and, if it is named, one more class."""
    match = _CLASS.search(tag)
    if not name:
        return f"{tag[:-1]}{attributes}>"
    if match:
        classes = f"{match[2] or match[3] or ''} {name}".strip()
        return f'{tag[: match.start()]}{match[1]}"{classes}"{tag[match.end() : -1]}{attributes}>'
    return f'{tag[:-1]}{attributes} class="{name}">'


def _numbered(text: str, own: str) -> str:
    """The fragment with its references to footnotes counted as the article's own text has them."""
    if 'id="fnref' not in text:
        return text
    known: dict[str, list[str]] = defaultdict(list)
    for match in _REFERENCE.finditer(own):
        known[match[2]].append(match[0])

    def next_id(match: re.Match[str]) -> str:
        # One more than the source has would be an id twice on the page.
        return known[match[2]].pop(0) if known[match[2]] else 'class="again"'

    return _REFERENCE.sub(next_id, text)
