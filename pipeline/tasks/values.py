"""What goes into the first phase's tasks, and what comes out of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.article import ContentsItem
from pipeline.catalog import Kept
from pipeline.checks import Glossary
from pipeline.config import Config
from pipeline.errors import ContentError
from pipeline.model import Edition, EditionState, Finding, Language
from pipeline.site import Marks, Words


@dataclass(frozen=True, slots=True)
class Common:
    """What all tasks of a run share."""

    config: Config
    source: Language
    kept: Kept = Kept()
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """For each locale the renderer's own words in it."""
    interface_missing: Mapping[str, int] = field(default_factory=dict)
    glossaries: Mapping[str, Glossary] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CatalogFile:
    """One locale's catalog of an article, as it lies on the disk."""

    language: Language
    path: str
    data: bytes | None
    """None where there is no such file."""
    was: EditionState | None = None
    """What the previous publication says of the edition."""
    problem: str = ""
    """Why the file could not be read."""


@dataclass(frozen=True, slots=True)
class AssessTask:
    """One article and the catalogs of a batch of languages."""

    name: str
    path: str
    text: str
    catalogs: tuple[CatalogFile, ...]
    with_source: bool = True
    """Whether the edition in the source language is asked for too."""
    compiled: bytes | None = None
    """The article as an earlier run read and compiled it, from the very same text."""
    fragments: bytes | None = None
    """What earlier runs rendered of the article."""


@dataclass(frozen=True, slots=True)
class Assessed:
    """One edition, with everything that its page and the reports need of the article."""

    edition: Edition
    findings: tuple[Finding, ...] = ()
    body: str = ""
    """The article as HTML, before its links are rewritten; empty where it is not published."""
    contents: tuple[ContentsItem, ...] = ()
    marks: Marks = Marks()
    fields: Mapping[str, Words] = field(default_factory=dict)
    """Translated values of the front matter."""
    meta: Mapping[str, object] = field(default_factory=dict)
    foreign: tuple[str, ...] = ()
    """The words of the passages that are shown in the source language."""
    translated: tuple[str, ...] = ()
    """The words of those that are not, where they are written as they are shown."""
    settled: bool = True
    """Whether it would be the same after a publication in which it is in this state already."""


@dataclass(frozen=True, slots=True)
class Outline:
    """The little of an edition that clusters, lists and reports need: kept in memory for all."""

    edition: Edition
    findings: tuple[Finding, ...] = ()
    links: tuple[str, ...] = ()
    """The articles that its body links to."""
    files: tuple[str, ...] = ()
    """The files that its body uses, below the source folder."""
    meta: Mapping[str, object] = field(default_factory=dict)
    """The front matter, in the source edition alone."""
    settled: bool = True
    content: str = ""
    """SHA-256 of the rest, which lies in the cache or on its way to a page."""


@dataclass(frozen=True, slots=True)
class AssessedArticle:
    """All editions of one batch, or what is wrong with the article."""

    name: str
    editions: tuple[Assessed, ...] = ()
    problem: ContentError | None = None
    compiled: bytes | None = None
    """The article, where it had to be read."""


@dataclass(frozen=True, slots=True)
class PackedArticle:
    """The same for the way between processes: for each edition its outline and its content."""

    name: str
    editions: tuple[tuple[bytes, bytes], ...] = ()
    problem: ContentError | None = None
    compiled: bytes | None = None
    """For later runs: the article, where it had to be read."""
    fragments: bytes | None = None
    """For later runs: what is rendered of the article, where anything of it was."""
