"""All that is translated in one language, in every article, obsolete entries included."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from pipeline.catalog.index import WordIndex
from pipeline.catalog.kept import Kept
from pipeline.catalog.lookup import (
    KIND_CONTEXTS,
    Found,
    Lookup,
    Wanted,
    as_changed,
    as_it_is,
    filled,
    live,
    translated_text,
)
from pipeline.catalog.template import ORIGIN_FIELD, is_header, kind_of
from pipeline.model import Catalog, Entry, Key, Match, State


class Memory:
    """The translations of one language, to be asked for any text.

    It holds values, changes none of them, and answers the same in whatever order it is asked.
    """

    def __init__(
        self,
        entries: Iterable[Entry] = (),
        present: frozenset[Key] | None = None,
        machine: frozenset[int] = frozenset(),
    ) -> None:
        self.entries = [one for one in entries if filled(one) and not is_header(one)]
        self._present = present
        self._machine = machine

    @classmethod
    def of(cls, catalogs: Iterable[Catalog], templates: Iterable[Catalog] | None = None) -> Memory:
        """The memory of a language's catalogs; `templates` say which texts today's source holds."""
        present = None
        if templates is not None:
            present = frozenset(one.key for template in templates for one in live(template))
        some = list(catalogs)
        machine = (id(entry) for one in some if is_machine(one) for entry in one.entries)
        return cls((entry for one in some for entry in one.entries), present, frozenset(machine))

    def drafted(self, entry: Entry) -> bool:
        """Whether the entry stands in a catalog that says it is a machine's draft."""
        return id(entry) in self._machine

    @cached_property
    def _lookup(self) -> Lookup:
        return Lookup(one for one in self.entries if not one.fuzzy)

    @cached_property
    def _by_msgid(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(entry.msgid, []).append(entry)
        return found

    def exact(self, wanted: Wanted) -> Found | None:
        """What the same text was translated as; fuzzy where its translations differ.

        A translation of the same kind of segment under the same context stands for itself, where
        more than half of them agree; any other is an offer to be looked at.
        """
        some = [one for one in self._by_msgid.get(wanted.msgid, ()) if one.plural == wanted.plural]
        fitting = [one for one in some if one.translated and _fits(one, wanted)]
        if fitting:
            counts = Counter(one.msgstr for one in fitting)
            best = max(fitting, key=lambda one: counts[one.msgstr])
            if 2 * counts[best.msgstr] > len(fitting):
                return as_it_is(best, Match.EXACT)
            return Found(best, Match.EXACT, State.FUZZY)
        whole = [one for one in some if one.translated]
        return as_changed((whole or some)[0], Match.EXACT) if some else None

    def alike(self, wanted: Wanted, kept: Kept) -> Found | None:
        """The translation of a text that is the same in normal form, or by a kept edit."""
        return self._lookup.alike(wanted) or self._lookup.kept(wanted, kept)

    def kept(self, wanted: Wanted, kept: Kept) -> Found | None:
        """The translation of an older text that a maintainer said means the same."""
        return self._lookup.kept(wanted, kept)

    @cached_property
    def sources(self) -> list[Entry]:
        """One entry a text that is translated, the live and reviewed ones first."""
        order = sorted(self.entries, key=lambda one: (one.fuzzy, one.obsolete))
        return list({translated_text(one): one for one in reversed(order)}.values())[::-1]

    @cached_property
    def texts(self) -> list[str]:
        """The English of each of `sources`."""
        return [translated_text(one) for one in self.sources]

    @cached_property
    def index(self) -> WordIndex:
        """The word index over `sources`."""
        return WordIndex(self.texts)

    def gone(self, entry: Entry) -> bool:
        """Whether no article of today holds the entry's text, as far as is known."""
        return entry.obsolete or (self._present is not None and entry.key not in self._present)


def is_machine(catalog: Catalog) -> bool:
    """Whether the header says that a machine drafted the translations."""
    return catalog.header.get(ORIGIN_FIELD, "").lower() == "machine"


def _fits(entry: Entry, wanted: Wanted) -> bool:
    same = entry.context == wanted.context or {entry.context, wanted.context} <= KIND_CONTEXTS
    return same and (not wanted.kind or kind_of(entry) in ("", wanted.kind))
