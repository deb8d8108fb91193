"""Signs: what shows at a glance whether a rule could find anything in a translation at all.

Most passages are plain sentences: no digit, no bracket, no mark of Markdown in them, nothing that
forty rules look for. So each rule names the signs without which it stays silent, the signs of a
passage are found in one look at each side (the source's once for all languages), and only the
rules that have a sign of theirs are run. A sign may be there without need; none may be missing.

Law: with all signs given, whatever the passage holds, the rules find what they find with its own.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.checks.view import View

# --- signs of one side ----------------------------------------------------------------------------

DIGIT = 1 << 0
"""A digit or a vulgar fraction among the words."""
BRACKET = 1 << 1
"""A bracket among the words, round, square, curly, angular or of eastern shape."""
MARK = 1 << 2
"""A sign among the words that Markdown could have read: `*`, `_`, a backtick, `]`."""
CALL = 1 << 3
"""`?` or `!` among the words."""
COLON = 1 << 4
"""One of `:;!?»` among the words."""
POINT = 1 << 5
"""Something like a part of an address among the words: `://`, or a full stop in mid-word."""
SQUARE = 1 << 6
"""A square bracket in the text, markup and all."""
CURLY = 1 << 7
"""A curly bracket or `%` in the text."""
SHARP = 1 << 8
"""One of `#<>=` in the text."""
BLOCK = 1 << 9
"""Something in the text that could begin a block of Markdown or a cell."""
TAG = 1 << 10
"""A tag in the HTML."""
UNSEEN = 1 << 11
"""A character in the text that nobody sees, or that no text may hold."""
LOOSE = 1 << 12
"""A letter in the text that has a shorter spelling in Unicode's normal form."""
GAP = 1 << 13
"""Two spaces in a row in the text."""

_SIDE = 14


def of_source(sign: int) -> int:
    """The sign, asked of the source."""
    return sign << _SIDE


def of_either(sign: int) -> int:
    """The sign, asked of the source or the translation."""
    return sign << _SIDE | sign


# --- signs of both sides together -----------------------------------------------------------------

_PAIR = 1 << 2 * _SIDE
TAGS = _PAIR << 0
"""The tags of the sides differ, or their order, or an attribute."""
ENDS = _PAIR << 1
"""The sides do not plainly end alike."""
EDGE = _PAIR << 2
"""White space stands at an edge of the translation or of the msgid."""
COPY = _PAIR << 3
"""The translation is about as long as its source, and has its longest word."""
UNEVEN = _PAIR << 4
"""The sides are not about equally long."""
FOREIGN = _PAIR << 5
"""A letter of another script than that of the language."""
KIN = _PAIR << 6
"""A letter that the language has not and a near relative has, or an English article."""
CRITICAL = _PAIR << 7
"""The author marked the passage as critical, or the settings name rules one by one."""
CODE = _PAIR << 8
"""The passage is a block of code."""
TERMS = _PAIR << 9
"""The language has a glossary."""
NAMES = _PAIR << 10
"""The settings list names that are not translated."""
PATTERNS = _PAIR << 11
"""The settings list placeholders of their own."""

ALL = (_PAIR << 12) - 1


# --- one side -------------------------------------------------------------------------------------

_BRACKETS = "()[]{}（）［］｛｝「」『』【】《》〈〉"
_FRACTIONS = "\u00bc-\u00be\u2150-\u215e"
_TELLING = re.compile(rf"[\d{_FRACTIONS}{re.escape(_BRACKETS)}%*_`＊#<>=|!?:;»\n]")
"""The characters that are a sign by themselves; most sentences have none of them."""
_IN_WORDS = dict.fromkeys(_BRACKETS, BRACKET) | dict.fromkeys("*_`＊", MARK)
_IN_WORDS |= {"]": BRACKET | MARK, "?": CALL | COLON, "!": CALL | COLON}
_IN_WORDS |= dict.fromkeys(":;»", COLON) | dict.fromkeys("%#<>=|\n", 0)
_IN_TEXT = dict.fromkeys("[]", SQUARE) | dict.fromkeys("{}%", CURLY)
_IN_TEXT |= dict.fromkeys("#<>=", SHARP) | dict.fromkeys("|\n", BLOCK)
_BEGINS_BLOCK = frozenset("#>*_+=`~:[!?/-0123456789")
_IN_ADDRESS = re.compile(r"\.[!-~]")


def signs_of(view: View) -> int:
    """The signs of one side."""
    text, html = view.text, view.html
    found = set(_TELLING.findall(text))
    signs = 0
    for one in found:
        signs |= _IN_TEXT.get(one, 0)
    if "<" in html:
        signs |= TAG
    words = view.words
    if words != text:
        found = set(_TELLING.findall(words))
    for one in found:
        # What is no sign of its own in the table is a digit of one script or another.
        signs |= _IN_WORDS.get(one, DIGIT)
    first = text.lstrip(" ")[:1]
    if first in _BEGINS_BLOCK or first.isdecimal():
        signs |= BLOCK
    if "://" in words or _IN_ADDRESS.search(words):
        signs |= POINT
    if "  " in text:
        signs |= GAP
    # No unseen character can be printed but those two, which stand for lost ones.
    if not text.isprintable() or "\ufffc" in text or "\ufffd" in text:
        signs |= UNSEEN
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        signs |= LOOSE
    return signs
