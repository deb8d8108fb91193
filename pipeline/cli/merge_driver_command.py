"""`pipeline merge-driver`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.report import note
from pipeline.cli.shared import Shared, shared_options

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("merge-driver")
@click.argument("base", type=_FILE)
@click.argument("ours", type=_FILE)
@click.argument("theirs", type=_FILE)
@click.argument("name", required=False, default="")
@shared_options
def command(shared: Shared, base: Path, ours: Path, theirs: Path, name: str) -> int:
    """Merge two branches of one catalog for Git.

    Git calls it as `pipeline merge-driver %O %A %B %P`; docs/translators.md says how to set it up.
    """
    from pipeline.commands.merging import merge_files

    result = merge_files(base, ours, theirs, name or str(ours))
    for msgid in result.conflicts:
        short = " ".join(msgid.split())[:60]
        note(shared, f"{name}: both branches translated “{short}”: ours is fuzzy, theirs a comment")
    return 0
