"""What changed between two wordings, word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Literal, TypeAlias

Change: TypeAlias = tuple[Literal["same", "gone", "new"], str]

_WORD = re.compile(r"\s+|\w+|[^\w\s]")
MOST_WORDS = 4_000
"""Beyond, the comparison (quadratic at its worst) would be felt while somebody types."""


def word_changes(before: str, after: str) -> tuple[Change, ...]:
    r"""The way from one wording to the other as stretches that stayed, went or came.

    Law: what stayed and went, joined, is `before`; what stayed and came is `after`.

    >>> word_changes("Take two tablets.", "Take three tablets.")
    (('same', 'Take '), ('gone', 'two'), ('new', 'three'), ('same', ' tablets.'))
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) + len(new) > MOST_WORDS:
        return _whole(before, after)
    changes: list[Change] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            changes.append(("same", "".join(old[i1:i2])))
            continue
        if i2 > i1:
            changes.append(("gone", "".join(old[i1:i2])))
        if j2 > j1:
            changes.append(("new", "".join(new[j1:j2])))
    return tuple(changes)


def _whole(before: str, after: str) -> tuple[Change, ...]:
    pairs: tuple[Change, ...] = (("gone", before), ("new", after))
    return tuple(one for one in pairs if one[1])
