"""`pipeline init`."""

from __future__ import annotations

import click

from pipeline.cli.report import counted, note, report_problems, say
from pipeline.cli.shared import Shared, shared_options


@click.command("init")
@click.argument("locales", nargs=-1, required=True, metavar="LOCALE...")
@shared_options
def command(shared: Shared, locales: tuple[str, ...]) -> int:
    """Start catalogs for new languages."""
    from pipeline.commands.init import init
    from pipeline.commands.workspace import open_workspace

    workspace = open_workspace(shared.root)
    problems = list(workspace.problems)
    for one in init(workspace, locales):
        for path in one.written:
            note(shared, f"{path}: written")
        name = f"{one.language.locale} ({one.language.english})"
        if one.written:
            say(shared, f"{name}: {counted(one.texts, 'text')}, {one.prefilled} with a suggestion")
        else:
            say(shared, f"{name}: every article has its catalog already")
        problems.extend(one.problems)
    return report_problems(problems)
