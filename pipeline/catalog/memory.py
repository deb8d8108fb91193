"""All that is translated in one language, in every article, obsolete entries included."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from pipeline.catalog.index import Vocabulary, WordIndex
from pipeline.catalog.kept import Kept
from pipeline.catalog.lookup import (
    KIND_CONTEXTS,
    Found,
    Lookup,
    Wanted,
    as_changed,
    as_it_is,
    filled,
    translated_text,
)
from pipeline.catalog.normal import normal_form
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
        vocabulary: Vocabulary | None = None,
        catalogs: Iterable[Catalog] = (),
    ) -> None:
        self.entries = [one for one in entries if filled(one) and not is_header(one)]
        self.vocabulary = vocabulary or Vocabulary()
        self._present = present
        self._machine = machine
        # Held, so that no other object can have the identity of one of them.
        self._catalogs = {id(one): one for one in catalogs}

    @classmethod
    def of(
        cls,
        catalogs: Iterable[Catalog],
        present: frozenset[Key] | None = None,
        vocabulary: Vocabulary | None = None,
    ) -> Memory:
        """The memory of a language's catalogs; `present` are the texts of today's source."""
        some = list(catalogs)
        machine = (id(entry) for one in some if is_machine(one) for entry in one.entries)
        return cls(
            (entry for one in some for entry in one.entries),
            present,
            frozenset(machine),
            vocabulary,
            some,
        )

    def holds(self, catalog: Catalog) -> bool:
        """Whether this very catalog is among those that the memory was made of."""
        return id(catalog) in self._catalogs

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
        if not self.answers(wanted.msgid):
            return None
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
        found = self._lookup.alike(wanted) if self.answers(wanted.msgid) else None
        return found or self._lookup.kept(wanted, kept)

    def kept(self, wanted: Wanted, kept: Kept) -> Found | None:
        """The translation of an older text that a maintainer said means the same."""
        return self._lookup.kept(wanted, kept)

    def answers(self, text: str) -> bool:
        """Whether anything translates this text, or one that only its spelling tells from it.

        Most texts that are asked for are new everywhere, and then nothing else has to be looked up.
        """
        return normal_form(text) in self._forms

    @cached_property
    def _forms(self) -> set[str]:
        forms = {normal_form(one.msgid) for one in self.entries}
        return forms | {normal_form(one.previous) for one in self.entries if one.previous}

    def has_words(self, form: str) -> bool:
        """Whether a text says these very words, whatever its markup; `form` is a plain form.

        A change of words is most of what happens to a text, and needs no index to be told.
        """
        said = self._said
        return any(text in said for text in self.vocabulary.spellings(form))

    @cached_property
    def _said(self) -> set[str]:
        """The English of all entries."""
        said = {translated_text(one) if one.flags else one.msgid for one in self.entries}
        self.vocabulary.note(said)
        return said

    @cached_property
    def by_text(self) -> dict[str, Entry]:
        """One entry a text that is translated, the live and reviewed ones last."""
        sure = [one for one in self.entries if not one.obsolete and "fuzzy" not in one.flags]
        rest = [one for one in self.entries if one.obsolete or "fuzzy" in one.flags]
        order = sure + sorted(rest, key=lambda one: (one.fuzzy, one.obsolete))
        return {translated_text(one) if one.flags else one.msgid: one for one in reversed(order)}

    @cached_property
    def sources(self) -> list[Entry]:
        """One entry a text that is translated, the live and reviewed ones first."""
        return list(self.by_text.values())[::-1]

    @cached_property
    def texts(self) -> list[str]:
        """The English of each of `sources`."""
        return list(self.by_text)[::-1]

    @cached_property
    def index(self) -> WordIndex:
        """The word index over `sources`."""
        return WordIndex(self.texts, self.vocabulary)

    def gone(self, entry: Entry) -> bool:
        """Whether no article of today holds the entry's text, as far as is known."""
        return entry.obsolete or (self._present is not None and entry.key not in self._present)


def is_machine(catalog: Catalog) -> bool:
    """Whether the header says that a machine drafted the translations."""
    return catalog.header.get(ORIGIN_FIELD, "").lower() == "machine"


def _fits(entry: Entry, wanted: Wanted) -> bool:
    same = entry.context == wanted.context or {entry.context, wanted.context} <= KIND_CONTEXTS
    return same and (not wanted.kind or kind_of(entry) in ("", wanted.kind))
