"""Finds the translation that belongs to a text in one catalog: exact, normal form, kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from pipeline.catalog.kept import Kept
from pipeline.catalog.normal import normal_form
from pipeline.catalog.template import SUGGESTION, is_header, kind_of
from pipeline.model import Catalog, Entry, Key, Kind, Match, State

KIND_CONTEXTS = frozenset({None, *(kind.value for kind in Kind)})
"""Contexts that the program gives and takes by itself; an author's own context means more."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a translation is looked for: one message of today's source."""

    msgid: str
    context: str | None = None
    plural: str | None = None
    kind: str = ""

    @property
    def key(self) -> Key:
        """The name of the message."""
        return (self.context, self.msgid)


@dataclass(frozen=True, slots=True)
class Found:
    """An entry whose msgstr answers a wanted text, and how far it is to be trusted."""

    entry: Entry
    match: Match
    state: State
    previous: str | None = None
    """What the msgstr really translates, where that is not the wanted text."""
    previous_context: str | None = None
    previous_plural: str | None = None
    same: bool = False
    """It is the live entry of that very name."""
    made: str | None = None
    """A msgstr that the program made out of translators' words, to be looked at."""
    why: str = ""
    """What the translator is told about it."""


def filled(entry: Entry) -> bool:
    """Whether a translator wrote anything into its msgstr."""
    msgstr = entry.msgstr
    return bool(msgstr[0]) if len(msgstr) == 1 else any(msgstr)


def is_done(entry: Entry) -> bool:
    """Whether an entry without plural forms is translated, and nobody flagged anything about it."""
    return bool(entry.msgstr[0]) and not entry.flags


def trusted(entry: Entry) -> bool:
    """Whether it is known which English the msgstr translates."""
    return not entry.fuzzy or (entry.previous is not None and not guessed(entry))


def translated_text(entry: Entry) -> str:
    """The English that an entry's msgstr really translates."""
    return entry.previous if entry.fuzzy and entry.previous is not None else entry.msgid


def guessed(entry: Entry) -> bool:
    """Whether the program made its msgstr, or nobody ever reviewed it."""
    return any(line.startswith(SUGGESTION) for line in entry.extracted)


def as_it_is(entry: Entry, match: Match, same: bool = False) -> Found:
    """The entry for a text that it translates, in the state that it is in."""
    if not filled(entry):
        return Found(entry, match, State.UNTRANSLATED, same=same)
    if entry.fuzzy:
        return Found(
            entry,
            match,
            State.FUZZY,
            entry.previous,
            entry.previous_context,
            entry.previous_plural,
            same=same,
        )
    state = State.TRANSLATED if all(entry.msgstr) else State.UNTRANSLATED
    return Found(entry, match, state, same=same)


def as_changed(entry: Entry, match: Match, same: bool = False) -> Found:
    """The entry for a text that it does not translate: fuzzy, with what it really translates."""
    if entry.fuzzy and entry.previous is not None:
        return as_it_is(entry, match, same)
    return Found(entry, match, State.FUZZY, entry.msgid, entry.context, entry.plural, same=same)


class Lookup:
    """The entries of some catalogs, found by their texts; live ones come before obsolete ones."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        some = [one for one in entries if not is_header(one)]
        self.entries = [one for one in some if not one.obsolete]
        self.entries += [one for one in some if one.obsolete]

    @cached_property
    def _by_key(self) -> dict[Key, Entry]:
        """An obsolete translation serves where the live entry is still empty."""
        found: dict[Key, Entry] = {}
        for entry in self.entries:
            key = (entry.context, entry.msgid)
            held = found.setdefault(key, entry)
            if held is not entry and not filled(held) and filled(entry):
                found[key] = entry
        return found

    @cached_property
    def _by_msgid(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(entry.msgid, []).append(entry)
        return found

    @cached_property
    def _by_form(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            if filled(entry):
                found.setdefault(normal_form(entry.msgid), []).append(entry)
        return found

    @cached_property
    def _before(self) -> dict[str, list[Entry]]:
        """Fuzzy entries by the English that they really translate."""
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            if entry.previous is not None and entry.fuzzy and filled(entry) and not guessed(entry):
                found.setdefault(normal_form(entry.previous), []).append(entry)
        return found

    def exact(self, wanted: Wanted) -> Found | None:
        """The entry of that very text; one that goes back to it; one under a context of a kind."""
        held = self._by_key.get(wanted.key)
        if held is not None and filled(held) and held.plural == wanted.plural:
            return as_it_is(held, Match.EXACT, same=not held.obsolete)
        if held is not None and filled(held):
            return as_changed(held, Match.PLACE, same=not held.obsolete)
        back = self._gone_back(normal_form(wanted.msgid), wanted, Match.EXACT)
        if back is not None:
            return back
        if wanted.context in KIND_CONTEXTS:
            other = self._other_context(wanted)
            # An entry that is there and empty was left so: only a sure translation fills it.
            if other is not None and (held is None or other.state is State.TRANSLATED):
                return other
        return None if held is None else as_it_is(held, Match.EXACT, same=not held.obsolete)

    def _gone_back(self, form: str, wanted: Wanted, match: Match) -> Found | None:
        """A fuzzy entry that really translates the wanted text, which is back."""
        for entry in self._before.get(form, ()):
            if entry.previous_plural != wanted.plural:
                continue
            if entry.previous_context not in (None, wanted.context):
                continue
            if entry.context != wanted.context and kind_of(entry) not in ("", wanted.kind):
                continue
            if match is Match.EXACT and entry.previous != wanted.msgid:
                match = Match.NORMAL
            return Found(entry, match, State.TRANSLATED)
        return None

    def _other_context(self, wanted: Wanted) -> Found | None:
        doubtful = None
        for entry in self._by_msgid.get(wanted.msgid, ()):
            if not filled(entry) or entry.plural != wanted.plural:
                continue
            if entry.context in KIND_CONTEXTS and kind_of(entry) in ("", wanted.kind):
                return as_it_is(entry, Match.EXACT)
            doubtful = doubtful or entry
        return None if doubtful is None else as_changed(doubtful, Match.PLACE)

    def alike(self, wanted: Wanted) -> Found | None:
        """The entry of a text that is the same in normal form."""
        return self._of_form(normal_form(wanted.msgid), wanted, Match.NORMAL)

    def kept(self, wanted: Wanted, kept: Kept) -> Found | None:
        """The translation of an older text, of which a maintainer said that it means the same."""
        for form in kept.olds(wanted.msgid):
            found = self._of_form(form, wanted, Match.KEPT)
            found = found or self._gone_back(form, wanted, Match.KEPT)
            if found is not None and found.state is State.TRANSLATED:
                return found
        return None

    def _of_form(self, form: str, wanted: Wanted, match: Match) -> Found | None:
        best: Found | None = None
        plural = None if wanted.plural is None else normal_form(wanted.plural)
        for entry in self._by_form.get(form, ()):
            if plural != (None if entry.plural is None else normal_form(entry.plural)):
                continue
            same = entry.context == wanted.context or (
                {entry.context, wanted.context} <= KIND_CONTEXTS
                and kind_of(entry) in ("", wanted.kind)
            )
            found = as_it_is(entry, match) if same else as_changed(entry, Match.PLACE)
            if found.state is State.TRANSLATED:
                return found
            best = best or found
        return best


def live(catalog: Catalog) -> Iterator[Entry]:
    """The messages of a catalog in order, without the header and the obsolete ones."""
    return (one for one in catalog.entries if not one.obsolete and not is_header(one))
