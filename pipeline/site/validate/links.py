"""Rules on where a site's addresses lead, and on the files it consists of."""

from __future__ import annotations

import difflib
import posixpath
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from pipeline.model import Severity
from pipeline.site.validate.page import Fault
from pipeline.site.validate.summary import Spot, Summary
from pipeline.site.validate.website import Website

Found = Iterator[tuple[str, Fault]]

FEW: Final = 100

_SCHEMES = ("mailto:", "tel:", "sms:", "javascript:", "data:", "geo:", "blob:", "about:")


def internal(site: Website) -> Found:
    """Every link and every file that a page loads is there, spelled as it is spelled."""
    folded: dict[str, str] = {}
    fine: set[str] = set()
    guesses = FEW
    for page in site.pages:
        spots = (*page.links, *page.loads)
        new = {spot.href for spot in spots} - fine
        new = {href for href in new if href[:1] != "#" or href[1:] not in page.ids}
        for spot in spots if new else ():
            href = spot.href
            if href not in new:
                continue
            new.discard(href)
            goal = site.goal(href, page.path)
            target = site.page(goal.path)
            if goal.path is None:
                if goal.wanted and not href.lower().startswith(_SCHEMES):
                    folded = folded or {path.casefold(): path for path in site.paths}
                    yield page.path, _missing(site, spot, goal.wanted, folded)
            elif goal.fragment and target is not None and not _has(target, goal.fragment):
                where = "this page" if target is page else goal.path
                message = f"`{href}` leads to a place that {where} does not have"
                # Looking for what was meant is dear, and thousands of misses have one cause.
                near = _near(goal.fragment, sorted(target.ids)) if guesses > 0 else ""
                guesses -= 1
                hint = f"did you mean `#{near}`?" if near else ""
                yield page.path, Fault("fragment-broken", spot.at, message, hint, detail=href)
            elif href.startswith(("/", "http")):
                fine.add(href)


def feeds(site: Website) -> Found:
    """The feed that a page names is there; told once an address."""
    told: set[str] = set()
    for page in site.pages:
        for spot in page.feeds if page.path not in site.drafts else ():
            goal = site.goal(spot.href, page.path)
            if goal.path is None and goal.wanted and spot.href not in told:
                told.add(spot.href)
                message = f"the feed `{spot.href}` is not there"
                hint = "write it, or do not name it"
                yield page.path, Fault("link-broken", spot.at, message, hint, Severity.WARNING)


def _has(page: Summary, fragment: str) -> bool:
    """Whether a fragment leads somewhere; `#top` and text fragments always do."""
    return fragment in page.ids or fragment.lower() == "top" or fragment.startswith(":~:")


def _missing(site: Website, spot: Spot, wanted: str, folded: dict[str, str]) -> Fault:
    """The fault of a link to nothing, with what may have been meant."""
    if f"{wanted}/index.html" in site.paths:
        message = f"`{spot.href}` names a folder without the slash at its end"
        return Fault("link-slash", spot.at, message, f"write `{wanted}/`", detail=spot.href)
    if wanted.startswith("../"):
        message = f"`{spot.href}` leads out of the folder that is judged"
        hint = "judge the whole site, from its root"
        return Fault("link-broken", spot.at, message, hint, Severity.WARNING, spot.href)
    message = f"`{spot.href}` leads to {wanted}, which is not there"
    guess = folded.get(wanted.casefold()) or folded.get(f"{wanted}index.html".casefold())
    if guess:
        hint = f"upper and lower case count: {guess}"
    else:
        near = _near(wanted.rstrip("/"), _around(site, wanted))
        hint = f"did you mean {near}?" if near else ""
    return Fault("link-broken", spot.at, message, hint, detail=spot.href)


def _near(word: str, words: list[str]) -> str:
    """The word that may have been meant, among the first few: the search is dear."""
    found = difflib.get_close_matches(word[:100], words[:FEW], n=1)
    return found[0] if found else ""


def _around(site: Website, wanted: str) -> list[str]:
    """Files that begin like the one that was looked for: few enough to compare with."""
    start = wanted.partition("/")[0]
    near = sorted(path for path in site.paths if path.startswith(start))[:FEW]
    return [path.removesuffix("/index.html") for path in near]


def redirects(site: Website) -> Found:
    """A page that sends its reader on sends him to a page, in one step, and links there."""
    for page in site.pages:
        if not page.elsewhere:
            continue
        target = site.by_address(page.elsewhere, page.path)
        goal = site.goal(page.elsewhere, page.path)
        if target is None and (goal.path is None and goal.wanted):
            message = f"the page sends its reader to {page.elsewhere}, which is not there"
            yield page.path, Fault("redirect-broken", page.html_at, message)
        elif target is not None and target.elsewhere:
            message = f"the page sends its reader to {target.path}, which sends him on again"
            hint = f"send him to {target.elsewhere} at once"
            yield page.path, Fault("redirect-broken", page.html_at, message, hint)
        elif not any(site.goal(one.href, page.path) == goal for one in page.links):
            message = "the page sends its reader on without a link for those who stay"
            yield page.path, Fault("redirect-broken", page.html_at, message)


def orphans(site: Website) -> Found:
    """Every page is reached from another one."""
    reached = set()
    known: set[str] = set()
    for page in site.pages:
        for href in {page.elsewhere}.union([spot.href for spot in page.links]) - known:
            if href and href[0] != "#":
                path = site.goal(href, page.path).path
                if path != page.path:
                    reached.add(path)
                    if href.startswith(("/", "http")):
                        known.add(href)
    for page in site.pages:
        name = posixpath.basename(page.path)
        if page.path in reached or page.path == "index.html" or name == "404.html":
            continue
        if page.elsewhere or (page.noindex and not page.languages):
            continue
        message = "no other page links to this page"
        yield page.path, Fault("page-orphan", page.html_at, message, "link to it, or delete it")


def titles(site: Website) -> Found:
    """No two pages of a language have one title."""
    seen: dict[tuple[str, str], str] = {}
    for page in site.pages:
        if not page.title or page.elsewhere or page.path.endswith("404.html"):
            continue
        other = seen.setdefault((page.lang, page.title), page.path)
        if other == page.path:
            continue
        if all(target is None or target.path != other for _, target in site.alternates(page)):
            message = f"the title `{page.title}` is also that of {other}"
            yield page.path, Fault("title-repeated", page.title_at, message)


def entrances(site: Website) -> Found:
    """Every language has an index, and there is a page for what is not found."""
    folders = {path.partition("/")[0] for path in site.paths if "/" in path}
    for tag, tongue in sorted(site.known.tongues.items()):
        if tongue.url in folders:
            yield from _entrance(site, f"{tongue.url}/", f"in {tag}")
    if site.known.manifest:
        yield from _entrance(site, "", "of the site")


def _entrance(site: Website, folder: str, where: str) -> Found:
    if f"{folder}index.html" not in site.paths:
        message = f"there is no index page {where}"
        yield f"{folder}index.html", Fault("index-missing", 0, message)
    if f"{folder}404.html" not in site.paths:
        message = f"there is no page {where} for what is not found"
        yield f"{folder}404.html", Fault("not-found-missing", 0, message)


def outside(site: Website, allowed: frozenset[str]) -> Found:
    """A page loads nothing from elsewhere."""
    for page in site.pages:
        for spot in page.loads:
            if spot.href.startswith(("http:", "https:", "//")):
                fault = _external(site, spot, allowed)
                if fault is not None:
                    yield page.path, fault


def loaded(site: Website, path: str, spot: Spot, allowed: frozenset[str]) -> Fault | None:
    """What is wrong with an address that a stylesheet loads."""
    if spot.href.startswith(("http:", "https:", "//")):
        return _external(site, spot, allowed)
    goal = site.goal(spot.href, path)
    return _missing(site, spot, goal.wanted, {}) if goal.path is None and goal.wanted else None


def _external(site: Website, spot: Spot, allowed: frozenset[str]) -> Fault | None:
    if site.ours(spot.href) or urlsplit(spot.href).hostname in allowed:
        return None
    message = f"the page loads {spot.href} from another host"
    hint = "keep a copy in the site: another host sees every reader"
    return Fault("resource-external", spot.at, message, hint, detail=spot.href)
