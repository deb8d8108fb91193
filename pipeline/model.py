"""The nouns of the pipeline: frozen values that know nothing of files, Markdown or HTML.

An *article* is what an author writes; its *segments* are the stretches that a translator sees.
A *catalog* holds *entries*; a segment paired with its entry in one locale is a *unit*.
An article in one locale is an *edition*; the editions that may link to each other are a *cluster*.
A *finding* is one problem, at the place where somebody must type.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, TypeAlias

Key: TypeAlias = tuple[str | None, str]
"""What names a message in a catalog: its context (or None) and its msgid."""


# --- articles -----------------------------------------------------------------------------


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


# --- catalogs -----------------------------------------------------------------------------


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


# --- findings -----------------------------------------------------------------------------


class Severity(StrEnum):
    """How bad a finding is."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem: what is so, where, and what to do."""

    rule: str
    severity: Severity
    path: str
    """From the project root, with forward slashes."""
    line: int
    message: str
    """One sentence that names the very text at fault."""
    hint: str = ""
    """What to do about it."""
    column: int = 0
    """From 1; 0 where the whole line is meant."""
    locale: str = ""
    article: str = ""
    context: str | None = None
    source: str = ""
    target: str = ""
    detail: str = ""
    """What tells it from other findings of the same rule at the same place; never a line number."""


@dataclass(frozen=True, slots=True)
class Example:
    """What a rule is explained and tested with."""

    text: str
    """The translation; for a rule about files or pages the stretch of the file or page."""
    source: str = ""
    """The English of the translation; empty for files and pages."""
    locale: str = "de"
    kind: Kind = Kind.PARAGRAPH
    critical: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is looked for, in a catalog or in the finished site.

    The records are the documentation: `docs/checks.md` and `check --explain` are made of them.
    """

    id: str
    """What a finding carries and a setting names: `link-target`."""
    family: str
    """One letter; in catalogs P file, S structure, N numbers and meaning, L language and
    characters, T typography, C completeness and consistency."""
    scope: str
    """`catalog` or `site`."""
    severity: Severity
    """How bad it is unless a setting, or the case at hand, says otherwise."""
    finds: str
    """What it finds, in one sentence."""
    why: str
    """Why that matters to a reader."""
    good: Example
    bad: Example
    silence: str = ""
    """How to silence it, where that differs from all the others."""
    fixable: bool = False
    """Whether `check --fix` mends it."""
    locked: bool = False
    """Whether a translator's own comment cannot silence it."""


# --- counts, editions, clusters ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tally:
    """A number of units and the source words in them."""

    units: int = 0
    words: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.units + other.units, self.words + other.words)


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


# --- languages ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Language:
    """One language that a site is published in: every fact that a page needs about it."""

    locale: str
    """CLDR locale, also the folder below `locales/`: `pt_BR`."""
    tag: str
    """BCP 47, for `lang` and `hreflang`: `pt-BR`."""
    url: str
    """Folder in the site: `pt-br`."""
    autonym: str
    """Its name in itself: português (Brasil)."""
    direction: str
    """`ltr` or `rtl`."""
    english: str = ""
    script: str = ""
    """ISO 15924: `Latn`, `Arab`, `Jpan`."""
    og: str = ""
    """For `og:locale`: `pt_BR`."""


# --- what parts ask of each other ----------------------------------------------------------------


class Memo(Protocol):
    """Remembers rendered fragments by the hash of everything they depend on."""

    def get(self, keys: Iterable[str]) -> dict[str, str]:
        """What is known of `keys`."""
        ...

    def put(self, fragments: Mapping[str, str]) -> None:
        """Remember these."""
        ...
