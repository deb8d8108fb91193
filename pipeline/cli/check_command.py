"""`pipeline check`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.report import report_problems
from pipeline.cli.shared import Shared, shared_options
from pipeline.model import Severity

if TYPE_CHECKING:
    from pipeline.commands.check import CheckReport


def _ids(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Rules as they are typed: `--select number,unit --select S`."""
    return tuple(one for value in values for one in value.replace(",", " ").split())


@click.command("check")
@click.option("--locale", "locales", multiple=True, metavar="L", help="Only this language.")
@click.option("--select", multiple=True, callback=_ids, metavar="IDS", help="Only these rules.")
@click.option("--ignore", multiple=True, callback=_ids, metavar="IDS", help="Not these rules.")
@click.option("--strict", is_flag=True, help="Warnings fail too.")
@click.option("--fail-under", type=click.FloatRange(0, 100), metavar="PCT",
              help="Fail where a language has fewer words translated.")  # fmt: skip
@click.option("--diff-base", default="", metavar="REF", help="Only what changed since this branch.")
@click.option("--baseline", type=click.Path(path_type=Path), metavar="FILE",
              help="Findings that are accepted.")  # fmt: skip
@click.option("--write-baseline", type=click.Path(path_type=Path), metavar="FILE",
              help="Accept what is found now.")  # fmt: skip
@click.option("--format", "form", default="text", show_default=True, metavar="FORMAT",
              help="text, concise, json, github, gitlab, sarif or junit.")  # fmt: skip
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE",
              help="Write the report there; a short one is still printed.")  # fmt: skip
@click.option("--fix", is_flag=True, help="Mend what cannot be wrong, and show the difference.")
@click.option("--explain", "explained", metavar="ID", help="Explain a rule.")
@click.option("--list", "listed", is_flag=True, help="List all rules.")
@click.argument("paths", nargs=-1)
@shared_options
def command(
    shared: Shared,
    locales: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    strict: bool,
    fail_under: float | None,
    diff_base: str,
    baseline: Path | None,
    write_baseline: Path | None,
    form: str,
    output: Path | None,
    fix: bool,
    explained: str | None,
    listed: bool,
    paths: tuple[str, ...],
) -> int:
    """Judge all catalogs, or those of PATHS, and name each problem with file and line."""
    from pipeline.checks import FORMATS, RULES, exit_code, list_rules
    from pipeline.commands.check import Asked, check
    from pipeline.commands.workspace import open_workspace

    if explained:
        return _explain(explained)
    if listed:
        from pipeline.site.validate import SITE_RULES

        click.echo(f"{list_rules(RULES)}\nof finished sites:\n{list_rules(SITE_RULES)}", nl=False)
        return 0
    if form not in FORMATS:
        raise click.BadParameter(f"use one of {', '.join(FORMATS)}", param_hint="--format")
    asked = Asked(paths, locales, select, ignore, strict, fail_under, diff_base, baseline, fix)
    workspace = open_workspace(shared.root)
    report = check(workspace, asked, shared.progress())
    code = report_problems(report.problems)
    _print(shared, report, form, output)
    if write_baseline:
        return max(code, _accept(report, write_baseline))
    return max(code, exit_code(report.findings, report.summary))


def _explain(name: str) -> int:
    from pipeline.checks import RULES, did_you_mean, explain
    from pipeline.errors import UsageError
    from pipeline.site.validate import SITE_RULES
    from pipeline.site.validate import explain as explain_site

    for rules, words in ((RULES, explain), (SITE_RULES, explain_site)):
        for rule in rules:
            if rule.id == name:
                click.echo(words(rule).rstrip("\n"))
                return 0
    hint = did_you_mean(name, [rule.id for rule in (*RULES, *SITE_RULES)])
    raise UsageError(f"there is no rule `{name}`", hint=hint)


def _print(shared: Shared, report: CheckReport, form: str, output: Path | None) -> None:
    """The report where it was asked for: people get no remarks unless they ask for them."""
    from pipeline.checks import RULES, format_findings, github_summary, last_line, named
    from pipeline.store import write_outside

    for diff in report.diffs:
        lines = "\n".join(named(line) for line in diff.split("\n"))
        # A report for programs must stay whole.
        click.echo(lines, nl=False, err=form not in ("text", "concise"))
    findings = report.findings
    if form in ("text", "concise") and not shared.verbose:
        findings = tuple(one for one in findings if one.severity is not Severity.INFO)
    text = format_findings(findings, form, report.summary, RULES)
    if output:
        write_outside(output, text.encode("utf-8", "surrogatepass"))
        click.echo(last_line(report.findings, report.summary), err=True)
    elif not (shared.quiet and form == "text" and not findings):
        click.echo(text, nl=False)
    steps = os.environ.get("GITHUB_STEP_SUMMARY", "")
    if form == "github" and steps:
        with Path(steps).open("a", encoding="utf-8") as file:
            file.write(github_summary(report.findings, report.summary))


def _accept(report: CheckReport, path: Path) -> int:
    from pipeline.checks import format_baseline
    from pipeline.store import write_outside

    write_outside(path, format_baseline(report.everything).encode("utf-8", "surrogatepass"))
    click.echo(f"{path} accepts what was found", err=True)
    return 0
