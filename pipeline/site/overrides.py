"""A site's own interface catalog: what it must translate itself, and what it may say otherwise."""

from __future__ import annotations

from dataclasses import replace

from pipeline.model import Catalog, Entry
from pipeline.site.messages import Message, make_message_template, shipped_messages
from pipeline.site.theme import Theme

_NAME = "The name of the site, as it stands at the top of every page and in search results."


def interface_messages(theme: Theme, site_name: str = "") -> tuple[Message, ...]:
    """All messages that the pages of a site use, its name included."""
    name = (Message(site_name, comment=_NAME),) if site_name else ()
    return (*name, *theme.messages)


def own_messages(theme: Theme, site_name: str = "") -> tuple[Message, ...]:
    """Those that the program's own catalogs do not have: the site must translate them."""
    shipped = {one.key for one in shipped_messages()}
    return tuple(one for one in interface_messages(theme, site_name) if one.key not in shipped)


def site_messages_template(theme: Theme, site_name: str = "") -> Catalog:
    """The template of the site's own interface catalog."""
    return make_message_template(own_messages(theme, site_name))


def with_overrides(template: Catalog, catalog: Catalog | None, theme: Theme) -> Catalog:
    """The template for one language's own interface catalog.

    A message of the program that the site says in words of its own is one of its texts, so that
    an update keeps it alive.
    """
    if catalog is None:
        return template
    said = {one.key for one in catalog.entries if any(one.msgstr) and not one.obsolete}
    known = {one.key for one in template.entries}
    more = [one for one in theme.messages if one.key in said - known]
    extra: tuple[Entry, ...] = make_message_template(more).entries[1:]
    return replace(template, entries=(*template.entries, *extra))
