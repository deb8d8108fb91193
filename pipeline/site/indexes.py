"""The files that lead machines to the pages: sitemap, feeds, robots.txt."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from pipeline.model import INDEXED, Cluster, Edition, Language
from pipeline.site.clusters import HeadLink, head_links, member
from pipeline.site.facts import SiteFacts, home_address
from pipeline.site.frame import site_name
from pipeline.site.plain import plain_words, shorten
from pipeline.site.theme import Theme
from pipeline.site.wording import Interface

MOST_URLS = 50_000
"""What the sitemap protocol allows in one file."""
MOST_BYTES = 50 * 1024 * 1024
MOST_ENTRIES = 50
"""How many articles a feed names, the latest first."""

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
)
_escape = partial(html.escape, quote=False)
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def sitemap(
    facts: SiteFacts,
    clusters: Iterable[Cluster],
    editions: Mapping[tuple[str, str], Edition],
    homes: Cluster,
    *,
    most_urls: int = MOST_URLS,
) -> dict[str, str]:
    """File name to text: `sitemap.xml`, and one more a language where that would be too large.

    `editions` is by (article, locale). Law: the alternates of a URL are those in the head of its
    page, for both are `head_links` of one cluster.
    """
    by_language: dict[str, list[str]] = {one.locale: [] for one in facts.languages}
    home_links = _links(head_links(homes, facts, "/"))
    root = [_url(facts.absolute("/"), "", home_links)]
    # An article may be the page of its language: the list of articles stands at its address.
    taken = {one.url for one in homes.linked}
    for one in homes.indexed:
        edition = editions.get(("index", one.locale)) or editions.get(("README", one.locale))
        _add(by_language, one.locale, _url(facts.absolute(one.url), _day(edition), home_links))
    for cluster in sorted(clusters, key=lambda one: one.article):
        links = _links(head_links(cluster, facts))
        for one in cluster.indexed:
            if one.url not in taken:
                edition = editions.get((cluster.article, one.locale))
                _add(by_language, one.locale, _url(facts.absolute(one.url), _day(edition), links))
    whole = [*root, *(url for urls in by_language.values() for url in urls)]
    if len(whole) <= most_urls and sum(map(len, whole)) * 2 < MOST_BYTES:
        return {"sitemap.xml": _urlset(whole)}
    return _split(facts, root, by_language, most_urls)


def feed_locales(editions: Iterable[Edition]) -> frozenset[str]:
    """The languages that have a feed: those with an indexed article that has a date."""
    return frozenset(one.locale for one in editions if one.state in INDEXED and _day(one))


def feed(
    theme: Theme,
    facts: SiteFacts,
    interface: Interface,
    clusters: Mapping[str, Cluster],
    editions: Iterable[Edition],
) -> str | None:
    """The Atom feed of one language, or None where no article has a date.

    An entry's date is that of the content in this language: a correction of the English alone does
    not come up as news in another one.
    """
    language = interface.language
    dated = [
        one
        for one in editions
        if one.locale == language.locale and one.state in INDEXED and _day(one)
    ]
    dated.sort(key=lambda one: one.article)
    dated.sort(key=lambda one: _day(one), reverse=True)
    if not dated:
        return None
    home = facts.absolute(home_address(language))
    view = {
        "language": language,
        "id": _identity(facts, language, ""),
        "self": f"{home}feed.atom",
        "home": home,
        "updated": _moment(_day(dated[0])),
        "entries": [
            _entry(facts, language, clusters[one.article], one) for one in dated[:MOST_ENTRIES]
        ],
    }
    name = site_name(facts, interface)
    return theme.render("feed.atom", interface, page=view, site_name=name) + "\n"


def robots(facts: SiteFacts) -> str:
    """The `robots.txt`: everything may be read, and here is the sitemap."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {facts.absolute('/sitemap.xml')}\n"


def _entry(
    facts: SiteFacts, language: Language, cluster: Cluster, edition: Edition
) -> dict[str, Any]:
    here = member(cluster, language.locale)
    return {
        "title": plain_words(edition.title),
        "id": _identity(facts, language, edition.article),
        "url": facts.absolute(here.url if here else ""),
        "updated": _moment(_day(edition)),
        "description": shorten(plain_words(edition.description), 300),
        "alternates": [
            {"tag": one.tag, "url": facts.absolute(one.url)}
            for one in cluster.indexed
            if one.locale != language.locale
        ],
    }


def _identity(facts: SiteFacts, language: Language, article: str) -> str:
    """A name that outlives a change of addresses (RFC 4151)."""
    parts = urlsplit(facts.base)
    where = f"{parts.path}/{article}".strip("/")
    return f"tag:{parts.hostname},2026:{language.tag}/{where}"


def _split(
    facts: SiteFacts, root: list[str], by_language: Mapping[str, list[str]], most: int
) -> dict[str, str]:
    files: dict[str, str] = {}
    for language in facts.languages:
        urls = by_language[language.locale]
        if language.locale == facts.source.locale:
            urls = [*root, *urls]
        for number, start in enumerate(range(0, len(urls), most), 1):
            name = f"sitemap-{language.url}" + (f"-{number}" if number > 1 else "") + ".xml"
            files[name] = _urlset(urls[start : start + most])
    entries = "".join(
        f"<sitemap>\n<loc>{_escape(facts.absolute('/' + name))}</loc>\n</sitemap>\n"
        for name in files
    )
    space = _SPACES.split(" ")[0]
    files["sitemap.xml"] = f"{_HEAD}<sitemapindex {space}>\n{entries}</sitemapindex>\n"
    return files


def _add(by_language: dict[str, list[str]], locale: str, url: str) -> None:
    by_language.setdefault(locale, []).append(url)


def _links(links: Sequence[HeadLink]) -> str:
    return "".join(
        f'<xhtml:link rel="alternate" hreflang="{one.tag}" href="{_escape(one.url)}"/>\n'
        for one in links
    )


def _url(address: str, day: str, links: str) -> str:
    lastmod = f"<lastmod>{day}</lastmod>\n" if day else ""
    return f"<url>\n<loc>{_escape(address)}</loc>\n{lastmod}{links}</url>\n"


def _urlset(urls: Iterable[str]) -> str:
    return "".join([f"{_HEAD}<urlset {_SPACES}>\n", *urls, "</urlset>\n"])


def _day(edition: Edition | None) -> str:
    found = _DATE.match(edition.updated) if edition else None
    return found[0] if found else ""


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"
