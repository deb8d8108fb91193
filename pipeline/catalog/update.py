"""A template and a catalog -> the catalog of today, with every word that a translator wrote.

In this order: the same text in the article, the same text anywhere in the language, the same
normal form, an edit that a maintainer kept; then, as fuzzy, the text at the same place and the
text that resembles it most. What nothing needs any more is obsolete and stays in the file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.catalog.gate import refuse_duplicates
from pipeline.catalog.kept import NOTHING_KEPT, Kept
from pipeline.catalog.lookup import Found, Lookup, Wanted, as_changed, filled, live
from pipeline.catalog.memory import Memory, translated_text
from pipeline.catalog.reconcile import match_places, match_text
from pipeline.catalog.similarity import similarity
from pipeline.catalog.template import (
    RULES_FIELD,
    SUGGESTION,
    is_header,
    kind_of,
    new_catalog,
    with_field,
)
from pipeline.catalog.writing import change_entry, space_entries
from pipeline.counts import count_words
from pipeline.locales import plural_rule
from pipeline.model import Catalog, Entry, Key, Language, Match, State

GONE = 0.6
"""Likeness to a text that no article holds any more: it was probably rewritten."""
STILL_THERE = 0.8
"""Likeness to a text that stands elsewhere today: it was not rewritten, only resembles."""

Migration = Callable[[str], str]
"""An msgid under older extraction rules -> the same text under today's."""


@dataclass(frozen=True, slots=True)
class Updated:
    """A catalog after its update, and what became of each text."""

    catalog: Catalog
    kept: int = 0
    """Texts that stayed as they were."""
    moved: int = 0
    """The same text from elsewhere: another place, article or context, or an obsolete entry."""
    carried: int = 0
    """Texts that changed in no word, or whose change a maintainer said to keep."""
    fuzzy: int = 0
    """New suggestions to be looked at."""
    new: int = 0
    """Texts without any translation that were not there before."""
    obsolete: int = 0
    """Translations that no text needs any more."""
    words_left: int = 0
    """Source words that are not translated, or fuzzy."""


def update_catalog(
    template: Catalog,
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

    `catalog` is None for a new one, which is written for `path`. With `reviewed` False whatever is
    found is fuzzy (a new language). `migrations` carry msgids over from older extraction rules,
    one a version, the first from version 1 to 2.
    """
    if catalog is None:
        header = new_catalog(template, language, path).entries[:1]
        catalog = Catalog(path=path, entries=header)
    refuse_duplicates(catalog)
    before = _migrated(catalog, template, migrations)
    if not any(is_header(entry) for entry in before.entries):
        header = new_catalog(template, language, path).entries[:1]
        before = replace(before, entries=(*header, *before.entries))
    update = _Update(before, template, language, memory or Memory(), kept, reviewed)
    return update.run()


def _migrated(catalog: Catalog, template: Catalog, migrations: Sequence[Migration]) -> Catalog:
    """The catalog with its msgids as today's rules of extraction spell them."""
    today = template.header.get(RULES_FIELD, "")
    then = catalog.header.get(RULES_FIELD, "1")
    if not today.isdigit() or not then.isdigit() or int(then) >= int(today):
        return catalog
    steps = migrations[int(then) - 1 : int(today) - 1]
    taken = {entry.key for entry in catalog.entries}
    entries = []
    for entry in catalog.entries:
        changes: dict[str, Any] = {}
        for name in ("msgid", "plural", "previous", "previous_plural"):
            text = getattr(entry, name)
            if text:
                for step in steps:
                    text = step(text)
                changes[name] = text
        key = (entry.context, changes.get("msgid", entry.msgid))
        if is_header(entry) or (key != entry.key and key in taken):
            entries.append(entry)
            continue
        taken.add(key)
        entries.append(change_entry(entry, **changes))
    return with_field(replace(catalog, entries=tuple(entries)), RULES_FIELD, today)


class _Update:
    """One run: what was found for each text of the template, then the new catalog."""

    def __init__(
        self,
        catalog: Catalog,
        template: Catalog,
        language: Language,
        memory: Memory,
        kept: Kept,
        reviewed: bool,
    ) -> None:
        self.catalog = catalog
        self.language = language
        self.memory = memory
        self.kept_edits = kept
        self.reviewed = reviewed
        self.template = list(live(template))
        self.old = list(live(catalog))
        self.own = {id(entry) for entry in catalog.entries}
        self.lookup = Lookup(catalog.entries)
        self.found: dict[Key, Found] = {}
        self.claimed: set[int] = set()

    def run(self) -> Updated:
        wanted = [Wanted(one.msgid, one.context, one.plural, kind_of(one)) for one in self.template]
        self._match_same(wanted)
        missing = [one for one in wanted if one.key not in self.found]
        if missing:
            self._match_places(wanted)
            self._match_alike([one for one in missing if one.key not in self.found])
        return self._result()

    def _match_same(self, wanted: Sequence[Wanted]) -> None:
        """The same text: here, anywhere in the language, in normal form, by a kept edit."""
        for one in wanted:
            here = match_text(self.lookup, one, self.kept_edits)
            if here is not None and here.state is State.TRANSLATED:
                self.found[one.key] = here
                continue
            if here is not None and here.same and filled(here.entry):
                self.found[one.key] = here
                continue
            there = self.memory.exact(one)
            if there is None or there.state is not State.TRANSLATED:
                there = self.memory.alike(one, self.kept_edits) or there
            best = here if here is not None and filled(here.entry) else there or here
            # An entry that is there and empty was left so: only a sure translation fills it.
            if here is not None and here.same and best is there and there is not None:
                best = there if there.state is State.TRANSLATED else here
            if best is not None:
                self.found[one.key] = best
        self.claimed = {id(one.entry) for one in self.found.values()}

    def _match_places(self, wanted: Sequence[Wanted]) -> None:
        """A text that resembles the one that stood there."""
        for key, entry in match_places(self.old, wanted, self.found).items():
            self.found[key] = as_changed(entry, Match.PLACE)
            self.claimed.add(id(entry))

    def _match_alike(self, missing: Sequence[Wanted]) -> None:
        """The text that resembles it most, of all that the language holds."""
        own = Memory(entry for entry in self.catalog.entries if id(entry) not in self.claimed)
        present = {entry.key for entry in self.template}
        for one in missing:
            best: tuple[float, Entry] | None = None
            for memory in (own, self.memory):
                for number in memory.index.candidates(one.msgid):
                    entry = memory.sources[number]
                    if entry.plural is not None and one.plural is None:
                        continue
                    gone = memory is own or (memory.gone(entry) and entry.key not in present)
                    enough = GONE if gone else STILL_THERE
                    score = similarity(translated_text(entry), one.msgid, enough)
                    if score and (best is None or score > best[0]):
                        best = (score, entry)
            if best is not None:
                self.found[one.key] = as_changed(best[1], Match.NONE)

    def _result(self) -> Updated:
        counts = dict.fromkeys(("kept", "moved", "carried", "fuzzy", "new"), 0)
        entries, carried = [], set()
        users: dict[int, int] = {}
        words = 0
        for one in self.template:
            found = self.found.get(one.key)
            entry, used = self._entry(one, found, users)
            entries.append(entry)
            if used is not None:
                carried.add(used)
            counts[self._became(found, entry)] += 1
            if not entry.translated:
                words += count_words(entry.msgid)
        gone = self._obsolete(carried)
        new = sum(1 for entry in gone if not entry.obsolete)
        return Updated(self._catalog(entries, gone), **counts, obsolete=new, words_left=words)

    def _became(self, found: Found | None, entry: Entry) -> str:
        if found is None:
            return "new"
        if found.same:
            return "kept"
        if not filled(entry):
            return "new"
        if entry.fuzzy:
            return "fuzzy"
        return "moved" if found.match is Match.EXACT else "carried"

    def _entry(
        self, one: Entry, found: Found | None, users: dict[int, int]
    ) -> tuple[Entry, int | None]:
        """The new entry, and the id of the old one whose words it carries on, if any."""
        count = 1 if one.plural is None else self._forms()
        if found is None or (not filled(found.entry) and not found.same):
            return replace(one, msgstr=("",) * count, flags=_flags(one, (), False), raw=None), None
        old = found.entry
        fuzzy = found.state is State.FUZZY or (not self.reviewed and not found.same)
        said = tuple(line for line in old.extracted if line.startswith(SUGGESTION)) if fuzzy else ()
        if fuzzy and not found.same and old.fuzzy and old.previous is None:
            said = said or (UNREVIEWED,)
        changes: dict[str, Any] = {
            "msgid": one.msgid,
            "context": one.context,
            "plural": one.plural,
            "msgstr": _fitted(old, one.plural, count, id(old) in self.own),
            "extracted": (*one.extracted, *said),
            "flags": _flags(one, old.flags, fuzzy),
            "previous": found.previous if fuzzy else None,
            "previous_context": found.previous_context if fuzzy else None,
            "previous_plural": found.previous_plural if fuzzy else None,
            "obsolete": False,
        }
        if id(old) in self.own and id(old) not in users:
            users[id(old)] = 1
            if set(old.references) != set(one.references):
                changes["references"] = one.references
            if not set(filter(None, old.msgstr)) <= set(changes["msgstr"]):
                if one.key != old.key:
                    return change_entry(old, **changes, comments=()), None
                # Two entries of one name are an error to gettext, so the other forms are comments.
                forms = (line for form in old.msgstr[1:] for line in form.split("\n"))
                changes["comments"] = (*old.comments, *forms)
            return change_entry(old, **changes), id(old)
        return replace(one, raw=None, **changes), None

    def _forms(self) -> int:
        """How many plural forms this catalog has: as its header says, else as CLDR does."""
        field = self.catalog.header.get("Plural-Forms", "")
        number = field.partition("nplurals=")[2].partition(";")[0].strip()
        if number.isascii() and number.isdigit() and 1 <= int(number) <= 6:
            return int(number)
        return plural_rule(self.language.locale).nplurals

    def _obsolete(self, carried: set[int]) -> list[Entry]:
        """Old entries that no text carries on: those that were obsolete first, in their order."""
        left = [
            entry
            for entry in self.catalog.entries
            if id(entry) not in carried and not is_header(entry)
        ]
        return [one for one in left if one.obsolete] + [
            one for one in left if not one.obsolete and (filled(one) or one.comments)
        ]

    def _catalog(self, entries: list[Entry], gone: list[Entry]) -> Catalog:
        header = [entry for entry in self.catalog.entries if is_header(entry)]
        names = {entry.key for entry in entries}
        obsolete = [
            one if one.obsolete else change_entry(one, obsolete=True, references=())
            for one in gone
            if one.key not in names
        ]
        after = [*header, *entries, *obsolete]
        return replace(self.catalog, entries=space_entries(self.catalog.entries, after))


UNREVIEWED = SUGGESTION + "nobody reviewed this translation before the English changed"


def _fitted(old: Entry, plural: str | None, count: int, own: bool) -> tuple[str, ...]:
    """As many forms as the new text needs; a single old one stands for each."""
    if (old.plural is None) == (plural is None) and (own or plural is None):
        return old.msgstr
    if plural is None:
        return old.msgstr[:1]
    if old.plural is None:
        return old.msgstr * count
    return (*old.msgstr, *("",) * count)[:count]


def _flags(template: Entry, old: Sequence[str], fuzzy: bool) -> tuple[str, ...]:
    """The translator's flags, and the formats that today's source asks for."""
    flags = [one for one in old if one != "fuzzy" and not _is_format(one)]
    flags += [one for one in old if _is_format(one) and one in template.flags]
    flags += [one for one in template.flags if one != "fuzzy" and one not in flags]
    return ("fuzzy", *flags) if fuzzy else tuple(flags)


def _is_format(flag: str) -> bool:
    return flag.endswith("-format") and not flag.startswith("no-")
