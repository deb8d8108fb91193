"""What translators write: catalogs and their entries, and units, which pair both sides."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.model.articles import Key, Segment


class State(StrEnum):
    """How far a unit is."""

    TRANSLATED = "translated"
    FUZZY = "fuzzy"
    UNTRANSLATED = "untranslated"
    REJECTED = "rejected"
    """Translated, but a check found an error: published as its source."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a catalog, with the exact text that it was read from."""

    msgid: str
    msgstr: tuple[str, ...] = ("",)
    """One string, or one a plural form."""
    context: str | None = None
    plural: str | None = None
    """The msgid_plural."""
    flags: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    """The translator's own (`# `), a line each, without the mark."""
    extracted: tuple[str, ...] = ()
    """The program's and the author's (`#.`)."""
    references: tuple[str, ...] = ()
    """The `#:` lines, a line each, as they stand."""
    previous: str | None = None
    """The `#| msgid`: the English that a fuzzy msgstr really translates."""
    previous_context: str | None = None
    previous_plural: str | None = None
    obsolete: bool = False
    line: int = 0
    """Line of the first line of the entry in the file, from 1; 0 for an entry not yet written."""
    msgid_line: int = 0
    msgstr_line: int = 0
    """Where a translator types."""
    raw: str | None = None
    """The entry as it stands in the file; None for an entry that was made or changed."""

    @property
    def key(self) -> Key:
        """The name of the message."""
        return (self.context, self.msgid)

    @property
    def fuzzy(self) -> bool:
        """Whether the translation needs a translator's eye."""
        return "fuzzy" in self.flags

    @property
    def translated(self) -> bool:
        """Whether it has a whole translation that is not fuzzy (obsolete ones included)."""
        return all(self.msgstr) and bool(self.msgstr) and not self.fuzzy


@dataclass(frozen=True, slots=True)
class Catalog:
    """One locale's messages for one domain, losing nothing of the file they were read from."""

    path: str
    entries: tuple[Entry, ...]
    """In file order, the header first where there is one; obsolete ones included."""
    bom: bool = False
    newline: str = "\n"
    tail: str = ""
    """What stands after the last entry."""

    @property
    def header(self) -> dict[str, str]:
        """The header's fields in order; empty where the catalog has no header."""
        for entry in self.entries:
            if entry.msgid == "" and entry.context is None and not entry.obsolete:
                lines = entry.msgstr[0].split("\n")
                pairs = (line.partition(":") for line in lines if ":" in line)
                return {name.strip(): value.strip() for name, _, value in pairs}
        return {}


class Match(StrEnum):
    """How a segment found its entry."""

    EXACT = "exact"
    NORMAL = "normal form"
    """Equal but for white space, Unicode form, quotes and dashes."""
    KEPT = "kept"
    """A maintainer said that the English edit changes no meaning."""
    PLACE = "place"
    """Another text at the same place in the structure: the English changed."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Unit:
    """A segment paired with its translation in one locale."""

    segment: Segment
    state: State
    target: str = ""
    """Empty when untranslated. A fuzzy target is never published as current."""
    previous: str | None = None
    """For a fuzzy one the English that the target translates, where known."""
    match: Match = Match.NONE
    path: str = ""
    """The catalog, from the project root."""
    line: int = 0
    """The line of the msgstr; 0 where the unit is not in the file yet."""
    comments: tuple[str, ...] = ()
    """The translator's comments on it."""
