"""What each kind of page shows, gathered as plain values before any HTML is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from pipeline.edition import drifted
from pipeline.model import Cluster, Edition, EditionState, Kind, Language, Passage, Unit


class Heading(Protocol):
    """One heading of an article's body: its level, its anchor, its inline HTML."""

    @property
    def level(self) -> int:
        """From 1."""

    @property
    def id(self) -> str:
        """The anchor, the English one in every language."""

    @property
    def html(self) -> str:
        """What the heading shows, as inline HTML."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The headings under which passages stand that are not a current translation, one a passage."""

    changed: tuple[str, ...] = ()
    """Shown in English, because the English changed."""
    outdated: tuple[str, ...] = ()
    """Shown in the old translation, and marked so."""
    missing: tuple[str, ...] = ()
    """Shown in English, because there is no translation."""

    @classmethod
    def of(
        cls, units: Sequence[Unit], passages: Sequence[Passage], anchors: Sequence[str]
    ) -> Marks:
        """The marks of an edition; values of the front matter stand in no passage of the page."""
        changed: list[str] = []
        outdated: list[str] = []
        missing: list[str] = []
        for unit, passage, anchor in zip(units, passages, anchors, strict=True):
            if unit.segment.kind is Kind.FIELD:
                continue
            if passage.outdated:
                outdated.append(anchor)
            elif passage.foreign:
                (changed if drifted(unit) else missing).append(anchor)
        return cls(tuple(changed), tuple(outdated), tuple(missing))


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of text, and whether it is in the source language on a page of another one."""

    text: str
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class Credits:
    """Who made an article and when; what is empty is not shown."""

    author: Words = Words("")
    job_title: Words = Words("")
    institution: Words = Words("")
    acknowledgement: Words = Words("")
    reviewer: Words = Words("")
    reviewed: str = ""
    published: str = ""
    updated: str = ""
    translators: tuple[str, ...] = ()
    machine: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """What search engines are told an article is about; only what the author says."""

    type: str = "Article"
    """A class of schema.org: `MedicalWebPage`."""
    subject: str = ""
    subject_type: str = "Thing"
    audience: str = ""


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """One article in one language, ready to be put into HTML."""

    edition: Edition
    language: Language
    cluster: Cluster
    body: str
    """The finished HTML of the article, links and images included."""
    contents: tuple[Heading, ...] = ()
    """Every heading of the body, in order."""
    marks: Marks = Marks()
    credits: Credits = Credits()
    about: About = About()
    source_updated: str = ""
    """ISO date of the last change of the source article, or empty."""


@dataclass(frozen=True, slots=True)
class LanguagePage:
    """The list of all articles of one language."""

    language: Language
    homes: Cluster
    """The same page of every language."""
    editions: tuple[Edition, ...]
    """The linked editions of this language; the order does not matter."""
    sources: tuple[Edition, ...] = ()
    """The source editions, all of them."""
    article: ArticlePage | None = None
    """The article that stands at the address of this page, where there is one."""


@dataclass(frozen=True, slots=True)
class RootPage:
    """The first page of the site, where a reader chooses a language."""

    homes: Cluster
    articles: Mapping[str, int]
    """Locale to the number of its published articles."""


@dataclass(frozen=True, slots=True)
class StatusPage:
    """How far every language is, for translators and maintainers."""

    editions: tuple[Edition, ...]
    """All editions, withheld ones included."""
    homes: Cluster


CREDITS = ("author", "job_title", "institution", "acknowledgement", "reviewer")
"""The front-matter keys of the credits that are text."""


def read_credits(
    meta: Mapping[str, object],
    edition: Edition,
    fields: Mapping[str, Words] | None = None,
) -> Credits:
    """The credits of an edition, from the article's front matter.

    `fields` holds those values that have been offered to translators. A translation inherits the
    date of review only while it says what was reviewed.
    """
    foreign = edition.state is not EditionState.SOURCE
    given = fields or {}
    texts = {
        name: given[name] if name in given else Words(_text(meta.get(name)), foreign)
        for name in CREDITS
    }
    current = edition.state in (EditionState.SOURCE, EditionState.COMPLETE)
    return Credits(
        **texts,
        reviewed=_text(meta.get("reviewed")) if current and not edition.carried else "",
        published=_text(meta.get("date")),
        updated=edition.updated,
        translators=edition.translators,
        machine=edition.machine,
    )


def read_about(meta: Mapping[str, object]) -> About:
    """What the front matter says under `about`: a mapping of `page`, `type`, `name`, `audience`."""
    about = meta.get("about")
    if not isinstance(about, Mapping):
        return About()
    return About(
        type=_class_name(about.get("page"), "Article"),
        subject=_text(about.get("name")),
        subject_type=_class_name(about.get("type"), "Thing"),
        audience=_text(about.get("audience")),
    )


def nest(headings: Iterable[Heading]) -> tuple[tuple[Heading, tuple[Heading, ...]], ...]:
    """The second-level headings of a page, each with the third-level ones below it."""
    tree: list[tuple[Heading, list[Heading]]] = []
    for one in headings:
        if one.level == 2:
            tree.append((one, []))
        elif one.level == 3 and tree:
            tree[-1][1].append(one)
    return tuple((head, tuple(below)) for head, below in tree)


def _text(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(_text(one) for one in value if _text(one))
    return value.strip() if isinstance(value, str) else ""


def _class_name(value: object, otherwise: str) -> str:
    text = _text(value)
    return text if re.fullmatch(r"[A-Za-z]+", text) else otherwise
