"""Findings as text: for people, for editors, for the programs of a CI."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from pipeline.checks.formats.github import format_github, github_summary
from pipeline.checks.formats.gitlab import format_gitlab
from pipeline.checks.formats.json import SCHEMA, SCHEMA_VERSION, format_json
from pipeline.checks.formats.junit import format_junit
from pipeline.checks.formats.sarif import format_sarif
from pipeline.checks.formats.text import format_concise, format_text
from pipeline.checks.silence import in_order
from pipeline.checks.summary import Summary
from pipeline.errors import UsageError
from pipeline.model import Finding, Rule

__all__ = [
    "FORMATS",
    "SCHEMA",
    "SCHEMA_VERSION",
    "format_findings",
    "github_summary",
]

FORMATS: Mapping[str, Callable[[Sequence[Finding], Summary, Sequence[Rule]], str]] = {
    "text": format_text,
    "concise": format_concise,
    "json": format_json,
    "github": format_github,
    "gitlab": format_gitlab,
    "sarif": format_sarif,
    "junit": format_junit,
}


_NOTHING = Summary()


def format_findings(
    findings: Sequence[Finding],
    format: str = "text",
    summary: Summary = _NOTHING,
    rules: Sequence[Rule] = (),
) -> str:
    """The report of a run in a format, sorted by place.

    Law: the same findings in any order give the same text, and none give a whole document.
    """
    if format not in FORMATS:
        raise UsageError(f"there is no format `{format}`", hint=f"known: {', '.join(FORMATS)}")
    return FORMATS[format](sorted(findings, key=in_order), summary, rules)
