"""The head of a page: everything that browsers, search engines and link previews are told."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from markupsafe import Markup

from pipeline.model import Cluster, Language
from pipeline.site.clusters import HeadLink, head_links, is_indexed, member, others
from pipeline.site.facts import SiteFacts
from pipeline.site.plain import shorten


@dataclass(frozen=True, slots=True)
class Head:
    """What stands in the head of one page."""

    title: str
    policy: str
    description: str = ""
    robots: str = ""
    canonical: str = ""
    """The page's own whole URL; a page without an address of its own (404) has none."""
    alternates: tuple[HeadLink, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
    """For previews of links, Open Graph and the like: (property, content)."""
    feed: str = ""
    data: Markup | None = None
    """JSON-LD."""
    script: str = ""
    """Address of the page's script; empty where it needs none."""


def content_policy(facts: SiteFacts, *, script: bool = False, search: bool = False) -> str:
    """What a page may load: its own style and images, and scripts only from files of the site.

    Law: no script that stands in a page runs, whatever was brought into its text. A page without
    a script allows none; only the page that searches, which needs WebAssembly, allows that.
    """
    targets = ["'self'"]
    target = form_origin(facts)
    if target:
        targets.append(target)
    scripts = ["script-src 'self'"] if script else []
    if search:
        scripts = ["script-src 'self' 'wasm-unsafe-eval'", "connect-src 'self'"]
    rules = [
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "media-src 'self'",
        *scripts,
        "base-uri 'none'",
        f"form-action {' '.join(targets)}",
    ]
    return "; ".join(rules)


def form_origin(facts: SiteFacts) -> str:
    """Scheme and host that the feedback form posts to; empty where no form posts anywhere."""
    parts = urlsplit(facts.settings.feedback_url)
    # A policy's host must be plain: anything else could add a rule of its own.
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    host = parts.netloc.rpartition("@")[2]
    plain = all(one.isalnum() or one in ".-:[]" for one in host)
    return f"{parts.scheme}://{host}" if plain else ""


def page_head(
    facts: SiteFacts,
    language: Language,
    cluster: Cluster,
    title: str,
    *,
    description: str = "",
    default: str = "",
    kind: str = "website",
    name: str = "",
    site_name: str = "",
    feed: bool = False,
) -> Head:
    """The head of a page that is a member of a cluster.

    Law: canonical, `hreflang`, robots and Open Graph all follow from the cluster; a draft keeps
    its own canonical, is not indexed, and names and is named by no `hreflang`.
    """
    here = member(cluster, language.locale)
    address = facts.absolute(here.url) if here else ""
    script = facts.href(facts.script) if facts.script and others(cluster, language.locale) else ""
    indexed = is_indexed(cluster, language.locale)
    description = shorten(description)
    properties = [
        ("og:type", kind),
        ("og:title", name or title),
        ("og:description", description),
        ("og:url", address),
        ("og:site_name", site_name),
        ("og:locale", language.og),
    ]
    if facts.settings.twitter:
        properties += [("twitter:card", "summary"), ("twitter:site", facts.settings.twitter)]
    if indexed:
        named = {one.locale for one in cluster.indexed}
        rest = {one.og for one in facts.languages if one.locale in named}
        properties.extend(("og:locale:alternate", og) for og in sorted(rest - {language.og, ""}))
    return Head(
        title=title,
        policy=content_policy(facts, script=bool(script)),
        description=description,
        robots="" if indexed else "noindex, follow",
        canonical=address,
        alternates=head_links(cluster, facts, default) if indexed else (),
        properties=tuple((key, value) for key, value in properties if value),
        feed=facts.href(f"/{language.url}/feed.atom")
        if feed and language.locale in facts.feeds
        else "",
        script=script,
    )
