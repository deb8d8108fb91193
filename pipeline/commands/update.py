"""`update`: bring the catalogs of every language up to date with the English of today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.catalog import (
    Memory,
    Updated,
    format_catalog,
    lost,
    read_catalog,
    update_catalog,
)
from pipeline.commands.extract import Extracted, extract
from pipeline.commands.workspace import INTERFACE, Workspace
from pipeline.errors import CatalogError, PipelineError
from pipeline.model import Catalog, Language
from pipeline.site import with_overrides
from pipeline.store import Change


@dataclass(frozen=True, slots=True)
class LanguageUpdate:
    """What became of the catalogs of one language."""

    language: Language
    updated: Mapping[str, Updated] = field(default_factory=dict)
    """Domain to what became of its texts."""
    written: tuple[str, ...] = ()
    problems: tuple[PipelineError, ...] = ()

    def total(self, name: str) -> int:
        """One of the counts of `Updated`, over all catalogs."""
        return sum(int(getattr(one, name)) for one in self.updated.values())


@dataclass(frozen=True, slots=True)
class UpdateReport:
    """What an update changed, or would change."""

    extracted: Extracted
    languages: tuple[LanguageUpdate, ...]
    unclaimed: tuple[str, ...]
    """Catalogs whose article is gone; they stay until somebody removes them."""


def update(
    workspace: Workspace,
    names: Sequence[str] = (),
    locales: Sequence[str] = (),
    *,
    check: bool = False,
) -> UpdateReport:
    """Extract, then update the catalogs of the chosen languages; with `check` write nothing.

    Law: no translator's word is lost, and a second run changes no byte.
    """
    languages = workspace.chosen(locales)
    extracted = extract(workspace, names, check=check)
    # What an article that cannot be read holds is not known: its catalogs are left alone.
    every = extracted if not names else extract(workspace, check=True)
    if check:
        done = tuple(_update_language(workspace, one, extracted, every, False) for one in languages)
    else:
        with workspace.project.updating(workspace.config):
            done = tuple(
                _update_language(workspace, one, extracted, every, True) for one in languages
            )
    return UpdateReport(extracted, done, _unclaimed(workspace, languages, every))


def _update_language(
    workspace: Workspace, language: Language, extracted: Extracted, every: Extracted, write: bool
) -> LanguageUpdate:
    read, problems = read_catalogs(workspace, language)
    memory = Memory.of((one for _, one in read.values()), every.templates.values())
    updated: dict[str, Updated] = {}
    changes = []
    for domain, template in sorted(extracted.templates.items()):
        path = workspace.catalog_path(language.locale, domain)
        was, catalog = read.get(path, (None, None))
        if catalog is None and (workspace.project.exists(path) or _nothing(template)):
            continue  # unreadable: said already; or a template without a single text
        if domain == INTERFACE:
            template = with_overrides(template, catalog, extracted.theme)
        try:
            result = update_catalog(template, catalog, language, memory, workspace.kept, path=path)
            data = format_catalog(result.catalog)
            _refuse_loss(catalog, data, path)
        except PipelineError as error:
            problems.append(error)
            continue
        updated[domain] = result
        if data != was:
            changes.append(Change(path, data, was))
    if not write:
        return LanguageUpdate(language, updated, tuple(c.path for c in changes), tuple(problems))
    written = []
    for outcome in workspace.project.save_many(changes):
        if isinstance(outcome, PipelineError):
            problems.append(outcome)
        elif outcome:
            written.append(outcome)
    return LanguageUpdate(language, updated, tuple(written), tuple(problems))


def read_catalogs(
    workspace: Workspace, language: Language
) -> tuple[dict[str, tuple[bytes, Catalog]], list[PipelineError]]:
    """The catalogs of one language by path, and what is wrong with those that cannot be read."""
    found = workspace.project.catalogs(workspace.config, language.locale)
    problems = list(found.problems)
    read = {}
    limit = workspace.config.bounds.catalog_bytes
    paths = [one.path for one in found.found]
    for path, data in workspace.project.read_many(paths, limit, CatalogError):
        try:
            if isinstance(data, PipelineError):
                raise data
            read[path] = (data, read_catalog(data, path))
        except PipelineError as error:
            problems.append(error)
    return read, problems


def _refuse_loss(before: Catalog | None, data: bytes, path: str) -> None:
    """The last guard: what is about to be written is read again and compared."""
    after = read_catalog(data, path)
    gone = lost(before, after) if before else ()
    if gone:
        raise CatalogError(
            f"the update would have lost {gone[0]}, so the file was left as it is",
            path=path,
            hint="this is a defect of the program: please report it with the file",
        )


def _nothing(template: Catalog) -> bool:
    return all(not entry.msgid for entry in template.entries)


def _unclaimed(
    workspace: Workspace, languages: Sequence[Language], every: Extracted
) -> tuple[str, ...]:
    broken = {problem.path for problem in every.problems}
    names = set(every.templates) | {
        path.removeprefix(f"{workspace.config.source}/").removesuffix(".md") for path in broken
    }
    return tuple(
        one.path
        for language in languages
        for one in workspace.project.catalogs(workspace.config, language.locale).found
        if one.name not in names and one.name != INTERFACE
    )
