"""The pages of articles: those that stand as they should are kept, the others are rendered."""

from __future__ import annotations

import functools
import pickle
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from pipeline.cache import FragmentCache
from pipeline.commands.dependencies import Dependencies, linked, neighbours, source_updated
from pipeline.commands.planning import Plan
from pipeline.engine import run
from pipeline.model import Finding, Language
from pipeline.site import ArticlePage, article_path
from pipeline.site.validate import Judged
from pipeline.store import Staging
from pipeline.tasks import RenderedArticle, RenderTask, make_page, pack, run_render, unpack

_CHUNK = 16
"""Articles that are looked up in the cache in one go."""
_FLUSH = 64
"""Articles whose pages are remembered in one go."""


@dataclass(slots=True)
class ArticlePages:
    """Puts the pages of all published editions into the staging area."""

    plan: Plan
    staging: Staging
    cache: FragmentCache
    needs: Dependencies
    findings: list[Finding] = field(default_factory=list)
    judged: list[Judged] = field(default_factory=list)
    """What the validator said of the pages when they were rendered."""
    rendered: int = 0
    """Pages that were made anew; the others stood already."""
    digests: dict[str, str] = field(default_factory=dict)
    """Name and SHA-256 of every page that has an article."""
    used: set[str] = field(default_factory=set)
    """The files below the source folder that the pages use."""
    _waiting: deque[str] = field(default_factory=deque)
    """Keys of the articles that are being rendered, in order."""
    _done: int = 0

    def make(self, executor: Any, progress: Callable[[int], None] | None) -> None:
        """All pages, but those of articles that stand at a language's home."""
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

    def at_home(self, name: str, language: Language) -> ArticlePage | None:
        """What the page of an article at a language's home shows; None where it has no edition."""
        task = self._task(name)
        for one in map(unpack, task.packed if task else ()):
            if task and one.edition.locale == language.locale:
                page, _, files = make_page(self.plan.frame, task, one)
                self.used.update(files)
                return page
        return None

    def _batches(self) -> Iterator[bytes]:
        """The articles whose pages do not stand already."""
        names = iter([name for name in self.plan.articles if article_path(name)])
        while chunk := list(islice(names, _CHUNK)):
            keys = {name: self.needs.pages(name) for name in chunk}
            known = self.cache.get_blobs(filter(None, keys.values()))
            for name, key in keys.items():
                if not key:
                    self._done += 1
                elif key in known and self._keep(pickle.loads(known[key])):
                    continue
                elif task := self._task(name):
                    self._waiting.append(key)
                    yield pickle.dumps(task, pickle.HIGHEST_PROTOCOL)

    def _keep(self, known: RenderedArticle) -> bool:
        """Take over the pages of an article, if all of them stand as they were made."""
        if not all(self.staging.stands(page.file, page.sha256) for page in known.pages):
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
            self.used.update(page.files)
            self.digests[page.file] = page.sha256

    def _task(self, name: str) -> RenderTask | None:
        plan, editions = self.plan, linked(self.plan, name)
        if not editions:
            return None
        clusters = {
            one: plan.cluster(one) for one in neighbours(name, editions) if one in plan.known
        }
        wanted = {one.edition.locale: one.content for one in editions if not one.edition.carried}
        found = plan.contents.of(name, wanted)
        for one in editions:
            locale = one.edition.locale
            if one.edition.carried:
                found[locale] = pack(plan.carried[name, locale])[1]
        packed = tuple(found[one.edition.locale] for one in editions)
        return RenderTask(name, (), clusters, source_updated(editions), packed)
