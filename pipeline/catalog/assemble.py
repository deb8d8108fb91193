"""What was found for each text -> the new catalog, in the template's order, obsolete ones last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.catalog.lookup import Found, as_it_is, filled
from pipeline.catalog.template import SUGGESTION, is_header
from pipeline.catalog.writing import change_entry, space_entries
from pipeline.counts import count_words
from pipeline.model import Catalog, Entry, Key, Match, State

UNREVIEWED = SUGGESTION + "nobody reviewed this translation before the English changed"


@dataclass(frozen=True, slots=True)
class Updated:
    """A catalog after its update, and what became of each text of the template."""

    catalog: Catalog
    """Lines are those of the file that was read, until it is written and read again."""
    kept: int = 0
    """Texts that stayed as they were, translated or not."""
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


@dataclass(slots=True)
class Assembly:
    """Builds the new catalog; an old entry's words are carried on by one new entry at most."""

    catalog: Catalog
    texts: Sequence[Entry]
    """Those of the template."""
    forms: int
    """How many plural forms a message has in this catalog."""
    reviewed: bool = True
    _own: set[int] = field(default_factory=set)
    _named: dict[Key, Entry] = field(default_factory=dict)
    _carried: set[int] = field(default_factory=set)

    def build(self, found: Mapping[Key, Found], stays: Mapping[Key, Entry]) -> Updated:
        """The new catalog and its counts; `stays` are translations of today's very texts."""
        old = [entry for entry in self.catalog.entries if not is_header(entry)]
        self._own = {id(entry) for entry in old}
        self._named = {entry.key: entry for entry in old}
        counts = dict.fromkeys(("kept", "moved", "carried", "fuzzy", "new"), 0)
        entries: list[Entry] = []
        words_left = 0
        for one in self.texts:
            key = one.key
            held = stays.get(key)
            if held is not None and _unchanged(held, one):
                entries.append(held)
                self._carried.add(id(held))
                counts["kept"] += 1
                continue
            match = found.get(key) if held is None else as_it_is(held, Match.EXACT, same=True)
            entry = self._entry(one, match)
            entries.append(entry)
            counts[_became(match, entry)] += 1
            words_left += 0 if entry.translated else count_words(one.msgid)
        left = [entry for entry in old if id(entry) not in self._carried]
        gone = _gone(left, {entry.key for entry in entries})
        header = [entry for entry in self.catalog.entries if is_header(entry)]
        after = space_entries(self.catalog.entries, [*header, *entries, *gone])
        return Updated(
            replace(self.catalog, entries=after),
            **counts,
            obsolete=sum(1 for entry in left if not entry.obsolete and filled(entry)),
            words_left=words_left,
        )

    def _entry(self, one: Entry, found: Found | None) -> Entry:
        """The new entry of one text: the old one where it can be, with what changed."""
        count = 1 if one.plural is None else self.forms
        held = self._named.get(one.key)
        if found is None or (not filled(found.entry) and found.entry is not held):
            said = held.comments if held is not None else ()
            flags = _flags(one, (), False)
            return replace(one, msgstr=("",) * count, flags=flags, comments=said, raw=None)
        old = found.entry
        if found.same and old.fuzzy == (found.state is State.FUZZY) and _unchanged(old, one):
            self._carried.add(id(old))
            return old
        changes = self._changes(one, found, count)
        words = set(changes["msgstr"])
        own = id(old) in self._own and id(old) not in self._carried
        if own and not (old is held or words.issuperset(filter(None, old.msgstr))):
            own = False
        comments = old.comments if own else ()
        if held is not None and id(held) not in self._carried:
            # Two entries of one name are an error to gettext, so what the one of this name says
            # beside the new translation stands above it.
            comments = (*(held.comments if held is not old else ()), *comments)
            gone = [form for form in held.msgstr if form and form not in words]
            comments = (*comments, *(line for form in gone for line in form.split("\n")))
            self._carried.add(id(held))
        if not own:
            return replace(one, raw=None, **changes, comments=comments)
        self._carried.add(id(old))
        if set(" ".join(old.references).split()) != set(" ".join(one.references).split()):
            changes["references"] = one.references
        return change_entry(old, **changes, comments=comments)

    def _changes(self, one: Entry, found: Found, count: int) -> dict[str, Any]:
        """The fields that the new text asks for."""
        old = found.entry
        fuzzy = found.state is State.FUZZY or (not self.reviewed and not found.same)
        said = tuple(line for line in old.extracted if line.startswith(SUGGESTION)) if fuzzy else ()
        if found.why:
            said = (found.why,)
        elif fuzzy and not found.same and old.fuzzy and old.previous is None:
            said = said or (UNREVIEWED,)
        msgstr = _fitted(old, one.plural, count, id(old) in self._own)
        return {
            "msgid": one.msgid,
            "context": one.context,
            "plural": one.plural,
            "msgstr": msgstr if found.made is None else (found.made,),
            "extracted": (*one.extracted, *said),
            "flags": _flags(one, old.flags, fuzzy),
            "previous": found.previous if fuzzy else None,
            "previous_context": found.previous_context if fuzzy else None,
            "previous_plural": found.previous_plural if fuzzy else None,
            "obsolete": False,
        }


def _gone(left: Sequence[Entry], names: set[Key]) -> list[Entry]:
    """The obsolete entries, of the old ones that nothing carries on: first those that were so."""
    left = [one for one in left if one.key not in names]
    dead = [one for one in left if one.obsolete]
    for one in left:
        if not one.obsolete and (filled(one) or one.comments):
            dead.append(change_entry(one, obsolete=True, references=()))
    return dead


def _unchanged(old: Entry, one: Entry) -> bool:
    """Whether an entry that stays has nothing to be told: the common case, so a quick look."""
    if old.flags and old.flags != ("fuzzy",):
        return False
    return old.references == one.references and old.extracted == one.extracted and not one.flags


def _became(found: Found | None, entry: Entry) -> str:
    if found is None:
        return "new"
    if found.same and entry.fuzzy == found.entry.fuzzy:
        return "kept"
    if not filled(entry):
        return "new"
    if entry.fuzzy:
        return "fuzzy"
    return "moved" if found.match is Match.EXACT else "carried"


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
