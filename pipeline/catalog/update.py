"""A template and a catalog -> the catalog of today, with every word that a translator wrote.

In this order: the same text in the article, the same text anywhere in the language, the same
normal form, an edit that a maintainer kept; then, as fuzzy, the same words with other markup, the
text at the same place, the text that resembles it most, and sentences of split and joined texts.
What nothing needs any more is obsolete and stays in the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.catalog.asked import Asked
from pipeline.catalog.assemble import Assembly, Updated
from pipeline.catalog.gate import refuse_duplicates
from pipeline.catalog.kept import NOTHING_KEPT, Kept
from pipeline.catalog.lookup import (
    Found,
    Lookup,
    Wanted,
    as_changed,
    as_it_is,
    filled,
    is_done,
    live,
    trusted,
)
from pipeline.catalog.memory import Memory, is_machine
from pipeline.catalog.migration import Migration, migrate_catalog
from pipeline.catalog.reconcile import match_places, match_text
from pipeline.catalog.similarity import PROSE, similarity, words_of
from pipeline.catalog.standing import open_texts
from pipeline.catalog.suggest import GONE, STILL_THERE, WHOLE, Suggestions
from pipeline.catalog.template import is_header, new_header
from pipeline.counts import count_words
from pipeline.locales import plural_rule
from pipeline.model import Catalog, Entry, Key, Language, Match, State

PASSES = 4
"""Times that a catalog is gone over, at most; the second time finds something once in a while."""


def update_catalog(
    template: Catalog | Asked,
    catalog: Catalog | None,
    language: Language,
    memory: Memory | None = None,
    kept: Kept = NOTHING_KEPT,
    *,
    path: str = "",
    reviewed: bool = True,
    migrations: Sequence[Migration] = (),
) -> Updated:
    """The catalog with exactly the template's texts, in its order, obsolete ones last.

    Law: no translator's word is lost (`lost(catalog, updated.catalog) == ()`), twice is the same
    as once, and a catalog that needs no change comes back with the same bytes.

    `template` may be what it asks, where many languages are asked the same. `catalog` is None for
    a new one, which is written for `path`. With `reviewed` False whatever is found is fuzzy (a new
    language). `migrations` carry msgids over from older extraction rules, one a version, the first
    from version 1 to 2.
    """
    asked = template if isinstance(template, Asked) else Asked(template)
    if catalog is None:
        catalog = Catalog(path=path, entries=(new_header(asked.template, language),))
    elif memory is not None and (left := open_texts(asked, catalog, memory, kept)) is not None:
        words = sum(count_words(one.msgid) for one in left)
        return Updated(catalog, kept=len(asked.entries), words_left=words)
    refuse_duplicates(catalog)
    before = migrate_catalog(catalog, asked.template, migrations)
    if not any(is_header(entry) for entry in before.entries):
        header = new_header(asked.template, language)
        before = replace(before, entries=(header, *before.entries))
    memory = memory or Memory(before.entries)
    forms = _forms(before, language)
    updated = _once(before, asked, memory, kept, forms, reviewed)
    for _ in range(PASSES):
        # What was filled from memory may answer a text that was left empty beside it.
        if not (updated.moved or updated.carried):
            break
        if not _Matching(updated.catalog, asked, memory, kept).fillable():
            break
        again = _once(updated.catalog, asked, memory, kept, forms, reviewed)
        updated = _joined(updated, again)
    return updated


def _once(
    catalog: Catalog, asked: Asked, memory: Memory, kept: Kept, forms: int, reviewed: bool
) -> Updated:
    matching = _Matching(catalog, asked, memory, kept)
    matching.run()
    built = Assembly(catalog, asked.entries, forms, reviewed)
    return built.build(matching.found, matching.stays)


def _joined(first: Updated, second: Updated) -> Updated:
    """The second pass over a catalog, with the counts of both."""
    late = second.moved + second.carried + second.fuzzy
    new = max(0, first.new - late)
    return replace(
        second,
        kept=first.kept - (late - (first.new - new)),
        moved=first.moved + second.moved,
        carried=first.carried + second.carried,
        fuzzy=first.fuzzy + second.fuzzy,
        new=new,
        obsolete=first.obsolete,
    )


def _forms(catalog: Catalog, language: Language) -> int:
    """How many plural forms this catalog has: as its header says, else as CLDR does."""
    field = catalog.header.get("Plural-Forms", "")
    number = field.partition("nplurals=")[2].partition(";")[0].strip()
    if number.isascii() and number.isdigit() and 1 <= int(number) <= 6:
        return int(number)
    return plural_rule(language.locale).nplurals


class _Matching:
    """Finds an old entry for each text of the template, the surest way first."""

    def __init__(self, catalog: Catalog, asked: Asked, memory: Memory, kept: Kept) -> None:
        self.catalog = catalog
        self.memory = memory
        self.kept = kept
        self.machine = is_machine(catalog)
        self.asked = asked
        self.stays: dict[Key, Entry] = {}
        """Translations of today's very texts: nearly all, so nothing is looked up for them."""
        self.found: dict[Key, Found] = {}

    def run(self) -> None:
        held = {entry.key: entry for entry in live(self.catalog)}
        lookup = Lookup(self.catalog.entries)
        missing = []
        for one in self.asked.wanted:
            entry = held.get(one.key)
            if entry is not None and entry.plural is one.plural is None and is_done(entry):
                self.stays[one.key] = entry
                continue
            if (entry is not None and filled(entry)) or self._answered(one):
                found = self._same(one, lookup)
            else:
                found = None if entry is None else as_it_is(entry, Match.EXACT, same=True)
            if found is not None:
                self.found[one.key] = found
            else:
                missing.append(one)
        if missing:
            self._suggest(missing)

    def _answered(self, one: Wanted) -> bool:
        """Whether anything in the language may translate this text; to most new ones nothing does.

        What the catalog itself holds counts, so the memory must have been made of it too.
        """
        whole = self.memory.holds(self.catalog)
        return not whole or self.memory.answers(one.msgid) or self.kept.has_olds(one.msgid)

    def fillable(self) -> bool:
        """Whether a sure translation is there for a live entry that is empty."""
        lookup = Lookup(self.catalog.entries)
        empty = {entry.key for entry in live(self.catalog) if not filled(entry)}
        found = (self._same(one, lookup) for one in self.asked.wanted if one.key in empty)
        return any(one is not None and _sure(one) for one in found)

    def _same(self, one: Wanted, lookup: Lookup) -> Found | None:
        """The same text: here, anywhere in the language, in normal form, by a kept edit."""
        here = match_text(lookup, one, self.kept)
        if here is not None and filled(here.entry) and (here.same or _sure(here)):
            return here
        there = self._elsewhere(one)
        if here is not None and here.same:
            # An entry that is there and empty was left so: only a sure translation fills it.
            return there if there is not None and _sure(there) else here
        return here if here is not None and filled(here.entry) else there

    def _elsewhere(self, one: Wanted) -> Found | None:
        """The same text in the language's other catalogs."""
        found = self.memory.exact(one)
        if found is None:
            found = self.memory.alike(one, self.kept)
        elif not _sure(found):
            found = self.memory.kept(one, self.kept) or found
        # A machine's draft is disclosed by its catalog's header, and elsewhere it would not be.
        if found is not None and self.memory.drafted(found.entry) and not self.machine:
            return replace(found, state=State.FUZZY)
        return found

    def _suggest(self, missing: Sequence[Wanted]) -> None:
        """Fuzzy suggestions for texts that are new or changed."""
        claimed = self._claimed()
        own = (entry for entry in self.catalog.entries if id(entry) not in claimed)
        offers = Suggestions(own, self.memory, self.asked.keys)
        for one in missing:
            found = offers.markup(one)
            if found is not None:
                self.found[one.key] = found
        known = self.stays | {key: found.entry for key, found in self.found.items()}
        places = match_places(list(live(self.catalog)), self.asked.wanted, known)
        scored: list[tuple[float, int, Wanted, Found]] = []
        for number, one in enumerate(missing):
            if one.key in self.found:
                continue
            entry = places.get(one.key)
            score = similarity(entry.msgid, one.msgid, 0.0) if entry is not None else 0.0
            if entry is not None and (trusted(entry) or score >= GONE):
                best: tuple[float, Found] | None = (1 + score, as_changed(entry, Match.PLACE))
            else:
                best = offers.alike(one)
            if best is None or best[0] % 1 < STILL_THERE:
                made = offers.sentences(one)
                if made is not None and (best is None or made[0].share >= WHOLE):
                    best = (made[0].share, made[1])
            if best is not None:
                scored.append((-best[0], number, one, best[1]))
        self._take(scored)

    def _claimed(self) -> set[int]:
        """Entries that a text has been found for."""
        found = (found.entry for found in self.found.values())
        return {id(entry) for entry in (*self.stays.values(), *found)}

    def _take(self, scored: list[tuple[float, int, Wanted, Found]]) -> None:
        """The suggestions, best first; a text that is taken serves only prose or near copies."""
        taken = self._claimed()
        for score, _, one, found in sorted(scored, key=lambda some: some[:2]):
            again = found.made is None and id(found.entry) in taken
            if again and -score < STILL_THERE and len(words_of(one.msgid)) < PROSE:
                continue
            taken.add(id(found.entry))
            self.found[one.key] = found


def _sure(found: Found) -> bool:
    return found.state is State.TRANSLATED
