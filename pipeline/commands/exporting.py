"""Translated Markdown: one article and its catalogs -> a text in each language."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from pipeline.article import Exporter, Located, Renderer, read_located
from pipeline.catalog import Kept, read_catalog, reconcile
from pipeline.checks import check_units
from pipeline.commands.inputs import CatalogInput, Input
from pipeline.config import Config
from pipeline.edition import reject
from pipeline.errors import CatalogError, ContentError
from pipeline.model import Finding, Severity, State


@dataclass(frozen=True, slots=True)
class Rules:
    """What all tasks of a run share: settings, and what a maintainer keeps through edits."""

    config: Config
    kept: Kept


@dataclass(frozen=True, slots=True)
class ExportTask:
    """One article and the catalogs of a batch of languages."""

    article: Input
    located: bytes | None = None
    """The positions in the article as an earlier task found them."""


@dataclass(frozen=True, slots=True)
class ExportedEdition:
    """One article in one language."""

    text: str
    findings: tuple[Finding, ...] = ()
    """The errors: these translations were left out."""
    notes: tuple[str, ...] = ()
    """What else was left out, and positions that are not proven."""
    problem: CatalogError | None = None
    """Why its catalog cannot be read; the text is the source's."""


@dataclass(frozen=True, slots=True)
class ExportedArticle:
    """All that was asked for of one article, or what is wrong with it."""

    editions: Mapping[str, ExportedEdition] = field(default_factory=dict)
    """By locale."""
    located: bytes = b""
    problem: ContentError | None = None


def run_export(rules: bytes, task: bytes) -> bytes:
    """`export_editions` for executors: pickled values in, a pickled `ExportedArticle` out."""
    done = export_editions(*_opened(rules), pickle.loads(task))
    return pickle.dumps(done, pickle.HIGHEST_PROTOCOL)


@lru_cache(maxsize=2)
def _opened(data: bytes) -> tuple[Rules, Renderer]:
    found: Rules = pickle.loads(data)
    return found, Renderer(found.config.markdown)


def export_editions(rules: Rules, renderer: Renderer, task: ExportTask) -> ExportedArticle:
    """The article in each of the task's languages.

    Law: a problem of one catalog touches that edition alone; one of the article touches it alone.
    """
    config = rules.config
    try:
        if task.located is not None:
            located: Located = pickle.loads(task.located)
        else:
            it = task.article
            located = read_located(it.name, it.path, it.text, config.markdown, config.bounds)
    except ContentError as problem:
        return ExportedArticle(problem=problem)
    exporter = Exporter(located, config.markdown)
    editions = {
        file.language.locale: _edition(rules, renderer, exporter, file)
        for file in task.article.catalogs
    }
    if located.note:
        note = f"{located.article.path}: {located.note}"
        editions = {
            locale: replace(one, notes=(note, *one.notes)) for locale, one in editions.items()
        }
    return ExportedArticle(editions, task.located or pickle.dumps(located, pickle.HIGHEST_PROTOCOL))


def _edition(
    rules: Rules, renderer: Renderer, exporter: Exporter, file: CatalogInput
) -> ExportedEdition:
    article = exporter.article
    try:
        if file.problem:
            raise CatalogError(file.problem, path=file.path)
        catalog = None if file.data is None else read_catalog(file.data, file.path)
    except CatalogError as problem:
        return ExportedEdition(article.text, problem=problem)
    units = reconcile(article.segments, catalog, rules.kept)
    found = check_units(article, units, file.language, rules.config.check, renderer)
    errors = tuple(one for some in found for one in some if one.severity is Severity.ERROR)
    targets = {
        number: unit.target
        for number, unit in enumerate(reject(units, found))
        if unit.state is State.TRANSLATED
    }
    exported = exporter.export(targets)
    notes = tuple(
        f"{units[number].path}:{units[number].line}: left in the source language: {why}"
        for number, why in exported.refused
    )
    return ExportedEdition(exported.text, errors, notes)
