"""A small made-up site, as values: what the tests of the pages stand on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import markdown

from pipeline.catalog import read_catalog
from pipeline.config import Site
from pipeline.locales import language
from pipeline.model import Catalog, Counts, Edition, EditionState, Language, Tally
from pipeline.site import (
    ArticlePage,
    Interface,
    SiteFacts,
    Theme,
    build_cluster,
    in_order,
    shipped_interface,
)

CASES = Path(__file__).parent.parent / "cases" / "site"
THEME = Theme()
WHOLE = Counts(translated=Tally(10, 100))
MOST = Counts(translated=Tally(9, 90), untranslated=Tally(1, 10))
SOME = Counts(translated=Tally(6, 64), untranslated=Tally(4, 36))


@dataclass(frozen=True)
class Heading:
    """A heading of the sample article."""

    level: int
    id: str
    html: str


def languages(*locales: str) -> tuple[Language, ...]:
    """Languages in the fixed order."""
    return in_order([language(one) for one in locales], "en")


def edition(locale: str, state: EditionState = EditionState.COMPLETE, **more: object) -> Edition:
    """One edition of the article `tea`."""
    counts = {EditionState.DRAFT: SOME, EditionState.PARTIAL: MOST}.get(state, WHOLE)
    base = Edition("tea", locale, state, counts, title=f"Tea in {locale}", updated="2026-03-04")
    return replace(base, **more)


def facts(*locales: str, base: str = "https://example.org", **settings: object) -> SiteFacts:
    """The facts of a site in these languages."""
    every = languages(*locales)
    return SiteFacts(
        base, every[0], every, Site(**settings), "The Book of Tea", THEME.stylesheet_address
    )


def interface(locale: str, *own: Catalog) -> Interface:
    """The words of a language: the program's catalog, after the given ones."""
    data = shipped_interface(locale)
    shipped = [read_catalog(data, f"{locale}.po")] if data else []
    return Interface(language(locale), [*own, *shipped])


def sample_body() -> tuple[str, tuple[Heading, ...]]:
    """The HTML and the headings of the sample article."""
    text = (CASES / "article.md").read_text("utf-8")
    reader = markdown.Markdown(extensions=["extra", "admonition", "toc", "sane_lists"])
    body = reader.convert(text)

    def flat(tokens: list[dict]) -> list[Heading]:
        found = []
        for one in tokens:
            found.append(Heading(one["level"], one["id"], one["html"]))
            found += flat(one["children"])
        return found

    return body, tuple(flat(reader.toc_tokens))


def page(here: Edition, *rest: Edition, **more: object) -> ArticlePage:
    """The page of one edition, in a cluster with the others."""
    editions = (here, *rest)
    every = languages(*(one.locale for one in editions))
    body, contents = sample_body()
    cluster = build_cluster(here.article, editions, every)
    base = ArticlePage(here, language(here.locale), cluster, body, contents)
    return replace(base, **more)


EN = edition("en", EditionState.SOURCE)
