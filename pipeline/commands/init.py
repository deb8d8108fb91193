"""`init`: start the catalogs of new languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.catalog import Memory, format_catalog, update_catalog
from pipeline.commands.extract import extract
from pipeline.commands.update import read_catalogs
from pipeline.commands.workspace import Workspace
from pipeline.errors import PipelineError, UsageError
from pipeline.locales import language, spelt
from pipeline.model import Catalog, Language
from pipeline.store import Change


@dataclass(frozen=True, slots=True)
class Started:
    """The catalogs that were made for one language."""

    language: Language
    written: tuple[str, ...]
    texts: int
    prefilled: int
    """Texts that the language's memory had a suggestion for; all of them are fuzzy."""
    problems: tuple[PipelineError, ...]


def init(workspace: Workspace, names: Sequence[str]) -> tuple[Started, ...]:
    """Make a catalog for every article that a language has none for; existing ones stay."""
    wanted = [_wanted(workspace, name) for name in names]
    templates = extract(workspace).templates()
    with workspace.project.updating(workspace.config):
        return tuple(_start(workspace, one, templates) for one in wanted)


def _wanted(workspace: Workspace, name: str) -> Language:
    """The language that somebody means, configured or new: `pt-br` and `pt_BR` are one."""
    locale = spelt(name)
    overrides = workspace.config.languages
    if overrides and locale not in overrides:
        raise UsageError(
            f"`{name}` is not among the languages of this site",
            hint=f"add [tool.pipeline.languages.{locale}] to pyproject.toml first",
        )
    found = language(locale, overrides.get(locale, {}))
    if found.locale == workspace.source.locale:
        raise UsageError(f"`{name}` is the language that the articles are written in")
    return found


def _start(workspace: Workspace, wanted: Language, templates: dict[str, Catalog]) -> Started:
    read, problems = read_catalogs(workspace, wanted)
    memory = Memory.of(catalog for _, catalog in read.values())
    changes, texts, prefilled = [], 0, 0
    for domain, template in sorted(templates.items()):
        path = workspace.catalog_path(wanted.locale, domain)
        if workspace.project.exists(path) or len(template.entries) < 2:
            continue
        made = update_catalog(template, None, wanted, memory, path=path, reviewed=False)
        texts += len(template.entries) - 1
        prefilled += made.fuzzy + made.moved + made.carried
        changes.append(Change(path, format_catalog(made.catalog), None))
    written = []
    for outcome in workspace.project.save_many(changes):
        if isinstance(outcome, PipelineError):
            problems.append(outcome)
        elif outcome:
            written.append(outcome)
    return Started(wanted, tuple(written), texts, prefilled, tuple(problems))
