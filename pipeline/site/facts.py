"""What every page of a site must know of the site, and how its addresses are made."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from pipeline.config import Site
from pipeline.model import Language

FOLDER_ARTICLES = ("index", "README")
"""Articles that are the page of their folder."""


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """The facts that all pages of one publication share.

    >>> en = Language("en", "en", "en", "English", "ltr")
    >>> facts = SiteFacts("https://example.org/health/", en, (en,))
    >>> facts.href("/en/tea/"), facts.absolute("/en/tea/")
    ('/health/en/tea/', 'https://example.org/health/en/tea/')
    """

    base_url: str
    source: Language
    languages: tuple[Language, ...] = ()
    """Every language of the site, in fixed order, the source first."""
    settings: Site = field(default_factory=Site)
    site_name: str = ""
    """A message of the interface catalog."""
    stylesheet: str = ""
    """Its address below the base: `/assets/site.1a2b3c4d.css`."""
    script: str = ""
    """Address below the base of the script that pages in several languages have; or empty."""
    icon: str = ""
    """Address of the site's icon below the base: `/favicon.ico`; empty where it has none."""
    assets: Mapping[str, str] = field(default_factory=dict)
    """Files that articles use: path below the source folder to address below the base."""
    feeds: frozenset[str] = frozenset()
    """Locales that have a feed."""
    searchable: frozenset[str] = frozenset()
    """Locales that have a search page."""

    @property
    def base(self) -> str:
        """The base URL without a slash at its end."""
        return self.base_url.rstrip("/")

    @property
    def prefix(self) -> str:
        """The path of the base URL: empty, or `/health`."""
        return urlsplit(self.base).path

    @property
    def name(self) -> str:
        """The site's name in the source language; its host where it has none."""
        return self.site_name or urlsplit(self.base).netloc

    def href(self, address: str) -> str:
        """An address below the base, as links inside the site write it."""
        return self.prefix + address

    def absolute(self, address: str) -> str:
        """An address below the base as a whole URL."""
        return self.base + address

    def language(self, locale: str) -> Language | None:
        """One of the site's languages."""
        return next((one for one in self.languages if one.locale == locale), None)


def article_address(article: str, language: Language) -> str:
    """Where an edition stands below the base URL.

    >>> de = Language("de", "de", "de", "Deutsch", "ltr")
    >>> [article_address(one, de) for one in ("a/tea", "a/index", "index")]
    ['/de/a/tea/', '/de/a/', '/de/']
    """
    return f"/{language.url}/{article_path(article)}"


def article_path(article: str) -> str:
    """The part of an edition's address that is the same in all languages: `a/tea/`, or empty."""
    folder, _, last = article.rpartition("/")
    path = folder if last in FOLDER_ARTICLES else article
    return f"{path}/" if path else ""


def home_address(language: Language) -> str:
    """Where the list of a language's articles stands."""
    return f"/{language.url}/"


def page_file(address: str) -> str:
    """The file, below the output folder, that a server gives for an address.

    >>> page_file("/de/tea/"), page_file("/")
    ('de/tea/index.html', 'index.html')
    """
    return address.lstrip("/") + ("index.html" if address.endswith("/") else "")


def asset_address(path: str, data: bytes) -> str:
    """The address of a file that pages use; the hash in it lets browsers keep it for ever.

    >>> asset_address("img/legs.fr.png", b"")
    '/assets/img/legs.fr.e3b0c442.png'
    """
    stem, dot, suffix = path.rpartition(".")
    if not dot or "/" in suffix:
        stem, suffix = path, ""
    mark = hashlib.sha256(data).hexdigest()[:8]
    return quote(f"/assets/{stem}.{mark}" + (f".{suffix}" if suffix else ""))
