"""Page values -> HTML, by the theme's templates."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from pipeline.counts import coverage, percent
from pipeline.locales import collation_key
from pipeline.model import LINKED, Edition, EditionState, Language
from pipeline.site.clusters import member
from pipeline.site.facts import SiteFacts, article_address, home_address
from pipeline.site.frame import (
    contact_link,
    edit_link,
    language_links,
    page_title,
    site_name,
    site_view,
)
from pipeline.site.head import Head, content_policy, form_origin, page_head
from pipeline.site.notices import make_notice, section_list, without_links
from pipeline.site.pages import (
    CREDITS,
    ArticlePage,
    Heading,
    LanguagePage,
    RootPage,
    Words,
    nest,
    plain_words,
)
from pipeline.site.structured import article_data, script_text
from pipeline.site.theme import Theme
from pipeline.site.wording import Interface

CONTENTS_FROM = 4
"""A list of contents stands on pages with at least so many second-level headings."""

_HEADING = re.compile(r"\s*(<h1\b.*?</h1>)", re.S)
_OPEN, _CLOSE = "<!-- article -->", "<!-- /article -->"
_TITLE_OPEN, _TITLE_CLOSE = "<!-- title -->", "<!-- /title -->"


def render_article(theme: Theme, facts: SiteFacts, interface: Interface, page: ArticlePage) -> str:
    """The whole page of one edition.

    Law: `body_of(render_article(…, page)) == page.body`.
    """
    name = site_name(facts, interface)
    title = plain_words(page.edition.title)
    page = replace(page, edition=replace(page.edition, title=title))
    description = plain_words(page.edition.description)
    head = page_head(
        facts,
        page.language,
        page.cluster,
        page_title(interface, title, name.text),
        description=description,
        kind="article",
        name=title,
        site_name=name.text,
        feed=True,
    )
    data = script_text(article_data(page, facts, name.text))
    view = _frame(facts, page.language) | _article_view(facts, interface, page)
    view["languages_shown"] = True
    return _render(theme, "article.html", facts, interface, replace(head, data=data), view)


def render_language_index(
    theme: Theme, facts: SiteFacts, interface: Interface, page: LanguagePage
) -> str:
    """The page that lists the articles of one language."""
    name = site_name(facts, interface)
    article = page.article
    title = plain_words(article.edition.title) if article else ""
    heading = page_title(interface, title, name.text) if title else name.text
    head = page_head(
        facts,
        page.language,
        page.homes,
        heading,
        description=plain_words(article.edition.description) if article else "",
        default="/",
        name=title or name.text,
        site_name=name.text,
        feed=True,
    )
    listed = {one.article for one in page.editions if one.state in LINKED}
    view = _frame(facts, page.language) | {
        "heading": None,
        "body": None,
        "has_heading": False,
        "edition": None,
        "edit_url": edit_link(facts, page.language, ""),
    }
    if article:
        view |= _article_view(facts, interface, article)
    view["is_home"] = True
    view["others"] = language_links(facts, page.homes, page.language.locale)
    view["languages_shown"] = bool(view["others"])
    own = home_address(page.language)
    view["articles"] = [
        one for one in _listed(facts, page.language, page.editions) if one.href != facts.href(own)
    ]
    untranslated = [one for one in page.sources if one.article not in listed]
    view["untranslated"] = _listed(facts, facts.source, untranslated)
    return _render(theme, "language.html", facts, interface, head, view)


def render_root(
    theme: Theme, facts: SiteFacts, interfaces: Mapping[str, Interface], page: RootPage
) -> str:
    """The first page of the site: every language, in its own words."""
    source = facts.source
    interface = interfaces[source.locale]
    name = site_name(facts, interface)
    here = replace(page.homes, linked=(*page.homes.linked,))
    head = page_head(
        facts, source, here, name.text, default="/", name=name.text, site_name=name.text
    )
    # The root is no member of its cluster: it is where readers of any other language go.
    address = facts.absolute("/")
    properties = tuple(
        (key, address if key == "og:url" else value)
        for key, value in head.properties
        if key != "og:locale:alternate"
    )
    head = replace(head, canonical=address, properties=properties)
    view = _frame(facts, source)
    names = {one.href: one.name for one in language_links(facts, page.homes, source.locale)}
    view["languages"] = [
        {
            "href": facts.href(one.url),
            "tag": one.tag,
            "direction": one.direction,
            "autonym": one.autonym,
            "name": names.get(facts.href(one.url), ""),
            "articles": page.articles.get(one.locale, 0),
            "ngettext": interfaces[one.locale].marked_ngettext,
        }
        for one in page.homes.linked
    ]
    return _render(theme, "root.html", facts, interface, head, view)


def render_not_found(
    theme: Theme,
    facts: SiteFacts,
    interfaces: Mapping[str, Interface],
    language: Language | None = None,
) -> str:
    """The page for an address that does not exist: in one language, or in all of the site's."""
    shown = [language] if language else [one for one in facts.languages if one.locale in interfaces]
    first = shown[0]
    interface = interfaces[first.locale]
    name = site_name(facts, interface)
    title = page_title(interface, interface.gettext("This page does not exist"), name.text)
    head = Head(title=title, policy=content_policy(facts), robots="noindex")
    view = _frame(facts, first)
    view["sections"] = [
        {
            "language": one,
            "level": "h1" if one is first else "h2",
            "href": facts.href(home_address(one)),
            "gettext": interfaces[one.locale].marked,
        }
        for one in shown
    ]
    return _render(theme, "not-found.html", facts, interface, head, view)


def render_moved(theme: Theme, facts: SiteFacts, interface: Interface, address: str) -> str:
    """The page left at a former address, which leads to the present one."""
    head = Head(
        title=interface.gettext("This page has moved"),
        policy=content_policy(facts),
        robots="noindex",
        canonical=facts.absolute(address),
    )
    view = _frame(facts, interface.language) | {"target": facts.href(address)}
    return _render(theme, "moved.html", facts, interface, head, view)


def body_of(page: str) -> str | None:
    """The article's body in a page that `render_article` made; None where there is none."""
    start, end = page.find(_OPEN), page.rfind(_CLOSE)
    if start < 0 or end < start:
        return None
    body = page[start + len(_OPEN) : end]
    opened = page.find(_TITLE_OPEN, 0, start)
    if opened < 0:
        return body
    closed = page.find(_TITLE_CLOSE, opened, start)
    return page[opened + len(_TITLE_OPEN) : closed] + body


@dataclass(frozen=True, slots=True)
class Listed:
    """One article in a list of articles."""

    href: str
    title: str
    foreign: bool
    description: str
    draft: bool
    percent: int


def _render(
    theme: Theme,
    template: str,
    facts: SiteFacts,
    interface: Interface,
    head: Head,
    view: dict[str, Any],
) -> str:
    return theme.render(
        template,
        interface,
        site=site_view(facts),
        site_name=site_name(facts, interface),
        head=head,
        page=view,
        sections=lambda anchors: section_list(anchors, view.get("headings", ()), interface),
    )


def _frame(facts: SiteFacts, language: Language) -> dict[str, Any]:
    searchable = facts.settings.search and language.locale in facts.searchable
    home = home_address(language)
    return {
        "language": language,
        "home": facts.href(home),
        "is_home": False,
        "languages_shown": False,
        "others": (),
        "search_url": facts.href(f"{home}search/") if searchable else "",
        "edit_url": "",
        "headings": (),
    }


def _article_view(facts: SiteFacts, interface: Interface, page: ArticlePage) -> dict[str, Any]:
    heading, body = split_heading(page.body)
    source = member(page.cluster, facts.source.locale)
    tree = nest(page.contents)
    return {
        "edition": page.edition,
        "heading": Markup(heading) if heading else None,
        "body": Markup(body),
        "has_heading": "<h1" in page.body,
        "headings": page.contents,
        "contents": _contents(tree) if len(tree) >= CONTENTS_FROM else (),
        "notice": make_notice(page),
        "percent": percent(coverage(page.edition.counts)),
        "source_url": facts.href(source.url if source else "/"),
        "source_updated": page.source_updated,
        "edit_url": edit_link(facts, page.language, page.edition.article),
        "credits": _credits(facts, page),
        "others": language_links(facts, page.cluster, page.language.locale),
        "feedback": _feedback(facts, interface, page),
    }


def split_heading(body: str) -> tuple[str, str]:
    """The h1 that a body begins with, space before it included, and the rest; or nothing and all.

    Law: the two together are the body.
    """
    found = _HEADING.match(body)
    return (found[0], body[found.end() :]) if found else ("", body)


def _contents(tree: Sequence[tuple[Heading, Sequence[Heading]]]) -> list[dict[str, Any]]:
    def entry(one: Heading, below: Sequence[Heading] = ()) -> dict[str, Any]:
        return {
            "id": one.id,
            "html": Markup(without_links(one.html)),
            "below": [entry(two) for two in below],
        }

    return [entry(one, below) for one, below in tree]


def _credits(facts: SiteFacts, page: ArticlePage) -> dict[str, Any]:
    credits = page.credits
    source = facts.source
    texts = {name: _marked(getattr(credits, name), source) for name in CREDITS}
    rest = {
        "reviewed": credits.reviewed,
        "published": credits.published,
        "updated": credits.updated if credits.updated != credits.published else "",
        "translators": credits.translators,
        "machine": credits.machine,
    }
    return {**texts, **rest, "shown": any(texts.values()) or any(rest.values())}


def _marked(words: Words, source: Language) -> Markup | str:
    if not words.foreign or not words.text:
        return words.text
    return Markup('<span lang="{}" dir="{}">{}</span>').format(
        source.tag, source.direction, words.text
    )


def _feedback(facts: SiteFacts, interface: Interface, page: ArticlePage) -> dict[str, Any] | None:
    here = member(page.cluster, page.language.locale)
    address = facts.absolute(here.url) if here else ""
    settings = facts.settings
    if form_origin(facts):
        fields = {
            "article": page.edition.article,
            "lang": page.language.tag,
            "state": page.edition.state.value,
            "revision": page.edition.digest,
            "next": f"{address}#page--thanks",
        }
        return {"action": settings.feedback_url, "fields": tuple(fields.items())}

    def answer(word: str) -> str:
        question = interface.gettext("Was this article helpful?")
        said = interface.pgettext("Was this article helpful?", word)
        subject = f"{question} {said} – {page.edition.title}"
        return contact_link(settings.contact, {"subject": subject, "body": f"{address}\n\n"})

    if not contact_link(settings.contact):
        return None
    yes, no = answer("Yes"), answer("No")
    return {"action": "", "yes": yes, "no": no, "mail": yes.startswith("mailto:")}


def _listed(facts: SiteFacts, language: Language, editions: Sequence[Edition]) -> list[Listed]:
    shown = [one for one in editions if one.state in LINKED]
    shown.sort(key=lambda one: (collation_key(plain_words(one.title)), one.article))
    return [
        Listed(
            href=facts.href(article_address(one.article, language)),
            title=plain_words(one.title),
            foreign=one.title_foreign and one.state is not EditionState.SOURCE,
            description=plain_words(one.description),
            draft=one.state is EditionState.DRAFT,
            percent=percent(coverage(one.counts)),
        )
        for one in shown
    ]
