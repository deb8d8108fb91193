"""What is wrong with a catalog that cannot be parsed, said to the person who can put it right.

Nothing here runs while catalogs are well: the reader found no message where one must begin, and
this walks on line by line from there to the first line that does not fit.
"""

from __future__ import annotations

import re

from pipeline.errors import CatalogError

_CONFLICT = re.compile(r"<{7}(?: |$)|={7}$|>{7}(?: |$)|\|{7}(?: |$)")
_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr)[ \t]*(\[[^\]\"]*\]?)?[ \t]*(.*)")
_STRINGS = re.compile(r'(?:"[^"\\]*+(?:\\.[^"\\]*+)*"[ \t\r\f\v]*+)+')
_AFTER = {
    "": {"msgctxt", "msgid"},
    "msgctxt": {"msgid"},
    "msgid": {"msgid_plural", "msgstr"},
    "msgid_plural": {"msgstr"},
    "msgstr": {"msgctxt", "msgid", "msgstr"},
}


def diagnose(text: str, position: int, line: int, path: str) -> CatalogError:
    """The error in the message that begins at `position`, on line `line`."""
    lines = text[position:].split("\n")
    begin, last = line, ""
    obsolete = lines[0].lstrip().startswith("#~")
    for number, raw in enumerate(lines, line):
        stripped = raw.strip()
        if _CONFLICT.match(stripped):
            return _conflict(lines, line, number, path)
        if obsolete and stripped.startswith("#~"):
            stripped = stripped[2:].strip()
        elif obsolete and (stripped or number > line):
            break
        if not stripped:
            continue
        found = _KEYWORD.fullmatch(stripped)
        if found and last == "msgstr" and found[1] != "msgstr":
            break
        wrong = _wrong(stripped, found, last)
        if wrong:
            return CatalogError(wrong[0], path=path, line=number, hint=wrong[1])
        last = found[1] if found else last
    missing = "msgid" if last in ("", "msgctxt") else "msgstr"
    return CatalogError(
        f"the entry that begins here has no `{missing}`"
        if missing == "msgstr" or last
        else "this is no entry of a catalog",
        path=path,
        line=begin,
        hint="the file may be cut off: take the last good version from Git, or complete the entry",
    )


def _wrong(line: str, found: re.Match[str] | None, last: str) -> tuple[str, str] | None:
    """What does not fit in one line, and what to do about it."""
    if line.startswith("#"):
        return (
            "a comment stands in the middle of an entry",
            "put it above the `msgid`, or complete the entry before it",
        )
    strings = found[3] if found else line
    if found and found[1] not in _AFTER[last]:
        before = f"after `{last}`" if last else "at the beginning of an entry"
        return f"`{found[1]}` cannot stand {before}", "each entry is one `msgid` and one `msgstr`"
    if found and found[2] and not re.fullmatch(r"\[[0-9]+\]", found[2]):
        return f"`{found[1]}{found[2]}` is not a plural form", "write msgstr[0], msgstr[1], …"
    if not found and (not last or not line.startswith('"')):
        return (
            f"this line is neither a comment nor part of an entry: {_short(line)}",
            "was a line broken in two? Text must stand between double quotes",
        )
    if not _STRINGS.fullmatch(strings):
        return (
            f"the double quotes do not match: {_short(line)}",
            'text begins and ends with ", and a " inside it is written \\"',
        )
    return None


def _short(line: str) -> str:
    return line if len(line) <= 60 else line[:57] + "…"


def _conflict(lines: list[str], first: int, number: int, path: str) -> CatalogError:
    """Git's marks of a merge that nobody settled."""
    end = next(
        (one for one, raw in enumerate(lines, first) if one > number and raw.startswith(">>>>>>>")),
        0,
    )
    return CatalogError(
        "Git joined two versions of this file and left both"
        + (f", from here to line {end}" if end else ""),
        path=path,
        line=number,
        hint="keep one side of each difference and delete the lines of <, = and >;"
        " `pipeline merge-driver` keeps both sides' work by itself the next time",
    )


def undecodable(data: bytes, start: int, path: str) -> CatalogError:
    """The bytes are not UTF-8."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        message, line = "this file is UTF-16, not UTF-8", 1
    else:
        line = data.count(b"\n", 0, start) + 1
        message = f"this file is not UTF-8: byte 0x{data[start]:02x} stands here"
    hint = "save it as UTF-8 in your editor, or run `msgconv --to-code=UTF-8`"
    return CatalogError(message, path=path, line=line, hint=hint)


def misnumbered(line: int, path: str, singular: bool | None) -> CatalogError:
    """Plural forms without `msgid_plural`, or the other way round, or numbered with gaps."""
    if singular is None:
        message, hint = "the plural forms are not numbered 0, 1, 2, … in order", "number them so"
    elif singular:
        message = "this entry has `msgstr[0]` but no `msgid_plural`"
        hint = "write `msgstr` without a number, or give the `msgid_plural` back"
    else:
        message = "this entry has a `msgid_plural` but a `msgstr` without a number"
        hint = "write msgstr[0], msgstr[1], …"
    return CatalogError(message, path=path, line=line, hint=hint)
