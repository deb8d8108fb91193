"""The little of a page that the rules on the whole site need, small enough to keep for all."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
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


_FETCHED = frozenset(("stylesheet", "icon", "preload", "modulepreload", "manifest"))


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
    alike: str = ""
    """The same for pages whose hreflang links are the same, one by one; empty without any."""
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
    heads = _heads(page)
    loads, styles = _loads(page)
    loads.extend(heads.loads)
    styles.extend(heads.styles)
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
        canonical=tuple(heads.canonical),
        alternates=tuple(heads.alternates),
        alike=likeness(heads.alternates),
        languages=tuple(
            [
                Named(link.tag.attributes["hreflang"], link.href, link.at)
                for link in page.links
                if "hreflang" in link.tag.attributes
                and "alternate" in link.tag.attributes.get("rel", "").split()
            ]
        ),
        feeds=tuple(heads.feeds),
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


def likeness(links: Sequence[Named]) -> str:
    """A short mark of a list of hreflang links: the same for the same list in another order."""
    if not links:
        return ""
    text = "\n".join(sorted([f"{one.tag} {one.href}" for one in links]))
    return blake2b(text.encode(), digest_size=12).hexdigest()


@dataclass(slots=True)
class _Heads:
    """What the `link` elements of a page say."""

    canonical: list[Spot] = field(default_factory=list)
    alternates: list[Named] = field(default_factory=list)
    feeds: list[Spot] = field(default_factory=list)
    loads: list[Spot] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)


def _heads(page: Page) -> _Heads:
    found = _Heads()
    for tag, at in page.named.get("link", ()):
        attributes = tag.attributes
        href, rels = attributes.get("href", ""), attributes.get("rel", "").lower().split()
        if "canonical" in rels:
            found.canonical.append(Spot(href, at))
        elif "alternate" in rels and "atom" in attributes.get("type", ""):
            found.feeds.append(Spot(href, at))
        elif "alternate" in rels and "hreflang" in attributes:
            found.alternates.append(Named(attributes["hreflang"], href, at))
        elif not _FETCHED.isdisjoint(rels):
            found.loads.append(Spot(href, at))
            if "stylesheet" in rels:
                found.styles.append(href)
    return found


def _loads(page: Page) -> tuple[list[Spot], list[str]]:
    """What the elements of a page fetch, and the scripts among it."""
    loads: list[Spot] = []
    scripts: list[str] = []
    for name in _LOADED.keys() & page.named.keys():
        for tag, at in page.named[name]:
            attributes = tag.attributes
            if _LOADED[name] in attributes:
                loads.append(Spot(attributes[_LOADED[name]], at))
                if name == "script":
                    scripts.append(attributes["src"])
            for candidate in attributes.get("srcset", "").split(","):
                if candidate.split():
                    loads.append(Spot(candidate.split()[0], at))
    return sorted(loads, key=lambda spot: spot.at), scripts


def _data(page: Page) -> tuple[tuple[Mapping[str, Any], ...], int, tuple[Fault, ...]]:
    """The JSON-LD nodes of a page, where they stand, and what is wrong with them."""
    nodes: list[Mapping[str, Any]] = []
    faults: list[Fault] = []
    place = 0
    for tag, at in page.named.get("script", ()):
        if tag.attributes.get("type", "").lower() != "application/ld+json":
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
