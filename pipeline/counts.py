"""Words, coverage and honest percentages.

Coverage is a share of source *words*: a title must not weigh as much as a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from pipeline.model import Counts, State, Tally, Unit

_MARKUP = re.compile(r"\]\([^)]*\)|<[^>]*>|`")
_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")


# An article's texts are counted in every language.
@lru_cache(maxsize=8192)
def count_words(text: str) -> int:
    """How many words a reader sees in a piece of Markdown; addresses and tags are none.

    >>> count_words("Take *two* [tablets](https://example.org/a) of 1.5 mg.")
    6
    """
    return len(_WORD.findall(_MARKUP.sub(" ", text)))


def count_units(units: Iterable[Unit]) -> Counts:
    """The messages and their source words by state; a text that stands twice counts once.

    A translator translates it once, and the title stands in the front matter and in the heading.
    """
    tallies = {state: [0, 0] for state in State}
    for unit in {unit.segment.key: unit for unit in units}.values():
        tally = tallies[unit.state]
        tally[0] += 1
        tally[1] += count_words(unit.segment.msgid)
    return Counts(
        translated=Tally(*tallies[State.TRANSLATED]),
        fuzzy=Tally(*tallies[State.FUZZY]),
        untranslated=Tally(*tallies[State.UNTRANSLATED]),
        rejected=Tally(*tallies[State.REJECTED]),
    )


def coverage(counts: Counts) -> float:
    """The share of source words that are translated, 0 to 1; nothing to translate is all done.

    >>> coverage(Counts(translated=Tally(1, 3), untranslated=Tally(1, 1)))
    0.75
    >>> coverage(Counts())
    1.0
    """
    total = counts.total
    if total.words:
        return counts.translated.words / total.words
    return counts.translated.units / total.units if total.units else 1.0


def percent(share: float) -> int:
    """A share as a whole percentage, rounded down: 100 only when nothing is missing.

    >>> percent(0.9999), percent(1.0), percent(0.29)
    (99, 100, 29)
    """
    return 100 if share >= 1 else min(99, int(share * 100 + 1e-9))
