"""The validator's way through a site: group by group, then the whole.

Pages of one article are read together, judged, compared, and forgotten but for a summary, so
memory grows with the number of pages and not with their text. A group can be judged in another
process: `judge_pages` takes bytes and values, and returns values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from pipeline.model import Finding
from pipeline.site.validate import cluster, document, links, listings, metadata
from pipeline.site.validate.known import MANIFEST, Known, read_manifest
from pipeline.site.validate.page import Fault
from pipeline.site.validate.placing import Origin, Placer
from pipeline.site.validate.reading import read_page
from pipeline.site.validate.summary import Summary, summarise
from pipeline.site.validate.website import Entry, SiteReader, Website

Group = Sequence[tuple[str, bytes]]
"""The pages of one article: path and bytes."""

PAGE_RULES = (
    document.shell,
    document.language,
    document.ids,
    document.headings,
    document.names,
    document.characters,
    document.landmarks,
    document.stray,
)

SITE_RULES = (
    links.internal,
    links.redirects,
    links.orphans,
    links.titles,
    links.entrances,
    cluster.canonical,
    cluster.drafts,
)


@dataclass(frozen=True, slots=True)
class Judged:
    """What one group came to."""

    findings: tuple[Finding, ...]
    summaries: tuple[Summary, ...]


def judge_pages(group: Group, known: Known, origin: Origin | None = None) -> Judged:
    """The findings on the pages of one article, and their summaries; pure."""
    findings: list[Finding] = []
    summaries: list[Summary] = []
    for path, data in group:
        page = read_page(path, data)
        faults: list[Fault] = []
        for rule in PAGE_RULES:
            faults.extend(rule(page, known))
        summary, more = summarise(page)
        summaries.append(summary)
        if faults or more:
            placer = Placer(page.text, known, origin)
            findings.extend(placer.finding(path, page.lang, one) for one in (*faults, *more))
    return Judged(tuple(findings), tuple(summaries))


def validate_site(
    site: SiteReader,
    *,
    base_url: str = "",
    origin: Origin | None = None,
    allowed: Iterable[str] = (),
    today: str = "",
    judge: Callable[[Iterable[Group], Known], Iterable[Judged]] | None = None,
) -> tuple[Finding, ...]:
    """Everything that is wrong with a finished site, sorted by place."""
    paths = sorted(site.paths())
    known, faults = read_manifest(site.read(MANIFEST)) if MANIFEST in paths else (Known(), ())
    findings = [Placer.of(site, MANIFEST, known).finding(MANIFEST, "", one) for one in faults]
    if judge is None:
        judged: Iterable[Judged] = (
            judge_pages(g, known, origin) for g in groups(site, paths, known)
        )
    else:
        judged = judge(groups(site, paths, known), known)
    summaries: list[Summary] = []
    for one in judged:
        findings.extend(one.findings)
        summaries.extend(one.summaries)
    summaries.sort(key=lambda page: page.path)
    whole = Website(summaries, frozenset(paths), known, base_url)
    whole.sitemap, wrong = _sitemaps(site, whole.paths, whole.base)
    found: dict[str, list[Fault]] = {}
    for path, fault in (*wrong, *_whole(whole, site, frozenset(allowed), today)):
        found.setdefault(path, []).append(fault)
    for path, several in found.items():
        placer = Placer.of(site, path, known, origin)
        page = whole.page(path)
        findings.extend(placer.finding(path, page.lang if page else "", one) for one in several)
    return tuple(
        sorted(findings, key=lambda one: (one.path, one.line, one.column, one.rule, one.message))
    )


def _whole(
    site: Website, reader: SiteReader, allowed: frozenset[str], today: str
) -> Iterator[tuple[str, Fault]]:
    """The faults of the site as a whole."""
    for rule in SITE_RULES:
        yield from rule(site)
    yield from links.outside(site, allowed)
    faults, faulty = cluster.clusters(site)
    yield from faults
    yield from cluster.language_links(site, faulty)
    yield from metadata.open_graph(site, faulty)
    yield from metadata.linked_data(site, faulty)
    yield from listings.sitemap(site, today)
    for path in sorted(site.paths):
        if path.endswith((".atom", "feed.xml", "atom.xml")):
            yield from listings.feed(site, path, reader.read(path))


def _sitemaps(
    site: SiteReader, paths: frozenset[str], base: str
) -> tuple[dict[str, Entry] | None, list[tuple[str, Fault]]]:
    """The entries of the site's sitemaps, and what is wrong with these files."""
    if "sitemap.xml" not in paths:
        return None, []
    entries: dict[str, Entry] = {}
    faults: list[tuple[str, Fault]] = []
    waiting, read = ["sitemap.xml"], set()
    while waiting:
        path = waiting.pop()
        read.add(path)
        found, more, wrong = listings.read_sitemap(path, site.read(path))
        entries.update(found)
        faults.extend((path, one) for one in wrong)
        if wrong and not found:
            return None, faults
        for address in more:
            name = address.removeprefix(f"{base}/")
            if name in paths and name not in read:
                waiting.append(name)
    return entries, faults


def groups(site: SiteReader, paths: Sequence[str], known: Known) -> Iterator[Group]:
    """The pages of a site, those of one article together, the source language first."""
    pages = [path for path in paths if path.endswith((".html", ".htm"))]

    def article(path: str) -> str:
        return known.article_of(path)

    def order(path: str) -> tuple[str, bool, str]:
        tongue = path.partition("/")[0]
        source = tongue in (known.source.lower(), path) or article(path) == path
        return article(path), not source, path

    for _, group in groupby(sorted(pages, key=order), key=article):
        yield [(path, site.read(path)) for path in group]
