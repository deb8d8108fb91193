"""What would become another block of Markdown: a list, a heading, a quote, where none was.

The published page is safe from it, because blocks are cut before anything is translated; but a
translated Markdown file, as `export` writes it, would be torn, and so would every other tool that
reads it. One pass with one regular expression over the beginnings of the lines is enough: what it
does not match cannot begin a block.
"""

from __future__ import annotations

import re

from pipeline.model import Kind

_MARK = re.compile(
    r"""^[ ]{0,3}(?:
      (?P<heading>\#{1,6})
    | (?P<quote>>)
    | (?P<line>(?:[-*_][ ]*){3,}$)
    | (?P<abbreviation>\*\[[^\]\n]*\]:)
    | (?P<list>[-*+][ \t]+\S|\d{1,9}\.[ \t]+\S)
    | (?P<underline>=+[ ]*$|-+[ ]*$)
    | (?P<fence>`{3,}|~{3,})
    | (?P<definition>:[ ]{1,3}\S)
    | (?P<footnote>\[\^[^\]\n]*\]:)
    | (?P<reference>\[[^\]\n]+\]:[ ]*\S)
    | (?P<admonition>!!![ ]|\?\?\?\+?[ ]|///?[ ]|===[ ]")
    | (?P<include>-{2,}8<-|\[TOC\]$)
    )""",
    re.X | re.M,
)
_BLANK = re.compile(r"\n[ \t]*\n")

_NAMES = {
    "heading": "a heading",
    "quote": "a quotation",
    "line": "a dividing line",
    "abbreviation": "the definition of an abbreviation",
    "list": "a list",
    "underline": "the underline of a heading",
    "fence": "a code block",
    "definition": "a definition",
    "footnote": "a footnote",
    "reference": "the definition of a link, which is never shown",
    "admonition": "a box",
    "include": "a table of contents or an inclusion",
}

_ONE_LINE = frozenset(
    {Kind.HEADING, Kind.CELL, Kind.CAPTION, Kind.ABBREVIATION, Kind.TERM, Kind.ALT}
)
"""Kinds that stand behind a mark on one line: nothing in them begins a block but a new line."""

_FREE = frozenset({Kind.CODE, Kind.FIELD, Kind.TOOLTIP, Kind.HTML})
"""Kinds that are no blocks of Markdown."""


def block_marks(text: str, kind: Kind) -> list[tuple[str, str]]:
    """What begins a new block in a segment's text, each with the very characters.

    >>> block_marks("1986. Ein gutes Jahr", Kind.PARAGRAPH)
    [('a list', '1986.')]
    >>> block_marks("1986. Ein gutes Jahr", Kind.HEADING)
    []
    """
    if kind in _FREE:
        return []
    found = []
    if "\n" in text and _BLANK.search(text):
        found.append(("a new paragraph", "an empty line"))
    lines = text
    if kind in _ONE_LINE:
        if "\n" not in text:
            return _columns(text) if kind is Kind.CELL else found
        if not re.search(r"[ ]{2}\n", text):
            found.append(("text outside its place", "a new line"))
        lines = text.partition("\n")[2]
    if _BEGINS.search(lines):
        found += [
            (_NAMES[str(match.lastgroup)], match[0].strip().split()[0])
            for match in _MARK.finditer(lines)
        ]
    return found


# Nearly every text begins every line with a letter: this looks at one character a line.
_BEGINS = re.compile(r"^[ ]{0,3}[#>*_+=`~:\[!?/\d-]", re.M)


def _columns(text: str) -> list[tuple[str, str]]:
    bare = re.sub(r"(`+).*?\1|\\.", "", text)
    return [("another column", "|")] * bare.count("|")
