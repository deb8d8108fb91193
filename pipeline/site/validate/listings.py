"""Rules on the lists that machines read: the sitemap and the feeds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from xml.parsers import expat

from pipeline.site.validate.cluster import fits
from pipeline.site.validate.page import Fault
from pipeline.site.validate.summary import Named, Summary
from pipeline.site.validate.website import Entry, Website

Found = Iterator[tuple[str, Fault]]

_SITEMAP: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML: Final = "http://www.w3.org/1999/xhtml"
_ATOM: Final = "http://www.w3.org/2005/Atom"
_MOST_URLS: Final = 50_000
_MOST_BYTES: Final = 50 * 1024 * 1024
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?")


class _Node:
    """An element: name with namespace, attributes, place in bytes, text, children."""

    __slots__ = ("at", "attributes", "children", "name", "text")

    def __init__(self, name: str, attributes: dict[str, str], at: int) -> None:
        self.name, self.attributes, self.at = name, attributes, at
        self.text = ""
        self.children: list[_Node] = []

    def all(self, name: str) -> list[_Node]:
        """The children of a name."""
        return [one for one in self.children if one.name == name]

    def words(self, name: str) -> str:
        """The text of the first child of a name."""
        return next((one.text.strip() for one in self.children if one.name == name), "")


def read_xml(data: bytes) -> _Node | Fault:
    """The root of an XML file, or why there is none; entities of its own are refused."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        return Fault("listing-broken", 0, "the file has a document type", "leave it out")
    parser = expat.ParserCreate(namespace_separator=" ")
    stack = [_Node("", {}, 0)]

    def start(name: str, attributes: dict[str, str]) -> None:
        node = _Node(name, attributes, parser.CurrentByteIndex)
        stack[-1].children.append(node)
        stack.append(node)

    def end(name: str) -> None:
        stack.pop()

    def words(text: str) -> None:
        stack[-1].text += text

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = words
    parser.buffer_text = True
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        why = expat.errors.messages[error.code]
        at = _characters(data, parser.ErrorByteIndex)
        return Fault("listing-broken", at, f"the file is not well-formed XML: {why}")
    return stack[0].children[0]


def _characters(data: bytes, at: int) -> int:
    return len(data[:at].decode("utf-8", "replace"))


def read_sitemap(path: str, data: bytes) -> tuple[dict[str, Entry], list[str], list[Fault]]:
    """The entries of a sitemap by address, the sitemaps that it points to, and its faults."""
    root = read_xml(data)
    if isinstance(root, Fault):
        return {}, [], [root]
    faults: list[Fault] = []
    entries: dict[str, Entry] = {}
    if root.name == f"{_SITEMAP} sitemapindex":
        return {}, [one.words(f"{_SITEMAP} loc") for one in root.all(f"{_SITEMAP} sitemap")], []
    if root.name != f"{_SITEMAP} urlset":
        name = root.name.rpartition(" ")[2]
        return {}, [], [Fault("listing-broken", 0, f"the file is a <{name}>, and not a sitemap")]
    urls = root.all(f"{_SITEMAP} url")
    if len(urls) > _MOST_URLS or len(data) > _MOST_BYTES:
        message = f"the sitemap has {len(urls)} addresses in {len(data)} bytes"
        hint = "at most 50,000 and 50 MB: split it, and write an index"
        faults.append(Fault("listing-broken", 0, message, hint))
    for url in urls:
        loc = url.words(f"{_SITEMAP} loc")
        at = _characters(data, url.at)
        if loc in entries:
            faults.append(Fault("listing-broken", at, f"{loc} is listed twice", detail=loc))
        alternates = tuple(
            Named(one.attributes.get("hreflang", ""), one.attributes.get("href", ""), at)
            for one in url.all(f"{_XHTML} link")
        )
        entries[loc] = Entry(path, loc, at, alternates, url.words(f"{_SITEMAP} lastmod"))
    return entries, [], faults


def sitemap(site: Website, today: str = "") -> Found:
    """The sitemap lists the pages that search engines may keep, those and no others."""
    for loc, entry in (site.sitemap or {}).items():
        path = entry.path
        page = site.by_address(loc)
        if page is None:
            known = "is not there" if site.ours(loc) else "is not on this site"
            yield path, Fault("sitemap-wrong", entry.at, f"{loc} {known}", detail=loc)
        elif page.elsewhere:
            message = f"{loc} only sends its reader on"
            yield path, Fault("sitemap-wrong", entry.at, message, detail=loc)
        elif site.address(page.path) != loc:
            message = f"{loc} is the address {site.address(page.path)}, spelled otherwise"
            yield path, Fault("sitemap-wrong", entry.at, message, detail=loc)
        if entry.lastmod and not _DATE.fullmatch(entry.lastmod):
            message = f"`{entry.lastmod}` is not a date as sitemaps write it"
            yield path, Fault("sitemap-wrong", entry.at, message, "2026-11-23", detail=loc)
        elif today and entry.lastmod[:10] > today:
            message = f"{loc} was changed on {entry.lastmod}, which is still to come"
            yield path, Fault("sitemap-wrong", entry.at, message, detail=loc)
    if site.sitemap is not None:
        for one in site.pages:
            if not _listed(site, one):
                message = "the sitemap does not list this page"
                yield one.path, Fault("sitemap-wrong", one.html_at, message)


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
    if root.name != f"{_ATOM} feed":
        return
    seen: set[str] = set()
    language = root.attributes.get("http://www.w3.org/XML/1998/namespace lang", "")
    for node in (root, *root.all(f"{_ATOM} entry")):
        at = _characters(data, node.at)
        name = "feed" if node is root else "entry"
        for word in ("id", "title", "updated"):
            if not node.words(f"{_ATOM} {word}"):
                message = f"the {name} has no <{word}>"
                yield path, Fault("feed-wrong", at, message, detail=word)
        identity = node.words(f"{_ATOM} id")
        if identity and identity in seen:
            yield path, Fault("feed-wrong", at, f"the id {identity} stands twice", detail=identity)
        seen.add(identity)
        for link in node.all(f"{_ATOM} link"):
            yield from _feed_link(site, path, link, at, "" if node is root else language)
        if node is not root:
            yield from _editions(site, path, node, at)


def _editions(site: Website, path: str, entry: _Node, at: int) -> Found:
    """An entry that names other editions names those of the page's head."""
    links = [
        (one.attributes.get("hreflang", ""), one.attributes.get("href", ""))
        for one in entry.all(f"{_ATOM} link")
        if one.attributes.get("rel", "alternate") == "alternate"
    ]
    own = next((page for _, href in links if (page := site.by_address(href, path))), None)
    if own is None or not own.alternates or len(links) < 2:
        return
    head = {one.tag for one in own.alternates} - {"x-default"}
    for tag in sorted(head ^ {tag for tag, _ in links}):
        where = "not in the feed" if tag in head else "in the feed alone"
        message = f"the edition of {own.path} in `{tag}` is {where}"
        yield path, Fault("lists-disagree", at, message, detail=f"{own.path} {tag}")


def _feed_link(site: Website, path: str, link: _Node, at: int, language: str) -> Found:
    href = link.attributes.get("href", "")
    goal = site.goal(href, path)
    if goal.path is None:
        if goal.wanted or not site.base:
            yield path, Fault("feed-wrong", at, f"{href} is not there", detail=href)
        return
    page = site.page(goal.path)
    if page is None or link.attributes.get("rel", "alternate") != "alternate" or not language:
        return
    said = link.attributes.get("hreflang", language)
    if not fits(site, said, page.lang):
        message = f"the entry calls {goal.path} `{said}`, but it is in `{page.lang}`"
        yield path, Fault("feed-wrong", at, message, detail=href)
    if site.draft(page):
        yield path, Fault("draft-advertised", at, f"{goal.path} is a draft", detail=href)
