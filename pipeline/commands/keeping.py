"""`update --keep`: small English edits that change no meaning keep their translations.

Somebody decides, in a file or at a terminal, and the decision is recorded in `kept.toml`; no
likeness ever does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.catalog import Change, KeptEdit, changed_texts, format_kept
from pipeline.commands.update import update
from pipeline.commands.workspace import Workspace
from pipeline.errors import ConfigError

KEPT = "kept.toml"


def pending_changes(
    workspace: Workspace, names: Sequence[str] = (), locales: Sequence[str] = ()
) -> tuple[Change, ...]:
    """The texts that an update would leave fuzzy because their English changed."""
    report = update(workspace, names, locales, check=True)
    catalogs = {one.language.locale: one.catalogs for one in report.languages}
    return changed_texts(catalogs)


def record(workspace: Workspace, edits: Sequence[KeptEdit]) -> Workspace:
    """Add decisions to `kept.toml`, once each; the workspace that knows them."""
    known = {(one.old, one.new) for one in workspace.kept.edits}
    new = [one for one in edits if (one.old, one.new) not in known]
    if not new:
        return workspace
    path = f"{workspace.config.locales}/{KEPT}"
    there = workspace.project.exists(path)
    text = format_kept(new, workspace.project.text(path, kind=ConfigError) if there else "")
    workspace.project.write(path, text.encode())
    return replace(workspace)
