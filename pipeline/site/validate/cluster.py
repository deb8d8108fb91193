"""Rules on the editions of one article: whatever names the others names the same ones.

Law: if page A names page B as another language, B names A; every page named exists; the language
links name all that are published, and head, sitemap and JSON-LD name those that are indexed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from pipeline.site.validate.page import Fault
from pipeline.site.validate.summary import Summary
from pipeline.site.validate.website import Website
from pipeline.site.validate.wholeness import DEFAULT

Found: TypeAlias = Iterator[tuple[str, Fault]]
Members: TypeAlias = Sequence[Summary]


def canonical(site: Website) -> Found:
    """A page that search engines see names itself, once and absolutely."""
    for page in site.pages:
        for href, at in page.canonical[1:]:
            message = f"a second canonical address: {href}"
            yield page.path, Fault("canonical-wrong", at, message, "keep one")
        own = site.address(page.path)
        for href, at in page.canonical[:1]:
            if page.elsewhere:
                continue
            if not href.startswith(("https://", "http://")):
                message = f"the canonical address `{href}` is not absolute"
                yield page.path, Fault("canonical-wrong", at, message, f"write {own}")
            elif site.base and href != own:
                message = f"the canonical address is {href}, but the page's is {own}"
                yield page.path, Fault("canonical-wrong", at, message, f"write {own}")
        if not page.canonical and page.alternates:
            message = "the page names other languages, but not its own canonical address"
            yield page.path, Fault("canonical-wrong", page.html_at, message, f"name {own}")


def clusters(
    site: Website, whole: Mapping[str, Members]
) -> tuple[list[tuple[str, Fault]], frozenset[str]]:
    """The faults of pages that name each other by hreflang, and the paths of faulty clusters.

    They are judged together, one cause at a time: a page that lacks one link makes all lists
    differ, and what follows from a fault is not told.
    """
    faults: list[tuple[str, Fault]] = []
    faulty: set[str] = set()
    rest = [page for page in site.pages if page.alternates and page.path not in whole]
    for members in _components(site, rest):
        for rule in (_alone, _targets, _mutual, _equal(site, members), _listed):
            found = [one for page in members for one in rule(site, page)]
            if found:
                faults.extend(found)
                faulty.update(page.path for page in members)
                break
    return faults, frozenset(faulty)


def _components(site: Website, pages: Members) -> list[list[Summary]]:
    """The pages, those together that are joined by their hreflang links."""
    leader = {page.path: page.path for page in pages}

    def find(path: str) -> str:
        while leader[path] != path:
            leader[path] = path = leader[leader[path]]
        return path

    for page in pages:
        for one, target in site.alternates(page):
            # Many sites send all their x-default links to one page: they join nothing.
            if target is not None and target.path in leader and one.tag != DEFAULT:
                leader[find(page.path)] = find(target.path)
    joined: dict[str, list[Summary]] = {}
    for page in pages:
        joined.setdefault(find(page.path), []).append(page)
    return list(joined.values())


def _alone(site: Website, page: Summary) -> Found:
    """The hreflang links of a page are whole in themselves."""
    at = page.alternates[0].at
    if page.noindex:
        message = "a page that is not to be indexed names other languages by hreflang"
        yield page.path, Fault("draft-advertised", at, message, "take these links out")
        return
    seen: set[str] = set()
    for one in page.alternates:
        if one.tag in seen:
            message = f"hreflang `{one.tag}` stands twice"
            yield page.path, Fault("hreflang-duplicate", one.at, message, detail=one.tag)
        seen.add(one.tag)
        if not one.href.startswith(("https://", "http://")):
            message = f"the hreflang address `{one.href}` is not absolute"
            yield page.path, Fault("hreflang-relative", one.at, message, detail=one.tag)
    if all(target is not page for _, target in site.alternates(page)):
        message = "the hreflang links do not name the page itself"
        hint = f"add {site.address(page.path)}"
        yield page.path, Fault("hreflang-self-missing", at, message, hint)
    if DEFAULT not in seen:
        message = "no hreflang link is the x-default"
        hint = "name the page for readers of all other languages"
        yield page.path, Fault("hreflang-default-missing", at, message, hint)


def _targets(site: Website, page: Summary) -> Found:
    """What the hreflang links of a page lead to is there, and is what they say."""
    for one, target in site.alternates(page):
        rule = message = ""
        if target is None:
            if site.ours(one.href):
                rule, message = "alternate-missing", f"{one.href}, which is not there"
        elif target.noindex:
            rule, message = "alternate-noindex", f"{target.path}, which is not to be indexed"
        elif target.elsewhere:
            rule, message = "alternate-missing", f"{target.path}, which only sends on"
        elif one.tag != DEFAULT and not fits(site, one.tag, target.lang):
            rule = "alternate-language"
            message = f"{target.path}, whose language is `{target.lang}`"
        if rule:
            message = f"hreflang `{one.tag}` leads to {message}"
            yield page.path, Fault(rule, one.at, message, detail=one.tag)


def _mutual(site: Website, page: Summary) -> Found:
    """Whom a page names names it back."""
    for one, target in site.alternates(page):
        if target is None or target is page or one.tag == DEFAULT:
            continue
        if all(back is not page for _, back in site.alternates(target)):
            message = f"the page names {target.path} as {one.tag}, which does not name it back"
            hint = "search engines ignore a pair that is not mutual"
            yield page.path, Fault("hreflang-not-mutual", one.at, message, hint, detail=one.tag)


def _equal(site: Website, members: Members) -> Callable[[Website, Summary], Found]:
    """The rule that all editions carry the list that most of them carry."""
    usual, _ = Counter(site.set_of(one) for one in members).most_common(1)[0]

    def rule(site: Website, page: Summary) -> Found:
        mine = site.set_of(page)
        if mine != usual:
            tags = ", ".join(sorted({tag for tag, _ in mine ^ usual}))
            message = f"the hreflang links differ from those of the other editions in {tags}"
            yield page.path, Fault("hreflang-differs", page.alternates[0].at, message)

    return rule


def _listed(site: Website, page: Summary) -> Found:
    """Sitemap and manifest name the editions that the head names."""
    at = page.alternates[0].at
    head = {one.tag for one in page.alternates} - {DEFAULT}
    for source, tags in (
        ("the sitemap", site.sitemap_tags(page)),
        ("the manifest", site.told_tags(page)),
    ):
        if tags is None:
            continue
        for tag in sorted(head ^ (tags - {DEFAULT})):
            ours, theirs = "the page's head", source
            here, there = (ours, theirs) if tag in head else (theirs, ours)
            message = f"hreflang `{tag}` is in {here}, and not in {there}"
            yield page.path, Fault("lists-disagree", at, message, detail=f"{source} {tag}")


def fits(site: Website, hreflang: str, lang: str) -> bool:
    """Whether a page in `lang` may be named by `hreflang`: equal, or set so in the manifest."""
    tongue = site.known.tongues.get(lang)
    if tongue and tongue.hreflang:
        return hreflang in (tongue.hreflang, tongue.tag)
    ours, theirs = hreflang.lower().split("-"), lang.lower().split("-")
    return ours == theirs or (ours[0] == theirs[0] and (len(ours) == 1 or len(theirs) == 1))


def language_links(site: Website, whole: Mapping[str, Members], faulty: frozenset[str]) -> Found:
    """The links a reader sees name all editions, mutually: those of the head, and the drafts."""
    for page in site.pages:
        if page.elsewhere or page.path in faulty or not page.languages or _lists_all(site, page):
            continue
        found = list(_visible(site, page, faulty))
        if found:
            yield from found
        elif page.path in whole:
            shown = set(site.led_to(page)) - site.drafts - {page.path}
            if shown != {one.path for one in whole[page.path]} - {page.path}:
                yield from _as_in_head(site, page)
        else:
            yield from _as_in_head(site, page)


def _visible(site: Website, page: Summary, faulty: frozenset[str]) -> Found:
    for one, target in site.languages(page):
        if target is None or target is page or target.path in faulty:
            continue
        if one.tag != target.lang and not fits(site, one.tag, target.lang):
            message = f"the link for `{one.tag}` leads to a page in `{target.lang}`"
            yield page.path, Fault("alternate-language", one.at, message, detail=one.tag)
        elif page.path not in site.led_to(target):
            message = f"the page links to {target.path} as {one.tag}, which does not link back"
            yield page.path, Fault("language-link-not-mutual", one.at, message, detail=one.tag)


def _as_in_head(site: Website, page: Summary) -> Found:
    """The links of an indexed page are those of its head, and the drafts."""
    if page.noindex or not page.alternates:
        return
    head: dict[str, int] = {}
    for one, target in site.alternates(page):
        if target is not page and one.tag != DEFAULT and target is not None:
            head.setdefault(target.path, one.at)
    seen: dict[str, int] = {}
    for one, target in site.languages(page):
        if target is not None and target is not page and target.path not in site.drafts:
            seen.setdefault(target.path, one.at)
    for path in sorted(head.keys() ^ seen.keys()):
        where = (
            "in the head, and not among the links"
            if path in head
            else "linked, and not in the head"
        )
        message = f"{path} is {where} of this page"
        spot = head[path] if path in head else seen[path]
        yield page.path, Fault("lists-disagree", spot, message, detail=path)


def _lists_all(site: Website, page: Summary) -> bool:
    """Whether a page is no edition, but a list of them: it links to one in its own language."""
    for one, target in site.languages(page):
        if one.tag == page.lang and target is not None and target is not page:
            return target.lang == page.lang
    return False


def drafts(site: Website) -> Found:
    """The manifest and the pages agree on which are drafts, and the sitemap has none."""
    for page in site.pages:
        told = site.known.pages.get(page.path)
        if told and told.state == "draft" and not page.noindex:
            message = "the manifest calls this page a draft, but its robots meta lacks `noindex`"
            yield page.path, Fault("robots-wrong", page.html_at, message)
        if told and told.indexed and page.noindex:
            message = f"the manifest calls this page {told.state}, but it says `noindex`"
            yield page.path, Fault("robots-wrong", page.noindex_at, message)
        if page.noindex and site.sitemap and site.address(page.path) in site.sitemap:
            message = "a page that is not to be indexed is in the sitemap"
            yield page.path, Fault("draft-advertised", page.noindex_at, message, detail="sitemap")
