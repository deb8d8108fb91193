"""A compiled article: constant HTML with holes, made once and filled in every language."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from pipeline.model import Kind, Scope

BACK_LINK = "Jump back to footnote {number} in the text"
"""The footnotes' own words, as translators of the interface see them."""

ADMONITIONS = (
    "Attention", "Caution", "Danger", "Error", "Example", "Hint", "Important", "Info", "Note",
    "Question", "Quote", "Success", "Tip", "Warning",
)  # fmt: skip
"""The usual default titles of admonitions; any other class word may occur too."""


class Mark(StrEnum):
    """How a hole says that its text is in another language."""

    ELEMENT = "element"
    """On the element around it, which holds nothing else."""
    INSIDE = "inside"
    """On a `span` around the text: the element keeps the page's side."""
    ALT = "alt"
    """On the element whose attribute it is."""
    DROP = "drop"
    """Not at all: the attribute is left out."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Hole:
    """A place of the page that is filled anew in each language."""

    what: str
    """segment, name (of a heading, in a table of contents), word, back (link of a footnote), own
    (the same in every language)"""
    number: int
    """Of the segment or footnote."""
    own: str = ""
    """The HTML of the article's own text here."""
    mark: Mark = Mark.INSIDE
    before: str = ""
    """For an attribute, what stands before its value: ` alt="`."""
    text: str = ""
    """For a word, the word."""


Piece: TypeAlias = str | Hole


@dataclass(frozen=True, slots=True)
class Section:
    """A heading as a table of contents names it."""

    level: int
    id: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Skeleton:
    """All of a page's body that is the same in every language, and where the rest goes."""

    pieces: tuple[Piece, ...] = ()
    sections: tuple[Section, ...] = ()
    anchors: tuple[str, ...] = ()
    """For each segment the id of the nearest heading above; empty at the top."""
    texts: tuple[str, ...] = ()
    """The article's own text of each segment."""
    kinds: tuple[Kind, ...] = ()
    scope: Scope = Scope()
    titles: tuple[tuple[str, int], ...] = ()
    """(label of a link, number of the segment that is its title)"""
    expansions: tuple[tuple[str, int], ...] = ()
    """(abbreviation, number of the segment that says what it stands for)"""
    whole: str | None = None
    """The page in the article's own words, where the pieces do not give it exactly."""
    digest: str = ""
    """Changes with everything above, and with the parser's version and settings."""
