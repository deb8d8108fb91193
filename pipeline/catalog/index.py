"""Finds, among many texts, the few that share the most telling words with a new one.

A word that stands in more than a fifth of the texts tells nothing and is skipped. Rare words are
looked up first, and a look-up stops after a fixed number of places: so n look-ups among n texts
cost about n log n, where msgmerge compares with every text that shares four letters.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from pipeline.catalog.similarity import words_of

COMMON = 0.2
FEW = 50
"""Below so many texts no word is too common."""
CANDIDATES = 12
PLACES = 4_000
"""Places of words that one look-up reads."""


class WordIndex:
    """Texts by their words."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self._places: dict[str, list[int]] = {}
        for number, text in enumerate(texts):
            for word in dict.fromkeys(words_of(text)):
                self._places.setdefault(word, []).append(number)
        most = max(FEW, COMMON * len(texts))
        self._weights = {
            word: math.log(1 + len(texts) / len(places))
            for word, places in self._places.items()
            if len(places) <= most
        }

    def candidates(self, text: str) -> list[int]:
        """Numbers of the texts that share the most telling words, best first.

        >>> WordIndex(["a cup of tea", "a cup of coffee", "black tea"]).candidates("green tea")
        [2, 0]
        """
        words = [word for word in dict.fromkeys(words_of(text)) if word in self._weights]
        words.sort(key=lambda word: (len(self._places[word]), word))
        scores: dict[int, float] = {}
        left = PLACES
        for word in words:
            places, weight = self._places[word], self._weights[word]
            left -= len(places)
            if left < 0 and scores:
                break
            for number in places:
                scores[number] = scores.get(number, 0.0) + weight
        wanted = len(words_of(text))
        ranked = sorted(
            scores,
            key=lambda number: (
                -scores[number] / (wanted + len(words_of(self.texts[number]))),
                number,
            ),
        )
        return ranked[:CANDIDATES]
