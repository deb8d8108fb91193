"""What is known of a site before its pages are read: from its manifest, or from its folders.

Without a manifest much is still known: a page says its own language, a folder named like a
language tag holds that language's pages, and what stands at one address below two such folders
is one article.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pipeline.site.validate.page import Fault

MANIFEST: Final = "manifest.json"
INDEXED: Final = frozenset(("source", "complete", "stale", "partial"))
FOLDER: Final = re.compile(
    r"[a-z]{2,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?(?:-[a-z0-9]{5,8})*"
)
_HASH = re.compile(r"(?:sha256:)?[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language of the site."""

    tag: str
    url: str
    direction: str = "ltr"
    og: str = ""
    hreflang: str = ""
    script: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """What the manifest says of one page."""

    article: str
    tag: str
    state: str
    url: str = ""
    """Absolute."""
    carried: bool = False
    """Its body is that of an older publication."""

    @property
    def indexed(self) -> bool:
        """Whether search engines may see it."""
        return self.state in INDEXED


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known."""

    base_url: str = ""
    """Without a slash at its end; empty while unknown."""
    source: str = "en"
    tongues: Mapping[str, Tongue] = field(default_factory=dict)
    """By tag."""
    pages: Mapping[str, Version] = field(default_factory=dict)
    """By path."""
    clusters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Article to the paths of its published editions."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Path to SHA-256, as hexadecimal digits."""
    manifest: bool = False

    def common(self) -> str:
        """What every page is judged by, in one order."""
        return f"{self.base_url} {self.source} {sorted(self.tongues.items())}"

    def editions(self, article: str) -> list[Version]:
        """What is told of the published editions of an article."""
        return [self.pages[path] for path in self.clusters.get(article, ())]

    def tongue_of(self, path: str) -> Tongue | None:
        """The language in whose folder a file is."""
        first, slash, _ = path.partition("/")
        if not slash:
            return None
        return next((one for one in self.tongues.values() if one.url == first), None)

    def article_of(self, path: str) -> str:
        """The part of a path that is the same in every language.

        >>> Known().article_of("pt-br/tea/index.html")
        'tea/index.html'
        """
        first, slash, rest = path.partition("/")
        if not slash:
            return path
        if self.tongues:
            return rest if any(one.url == first for one in self.tongues.values()) else path
        return rest if FOLDER.fullmatch(first.lower()) else path


def read_manifest(data: bytes) -> tuple[Known, tuple[Fault, ...]]:
    """What a manifest says, and what is wrong with it."""
    try:
        document = json.loads(data, object_hook=_brief)
    except ValueError as error:
        return Known(), (Fault("manifest-shape", 0, f"the manifest is not JSON: {error}"),)
    if not isinstance(document, dict):
        return Known(), (Fault("manifest-shape", 0, "the manifest is not a JSON object"),)
    faults = tuple(
        Fault("manifest-shape", _place(data, word), message, "its schema is manifest.schema.json")
        for message, word in _mistakes(document)
    )
    tongues = {one.tag: one for one in _tongues(document).values()}
    pages: dict[str, Version] = {}
    clusters: dict[str, list[str]] = {}
    for article, path, told in _versions(document):
        if path:
            pages[path] = told
            clusters.setdefault(article, []).append(path)
    files = {
        path: str(value).removeprefix("sha256:")
        for path, value in _table(document, "files").items()
    }
    return (
        Known(
            base_url=str(document.get("base_url", "")).rstrip("/"),
            source=str(document.get("source_language", "en")),
            tongues=tongues,
            pages=pages,
            clusters={article: tuple(paths) for article, paths in clusters.items()},
            files=files,
            manifest=True,
        ),
        faults,
    )


_ASKED: Final = ("state", "url", "path", "carried")


def _brief(value: dict[str, Any]) -> dict[str, Any]:
    """What is asked of a version, as soon as it is read: all of them are most of a manifest."""
    if type(value.get("state")) is str and type(value.get("words")) is int:
        return {key: value[key] for key in _ASKED if key in value}
    return value


def _tongues(document: Mapping[str, Any]) -> dict[str, Tongue]:
    """The languages by locale."""
    found = {}
    for locale, one in _table(document, "languages").items():
        if isinstance(one, dict):
            tag = str(one.get("tag", locale.replace("_", "-")))
            found[locale] = Tongue(
                tag=tag,
                url=str(one.get("url", tag.lower())),
                direction=str(one.get("direction", "ltr")),
                og=str(one.get("og", "")),
                hreflang=str(one.get("hreflang", tag)),
                script=str(one.get("script", "")),
            )
    return found


def _versions(document: Mapping[str, Any]) -> Iterator[tuple[str, str, Version]]:
    """Article, path and what is told of every edition."""
    locales = _tongues(document)
    for article, one in _table(document, "articles").items():
        for locale, version in _table(one, "versions").items():
            if isinstance(version, dict):
                told = Version(
                    article=article,
                    tag=locales[locale].tag if locale in locales else locale,
                    state=str(version.get("state", "")),
                    url=str(version.get("url", "")),
                    carried=version.get("carried") is True,
                )
                yield article, str(version.get("path", "")), told


def _table(document: object, key: str) -> dict[str, Any]:
    value = document.get(key) if isinstance(document, dict) else None
    return value if isinstance(value, dict) else {}


def _mistakes(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Sentences on what the manifest lacks, with the word to look for."""
    for key, kind in (("base_url", str), ("languages", dict), ("articles", dict), ("files", dict)):
        if not isinstance(document.get(key), kind):
            yield f"the manifest has no `{key}`", key
    for path, value in _table(document, "files").items():
        if not isinstance(value, str) or not _HASH.fullmatch(value):
            yield f"`{value}` is no SHA-256", path
    tags = {one.tag for one in _tongues(document).values()}
    for article, path, told in _versions(document):
        if told.state not in INDEXED | {"draft", "withheld"}:
            yield f"{article} in {told.tag} has the unknown state `{told.state}`", article
        if told.tag not in tags:
            yield f"{article} is in the language {told.tag}, which the manifest lacks", article
        if bool(path) != (told.state != "withheld"):
            yield f"{article} in {told.tag} is {told.state} and has the path `{path}`", article


def _place(data: bytes, word: str) -> int:
    """Where a word of the manifest stands, in characters."""
    at = data.find(f'"{word}"'.encode())
    return len(data[: max(at, 0)].decode("utf-8", "replace"))
