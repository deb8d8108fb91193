"""For GitHub Actions: annotations, worst first, and a table for the summary of the step.

GitHub shows ten errors and ten warnings a step and drops the rest without a word, so no more are
written, and one notice says how many there are.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.checks.formats.text import format_concise
from pipeline.checks.silence import worst_first
from pipeline.checks.summary import Summary, counted, last_line, severities
from pipeline.checks.text import named, shortened
from pipeline.model import Finding, Rule, Severity

LIMIT = 10
_WORD = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def format_github(findings: Sequence[Finding], summary: Summary, rules: Sequence[Rule]) -> str:
    """Annotations within GitHub's limits, and the whole report as plain lines for the log."""
    lines, left = [], 0
    shown = dict.fromkeys(Severity, 0)
    for one in worst_first(findings):
        shown[one.severity] += 1
        if one.severity is Severity.INFO or shown[one.severity] > LIMIT:
            left += 1
            continue
        lines.append(_annotation(one))
    if left:
        text = f"{counted(left, 'more finding')} in the log and in the summary of this step"
        lines.append(f"::notice title=pipeline check::{_data(text)}")
    for language in summary.completeness:
        if not language.enough:
            text = f"{language.locale} is below the {language.wanted:g} % that are asked for"
            lines.append(f"::error title=completeness::{_data(text)}")
    # A line of the log that begins with two colons would be taken for a command.
    log = format_concise(findings, summary, rules)
    return "".join(f"{line}\n" for line in lines) + log + last_line(findings, summary) + "\n"


def _annotation(one: Finding) -> str:
    text = named(one.message) + (f"\n{named(one.hint)}" if one.hint else "")
    column = f",col={one.column}" if one.column else ""
    return (
        f"::{_WORD[one.severity]} file={_property(one.path)},line={max(one.line, 1)}{column},"
        f"title={_property(one.rule)}::{_data(text)}"
    )


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def github_summary(findings: Sequence[Finding], summary: Summary) -> str:
    """A Markdown table for the summary of a step, the worst hundred findings first."""
    found = severities(findings)
    verdict = "errors were found" if found[Severity.ERROR] else "no errors"
    lines = [f"## Translations: {verdict}", "", last_line(findings, summary), ""]
    if findings:
        lines += ["| | where | what | rule |", "| --- | --- | --- | --- |"]
        lines += [
            f"| {one.severity.value} | `{_cell(one.path)}:{one.line}` | {_cell(one.message)} "
            f"| {one.rule} |"
            for one in worst_first(findings)[:100]
        ]
        if len(findings) > 100:
            lines += ["", f"and {len(findings) - 100} more"]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    plain = shortened(named(text), 200).replace("|", "\\|").replace("\n", " ")
    return plain.replace("<", "&lt;")
