"""How commands speak: results on standard output, problems on standard error."""

from __future__ import annotations

from collections.abc import Iterable

import click

from pipeline.cli.shared import Shared
from pipeline.cli.terminal import visible
from pipeline.errors import PipelineError
from pipeline.model import Finding, Severity


def say(shared: Shared, line: str) -> None:
    """Print one line of a result, unless the user wants quiet."""
    if not shared.quiet:
        click.echo(visible(line))


def note(shared: Shared, line: str) -> None:
    """Print one line about the work on standard error, unless the user wants quiet."""
    if not shared.quiet:
        click.echo(visible(line), err=True)


def counted(number: int, what: str) -> str:
    """A number of things, in words that fit it.

    >>> counted(1, "text"), counted(2, "text")
    ('1 text', '2 texts')
    """
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def report_problems(problems: Iterable[PipelineError]) -> int:
    """Print each problem once, in the order of places; the worst exit code of them, or 0."""
    worst = 0
    for problem in sorted(set(map(_line, problems))):
        click.echo(f"{visible(problem[0])}: error: {visible(problem[2])}", err=True)
        worst = max(worst, problem[3])
    return worst


def _line(problem: PipelineError) -> tuple[str, int, str, int]:
    place = f"{problem.path}:{problem.line}" if problem.line else problem.path or "pipeline"
    said = problem.message + (f"; {problem.hint}" if problem.hint else "")
    return place, problem.line, said, problem.exit_code


def report_findings(shared: Shared, findings: Iterable[Finding]) -> None:
    """Print errors and warnings on standard error, the worst first; notes only if asked for."""
    from pipeline.checks import format_findings

    shown = [one for one in findings if shared.verbose or one.severity is not Severity.INFO]
    if shown and not shared.quiet:
        click.echo(format_findings(shown, "concise").rstrip("\n"), err=True)
