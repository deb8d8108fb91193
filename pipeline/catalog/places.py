"""Which old text stood where a new one stands now.

Texts that are in both versions are the fixed points; the longest run of them that kept its order
cuts both versions into gaps, and within a gap old and new texts are paired where they resemble
each other. The longest run is found by patience (n log n), as all names in a catalog differ.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from pipeline.catalog.similarity import similarity

ENOUGH = 0.5
"""Two texts in the same gap: half of their letters and words agree."""
OTHER_KIND = 0.8
"""The same where a heading would become a paragraph."""
WIDEST = 10_000
"""Pairs compared within one gap; a wider one is a new article, left to the word index."""


def fixed_points(old: Sequence[int], new: Sequence[int]) -> list[tuple[int, int]]:
    """The longest run of pairs (place in old, place in new) that rises in both; `new` rises.

    >>> fixed_points([5, 0, 1, 2], [0, 1, 2, 3])
    [(0, 1), (1, 2), (2, 3)]
    """
    tails: list[int] = []
    heads: list[int] = []
    before = [-1] * len(old)
    for place, value in enumerate(old):
        at = bisect_left(tails, value)
        before[place] = heads[at - 1] if at else -1
        if at == len(tails):
            tails.append(value)
            heads.append(place)
        else:
            tails[at], heads[at] = value, place
    run = []
    place = heads[-1] if heads else -1
    while place >= 0:
        run.append((old[place], new[place]))
        place = before[place]
    return run[::-1]


Text = tuple[str, str]
"""A text and its kind."""


def pair_places(
    old: Sequence[Text | None], new: Sequence[Text | None], known: Sequence[tuple[int, int]]
) -> dict[int, int]:
    """New place -> old place of the texts that resemble each other in the same gap.

    `known` are the pairs (old place, new place) of texts that are in both; None is not paired.
    """
    known = sorted(known, key=lambda pair: pair[1])
    points = [*fixed_points([a for a, _ in known], [b for _, b in known]), (len(old), len(new))]
    paired: dict[int, int] = {}
    old_from = new_from = 0
    for old_to, new_to in points:
        olds = [place for place in range(old_from, old_to) if old[place] is not None]
        news = [place for place in range(new_from, new_to) if new[place] is not None]
        if olds and news and len(olds) * len(news) <= WIDEST:
            paired |= _pair_gap(old, new, olds, news)
        old_from, new_from = old_to + 1, new_to + 1
    return paired


def _pair_gap(
    old: Sequence[Text | None], new: Sequence[Text | None], olds: list[int], news: list[int]
) -> dict[int, int]:
    """The best pairs of one gap, each text in one of them at most."""
    scored = []
    alone = len(olds) == len(news) == 1
    for j, there in enumerate(news):
        for i, here in enumerate(olds):
            a, b = old[here], new[there]
            assert a is not None and b is not None
            enough = ENOUGH if not a[1] or not b[1] or a[1] == b[1] else OTHER_KIND
            score = similarity(a[0], b[0], enough, alone=alone)
            if score >= enough:
                scored.append((-score, abs(i - j), there, here))
    paired: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, there, here in sorted(scored):
        if there not in paired and here not in taken:
            paired[there] = here
            taken.add(here)
    return paired
