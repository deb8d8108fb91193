r"""Bytes of a `.po` file -> `Catalog`, and nothing lost on the way.

polib and Babel read catalogs too, but neither gives back what it read: polib re-wraps, joins
references, drops `#~|` and believes any charset that a comment names; Babel drops every `#|` and
takes one side of a Git conflict. So each entry keeps its own text here, and its fields beside it.

One expression takes a whole entry at a time, because a thousand catalogs are read in one publish.
"""

from __future__ import annotations

import re

from pipeline.catalog.comments import parse_comments
from pipeline.catalog.diagnosis import diagnose, misnumbered, undecodable
from pipeline.catalog.grammar import DEAD, FORM, HEAD, LAST_LINE, LIVE, OBSOLETE, unquote
from pipeline.model import Catalog, Entry

_NOTHING = parse_comments("")


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
    position, line, end = 0, 1, len(text)
    while True:
        start = position
        body = HEAD.match(text, start).end()  # type: ignore[union-attr]  # it matches nothing, too
        if body == end:
            return entries, text[start:]
        dead = text[body] in "# \t\r\f\v" and DEAD.match(text, body) is not None
        found = (OBSOLETE if dead else LIVE).match(text, body)
        if found is None:
            if LAST_LINE.match(text, body):
                return entries, text[start:]
            raise diagnose(text, body, line + text.count("\n", start, body), path)
        position = found.end()
        entries.append(_entry(text, start, found, dead, line, path))
        line += text.count("\n", start, position)


def _entry(text: str, start: int, found: re.Match[str], dead: bool, line: int, path: str) -> Entry:
    """One entry; `line` is the line at which its text begins, blank lines before it included."""
    context, _, msgid, plural, _, single, forms = found.groups()
    body = found.start()
    words = text[start:body].lstrip()
    said = parse_comments(words) if words else _NOTHING
    msgid_line = line + text.count("\n", start, found.start(2))
    if forms is None and plural is None:
        msgstr: tuple[str, ...] = (unquote(single),)
    else:
        msgstr = _forms(forms, plural, msgid_line, path)
    return Entry(
        msgid=unquote(msgid),
        msgstr=msgstr,
        context=None if context is None else unquote(context),
        plural=None if plural is None else unquote(plural),
        flags=said.flags,
        comments=said.translator,
        extracted=said.extracted,
        references=said.references,
        previous=said.previous,
        previous_context=said.previous_context,
        previous_plural=said.previous_plural,
        obsolete=dead,
        line=line + text.count("\n", start, body - len(words)),
        msgid_line=msgid_line,
        msgstr_line=msgid_line + text.count("\n", found.start(2), found.start(5)),
        raw=text[start : found.end()],
    )


def _forms(forms: str | None, plural: str | None, line: int, path: str) -> tuple[str, ...]:
    """The plural forms, which must be numbered from 0 and go with a `msgid_plural`."""
    if forms is None or plural is None:
        raise misnumbered(line, path, plural is None)
    pairs = FORM.findall(forms)
    if [int(number) for number, _ in pairs] != list(range(len(pairs))):
        raise misnumbered(line, path, None)
    return tuple(unquote(strings) for _, strings in pairs)
