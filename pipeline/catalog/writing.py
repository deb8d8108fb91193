r"""`Catalog` -> bytes: what nobody changed is written as it was read, the rest by polib.

polib writes the strings of an entry that changed, unwrapped, with a break only after `\n`: so
`msgcat --no-wrap` has nothing to change, and two editors' opinions of line width never meet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from pipeline.catalog.comments import change_head, comment_lines
from pipeline.catalog.grammar import HEAD
from pipeline.catalog.strings import format_strings
from pipeline.model import Catalog, Entry

_BODY = {"msgid", "msgstr", "context", "plural", "obsolete"}
_HEAD = {
    "comments": "translator",
    "extracted": "extracted",
    "references": "references",
    "flags": "flags",
    "previous": "previous",
    "previous_context": "previous",
    "previous_plural": "previous",
    "obsolete": "previous",
}
"""Which comment lines say a field."""


def format_catalog(catalog: Catalog) -> bytes:
    """The bytes of the file; entries with their own text are written as they stand.

    Law: `format_catalog(read_catalog(data, path)) == data`, and changing one entry changes only
    its lines.
    """
    pieces: list[str] = []
    for entry in catalog.entries:
        piece = format_entry(entry) if entry.raw is None else entry.raw
        if pieces and not pieces[-1].endswith("\n"):
            pieces.append("\n")
        if entry.raw is None and pieces:
            pieces.append("\n")
        pieces.append(piece)
    if catalog.tail and pieces and not pieces[-1].endswith("\n"):
        pieces.append("\n")
    text = "".join(pieces) + catalog.tail
    if catalog.newline != "\n":
        text = text.replace("\n", catalog.newline)
    return (("\ufeff" if catalog.bom else "") + text).encode()


def format_entry(entry: Entry) -> str:
    r"""The lines of one entry, comments first, made anew from its fields.

    >>> print(format_entry(Entry("Tea", ("Thé",), flags=("fuzzy",), previous="Teas")), end="")
    #, fuzzy
    #| msgid "Teas"
    msgid "Tea"
    msgstr "Thé"
    """
    previous, body = format_strings(entry)
    lines = comment_lines(entry, previous)
    return "".join(f"{line}\n" for some in lines.values() for line in some) + body


def change_entry(entry: Entry, **changes: Any) -> Entry:
    """The entry with other fields, its text changed only in the lines that say those fields.

    Comment lines of a kind that this program does not know stay where they are; strings are
    written anew, unwrapped, where one of them changed.
    """
    changed = {name: new for name, new in changes.items() if getattr(entry, name) != new}
    if not changed:
        return entry
    after = replace(entry, **changed)
    if entry.raw is None:
        return after
    split = HEAD.match(entry.raw).end()  # type: ignore[union-attr]  # it matches nothing, too
    head, body = entry.raw[:split], entry.raw[split:]
    kinds = {_HEAD[name] for name in changed if name in _HEAD}
    if not changed.keys() & _BODY and "previous" not in kinds:
        return replace(after, raw=change_head(head, after, (), kinds) + body)
    previous, strings = format_strings(after)
    if kinds:
        head = change_head(head, after, previous, kinds)
    return replace(after, raw=head + (strings if changed.keys() & _BODY else body))


def space_entries(before: Sequence[Entry], after: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries, with a blank line before those that have another neighbour than they had.

    So a file whose entries stand without blank lines keeps them where nothing moved.
    """
    neighbours = {entry.line: before[n - 1].line for n, entry in enumerate(before) if n}
    spaced = list(after[:1])
    for above, entry in pairwise(after):
        stayed = entry.line and neighbours.get(entry.line) == above.line
        text = entry.raw
        if text is not None and not stayed and not text.lstrip(" \t\r\f\v").startswith("\n"):
            entry = replace(entry, raw="\n" + text)
        spaced.append(entry)
    return tuple(spaced)
