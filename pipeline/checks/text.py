"""Text of strangers, made safe to show: on a terminal, in a log, in a message."""

from __future__ import annotations

import re
import unicodedata

_NAMES = {
    "\u00a0": "no-break space",
    "\u202f": "narrow no-break space",
    "\u2009": "thin space",
    "\u3000": "wide space",
    "\u200b": "zero-width space",
    "\u200c": "zero-width non-joiner",
    "\u200d": "zero-width joiner",
    "\u200e": "left-to-right mark",
    "\u200f": "right-to-left mark",
    "\u00ad": "soft hyphen",
    "\u2060": "word joiner",
    "\ufeff": "byte order mark",
    "\t": "tab",
    "\n": "new line",
    "\r": "carriage return",
    "\x1b": "escape",
    "\x00": "null",
}

_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u180e\u2000-\u200f\u2028-\u202f"
    r"\u205f-\u206f\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ufdd0-\ufdef\ud800-\udfff"
    r"\ue000-\uf8ff\U000e0000-\U000e0fff]"
)
_JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f")


def character(sign: str) -> str:
    """The name of one character that cannot be seen: `U+00A0 no-break space`.

    >>> character("\\u202e")
    'U+202E right-to-left override'
    """
    name = _NAMES.get(sign) or unicodedata.name(sign, "").lower()
    return f"U+{ord(sign):04X} {name}".rstrip()


def named(text: str) -> str:
    """The text with every character named that cannot be seen, or that could move a terminal.

    Joiners inside words are left alone: Persian and emoji are made with them.

    >>> named("a\\u00a0b \\x1b[31m")
    'a<U+00A0 no-break space>b <U+001B escape>[31m'
    """
    if text.isascii() and text.isprintable():
        return text
    return _UNSEEN.sub(_name, text)


def _name(match: re.Match[str]) -> str:
    sign = match[0]
    if sign in _JOINERS:
        before = match.string[match.start() - 1 : match.start()]
        after = match.string[match.end() : match.end() + 1]
        if before and not before.isspace() and (sign in "\ufe0e\ufe0f" or after.strip()):
            return sign
    return f"<{character(sign)}>"


def shortened(text: str, length: int = 100) -> str:
    """The text, cut at `length` with a mark that it goes on.

    >>> shortened("one two three", 8)
    'one two…'
    """
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


_CODE_SPAN = re.compile(r"(?<![\\`])(`{1,9})(?!`).*?(?<!`)\1(?!`)", re.S)


def without_code(text: str) -> str:
    """A Markdown text without its code spans.

    >>> without_code("Run `a [b](c)` now")
    'Run  now'
    """
    return _CODE_SPAN.sub("", text) if "`" in text else text
