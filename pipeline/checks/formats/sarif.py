"""For code scanning: SARIF 2.1.0, with every rule's own words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from pipeline import __version__
from pipeline.checks.silence import fingerprints
from pipeline.checks.summary import Summary
from pipeline.model import Finding, Rule, Severity

_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def format_sarif(findings: Sequence[Finding], summary: Summary, rules: Sequence[Rule]) -> str:
    """The report as one run; a result names its rule by id and by its place among the rules."""
    ids = [rule.id for rule in rules]
    ids += sorted({one.rule for one in findings} - set(ids))
    known = {rule.id: rule for rule in rules}
    run = {
        "tool": {
            "driver": {
                "name": summary.program,
                "semanticVersion": __version__,
                "rules": [_rule(id, known.get(id)) for id in ids],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(one, mark, ids.index(one.rule))
            for one, mark in zip(findings, fingerprints(findings), strict=True)
        ],
    }
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _rule(id: str, rule: Rule | None) -> dict[str, Any]:
    if rule is None:
        return {"id": id}
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.finds},
        "fullDescription": {"text": f"{rule.finds} {rule.why}"},
        "help": {"text": f"{rule.finds}\n{rule.why}\n{rule.silence}".rstrip()},
        "defaultConfiguration": {"level": _LEVEL[rule.severity]},
    }


def _result(one: Finding, mark: str, index: int) -> dict[str, Any]:
    region: dict[str, int] = {"startLine": max(one.line, 1)}
    if one.column:
        region["startColumn"] = one.column
    text = f"{one.message}; {one.hint}" if one.hint else one.message
    return {
        "ruleId": one.rule,
        "ruleIndex": index,
        "level": _LEVEL[one.severity],
        "message": {"text": text},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(one.path)},
                    "region": region,
                }
            }
        ],
        "partialFingerprints": {"pipelineCheck/v1": mark},
    }
