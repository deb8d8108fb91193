"""`pipeline export`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.report import counted, note, report_findings, report_problems, say
from pipeline.cli.shared import Shared, shared_options


@click.command("export")
@click.argument("locales", metavar="LOCALE[,LOCALE...]")
@click.option("--to", "folder", required=True, type=click.Path(path_type=Path), metavar="DIR")
@click.argument("articles", nargs=-1, metavar="[ARTICLE]...")
@shared_options
def command(shared: Shared, locales: str, folder: Path, articles: tuple[str, ...]) -> int:
    """Write translated Markdown for other site generators.

    One language goes to DIR; several, or `all`, have a folder each in it.
    """
    from pipeline.commands.export import export
    from pipeline.commands.workspace import open_workspace

    workspace = open_workspace(shared.root)
    result = export(workspace, locales, folder, articles, progress=shared.progress())
    report_findings(shared, result.findings)
    for line in result.notes:
        note(shared, line)
    if shared.verbose:
        for path in result.written:
            say(shared, path)
    say(shared, f"{counted(len(result.written), 'file')} written, {result.unchanged} unchanged")
    return report_problems(result.problems)
