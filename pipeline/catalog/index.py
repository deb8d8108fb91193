"""Finds, among many texts, the few that share the most telling words with a new one.

A word that stands in more than a fifth of the texts tells nothing and is skipped. Rare words are
looked up first, and a look-up stops after a fixed number of places: so n look-ups among n texts
cost about n log n, where msgmerge compares with every text that shares four letters.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from heapq import nsmallest

from pipeline.catalog.similarity import words_of

COMMON = 0.2
FEW = 50
"""Below so many texts no word is too common."""
CANDIDATES = 12
PLACES = 600
"""Places of words that one look-up reads."""


class WordIndex:
    """Texts by their words."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self._places: dict[str, list[int]] = {}
        self._sizes: list[int] = []
        for number, text in enumerate(texts):
            words = words_of(text)
            self._sizes.append(len(words))
            for word in dict.fromkeys(words):
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
        some, words = self._telling(text)
        scores: dict[int, float] = {}
        left = PLACES
        for word in words:
            places, weight = self._places[word], self._weights[word]
            left -= len(places)
            if left < 0 and scores:
                break
            for number in places:
                scores[number] = scores.get(number, 0.0) + weight
        sizes, own = self._sizes, len(some)
        ranked = [(-score / (own + sizes[number]), number) for number, score in scores.items()]
        return [number for _, number in nsmallest(CANDIDATES, ranked)]

    def holders(self, text: str) -> list[int]:
        """Numbers of texts that hold all the telling words of a sentence.

        >>> WordIndex(["a cup of tea. And milk?", "a cup of coffee"]).holders("a cup of tea")
        [0]
        """
        _, words = self._telling(text)
        held: set[int] | None = None
        for word in words:
            if held is not None and len(held) <= CANDIDATES:
                break
            held = held & set(self._places[word]) if held else set(self._places[word][:PLACES])
        return sorted(held or ())[:CANDIDATES]

    def _telling(self, text: str) -> tuple[tuple[str, ...], list[str]]:
        """The words of a text, and those that tell something, the rarest first."""
        some = words_of(text)
        words = [word for word in dict.fromkeys(some) if word in self._weights]
        words.sort(key=lambda word: (len(self._places[word]), word))
        return some, words
