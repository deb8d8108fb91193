"""Every edition of a project, assessed: what `check`, `status`, `publish` and the preview share.

What was assessed before from the same bytes comes out of the cache; the rest is done by tasks.
Inputs are read an article at a time and let go; outlines stay, contents go to the disk.
"""

from __future__ import annotations

import contextlib
import functools
import pickle
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from pipeline.cache import FragmentCache
from pipeline.checks import RULES, Glossary, check_settings, parse_glossary
from pipeline.commands.contents import KEY, Contents
from pipeline.commands.inputs import Input, Inputs
from pipeline.commands.interfaces import Interfaces, open_interfaces, renderer_words
from pipeline.commands.keys import Keys
from pipeline.commands.workspace import Workspace, choose, open_cache
from pipeline.engine import Inside, run
from pipeline.errors import ArticleError, ContentError, PipelineError
from pipeline.model import EditionState, Language
from pipeline.store import Found, Sources
from pipeline.tasks import (
    AssessTask,
    CatalogFile,
    Common,
    Outline,
    PackedArticle,
    run_assess,
)

States = Mapping[tuple[str, str], EditionState]
"""(article, locale) to what the previous publication says."""

_CHUNK = 16
"""Articles that are read, and looked up in the cache, in one go."""
_FLUSH = 64
"""Articles whose results are written to the cache in one go."""


@dataclass(frozen=True, slots=True)
class Surveyed:
    """One article that can be read, and the outlines of its editions, the source first."""

    name: str
    editions: tuple[Outline, ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """What was found out about every article in every chosen language."""

    articles: tuple[Surveyed, ...]
    """Those that can be read, in order of their names."""
    interfaces: Interfaces
    sources: Sources
    problems: tuple[PipelineError, ...]
    """Articles and folders that cannot be used."""
    contents: Contents
    assessed: int = 0
    """Editions that were worked out anew; the others were known."""
    held: frozenset[str] = frozenset()
    """Articles that could be read, and are treated as if not: their finished pages have errors."""

    def editions(self) -> Iterator[Outline]:
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
    interfaces = open_interfaces(workspace, cache)
    glossaries, unread = _glossaries(workspace, languages)
    common = _common(workspace, interfaces, languages, glossaries)
    sources = workspace.project.sources(workspace.config)
    problems = [*workspace.problems, *sources.problems, *interfaces.problems, *unread]
    found = choose(sources.articles, names)
    inputs = Inputs(workspace, languages, [])
    with contextlib.ExitStack() as stack:
        if cache is None:
            cache = stack.enter_context(open_cache(workspace))
        work = _Work(common, cache, inputs, states or {}, {one.name: one for one in found})
        articles = work.run(found, executor or Inside(), progress)
    problems += [*inputs.problems, *work.broken]
    return Survey(articles, interfaces, sources, tuple(problems), work.contents, work.assessed)


def _glossaries(
    workspace: Workspace, languages: Sequence[Language]
) -> tuple[dict[str, Glossary], list[PipelineError]]:
    """By locale the glossaries; one that cannot be read is a problem, and its language has none."""
    glossaries: dict[str, Glossary] = {}
    problems: list[PipelineError] = []
    for one in languages:
        path = f"{workspace.config.locales}/{one.locale}/glossary.tsv"
        try:
            if workspace.project.exists(path):
                text = workspace.project.text(path, kind=ContentError)
                glossaries[one.locale] = parse_glossary(text, path)
        except PipelineError as error:
            problems.append(error)
    return glossaries, problems


def _common(
    workspace: Workspace,
    interfaces: Interfaces,
    languages: Sequence[Language],
    glossaries: Mapping[str, Glossary],
) -> Common:
    return Common(
        config=workspace.config,
        source=workspace.source,
        kept=workspace.kept,
        words={one.locale: renderer_words(interfaces.of[one.locale]) for one in languages},
        interface_missing={one.locale: len(interfaces.of[one.locale].missing) for one in languages},
        glossaries=glossaries,
    )


@dataclass(slots=True)
class _Work:
    """Does the tasks whose results the cache does not know."""

    common: Common
    cache: FragmentCache
    inputs: Inputs
    states: States
    found: Mapping[str, Found]
    assessed: int = 0
    broken: list[PipelineError] = field(default_factory=list)
    contents: Contents = field(init=False)
    _named: Keys = field(init=False)
    _waiting: deque[dict[str, str]] = field(default_factory=deque)
    """The keys of the articles that are being worked on, in order."""
    _outlines: dict[str, dict[str, Outline]] = field(default_factory=dict)
    _keys: dict[str, dict[str, str]] = field(default_factory=dict)
    _compiled: dict[str, str] = field(default_factory=dict)
    """By article under which key it lies compiled."""

    def __post_init__(self) -> None:
        self.contents = Contents(self.cache, self._again)
        self._named = Keys(self.common)

    def run(
        self, found: Sequence[Found], executor: Any, progress: Callable[[int], None] | None
    ) -> tuple[Surveyed, ...]:
        """All articles that can be read."""
        work = functools.partial(run_assess, pickle.dumps(self.common, pickle.HIGHEST_PROTOCOL))
        fresh: dict[str, bytes] = {}
        for data in run(executor, work, self._batches(found), died=_died):
            keys = self._waiting.popleft()
            self._take(pickle.loads(data), keys, fresh)
            if len(fresh) > _FLUSH * len(keys):
                self.cache.put_blobs(fresh)
                fresh.clear()
            if progress:
                progress(len(self._outlines) - len(self._waiting))
        self.cache.put_blobs(fresh)
        if progress:
            progress(len(self._outlines))
        return tuple(
            Surveyed(one.name, tuple(editions[at] for at in keys))
            for one in found
            if (editions := self._outlines.get(one.name)) and (keys := self._keys[one.name])
            if len(editions) == len(keys)
        )

    def _batches(self, found: Sequence[Found]) -> Iterator[bytes]:
        """The tasks that are left when the cache has been asked."""
        rest = iter(found)
        while chunk := list(islice(rest, _CHUNK)):
            tasks = [self._task(one) for one in self.inputs.read(chunk)]
            for task in tasks:
                self._keys[task.name] = self._named.editions(task)
            every = (f"a:{key}" for task in tasks for key in self._keys[task.name].values())
            known = self.cache.get_blobs(every)
            for task in tasks:
                self._outlines[task.name] = {
                    locale: pickle.loads(known[f"a:{key}"])
                    for locale, key in self._keys[task.name].items()
                    if f"a:{key}" in known
                }
            for left in self._equipped([one for one in map(self._left, tasks) if one]):
                self._waiting.append(self._keys[left.name])
                yield pickle.dumps(left, pickle.HIGHEST_PROTOCOL)

    def _equipped(self, tasks: Sequence[AssessTask]) -> Iterator[AssessTask]:
        """The tasks with what earlier runs left for their articles."""
        self._compiled |= {task.name: self._named.compiled(task) for task in tasks}
        wanted = [self._named.bundle(task.name) for task in tasks]
        known = self.cache.get_blobs([*wanted, *(self._compiled[one.name] for one in tasks)])
        for task, bundle in zip(tasks, wanted, strict=True):
            compiled = known.get(self._compiled[task.name])
            yield replace(task, compiled=compiled, fragments=known.get(bundle))

    def _task(self, one: Input) -> AssessTask:
        catalogs = (
            CatalogFile(
                file.language,
                file.path,
                file.data,
                self.states.get((one.name, file.language.locale)),
                file.problem,
            )
            for file in one.catalogs
        )
        return AssessTask(one.name, one.path, one.text, tuple(catalogs))

    def _take(self, done: PackedArticle, keys: Mapping[str, str], fresh: dict[str, bytes]) -> None:
        if done.problem:
            self.broken.append(done.problem)
        contents = {}
        for packed, content in done.editions:
            outline: Outline = pickle.loads(packed)
            self.assessed += 1
            edition = outline.edition
            self._outlines[done.name][edition.locale] = outline
            contents[outline.content] = content
            key = keys[edition.locale]
            fresh[f"a:{key}"] = packed
            if outline.settled:
                # So that the next run finds it, for which this is the previous publication.
                fresh[f"a:{key.partition(':')[0]}:{edition.state}"] = packed
            fresh[KEY + outline.content] = content
        if done.compiled is not None:
            fresh[self._compiled[done.name]] = done.compiled
        if done.fragments is not None:
            fresh[self._named.bundle(done.name)] = done.fragments
        self.contents.add(contents)

    def _left(self, task: AssessTask) -> AssessTask | None:
        known = self._outlines[task.name]
        catalogs = tuple(one for one in task.catalogs if one.language.locale not in known)
        with_source = task.with_source and self.common.source.locale not in known
        if not catalogs and not with_source:
            return None
        return replace(task, catalogs=catalogs, with_source=with_source)

    def _again(self, name: str) -> Mapping[str, bytes]:
        """All contents of an article by locale, made again if its files are as they were."""
        for one in self.inputs.read([self.found[name]]):
            task = self._task(one)
            if self._named.editions(task) == self._keys[name]:
                data = run_assess(pickle.dumps(self.common), pickle.dumps(task))
                locales = (one for one in self._keys[name])
                editions = pickle.loads(data).editions
                return {at: one for at, (_, one) in zip(locales, editions, strict=True)}
        return {}


def _died(batch: bytes, why: str) -> bytes:
    """What stands for an article that ended the process which worked on it."""
    task: AssessTask = pickle.loads(batch)
    problem = ArticleError(
        f"this article, or a catalog of it, ended the process that worked on it: {why}",
        path=task.path,
        hint="leave it out, and look at what is unusual in it",
    )
    return pickle.dumps(PackedArticle(task.name, (), problem), pickle.HIGHEST_PROTOCOL)
