"""`pipeline publish`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.report import note, report_problems, say
from pipeline.cli.shared import Shared, shared_options

if TYPE_CHECKING:
    from pipeline.commands.publication import Choices, PublishReport


@click.command("publish")
@click.option("--dry-run", is_flag=True, help="Do everything but the swap, and say what it does.")
@click.option("--strict", is_flag=True, help="Errors and warnings of translations stop it too.")
@click.option("--allow-withdraw", is_flag=True, help="Published pages may disappear.")
@click.option("--previous", type=click.Path(path_type=Path, exists=True, file_okay=False),
              metavar="DIR", help="The previous publication.")  # fmt: skip
@click.option("--rollback", "back", is_flag=True, help="Put the publication before back in place.")
@click.option("--jobs", type=click.IntRange(0), default=0, help="Processes (0: one a core).")
@click.option("--executor", default=None, metavar="SPEC", help="inside, pool or dask://HOST:PORT.")
@click.option("--report", type=click.Path(path_type=Path), help="Write a JSON or Markdown report.")
@shared_options
def command(
    shared: Shared,
    dry_run: bool,
    strict: bool,
    allow_withdraw: bool,
    previous: Path | None,
    back: bool,
    jobs: int,
    executor: str | None,
    report: Path | None,
) -> int:
    """Build, validate and swap in the site, in one step or not at all."""
    from pipeline.commands.publication import Choices
    from pipeline.commands.publish_report import format_report, summary_lines
    from pipeline.commands.standing import look
    from pipeline.store import write_outside

    if back:
        return _roll_back(shared)
    if executor is not None:
        # A site that stands already asks nobody to do anything, and a mistake would pass.
        from pipeline.engine import check_executor

        check_executor(executor)
    before = str(previous.absolute()) if previous else ""
    choices = Choices(dry_run, strict, allow_withdraw, before, jobs, executor)
    found = look(shared.root, choices)
    result = found.report or _publish(shared, choices, found.inputs)
    told = result.remarks if shared.verbose else result.warnings
    if told and not shared.quiet:
        click.echo(told, err=True)
    code = report_problems(result.problems)
    for line in result.notes:
        note(shared, line)
    for line in summary_lines(result):
        say(shared, line)
    for line in result.refusals:
        click.echo(f"nothing was published: {line}", err=True)
    if report:
        write_outside(report, format_report(result, report.suffix).encode())
    return max(code, result.exit_code)


def _publish(shared: Shared, choices: Choices, inputs: str) -> PublishReport:
    from pipeline.commands.publish import publish
    from pipeline.commands.workspace import open_workspace

    workspace = open_workspace(shared.root, remember=True)
    return publish(workspace, choices, shared.progress(), inputs)


def _roll_back(shared: Shared) -> int:
    from pipeline.commands.publish import rollback
    from pipeline.commands.workspace import open_workspace

    done = rollback(open_workspace(shared.root))
    say(shared, f"back in place: {done.files} files of publication {done.number}")
    return 0
