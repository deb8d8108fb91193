"""Which article that is gone lives on under which new name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.catalog.lookup import live
from pipeline.catalog.normal import normal_form
from pipeline.counts import count_words
from pipeline.model import Catalog

SAME = 0.5
"""Share of the new article's words that the gone one must hold."""
LIVES_ON = 0.3
"""Share of the gone article's words that the new one must hold: a title alone is no rename."""


def find_renames(
    gone: Mapping[str, Iterable[Catalog]], new: Mapping[str, Catalog]
) -> dict[str, str]:
    """New domain -> the domain whose catalogs it takes over, by the texts that both hold.

    `gone` are the catalogs, in any languages, of domains whose article is no more; `new` are the
    templates of domains without a catalog. A domain is taken over once, by the most alike.

    Law: a new article that shares less than half of its words with a gone one is no rename.
    """
    olds = {name: _words(catalogs) for name, catalogs in gone.items()}
    scored = []
    for name, template in new.items():
        own = _words([template])
        total = sum(own.values())
        for old, theirs in olds.items():
            shared = sum(count for text, count in own.items() if text in theirs)
            whole = sum(theirs.values())
            if shared and shared >= SAME * total and shared >= LIVES_ON * whole:
                scored.append((-shared / max(total, whole), name, old))
    found: dict[str, str] = {}
    for _, name, old in sorted(scored):
        if name not in found and old not in found.values():
            found[name] = old
    return found


def _words(catalogs: Iterable[Catalog]) -> dict[str, int]:
    """The texts of some catalogs in normal form, each with its number of words."""
    return {
        normal_form(entry.msgid): count_words(entry.msgid)
        for catalog in catalogs
        for entry in live(catalog)
    }
