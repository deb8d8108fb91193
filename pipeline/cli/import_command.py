"""`pipeline import`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.report import counted, note, report_problems, say
from pipeline.cli.shared import Shared, shared_options


@click.command("import")
@click.argument("locale")
@click.option("--from", "folder", required=True, metavar="DIR",
              type=click.Path(path_type=Path, exists=True, file_okay=False))  # fmt: skip
@click.argument("articles", nargs=-1, metavar="[ARTICLE]...")
@shared_options
def command(shared: Shared, locale: str, folder: Path, articles: tuple[str, ...]) -> int:
    """Fill catalogs from translated Markdown, every unit fuzzy."""
    from pipeline.commands.importing import import_folder
    from pipeline.commands.workspace import open_workspace

    workspace = open_workspace(shared.root)
    done, problems = import_folder(workspace, locale, folder, articles)
    for one in done:
        say(
            shared,
            f"{one.path}: {counted(one.filled, 'suggestion')}, {one.there} translated before, "
            f"{one.missing} without a match",
        )
        for text in one.unaligned:
            short = " ".join(text.split())[:70]
            note(shared, f"{one.path}: this passage of the translation fits nowhere: {short}")
    if not done:
        note(shared, f"no article has a translation in {folder}")
    return report_problems(problems)
