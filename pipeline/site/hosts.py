"""What a web server is told beside the pages: errors by language, moved pages, safe headers.

A `meta` policy cannot forbid framing and cannot be sent for files that are no pages, so the
headers say it too. None of these files is needed for a site to work.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.errors import ArticleError, ConfigError
from pipeline.model import Cluster
from pipeline.site.facts import SiteFacts, article_path
from pipeline.site.head import content_policy

ALIASES = "aliases"
"""The front-matter key under which an article lists its former names."""

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,63}(/[A-Za-z0-9_][A-Za-z0-9._-]{0,63})*")


@dataclass(frozen=True, slots=True)
class Moved:
    """A former address of a page, and its present one, both below the base URL."""

    locale: str
    old: str
    new: str


def moved_pages(
    aliases: Mapping[str, Sequence[str]], clusters: Mapping[str, Cluster], facts: SiteFacts
) -> tuple[Moved, ...]:
    """Every former address that leads to a published page; a page that exists is never covered.

    `aliases` is an article's name to its former names.
    """
    taken = {one.url for cluster in clusters.values() for one in cluster.linked}
    moved: dict[str, Moved] = {}
    for article in sorted(aliases):
        for name in aliases[article]:
            path = article_path(name.strip("/").removesuffix(".md"))
            for one in clusters.get(article, Cluster(article)).linked:
                language = facts.language(one.locale)
                old = f"/{language.url}/{path}" if language else one.url
                if old not in taken and old not in moved:
                    moved[old] = Moved(one.locale, old, one.url)
    return tuple(moved.values())


def read_aliases(meta: Mapping[str, object], path: str = "") -> tuple[str, ...]:
    """The former names that an article's front matter lists.

    >>> read_aliases({"aliases": ["sleep/tic.md"]})
    ('sleep/tic',)
    """
    given = meta.get(ALIASES, ())
    names = [given] if isinstance(given, str) else given
    if not isinstance(names, (list, tuple)):
        names = [""]
    found = []
    for one in names:
        name = one.strip("/").removesuffix(".md") if isinstance(one, str) else ""
        # `index.html` would be a folder where the site has a file.
        if not _NAME.fullmatch(name) or f"{name}/".count(".html/"):
            raise ArticleError(
                f"`{ALIASES}` has {one!r}",
                path=path,
                hint="list former names of the article as they stood below the source folder: "
                "sleep/tic",
            )
        found.append(name)
    return tuple(found)


def security_headers(facts: SiteFacts) -> tuple[tuple[str, str], ...]:
    """The headers that every answer should carry.

    The header leaves room for the scripts that some page has; the pages' own policies, which hold
    as well, give that room to those pages alone.
    """
    policy = content_policy(facts, script=bool(facts.script), search=bool(facts.searchable))
    return (
        ("Content-Security-Policy", f"{policy}; frame-ancestors 'none'"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "strict-origin-when-cross-origin"),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    )


def host_files(
    facts: SiteFacts, moved: Sequence[Moved], homes: Cluster | None = None
) -> dict[str, str]:
    """File name to text, for the hosts that the settings name.

    `homes` are the languages that have pages at all; every language of the site unless given.
    """
    if homes is not None:
        there = {one.locale for one in homes.linked}
        facts = replace(
            facts, languages=tuple(one for one in facts.languages if one.locale in there)
        )
    files: dict[str, str] = {}
    for host in facts.settings.hosts:
        if host not in HOSTS:
            raise ConfigError(
                f"`hosts` names `{host}`",
                path="pyproject.toml",
                hint=f"known: {', '.join(HOSTS)}",
            )
        for name, text in HOSTS[host](facts, moved).items():
            files.setdefault(name, text)
    return files


def _headers_file(facts: SiteFacts) -> str:
    lines = [f"{facts.prefix}/*"]
    lines += [f"  {name}: {value}" for name, value in security_headers(facts)]
    lines += [
        f"{facts.prefix}/assets/*",
        "  Cache-Control: public, max-age=31536000, immutable",
        f"{facts.prefix}/*/feed.atom",
        "  Content-Type: application/atom+xml; charset=utf-8",
    ]
    return "\n".join(lines) + "\n"


def _netlify(facts: SiteFacts, moved: Sequence[Moved]) -> dict[str, str]:
    lines = [f"{facts.href(one.old)} {facts.href(one.new)} 301" for one in moved]
    for one in facts.languages:
        here = facts.href(f"/{one.url}/")
        lines.append(f"{here}* {here}404.html 404")
    return {"_redirects": "\n".join(lines) + "\n", "_headers": _headers_file(facts)}


def _cloudflare(facts: SiteFacts, moved: Sequence[Moved]) -> dict[str, str]:
    # Cloudflare Pages finds the nearest 404.html by itself, and takes no rule with status 404.
    lines = [f"{facts.href(one.old)} {facts.href(one.new)} 301" for one in moved]
    files = {"_headers": _headers_file(facts)}
    return {"_redirects": "\n".join(lines) + "\n", **files} if lines else files


def _apache(facts: SiteFacts, moved: Sequence[Moved]) -> dict[str, str]:
    lines = [f"ErrorDocument 404 {facts.href('/404.html')}"]
    lines += [
        f"RedirectMatch permanent ^{re.escape(facts.href(one.old))}$ {facts.href(one.new)}"
        for one in moved
    ]
    lines += ["AddType application/atom+xml .atom", "<IfModule mod_headers.c>"]
    lines += [f'Header always set {name} "{value}"' for name, value in security_headers(facts)]
    lines += ["</IfModule>"]
    files = {".htaccess": "\n".join(lines) + "\n"}
    for one in facts.languages:
        here = facts.href(f"/{one.url}/404.html")
        files[f"{one.url}/.htaccess"] = f"ErrorDocument 404 {here}\n"
    return files


def _nginx(facts: SiteFacts, moved: Sequence[Moved]) -> dict[str, str]:
    http = ["# Include this in the `http` block.", "map $uri $pipeline_moved {", '    default "";']
    http += [f'    "{facts.href(one.old)}" "{facts.href(one.new)}";' for one in moved]
    http += ["}", "map $uri $pipeline_missing {", f"    default {facts.href('/404.html')};"]
    for one in facts.languages:
        here = facts.href(f"/{one.url}/")
        http.append(f"    ~^{re.escape(here)} {here}404.html;")
    http += ["}"]
    server = [
        "# Include this in the `server` block.",
        "if ($pipeline_moved) { return 301 $pipeline_moved; }",
        "error_page 404 $pipeline_missing;",
    ]
    server += [f'add_header {name} "{value}" always;' for name, value in security_headers(facts)]
    return {
        "nginx-http.conf": "\n".join(http) + "\n",
        "nginx-server.conf": "\n".join(server) + "\n",
    }


HOSTS: Mapping[str, Callable[[SiteFacts, Sequence[Moved]], dict[str, str]]] = {
    "netlify": _netlify,
    "cloudflare": _cloudflare,
    "apache": _apache,
    "nginx": _nginx,
}
"""What writes the files of each kind of host."""
