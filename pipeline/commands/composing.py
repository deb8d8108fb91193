"""All files of a site, from a plan: pages, lists, and what stands around them.

Nothing that stands already as it should is made again: a page is known by the content of its
article's editions, the clusters that it links into, and the frame; a list by what it lists.
"""

from __future__ import annotations

import functools
import hashlib
import pickle
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import islice
from typing import Any
from urllib.parse import unquote

from pipeline.cache import FragmentCache
from pipeline.commands.planning import Plan
from pipeline.commands.searching import add_search
from pipeline.commands.versions import program_digest
from pipeline.commands.workspace import Workspace
from pipeline.engine import run
from pipeline.errors import ArticleError, ConfigError
from pipeline.model import LINKED, Edition, EditionState, Finding, Language
from pipeline.site import (
    LanguagePage,
    RootPage,
    StatusPage,
    article_path,
    feed,
    host_files,
    manifest,
    moved_pages,
    page_file,
    render_language_index,
    render_moved,
    render_not_found,
    render_root,
    render_search,
    render_status,
    robots,
    search_address,
    sitemap,
)
from pipeline.site.validate import Judged
from pipeline.store import PreviousPublication, Staging
from pipeline.tasks import (
    Outline,
    RenderedArticle,
    RenderTask,
    make_page,
    pack,
    run_render,
    unpack,
)

_ASSET = re.compile(r'"[^"\s]*?(/assets/[^"\s?#]+)')
_CHUNK = 16
"""Articles that are looked up in the cache in one go."""
_FLUSH = 64
"""Articles whose pages are remembered in one go."""


@dataclass(slots=True)
class Composer:
    """Puts every file of a site into the staging area, and keeps what the pages had to say."""

    plan: Plan
    staging: Staging
    cache: FragmentCache
    previous: PreviousPublication
    """Where carried pages come from, and the files that they use."""
    findings: list[Finding] = field(default_factory=list)
    judged: list[Judged] = field(default_factory=list)
    """What the validator said of the articles' pages when they were rendered."""
    rendered: int = 0
    """Pages that were made anew; the others stood already."""
    _articles: dict[str, str] = field(default_factory=dict)
    """Name and SHA-256 of every page that has an article."""
    _used: set[str] = field(default_factory=set)
    _waiting: deque[str] = field(default_factory=deque)
    """Keys of the articles that are being rendered, in order."""
    _done: int = 0
    _standing: Mapping[str, str] = field(init=False)
    _clusters: dict[str, str] = field(init=False)
    """Article to a hash of its cluster."""
    _mark: dict[tuple[str, str], str] = field(init=False)
    """Article and locale to a hash of what lists say of the edition."""
    _frame: str = field(init=False)
    """A hash of what all files depend on."""

    def __post_init__(self) -> None:
        self._standing = self.staging.published()
        self._clusters = {name: _hash(one) for name, one in self.plan.clusters.items()}
        self._mark = {
            (one.article, one.locale): _hash(replace(one, digest=""))
            for one in self.plan.editions()
        }
        self._frame = _frame_key(self.plan)

    def compose(
        self, workspace: Workspace, executor: Any, progress: Callable[[int], None] | None
    ) -> None:
        """All files but the manifest."""
        self._pages(executor, progress)
        self._lists()
        self._around()
        add_search(self.plan, self.staging, self.cache, self._articles)
        for name, data in self._copies(workspace):
            self.staging.write(name, data)

    # --- the pages of articles --------------------------------------------------------------

    def _pages(self, executor: Any, progress: Callable[[int], None] | None) -> None:
        """The pages of all published editions, but those that stand at a language's home."""
        work = functools.partial(run_render, pickle.dumps(self.plan.frame, pickle.HIGHEST_PROTOCOL))
        fresh: dict[str, bytes] = {}
        for data in run(executor, work, self._batches()):
            done: RenderedArticle = pickle.loads(data)
            for page in done.pages:
                self.staging.write(page.file, page.data)
            bare = replace(done, pages=tuple(replace(page, data=b"") for page in done.pages))
            self._take(bare)
            fresh[self._waiting.popleft()] = pickle.dumps(bare, pickle.HIGHEST_PROTOCOL)
            if len(fresh) == _FLUSH:
                self.cache.put_blobs(fresh)
                fresh.clear()
            self.rendered += len(done.pages)
            if progress:
                progress(self._done)
        self.cache.put_blobs(fresh)
        if progress:
            progress(self._done)

    def _batches(self) -> Iterator[bytes]:
        """The articles whose pages do not stand already."""
        names = iter([name for name in self.plan.articles if article_path(name)])
        while chunk := list(islice(names, _CHUNK)):
            keys = {name: self._key(name) for name in chunk}
            known = self.cache.get_blobs(filter(None, keys.values()))
            for name, key in keys.items():
                if not key:
                    self._done += 1
                elif key in known and self._keep(pickle.loads(known[key])):
                    continue
                elif task := self._task(name):
                    self._waiting.append(key)
                    yield pickle.dumps(task, pickle.HIGHEST_PROTOCOL)

    def _key(self, name: str) -> str:
        """The hash of everything that an article's pages depend on; empty where it has none."""
        editions = self._linked(name)
        if not editions:
            return ""
        clusters = {one: self._clusters.get(one) for one in _neighbours(name, editions)}
        contents = [(one.edition.locale, one.content) for one in editions]
        key = _hash(self._frame, name, contents, clusters, _source_updated(editions))
        return f"p:{key}"

    def _keep(self, known: RenderedArticle) -> bool:
        """Take over the pages of an article, if all of them stand as they were made."""
        if any(self._standing.get(page.file) != page.sha256 for page in known.pages):
            return False
        for page in known.pages:
            self.staging.keep(page.file, page.sha256)
        self._take(known)
        return True

    def _take(self, done: RenderedArticle) -> None:
        self._done += 1
        self.judged.append(done.judged)
        for page in done.pages:
            self.findings.extend(page.findings)
            self._used.update(page.files)
            self._articles[page.file] = page.sha256

    def _task(self, name: str) -> RenderTask | None:
        editions = self._linked(name)
        if not editions:
            return None
        linked = _neighbours(name, editions)
        clusters = {one: self.plan.clusters[one] for one in linked if one in self.plan.clusters}
        wanted = {one.edition.locale: one.content for one in editions if not one.edition.carried}
        found = self.plan.contents.of(name, wanted)
        for one in editions:
            locale = one.edition.locale
            if one.edition.carried:
                found[locale] = pack(self.plan.carried[name, locale])[1]
        packed = tuple(found[one.edition.locale] for one in editions)
        return RenderTask(name, (), clusters, _source_updated(editions), packed)

    def _linked(self, name: str) -> tuple[Outline, ...]:
        return tuple(one for one in self.plan.articles[name] if one.edition.state in LINKED)

    # --- the pages that lead to articles ----------------------------------------------------

    def _lists(self) -> None:
        """The root, each language's home, the status page, the pages for what is not there."""
        plan, facts, theme = self.plan, self.plan.facts, self.plan.theme
        interfaces = plan.frame.interfaces
        homes = {one.locale for one in plan.homes.linked}
        for language in facts.languages:
            if language.locale not in homes:
                continue
            self._home(language)
            self._files(
                f"{language.url}/404.html",
                (),
                functools.partial(render_not_found, theme, facts, interfaces, language),
            )
            if language.locale in facts.searchable:
                self._files(
                    page_file(search_address(language)),
                    (),
                    functools.partial(render_search, theme, facts, interfaces[language.locale]),
                )
        published = [one for one in plan.editions() if one.state in LINKED]
        counts = {at: sum(one.locale == at for one in published) for at in sorted(homes)}
        root = RootPage(plan.homes, counts)
        self._files("index.html", root, lambda: render_root(theme, facts, interfaces, root))
        here = {locale: interfaces[locale] for locale in interfaces if locale in homes}
        self._files("404.html", sorted(here), lambda: render_not_found(theme, facts, here))
        if facts.settings.status_page:
            status = StatusPage(tuple(plan.editions()), plan.homes)
            self._files(
                "status/index.html",
                (self._marks(plan.editions()), plan.homes),
                lambda: render_status(theme, facts, interfaces[facts.source.locale], status),
            )

    def _home(self, language: Language) -> None:
        """The list of a language's articles, with the article that stands at its address."""
        plan = self.plan
        published = [one for one in plan.editions() if one.state in LINKED]
        own = tuple(one for one in published if one.locale == language.locale)
        sources = tuple(one for one in published if one.locale == plan.facts.source.locale)
        names = [name for name in plan.articles if not article_path(name) and self._linked(name)]
        # A file that the article uses is copied, whether the page is made again or not.
        article = next(filter(None, (self._article(name, language) for name in names)), None)
        page = LanguagePage(language, plan.homes, own, sources, article)
        file = f"{language.url}/index.html"
        self._files(
            file,
            (self._marks(own), self._marks(sources), plan.homes, list(map(self._key, names))),
            lambda: render_language_index(
                plan.theme, plan.facts, plan.frame.interfaces[language.locale], page
            ),
        )
        if article:
            self._articles[file] = self.staging.digest(file)

    def _article(self, name: str, language: Language) -> Any:
        """What the page of an article at a language's home shows; None where it has no edition."""
        task = self._task(name)
        for one in map(unpack, task.packed if task else ()):
            if task and one.edition.locale == language.locale:
                page, _, files = make_page(self.plan.frame, task, one)
                self._used.update(files)
                return page
        return None

    def _marks(self, editions: Iterable[Edition]) -> str:
        """A hash of all that lists say of editions: everything but what their bodies show."""
        return _hash([self._mark[one.article, one.locale] for one in editions])

    # --- what stands around the pages -------------------------------------------------------

    def _around(self) -> None:
        """Styles, sitemap, feeds, the pages of moved addresses, and what hosts read."""
        plan, facts, theme = self.plan, self.plan.facts, self.plan.theme
        interfaces = plan.frame.interfaces
        self.staging.write(theme.stylesheet_address.lstrip("/"), theme.stylesheet.encode())
        if theme.script_address:
            self.staging.write(theme.script_address.lstrip("/"), theme.script.encode())
        editions = {(one.article, one.locale): one for one in plan.editions()}
        everything = _hash(self._marks(editions.values()), self._clusters, plan.homes)
        for name, text in sitemap(facts, plan.clusters.values(), editions, plan.homes).items():
            self.staging.write(name, text.encode())
        self.staging.write("robots.txt", robots(facts).encode())
        for one in plan.homes.linked:
            language = facts.language(one.locale)
            if language is None:
                continue
            own = [item for item in editions.values() if item.locale == one.locale]
            self._files(
                f"{language.url}/feed.atom",
                everything,
                functools.partial(feed, theme, facts, interfaces[one.locale], plan.clusters, own),
            )
        moved = moved_pages(plan.aliases, plan.clusters, facts)
        for move in moved:
            text = render_moved(theme, facts, interfaces[move.locale], move.new)
            self.staging.write(page_file(move.old), text.encode())
        for name, text in host_files(facts, moved, plan.homes).items():
            self.staging.write(name, text.encode())

    def _copies(self, workspace: Workspace) -> Iterator[tuple[str, bytes]]:
        """The files that pages use, and those of `static/`."""
        project, config = workspace.project, workspace.config
        done = {self.plan.theme.stylesheet_address.lstrip("/")}
        for name in sorted(self._used):
            path = self.plan.attachments.get(name)
            if path:
                address = self.plan.facts.assets[name]
                done.add(_unquoted(address))
                yield _unquoted(address), project.read(path, kind=ArticleError)
        for address in sorted(self._carried_files() - done):
            data = self.previous.read(address)
            if data is not None:
                yield address, data
        static = project.static(config)
        for problem in static.problems:
            raise problem
        for one in static.found:
            yield one.name, project.read(one.path, kind=ConfigError)

    def _carried_files(self) -> set[str]:
        """Files below the output folder that carried pages use, whose names nobody knows today."""
        bodies = (one.body for one in self.plan.carried.values())
        return {_unquoted(found) for body in bodies for found in _ASSET.findall(body)}

    def _files(self, name: str, facts: object, make: Callable[[], str | None]) -> None:
        """One file, made only if it does not stand as the same facts made it; empty is none."""
        key = f"l:{_hash(self._frame, name, facts)}"
        known = self.cache.get_blobs([key]).get(key)
        if known is not None and (not known or self.staging.keep(name, known.decode())):
            return
        text = make()
        digest = self.staging.write(name, text.encode()) if text else ""
        self.cache.put_blobs({key: digest.encode()})

    def manifest(self) -> bytes:
        """The record of what is published, with the SHA-256 of every other file."""
        plan, staging = self.plan, self.staging
        sums = {name: f"sha256:{staging.digest(name)}" for name in staging.paths()}
        text = manifest(plan.facts, plan.editions(), plan.clusters, plan.missing, sums)
        return text.encode()


def _frame_key(plan: Plan) -> str:
    facts = plan.facts
    told = {one.name: _ordered(getattr(facts, one.name)) for one in fields(facts)}
    interfaces = pickle.dumps(sorted(plan.frame.interfaces.items(), key=lambda pair: pair[0]))
    frame = plan.frame
    rest = (plan.theme.digest, frame.theme_folder, frame.words, frame.may_differ)
    return _hash(program_digest(), told, hashlib.sha256(interfaces).hexdigest(), rest)


def _ordered(value: object) -> object:
    """A set in an order that is the same in every process."""
    return sorted(value) if isinstance(value, frozenset | set) else value


def _hash(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _neighbours(name: str, editions: Sequence[Outline]) -> list[str]:
    """The articles whose clusters the pages of an article depend on, its own among them."""
    return sorted({name}.union(*(one.links for one in editions)))


def _source_updated(editions: Iterable[Outline]) -> str:
    for one in editions:
        if one.edition.state is EditionState.SOURCE:
            return one.edition.updated
    return ""


def _unquoted(address: str) -> str:
    return unquote(address).lstrip("/")
