"""Inline Markdown of the simplest kind, rendered without the parser.

Nine passages in ten are words with at most some stress, code and links between them, none in
another. Each of these means one thing, whatever stands beside it. The parser takes twenty times as
long for them, and gets everything else.
"""

from __future__ import annotations

import re

# Signs that begin nothing, line breaks among them.
_WORDS = r"[^\\`*_\[\]<>&!{}^~\x00-\x09\x0b-\x1f]"
_EDGE = r"[^\\`*_\[\]<>&!{}^~\s\x00-\x1f]"
_INNER = rf"{_EDGE}(?:[^\\`*_\[\]<>&!{{}}^~\x00-\x1f]*{_EDGE})?"
_CODE = r"[^`\\<>&\s\x00-\x1f](?:[^`\\<>&\x00-\x1f]*[^`\\<>&\s\x00-\x1f])?"
_PIECE = re.compile(
    rf"(?P<words>{_WORDS}+)"
    rf"|\*\*(?P<strong>{_INNER})\*\*(?!\*)"
    rf"|\*(?P<em>{_INNER})\*(?!\*)"
    rf"|\[(?P<link>{_INNER})\]\((?P<address>[A-Za-z0-9/:.#%?=+,@_-]+)\)"
    rf"|`(?P<code>{_CODE})`(?!`)"
)
_SPACE_AT_BREAK = re.compile(r"[ \t]\n|\n[ \t]")


def simple_html(text: str) -> str | None:
    """The HTML of a text; None where only the parser can tell.

    Law: what comes back is what the parser makes of it, whatever links and footnotes there are.

    >>> simple_html("Wait **two** hours, see [the guide](guide.md).")
    'Wait <strong>two</strong> hours, see <a href="guide.md">the guide</a>.'
    >>> simple_html("5 * 3") is None
    True
    """
    if "\n" in text and _SPACE_AT_BREAK.search(text):
        return None
    parts: list[str] = []
    position = 0
    while position < len(text):
        piece = _PIECE.match(text, position)
        if piece is None:
            return None
        position = piece.end()
        tag = piece.lastgroup or ""
        if tag == "words":
            parts.append(piece[0])
        elif tag == "address":
            parts.append(f'<a href="{piece["address"]}">{piece["link"]}</a>')
        else:
            parts.append(f"<{tag}>{piece[tag]}</{tag}>")
    return "".join(parts)
