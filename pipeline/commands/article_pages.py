"""The pages of articles: those that stand as they should are kept, the others are rendered.

What is remembered of a page bears the hash of all that the page depends on, so a row that belongs
to an older site is not taken for today's.
"""

from __future__ import annotations

import functools
import pickle
import zlib
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, TypeAlias

from pipeline.cache import FragmentCache
from pipeline.commands.dependencies import (
    Dependencies,
    linked,
    neighbours,
    source_updated,
)
from pipeline.commands.planning import Plan
from pipeline.commands.versions import hash_of, program_digest
from pipeline.engine import run
from pipeline.model import Finding, Language
from pipeline.site import ArticlePage, article_path
from pipeline.site.validate import Gist, Summary
from pipeline.store import Staging
from pipeline.tasks import (
    Rendered,
    RenderedArticle,
    RenderTask,
    make_page,
    pack,
    run_render,
    unpack,
    unusual_words,
)

_CHUNK = 16
"""Articles that are looked up in the cache in one go."""
_FLUSH = 64
"""Articles whose pages are remembered in one go."""

Row: TypeAlias = dict[str, tuple[str, Rendered]]
"""What is remembered of an article: by locale the key and the page, without its bytes."""


@dataclass(frozen=True, slots=True)
class _Job:
    """An article whose pages are being rendered, or some of them."""

    name: str
    keys: Mapping[str, str]
    kept: Mapping[str, Rendered]


@dataclass(slots=True)
class ArticlePages:
    """Puts the pages of all published editions into the staging area."""

    plan: Plan
    staging: Staging
    cache: FragmentCache
    needs: Dependencies
    findings: list[Finding] = field(default_factory=list)
    """Links of the articles that lead nowhere."""
    faults: list[Finding] = field(default_factory=list)
    """What the validator said of the pages when they were rendered."""
    gists: list[Gist] = field(default_factory=list)
    fresh: Counter[str] = field(default_factory=Counter)
    """By locale the number of pages that were made anew; the others stood already."""
    ready: Counter[str] = field(default_factory=Counter)
    """By locale the number of all of them so far."""
    digests: dict[str, str] = field(default_factory=dict)
    """Name and SHA-256 of every page that has an article."""
    used: set[str] = field(default_factory=set)
    """The files below the source folder that the pages use."""
    _waiting: deque[_Job] = field(default_factory=deque)

    @property
    def rendered(self) -> int:
        """How many pages were made anew."""
        return self.fresh.total()

    @property
    def total(self) -> int:
        """How many pages there will be."""
        names = [name for name in self.plan.articles if article_path(name)]
        return sum(len(linked(self.plan, name)) for name in names)

    def told(self) -> Iterator[tuple[str, str]]:
        """Of each language its tag, and a few words on its pages."""
        for one in self.plan.facts.languages:
            ready, fresh = self.ready[one.locale], self.fresh[one.locale]
            pages = "1 page" if ready == 1 else f"{ready:,} pages"
            yield one.tag, f"{pages} ready, {fresh:,} rendered now"

    def make(self, executor: Any, progress: Callable[[int], None] | None) -> None:
        """All pages, but those of articles that stand at a language's home."""
        work = functools.partial(run_render, pickle.dumps(self.plan.frame, pickle.HIGHEST_PROTOCOL))
        fresh: dict[str, bytes] = {}
        for number, data in enumerate(run(executor, work, self._batches()), 1):
            fresh |= self._write(self._waiting.popleft(), pickle.loads(data))
            if number % _FLUSH == 0:
                self.cache.put_blobs(fresh)
                fresh.clear()
            if progress:
                progress(self.ready.total())
        self.cache.put_blobs(fresh)
        if progress:
            progress(self.ready.total())

    def at_home(self, name: str, language: Language) -> ArticlePage:
        """What the page of an article at a language's home shows."""
        task = self._task(name, {language.locale})
        return make_page(self.plan.frame, task, unpack(task.packed[0]))[0]

    def _batches(self) -> Iterator[bytes]:
        """The articles whose pages do not all stand already."""
        names = iter([name for name in self.plan.articles if article_path(name)])
        while chunk := list(islice(names, _CHUNK)):
            rows = self.cache.get_blobs(map(_row_of, chunk))
            for name in chunk:
                keys = self.needs.pages(name)
                row: Row = pickle.loads(rows[at]) if (at := _row_of(name)) in rows else {}
                kept = self._keep(keys, row)
                left = keys.keys() - kept.keys()
                if not left:
                    self._take(kept[locale] for locale in keys)
                    continue
                self._waiting.append(_Job(name, keys, kept))
                task = replace(self._task(name, left), beside=self._beside(kept))
                yield pickle.dumps(task, pickle.HIGHEST_PROTOCOL)

    def _keep(self, keys: Mapping[str, str], row: Row) -> dict[str, Rendered]:
        """Take over the pages of an article that stand as they should; by locale."""
        kept = {}
        for locale, key in keys.items():
            was, page = row.get(locale, ("", None))
            if page and was == key and self.staging.keep(page.file, page.sha256):
                kept[locale] = page
        return kept

    def _beside(self, kept: Mapping[str, Rendered]) -> tuple[tuple[str, bytes], ...]:
        """The page that new ones are compared with, where it stands already."""
        source = kept.get(self.plan.facts.source.locale)
        return ((source.file, self.staging.read(source.file)),) if source else ()

    def _write(self, job: _Job, done: RenderedArticle) -> dict[str, bytes]:
        """Put fresh pages into the staging area; what is to be remembered of them."""
        pages = dict(job.kept)
        for page in done.pages:
            self.staging.write(page.file, page.data)
            pages[page.locale] = replace(page, data=b"")
        self.fresh.update(page.locale for page in done.pages)
        self._take(pages[locale] for locale in job.keys)
        row: Row = {locale: (key, pages[locale]) for locale, key in job.keys.items()}
        fresh = {_row_of(job.name): pickle.dumps(row, pickle.HIGHEST_PROTOCOL)}
        for page, summary in zip(done.pages, done.summaries, strict=True):
            fresh[summary_key(page.gist)] = pack_summary(summary)
        return fresh

    def _take(self, pages: Iterable[Rendered]) -> None:
        for page in pages:
            self.ready[page.locale] += 1
            self.findings.extend(page.findings)
            self.faults.extend(page.faults)
            self.gists.append(page.gist)
            self.used.update(page.files)
            self.digests[page.file] = page.sha256

    def _task(self, name: str, locales: Iterable[str]) -> RenderTask:
        """What the pages of an article in some languages are made of."""
        plan, editions = self.plan, linked(self.plan, name)
        clusters = {
            one: plan.cluster(one) for one in neighbours(name, editions) if one in plan.known
        }
        asked = set(locales)
        some = [one for one in editions if one.edition.locale in asked]
        wanted = {one.edition.locale: one.content for one in some if not one.edition.carried}
        found = plan.contents.of(name, wanted)
        for one in some:
            locale = one.edition.locale
            if one.edition.carried:
                found[locale] = pack(plan.carried[name, locale])[1]
        packed = tuple(found[one.edition.locale] for one in some)
        mine = unusual_words((one.edition for one in editions), plan.facts.source.locale)
        return RenderTask(name, (), clusters, source_updated(editions), packed, authors=mine)


def _row_of(name: str) -> str:
    """Where an article's pages are remembered; another program may shape its rows otherwise."""
    return f"p:{hash_of(program_digest(), name)}"


def summary_key(gist: Gist) -> str:
    """Where the summary of a page is remembered, of which there is the gist."""
    return f"v:{hash_of(program_digest(), gist.mark)}"


def pack_summary(summary: Summary) -> bytes:
    """A summary as it lies in the cache."""
    return zlib.compress(pickle.dumps(summary, pickle.HIGHEST_PROTOCOL), 1)


def unpack_summary(data: bytes) -> Summary:
    """The summary in these bytes."""
    summary: Summary = pickle.loads(zlib.decompress(data))
    return summary
