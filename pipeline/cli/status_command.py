"""`pipeline status`."""

from __future__ import annotations

import math
from pathlib import Path

import click

from pipeline.cli.report import counted, note, report_problems
from pipeline.cli.shared import Shared, shared_options
from pipeline.cli.terminal import visible


@click.command("status")
@click.option("--locale", "locales", multiple=True, metavar="L", help="Only this language.")
@click.option("--format", "form", default="table", show_default=True,
              type=click.Choice(["table", "json", "markdown"]), help="How to say it.")  # fmt: skip
@click.option("--fail-under", type=click.FloatRange(0, 100), metavar="PCT",
              help="Fail where a language has fewer words translated.")  # fmt: skip
@click.option("--badges", "folder", type=click.Path(path_type=Path, file_okay=False),
              metavar="DIR", help="Write a picture a language there.")  # fmt: skip
@click.argument("articles", nargs=-1, metavar="[ARTICLE]...")
@shared_options
def command(
    shared: Shared,
    locales: tuple[str, ...],
    form: str,
    fail_under: float | None,
    folder: Path | None,
    articles: tuple[str, ...],
) -> int:
    """Say how far each language is and what to translate next."""
    from pipeline.commands.status import badges, status
    from pipeline.commands.workspace import open_workspace
    from pipeline.status import below, format_json, format_markdown, format_table
    from pipeline.store import write_outside

    workspace = open_workspace(shared.root)
    report = status(workspace, locales, articles, shared.progress())
    if form == "json":
        click.echo(format_json(report.languages), nl=False)
    elif form == "markdown":
        click.echo(format_markdown(report.languages), nl=False)
    else:
        details = shared.verbose or bool(articles)
        click.echo(visible(format_table(report.languages, details)), nl=False)
    if report.errors:
        keep = "keeps a passage" if len(report.errors) == 1 else "keep passages"
        errors = counted(len(report.errors), "error")
        note(shared, f"{errors} {keep} from readers: `pipeline check` names each")
    code = report_problems(report.problems)
    for name, data in (badges(workspace, report) if folder else {}).items():
        write_outside(folder / name if folder else Path(name), data)
    short = below(report.languages, fail_under) if fail_under is not None else ()
    for one in short:
        # Rounded down: what falls short by a hair must not look as if it were enough.
        share = f"{math.floor(one.share * 1000) / 10:g}"
        click.echo(
            f"{one.language.locale}: {share} % of the words are translated, "
            f"{fail_under:g} % are asked for",
            err=True,
        )
    return max(code, int(bool(short)))
