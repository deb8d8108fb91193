"""The rules on a site as a whole, in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.site.validate import cluster, files, links, listings, metadata
from pipeline.site.validate.known import Known
from pipeline.site.validate.page import Fault
from pipeline.site.validate.reading import read_page
from pipeline.site.validate.styles import addresses, judge_styles
from pipeline.site.validate.summary import Spot, Summary, summarise
from pipeline.site.validate.website import Entry, SiteReader, Website
from pipeline.site.validate.wholeness import whole_clusters

SITEMAP: Final = "sitemap.xml"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the caller wants to know of a site beside the rules that always hold."""

    base_url: str = ""
    """Where the site will stand; read from its manifest or its pages where it is not given."""
    allowed: frozenset[str] = frozenset()
    """Hosts that pages may load from."""
    budget: int = 60_000
    """Bytes that a page may weigh."""
    today: str = ""
    """ISO date; without it no date is too late."""
    hashes: bool = True
    """Whether every file is compared with the manifest."""
    again: SiteReader | None = None
    """A second build of the same inputs."""


def judge_whole(
    reader: SiteReader, known: Known, pages: Sequence[Summary], asked: Asked
) -> tuple[tuple[str, Fault], ...]:
    """The faults of a site as a whole, each with its path.

    `pages` need not say where anything stands: the pages that are at fault are read again.
    """
    paths = frozenset(reader.paths())
    faults = _found(reader, paths, known, pages, asked)
    faulty = {path for path, _ in faults} & {page.path for page in pages}
    if faulty:
        placed = (summarise(read_page(path, reader.read(path)))[0] for path in faulty)
        known_places = {page.path: page for page in placed}
        pages = [known_places.get(page.path, page) for page in pages]
        faults = _found(reader, paths, known, pages, asked)
    return faults


def _found(
    reader: SiteReader,
    paths: frozenset[str],
    known: Known,
    pages: Sequence[Summary],
    asked: Asked,
) -> tuple[tuple[str, Fault], ...]:
    pages = sorted(pages, key=lambda page: page.path)
    site = Website(pages, paths, known, asked.base_url)
    site.sitemap, wrong = read_sitemaps(reader, paths, site.base)
    return (*wrong, *whole_site(site, reader, asked), *_styles(site, reader, asked))


def _styles(site: Website, reader: SiteReader, asked: Asked) -> Iterator[tuple[str, Fault]]:
    """What is wrong with the site's stylesheets, and with what they load."""
    for path in sorted(site.paths):
        if not path.endswith(".css"):
            continue
        text = reader.read(path).decode("utf-8", "replace").removeprefix("\ufeff")
        for fault in judge_styles(text):
            yield path, fault
        for href, at in addresses(text):
            wrong = links.loaded(site, path, Spot(href, at), asked.allowed)
            if wrong is not None:
                yield path, wrong


def whole_site(site: Website, reader: SiteReader, asked: Asked) -> Iterator[tuple[str, Fault]]:
    """The faults that only show in the whole of a site."""
    yield from links.internal(site)
    yield from links.feeds(site)
    yield from links.redirects(site)
    yield from links.orphans(site)
    yield from links.titles(site)
    yield from links.entrances(site)
    yield from links.outside(site, asked.allowed)
    yield from cluster.canonical(site)
    yield from cluster.drafts(site)
    whole = whole_clusters(site)
    faults, faulty = cluster.clusters(site, whole)
    yield from faults
    yield from cluster.language_links(site, whole, faulty)
    yield from metadata.open_graph(site, whole, faulty)
    yield from metadata.linked_data(site, faulty)
    yield from listings.sitemap(site, reader.read, asked.today)
    for path in sorted(site.paths):
        if path.endswith((".atom", "feed.xml", "atom.xml")):
            yield from listings.feed(site, path, reader.read(path))
    if asked.hashes:
        yield from files.listed(reader, site.paths, site.known)
    if asked.again is not None:
        yield from files.rebuilt(reader, asked.again)


def read_sitemaps(
    site: SiteReader, paths: frozenset[str], base: str
) -> tuple[dict[str, Entry] | None, list[tuple[str, Fault]]]:
    """The entries of the site's sitemaps, and what is wrong with these files."""
    if SITEMAP not in paths:
        return None, []
    entries: dict[str, Entry] = {}
    faults: list[tuple[str, Fault]] = []
    waiting, read = [SITEMAP], set()
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
