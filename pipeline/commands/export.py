"""`export`: translated Markdown for those who build with another site generator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.article import Renderer, export_article, locate, read_article
from pipeline.catalog import reconcile
from pipeline.checks import check_units
from pipeline.commands.workspace import Workspace, choose, load_catalog
from pipeline.edition import reject
from pipeline.errors import ArticleError, CatalogError, PipelineError
from pipeline.locales import resolve
from pipeline.model import Finding, Language, Severity, State
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
    work = _Export(workspace, language)
    written, unchanged = [], 0
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

    def __init__(self, workspace: Workspace, language: Language) -> None:
        self.workspace = workspace
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
        located = locate(article, config.markdown)
        if not located.proven:
            self.notes.append(f"{found.path}: {located.note}")
        exported = export_article(located, targets, config.markdown)
        for number, why in exported.refused:
            place = f"{units[number].path}:{units[number].line}"
            self.notes.append(f"{place}: left in the source language: {why}")
        return exported.text.encode("utf-8")
