"""The last look before a catalog is saved: is anything gone that a translator wrote?"""

from __future__ import annotations

from collections import Counter

from pipeline.catalog.template import RULES_FIELD, is_header
from pipeline.model import Catalog


def lost(before: Catalog, after: Catalog) -> tuple[str, ...]:
    """Every msgstr, translator's comment and header line of `before` that `after` lacks.

    Empty means that nothing is gone: what was translated is translated, fuzzy or obsolete now.
    """
    # An entry that is there again, letter for letter, says the same on both sides. Left out of both
    # it changes nothing in their difference, and of most catalogs few entries remain.
    same = Counter(one.raw for one in before.entries) & Counter(one.raw for one in after.entries)
    gone = _words(before, same) - _words(after, same)
    if not gone:
        return ()
    said = {line for entry in after.entries for line in entry.comments}
    return tuple(one for one in gone.elements() if not said.issuperset(one.split("\n")))


def _words(catalog: Catalog, same: Counter[str | None]) -> Counter[str]:
    """What stands in a catalog, without so many entries of each text as are the same."""
    words: Counter[str] = Counter()
    left = same.copy()
    for entry in catalog.entries:
        if entry.raw is not None and left[entry.raw] > 0:
            left[entry.raw] -= 1
            continue
        words.update(f"# {line}" for line in entry.comments if line.strip())
        if is_header(entry):
            lines = entry.msgstr[0].split("\n")
            words.update(one for one in lines if one and not one.startswith(RULES_FIELD))
        else:
            words.update(text for text in entry.msgstr if text)
    words.update(line for line in catalog.tail.split("\n") if line.strip())
    return words
