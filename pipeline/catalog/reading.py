r"""Bytes of a `.po` file -> `Catalog`, and nothing lost on the way.

polib and Babel read catalogs too, but neither gives back what it read: polib re-wraps, joins
references, drops `#~|` and believes any charset that a comment names; Babel drops every `#|` and
takes one side of a Git conflict. So each entry keeps its own text here, and its fields beside it.

One expression takes a whole entry at a time, because a thousand catalogs are read in one publish;
and what stands above a translation is the same in every language, so it is taken apart once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from functools import lru_cache
from typing import Any, TypeAlias

from pipeline.catalog.comments import parse_comments
from pipeline.catalog.diagnosis import diagnose, misnumbered, undecodable
from pipeline.catalog.grammar import (
    BEYOND,
    FORM,
    HEAD,
    LAST_LINE,
    LIVE,
    OBSOLETE,
    WORD,
    unquote,
)
from pipeline.model import Catalog, Entry

_NOTHING = parse_comments("")
_HEADS = 1 << 16
"""So many heads are remembered, which is a thousand articles of some length."""
_LONGEST = 4096

# The slots of an entry can be filled one by one in half the time that a frozen dataclass needs to
# begin, and nearly every entry of a thousand catalogs is made here.
_new = object.__new__
(
    _msgid, _msgstr, _context, _plural, _flags, _comments, _extracted, _references, _previous,
    _previous_context, _previous_plural, _obsolete, _line, _msgid_line, _msgstr_line, _raw,
) = (getattr(Entry, one.name).__set__ for one in fields(Entry))  # fmt: skip

Head: TypeAlias = tuple[Any, ...]
"""What a head says: ten fields, and the lines above its comments, its msgid and its msgstr."""
_heads: dict[str, Head] = {}
"""Heads by their text, from the blank line before the comments to the line above the msgstr."""


# The checks of a file, the gate and the reader ask for the same catalog one after the other.
@lru_cache(maxsize=4)
def read_catalog(data: bytes, path: str) -> Catalog:
    r"""The catalog in the bytes of a `.po` or `.pot` file; CatalogError where it cannot be parsed.

    Law: `format_catalog(read_catalog(data, path)) == data`, whatever wrote the file.

    >>> catalog = read_catalog('# by hand\nmsgid "Tea"\nmsgstr "Thé"\n'.encode(), "fr/tea.po")
    >>> catalog.entries[0].msgstr, catalog.entries[0].comments, catalog.entries[0].msgstr_line
    (('Thé',), ('by hand',), 3)
    """
    return _read(data, path, {})


def read_again(data: bytes, before: Catalog) -> Catalog:
    """The catalog in bytes that are nearly those of another, to be compared with it.

    Law: every entry says what `read_catalog` would read. One that stands in both letter for letter
    is the same object, with the line that it had before: most need not be made to be compared.
    """
    same = {one.raw: one for one in before.entries if one.raw and not one.obsolete}
    return _read(data, before.path, same)


def _read(data: bytes, path: str, same: Mapping[str, Entry]) -> Catalog:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise undecodable(data, error.start, path) from None
    bom = text.startswith("\ufeff")
    text = text[1:] if bom else text
    newline = _newline(text)
    if newline != "\n":
        text = text.replace(newline, "\n")
    entries, tail = _entries(text, path, same)
    return Catalog(path=path, entries=tuple(entries), bom=bom, newline=newline, tail=tail)


def forget_heads() -> None:
    """Let go of the heads that were read; for tests, and where memory is short."""
    _heads.clear()


def _newline(text: str) -> str:
    """What ends every line; a file that mixes line ends keeps them within its entries."""
    returns = text.count("\r")
    if not returns:
        return "\n"
    pairs, feeds = text.count("\r\n"), text.count("\n")
    if pairs == feeds == returns:
        return "\r\n"
    return "\n" if feeds else "\r"


def _entries(text: str, path: str, same: Mapping[str, Entry]) -> tuple[list[Entry], str]:
    """The entries in file order, and what stands after the last one."""
    entries: list[Entry] = []
    live, obsolete, end = LIVE.match, OBSOLETE.match, len(text)
    position, line, word, blank = 0, 1, -1, 0
    while position < end:
        if same:
            if blank <= position:
                blank = text.find("\n\n", position + 1) + 1 or end
            held = same.get(text[position:blank]) if blank - position < _LONGEST else None
            # Nothing of what follows can belong to it, and nothing could where it was read.
            if held is not None and text.startswith(BEYOND, blank):
                entries.append(held)
                line += text.count("\n", position, blank)
                position = blank
                continue
        if word < position:
            # Looked for once for all entries before it, or many plural forms took squared time.
            word = text.find(WORD, position) + 1 or end
        head = _heads.get(text[position:word]) if word - position < _LONGEST else None
        if head is not None and (after := _plain_end(text, word)):
            msgstr = text[word + len(WORD) - 1 : after - 2]
            entries.append(_known(head, msgstr, line, text[position:after]))
            line += head[12] + 1
            position = after
            continue
        found, dead = live(text, position), False
        if found is None:
            found, dead = obsolete(text, position), True
        if found is None:
            body = HEAD.match(text, position).end()  # type: ignore[union-attr]  # never None
            if LAST_LINE.match(text, body):
                break
            raise diagnose(text, body, line + text.count("\n", position, body), path)
        entry = _entry(found, dead, line, path)
        entries.append(entry)
        if found.start(6) == word and entry.plural is None and not dead:
            _remember(text[position:word], entry, line)
        line += found[0].count("\n")
        position = found.end()
    return entries, text[position:]


def _plain_end(text: str, word: int) -> int:
    """Where an entry ends whose translation is one line without a backslash, else 0."""
    first = word + len(WORD) - 1
    after = text.find("\n", first) + 1
    if text.find('"', first, after) != after - 2 or text.find("\\", first, after) >= 0:
        return 0
    return after if text.startswith(BEYOND, after) or after == len(text) else 0


def _known(head: Head, msgstr: str, line: int, raw: str) -> Entry:
    """An entry whose head was read before, in this catalog or in another language's."""
    (
        msgid, context, plural, flags, comments, extracted, references, previous,
        previous_context, previous_plural, first, second, third,
    ) = head  # fmt: skip
    entry = _new(Entry)
    _msgid(entry, msgid)
    _msgstr(entry, (msgstr,))
    _context(entry, context)
    _plural(entry, plural)
    _flags(entry, flags)
    _comments(entry, comments)
    _extracted(entry, extracted)
    _references(entry, references)
    _previous(entry, previous)
    _previous_context(entry, previous_context)
    _previous_plural(entry, previous_plural)
    _obsolete(entry, False)
    _line(entry, line + first)
    _msgid_line(entry, line + second)
    _msgstr_line(entry, line + third)
    _raw(entry, raw)
    return entry


def _remember(text: str, entry: Entry, line: int) -> None:
    """Keep what a head says, for the same head in the next language."""
    if len(text) >= _LONGEST:
        return
    if len(_heads) >= _HEADS:
        _heads.clear()
    values = [getattr(entry, one.name) for one in fields(entry)]
    places = (entry.line - line, entry.msgid_line - line, entry.msgstr_line - line)
    _heads[text] = (values[0], *values[2:11], *places)


def _entry(found: re.Match[str], dead: bool, line: int, path: str) -> Entry:
    """One entry; `line` is the line at which its text begins, blank lines before it included."""
    raw = found[0]
    head, context, _, msgid, plural, _, single, forms = found.groups()
    # The messages of one section say the same above themselves, so most heads are known.
    words = head.lstrip()
    said = parse_comments(words) if words else _NOTHING
    start, first, second = found.start(), found.start(3), found.start(6)
    msgid_line = line + raw.count("\n", 0, first - start)
    if forms is None and plural is None:
        msgstr: tuple[str, ...] = (unquote(single),)
    else:
        msgstr = _forms(forms, plural, msgid_line, path)
    return Entry(
        unquote(msgid),
        msgstr,
        None if context is None else unquote(context),
        None if plural is None else unquote(plural),
        said.flags,
        said.translator,
        said.extracted,
        said.references,
        said.previous,
        said.previous_context,
        said.previous_plural,
        dead,
        line + raw.count("\n", 0, len(head) - len(words)),
        msgid_line,
        msgid_line + raw.count("\n", first - start, second - start),
        raw,
    )


def _forms(forms: str | None, plural: str | None, line: int, path: str) -> tuple[str, ...]:
    """The plural forms, which must be numbered from 0 and go with a `msgid_plural`."""
    if forms is None or plural is None:
        raise misnumbered(line, path, plural is None)
    pairs = FORM.findall(forms)
    if [int(number) for number, _ in pairs] != list(range(len(pairs))):
        raise misnumbered(line, path, None)
    return tuple(unquote(strings) for _, strings in pairs)
