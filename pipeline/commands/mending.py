"""`check --fix`: write what cannot be wrong into the catalogs, and show what was changed."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pipeline.catalog import change_entry, format_catalog, read_catalog
from pipeline.checks import fix, may_fix
from pipeline.commands.workspace import Workspace
from pipeline.errors import CatalogError, PipelineError
from pipeline.model import Catalog, Language
from pipeline.store import Change


@dataclass(frozen=True, slots=True)
class Mended:
    """What was changed in the catalogs."""

    diffs: tuple[str, ...] = ()
    """One unified diff a file."""
    problems: tuple[PipelineError, ...] = ()


def mend(workspace: Workspace, catalogs: Iterable[tuple[str, Language]]) -> Mended:
    """Mend the translations of these catalogs; a file that cannot be read is left alone.

    Law: no letter and no digit of a translation changes, and a second run changes nothing.
    """
    project, limit = workspace.project, workspace.config.bounds.catalog_bytes
    changes, diffs = [], {}
    problems: list[PipelineError] = []
    with project.updating(workspace.config):
        for path, language in catalogs:
            if not project.exists(path):
                continue
            try:
                data = project.read(path, limit, CatalogError)
                new = format_catalog(mended(read_catalog(data, path), language))
            except PipelineError as problem:
                problems.append(problem)
                continue
            if new != data:
                changes.append(Change(path, new, data))
                diffs[path] = _diff(path, data, new)
        for outcome in project.save_many(changes):
            if isinstance(outcome, PipelineError):
                problems.append(outcome)
                diffs.pop(outcome.path, None)
    return Mended(tuple(diffs.values()), tuple(problems))


def mended(catalog: Catalog, language: Language) -> Catalog:
    """The catalog with every whole translation mended; fuzzy ones are their translator's to see."""
    entries = tuple(
        change_entry(
            one,
            msgstr=tuple(
                fix(text, one.msgid if number == 0 else one.plural or one.msgid, language)
                for number, text in enumerate(one.msgstr)
            ),
        )
        if one.msgid and one.translated and not one.obsolete and may_fix(one.comments)
        else one
        for one in catalog.entries
    )
    return replace(catalog, entries=entries)


def _diff(path: str, before: bytes, after: bytes) -> str:
    old, new = (data.decode("utf-8").splitlines() for data in (before, after))
    return "\n".join(difflib.unified_diff(old, new, f"a/{path}", f"b/{path}", lineterm="")) + "\n"
