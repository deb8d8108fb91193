"""What readers get: editions, their states and counts, and the clusters that link them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Tally:
    """A number of units and the source words in them."""

    units: int = 0
    words: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.units + other.units, self.words + other.words)

    def __reduce__(self) -> tuple[type[Tally], tuple[int, int]]:
        # Four of these are in every edition: the way of dataclasses takes three times as long.
        return Tally, (self.units, self.words)


@dataclass(frozen=True, slots=True)
class Counts:
    """How much of something is in which state; adds up over articles and languages."""

    translated: Tally = Tally()
    fuzzy: Tally = Tally()
    untranslated: Tally = Tally()
    rejected: Tally = Tally()

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.translated + other.translated,
            self.fuzzy + other.fuzzy,
            self.untranslated + other.untranslated,
            self.rejected + other.rejected,
        )

    def __reduce__(self) -> tuple[type[Counts], tuple[Tally, Tally, Tally, Tally]]:
        return Counts, (self.translated, self.fuzzy, self.untranslated, self.rejected)

    @property
    def total(self) -> Tally:
        """All of it."""
        return self.translated + self.fuzzy + self.untranslated + self.rejected


class EditionState(StrEnum):
    """What becomes of an article in one language."""

    SOURCE = "source"
    COMPLETE = "complete"
    STALE = "stale"
    """Indexed, and some passages' English changed since they were translated."""
    PARTIAL = "partial"
    """Indexed, and some passages are missing."""
    DRAFT = "draft"
    """Linked with its percentage, not indexed, outside hreflang."""
    WITHHELD = "withheld"
    """Not published; the reasons say why."""


INDEXED = frozenset(
    {EditionState.SOURCE, EditionState.COMPLETE, EditionState.STALE, EditionState.PARTIAL}
)
LINKED = INDEXED | {EditionState.DRAFT}


@dataclass(frozen=True, slots=True)
class Passage:
    """What one segment shows in one edition."""

    text: str
    """Markdown: the translation, or the source text."""
    foreign: bool = False
    """The text is in the source language, and must be marked so."""
    outdated: bool = False
    """The text is a translation of an older English wording, and must be marked so."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One article in one language: the summary that links, lists and reports are made of."""

    article: str
    locale: str
    state: EditionState
    counts: Counts = Counts()
    title: str = ""
    """What lists and links show; the English title while it is not translated."""
    title_foreign: bool = False
    description: str = ""
    reasons: tuple[str, ...] = ()
    """Why it is in this state, a sentence each."""
    drifted: int = 0
    """Segments whose English changed since they were translated."""
    missing: int = 0
    """Segments shown in English because nothing (usable) is there."""
    machine: bool = False
    """The catalog says that it is a machine draft."""
    unusable: bool = False
    """Its catalog or its article cannot be read."""
    carried: bool = False
    """For an unusable one: the last published body stands."""
    updated: str = ""
    """ISO date of the last change of content, or empty."""
    digest: str = ""
    """SHA-256 over all that its body shows."""
    translators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alternate:
    """One edition as others link to it."""

    locale: str
    tag: str
    """What `lang` and `hreflang` carry: `pt-BR`."""
    direction: str
    autonym: str
    url: str
    """The address below the base URL, with slashes on both ends: `/pt-br/tea/`."""
    state: EditionState
    percent: int = 100
    title: str = ""


@dataclass(frozen=True, slots=True)
class Cluster:
    """The editions of one article that may link to each other, the source first, in fixed order.

    Law: every list of language versions is made of one of these and of nothing else.
    """

    article: str
    linked: tuple[Alternate, ...] = ()
    """All that are published, drafts included: in-page links and the manifest."""

    @property
    def indexed(self) -> tuple[Alternate, ...]:
        """Those that search engines see: hreflang, sitemap, feeds, Open Graph, JSON-LD."""
        return tuple(one for one in self.linked if one.state in INDEXED)
