"""The one list of an article's language versions, and what head, page and files make of it.

Peers compute the links in the page, the `hreflang` in the head and the sitemap separately, and
that is where they come to contradict each other. Here all of them are views of one `Cluster`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.counts import coverage, percent
from pipeline.locales import sort_key
from pipeline.model import (
    INDEXED,
    LINKED,
    Alternate,
    Cluster,
    Counts,
    Edition,
    EditionState,
    Language,
)
from pipeline.site.facts import SiteFacts, article_address, article_path, home_address


@dataclass(frozen=True, slots=True)
class HeadLink:
    """One `rel=alternate` link: a tag, or `x-default`, and a whole URL."""

    tag: str
    url: str


def in_order(languages: Iterable[Language], source: str) -> tuple[Language, ...]:
    """Languages in the fixed order of every list: the source first, then by script and name."""
    return tuple(sorted(languages, key=lambda one: (one.locale != source, sort_key(one))))


def build_cluster(
    article: str, editions: Sequence[Edition], languages: Sequence[Language], source: str = "en"
) -> Cluster:
    """The published editions of an article, the source first, then in the fixed order.

    Law: every list of language versions is made of the result and of nothing else.
    """
    known = {one.locale: one for one in editions if one.state in LINKED}
    return Cluster(
        article,
        tuple(
            _alternate(known[one.locale], one, article_address(article, one))
            for one in in_order(languages, source)
            if one.locale in known
        ),
    )


def build_home_cluster(
    editions: Iterable[Edition], languages: Sequence[Language], source: str = "en"
) -> Cluster:
    """The pages that list the articles of each language: one for each that has a published one.

    Law: where an article stands at a language's home, the home is a draft while its edition is.
    """
    states: dict[str, set[EditionState]] = {}
    drafts: set[str] = set()
    counts: dict[str, Counts] = {}
    for one in editions:
        if one.state in LINKED:
            states.setdefault(one.locale, set()).add(one.state)
            if one.state is EditionState.DRAFT and not article_path(one.article):
                drafts.add(one.locale)
            counts[one.locale] = counts.get(one.locale, Counts()) + one.counts
    homes = []
    for language in in_order(languages, source):
        if language.locale == source:
            state = EditionState.SOURCE
        elif language.locale not in states:
            continue
        else:
            indexed = states[language.locale] & INDEXED
            complete = indexed and language.locale not in drafts
            state = EditionState.COMPLETE if complete else EditionState.DRAFT
        homes.append(
            Alternate(
                locale=language.locale,
                tag=language.tag,
                direction=language.direction,
                autonym=language.autonym,
                url=home_address(language),
                state=state,
                percent=percent(coverage(counts.get(language.locale, Counts()))),
            )
        )
    return Cluster("", tuple(homes))


def member(cluster: Cluster, locale: str) -> Alternate | None:
    """The cluster's edition in one language."""
    return next((one for one in cluster.linked if one.locale == locale), None)


def others(cluster: Cluster, locale: str) -> tuple[Alternate, ...]:
    """The editions that a page in `locale` links to as other languages."""
    return tuple(one for one in cluster.linked if one.locale != locale)


def head_links(cluster: Cluster, facts: SiteFacts, default: str = "") -> tuple[HeadLink, ...]:
    """The `hreflang` links that every indexed member shares: all of them by tag, then x-default.

    `default` is the address for readers of any other language; the source edition unless given.
    """
    indexed = cluster.indexed
    links = sorted((one.tag, facts.absolute(one.url)) for one in indexed)
    source = member(cluster, facts.source.locale)
    address = default or (source.url if source else "")
    if address and indexed:
        links.append(("x-default", facts.absolute(address)))
    return tuple(HeadLink(tag, url) for tag, url in links)


def is_indexed(cluster: Cluster, locale: str) -> bool:
    """Whether search engines are told of the cluster's edition in a language."""
    return any(one.locale == locale for one in cluster.indexed)


def _alternate(edition: Edition, language: Language, address: str) -> Alternate:
    return Alternate(
        locale=language.locale,
        tag=language.tag,
        direction=language.direction,
        autonym=language.autonym,
        url=address,
        state=edition.state,
        percent=percent(coverage(edition.counts)),
        title=edition.title,
    )
