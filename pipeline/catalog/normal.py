"""When two English texts are the same text to a translator.

The *normal form* evens out what changes no word: Unicode composition, white space, the style of
quotes and dashes.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SIGNS = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛", "'"),
        **dict.fromkeys("“”„‟", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "…": "...",
        **dict.fromkeys("\u00ad\u200b\u2060\ufeff"),
    }
)
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.S)
_DASHES = re.compile(r"(?<=\s)-{2,3}(?=\s)|(?<=\w)-{2,3}(?=\w)")


@lru_cache(maxsize=65536)
def normal_form(text: str) -> str:
    r"""The text with white space, Unicode form, quotes and dashes evened out; code as it stands.

    Law: `normal_form(normal_form(text)) == normal_form(text)`. Numbers, words and hard line
    breaks are never touched.

    >>> normal_form("“Tea” —  it’s hot") == normal_form('"Tea" -- it\'s hot')
    True
    >>> normal_form("Run `echo ‘a’`")
    'Run `echo ‘a’`'
    """
    if text.isascii() and "--" not in text:
        return _spaces(text)
    if "`" not in text:
        return _spaces(_signs(text))
    pieces, end = [], 0
    for code in _CODE.finditer(text):
        pieces += [_signs(text[end : code.start()]), unicodedata.normalize("NFC", code[0])]
        end = code.end()
    return _spaces("".join([*pieces, _signs(text[end:])]))


def _signs(text: str) -> str:
    return _DASHES.sub("-", unicodedata.normalize("NFC", text).translate(_SIGNS))


def _spaces(text: str) -> str:
    if "\n" not in text:
        return " ".join(text.split())
    lines = text.strip(" \t").split("\n")
    return "\n".join(_line(line) for line in lines)


def _line(line: str) -> str:
    """One line of several: its indent (code) and a hard break at its end mean something."""
    words = " ".join(line.split())
    indent = line[: len(line) - len(line.lstrip())]
    return indent + words + ("  " if words and line.endswith("  ") else "")
