"""What the validator says of the pages of one article, in the task that has rendered them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from pipeline.model import Cluster, Edition, Language
from pipeline.site import SiteFacts, member, page_file
from pipeline.site.validate import Group, Judged, Known, Passages, Told, Tongue, Version
from pipeline.site.validate import judge_pages as judge_group
from pipeline.tasks.values import Assessed


def judge_pages(
    facts: SiteFacts,
    told: Told,
    cluster: Cluster,
    pages: Group,
    editions: Sequence[Assessed],
    beside: Group = (),
) -> Judged:
    """What the validator finds in some pages of an article, told what the catalogs say of them.

    `beside` is the page in the source language where it stands already: the others are compared
    with it, and it is not judged again.
    """
    passages = {
        path: Passages(frozenset(one.foreign), frozenset(one.translated))
        for (path, _), one in zip(pages, editions, strict=True)
        if one.foreign or one.translated
    }
    known = known_of(facts, [one.edition for one in editions], cluster)
    told = replace(told, passages=passages)
    found = judge_group([*beside, *pages], known, told)
    old = {path for path, _ in beside}
    carried = {path for (path, _), one in zip(pages, editions, strict=True) if one.edition.carried}
    return Judged(
        tuple(
            one
            for one in found.findings
            # Numbers were judged by value, unit by unit; only a carried page's catalog was not.
            if one.path not in old and (one.rule != "numbers-differ" or one.path in carried)
        ),
        tuple(one for one in found.summaries if one.path not in old),
        tuple(one for one in found.gists if one.path not in old),
    )


def known_of(facts: SiteFacts, editions: Sequence[Edition], cluster: Cluster) -> Known:
    """What the manifest will say of these editions of one article.

    Law: the same as is read from a manifest of them alone.
    """
    pages: dict[str, Version] = {}
    for one in sorted(editions, key=lambda edition: edition.locale):
        here = member(cluster, one.locale)
        if here is not None:
            path = page_file(here.url)
            url = facts.absolute(here.url)
            pages[path] = Version(one.article, here.tag, one.state.value, url, one.carried)
    return Known(
        base_url=facts.base,
        source=facts.source.tag,
        tongues=_tongues(facts.languages),
        pages=pages,
        clusters={cluster.article: tuple(pages)} if pages else {},
        manifest=True,
    )


@lru_cache(maxsize=2)
def _tongues(languages: tuple[Language, ...]) -> Mapping[str, Tongue]:
    """By tag what the manifest says of each language."""
    return {
        one.tag: Tongue(one.tag, one.url, one.direction, one.og, one.tag, one.script)
        for one in languages
    }
