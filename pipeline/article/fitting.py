"""What stands in each hole of a skeleton when nothing is translated, and how it may be marked."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from markdown.extensions.toc import strip_tags

from pipeline.article.skeleton import BACK_LINK, Hole, Mark, Piece
from pipeline.article.tokens import BACK, NAME, OWN, WORD

_ATTRIBUTE = re.compile(r"(?P<before>\s+(?P<name>alt|title|aria-label)\s*=\s*)(?P<quote>[\"'])$")
_OPENING = re.compile(r"<(p|blockquote|div|address|figure)(?:\s[^<>]*)?>$")
_CODE = re.compile(r"<(?:code|pre)(?:\s[^<>]*)?>$")
_TAG_END = re.compile(r"[^<>]*")
_FOOTNOTE = re.compile(r'<sup id="fnref[^"]*">.*?</sup>', re.DOTALL)


def mark_holes(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces, each hole knowing how to mark a foreign text; attributes as a whole in theirs."""
    cut = 0
    for index, piece in enumerate(pieces):
        after = pieces[index + 1] if index + 1 < len(pieces) else ""
        if isinstance(piece, str):
            text, cut = piece[cut:], 0
            match = _ATTRIBUTE.search(text) if isinstance(after, Hole) else None
            yield text[: match.start()] if match else text
            continue
        before = pieces[index - 1] if index else ""
        before = before if isinstance(before, str) else ""
        after = after if isinstance(after, str) else ""
        match = _ATTRIBUTE.search(before)
        if match and after.startswith(match["quote"]):
            cut = 1
            yield replace(
                piece,
                before=f"{match['before']}{match['quote']}",
                mark=_attribute_mark(match, before, after),
            )
        else:
            yield replace(piece, mark=_text_mark(before, after))


def _attribute_mark(match: re.Match[str], before: str, after: str) -> Mark:
    if match["name"] == "title":
        return Mark.DROP
    tag = before[before.rfind("<") :]
    rest = _TAG_END.match(after)
    marked = re.search(r"\s(?:lang|dir)\s*=", tag + (rest[0] if rest else ""))
    return Mark.ALT if match["name"] == "alt" and not marked else Mark.NONE


def _text_mark(before: str, after: str) -> Mark:
    opening = _OPENING.search(before)
    if opening and after.startswith(f"</{opening[1]}>"):
        taken = re.search(r"\s(?:lang|dir)\s*=", opening[0])
        return Mark.INSIDE if taken else Mark.ELEMENT
    return Mark.NONE if _CODE.search(before) else Mark.INSIDE


def with_own(piece: Piece, alone: Sequence[str]) -> Piece:
    """A hole that knows its own text as rendered alone."""
    return piece if isinstance(piece, str) else replace(piece, own=_guess(piece, alone))


def _guess(hole: Hole, alone: Sequence[str]) -> str:
    if hole.what == OWN:
        return hole.text
    if hole.what == WORD:
        text = html.escape(hole.text, quote=bool(hole.before))
        return f"{hole.before}{text}{hole.before[-1:]}"
    if hole.what == BACK:
        text = BACK_LINK.format(number=hole.number)
    else:
        text = alone[hole.number]
        text = name_of(text) if hole.what == NAME else text
    return f"{hole.before}{text}{hole.before[-1:]}"


def fit(pieces: Sequence[Piece], page: str, alone: Sequence[str]) -> list[Piece] | None:
    """The pieces with each hole's own text as it stands in the page; None where they do not fit.

    Law: the pieces' own texts together are the page.
    """
    fitted: list[Piece] = []
    position = 0
    for index, piece in enumerate(pieces):
        if isinstance(piece, str):
            if not page.startswith(piece, position):
                return None
            fitted.append(piece)
            position += len(piece)
            continue
        following = pieces[index + 1] if index + 1 < len(pieces) else None
        own = _guess(piece, alone)
        end = position + len(own)
        if not (page.startswith(own, position) and _goes_on(page, end, following)):
            found = _end(page, position, following)
            if found is None:
                return None
            own, end = page[position:found], found
        fitted.append(replace(piece, own=own))
        position = end
    return fitted if position == len(page) else None


def _goes_on(page: str, position: int, following: Piece | None) -> bool:
    if following is None:
        return position == len(page)
    return not isinstance(following, str) or page.startswith(following, position)


def _end(page: str, position: int, following: Piece | None) -> int | None:
    if following is None:
        return len(page)
    if not isinstance(following, str):
        return None
    found = page.find(following, position)
    return found if found >= 0 else None


def name_of(heading: str) -> str:
    """The HTML of a heading as a table of contents shows it: no tags, no footnotes.

    >>> name_of('<em>Tea</em> &amp; milk<sup id="fnref:1"><a href="#fn:1">1</a></sup>')
    'Tea &amp; milk'
    """
    return strip_tags(_FOOTNOTE.sub("", heading))
