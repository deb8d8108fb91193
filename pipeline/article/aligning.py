"""An existing translation of an article, paired with it passage by passage.

Translators keep the structure: headings of the same level, items in lists, cells in rows. So the
pairs are those that go through both texts in order at the least cost, where cost is another kind,
another length, other numbers, addresses or code.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.article.bounding import DEFAULT, check_article
from pipeline.article.places import Draft
from pipeline.article.reading import parse_article
from pipeline.article.wording import normal_form
from pipeline.config import Bounds, Dialect
from pipeline.model import Article, Kind

_GAP = 1.1
"""Cost of a passage without partner."""
_FAR = 2.0
"""From this cost on two passages are no pair."""
_BAND = 60
"""How far the two may be apart, beside the difference of their lengths: bounds the work."""

_ANCHOR = re.compile(r"\d+(?:[.,]\d+)*|`[^`]+`|(?<=\]\()[^)\s]+|https?://[^\s)>]+|\[\^[^\]]+\]")
_TEXTS = frozenset((Kind.PARAGRAPH, Kind.ITEM, Kind.DEFINITION, Kind.FOOTNOTE))


@dataclass(frozen=True, slots=True)
class Aligned:
    """What of a translated file belongs to which segment."""

    pairs: tuple[tuple[int, str], ...]
    """(number of the segment, its translation in normal form)"""
    unaligned: tuple[str, ...] = ()
    """Passages of the translation that belong to none."""


@dataclass(frozen=True, slots=True)
class _Passage:
    kind: Kind
    level: int
    size: float
    anchors: Counter[str]
    text: str


def align_article(
    article: Article,
    translated: str,
    dialect: Dialect,
    path: str = "",
    bounds: Bounds = DEFAULT,
) -> Aligned:
    """The passages of a translated Markdown text, each with the segment that it translates.

    Law: an article aligned with a translation of the same structure pairs every segment with the
    passage at its own place. A passage that is still English is no pair.
    """
    check_article(translated, path or article.path, bounds)
    mine = parse_article(article.path, article.text, dialect).drafts
    theirs = parse_article(path or article.path, translated, dialect).drafts
    breaks = "nl2br" in dialect.extensions
    pairs: list[tuple[int, str]] = []
    used: set[int] = set()
    for number, other in (*_fields(mine, theirs), *_passages(mine, theirs)):
        used.add(other)
        text = theirs[other].text
        if theirs[other].kind is not Kind.CODE:
            text = normal_form(text, breaks=breaks)
        if text != article.segments[number].msgid:
            pairs.append((number, text))
    rest = tuple(one.text for index, one in enumerate(theirs) if index not in used)
    return Aligned(tuple(sorted(pairs)), rest)


def _fields(mine: Sequence[Draft], theirs: Sequence[Draft]) -> Iterator[tuple[int, int]]:
    """Values of the front matter, by key and order."""
    for key in {one.place.name for one in mine if one.kind is Kind.FIELD}:
        ours = [n for n, one in enumerate(mine) if one.kind is Kind.FIELD and one.place.name == key]
        others = [
            n for n, one in enumerate(theirs) if one.kind is Kind.FIELD and one.place.name == key
        ]
        if len(ours) == len(others):
            yield from zip(ours, others, strict=True)


def _passages(mine: Sequence[Draft], theirs: Sequence[Draft]) -> Iterator[tuple[int, int]]:
    ours = [n for n, one in enumerate(mine) if one.kind is not Kind.FIELD]
    others = [n for n, one in enumerate(theirs) if one.kind is not Kind.FIELD]
    left = [_passage(mine[n]) for n in ours]
    right = [_passage(theirs[n]) for n in others]
    for one, other in _path(left, right):
        yield ours[one], others[other]


def _passage(draft: Draft) -> _Passage:
    size = sum(2.5 if ord(sign) > 0x2E80 else 1.0 for sign in draft.text)
    anchors = Counter(_ANCHOR.findall(draft.text))
    return _Passage(draft.kind, draft.level, size, anchors, draft.text)


def _path(left: list[_Passage], right: list[_Passage]) -> list[tuple[int, int]]:
    """The cheapest way through both, as the pairs on it."""
    if not left or not right:
        return []
    ratio = sum(one.size for one in right) / max(1.0, sum(one.size for one in left))
    band = abs(len(left) - len(right)) + _BAND
    costs: list[dict[int, tuple[float, int]]] = []
    for row in range(len(left) + 1):
        middle = row * len(right) // len(left)
        line: dict[int, tuple[float, int]] = {}
        above = costs[-1] if costs else {}
        for column in range(max(0, middle - band), min(len(right), middle + band) + 1):
            if row == column == 0:
                line[0] = (0.0, 0)
                continue
            best = (math.inf, 0)
            if column in above:
                best = (above[column][0] + _GAP, 1)
            if column - 1 in line and line[column - 1][0] + _GAP < best[0]:
                best = (line[column - 1][0] + _GAP, 2)
            if row and column - 1 in above:
                cost = _cost(left[row - 1], right[column - 1], ratio)
                if cost < _FAR and above[column - 1][0] + cost < best[0]:
                    best = (above[column - 1][0] + cost, 3)
            line[column] = best
        costs.append(line)
    pairs = []
    row, column = len(left), len(right)
    while row or column:
        step = costs[row][column][1]
        row -= step in (1, 3)
        column -= step in (2, 3)
        if step == 3:
            pairs.append((row, column))
    return pairs[::-1]


def _cost(one: _Passage, other: _Passage, ratio: float) -> float:
    if (one.kind is Kind.HEADING) != (other.kind is Kind.HEADING) or one.level != other.level:
        return math.inf
    cost = 0.0
    if one.kind is not other.kind:
        cost += 0.8 if {one.kind, other.kind} <= _TEXTS else 1.4
    stretch = abs(math.log((other.size + 8) / (one.size * ratio + 8)))
    cost += min(1.2, 0.6 * stretch * stretch)
    everything = (one.anchors | other.anchors).total()
    if everything:
        cost += 0.9 * (1 - (one.anchors & other.anchors).total() / everything)
        cost -= 0.4 * min(3, (one.anchors & other.anchors).total()) / 3
    return cost
