"""What authors write: articles, and the segments that translators see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

Key: TypeAlias = tuple[str | None, str]
"""What names a message in a catalog: its context (or None) and its msgid."""


class Kind(StrEnum):
    """What a segment is in its article; the value is the word a translator reads."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "list item"
    CELL = "table cell"
    TERM = "term"
    DEFINITION = "definition"
    CAPTION = "caption"
    """The title of an admonition, a tab or a `details` block; a `summary` or `figcaption`."""
    FOOTNOTE = "footnote"
    ABBREVIATION = "abbreviation"
    ALT = "image description"
    TOOLTIP = "tooltip"
    """A `title` attribute of a reference definition or of raw HTML."""
    HTML = "text in HTML"
    CODE = "code"
    FIELD = "front matter"


class Role(StrEnum):
    """What a segment does for its article, beyond its kind."""

    TITLE = "title"
    LEAD = "lead"
    CRITICAL = "critical"
    """A dose or a warning: never shown in any wording but a current one."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one source line: `line` counts from 1, columns count characters from 0."""

    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of an article that a translator sees as one string."""

    text: str
    """Exactly what stands in the source, prefixes of quotes and lists taken off."""
    msgid: str
    """The normal form: soft line breaks are one space, hard breaks stay, edge space is gone."""
    kind: Kind
    context: str | None = None
    """The msgctxt; None for nearly all."""
    roles: frozenset[Role] = frozenset()
    headings: tuple[str, ...] = ()
    """The headings it stands under, outermost first (in the source language)."""
    note: str = ""
    """What the author tells the translators; may have several lines."""
    field: str = ""
    """For kind FIELD the front-matter key it is the value of."""
    ignored: frozenset[str] = frozenset()
    """Rule ids that the author silenced for this segment."""
    line: int = 0
    """Source line where it begins, from 1; 0 while nobody has asked for positions."""
    spans: tuple[Span, ...] = ()
    """One span a source line, in order; empty until located."""

    @property
    def key(self) -> Key:
        """The name of its message in a catalog."""
        return (self.context, self.msgid)


@dataclass(frozen=True, slots=True)
class Left:
    """A stretch of an article that is left out of translation on purpose."""

    what: str
    """The construct: `code`, `html`, `skipped`, `no letters`, …"""
    text: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Scope:
    """What the fragments of one article may refer to: taken from the source article alone."""

    references: tuple[tuple[str, str, str | None], ...] = ()
    """(label, address, title) of each link definition."""
    footnotes: tuple[str, ...] = ()
    """Labels of the footnotes, in the order of their definitions."""
    abbreviations: tuple[tuple[str, str], ...] = ()
    """(term, expansion)."""


@dataclass(frozen=True, slots=True)
class Article:
    """One source article, cut into segments."""

    name: str
    """Path below the source folder without suffix, also the gettext domain: `a/b`."""
    path: str
    """Path from the project root, with forward slashes: `source/a/b.md`."""
    text: str
    """The whole source text, front matter and all."""
    meta: Mapping[str, object] = field(default_factory=dict)
    """The front matter; every scalar is a string, lists and mappings may nest."""
    segments: tuple[Segment, ...] = ()
    """In source order."""
    left: tuple[Left, ...] = ()
    scope: Scope = Scope()
