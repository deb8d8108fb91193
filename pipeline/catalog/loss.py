"""The last look before a catalog is saved: is anything gone that a translator wrote?"""

from __future__ import annotations

from collections import Counter

from pipeline.catalog.template import RULES_FIELD, is_header
from pipeline.model import Catalog


def lost(before: Catalog, after: Catalog) -> tuple[str, ...]:
    """Every msgstr, translator's comment and header line of `before` that `after` lacks.

    Empty means that nothing is gone: what was translated is translated, fuzzy or obsolete now.
    """
    gone = _words(before) - _words(after)
    said = {line for entry in after.entries for line in entry.comments}
    return tuple(one for one in gone.elements() if not said.issuperset(one.split("\n")))


def _words(catalog: Catalog) -> Counter[str]:
    words: Counter[str] = Counter()
    for entry in catalog.entries:
        words.update(f"# {line}" for line in entry.comments if line.strip())
        if is_header(entry):
            lines = entry.msgstr[0].split("\n")
            words.update(one for one in lines if one and not one.startswith(RULES_FIELD))
        else:
            words.update(text for text in entry.msgstr if text)
    words.update(line for line in catalog.tail.split("\n") if line.strip())
    return words
