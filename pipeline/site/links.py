"""Links and images of a finished article body, led to where they are in this language.

Authors link articles by their files (`../tea.md#brewing`) and images by their paths. A link goes to
the same language where that edition is published, else to the source, and says so. Bodies come
from Python-Markdown's serializer, so a tag is `<name attribute="value" …>` with its quotes escaped:
an expression finds the few that matter, where a parser would read a page's every tag.
"""

from __future__ import annotations

import difflib
import html
import posixpath
import re
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from pipeline.model import Language
from pipeline.site.around import Around, BrokenLink, Relinked
from pipeline.site.clusters import member
from pipeline.site.facts import FOLDER_ARTICLES, SiteFacts

_TAG = re.compile(
    r"<(?P<tag>a|area|img|source|video|audio|track|th|td|table|pre|code)"
    r"(?P<rest>(?:\s(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)?)>|</table>",
    re.I,
)
_VALUE = re.compile(
    r"(?P<head>\s(?P<name>[^\s=<>\"'/]+)=)(?P<mark>[\"'])(?P<url>.*?)(?P=mark)", re.S
)
_WRAPPED = re.compile(r'<div class="table" role="group" tabindex="0" aria-label="[^"<>]*">$')
CELL_STYLE = re.compile(r'\sstyle="text-align:\s*(left|center|right);?"')
"""How Python-Markdown aligns the cells of a table."""
_CELL = {"left": "cell-start", "center": "cell-center", "right": "cell-end"}
_DIRECTIVE = re.compile(r"<!--\s*l10n:.*?-->\n*", re.S)
"""What authors tell translators and the program; readers need not load it."""
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|/")
_ARTICLE = ".md"


def relink(body: str, facts: SiteFacts, around: Around) -> Relinked:
    """The body with internal links, images and table cells as the site needs them.

    Authors' directives are left out. Law: a body without internal links, files, tables, code or
    directives comes back as it is, and relinking changes no text of the page but the mark of links
    that leave its language. Twice is once.
    """
    return _Relinker(body, facts, around).run()


def linked_articles(body: str, article: str) -> tuple[str, ...]:
    """The articles that a body links to, whether they exist or not, in order of appearance."""
    return led_to(body, article)[0]


def led_to(body: str, article: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The articles that a body links to and the files that it uses, whether they exist or not.

    Both are in order of appearance, and of the paths below the source folder.
    """
    articles: list[str] = []
    files: list[str] = []
    for tag in _TAG.finditer(body):
        address = _address(tag["rest"] or "")
        written = html.unescape(address["url"]) if address else ""
        if not written or _ELSEWHERE.match(written):
            continue
        path, _ = _split(written)
        target = _resolve(article, path)
        link = (tag["tag"] or "").lower() in ("a", "area")
        if link and (meant := _articles_of(path, target)):
            articles.extend(meant)
        elif path:
            files.append(target)
    return tuple(dict.fromkeys(articles)), tuple(dict.fromkeys(files))


def choices(target: str, language: Language) -> tuple[str, ...]:
    """The files that a path may mean on a page, best first: `legs.fr.png` before `legs.png`."""
    stem, dot, suffix = target.rpartition(".")
    names = dict.fromkeys((language.tag, language.locale, language.url)) if dot else ()
    return (*(f"{stem}.{name}.{suffix}" for name in names), target)


def _address(rest: str) -> re.Match[str] | None:
    """The address among the attributes of a tag; what only looks like one in a text is none."""
    values = _VALUE.finditer(rest)
    return next((one for one in values if one["name"].lower() in ("href", "src", "poster")), None)


class _Relinker:
    """One pass over one body."""

    def __init__(self, body: str, facts: SiteFacts, around: Around) -> None:
        self.body = _DIRECTIVE.sub("", body) if "l10n:" in body else body
        self.facts = facts
        self.around = around
        self.broken: dict[BrokenLink, None] = {}
        self.wrapped: list[bool] = []
        """For each table that is open, whether it gets a wrapper here."""
        self.files: dict[str, None] = {}
        self.articles: dict[str, None] = {}
        self.edits: list[tuple[int, int, str]] = []
        """(start, end, what stands there instead); none overlaps another."""

    def run(self) -> Relinked:
        for tag in _TAG.finditer(self.body):
            self.change(tag)
        pieces: list[str] = []
        done = 0
        # A mark behind a link is noted before what stands inside that link.
        for start, end, text in sorted(self.edits):
            pieces += (self.body[done:start], text)
            done = end
        pieces.append(self.body[done:])
        return Relinked(
            "".join(pieces), tuple(self.broken), tuple(self.files), tuple(self.articles)
        )

    def change(self, tag: re.Match[str]) -> None:
        name, rest = (tag["tag"] or "").lower(), tag["rest"] or ""
        if not name:
            if self.wrapped and self.wrapped.pop():
                self.put(tag, "</table></div>")
        elif name == "table":
            self.table(tag)
        elif name in ("th", "td"):
            # The site's policy allows no inline styles, and a direction is not left or right.
            styled = CELL_STYLE.sub(lambda found: f' class="{_CELL[found[1]]}"', rest)
            if styled != rest:
                self.put(tag, f"<{name}{styled}>")
        elif name in ("pre", "code"):
            self.code(tag, name, rest)
        else:
            self.link(tag, name, rest)

    def table(self, tag: re.Match[str]) -> None:
        """A wide table scrolls by itself, with the keyboard too."""
        # A carried body has been here before.
        again = _WRAPPED.search(self.body, max(0, tag.start() - 300), tag.start()) is not None
        self.wrapped.append(not again)
        if not again:
            label = html.escape(self.around.table)
            opened = f'<div class="table" role="group" tabindex="0" aria-label="{label}">'
            self.put(tag, opened + tag[0])

    def code(self, tag: re.Match[str], name: str, rest: str) -> None:
        """Code reads left to right whatever the page does."""
        if self.around.language.direction == "rtl" and " dir=" not in rest:
            inside_pre = name == "code" and self.body.endswith("<pre>", 0, tag.start())
            if not inside_pre:
                side = "ltr" if name == "pre" else "auto"
                self.put(tag, f'<{name} dir="{side}"{rest}>')

    def link(self, tag: re.Match[str], name: str, rest: str) -> None:
        address = _address(rest)
        if address is None:
            return
        written = html.unescape(address["url"])
        if not written or written.startswith("#") or _ELSEWHERE.match(written):
            return
        path, tail = _split(written)
        if not path:
            return
        target = _resolve(self.around.article, path)
        if name in ("a", "area") and (article := self.named(path, target)):
            self.article(tag, name, rest, address, written, article, tail)
            return
        found = self.file(target)
        if found is None:
            self.missing(written, target, self.facts.assets)
            return
        self.files[found] = None
        url = self.facts.href(self.facts.assets[found]) + tail
        self.put(tag, self.opened(name, rest, address, url))

    def article(
        self,
        tag: re.Match[str],
        name: str,
        rest: str,
        address: re.Match[str],
        written: str,
        article: str,
        tail: str,
    ) -> None:
        self.articles[article] = None
        cluster = self.around.clusters.get(article)
        here, source = self.around.language.locale, self.facts.source.locale
        edition = cluster and (member(cluster, here) or member(cluster, source))
        if cluster and not cluster.linked:
            # The author is right, and the article is not published yet: the words stay.
            self.put(tag, f"<{name}{rest[: address.start()]}{rest[address.end() :]}>")
            return
        if not edition:
            known = [one + _ARTICLE for one in self.around.clusters]
            self.missing(written, article + _ARTICLE, known)
            return
        url = self.facts.href(edition.url) + tail
        if edition.locale == here:
            self.put(tag, self.opened(name, rest, address, url))
            return
        more = f' hreflang="{edition.tag}"'
        self.put(tag, self.opened(name, rest, address, url, more))
        close = self.body.find("</a>", tag.end())
        if name == "a" and close >= 0:
            behind = close + len("</a>")
            self.edits.append((behind, behind, self.hint(tag.start())))

    def named(self, path: str, target: str) -> str:
        """The article that a path means: its file, or a folder whose page it is; or none."""
        meant = _articles_of(path, target)
        if len(meant) == 1:
            return meant[0]
        return next((one for one in meant if one in self.around.clusters), "")

    def missing(self, written: str, target: str, known: Iterable[str]) -> None:
        near = difflib.get_close_matches(target, list(known), n=1)
        found = BrokenLink(self.around.article, written, target, near[0] if near else "")
        self.broken[found] = None

    def hint(self, at: int) -> str:
        language = self.around.language
        foreign = _inside_foreign(self.body, at, language.tag)
        mark = f' lang="{language.tag}" dir="{language.direction}"' if foreign else ""
        return f' <span class="lang-hint"{mark}>{self.around.hint}</span>'

    def file(self, target: str) -> str | None:
        """The file that a path means, in the page's language where there is one of it."""
        return next(
            (one for one in choices(target, self.around.language) if one in self.facts.assets), None
        )

    def opened(self, name: str, rest: str, address: re.Match[str], url: str, more: str = "") -> str:
        value = html.escape(url, quote=True)
        before, after = rest[: address.start()], rest[address.end() :]
        return f'<{name}{before}{address["head"]}"{value}"{more}{after}>'

    def put(self, tag: re.Match[str], text: str) -> None:
        self.edits.append((tag.start(), tag.end(), text))


def _split(address: str) -> tuple[str, str]:
    """(path, query and fragment as they stand) of a relative address."""
    parts = urlsplit(address)
    path = unquote(parts.path)
    return path, address[len(parts.path) :]


def _articles_of(path: str, target: str) -> tuple[str, ...]:
    """The articles that a path may mean: that of its file, or those that are a folder's page."""
    if target.endswith(_ARTICLE):
        return (target.removesuffix(_ARTICLE),)
    if path.endswith("/") or path in (".", ".."):
        folder = "" if target == "." else f"{target}/"
        return tuple(f"{folder}{one}" for one in FOLDER_ARTICLES)
    return ()


def _resolve(article: str, path: str) -> str:
    """A path as an article means it, from the source folder; it may lead out of it: `../x`."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(article), path))


_LANG = re.compile(r"<(/?)([a-z][a-z0-9]*)\b([^<>]*)>")
_VOID = frozenset(("img", "br", "hr", "input", "source", "track", "wbr", "col", "area"))


def _inside_foreign(body: str, at: int, tag: str) -> bool:
    """Whether a place lies in an element of another language than the page's; rarely asked."""
    opened: list[tuple[str, bool]] = []
    for one in _LANG.finditer(body, 0, at):
        closing, name, rest = one.groups()
        if name in _VOID:
            continue
        if closing:
            while opened and opened.pop()[0] != name:
                pass
        else:
            said = re.search(r'\slang="([^"]*)"', rest)
            before = opened[-1][1] if opened else False
            opened.append((name, said[1] != tag if said else before))
    return bool(opened and opened[-1][1])
