"""Two branches' versions of one catalog and the version before both -> one that keeps both works.

Entry by entry, never line by line: Git alone makes a conflict where two translators worked on
neighbouring messages, and none where an update moved what a translator changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.catalog.gate import refuse_duplicates
from pipeline.catalog.lookup import filled
from pipeline.catalog.template import format_header, is_header
from pipeline.catalog.writing import change_entry, space_entries
from pipeline.model import Catalog, Entry, Key

OTHER = "the other branch has: "
"""Begins the translator's comment that keeps the second of two new translations."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The catalog of both branches."""

    catalog: Catalog
    conflicts: tuple[Key, ...] = ()
    """Texts that both branches translated anew: ours stands, fuzzy, theirs in a comment."""


def merge_catalogs(base: Catalog | None, ours: Catalog, theirs: Catalog) -> Merged:
    """One catalog with what either branch changed since `base`, in our order.

    Law: merging with an unchanged side gives the other side, and every msgstr and comment that
    either side wrote is in the result.
    """
    for one in (ours, theirs):
        refuse_duplicates(one)
    if _same_entries(ours, theirs):
        return Merged(ours)
    merge = _Merge(base or Catalog("", ()), ours, theirs)
    return merge.run()


def _same_entries(one: Catalog, other: Catalog) -> bool:
    return [_said(entry) for entry in one.entries] == [_said(entry) for entry in other.entries]


def _said(entry: Entry | None) -> Entry | None:
    """What an entry says, wherever and however it stands in its file."""
    return entry and replace(entry, line=0, msgid_line=0, msgstr_line=0, raw=None)


class _Merge:
    def __init__(self, base: Catalog, ours: Catalog, theirs: Catalog) -> None:
        self.before, self.our, self.their = base, ours, theirs
        self.base = {entry.key: entry for entry in reversed(base.entries)}
        self.ours = {entry.key: entry for entry in ours.entries}
        self.theirs = {
            entry.key: replace(entry, line=0, msgid_line=0, msgstr_line=0)
            for entry in theirs.entries
        }
        self.conflicts: list[Key] = []

    def run(self) -> Merged:
        self._carry_over(self.ours, self.theirs)
        self._carry_over(self.theirs, self.ours)
        entries = [self._merged(key) for key in self._order()]
        some = [entry for entry in entries if entry is not None]
        ordered = [one for one in some if not one.obsolete] + [one for one in some if one.obsolete]
        tails = [self.our.tail, self.their.tail]
        if self.our.tail == self.before.tail or not self.our.tail.strip():
            tails = tails[1:]
        elif self.their.tail in (self.our.tail, self.before.tail):
            tails = tails[:1]
        catalog = replace(
            self.our,
            entries=space_entries(self.our.entries, ordered),
            tail="".join(tails),
        )
        return Merged(catalog, tuple(self.conflicts))

    def _carry_over(self, moved: dict[Key, Entry], worked: dict[Key, Entry]) -> None:
        """Where one side's update renamed a message, give it what the other side wrote."""
        for key, entry in list(moved.items()):
            if key in self.base or not entry.fuzzy or entry.previous is None:
                continue
            source = (entry.previous_context, entry.previous)
            old, new = self.base.get(source), worked.get(source)
            if old is None or new is None or source in moved or new.msgstr == old.msgstr:
                continue
            if entry.msgstr == old.msgstr and not new.fuzzy:
                comments = _joined(entry.comments, new.comments)
                moved[key] = change_entry(entry, msgstr=new.msgstr, comments=comments)
                del worked[source]
                self.base.pop(source)

    def _order(self) -> list[Key]:
        """Our order; what only they have stands behind the entry that it follows there."""
        order: dict[Key, list[Key]] = {}
        last: Key | None = None
        loose: list[Key] = []
        for key in self.theirs:
            if key in self.ours:
                last = key
            elif last is None:
                loose.append(key)
            else:
                order.setdefault(last, []).append(key)
        keys: list[Key] = []
        for key in self.ours:
            keys += [key, *order.get(key, [])]
        first = 1 if keys and keys[0] == (None, "") else 0
        return keys[:first] + loose + keys[first:]

    def _merged(self, key: Key) -> Entry | None:
        base, ours, theirs = self.base.get(key), self.ours.get(key), self.theirs.get(key)
        if _said(ours) == _said(theirs) or _said(theirs) == _said(base):
            return ours
        if _said(ours) == _said(base):
            return theirs
        if ours is None or theirs is None:
            # One side removed what the other side worked on: it stays, for the next update.
            return ours or theirs
        if is_header(ours):
            return self._header(base, ours, theirs)
        return self._both(base, ours, theirs)

    def _both(self, base: Entry | None, ours: Entry, theirs: Entry) -> Entry:
        """Both sides changed it: fields that one side changed are that side's."""
        comments = _joined(ours.comments, theirs.comments, base.comments if base else ())
        changes: dict[str, Any] = {"comments": comments}
        for name in ("extracted", "references", "obsolete", "plural"):
            was, mine, other = getattr(base, name, None), getattr(ours, name), getattr(theirs, name)
            if base is not None and mine == was:
                changes[name] = other
        if ours.obsolete and not theirs.obsolete:
            changes["obsolete"] = False
        chosen, left = self._translation(base, ours, theirs)
        for name in ("msgstr", "flags", "previous", "previous_context", "previous_plural"):
            changes[name] = getattr(chosen, name)
        if left is not None:
            self.conflicts.append(ours.key)
            changes["flags"] = ("fuzzy", *(one for one in chosen.flags if one != "fuzzy"))
            new = tuple(OTHER + line if not n else line for n, line in enumerate(_lines(left)))
            changes["comments"] = (*comments, *(one for one in new if one not in comments))
        return change_entry(ours, **changes)

    def _translation(
        self, base: Entry | None, ours: Entry, theirs: Entry
    ) -> tuple[Entry, Entry | None]:
        """Whose translation stands, and the other one where it would be lost."""
        was = base.msgstr if base is not None else ("",)
        if ours.msgstr == theirs.msgstr:
            return (theirs if ours.fuzzy and not theirs.fuzzy else ours), None
        if ours.msgstr == was or not filled(ours):
            return theirs, None
        if theirs.msgstr == was or not filled(theirs):
            return ours, None
        chosen = theirs if ours.fuzzy and not theirs.fuzzy else ours
        return chosen, ours if chosen is theirs else theirs

    def _header(self, base: Entry | None, ours: Entry, theirs: Entry) -> Entry:
        """Field by field; where both changed one, the side with the later revision has it."""
        was, mine, other = (_fields(one) for one in (base, ours, theirs))
        later = other.get("PO-Revision-Date", "") > mine.get("PO-Revision-Date", "")
        fields = {}
        for name in [*mine, *(one for one in other if one not in mine)]:
            values = mine.get(name), other.get(name), was.get(name)
            value = values[1] if values[0] == values[2] else values[0]
            if values[2] not in values[:2] and later:
                value = values[1]
            if value is not None:
                fields[name] = value
        comments = _joined(ours.comments, theirs.comments, base.comments if base else ())
        return change_entry(ours, msgstr=(format_header(fields),), comments=comments)


def _fields(entry: Entry | None) -> Mapping[str, str]:
    return Catalog("", (entry,)).header if entry is not None else {}


def _joined(
    ours: Sequence[str], theirs: Sequence[str], base: Sequence[str] = ()
) -> tuple[str, ...]:
    """Our comment lines, and those that only they wrote."""
    return (*ours, *(line for line in theirs if line not in ours and line not in base))


def _lines(entry: Entry) -> list[str]:
    return [line for form in entry.msgstr if form for line in form.split("\n")]
