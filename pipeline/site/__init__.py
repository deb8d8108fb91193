"""The published site: clusters, pages, the files around them, and the validator.

Values come in, text goes out; nothing here reads or writes a file but the program's own theme and
interface catalogs.

A module is imported when something of it is asked for: `extract` and `update` need the words of
the pages, and all the rest takes a twelfth of a second.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.site.around import Around, BrokenLink, Relinked
    from pipeline.site.body import body_of
    from pipeline.site.clusters import (
        HeadLink,
        build_cluster,
        build_home_cluster,
        head_links,
        in_order,
        is_indexed,
        member,
        others,
    )
    from pipeline.site.facts import (
        SiteFacts,
        article_address,
        article_path,
        asset_address,
        home_address,
        page_file,
    )
    from pipeline.site.hosts import (
        Moved,
        host_files,
        moved_pages,
        read_aliases,
        security_headers,
    )
    from pipeline.site.indexes import feed, feed_locales, robots, sitemap
    from pipeline.site.links import choices, led_to, linked_articles, relink
    from pipeline.site.manifests import Before, manifest, read_manifest
    from pipeline.site.messages import RENDERED, Message, find_messages, make_interface_template
    from pipeline.site.overrides import (
        interface_messages,
        own_messages,
        site_messages_template,
        with_overrides,
    )
    from pipeline.site.pages import (
        CREDITS,
        About,
        ArticlePage,
        Credits,
        Heading,
        LanguagePage,
        Marks,
        RootPage,
        StatusPage,
        Words,
        read_about,
        read_credits,
    )
    from pipeline.site.plain import plain_words, shorten
    from pipeline.site.purity import impurities
    from pipeline.site.rendering import (
        render_article,
        render_language_index,
        render_moved,
        render_not_found,
        render_root,
    )
    from pipeline.site.search import (
        SEARCH_INDEX,
        can_search,
        index_command,
        render_search,
        search_address,
        settle_index,
    )
    from pipeline.site.shipped import (
        shipped_interface,
        shipped_interface_template,
        shipped_manifest_schema,
    )
    from pipeline.site.status import render_status
    from pipeline.site.theme import Theme
    from pipeline.site.wording import Interface

__all__ = [
    "CREDITS",
    "RENDERED",
    "SEARCH_INDEX",
    "About",
    "Around",
    "ArticlePage",
    "Before",
    "BrokenLink",
    "Credits",
    "HeadLink",
    "Heading",
    "Interface",
    "LanguagePage",
    "Marks",
    "Message",
    "Moved",
    "Relinked",
    "RootPage",
    "SiteFacts",
    "StatusPage",
    "Theme",
    "Words",
    "article_address",
    "article_path",
    "asset_address",
    "body_of",
    "build_cluster",
    "build_home_cluster",
    "can_search",
    "choices",
    "feed",
    "feed_locales",
    "find_messages",
    "head_links",
    "home_address",
    "host_files",
    "impurities",
    "in_order",
    "index_command",
    "interface_messages",
    "is_indexed",
    "led_to",
    "linked_articles",
    "make_interface_template",
    "manifest",
    "member",
    "moved_pages",
    "others",
    "own_messages",
    "page_file",
    "plain_words",
    "read_about",
    "read_aliases",
    "read_credits",
    "read_manifest",
    "relink",
    "render_article",
    "render_language_index",
    "render_moved",
    "render_not_found",
    "render_root",
    "render_search",
    "render_status",
    "robots",
    "search_address",
    "security_headers",
    "settle_index",
    "shipped_interface",
    "shipped_interface_template",
    "shipped_manifest_schema",
    "shorten",
    "site_messages_template",
    "sitemap",
    "with_overrides",
]

_PARTS = {
    "around": "Around BrokenLink Relinked",
    "body": "body_of",
    "clusters": (
        "HeadLink build_cluster build_home_cluster head_links in_order is_indexed member others"
    ),
    "facts": "SiteFacts article_address article_path asset_address home_address page_file",
    "hosts": "Moved host_files moved_pages read_aliases security_headers",
    "indexes": "feed feed_locales robots sitemap",
    "links": "choices led_to linked_articles relink",
    "manifests": "Before manifest read_manifest",
    "messages": "RENDERED Message find_messages make_interface_template",
    "overrides": "interface_messages own_messages site_messages_template with_overrides",
    "pages": (
        "CREDITS About ArticlePage Credits Heading LanguagePage Marks RootPage StatusPage "
        "Words read_about read_credits"
    ),
    "plain": "plain_words shorten",
    "purity": "impurities",
    "rendering": "render_article render_language_index render_moved render_not_found render_root",
    "search": "SEARCH_INDEX can_search index_command render_search search_address settle_index",
    "shipped": "shipped_interface shipped_interface_template shipped_manifest_schema",
    "status": "render_status",
    "theme": "Theme",
    "wording": "Interface",
}
"""What each module gives to others."""
_MODULES = {name: module for module, names in _PARTS.items() for name in names.split()}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    return value
