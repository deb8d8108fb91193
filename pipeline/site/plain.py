"""Markdown as plain words, for titles, descriptions and comparisons; linear in any text."""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from functools import lru_cache

_LINK = re.compile(r"!?\[([^\]]*)\](\([^)]*\)|\[[^\]]*\])")
_TAG = re.compile(r"</?[A-Za-z][^>]*>")
_CODE = re.compile(r"`+([^`]+)`+")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!>-])")
_ENDS = {
    "*": re.compile(r"(?<=\S)(?=\*)"),
    "**": re.compile(r"(?<=\S)(?=\*\*)"),
    "_": re.compile(r"(?<=\S)(?=_(?!\w))"),
    "__": re.compile(r"(?<=\S)(?=__(?!\w))"),
}
"""Where a stressed stretch may end."""


@lru_cache(maxsize=1 << 13)
def plain_words(markdown: str) -> str:
    """The words of a short piece of Markdown, for titles and descriptions.

    >>> plain_words("Take *two* [tablets](tea.md) of `x_y` &amp; rest")
    'Take two tablets of x_y & rest'
    """
    text = _LINK.sub(r"\1", markdown)
    text = _TAG.sub("", text)
    text = _CODE.sub(r"\1", text)
    text = _unstressed(_unstressed(text, "*"), "_")
    text = _ESCAPED.sub(r"\1", text)
    return " ".join(html.unescape(text).split())


def _unstressed(text: str, sign: str) -> str:
    """The text without the signs around what they stress.

    One expression says the same, and looks through all the rest of the text for each sign that is
    never closed; here all the places where something can end are known beforehand.
    """
    at = text.find(sign)
    if at < 0:
        return text
    marks = (sign * 2, sign)
    ends = {mark: [one.start() for one in _ENDS[mark].finditer(text)] for mark in marks}
    pieces: list[str] = []
    done = 0
    while at >= 0:
        following = at + 1
        inside_word = sign == "_" and at > 0 and (text[at - 1].isalnum() or text[at - 1] == "_")
        for mark in () if inside_word else marks:
            begin = at + len(mark)
            if not text.startswith(mark, at) or text[begin : begin + 1].isspace():
                continue
            index = bisect_left(ends[mark], begin + 1)
            if index < len(ends[mark]) and "\n" not in text[begin : ends[mark][index]]:
                end = ends[mark][index]
                pieces += (text[done:at], text[begin:end])
                done = following = end + len(mark)
                break
        at = text.find(sign, following)
    return "".join((*pieces, text[done:]))


def shorten(text: str, limit: int = 160) -> str:
    """A text of at most `limit` characters, cut at a word where the script has words.

    >>> shorten("one two three", 9)
    'one two…'
    """
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    head, space, _ = cut.rpartition(" ")
    kept = head if space and len(head) > limit // 2 else cut
    return kept.rstrip(" ,;:–—-،、，") + "…"
