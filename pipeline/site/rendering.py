"""Page values -> HTML, by the theme's templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.counts import coverage, percent
from pipeline.locales import collation_key
from pipeline.model import LINKED, Edition, EditionState, Language
from pipeline.site.article_view import article_view
from pipeline.site.facts import SiteFacts, article_address, home_address
from pipeline.site.frame import (
    edit_link,
    language_links,
    page_title,
    page_view,
    site_name,
    site_view,
)
from pipeline.site.head import Head, content_policy, page_head
from pipeline.site.notices import section_list
from pipeline.site.pages import (
    ArticlePage,
    LanguagePage,
    RootPage,
)
from pipeline.site.plain import plain_words
from pipeline.site.structured import article_data, script_text
from pipeline.site.theme import Theme
from pipeline.site.wording import Interface


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
    view = page_view(facts, page.language) | article_view(facts, interface, page)
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
    view = page_view(facts, page.language) | {
        "heading": None,
        "body": None,
        "has_heading": False,
        "edition": None,
        "edit_url": edit_link(facts, page.language, ""),
    }
    if article:
        view |= article_view(facts, interface, article)
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
    policy = content_policy(facts)
    head = replace(head, canonical=address, properties=properties, script="", policy=policy)
    view = page_view(facts, source)
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
    view = page_view(facts, first)
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
    view = page_view(facts, interface.language) | {"target": facts.href(address)}
    return _render(theme, "moved.html", facts, interface, head, view)


@dataclass(frozen=True, slots=True)
class Listed:
    """One article in a list of articles."""

    href: str
    title: str
    foreign: bool
    description: str
    draft: bool
    percent: int


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
