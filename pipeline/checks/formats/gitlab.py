"""For GitLab's code quality report: an array; the fingerprint must not change with the line."""

from __future__ import annotations

import json
from collections.abc import Sequence

from pipeline.checks.silence import fingerprints
from pipeline.checks.summary import Summary
from pipeline.model import Finding, Rule, Severity

_SEVERITY = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def format_gitlab(findings: Sequence[Finding], summary: Summary, rules: Sequence[Rule]) -> str:
    """The report as GitLab reads it from a job's artifacts."""
    report = [
        {
            "description": f"{one.message}; {one.hint}" if one.hint else one.message,
            "check_name": one.rule,
            "fingerprint": mark,
            "severity": _SEVERITY[one.severity],
            "location": {"path": one.path, "lines": {"begin": max(one.line, 1)}},
        }
        for one, mark in zip(findings, fingerprints(findings), strict=True)
    ]
    return json.dumps(report, ensure_ascii=False, indent=1) + "\n"
