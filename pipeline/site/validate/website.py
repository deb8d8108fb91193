"""A finished site as a whole: its pages in small, its files, and where addresses lead."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, Protocol, TypeAlias
from urllib.parse import unquote, urlsplit

from pipeline.site.validate.known import Known
from pipeline.site.validate.summary import Named, Summary


class SiteReader(Protocol):
    """Where a site is read from: a folder, a staging area, a dictionary."""

    def paths(self) -> Sequence[str]:
        """Every file, relative to the site's root, with forward slashes."""
        ...

    def read(self, path: str) -> bytes:
        """The bytes of one file."""
        ...


_ODD = re.compile(r"[#?%\\]|/\.\.?(?:/|\Z)|\A//|//\Z")

Pairs: TypeAlias = "tuple[tuple[Named, Summary | None], ...]"


class Goal(NamedTuple):
    """Where an address leads."""

    path: str | None
    """The file, or None where there is none."""
    fragment: str
    wanted: str
    """The path that was looked for, without fragment; empty for other sites."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One `url` of the sitemap."""

    path: str
    """The sitemap it stands in."""
    loc: str
    alternates: tuple[Named, ...] = ()
    lastmod: str = ""
    alike: str = ""
    """The mark of its alternates, as pages have one of theirs."""


@dataclass
class Website:
    """All pages and files of a site, and the looking up in them.

    Not frozen, for it remembers where addresses lead; no rule changes it.
    """

    pages: Sequence[Summary]
    paths: frozenset[str]
    known: Known
    base: str = ""
    """Scheme, host and path of the site's root, without a slash at the end."""
    root: str = ""
    """The path of the site's root on its host, without a slash at the end."""
    sitemap: Mapping[str, Entry] | None = None
    """By address; None where the site has no sitemap."""
    _by_path: dict[str, Summary] = field(default_factory=dict)
    _goals: dict[str, Goal] = field(default_factory=dict)
    _seen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _led: dict[tuple[Named, ...], Pairs] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_path = {page.path: page for page in self.pages}
        self.base = (self.base or self.known.base_url or _guess(self.pages)).rstrip("/")
        self.root = urlsplit(self.base).path.rstrip("/")

    def page(self, path: str | None) -> Summary | None:
        """The page that a file is."""
        return self._by_path.get(path) if path else None

    def address(self, path: str) -> str:
        """The absolute address of a file; that of a folder for its index page."""
        return f"{self.base}/{place(path)}"

    def ours(self, href: str) -> bool:
        """Whether an absolute address belongs to this site."""
        return bool(self.base) and (href == self.base or href.startswith(f"{self.base}/"))

    def goal(self, href: str, origin: str = "") -> Goal:
        """Where an address leads that stands on the page `origin`."""
        if href[:1] in ("#", "?"):
            return Goal(origin, unquote(href.partition("#")[2]), "")
        found = self._goals.get(href)
        if found is None:
            if not href.startswith(("/", "http:", "https:")):
                return self._lead(href, origin)  # depends on the page it stands on
            self._goals[href] = found = self._lead(href, origin)
        return found

    def by_address(self, href: str, origin: str = "") -> Summary | None:
        """The page at an address."""
        return self.page(self.goal(href, origin).path)

    def draft(self, page: Summary) -> bool:
        """Whether a page is kept from search engines, or ought to be."""
        told = self.known.pages.get(page.path)
        return page.noindex or (told is not None and told.state == "draft")

    @cached_property
    def drafts(self) -> frozenset[str]:
        """The paths of all such pages."""
        return frozenset([page.path for page in self.pages if self.draft(page)])

    def alternates(self, page: Summary) -> Pairs:
        """The hreflang links of a page, each with the page it leads to."""
        several = page.alternates
        if not all(one.href.startswith(("https://", "http://")) for one in several):
            return self._pairs(page, several)
        # One list for all editions of an article, as a rule.
        found = self._led.get(several)
        if found is None:
            self._led[several] = found = self._pairs(page, several)
        return found

    def languages(self, page: Summary) -> Pairs:
        """The language links that a reader sees, each with the page it leads to."""
        return self._pairs(page, page.languages)

    def _pairs(self, page: Summary, several: Sequence[Named]) -> Pairs:
        return tuple([(one, self.by_address(one.href, page.path)) for one in several])

    def set_of(self, page: Summary) -> frozenset[tuple[str, str]]:
        """The hreflang links of a page as pairs of tag and file, or address elsewhere."""
        return frozenset(
            (one.tag, target.path if target else one.href) for one, target in self.alternates(page)
        )

    def sitemap_tags(self, page: Summary) -> set[str] | None:
        """The languages that the sitemap names for a page; None where it does not list them."""
        if self.sitemap is None:
            return None
        entry = self.sitemap.get(self.address(page.path))
        return {one.tag for one in entry.alternates} if entry and entry.alternates else None

    def told_tags(self, page: Summary) -> set[str] | None:
        """The languages that the manifest says are indexed, as hreflang writes them.

        None of a language's home: it stands where an article has no edition, too.
        """
        told = self.known.pages.get(page.path)
        tongues = self.known.tongues
        home = page.path.count("/") == 1 and self.known.tongue_of(page.path) is not None
        if told is None or home:
            return None
        return {
            tongues[one.tag].hreflang if one.tag in tongues else one.tag
            for one in self.known.editions(told.article)
            if one.indexed
        }

    def led_to(self, page: Summary) -> tuple[str, ...]:
        """The paths of the pages that a page's language links lead to."""
        found = self._seen.get(page.path)
        if found is None:
            found = tuple([one.path for _, one in self.languages(page) if one is not None])
            self._seen[page.path] = found
        return found

    def _lead(self, href: str, origin: str) -> Goal:
        if not _ODD.search(href):
            # Nearly all links: below the root, without anything to decode or to cut off.
            start = self.base if href.startswith("http") else self.root
            if href.startswith(f"{start}/"):
                return self._file(href[len(start) + 1 :], "")
        return self._lead_far(href, origin)

    def _lead_far(self, href: str, origin: str) -> Goal:
        """Where any other address leads."""
        try:
            parts = urlsplit(href)
        except ValueError:
            return Goal(None, "", href)
        whole = href.partition("#")[0].partition("?")[0]
        if (parts.scheme or parts.netloc) and not self.ours(whole):
            return Goal(None, "", "")
        path = unquote(parts.path)
        if path.startswith("/") or parts.netloc:
            if self.root and not f"{path}/".startswith(f"{self.root}/"):
                return Goal(None, "", path)
            path = path[len(self.root) :].lstrip("/")
        else:
            slash = "/" if path.endswith("/") or path in (".", "..") else ""
            path = posixpath.normpath(posixpath.join(posixpath.dirname(origin), path)) + slash
            if path.startswith("../"):
                return Goal(None, "", path)
        return self._file("" if path in ("./", ".") else path, unquote(parts.fragment))

    def _file(self, path: str, fragment: str) -> Goal:
        """The file that a path below the root of the site stands for."""
        index = f"{path}index.html" if not path or path[-1] == "/" else ""
        for candidate in (index, path):
            if candidate and candidate in self.paths:
                return Goal(candidate, fragment, candidate)
        if path and path[-1] != "/" and f"{path}.html" in self.paths:
            return Goal(f"{path}.html", fragment, path)
        return Goal(None, fragment, path or "index.html")


def place(path: str) -> str:
    """The address of a file below the site's root.

    >>> place("de/tea/index.html"), place("index.html"), place("404.html")
    ('de/tea/', '', '404.html')
    """
    if path == "index.html" or path.endswith("/index.html"):
        return path.removesuffix("index.html")
    return path


def _guess(pages: Sequence[Summary]) -> str:
    """The base address, from the first canonical address that ends as its page's path does."""
    for page in pages:
        for href, _ in page.canonical[:1]:
            end = f"/{place(page.path)}"
            if href.startswith(("https://", "http://")) and unquote(href).endswith(end):
                return href[: len(href) - len(end)] if href.endswith(end) else ""
    return ""
