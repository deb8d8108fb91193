"""Rules on the lists that machines read: the sitemap and the feeds."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable, Iterator
from typing import Final
from xml.etree import ElementTree

from pipeline.site.validate.cluster import fits
from pipeline.site.validate.page import Fault
from pipeline.site.validate.summary import Named, Summary, likeness
from pipeline.site.validate.website import Entry, Website

Found = Iterator[tuple[str, Fault]]

_SITEMAP: Final = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_INDEX: Final = f"{_SITEMAP}sitemapindex"
_URLSET: Final = f"{_SITEMAP}urlset"
_XHTML: Final = "{http://www.w3.org/1999/xhtml}"
_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_MOST_URLS: Final = 50_000
_MOST_BYTES: Final = 50 * 1024 * 1024
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?")


def read_xml(data: bytes) -> ElementTree.Element | Fault:
    """The root of an XML file, or why there is none; entities of its own are refused."""
    if _has_type(data):
        return _TYPED
    try:
        return ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        return _broken(data, error)


_TYPED: Final = Fault("listing-broken", 0, "the file has a document type", "leave it out")


def _has_type(data: bytes) -> bool:
    return b"<!DOCTYPE" in data or b"<!ENTITY" in data


def _broken(data: bytes, error: ElementTree.ParseError) -> Fault:
    line, column = error.position
    start = sum(len(one) for one in data.splitlines(keepends=True)[: line - 1])
    at = len(data[: start + column].decode("utf-8", "replace"))
    why = str(error).partition(":")[0]
    return Fault("listing-broken", at, f"the file is not well-formed XML: {why}")


def place_of(data: bytes, words: str, end: str = "", nth: int = 0) -> int:
    """Where words stand in a file, in characters; only looked for where something is wrong."""
    wanted, at = html.escape(words, quote=False).encode() + end.encode(), -1
    for _ in range(nth + 1):
        at = data.find(wanted, at + 1)
    return len(data[: max(at, 0)].decode("utf-8", "replace"))


def _words(element: ElementTree.Element, name: str) -> str:
    """The text of the first child of a name."""
    return (element.findtext(name) or "").strip()


def read_sitemap(path: str, data: bytes) -> tuple[dict[str, Entry], list[str], list[Fault]]:
    """The entries of a sitemap by address, the sitemaps that it points to, and its faults."""
    if _has_type(data):
        return {}, [], [_TYPED]
    faults: list[Fault] = []
    entries: dict[str, Entry] = {}
    more: list[str] = []
    number, root = 0, ""
    lists: dict[tuple[Named, ...], tuple[Named, ...]] = {}
    try:
        for root, one in _children(data):
            if root == _INDEX and one is not None:
                more.append(_words(one, f"{_SITEMAP}loc"))
            elif root == _URLSET and one is not None and one.tag == f"{_SITEMAP}url":
                number += 1
                entry = _read_entry(path, one, lists)
                if entry.loc in entries:
                    at = place_of(data, entry.loc, "</loc>", 1)
                    message = f"{entry.loc} is listed twice"
                    faults.append(Fault("listing-broken", at, message, detail=entry.loc))
                entries[entry.loc] = entry
    except ElementTree.ParseError as error:
        return {}, [], [_broken(data, error)]
    if root not in (_INDEX, _URLSET):
        name = root.rpartition("}")[2]
        return {}, [], [Fault("listing-broken", 0, f"the file is a <{name}>, and not a sitemap")]
    if number > _MOST_URLS or (root == _URLSET and len(data) > _MOST_BYTES):
        message = f"the sitemap has {number} addresses in {len(data)} bytes"
        hint = "at most 50,000 and 50 MB: split it, and write an index"
        faults.insert(0, Fault("listing-broken", 0, message, hint))
    return entries, more, faults


def _children(data: bytes) -> Iterator[tuple[str, ElementTree.Element | None]]:
    """The tag of the root with each of its children, and once more with none.

    A child is let go before the next one is read: as elements the sitemap of a large site takes
    up ten times its text.
    """
    root: ElementTree.Element | None = None
    depth = 0
    for event, element in ElementTree.iterparse(io.BytesIO(data), ("start", "end")):
        root = element if root is None else root
        depth += 1 if event == "start" else -1
        if event == "end" and depth == 1:
            yield root.tag, element
            root.clear()
    if root is not None:
        yield root.tag, None


def _read_entry(
    path: str, url: ElementTree.Element, lists: dict[tuple[Named, ...], tuple[Named, ...]]
) -> Entry:
    """An entry; `lists` has those of other entries, for the editions of an article share one."""
    links = tuple(
        [
            Named(one.get("hreflang", ""), one.get("href", ""), 0)
            for one in url.findall(f"{_XHTML}link")
        ]
    )
    loc, lastmod = _words(url, f"{_SITEMAP}loc"), _words(url, f"{_SITEMAP}lastmod")
    return Entry(path, loc, lists.setdefault(links, links), lastmod, likeness(links))


def sitemap(site: Website, read: Callable[[str], bytes], today: str = "") -> Found:
    """The sitemap lists the pages that search engines may keep, those and no others."""
    for loc, entry in (site.sitemap or {}).items():
        message = _entry(site, entry) or _date(entry, today)
        if message:
            at = place_of(read(entry.path), loc, "<")
            yield entry.path, Fault("sitemap-wrong", at, message, detail=loc)
    if site.sitemap is not None:
        for one in site.pages:
            if not _listed(site, one):
                message = "the sitemap does not list this page"
                yield one.path, Fault("sitemap-wrong", one.html_at, message)


def _entry(site: Website, entry: Entry) -> str:
    """What is wrong with the address of an entry; empty for nothing."""
    page = site.by_address(entry.loc)
    if page is None:
        return f"{entry.loc} is not {'there' if site.ours(entry.loc) else 'on this site'}"
    if page.elsewhere:
        return f"{entry.loc} only sends its reader on"
    if site.address(page.path) != entry.loc:
        return f"{entry.loc} is the address {site.address(page.path)}, spelled otherwise"
    return ""


def _date(entry: Entry, today: str) -> str:
    """What is wrong with the date of an entry; empty for nothing."""
    if entry.lastmod and not _DATE.fullmatch(entry.lastmod):
        return f"`{entry.lastmod}` is not a date as sitemaps write it: 2026-11-23"
    if today and entry.lastmod[:10] > today:
        return f"{entry.loc} was changed on {entry.lastmod}, which is still to come"
    return ""


def _listed(site: Website, page: Summary) -> bool:
    """Whether a page is in the sitemap, or need not be: a draft, a redirect, a 404, a copy."""
    if site.draft(page) or page.elsewhere or page.path.endswith("404.html"):
        return True
    own = site.address(page.path)
    copy = page.canonical and page.canonical[0].href != own
    return bool(copy) or own in (site.sitemap or {})


def feed(site: Website, path: str, data: bytes) -> Found:
    """A feed is well-formed, its ids are unique, and its entries are pages of its language."""
    root = read_xml(data)
    if isinstance(root, Fault):
        yield path, root
        return
    if root.tag != f"{_ATOM}feed":
        return
    language = root.get("{http://www.w3.org/XML/1998/namespace}lang", "")
    seen: set[str] = set()
    for element in (root, *root.findall(f"{_ATOM}entry")):
        name = "feed" if element is root else "entry"
        identity = _words(element, f"{_ATOM}id")
        at = place_of(data, identity, "</id>") if identity and element is not root else 0
        for word in ("id", "title", "updated"):
            if not _words(element, f"{_ATOM}{word}"):
                message = f"the {name} has no <{word}>"
                yield path, Fault("feed-wrong", at, message, detail=f"{identity} {word}")
        if identity and identity in seen:
            at = place_of(data, identity, "</id>", 1)
            yield path, Fault("feed-wrong", at, f"the id {identity} stands twice", detail=identity)
        seen.add(identity)
        for link in element.findall(f"{_ATOM}link"):
            fault = _feed_link(site, path, link, "" if element is root else language)
            if fault is not None:
                yield path, fault._replace(at=place_of(data, link.get("href", "")))
        if element is not root:
            yield from _editions(site, path, element, at)


def _feed_link(site: Website, path: str, link: ElementTree.Element, language: str) -> Fault | None:
    """What is wrong with a link of a feed, its place left open."""
    href = link.get("href", "")
    goal = site.goal(href, path)
    page = site.page(goal.path)
    if goal.path is None and (goal.wanted or not site.base):
        return Fault("feed-wrong", 0, f"{href} is not there", detail=href)
    if page is None or link.get("rel", "alternate") != "alternate" or not language:
        return None
    said = link.get("hreflang", language)
    if not fits(site, said, page.lang):
        message = f"the entry calls {goal.path} `{said}`, but it is in `{page.lang}`"
        return Fault("feed-wrong", 0, message, detail=href)
    if site.draft(page):
        return Fault("draft-advertised", 0, f"{goal.path} is a draft", detail=href)
    return None


def _editions(site: Website, path: str, entry: ElementTree.Element, at: int) -> Found:
    """An entry that names other editions names those of the page's head."""
    links = [
        (one.get("hreflang", ""), one.get("href", ""))
        for one in entry.findall(f"{_ATOM}link")
        if one.get("rel", "alternate") == "alternate"
    ]
    own = next((page for _, href in links if (page := site.by_address(href, path))), None)
    if own is None or not own.alternates or len(links) < 2:
        return
    head = {one.tag for one in own.alternates} - {"x-default"}
    for tag in sorted(head ^ {tag for tag, _ in links}):
        where = "not in the feed" if tag in head else "in the feed alone"
        message = f"the edition of {own.path} in `{tag}` is {where}"
        yield path, Fault("lists-disagree", at, message, detail=f"{own.path} {tag}")
