"""The little of a page that the rules on the whole site need, small enough to keep for all."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from hashlib import blake2b
from operator import attrgetter
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


class Gist(NamedTuple):
    """What is kept of every page: whether the whole must be judged anew, and what it weighs."""

    path: str
    lang: str
    mark: str
    """The same for summaries that are the same but for places and size."""
    size: int
    html_at: int = 0
    styles: tuple[str, ...] = ()


def small(page: Summary) -> Summary:
    """A summary without places and size: where something stands is of interest once it is wrong.

    So a word more in a passage changes nothing in it, and equal parts of pages are equal.

    Law: the rules on the whole site find the same faults in it, at the place 0.
    """
    return replace(
        page,
        size=0,
        html_at=0,
        title_at=0,
        noindex_at=0,
        data_at=0,
        canonical=_nowhere(page.canonical),
        alternates=tuple([Named(one.tag, one.href, 0) for one in page.alternates]),
        languages=tuple([Named(one.tag, one.href, 0) for one in page.languages]),
        feeds=_nowhere(page.feeds),
        locale=_nowhere(page.locale),
        locales=_nowhere(page.locales),
        data=tuple([_related(node) for node in page.data]),
        # The first of equal links is the one that is told of.
        links=tuple([Spot(href, 0) for href in dict.fromkeys([one.href for one in page.links])]),
        loads=_nowhere(page.loads),
    )


def _nowhere(spots: Sequence[Spot]) -> tuple[Spot, ...]:
    return tuple([Spot(one.href, 0) for one in spots])


_RELATED = ("@id", "inLanguage", "workTranslation", "translationOfWork")


def _related(node: Mapping[str, Any]) -> dict[str, Any]:
    """What the rules ask of a node of JSON-LD: itself, its language, and its translations."""
    found: dict[str, Any] = {}
    for key in _RELATED:
        value = node.get(key)
        if isinstance(value, dict):
            found[key] = {name: value[name] for name in _RELATED[:2] if name in value}
        elif isinstance(value, list):
            several = [one for one in value if isinstance(one, dict)]
            found[key] = [{n: one[n] for n in _RELATED[:2] if n in one} for one in several]
        elif value is not None:
            found[key] = value
    return found


_COMPARED = attrgetter(*(one.name for one in fields(Summary) if one.name != "ids"))


def gist_of(page: Summary, bare: Summary) -> Gist:
    """The gist of a page; `bare` is its summary without places."""
    text = repr((_COMPARED(bare), sorted(bare.ids)))
    mark = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return Gist(page.path, page.lang, mark, page.size, page.html_at, page.styles)


def share(page: Summary, pool: dict[Any, Any]) -> Summary:
    """The same summary made of what the pool has already: pages of an article are much alike."""
    one = pool.setdefault
    return replace(
        page,
        lang=one(page.lang, page.lang),
        alike=one(page.alike, page.alike),
        canonical=one(page.canonical, page.canonical),
        locale=one(page.locale, page.locale),
        ids=one(page.ids, page.ids),
        alternates=one(page.alternates, page.alternates),
        languages=tuple([one(link, link) for link in page.languages]),
        links=tuple([one(link, link) for link in page.links]),
        loads=one(page.loads, page.loads),
        styles=one(page.styles, page.styles),
        locales=one(page.locales, page.locales),
    )


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
