"""`pipeline new`."""

from __future__ import annotations

import click

from pipeline.cli.report import note, say
from pipeline.cli.shared import Shared, shared_options


@click.command("new")
@click.argument("article")
@shared_options
def command(shared: Shared, article: str) -> int:
    """Start an article."""
    import datetime

    from pipeline.commands.new import new
    from pipeline.commands.workspace import open_workspace

    workspace = open_workspace(shared.root)
    path = new(workspace, article, datetime.date.today().isoformat())
    say(shared, path)
    note(shared, "write it, then run `pipeline update`")
    return 0
