"""The little of a page that the rules on the whole site need, small enough to keep for all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from pipeline.site.validate.page import Fault, Page

_LOADED = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "track": "src",
    "embed": "src",
    "object": "data",
    "input": "src",
}


class Named(NamedTuple):
    """Another language's page, as this page names it."""

    tag: str
    href: str
    at: int


class Spot(NamedTuple):
    """An address in the page, and where it stands."""

    href: str
    at: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What other pages and the lists of the site must agree with."""

    path: str
    lang: str
    size: int
    html_at: int = 0
    title: str = ""
    title_at: int = 0
    ids: frozenset[str] = frozenset()
    canonical: tuple[Spot, ...] = ()
    alternates: tuple[Named, ...] = ()
    """The hreflang links of the head."""
    languages: tuple[Named, ...] = ()
    """The links to other languages that a reader sees: `rel="alternate"` with `hreflang`."""
    feeds: tuple[Spot, ...] = ()
    noindex: bool = False
    noindex_at: int = 0
    elsewhere: str = ""
    """Where the page sends its reader at once."""
    locale: tuple[Spot, ...] = ()
    """`og:locale`."""
    locales: tuple[Spot, ...] = ()
    """`og:locale:alternate`."""
    data: tuple[Mapping[str, Any], ...] = ()
    """The nodes of the page's JSON-LD."""
    data_at: int = 0
    links: tuple[Spot, ...] = ()
    """Where the page leads: links, forms excepted."""
    loads: tuple[Spot, ...] = ()
    """What a browser fetches to show the page."""
    styles: tuple[str, ...] = ()
    """The stylesheets and scripts among them, which count for the page's weight."""


def summarise(page: Page) -> tuple[Summary, tuple[Fault, ...]]:
    """The page in small, and what is wrong with its JSON-LD."""
    canonical: list[Spot] = []
    alternates: list[Named] = []
    feeds: list[Spot] = []
    loads: list[Spot] = []
    styles: list[str] = []
    for tag, at, _ in page.placed:
        attributes = tag.attributes
        if tag.name == "link":
            href, rels = attributes.get("href", ""), attributes.get("rel", "").lower().split()
            if "canonical" in rels:
                canonical.append(Spot(href, at))
            elif "alternate" in rels and "atom" in attributes.get("type", ""):
                feeds.append(Spot(href, at))
            elif "alternate" in rels and "hreflang" in attributes:
                alternates.append(Named(attributes["hreflang"], href, at))
            elif {"stylesheet", "icon", "preload", "modulepreload", "manifest"} & set(rels):
                loads.append(Spot(href, at))
                if "stylesheet" in rels:
                    styles.append(href)
        elif tag.name in _LOADED and _LOADED[tag.name] in attributes:
            loads.append(Spot(attributes[_LOADED[tag.name]], at))
            if tag.name == "script":
                styles.append(attributes["src"])
        if "srcset" in attributes:
            for candidate in attributes["srcset"].split(","):
                if candidate.split():
                    loads.append(Spot(candidate.split()[0], at))
    robots = [(text, at) for text, at in page.metas("robots") if "noindex" in text.lower()]
    data, data_at, faults = _data(page)
    summary = Summary(
        path=page.path,
        lang=page.lang,
        size=page.size,
        html_at=page.html_at,
        title=page.title or "",
        title_at=page.title_at,
        ids=frozenset(page.ids),
        canonical=tuple(canonical),
        alternates=tuple(alternates),
        languages=tuple(
            [
                Named(link.tag.attributes["hreflang"], link.href, link.at)
                for link in page.links
                if "hreflang" in link.tag.attributes
                and "alternate" in link.tag.attributes.get("rel", "").split()
            ]
        ),
        feeds=tuple(feeds),
        noindex=bool(robots),
        noindex_at=robots[0][1] if robots else 0,
        elsewhere=page.elsewhere,
        locale=tuple([Spot(*one) for one in page.metas("og:locale")]),
        locales=tuple([Spot(*one) for one in page.metas("og:locale:alternate")]),
        data=data,
        data_at=data_at,
        links=tuple([Spot(link.href, link.at) for link in page.links if link.href]),
        loads=tuple(loads),
        styles=tuple(styles),
    )
    return summary, faults


def _data(page: Page) -> tuple[tuple[Mapping[str, Any], ...], int, tuple[Fault, ...]]:
    """The JSON-LD nodes of a page, where they stand, and what is wrong with them."""
    nodes: list[Mapping[str, Any]] = []
    faults: list[Fault] = []
    place = 0
    for tag, at, _ in page.placed:
        if tag.name != "script" or tag.attributes.get("type", "").lower() != "application/ld+json":
            continue
        place = place or at
        try:
            document = json.loads(tag.content)
        except ValueError as error:
            faults.append(Fault("data-broken", at, f"the JSON-LD is not JSON: {error}"))
            continue
        found = document.get("@graph", document) if isinstance(document, dict) else document
        for node in found if isinstance(found, list) else [found]:
            if isinstance(node, dict):
                nodes.append(node)
            else:
                faults.append(Fault("data-broken", at, "the JSON-LD holds no objects"))
    return tuple(nodes), place, tuple(faults)
