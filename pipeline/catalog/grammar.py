"""What a `.po` file is made of, as expressions whose time is linear in any text, hostile or not.

Line ends are LF here: the reader has taken a file's CRs off before it looks.
"""

from __future__ import annotations

import re

# Only quantifiers over single characters are possessive: around groups Python before 3.11.5 gets
# them wrong (python/cpython#106052), and Debian 12 has 3.11.2. Elsewhere every group begins with a
# sign that nothing before it can hold, so there is one way to read a text and nothing to try again.
STRING = r'"[^"\\\n]*+(?:\\.[^"\\\n]*+)*"'
SPACE = r"[ \t\r\f\v]*+"

_COMMENT = rf'{SPACE}(?:#(?!~[ \t]*+(?:msg|"))[^\n]*+)?'
_HEAD = rf"(?:{_COMMENT}\n)*"
"""Blank lines and comments, `#~|` among them; up to a message or an obsolete message."""


def _entry(gap: str, start: str) -> str:
    """The expression of an entry; `gap` is what may stand between its words, `start` before it."""
    strings = rf"({STRING}(?:{gap}{STRING})*)"
    return (
        rf"({_HEAD}){start}(?:msgctxt{gap}{strings}{gap})?(msgid){gap}{strings}{gap}"
        rf"(?:msgid_plural{gap}{strings}{gap})?"
        rf"(msgstr)(?:{gap}{strings}|{gap}((?:\[[0-9]++\]{gap}{STRING}(?:{gap}{STRING})*"
        rf"(?:{gap}msgstr{gap}(?=\[))?)+)){SPACE}(?:\n|\Z)(?!{SPACE}(?:#~{SPACE})?msgstr\[)"
    )


HEAD = re.compile(_HEAD)
LAST_LINE = re.compile(rf"{_COMMENT}\Z")
"""A comment or nothing, at the end of a file without a final line end."""
LIVE = re.compile(_entry(r"[ \t\r\f\v\n]*+", SPACE))
"""Groups: head, context, the word msgid, msgid, plural, the word msgstr, msgstr, numbered forms."""
OBSOLETE = re.compile(_entry(rf"(?:{SPACE}\n{SPACE}#~)*{SPACE}", rf"{SPACE}#~{SPACE}"))
"""The groups of LIVE."""
FORM = re.compile(rf'\[([0-9]++)\]((?:[^"\[]*+{STRING})+)')
WORD = '\nmsgstr "'
"""What stands between the head and the translation of nearly every entry."""
BEYOND = ("\n#", "\nmsgid", "\nmsgctxt")
"""A blank line and one of these: nothing of the entry before it can follow."""

_INNER = re.compile(r'"([^"\\]*+(?:\\.[^"\\]*+)*)"')
_ESCAPE = re.compile(r"\\([0-7]{1,3}|x[0-9A-Fa-f]{1,2}|.)")
_NAMED = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}


def unquote(strings: str) -> str:
    r"""The text of one or more quoted strings, one after the other.

    >>> unquote('"Black "\n"\\"tea\\""')
    'Black "tea"'
    """
    if strings.count('"') == 2:
        text = strings[strings.index('"') + 1 : strings.rindex('"')]
    else:
        text = "".join(_INNER.findall(strings))
    return _ESCAPE.sub(_unescape, text) if "\\" in text else text


def _unescape(found: re.Match[str]) -> str:
    sign = found[1]
    if sign in _NAMED:
        return _NAMED[sign]
    if sign in '"\\':
        return sign
    if sign[0] == "x" and len(sign) > 1:
        return chr(int(sign[1:], 16))
    # What gettext does not know (`\q`) stays as it is: the gate names it, and nothing is lost.
    return chr(int(sign, 8)) if sign[0] in "01234567" else found[0]
