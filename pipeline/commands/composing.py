"""All files of a site, from the assessed editions: pages, lists, and what stands around them."""

from __future__ import annotations

import functools
import pickle
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.article import ContentsItem
from pipeline.commands.survey import Survey
from pipeline.commands.workspace import Workspace
from pipeline.engine import run
from pipeline.errors import ArticleError, ConfigError, PipelineError
from pipeline.model import LINKED, Cluster, Edition, EditionState, Finding
from pipeline.site import (
    Before,
    LanguagePage,
    RootPage,
    SiteFacts,
    StatusPage,
    Theme,
    article_path,
    asset_address,
    body_of,
    build_cluster,
    build_home_cluster,
    feed,
    host_files,
    in_order,
    linked_articles,
    manifest,
    moved_pages,
    page_file,
    read_aliases,
    render_language_index,
    render_moved,
    render_not_found,
    render_root,
    render_status,
    robots,
    sitemap,
)
from pipeline.store import PreviousPublication
from pipeline.tasks import Assessed, Frame, Rendered, RenderTask, make_page, run_render

Pages = Mapping[tuple[str, str], Before]
"""(article, locale) to what the previous publication says."""

_ASSET = re.compile(r'"[^"\s]*?(/assets/[^"\s?#]+)')
_HEADING = re.compile(r'<h([1-6])[^<>]*?\sid="([^"]+)"[^<>]*>(.*?)</h\1>', re.S)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a site will consist of, before any page is rendered."""

    frame: Frame
    theme: Theme
    articles: Mapping[str, tuple[Assessed, ...]]
    """By article, all editions of it, withheld ones included."""
    clusters: Mapping[str, Cluster]
    homes: Cluster
    aliases: Mapping[str, tuple[str, ...]]
    missing: Mapping[str, int]
    """For each locale the messages of the interface without a translation."""
    attachments: Mapping[str, str]
    """Name below the source folder to path, of every file that pages may use."""

    @property
    def facts(self) -> SiteFacts:
        """What all pages know of the site."""
        return self.frame.facts

    def editions(self) -> Iterator[Edition]:
        """All of them, withheld ones included."""
        return (one.edition for some in self.articles.values() for one in some)


def make_plan(
    workspace: Workspace, found: Survey, before: Pages, previous: PreviousPublication
) -> Plan:
    """Decide what is published and how it is linked; the barrier between the two phases."""
    config, source = workspace.config, workspace.source
    languages = in_order((source, *workspace.languages), source.locale)
    articles = {one.name: one.editions for one in found.articles}
    articles |= _unreadable(workspace, found, before)
    articles = {
        name: tuple(_carried(one, before, previous) for one in editions)
        for name, editions in sorted(articles.items())
    }
    clusters = {
        name: build_cluster(name, [one.edition for one in editions], languages, source.locale)
        for name, editions in articles.items()
    }
    every = [one.edition for some in articles.values() for one in some]
    theme = found.interfaces.theme
    attachments = {one.name: one.path for one in found.sources.attachments}
    facts = SiteFacts(
        base_url=config.base_url,
        source=source,
        languages=languages,
        settings=config.site,
        site_name=config.site_name,
        stylesheet=theme.stylesheet_address,
        assets=_assets(workspace, attachments),
    )
    return Plan(
        frame=Frame(facts, found.interfaces.of, theme.overrides, config.site.theme),
        theme=theme,
        articles=articles,
        clusters=clusters,
        homes=build_home_cluster(every, languages, source.locale),
        aliases=_aliases(articles, source.locale),
        missing={locale: len(one.missing) for locale, one in found.interfaces.of.items()},
        attachments=attachments,
    )


def _unreadable(
    workspace: Workspace, found: Survey, before: Pages
) -> dict[str, tuple[Assessed, ...]]:
    """Articles that cannot be read today but were published: all their pages are carried."""
    read = {one.name for one in found.articles}
    known = {workspace.source.locale, *(one.locale for one in workspace.languages)}
    editions: dict[str, list[Assessed]] = {}
    for one in found.sources.articles:
        for (article, locale), was in before.items():
            if article == one.name and one.name not in read and locale in known:
                edition = Edition(
                    article=article,
                    locale=locale,
                    state=was.state,
                    reasons=("the article cannot be read",),
                    unusable=True,
                    carried=was.state in LINKED,
                )
                editions.setdefault(article, []).append(Assessed(edition))
    return {name: tuple(some) for name, some in editions.items()}


def _carried(one: Assessed, before: Pages, previous: PreviousPublication) -> Assessed:
    """The last published body for an edition that is carried; withheld where there is none."""
    edition = one.edition
    if not edition.carried:
        return one
    was = before.get((edition.article, edition.locale))
    page = previous.read(was.file) if was and was.file else None
    body = body_of(page.decode("utf-8", "replace")) if page else None
    if was is None or body is None:
        reasons = (*edition.reasons, "there is no earlier page to carry")
        state = EditionState.WITHHELD
        return replace(one, edition=replace(edition, state=state, carried=False, reasons=reasons))
    contents = tuple(ContentsItem(int(m[1]), m[2], m[3]) for m in _HEADING.finditer(body))
    edition = replace(
        edition,
        title=was.title,
        title_foreign=was.title_foreign,
        description=was.description,
        updated=was.updated,
        digest=was.digest,
        counts=was.counts,
    )
    return replace(one, edition=edition, body=body, contents=contents)


def _assets(workspace: Workspace, attachments: Mapping[str, str]) -> dict[str, str]:
    read = workspace.project.read_many(attachments.values(), kind=ConfigError)
    addresses = {}
    for name, (_, data) in zip(attachments, read, strict=True):
        if isinstance(data, PipelineError):
            raise data
        addresses[name] = asset_address(name, data)
    return addresses


def _aliases(
    articles: Mapping[str, tuple[Assessed, ...]], source: str
) -> dict[str, tuple[str, ...]]:
    """The former names of each article, as its front matter lists them."""
    return {
        name: read_aliases(one.meta, name)
        for name, editions in articles.items()
        for one in editions
        if one.edition.locale == source and one.meta
    }


@dataclass(slots=True)
class Composer:
    """Makes every file of a site, one after the other, and keeps what the pages had to say."""

    plan: Plan
    findings: list[Finding] = field(default_factory=list)
    previous: PreviousPublication | None = None
    """Where carried pages come from, and the files that they use."""
    _used: set[str] = field(default_factory=set)

    def pages(
        self, executor: Any, progress: Callable[[int], None] | None = None
    ) -> Iterator[tuple[str, bytes]]:
        """The pages of all published editions, but those that stand at a language's home."""
        plan = self.plan
        tasks = [one for name in plan.articles if article_path(name) and (one := self._task(name))]
        batches = [pickle.dumps(one, pickle.HIGHEST_PROTOCOL) for one in tasks]
        work = functools.partial(run_render, pickle.dumps(plan.frame, pickle.HIGHEST_PROTOCOL))
        for data in run(executor, work, batches, progress):
            rendered: tuple[Rendered, ...] = pickle.loads(data)
            for page in rendered:
                self.findings.extend(page.findings)
                self._used.update(page.files)
                yield page.file, page.data

    def _task(self, name: str) -> RenderTask | None:
        editions = tuple(one for one in self.plan.articles[name] if one.edition.state in LINKED)
        if not editions:
            return None
        linked = {name}
        for one in editions:
            linked.update(linked_articles(one.body, name))
        clusters = {one: self.plan.clusters[one] for one in linked if one in self.plan.clusters}
        return RenderTask(name, editions, clusters, _source_updated(editions))

    def lists(self) -> Iterator[tuple[str, bytes]]:
        """The pages that lead to articles: the root, each language's home, the status, the 404."""
        plan, facts, theme = self.plan, self.plan.facts, self.plan.theme
        interfaces = plan.frame.interfaces
        published = [one for one in plan.editions() if one.state in LINKED]
        sources = tuple(one for one in published if one.locale == facts.source.locale)
        homes = {one.locale for one in plan.homes.linked}
        for language in facts.languages:
            if language.locale not in homes:
                continue
            page = LanguagePage(
                language,
                plan.homes,
                tuple(one for one in published if one.locale == language.locale),
                sources,
                self._home_article(language.locale),
            )
            interface = interfaces[language.locale]
            text = render_language_index(theme, facts, interface, page)
            yield f"{language.url}/index.html", text.encode()
            text = render_not_found(theme, facts, interfaces, language)
            yield f"{language.url}/404.html", text.encode()
        counts = {
            locale: sum(one.locale == locale for one in published) for locale in sorted(homes)
        }
        yield (
            "index.html",
            render_root(theme, facts, interfaces, RootPage(plan.homes, counts)).encode(),
        )
        here = {locale: interfaces[locale] for locale in interfaces if locale in homes}
        yield "404.html", render_not_found(theme, facts, here).encode()
        if facts.settings.status_page:
            status = StatusPage(tuple(plan.editions()), plan.homes)
            text = render_status(theme, facts, interfaces[facts.source.locale], status)
            yield "status/index.html", text.encode()

    def _home_article(self, locale: str) -> Any:
        for name in self.plan.articles:
            task = None if article_path(name) else self._task(name)
            for one in task.editions if task else ():
                if task and one.edition.locale == locale:
                    page, _, files = make_page(self.plan.frame, task, one)
                    self._used.update(files)
                    return page
        return None

    def files(self, workspace: Workspace) -> Iterator[tuple[str, bytes]]:
        """What stands around the pages; call it after them, for it copies the files they use."""
        plan, facts, theme = self.plan, self.plan.facts, self.plan.theme
        interfaces = plan.frame.interfaces
        yield theme.stylesheet_address.lstrip("/"), theme.stylesheet.encode()
        editions = {(one.article, one.locale): one for one in plan.editions()}
        for name, text in sitemap(facts, plan.clusters.values(), editions, plan.homes).items():
            yield name, text.encode()
        yield "robots.txt", robots(facts).encode()
        for one in plan.homes.linked:
            language = facts.language(one.locale)
            own = [item for item in editions.values() if item.locale == one.locale]
            text = feed(theme, facts, interfaces[one.locale], plan.clusters, own) or ""
            if text and language:
                yield f"{language.url}/feed.atom", text.encode()
        moved = moved_pages(plan.aliases, plan.clusters, facts)
        for move in moved:
            interface = interfaces[move.locale]
            yield page_file(move.old), render_moved(theme, facts, interface, move.new).encode()
        for name, text in host_files(facts, moved).items():
            yield name, text.encode()
        yield from self._copies(workspace)

    def _copies(self, workspace: Workspace) -> Iterator[tuple[str, bytes]]:
        project, config = workspace.project, workspace.config
        done = {self.plan.theme.stylesheet_address.lstrip("/")}
        for name in sorted(self._used):
            path = self.plan.attachments.get(name)
            if path:
                address = self.plan.facts.assets[name]
                done.add(_unquoted(address))
                yield _unquoted(address), project.read(path, kind=ArticleError)
        for address in sorted(self._carried_files() - done):
            data = self.previous.read(address) if self.previous else None
            if data is not None:
                yield address, data
        static = project.static(config)
        for problem in static.problems:
            raise problem
        for one in static.found:
            yield one.name, project.read(one.path, kind=ConfigError)

    def _carried_files(self) -> set[str]:
        """Files below the output folder that carried pages use, whose names nobody knows today."""
        bodies = (
            one.body for some in self.plan.articles.values() for one in some if one.edition.carried
        )
        return {_unquoted(found) for body in bodies for found in _ASSET.findall(body)}

    def manifest(self, files: Mapping[str, str]) -> bytes:
        """The record of what is published; `files` is name to SHA-256."""
        plan = self.plan
        sums = {name: f"sha256:{digest}" for name, digest in files.items()}
        text = manifest(plan.facts, plan.editions(), plan.clusters, plan.missing, sums)
        return text.encode()


def _source_updated(editions: Iterable[Assessed]) -> str:
    for one in editions:
        if one.edition.state is EditionState.SOURCE:
            return one.edition.updated
    return ""


def _unquoted(address: str) -> str:
    from urllib.parse import unquote

    return unquote(address).lstrip("/")


def withdrawals(plan: Plan, before: Pages) -> Sequence[tuple[str, str]]:
    """(article, locale) of every page that readers have and would no longer have."""
    linked = {(one.article, one.locale) for one in plan.editions() if one.state in LINKED}
    return sorted(key for key, was in before.items() if was.state in LINKED and key not in linked)
