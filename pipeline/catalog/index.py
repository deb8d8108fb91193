"""Finds, among many texts, the few that share the most telling words with a new one.

A word that stands in more than a fifth of the texts tells nothing and is skipped. Rare words are
looked up first, and a look-up stops after a fixed number of places: so n look-ups among n texts
cost about n log n, where msgmerge compares with every text that shares four letters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from heapq import nsmallest

from pipeline.catalog.markup import plain_form
from pipeline.catalog.similarity import words_of

COMMON = 0.2
FEW = 50
"""Below so many texts no word is too common."""
CANDIDATES = 12
PLACES = 800
"""Places of words that one look-up reads."""
LEAST = 0.2
"""Share of the words asked for that the best candidate holds, or nothing resembles the text."""


class Vocabulary:
    """What texts are made of; shared by the memories of all languages, whose English is the same.

    Cutting fifty thousand texts into words again for each language was most of an index's time.
    """

    def __init__(self) -> None:
        self.sizes: list[int] = []
        """How many words each text has, by its number."""
        self._numbers: dict[str, int] = {}
        self._places: dict[str, list[int]] = {}
        self._spelt: set[str] = set()
        self._spellings: dict[str, list[str]] = {}

    def note(self, texts: Set[str]) -> None:
        """Let `spellings` know of these texts."""
        for text in texts - self._spelt:
            self._spellings.setdefault(plain_form(text), []).append(text)
        self._spelt |= texts

    def spellings(self, form: str) -> Sequence[str]:
        """The texts that were noted and say the words of a plain form, whatever their markup."""
        return self._spellings.get(form, ())

    def numbers(self, texts: Iterable[str]) -> list[int]:
        """The number of each text, whichever language asked for it first."""
        texts = list(texts)
        for text in dict.fromkeys(texts):
            if text not in self._numbers:
                self._add(text)
        return [self._numbers[text] for text in texts]

    def _add(self, text: str) -> None:
        number = self._numbers[text] = len(self.sizes)
        words = words_of(text)
        self.sizes.append(len(words))
        for word in dict.fromkeys(words):
            self._places.setdefault(word, []).append(number)

    def places(self, word: str) -> Sequence[int]:
        """The numbers of the texts that hold a word."""
        return self._places.get(word, ())


class WordIndex:
    """Texts, each of them once, by their words."""

    def __init__(self, texts: Sequence[str], vocabulary: Vocabulary | None = None) -> None:
        self.texts = texts
        self._vocabulary = vocabulary or Vocabulary()
        self._numbers = self._vocabulary.numbers(texts)
        self._at = {number: at for at, number in enumerate(self._numbers)}
        self._most = max(FEW, COMMON * len(texts))
        self._known: dict[str, list[int]] = {}

    def _places(self, word: str) -> list[int]:
        """The texts that hold a word, in order; none for a word that is too common to tell."""
        places = self._known.get(word)
        if places is None:
            at = self._at.get
            found = [own for one in self._vocabulary.places(word) if (own := at(one)) is not None]
            places = self._known[word] = sorted(found) if len(found) <= self._most else []
        return places

    def candidates(self, text: str) -> list[int]:
        """Numbers of the texts that share the most telling words, best first.

        >>> WordIndex(["a cup of tea", "a cup of coffee", "black tea"]).candidates("green tea")
        [2, 0]
        """
        some, words = self._telling(text)
        shared: Counter[int] = Counter()
        left, asked = PLACES, 0
        for word in words:
            places = self._places(word)
            left -= len(places)
            if left < 0 and shared:
                break
            shared.update(places)
            asked += 1
        most = max(shared.values(), default=0)
        if most < LEAST * asked or not most:
            return []
        # What shares less than half of what the best one shares cannot resemble the text more.
        half = most / 2
        sizes, numbers, own = self._vocabulary.sizes, self._numbers, len(some)
        ranked = [(-n / (own + sizes[numbers[at]]), at) for at, n in shared.items() if n >= half]
        return [at for _, at in nsmallest(CANDIDATES, ranked)]

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
            places = self._places(word)
            held = held.intersection(places) if held else set(places[:PLACES])
        return sorted(held or ())[:CANDIDATES]

    def _telling(self, text: str) -> tuple[tuple[str, ...], list[str]]:
        """The words of a text, and those that tell something, the rarest first."""
        some = words_of(text)
        words = [word for word in dict.fromkeys(some) if self._places(word)]
        words.sort(key=lambda word: (len(self._places(word)), word))
        return some, words
