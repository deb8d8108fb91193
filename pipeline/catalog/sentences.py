"""Paragraphs that were split or joined: what of a new text is translated sentence by sentence.

A translation counts as translated by sentences where it has as many of them as its source; then
the n-th sentence of the one is the n-th of the other. That is no proof, so all that is put
together here is fuzzy, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from pipeline.catalog.normal import normal_form
from pipeline.catalog.similarity import words_of

COVERED = 0.5
"""Share of the new text's characters that known sentences must cover."""
SHORTEST = 4
"""Words of the shortest sentence that is looked up: “See below.” is in every text."""

_END = re.compile(
    r"(?:(?<=[.!?…])|(?<=[.!?…][\"'”’»)*_`\]]))[ \u00a0\u202f]+(?=[^\s\d.,;:!?)\]])"
    r"|(?<=[。！？])(?![」』）\"”’。！？])[ \u3000]*(?=\S)|(?<=[।॥۔؟։።၊။])\s+(?=\S)"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|Dr|Mr|Mrs|Ms|Prof|St|No|Fig|approx|resp|ca|al|p|pp)\.|\b[A-Z]\.)$"
)


@lru_cache(maxsize=16384)
def split_sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text in any language; abbreviations end none.

    >>> split_sentences("Tea, e.g. green tea. Is it hot? 很热。是的。")
    ('Tea, e.g. green tea.', 'Is it hot?', '很热。', '是的。')
    """
    found, start = [], 0
    for end in _END.finditer(text):
        sentence = text[start : end.start()]
        if _ABBREVIATION.search(sentence) or text[end.end()].islower():
            continue
        found.append(sentence)
        start = end.end()
    found.append(text[start:])
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Cover:
    """A new text put together from translated sentences."""

    msgstr: str
    """The translated sentences; one that nobody translated stands in English."""
    previous: str
    """The English of it."""
    share: float
    """Share of the characters that is translated."""


def cover(text: str, known: Iterable[tuple[str, str]]) -> Cover | None:
    """The text from the sentences of known (source, translation) pairs, if enough are there."""
    sentences = split_sentences(text)
    forms = {normal_form(one) for one in sentences if len(words_of(one)) >= SHORTEST}
    translated: dict[str, str] = {}
    for source, target in known:
        for one, other in paired(source, target):
            form = normal_form(one)
            if form in forms:
                translated.setdefault(form, other)
    if not translated:
        return None
    pieces = [translated.get(normal_form(one)) for one in sentences]
    length = sum(map(len, sentences))
    done = sum(len(one) for one, piece in zip(sentences, pieces, strict=True) if piece)
    if done < COVERED * length:
        return None
    parts = [piece or one for one, piece in zip(sentences, pieces, strict=True)]
    return Cover(_joined(parts), text, done / length)


@lru_cache(maxsize=16384)
def paired(source: str, target: str) -> tuple[tuple[str, str], ...]:
    """Sentences of a source and its translation, where they are as many; none otherwise."""
    ours, theirs = split_sentences(source), split_sentences(target)
    if len(ours) != len(theirs):
        return ()
    return tuple(zip(ours, theirs, strict=True))


def _joined(parts: Sequence[str]) -> str:
    text = parts[0]
    for before, part in pairwise(parts):
        text += part if before[-1:] in "。！？" else f" {part}"
    return text
