"""The lines above a message: taken apart, and changed without touching the lines beside them.

`# ` the translator's own; `#.` the program's and the author's; `#:` where it stands; `#,` flags;
`#=` flags that gettext may write from 2027; `#|` and `#~|` the English before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.catalog.grammar import unquote
from pipeline.model import Entry

_PREVIOUS = re.compile(r"[ \t]*(?:(msgctxt|msgid_plural|msgid)\b)?")
_ORDER = ("translator", "extracted", "references", "flags", "previous")


@dataclass(frozen=True, slots=True)
class Comments:
    """What the comment lines of one entry say."""

    translator: tuple[str, ...] = ()
    extracted: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    previous: str | None = None
    previous_context: str | None = None
    previous_plural: str | None = None


@lru_cache(maxsize=4096)
def parse_comments(head: str) -> Comments:
    r"""What the comment lines of `head` say; blank lines say nothing.

    >>> parse_comments('# by hand\n#, fuzzy, no-wrap\n#| msgid "Tea"\n').flags
    ('fuzzy', 'no-wrap')
    """
    if head[:2] == "#:" and head.find("\n") == len(head) - 1:
        return Comments(references=(head[2:].strip(),))
    if "\r" in head:  # a file that mixes line ends
        head = head.replace("\r", "")
    said: dict[str, list[str]] = {kind: [] for kind in ("", *_ORDER)}
    for line in head.split("\n"):
        kind, text = _kind(line)
        said[kind].append(text)
    previous = _previous(said["previous"]) if said["previous"] else {}
    return Comments(
        tuple(said["translator"]),
        tuple(said["extracted"]),
        tuple(text.strip() for text in said["references"]),
        tuple(name for text in said["flags"] for name in _names(text)),
        previous.get("msgid"),
        previous.get("msgctxt"),
        previous.get("msgid_plural"),
    )


def _kind(line: str) -> tuple[str, str]:
    """What a comment line is for, and what it says."""
    if line[:1] != "#":
        line = line.lstrip(" \t\r\f\v")
    mark = line[:2]
    if mark == "#:":
        return "references", line[2:]
    if mark == "#.":
        return "extracted", line[3:] if line[2:3] == " " else line[2:]
    if mark in ("#,", "#="):
        return "flags", line[2:]
    if mark == "#|":
        return "previous", line[2:]
    if mark == "#~":
        return ("previous", line[3:]) if line[2:3] == "|" else ("", "")
    if mark:
        return "translator", line[2:] if mark == "# " else line[1:]
    return "", ""


def _names(said: str) -> tuple[str, ...]:
    return tuple(name for one in said.split(",") if (name := one.strip()))


def _previous(lines: Iterable[str]) -> dict[str, str]:
    """The strings of `#|` lines by their keyword."""
    parts: dict[str, list[str]] = {}
    name = ""
    for line in lines:
        name = _PREVIOUS.match(line)[1] or name  # type: ignore[index]  # it matches nothing, too
        parts.setdefault(name, []).append(line)
    return {name: unquote("".join(some)) for name, some in parts.items()}


def comment_lines(entry: Entry, previous: Sequence[str]) -> dict[str, list[str]]:
    """The comment lines that say an entry's fields, by kind, in the order of a catalog."""
    return {
        "translator": [f"# {line}".rstrip(" ") for line in entry.comments],
        "extracted": [f"#. {line}".rstrip(" ") for line in entry.extracted],
        "references": [f"#: {line}" for line in entry.references],
        "flags": [f"#, {', '.join(entry.flags)}"] if entry.flags else [],
        "previous": list(previous),
    }


def change_head(head: str, entry: Entry, previous: Sequence[str], kinds: Iterable[str]) -> str:
    """`head` with the lines of these kinds saying what `entry` says; all other lines stay."""
    lines = head.split("\n")[:-1]
    wanted = comment_lines(entry, previous)
    for kind in _ORDER:
        if kind in kinds:
            old = lines if kind != "flags" else _with_flags(lines, entry.flags)
            lines = old if kind == "flags" else _with(lines, kind, wanted[kind])
    return "".join(f"{line}\n" for line in lines)


def _with(lines: list[str], kind: str, new: Sequence[str]) -> list[str]:
    """The lines with those of one kind replaced, where the first of them stood or belongs."""
    parts = [_kind(line) for line in lines]
    kinds = [one for one, _ in parts]
    if kind in kinds:
        at = kinds.index(kind)
    else:
        before = ("", *_ORDER[: _ORDER.index(kind)])
        at = max((place + 1 for place, one in enumerate(kinds) if one in before), default=0)
    # A line that says what it said keeps its spelling: `#so`, with two spaces, indented.
    spelt = {_kind(line): line for line in reversed(lines)}
    rest = [(place, line) for place, line in enumerate(lines) if kinds[place] != kind]
    above = [line for place, line in rest if place < at]
    below = [line for place, line in rest if place >= at]
    return [*above, *(spelt.get(_kind(line), line) for line in new), *below]


def _with_flags(lines: list[str], flags: Sequence[str]) -> list[str]:
    """The lines with exactly these flags; a flag stays on its own `#,` or `#=` line."""
    left, kept = list(flags), []
    for line in lines:
        if _kind(line)[0] != "flags":
            kept.append(line)
            continue
        names = _names(_kind(line)[1])
        same = [name for name in names if name in flags]
        left = [name for name in left if name not in same]
        if same:
            mark = line.lstrip()[:2]
            kept.append(line if len(same) == len(names) else f"{mark} {', '.join(same)}")
    if not left:
        return kept
    for place, line in enumerate(kept):
        if line.lstrip().startswith("#,"):
            kept[place] = f"#, {', '.join([*left, *_names(_kind(line)[1])])}"
            return kept
    return (
        _with(kept, "flags", [f"#, {', '.join(left)}"])
        if not any(line.lstrip().startswith("#=") for line in kept)
        else _before_sticky(kept, f"#, {', '.join(left)}")
    )


def _before_sticky(lines: list[str], new: str) -> list[str]:
    at = next(place for place, line in enumerate(lines) if line.lstrip().startswith("#="))
    return [*lines[:at], new, *lines[at:]]
