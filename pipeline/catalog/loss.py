"""The last look before a catalog is saved: is anything gone that a translator wrote?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Set

from pipeline.catalog.template import RULES_FIELD, is_header
from pipeline.model import Catalog


def lost(before: Catalog, after: Catalog) -> tuple[str, ...]:
    """Every msgstr, translator's comment and header line of `before` that `after` lacks.

    Empty means that nothing is gone: what was translated is translated, fuzzy or obsolete now.
    """
    # An entry that is there again, letter for letter, says the same on both sides. Left out of both
    # it changes nothing in their difference, and of most catalogs few entries remain.
    same = _raws(before) & _raws(after)
    gone = _words(before, same) - _words(after, same)
    if not gone:
        return ()
    said = {line for entry in after.entries for line in entry.comments}
    return tuple(one for one in gone.elements() if not said.issuperset(one.split("\n")))


def _raws(catalog: Catalog) -> set[str]:
    """The texts of the entries, of those that stand there once."""
    every = [entry.raw for entry in catalog.entries]
    raws = {raw for raw in every if raw is not None}
    if len(raws) < len(every):
        raws -= {raw for raw, number in Counter(every).items() if raw and number > 1}
    return raws


def _words(catalog: Catalog, same: Set[str]) -> Counter[str]:
    """What stands in a catalog, without the entries that are the `same` elsewhere."""
    words: Counter[str] = Counter()
    for entry in catalog.entries:
        if entry.raw in same:
            continue
        words.update(f"# {line}" for line in entry.comments if line.strip())
        if is_header(entry):
            lines = entry.msgstr[0].split("\n")
            words.update(one for one in lines if one and not one.startswith(RULES_FIELD))
        else:
            words.update(text for text in entry.msgstr if text)
    words.update(line for line in catalog.tail.split("\n") if line.strip())
    return words
