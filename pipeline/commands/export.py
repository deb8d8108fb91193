"""`export`: translated Markdown for those who build with another site generator."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.article import Located, Renderer, export_article, locate, read_article
from pipeline.cache import FragmentCache
from pipeline.catalog import reconcile
from pipeline.checks import check_units
from pipeline.commands.versions import program_digest
from pipeline.commands.workspace import Workspace, choose, load_catalog, open_cache
from pipeline.edition import reject
from pipeline.errors import ArticleError, CatalogError, PipelineError
from pipeline.locales import resolve
from pipeline.model import Article, Finding, Language, Severity, State
from pipeline.store import Found, decode, write_outside


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written, and what could not be."""

    written: tuple[str, ...]
    unchanged: int
    findings: tuple[Finding, ...]
    problems: tuple[PipelineError, ...]
    notes: tuple[str, ...]
    """Articles whose positions are not proven, and translations that were left out."""


def export(workspace: Workspace, name: str, folder: Path, articles: Sequence[str] = ()) -> Exported:
    """Write `folder/<article path>` for each article in one language.

    Law: bytes outside the translated passages are the source's own; for the source language all
    bytes are.
    """
    language = resolve(name, (workspace.source, *workspace.languages))
    sources = workspace.project.sources(workspace.config)
    written, unchanged = [], 0
    with open_cache(workspace) as cache:
        work = _Export(workspace, language, cache)
        for found in choose(sources.articles, articles):
            try:
                data = work.article(found)
                target = folder / f"{found.name}.md"
                if write_outside(target, data):
                    written.append(str(target))
                else:
                    unchanged += 1
            except PipelineError as problem:
                work.problems.append(problem)
    problems = (*workspace.problems, *sources.problems, *work.problems)
    return Exported(tuple(written), unchanged, tuple(work.findings), problems, tuple(work.notes))


class _Export:
    """Translates articles into one language, and keeps what there is to say."""

    def __init__(self, workspace: Workspace, language: Language, cache: FragmentCache) -> None:
        self.workspace = workspace
        self.cache = cache
        self.language = language
        self.renderer = Renderer(workspace.config.markdown)
        self.findings: list[Finding] = []
        self.problems: list[PipelineError] = []
        self.notes: list[str] = []

    def article(self, found: Found) -> bytes:
        config = self.workspace.config
        limit = config.bounds.article_bytes
        data = self.workspace.project.read(found.path, limit, ArticleError)
        if self.language == self.workspace.source:
            return data
        text = decode(data, found.path, ArticleError)
        article = read_article(found.name, found.path, text, config.markdown, config.bounds)
        path = self.workspace.catalog_path(self.language.locale, found.name)
        try:
            loaded = load_catalog(self.workspace, path)
        except CatalogError as problem:
            self.problems.append(problem)
            return data
        units = reconcile(article.segments, loaded[1] if loaded else None, self.workspace.kept)
        results = check_units(article, units, self.language, config.check, self.renderer)
        self.findings.extend(
            one for some in results for one in some if one.severity is Severity.ERROR
        )
        units = reject(units, results)
        targets = {
            number: unit.target
            for number, unit in enumerate(units)
            if unit.state is State.TRANSLATED
        }
        located = self.located(article)
        if not located.proven:
            self.notes.append(f"{found.path}: {located.note}")
        exported = export_article(located, targets, config.markdown)
        for number, why in exported.refused:
            place = f"{units[number].path}:{units[number].line}"
            self.notes.append(f"{place}: left in the source language: {why}")
        return exported.text.encode("utf-8")

    def located(self, article: Article) -> Located:
        """The article with its positions: found once, remembered for the other languages."""
        told = (program_digest(), self.workspace.config.markdown, article.path, article.text)
        key = "x:" + hashlib.sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()
        known = self.cache.get_blobs([key]).get(key)
        if known is not None:
            found: Located = pickle.loads(known)
            return found
        located = locate(article, self.workspace.config.markdown)
        self.cache.put_blobs({key: pickle.dumps(located, pickle.HIGHEST_PROTOCOL)})
        return located
