"""Every edition of a project, assessed: what `check`, `status`, `publish` and the preview share.

What was assessed before from the same bytes comes out of the cache; the rest is done by tasks.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pipeline
from pipeline.article import RULES_VERSION, SKELETON_VERSION
from pipeline.cache import FragmentCache
from pipeline.checks import RULES, check_settings, parse_glossary
from pipeline.commands.interfaces import Interfaces, open_interfaces, renderer_words
from pipeline.commands.workspace import Workspace, choose
from pipeline.engine import Inside, run
from pipeline.errors import ArticleError, CatalogError, ConfigError, PipelineError
from pipeline.model import EditionState, Language
from pipeline.store import Found, Sources, decode
from pipeline.tasks import (
    Assessed,
    AssessedArticle,
    AssessTask,
    CatalogFile,
    Common,
    run_assess,
)

CACHE = "cache.sqlite"
States = Mapping[tuple[str, str], EditionState]
"""(article, locale) to what the previous publication says."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What was found out about every article in every chosen language."""

    articles: tuple[AssessedArticle, ...]
    """Those that can be read, in order of their names."""
    interfaces: Interfaces
    sources: Sources
    problems: tuple[PipelineError, ...]
    """Articles and folders that cannot be used."""
    assessed: int = 0
    """Editions that were worked out anew; the others were known."""

    def editions(self) -> Iterator[Assessed]:
        """All of them, article by article."""
        return (one for article in self.articles for one in article.editions)


def survey(
    workspace: Workspace,
    names: Sequence[str] = (),
    languages: Sequence[Language] | None = None,
    *,
    states: States | None = None,
    executor: Any = None,
    progress: Callable[[int], None] | None = None,
    cache: FragmentCache | None = None,
) -> Survey:
    """Assess the named articles (or all) in the given languages (or all).

    Law: one broken article or catalog is a problem of its own and stops nothing else.
    """
    check_settings(workspace.config.check, RULES)
    languages = workspace.languages if languages is None else languages
    interfaces = open_interfaces(workspace)
    common = _common(workspace, interfaces, languages)
    sources = workspace.project.sources(workspace.config)
    problems: list[PipelineError] = [*workspace.problems, *sources.problems, *interfaces.problems]
    found = choose(sources.articles, names)
    tasks = _tasks(workspace, found, languages, states or {}, problems)
    with contextlib.ExitStack() as stack:
        if cache is None:
            cache = stack.enter_context(open_cache(workspace))
        work = _Work(common, cache)
        done = work.run(tasks, executor or Inside(), progress)
    articles = tuple(one for one in done if one.problem is None)
    problems.extend(one.problem for one in done if one.problem is not None)
    return Survey(articles, interfaces, sources, tuple(problems), work.assessed)


def open_cache(workspace: Workspace) -> FragmentCache:
    """The cache of a project; it may be deleted at any moment."""
    return FragmentCache(workspace.project.working(CACHE))


def _common(workspace: Workspace, interfaces: Interfaces, languages: Sequence[Language]) -> Common:
    glossaries = {}
    for one in languages:
        path = f"{workspace.config.locales}/{one.locale}/glossary.tsv"
        if workspace.project.exists(path):
            text = workspace.project.text(path, kind=ConfigError)
            glossaries[one.locale] = parse_glossary(text, path)
    return Common(
        config=workspace.config,
        source=workspace.source,
        kept=workspace.kept,
        words={one.locale: renderer_words(interfaces.of[one.locale]) for one in languages},
        interface_missing={one.locale: len(interfaces.of[one.locale].missing) for one in languages},
        glossaries=glossaries,
    )


def _tasks(
    workspace: Workspace,
    found: Sequence[Found],
    languages: Sequence[Language],
    states: States,
    problems: list[PipelineError],
) -> list[AssessTask]:
    """One task an article, with every input read; an article that cannot be read is a problem."""
    project, bounds = workspace.project, workspace.config.bounds
    catalogs = _read_catalogs(workspace, found, languages, states)
    tasks = []
    paths = [one.path for one in found]
    read = project.read_many(paths, bounds.article_bytes, ArticleError)
    for one, (path, data) in zip(found, read, strict=True):
        try:
            if isinstance(data, PipelineError):
                raise data
            text = decode(data, path, ArticleError)
        except PipelineError as problem:
            problems.append(problem)
            continue
        tasks.append(AssessTask(one.name, path, text, tuple(catalogs[one.name])))
    return tasks


def _read_catalogs(
    workspace: Workspace,
    found: Sequence[Found],
    languages: Sequence[Language],
    states: States,
) -> dict[str, list[CatalogFile]]:
    catalogs: dict[str, list[CatalogFile]] = {one.name: [] for one in found}
    limit = workspace.config.bounds.catalog_bytes
    for language in languages:
        listed = workspace.project.catalogs(workspace.config, language.locale)
        there = {one.name: one.path for one in listed.found}
        refused = {problem.path: str(problem.message) for problem in listed.problems}
        wanted = {name: there[name] for name in catalogs if name in there}
        read = dict(workspace.project.read_many(wanted.values(), limit, CatalogError))
        for name, files in catalogs.items():
            path = workspace.catalog_path(language.locale, name)
            data = read.get(path)
            problem = refused.get(path, "")
            if isinstance(data, PipelineError):
                problem, data = data.message, None
            was = states.get((name, language.locale))
            files.append(CatalogFile(language, path, data, was, problem))
    return catalogs


@dataclass(slots=True)
class _Work:
    """Does the tasks whose results the cache does not know."""

    common: Common
    cache: FragmentCache
    assessed: int = 0
    _shared: str = field(init=False)

    def __post_init__(self) -> None:
        whole = replace(self.common, words={}, interface_missing={}, glossaries={})
        versions = (pipeline.__version__, RULES_VERSION, SKELETON_VERSION)
        self._shared = repr((versions, pickle.dumps(whole)))

    def run(
        self, tasks: Sequence[AssessTask], executor: Any, progress: Callable[[int], None] | None
    ) -> list[AssessedArticle]:
        keys = {task.name: self._keys(task) for task in tasks}
        known = self.cache.get_blobs(key for some in keys.values() for key in some.values())
        pending = [one for task in tasks if (one := self._left(task, keys[task.name], known))]
        common = pickle.dumps(self.common, pickle.HIGHEST_PROTOCOL)
        batches = [pickle.dumps(task, pickle.HIGHEST_PROTOCOL) for task in pending]
        work = functools.partial(run_assess, common)
        new: dict[str, dict[str, Assessed]] = {}
        broken: dict[str, AssessedArticle] = {}
        fresh: dict[str, bytes] = {}
        for task, data in zip(pending, run(executor, work, batches, progress), strict=True):
            result: AssessedArticle = pickle.loads(data)
            if result.problem:
                broken[task.name] = result
            for edition in result.editions:
                self.assessed += 1
                locale = edition.edition.locale
                new.setdefault(task.name, {})[locale] = edition
                fresh[keys[task.name][locale]] = pickle.dumps(edition)
        self.cache.put_blobs(fresh)
        return [
            broken.get(task.name)
            or self._whole(task, keys[task.name], known, new.get(task.name, {}))
            for task in tasks
        ]

    def _keys(self, task: AssessTask) -> dict[str, str]:
        """For each locale the hash of everything that its edition depends on."""
        base = hashlib.sha256(repr((self._shared, task.name, task.path)).encode())
        base.update(task.text.encode("utf-8", "surrogatepass"))
        keys = {}
        source = self.common.source.locale
        if task.with_source:
            keys[source] = f"a:{base.hexdigest()}"
        for file in task.catalogs:
            locale = file.language.locale
            one = base.copy()
            one.update(
                repr(
                    (
                        replace(file, data=None),
                        self.common.words.get(locale),
                        self.common.interface_missing.get(locale),
                        self.common.glossaries.get(locale),
                        file.data is None,
                    )
                ).encode("utf-8", "surrogatepass")
            )
            one.update(file.data or b"")
            keys[locale] = f"a:{one.hexdigest()}"
        return keys

    def _left(
        self, task: AssessTask, keys: Mapping[str, str], known: Mapping[str, bytes]
    ) -> AssessTask | None:
        source = self.common.source.locale
        catalogs = tuple(one for one in task.catalogs if keys[one.language.locale] not in known)
        with_source = task.with_source and keys[source] not in known
        if not catalogs and not with_source:
            return None
        return replace(task, catalogs=catalogs, with_source=with_source)

    def _whole(
        self,
        task: AssessTask,
        keys: Mapping[str, str],
        known: Mapping[str, bytes],
        new: Mapping[str, Assessed],
    ) -> AssessedArticle:
        editions = tuple(
            new[locale] if locale in new else pickle.loads(known[key])
            for locale, key in keys.items()
        )
        return AssessedArticle(task.name, editions)
