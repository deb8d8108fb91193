"""The record of what was published: for the next publication, for deploys, for dashboards."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pipeline
from pipeline.counts import coverage
from pipeline.model import INDEXED, LINKED, Cluster, Counts, Edition, EditionState, Language, Tally
from pipeline.site.clusters import is_indexed, member
from pipeline.site.facts import SiteFacts, page_file
from pipeline.site.json_text import indented
from pipeline.site.plain import plain_words

SCHEMA = 1
"""Raised when a reader of the manifest would misunderstand a newer one."""


@dataclass(frozen=True, slots=True)
class Before:
    """What the previous publication says of one edition."""

    state: EditionState
    address: str = ""
    """Below the base URL; empty where it was withheld."""
    file: str = ""
    digest: str = ""
    updated: str = ""
    title: str = ""
    description: str = ""
    title_foreign: bool = False
    machine: bool = False
    translators: tuple[str, ...] = ()
    counts: Counts = Counts()
    """How many words were translated; the units are not told apart."""


def manifest(
    facts: SiteFacts,
    editions: Iterable[Edition],
    clusters: Mapping[str, Cluster],
    interface_missing: Mapping[str, int] | None = None,
    files: Mapping[str, str] | None = None,
) -> bytes:
    """The bytes of `manifest.json`: every edition with its state, withheld ones with the reasons.

    `files` is the path below the output folder to `sha256:…`. Keys are sorted, and nothing in it
    tells time or machine, so the same publication gives the same bytes.
    """
    by_article: dict[str, list[Edition]] = {}
    for one in editions:
        by_article.setdefault(one.article, []).append(one)
    own: dict[str, list[Edition]] = {}
    for some in by_article.values():
        for one in some:
            own.setdefault(one.locale, []).append(one)
    record: dict[str, Any] = {
        "schema": SCHEMA,
        "generator": f"pipeline {pipeline.__version__}",
        "base_url": facts.base,
        "source_language": facts.source.tag,
        "languages": {
            one.locale: _language(
                one, own.get(one.locale, ()), (interface_missing or {}).get(one.locale, 0)
            )
            for one in facts.languages
        },
        "articles": {},
        "files": dict(files or {}),
    }
    head, _, tail = indented(record).encode().partition(b'"articles": {}')
    # Article by article: as values they take up many times their text.
    articles = []
    for name in sorted(by_article):
        value = _article(facts, by_article[name], clusters.get(name, Cluster(name)))
        articles.append(f"\n  {indented(name)}: {indented(value, 2)}".encode())
    end = b"\n }" if articles else b"}"
    return b"".join([head, b'"articles": {', b",".join(articles), end, tail, b"\n"])


def read_manifest(text: str) -> dict[tuple[str, str], Before]:
    """(article, locale) to what was published before; empty for a text that is no manifest.

    >>> read_manifest("not a manifest")
    {}
    """
    try:
        record = json.loads(text, object_hook=_brief)
        articles = record["articles"] if record["schema"] == SCHEMA else {}
        return {
            (article, locale): version if isinstance(version, Before) else _before(version)
            for article, one in articles.items()
            for locale, version in one["versions"].items()
        }
    except (ValueError, TypeError, KeyError, AttributeError):
        return {}


def _brief(value: dict[str, Any]) -> dict[str, Any] | Before:
    """A version as soon as it is read: as dictionaries all of them take up ten times as much."""
    is_version = type(value.get("state")) is str and type(value.get("words")) is int
    return _before(value) if is_version else value


def _language(language: Language, editions: Sequence[Edition], missing: int) -> dict[str, Any]:
    counts = sum((one.counts for one in editions), Counts())
    return {
        "tag": language.tag,
        "url": language.url,
        "direction": language.direction,
        "autonym": language.autonym,
        "english": language.english,
        "script": language.script,
        "og": language.og,
        "articles": sum(one.state in LINKED for one in editions),
        "words": counts.total.words,
        "words_translated": counts.translated.words,
        "interface_missing": missing,
    }


def _article(facts: SiteFacts, editions: Sequence[Edition], cluster: Cluster) -> dict[str, Any]:
    source = facts.source.locale
    return {
        "versions": {one.locale: _version(facts, one, cluster) for one in editions},
        "cluster": [one.locale for one in cluster.indexed],
        "linked": [one.locale for one in cluster.linked],
        "x_default": source if is_indexed(cluster, source) else None,
    }


def _version(facts: SiteFacts, edition: Edition, cluster: Cluster) -> dict[str, Any]:
    counts = edition.counts
    version: dict[str, Any] = {
        "state": edition.state.value,
        "coverage": round(coverage(counts), 4),
        "words": counts.total.words,
        "words_translated": counts.translated.words,
        "segments": counts.total.units,
        "translated": counts.translated.units,
        "fuzzy": counts.fuzzy.units,
        "missing": counts.untranslated.units,
        "rejected": counts.rejected.units,
        "drifted": edition.drifted,
        "machine": edition.machine,
        "carried": edition.carried,
        "reasons": list(edition.reasons),
        "title": plain_words(edition.title),
        "title_foreign": edition.title_foreign,
        "description": edition.description,
        "translators": list(edition.translators),
        "updated": edition.updated or None,
        "digest": edition.digest,
        "indexable": edition.state in INDEXED,
    }
    here = member(cluster, edition.locale)
    if here:
        version["address"] = here.url
        version["url"] = facts.absolute(here.url)
        version["path"] = page_file(here.url)
    return version


def _before(version: Mapping[str, Any]) -> Before:
    return Before(
        state=EditionState(version["state"]),
        address=str(version.get("address") or ""),
        file=str(version.get("path") or ""),
        digest=str(version.get("digest") or ""),
        updated=str(version.get("updated") or ""),
        title=str(version.get("title") or ""),
        description=str(version.get("description") or ""),
        title_foreign=bool(version.get("title_foreign")),
        machine=bool(version.get("machine")),
        translators=tuple(map(str, version.get("translators") or ())),
        counts=_counts(version),
    )


def _counts(version: Mapping[str, Any]) -> Counts:
    words, done = int(version.get("words") or 0), int(version.get("words_translated") or 0)
    return Counts(Tally(0, done), untranslated=Tally(0, max(0, words - done)))
