"""The second phase: the editions of one article, now that all clusters are known -> its pages."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from pipeline.model import Cluster, Edition, Finding, Severity
from pipeline.site import (
    Around,
    ArticlePage,
    BrokenLink,
    Interface,
    SiteFacts,
    Theme,
    article_address,
    page_file,
    read_about,
    read_credits,
    relink,
    render_article,
)
from pipeline.site.validate import Gist, Group, Summary, Told, has_remnants
from pipeline.tasks.packing import unpack
from pipeline.tasks.validating import judge_pages
from pipeline.tasks.values import Assessed


@dataclass(frozen=True, slots=True)
class Frame:
    """What all pages of a publication share."""

    facts: SiteFacts
    interfaces: Mapping[str, Interface]
    overrides: Mapping[str, str] = field(default_factory=dict)
    """Templates and styles that take the place of the program's own."""
    theme_folder: str = "theme"
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By language tag: the strings of the page furniture in English and in that language."""
    may_differ: tuple[str, ...] = ()
    """Hosts whose addresses a translation may exchange."""
    compiled: Mapping[str, bytes] = field(default_factory=dict)
    """All templates as code."""


@dataclass(frozen=True, slots=True)
class RenderTask:
    """The published editions of one article, and the clusters that their links depend on."""

    article: str
    editions: tuple[Assessed, ...]
    clusters: Mapping[str, Cluster]
    """By article: its own, and those of the articles that it links to."""
    source_updated: str = ""
    packed: tuple[bytes, ...] = ()
    """Contents of further editions, as `pack` made them."""
    beside: Group = ()
    """The page in the source language, where it stands already and others are compared with it."""
    authors: tuple[str, ...] = ()
    """Title and lead of the article itself, where they look as if a template had left them."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """One page of the site."""

    locale: str
    file: str
    """Below the output folder."""
    data: bytes
    """Empty in what is remembered of a page that stands already."""
    sha256: str
    findings: tuple[Finding, ...] = ()
    files: tuple[str, ...] = ()
    """Files below the source folder that it uses."""
    faults: tuple[Finding, ...] = ()
    """What the validator found in it."""
    gist: Gist = Gist("", "", "", 0)


@dataclass(frozen=True, slots=True)
class RenderedArticle:
    """Pages of one article, and for each of them what the rules on the whole site need of it."""

    pages: tuple[Rendered, ...]
    summaries: tuple[Summary, ...]


def run_render(frame: bytes, task: bytes) -> bytes:
    """`render_pages` for executors: pickled values in, a pickled `RenderedArticle` out."""
    shared, theme = _frame(frame)
    asked: RenderTask = pickle.loads(task)
    asked = replace(asked, editions=(*asked.editions, *map(unpack, asked.packed)), packed=())
    pages = render_pages(shared, theme, asked)
    return pickle.dumps(_judged(shared, asked, pages), pickle.HIGHEST_PROTOCOL)


@lru_cache(maxsize=2)
def _frame(data: bytes) -> tuple[Frame, Theme]:
    frame: Frame = pickle.loads(data)
    return frame, Theme(frame.overrides, frame.theme_folder, frame.compiled)


def render_pages(frame: Frame, theme: Theme, task: RenderTask) -> tuple[Rendered, ...]:
    """The pages of one article, one a published edition.

    Law: a page depends on the frame, its edition, and the clusters of the articles it links to.
    """
    return tuple(_render(frame, theme, task, one) for one in task.editions)


def _judged(frame: Frame, task: RenderTask, pages: Sequence[Rendered]) -> RenderedArticle:
    """The pages with what the validator says of them."""
    told = Told({}, frame.words, frame.may_differ, task.authors)
    group = [(page.file, page.data) for page in pages]
    cluster = task.clusters[task.article]
    found = judge_pages(frame.facts, told, cluster, group, task.editions, task.beside)
    faults: dict[str, list[Finding]] = {}
    for one in found.findings:
        faults.setdefault(one.path, []).append(one)
    judged = tuple(
        replace(page, faults=tuple(faults.get(page.file, ())), gist=gist)
        for page, gist in zip(pages, found.gists, strict=True)
    )
    return RenderedArticle(judged, found.summaries)


def unusual_words(editions: Iterable[Edition], source: str) -> tuple[str, ...]:
    """Titles and leads of the articles themselves that look like what a template leaves."""
    own = (one for one in editions if one.locale == source)
    texts = {text for one in own for text in (one.title, one.description) if has_remnants(text)}
    return tuple(sorted(texts))


def _render(frame: Frame, theme: Theme, task: RenderTask, one: Assessed) -> Rendered:
    page, broken, files = make_page(frame, task, one)
    interface = frame.interfaces[one.edition.locale]
    text = render_article(theme, frame.facts, interface, page)
    address = article_address(task.article, page.language)
    findings = tuple(_finding(link, one) for link in broken)
    data = text.encode()
    digest = hashlib.sha256(data).hexdigest()
    return Rendered(one.edition.locale, page_file(address), data, digest, findings, files)


def make_page(
    frame: Frame, task: RenderTask, one: Assessed
) -> tuple[ArticlePage, tuple[BrokenLink, ...], tuple[str, ...]]:
    """What a page shows, the links that lead nowhere, and the files that it uses."""
    facts = frame.facts
    language = facts.language(one.edition.locale)
    if language is None:
        raise ValueError(f"no language {one.edition.locale}")
    interface = frame.interfaces[language.locale]
    around = Around(
        article=task.article,
        language=language,
        clusters=task.clusters,
        hint=interface.html((None, "(in English)"), {}),
        table=interface.gettext("Table"),
    )
    linked = relink(one.body, facts, around)
    page = ArticlePage(
        edition=one.edition,
        language=language,
        cluster=task.clusters[task.article],
        body=linked.html,
        contents=one.contents,
        marks=one.marks,
        credits=read_credits(one.meta, one.edition, one.fields),
        about=read_about(one.meta),
        source_updated=task.source_updated,
    )
    return page, linked.broken, linked.files


def _finding(link: BrokenLink, one: Assessed) -> Finding:
    return Finding(
        rule="link-broken",
        severity=Severity.WARNING,
        path=link.article,
        line=0,
        message=f"the link to `{link.address}` leads nowhere: there is no `{link.target}`",
        hint="correct the address, or add what it leads to",
        locale=one.edition.locale,
        article=link.article,
        detail=link.address,
    )
