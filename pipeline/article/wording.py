"""What is text to a translator: normal form, letters, and the stretches that hold no words."""

from __future__ import annotations

import re
import unicodedata

EDGE = " \t\r\n\f\v"
"""White space of ASCII: a no-break or ideographic space at an edge was put there on purpose."""

_CODE = re.compile(r"(?<!`)(`+)(?!`)(?:.*?[^`])\1(?!`)", re.DOTALL)
_LINK_END = re.compile(r"\]\(\s*<?[^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*>?\s*\)|\]\[[^\]\n]*\]")
_AUTOLINK = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.-]*:[^\s<>]*|[^\s<>@]+@[^\s<>]+)>")
_BARE_LINK = re.compile(r"\b(?:https?|ftp|mailto):[^\s<>]+")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);")
_FOOTNOTE = re.compile(r"\[\^[^\]]*\]")
_ATTRIBUTES = re.compile(r"\{:?[ ]*[^}\n ][^\n}]*\}")
_SIGNS = re.compile(r"[`<&\[:{]")
"""Without one of these every letter is a word's."""


def words(listed: str) -> frozenset[str]:
    """A set of words, written as a line of text."""
    return frozenset(listed.split())


def normal_form(text: str, *, breaks: bool = False) -> str:
    r"""The msgid of a text: soft line breaks are one space, hard ones stay, edge space is gone.

    With `breaks` every line break is a hard one, as the extension `nl2br` has it.

    >>> normal_form(" Warm feet\n  help,  \nsocks more so. ")
    'Warm feet help,  \nsocks more so.'
    """
    if "\n" not in text:
        text = text.strip(EDGE)
        return text if text.isascii() else unicodedata.normalize("NFC", text)
    parts: list[str] = []
    lines = text.strip(EDGE).split("\n")
    for line in lines:
        if parts:
            hard = parts[-1].endswith("  ")
            parts[-1] = parts[-1].rstrip(" \t")
            parts.append("  \n" if hard else "\n" if breaks else " ")
        parts.append(line.lstrip(" \t"))
    return unicodedata.normalize("NFC", "".join(parts))


def has_words(text: str) -> bool:
    """Whether a Markdown text holds a letter outside code, addresses, tags and entities.

    >>> has_words("100 °C"), has_words("`make tea`"), has_words("<https://example.org>")
    (True, False, False)
    """
    if not (text[:1].isalpha() or any(map(str.isalpha, text))):
        return False
    if not _SIGNS.search(text):
        return True
    for pattern in (_CODE, _COMMENT, _AUTOLINK, _TAG, _ENTITY, _FOOTNOTE):
        text = pattern.sub(" ", text)
    text = _LINK_END.sub("]", text)
    text = _BARE_LINK.sub(" ", text)
    text = _ATTRIBUTES.sub(" ", text)
    return any(map(str.isalpha, text))


def without_code(text: str) -> str:
    """The text with blanks for its code spans, at the same offsets."""
    return _CODE.sub(lambda match: " " * len(match[0]), text)


def has_letters(text: str) -> bool:
    """Whether a plain text (an attribute, a front-matter value) holds a letter to translate."""
    if _SIGNS.search(text):
        text = _ENTITY.sub(" ", _BARE_LINK.sub(" ", text))
    return any(map(str.isalpha, text))
