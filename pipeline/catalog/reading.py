r"""Bytes of a `.po` file -> `Catalog`, and nothing lost on the way.

polib and Babel read catalogs too, but neither gives back what it read: polib re-wraps, joins
references, drops `#~|` and believes any charset that a comment names; Babel drops every `#|` and
takes one side of a Git conflict. So each entry keeps its own text here, and its fields beside it.

One expression takes a whole entry at a time, because a thousand catalogs are read in one publish.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.catalog.comments import parse_comments
from pipeline.catalog.diagnosis import diagnose, misnumbered, undecodable
from pipeline.catalog.grammar import FORM, HEAD, LAST_LINE, LIVE, OBSOLETE, unquote
from pipeline.model import Catalog, Entry

_NOTHING = parse_comments("")


# The checks of a file, the gate and the reader ask for the same catalog one after the other.
@lru_cache(maxsize=4)
def read_catalog(data: bytes, path: str) -> Catalog:
    r"""The catalog in the bytes of a `.po` or `.pot` file; CatalogError where it cannot be parsed.

    Law: `format_catalog(read_catalog(data, path)) == data`, whatever wrote the file.

    >>> catalog = read_catalog('# by hand\nmsgid "Tea"\nmsgstr "Thé"\n'.encode(), "fr/tea.po")
    >>> catalog.entries[0].msgstr, catalog.entries[0].comments, catalog.entries[0].msgstr_line
    (('Thé',), ('by hand',), 3)
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise undecodable(data, error.start, path) from None
    bom = text.startswith("\ufeff")
    text = text[1:] if bom else text
    newline = _newline(text)
    if newline != "\n":
        text = text.replace(newline, "\n")
    entries, tail = _entries(text, path)
    return Catalog(path=path, entries=tuple(entries), bom=bom, newline=newline, tail=tail)


def _newline(text: str) -> str:
    """What ends every line; a file that mixes line ends keeps them within its entries."""
    returns = text.count("\r")
    if not returns:
        return "\n"
    pairs, feeds = text.count("\r\n"), text.count("\n")
    if pairs == feeds == returns:
        return "\r\n"
    return "\n" if feeds else "\r"


def _entries(text: str, path: str) -> tuple[list[Entry], str]:
    """The entries in file order, and what stands after the last one."""
    entries: list[Entry] = []
    live, obsolete, end = LIVE.match, OBSOLETE.match, len(text)
    position, line = 0, 1
    while position < end:
        found, dead = live(text, position), False
        if found is None:
            found, dead = obsolete(text, position), True
        if found is None:
            body = HEAD.match(text, position).end()  # type: ignore[union-attr]  # never None
            if LAST_LINE.match(text, body):
                break
            raise diagnose(text, body, line + text.count("\n", position, body), path)
        entries.append(_entry(found, dead, line, path))
        line += found[0].count("\n")
        position = found.end()
    return entries, text[position:]


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
