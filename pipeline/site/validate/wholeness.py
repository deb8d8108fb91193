"""Clusters that are whole, seen at a glance: nearly all of them, in a site without faults.

To look at every pair of pages takes squares of the number of languages. Where all members carry
one same list, and the list names just them, every pair is mutual.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pipeline.site.validate.summary import Summary
from pipeline.site.validate.website import Website

DEFAULT: Final = "x-default"


def whole_clusters(site: Website) -> Mapping[str, Sequence[Summary]]:
    """For each page whose cluster is without fault all the members of it.

    Law: judging each pair of the members finds nothing.
    """
    alike: dict[str, list[Summary]] = {}
    for page in site.pages:
        if page.alike:
            alike.setdefault(page.alike, []).append(page)
    return {
        page.path: members
        for members in alike.values()
        if _is_whole(site, members)
        for page in members
    }


def _is_whole(site: Website, members: Sequence[Summary]) -> bool:
    """Whether one list, that all members carry, names just these members, and rightly."""
    links = site.alternates(members[0])
    tags = {one.tag for one, _ in links}
    return (
        len(tags) == len(links)
        and DEFAULT in tags
        and {target.path if target else "" for _, target in links}
        == {page.path for page in members}
        and all(
            target is not None
            and not target.noindex
            and not target.elsewhere
            and one.href.startswith(("https://", "http://"))
            and (one.tag == DEFAULT or one.tag == target.lang)
            for one, target in links
        )
        and all(_is_listed(site, members, tags - {DEFAULT}))
    )


def _is_listed(site: Website, members: Sequence[Summary], tags: set[str]) -> Iterator[bool]:
    """Whether sitemap and manifest name the same editions."""
    articles = set()
    for page in members:
        entry = site.sitemap.get(site.address(page.path)) if site.sitemap else None
        yield entry is None or entry.alike in ("", page.alike)
        told = site.known.pages.get(page.path)
        articles.add(told.article if told else "")
    yield len(articles - {""}) < 2
    for page in members:
        told_tags = site.told_tags(page)
        if told_tags is not None:
            yield told_tags == tags
            return  # one article: the same for all members
