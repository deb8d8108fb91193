"""How much two English texts resemble each other, 0 to 1, in letters and in words."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
PROSE = 8
"""Words from which on a text is a sentence with something to recognise it by."""
SHORT = 4
ALONE = 0.6
NEARLY = ((SHORT, 0.85), (6, 0.7))
"""(Words, likeness): texts of so few words are names and headings, alike by accident."""


@lru_cache(maxsize=65536)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text in lower case; code and addresses fall into theirs.

    >>> words_of("Take *two* tablets.")
    ('take', 'two', 'tablets')
    """
    return tuple(_WORD.findall(text.lower()))


def similarity(old: str, new: str, enough: float, *, alone: bool = False) -> float:
    """The mean of the likeness of letters and of words; 0 where it cannot reach `enough`.

    Short texts resemble each other by accident (“Operators”, “Iterators”), so they need near
    equality: below that they count as strangers. With `alone` there is nothing else that the
    text could have become, and a fair likeness is enough.

    >>> similarity("Operators", "Iterators", 0.5)
    0.0
    """
    if 2 * min(len(old), len(new)) < (2 * enough - 1) * (len(old) + len(new)):
        return 0.0
    from rapidfuzz.distance import Indel  # only where texts changed is anything compared

    a, b = words_of(old), words_of(new)
    fewest = min(len(a), len(b))
    for words, need in NEARLY:
        if fewest <= words:
            enough = max(enough, ALONE if alone else need)
            break
    letters = Indel.normalized_similarity(old, new, score_cutoff=max(0.0, 2 * enough - 1))
    if not letters:
        return 0.0
    score = (letters + Indel.normalized_similarity(a, b)) / 2
    return score if score >= enough else 0.0
