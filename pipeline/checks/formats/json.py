"""For programs of one's own: one object, described by a published schema."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.checks.silence import fingerprints
from pipeline.checks.summary import Summary, exit_code, severities
from pipeline.counts import percent
from pipeline.model import Finding, Rule, Severity

SCHEMA_VERSION = 1
SCHEMA = Path(__file__).parents[1] / "schema.json"
"""JSON schema of the report."""


def format_json(findings: Sequence[Finding], summary: Summary, rules: Sequence[Rule]) -> str:
    """The report as one JSON object; keys are never removed within a schema version."""
    found = severities(findings)
    report = {
        "schema_version": SCHEMA_VERSION,
        "summary": {
            "catalogs": summary.catalogs,
            "units": summary.units,
            "errors": found[Severity.ERROR],
            "warnings": found[Severity.WARNING],
            "infos": found[Severity.INFO],
            "accepted": summary.accepted,
            "exit_code": exit_code(findings, summary),
        },
        "completeness": [
            {
                "locale": one.locale,
                "percent": percent(one.share),
                "share": round(one.share, 6),
                "wanted": one.wanted,
                "enough": one.enough,
                "words": one.counts.total.words,
                "units": one.counts.total.units,
            }
            for one in summary.completeness
        ],
        "findings": [
            _finding(one, mark) for one, mark in zip(findings, fingerprints(findings), strict=True)
        ],
        "notes": list(summary.notes),
    }
    return json.dumps(report, ensure_ascii=False, indent=1) + "\n"


def _finding(one: Finding, mark: str) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "severity": one.severity.value,
        "path": one.path,
        "line": one.line,
        "column": one.column,
        "message": one.message,
        "hint": one.hint,
        "locale": one.locale,
        "article": one.article,
        "context": one.context,
        "source": one.source,
        "target": one.target,
        "fingerprint": mark,
    }
