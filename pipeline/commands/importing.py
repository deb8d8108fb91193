"""`import`: existing translated Markdown -> catalogs, every imported unit fuzzy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.article import RULES_VERSION, align_article
from pipeline.catalog import (
    change_entry,
    format_catalog,
    make_template,
    update_catalog,
)
from pipeline.commands.workspace import Workspace, load_articles, load_catalog
from pipeline.errors import ArticleError, PipelineError
from pipeline.locales import resolve
from pipeline.model import Article, Catalog, Language
from pipeline.store import Change, decode, read_outside


@dataclass(frozen=True, slots=True)
class Imported:
    """What one translated article gave."""

    path: str
    """The catalog."""
    filled: int = 0
    """Texts that have a suggestion now."""
    there: int = 0
    """Texts that were translated before; those were left alone."""
    missing: int = 0
    """Texts that nothing was found for."""
    unaligned: tuple[str, ...] = ()
    """Passages of the translation that belong to no text."""


def import_folder(
    workspace: Workspace, name: str, folder: Path, articles: Sequence[str] = ()
) -> tuple[tuple[Imported, ...], tuple[PipelineError, ...]]:
    """Fill the catalogs of one language from `folder/<article path>`.

    Law: no existing translation changes, and everything imported is fuzzy.
    """
    language = resolve(name, workspace.languages)
    loaded = load_articles(workspace, articles)
    problems = [*workspace.problems, *loaded.problems]
    done, changes = [], []
    with workspace.project.updating(workspace.config):
        for article in loaded.articles:
            path = folder / f"{article.name}.md"
            if not path.is_file():
                continue
            try:
                result, change = _import(workspace, language, article, path)
            except PipelineError as problem:
                problems.append(problem)
                continue
            done.append(result)
            changes.append(change)
        for outcome in workspace.project.save_many(changes):
            if isinstance(outcome, PipelineError):
                problems.append(outcome)
    return tuple(done), tuple(problems)


def _import(
    workspace: Workspace, language: Language, article: Article, path: Path
) -> tuple[Imported, Change]:
    config = workspace.config
    text = decode(read_outside(path, config.bounds.article_bytes), str(path), ArticleError)
    aligned = align_article(article, text, config.markdown, str(path), config.bounds)
    target = workspace.catalog_path(language.locale, article.name)
    loaded = load_catalog(workspace, target)
    was, before = loaded if loaded else (None, None)
    template = make_template(article, RULES_VERSION)
    updated = update_catalog(template, before, language, None, workspace.kept, path=target)
    found = {article.segments[number].key: text for number, text in aligned.pairs}
    catalog, filled, there = _fill(updated.catalog, found)
    result = Imported(
        target,
        filled,
        there,
        missing=sum(one.key not in found for one in article.segments),
        unaligned=aligned.unaligned,
    )
    return result, Change(target, format_catalog(catalog), was)


def _fill(catalog: Catalog, found: dict[tuple[str | None, str], str]) -> tuple[Catalog, int, int]:
    """The catalog with a fuzzy suggestion for each text found that has no translation."""
    entries, filled, there = [], 0, 0
    for entry in catalog.entries:
        text = found.get(entry.key, "") if entry.msgid and not entry.obsolete else ""
        if text and any(entry.msgstr):
            there += 1
        elif text:
            filled += 1
            flags = ("fuzzy", *entry.flags)
            entry = change_entry(entry, msgstr=(text,), flags=flags)
        entries.append(entry)
    return replace(catalog, entries=tuple(entries)), filled, there
