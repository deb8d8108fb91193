"""Rules on what machines read in a head: Open Graph and JSON-LD."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipeline.site.validate.page import Fault
from pipeline.site.validate.summary import Summary
from pipeline.site.validate.website import Website
from pipeline.site.validate.wholeness import DEFAULT

Found = Iterator[tuple[str, Fault]]

_OG = re.compile(r"[a-z]{2,3}_[A-Z]{2}")


def open_graph(
    site: Website, whole: Mapping[str, Sequence[Summary]], faulty: frozenset[str]
) -> Found:
    """`og:locale` is well written, and its alternates are the other indexed editions."""
    for page in site.pages:
        for spot in (*page.locale, *page.locales):
            if not _OG.fullmatch(spot.href):
                message = f"`{spot.href}` is no locale as Open Graph writes it"
                hint = "language, underscore, territory: pt_BR"
                yield page.path, Fault("og-locale-wrong", spot.at, message, hint)
        tongue = site.known.tongues.get(page.lang)
        said = page.locale[0].href if page.locale else ""
        if tongue and tongue.og and _OG.fullmatch(said) and said != tongue.og:
            message = f"og:locale is `{said}`, but that of `{page.lang}` is {tongue.og}"
            yield page.path, Fault("og-locale-differs", page.locale[0].at, message)
        if len(page.locale) > 1:
            message = "og:locale stands more than once"
            yield page.path, Fault("og-locale-wrong", page.locale[1].at, message)
        if not page.locale or page.path in faulty or not _is_edition(site, page):
            continue
        members = whole.get(page.path) or [other for _, other in site.alternates(page) if other]
        theirs = {one.locale[0].href for one in members if one is not page and one.locale}
        own = page.locale[0].href
        for name in sorted((theirs - {own}) ^ ({spot.href for spot in page.locales} - {own})):
            where = "missing among" if name in theirs else "too many among"
            message = f"`{name}` is {where} the og:locale:alternate"
            yield page.path, Fault("og-locale-differs", page.locale[0].at, message, detail=name)


def _is_edition(site: Website, page: Summary) -> bool:
    """Whether a page names itself by a language, and not only as the default for all others."""
    own = site.address(page.path)
    return any(one.href == own and one.tag != DEFAULT for one in page.alternates)


def linked_data(site: Website, faulty: frozenset[str]) -> Found:
    """JSON-LD tells the page's own language and address, and its translations mutually."""
    for page in site.pages:
        node = _own(site, page)
        if node is None:
            if page.data and page.canonical:
                message = f"no object of the JSON-LD has the `@id` {site.address(page.path)}"
                yield page.path, Fault("data-differs", page.data_at, message)
            continue
        language = node.get("inLanguage")
        if language is not None and language != page.lang:
            message = f"`inLanguage` is `{language}`, but the page's language is `{page.lang}`"
            yield page.path, Fault("data-differs", page.data_at, message)
        if page.path not in faulty:
            yield from _translations(site, page, node)


def _own(site: Website, page: Summary) -> Mapping[str, Any] | None:
    """The object that is the page itself."""
    return next(
        (
            node
            for node in page.data
            if isinstance(node.get("@id"), str) and site.by_address(node["@id"], page.path) is page
        ),
        None,
    )


def _translations(site: Website, page: Summary, node: Mapping[str, Any]) -> Found:
    for word, back in (
        ("workTranslation", "translationOfWork"),
        ("translationOfWork", "workTranslation"),
    ):
        for other in _references(node.get(word)):
            target = site.by_address(str(other.get("@id", "")))
            if target is None:
                message = f"`{word}` names {other.get('@id')}, which is no page of the site"
                yield page.path, Fault("data-differs", page.data_at, message, detail=word)
                continue
            language = other.get("inLanguage")
            if language is not None and language != target.lang:
                message = f"`{word}` calls {target.path} `{language}`, but it is `{target.lang}`"
                yield page.path, Fault("data-differs", page.data_at, message, detail=word)
            theirs = _own(site, target)
            if theirs is None:
                continue  # told where it stands
            named = _references(theirs.get(back))
            if not any(site.by_address(str(one.get("@id", ""))) is page for one in named):
                if target.noindex or page.noindex:
                    continue
                message = f"`{word}` names {target.path}, whose `{back}` does not name this page"
                yield page.path, Fault("data-differs", page.data_at, message, detail=word)


def _references(value: object) -> list[Mapping[str, Any]]:
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, dict)]
