"""`pipeline validate`."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import click

from pipeline.cli.report import counted, say
from pipeline.cli.shared import Shared, shared_options

FORMATS = ("text", "concise", "json", "github", "gitlab", "sarif", "junit")


@click.command("validate")
@click.argument("folder", required=False, type=click.Path(path_type=Path), metavar="[DIR]")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text")
@click.option("--strict", is_flag=True, help="Warnings fail too.")
@shared_options
def command(shared: Shared, folder: Path | None, form: str, strict: bool) -> int:
    """Judge a finished site.

    Its documents, languages, links between editions, lists and files; this site or any other.
    """
    from pipeline.checks import Summary, format_findings
    from pipeline.commands.validate import validate
    from pipeline.commands.workspace import open_workspace
    from pipeline.model import Severity
    from pipeline.site.validate import SITE_RULES, Asked

    asked = Asked(today=datetime.date.today().isoformat())
    if folder is None:
        workspace = open_workspace(shared.root)
        folder = workspace.project.root / workspace.config.output
        config = workspace.config
        asked = replace(asked, base_url=config.base_url, budget=config.site.budget)
    findings = validate(folder, asked)
    shown = [one for one in findings if shared.verbose or one.severity is not Severity.INFO]
    if shown or form not in ("text", "concise"):
        summary = Summary(strict=strict, program="pipeline validate")
        lines = format_findings(shown, form, summary, SITE_RULES).rstrip("\n").split("\n")
        # The last line of the text counts catalogs, and there are none here.
        click.echo("\n".join(lines[:-1] if form == "text" else lines))
    errors = sum(one.severity is Severity.ERROR for one in findings)
    warnings = sum(one.severity is Severity.WARNING for one in findings)
    if form in ("text", "concise"):
        say(shared, f"{counted(errors, 'error')}, {counted(warnings, 'warning')}")
    return int(bool(errors) or (strict and bool(warnings)))
