"""What all page templates are given beside their own page: the site, and the page's links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from pipeline.locales import name_in
from pipeline.model import Alternate, Cluster, EditionState, Language
from pipeline.site.clusters import others
from pipeline.site.facts import SiteFacts, home_address
from pipeline.site.pages import Words
from pipeline.site.wording import NATIVE, Interface


@dataclass(frozen=True, slots=True)
class SiteView:
    """`site` in a template."""

    source: Language
    root: str
    """Address of the page on which a reader chooses a language."""
    stylesheet: str
    icon: str
    """Address of the site's icon; an empty image where there is none, so that nobody asks."""
    status: str
    """Address of the status page; empty where there is none."""
    contact: str
    """Where a reader can write to; empty where the settings name nobody."""
    languages_up_to: int


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """One item in a list of languages."""

    href: str
    tag: str
    direction: str
    autonym: str
    name: str
    """The language's name in the language of the page; empty where it is the autonym."""
    draft: bool
    percent: int


def site_view(facts: SiteFacts) -> SiteView:
    """The site as templates see it."""
    return SiteView(
        source=facts.source,
        root=facts.href("/"),
        stylesheet=facts.href(facts.stylesheet),
        icon=facts.href(facts.icon) if facts.icon else "data:,",
        status=facts.href("/status/") if facts.settings.status_page else "",
        contact=contact_link(facts.settings.contact),
        languages_up_to=facts.settings.show_languages_up_to,
    )


def site_name(facts: SiteFacts, interface: Interface) -> Words:
    """The name of the site in the words of the page; its source name, marked, failing that."""
    if not facts.site_name:
        return Words(facts.name)
    return Words(interface.gettext(facts.site_name), not interface.knows(facts.site_name))


def source_hint(facts: SiteFacts, interface: Interface) -> Markup:
    """What stands behind a link that leads to the source language: `(in English)`."""
    if facts.source.locale.split("_")[0] == NATIVE:
        return interface.marked("(in English)")
    # The program's messages speak of English: of another source they can only give the name.
    return Markup("({})").format(name_in(facts.source, interface.language.locale))


def page_title(interface: Interface, page: str, site: str) -> str:
    """The title of a browser tab."""
    return interface.gettext("{page} – {site}", page=page, site=site)


def language_links(facts: SiteFacts, cluster: Cluster, locale: str) -> tuple[LanguageLink, ...]:
    """The cluster's other languages, as the page in `locale` links to them."""
    known = {one.locale: one for one in facts.languages}
    return tuple(
        language_link(facts, one, locale, known.get(one.locale)) for one in others(cluster, locale)
    )


def language_link(
    facts: SiteFacts, one: Alternate, inside: str, language: Language | None
) -> LanguageLink:
    """A link to one language version on a page in the locale `inside`."""
    name = _name_in(language, inside) if language else ""
    return LanguageLink(
        href=facts.href(one.url),
        tag=one.tag,
        direction=one.direction,
        autonym=one.autonym,
        name="" if name == one.autonym else name,
        draft=one.state is EditionState.DRAFT,
        percent=one.percent,
    )


# Looked up for every pair of languages on every page; CLDR is slow, and never changes its mind.
_name_in = lru_cache(maxsize=65536)(name_in)


def contact_link(contact: str, parameters: Mapping[str, str] | None = None) -> str:
    """The address behind a contact of the settings: a mail address, or a web page.

    >>> contact_link("us@example.org", {"subject": "Tea & milk"})
    'mailto:us@example.org?subject=Tea%20%26%20milk'
    >>> contact_link("https://example.org/new?title={subject}", {"subject": "Tea"})
    'https://example.org/new?title=Tea'
    """
    given = {name: quote(value, safe="") for name, value in (parameters or {}).items()}
    if contact.startswith(("https://", "http://")):
        for name in ("subject", "body"):
            contact = contact.replace("{" + name + "}", given.get(name, ""))
        return contact
    address = contact.removeprefix("mailto:")
    if "@" not in address:
        return ""
    query = "&".join(f"{name}={value}" for name, value in given.items())
    return f"mailto:{quote(address, safe='@.+-_')}" + (f"?{query}" if query else "")


def edit_link(facts: SiteFacts, language: Language, article: str) -> str:
    """Where somebody can help with a translation; empty where the settings name no place."""
    address = facts.settings.edit_url
    if not address.startswith(("https://", "http://")):
        return ""
    if language.locale == facts.source.locale and ("{locale}" in address or "{tag}" in address):
        return ""
    values = {"locale": language.locale, "tag": language.tag, "article": article}
    for name, value in values.items():
        address = address.replace("{" + name + "}", quote(value))
    return address


def page_view(facts: SiteFacts, language: Language) -> dict[str, Any]:
    """What `page` holds on every page; each kind of page adds its own."""
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
