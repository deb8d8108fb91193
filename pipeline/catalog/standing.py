"""Whether an update would change nothing in a catalog, told without making the update.

Between two updates few texts change, and most catalogs have every text of their template at its
place, translated. What is found here is what the whole update would find, or nothing is said.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.catalog.asked import Asked
from pipeline.catalog.kept import Kept
from pipeline.catalog.lookup import Wanted, as_it_is, filled
from pipeline.catalog.memory import Memory
from pipeline.catalog.migration import migrate_catalog
from pipeline.catalog.reconcile import confirmed
from pipeline.catalog.template import is_header
from pipeline.model import Catalog, Entry, Match, State


def open_texts(
    asked: Asked, catalog: Catalog, memory: Memory, kept: Kept
) -> tuple[Wanted, ...] | None:
    """The texts that wait for a translator, where an update changes nothing; None where it may.

    Law: where this is not None, `update_catalog` gives back the same bytes.
    """
    if not asked.plain or not memory.holds(catalog) or not catalog.entries:
        return None
    header, *entries = catalog.entries
    if not is_header(header) or header.obsolete:
        return None
    same_rules = asked.rules in header.msgstr[0]
    if not same_rules and migrate_catalog(catalog, asked.template, ()) is not catalog:
        return None
    count = len(asked.entries)
    if not _only_obsolete(entries[count:], asked):
        return None
    left = []
    for entry, wanted, one in zip(entries, asked.wanted, asked.entries, strict=False):
        if (
            entry.msgid != one.msgid
            or entry.context != one.context
            or entry.extracted != one.extracted
            or entry.references != one.references
            or entry.plural is not None
            or entry.obsolete
        ):
            return None
        if entry.flags or not entry.msgstr[0]:
            if not _stays_open(entry, wanted, memory, kept):
                return None
            left.append(wanted)
    return tuple(left) if len(entries) >= count else None


def _only_obsolete(rest: Sequence[Entry], asked: Asked) -> bool:
    """Whether what follows the live texts is obsolete, each text once, and not asked for."""
    names = {one.key for one in rest}
    return (
        len(names) == len(rest)
        and not names & asked.keys
        and all(one.obsolete and not is_header(one) for one in rest)
    )


def _stays_open(entry: Entry, wanted: Wanted, memory: Memory, kept: Kept) -> bool:
    """Whether a text that is empty or fuzzy gets no translation from anywhere."""
    if not filled(entry):
        known = memory.answers(wanted.msgid) or kept.has_olds(wanted.msgid)
        return not known and not entry.flags
    if entry.flags != ("fuzzy",):
        return False
    found = confirmed(as_it_is(entry, Match.EXACT, same=True), wanted, kept)
    return found.state is State.FUZZY
