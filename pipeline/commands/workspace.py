"""A project opened for work: its settings, its languages, and what lies in its folders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pipeline.cache import FragmentCache
from pipeline.catalog import Kept, parse_kept, read_catalog
from pipeline.commands.languages import Languages, open_languages, source_language
from pipeline.config import Config
from pipeline.errors import (
    ArticleError,
    CatalogError,
    ConfigError,
    PipelineError,
    UsageError,
)
from pipeline.locales import resolve
from pipeline.model import Article, Catalog, Language
from pipeline.store import Found, Project, Sources, decode, find_project

CACHE = "cache.sqlite"
INTERFACE = "interface"
"""The domain of the page furniture's own words."""


@dataclass(frozen=True)
class Workspace:
    """One project and its settings; its languages and decisions are read when asked for."""

    project: Project
    config: Config

    remember: bool = False
    """Whether what is known of languages is kept in the cache."""

    @cached_property
    def source(self) -> Language:
        """The language that articles are written in."""
        return self._found.source if self.remember else source_language(self.config)

    @property
    def languages(self) -> tuple[Language, ...]:
        """Those that articles are translated into; the source is none of them."""
        return self._found.others

    @property
    def problems(self) -> tuple[PipelineError, ...]:
        """Folders below `locales` that cannot be used."""
        return self._found.problems

    @cached_property
    def _found(self) -> Languages:
        if not self.remember:
            return open_languages(self.project, self.config, None)
        with FragmentCache(self.project.working(CACHE)) as cache:
            return open_languages(self.project, self.config, cache)

    @cached_property
    def kept(self) -> Kept:
        """The English edits that change no meaning."""
        return _kept(self.project, self.config)

    def catalog_path(self, locale: str, domain: str) -> str:
        """Where the catalog of a domain is, from the project root."""
        return f"{self.config.locales}/{locale}/LC_MESSAGES/{domain}.po"

    def template_path(self, domain: str) -> str:
        """Where the template of a domain is, from the project root."""
        return f"{self.config.locales}/templates/{domain}.pot"

    def chosen(self, names: Sequence[str]) -> tuple[Language, ...]:
        """The languages that somebody named in any spelling; all of them where none is named."""
        if not names:
            return self.languages
        return tuple(dict.fromkeys(resolve(name, self.languages) for name in names))


def open_workspace(
    root: Path | None = None, *, all_at_once: bool = True, remember: bool = False
) -> Workspace:
    """Open the project in `root`, or the nearest one upwards from the current folder.

    What is wrong with its languages is said here; without `all_at_once` only when somebody asks for
    them, which to a command that needs none is a third of its start. With `remember` the facts
    about them come from the cache, if they are in it.
    """
    project = Project(root.absolute()) if root else find_project(Path.cwd())
    workspace = Workspace(project, project.config(), remember)
    if all_at_once:
        _ = (workspace.languages, workspace.kept)
    return workspace


def _kept(project: Project, config: Config) -> Kept:
    path = f"{config.locales}/kept.toml"
    if not project.exists(path):
        return Kept()
    return parse_kept(project.text(path, kind=ConfigError), path)


def open_cache(workspace: Workspace) -> FragmentCache:
    """The cache of a project; it may be deleted at any moment."""
    return FragmentCache(workspace.project.working(CACHE))


@dataclass(frozen=True, slots=True)
class Articles:
    """The articles of a project that can be used, and what is wrong with the others."""

    articles: tuple[Article, ...]
    sources: Sources
    problems: tuple[PipelineError, ...]


def load_articles(workspace: Workspace, names: Sequence[str] = ()) -> Articles:
    """Read and cut the named articles, or all; a broken one is a problem and stops no other."""
    from pipeline.article import read_article  # with Markdown, which many commands can do without

    config, project = workspace.config, workspace.project
    sources = project.sources(config)
    wanted = choose(sources.articles, names)
    problems: list[PipelineError] = list(sources.problems)
    articles = []
    for found in wanted:
        try:
            data = project.read(found.path, config.bounds.article_bytes, ArticleError)
            text = decode(data, found.path, ArticleError)
            articles.append(
                read_article(found.name, found.path, text, config.markdown, config.bounds)
            )
        except PipelineError as error:
            problems.append(error)
    return Articles(tuple(articles), sources, tuple(problems))


def choose(found: Sequence[Found], names: Sequence[str]) -> tuple[Found, ...]:
    """The articles that somebody named, by name or by path; all of them where none is named."""
    if not names:
        return tuple(found)
    known = {spelling: one for one in found for spelling in (one.name, one.path)}
    chosen = []
    for name in names:
        one = known.get(name.removeprefix("./")) or known.get(name.removesuffix(".md"))
        if one is None:
            raise UsageError(f"there is no article `{name}`", hint="see `pipeline status`")
        chosen.append(one)
    return tuple(dict.fromkeys(chosen))


def load_catalog(workspace: Workspace, path: str) -> tuple[bytes, Catalog] | None:
    """The bytes of a catalog and what they say; None where there is no such file."""
    if not workspace.project.exists(path):
        return None
    data = workspace.project.read(path, workspace.config.bounds.catalog_bytes, CatalogError)
    return data, read_catalog(data, path)
