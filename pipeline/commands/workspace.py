"""A project opened for work: its settings, its languages, and what lies in its folders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pipeline.article import read_article
from pipeline.cache import FragmentCache
from pipeline.catalog import Kept, parse_kept, read_catalog
from pipeline.config import Config
from pipeline.errors import (
    ArticleError,
    CatalogError,
    ConfigError,
    PipelineError,
    UsageError,
)
from pipeline.locales import language, resolve
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

    @cached_property
    def source(self) -> Language:
        """The language that articles are written in."""
        return _language(self.config, self.config.source_language)

    @property
    def languages(self) -> tuple[Language, ...]:
        """Those that articles are translated into; the source is none of them."""
        return self._found[0]

    @property
    def problems(self) -> tuple[PipelineError, ...]:
        """Folders below `locales` that cannot be used."""
        return self._found[1]

    @cached_property
    def _found(self) -> tuple[tuple[Language, ...], tuple[PipelineError, ...]]:
        return _languages(self.project, self.config)

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


def open_workspace(root: Path | None = None, *, all_at_once: bool = True) -> Workspace:
    """Open the project in `root`, or the nearest one upwards from the current folder.

    What is wrong with its languages is said here; without `all_at_once` only when somebody asks for
    them, which to a command that needs none is a third of its start.
    """
    project = Project(root.absolute()) if root else find_project(Path.cwd())
    workspace = Workspace(project, project.config())
    if all_at_once:
        _ = (workspace.languages, workspace.kept)
    return workspace


def _languages(
    project: Project, config: Config
) -> tuple[tuple[Language, ...], tuple[PipelineError, ...]]:
    """The configured languages; without any, those that have a folder below `locales`."""
    problems: list[PipelineError] = []
    if config.languages:
        names: Iterable[str] = config.languages
    else:
        found = project.locales(config)
        problems.extend(found.problems)
        names = (one.name for one in found.found)
    languages = []
    for name in names:
        if name == config.source_language:
            continue
        try:
            languages.append(_language(config, name))
        except ConfigError as error:
            if config.languages:
                raise
            problems.append(
                ConfigError(error.message, path=f"{config.locales}/{name}", hint=error.hint)
            )
    _refuse_twins((_language(config, config.source_language), *languages))
    return tuple(languages), tuple(problems)


def _language(config: Config, locale: str) -> Language:
    return language(locale, config.languages.get(locale, {}))


def _refuse_twins(languages: Sequence[Language]) -> None:
    """Two languages must not share what tells them apart on the site."""
    for fact in ("tag", "url", "autonym"):
        seen: dict[str, Language] = {}
        for one in languages:
            value = str(getattr(one, fact)).casefold()
            if value in seen:
                raise ConfigError(
                    f"`{seen[value].locale}` and `{one.locale}` have the same {fact} {value!r}",
                    hint=f"give one of them another `{fact}` in [tool.pipeline.languages]",
                )
            seen[value] = one


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
