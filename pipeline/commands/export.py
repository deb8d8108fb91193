"""`export`: translated Markdown for those who build with another site generator.

An edition that was exported before from the same bytes comes out of the cache; the rest is done by
tasks, an article with its languages at a time.
"""

from __future__ import annotations

import functools
import hashlib
import pickle
import zlib
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from pipeline.cache import FragmentCache
from pipeline.commands.exporting import (
    ExportedArticle,
    ExportedEdition,
    ExportTask,
    Rules,
    run_export,
)
from pipeline.commands.inputs import Input, Inputs
from pipeline.commands.versions import program_digest
from pipeline.commands.workspace import Workspace, choose, open_cache
from pipeline.engine import make_executor, run
from pipeline.errors import ArticleError, PipelineError
from pipeline.locales import resolve
from pipeline.model import Finding, Language
from pipeline.store import Found, write_outside

ALL = "all"
"""What stands for every language that articles are translated into."""

_CHUNK = 16
"""Articles that are read, and looked up in the cache, in one go."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written, and what could not be."""

    written: tuple[str, ...]
    unchanged: int
    findings: tuple[Finding, ...]
    problems: tuple[PipelineError, ...]
    notes: tuple[str, ...]
    """Articles whose positions are not proven, and translations that were left out."""


def export(
    workspace: Workspace,
    names: str,
    folder: Path,
    articles: Sequence[str] = (),
    progress: Callable[[str, int, int], None] | None = None,
) -> Exported:
    """Write `folder/<article path>` for each article in one language.

    Several languages (`fr,de`, or `all`) have a folder each: `folder/<locale>/<article path>`.

    Law: bytes outside the translated passages are the source's own; for the source language all
    bytes are.
    """
    chosen = _chosen(workspace, names)
    several = names == ALL or "," in names
    folders = {one.locale: folder / one.locale if several else folder for one in chosen}
    sources = workspace.project.sources(workspace.config)
    found = choose(sources.articles, articles)
    step = (
        None if progress is None else lambda done: progress("articles exported", done, len(found))
    )
    languages = [one for one in chosen if one != workspace.source]
    with open_cache(workspace) as cache:
        work = _Export(workspace, cache, folders, step)
        if len(languages) < len(chosen):
            work.copy(found)
        with make_executor(None, 0, len(languages) * len(found)) as executor:
            work.run(found, languages, executor)
    return work.report((*workspace.problems, *sources.problems))


def _chosen(workspace: Workspace, names: str) -> Sequence[Language]:
    """The languages that were asked for."""
    if names == ALL:
        return workspace.languages
    known = (workspace.source, *workspace.languages)
    asked = (name.strip() for name in names.split(","))
    return tuple(dict.fromkeys(resolve(name, known) for name in asked))


@dataclass(slots=True)
class _Work:
    """One article whose editions are not all known."""

    name: str
    editions: dict[str, str]
    """By locale a hash of all that the edition depends on."""
    positions: str
    """The same for what is found out about the source alone."""


@dataclass(slots=True)
class _Export:
    """Translates articles, and keeps what there is to say."""

    workspace: Workspace
    cache: FragmentCache
    folders: Mapping[str, Path]
    """By locale."""
    progress: Callable[[int], None] | None
    written: list[str] = field(default_factory=list)
    unchanged: int = 0
    said: dict[tuple[str, str], ExportedEdition] = field(default_factory=dict)
    """By article and locale what there is to say of an edition."""
    problems: list[PipelineError] = field(default_factory=list)
    _waiting: deque[_Work] = field(default_factory=deque)
    _read: int = 0
    _fresh: dict[str, bytes] = field(default_factory=dict)
    _rules: Rules = field(init=False)
    _shared: bytes = field(init=False)

    def __post_init__(self) -> None:
        self._rules = Rules(self.workspace.config, self.workspace.kept)
        self._shared = repr((program_digest(), self._rules)).encode()

    def run(self, found: Sequence[Found], languages: Sequence[Language], executor: Any) -> None:
        """Write the articles in these languages."""
        task = functools.partial(run_export, pickle.dumps(self._rules, pickle.HIGHEST_PROTOCOL))
        inputs = Inputs(self.workspace, languages, self.problems)
        for data in run(executor, task, self._batches(inputs, found), label=_label):
            self._take(self._waiting.popleft(), pickle.loads(data))
            if len(self._fresh) > _CHUNK * len(languages):
                self._remember()
            self._tell()
        self._remember()
        self._tell()

    def copy(self, found: Sequence[Found]) -> None:
        """Write the sources themselves, byte for byte."""
        limit = self.workspace.config.bounds.article_bytes
        paths = (one.path for one in found)
        read = self.workspace.project.read_many(paths, limit, ArticleError)
        for one, (_, data) in zip(found, read, strict=True):
            if isinstance(data, PipelineError):
                self.problems.append(data)
            else:
                self._put(one.name, self.workspace.source.locale, data)

    def report(self, problems: Sequence[PipelineError]) -> Exported:
        """What was done, in the order of names, whatever was known before."""
        said = [self.said[key] for key in sorted(self.said)]
        broken = (one.problem for one in said if one.problem)
        return Exported(
            tuple(sorted(self.written)),
            self.unchanged,
            tuple(finding for one in said for finding in one.findings),
            tuple(dict.fromkeys((*problems, *self.problems, *broken))),
            tuple(dict.fromkeys(note for one in said for note in one.notes)),
        )

    def _batches(self, inputs: Inputs, found: Sequence[Found]) -> Iterator[bytes]:
        """The tasks that are left when the cache has been asked."""
        rest = iter(found)
        while chunk := list(islice(rest, _CHUNK)):
            articles = [(one, self._keys_of(one)) for one in inputs.read(chunk)]
            self._read += len(chunk)
            known = self.cache.get_blobs(
                key for _, work in articles for key in work.editions.values()
            )
            for article, work in articles:
                for locale, key in work.editions.items():
                    if key in known:
                        self._write(work.name, locale, pickle.loads(zlib.decompress(known[key])))
                left = tuple(
                    file
                    for file in article.catalogs
                    if work.editions[file.language.locale] not in known
                )
                if left:
                    self._waiting.append(work)
                    positions = self.cache.get_blobs([work.positions]).get(work.positions)
                    task = ExportTask(replace(article, catalogs=left), positions)
                    yield pickle.dumps(task, pickle.HIGHEST_PROTOCOL)

    def _keys_of(self, article: Input) -> _Work:
        base = hashlib.sha256(self._shared)
        base.update(repr((article.name, article.path, article.text)).encode())
        keys = {}
        for file in article.catalogs:
            one = base.copy()
            one.update(repr((replace(file, data=None), file.data is None)).encode())
            one.update(file.data or b"")
            keys[file.language.locale] = f"e:{one.hexdigest()}"
        return _Work(article.name, keys, f"x:{base.hexdigest()}")

    def _take(self, work: _Work, done: ExportedArticle) -> None:
        """Write what a task made, and remember it."""
        if done.problem:
            self.problems.append(done.problem)
            return
        self._fresh[work.positions] = done.located
        for locale, edition in done.editions.items():
            self._write(work.name, locale, edition)
            packed = pickle.dumps(edition, pickle.HIGHEST_PROTOCOL)
            self._fresh[work.editions[locale]] = zlib.compress(packed, 1)

    def _write(self, name: str, locale: str, edition: ExportedEdition) -> None:
        if edition.findings or edition.notes or edition.problem:
            self.said[name, locale] = replace(edition, text="")
        self._put(name, locale, edition.text.encode("utf-8"))

    def _put(self, name: str, locale: str, data: bytes) -> None:
        target = self.folders[locale] / f"{name}.md"
        try:
            # The next run compares every file, so it mends what a loss of power spoils.
            if write_outside(target, data, sync=False):
                self.written.append(str(target))
            else:
                self.unchanged += 1
        except PipelineError as problem:
            self.problems.append(problem)

    def _remember(self) -> None:
        self.cache.put_blobs(self._fresh)
        self._fresh.clear()

    def _tell(self) -> None:
        if self.progress:
            self.progress(self._read - len(self._waiting))


def _label(batch: bytes) -> str:
    task: ExportTask = pickle.loads(batch)
    return task.article.path
