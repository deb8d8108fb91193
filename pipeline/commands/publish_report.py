"""The report of a publication: for people, for machines, for a pull request."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from pipeline.commands.publication import PublishReport
from pipeline.counts import coverage, percent
from pipeline.model import Counts, Edition, EditionState, Finding, Severity

SCHEMA = 1
MOST_TOLD = 100
"""Problems in a Markdown report: a summary is read, and GitHub cuts it off at a megabyte."""
COLUMNS = ("complete", "stale", "partial", "draft", "withheld")


def summary_lines(report: PublishReport) -> Iterator[str]:
    """What happened, a line a language, and why a page is not there."""
    for change in report.changes:
        if change.before != "new" or change.now in ("draft", "withheld"):
            why = f": {'; '.join(change.reasons)}" if change.reasons else ""
            arrow = f"{change.before} -> " if change.before != "new" else ""
            yield f"{change.article} ({change.locale}): {arrow}{change.now}{why}"
    yield f"{'':10} {'words':>6} " + " ".join(f"{one:>9}" for one in COLUMNS)
    for locale, editions in _by_locale(report).items():
        states = Counter(one.state.value for one in editions)
        share = percent(coverage(sum((one.counts for one in editions), Counts())))
        numbers = " ".join(f"{states[one] or '–':>9}" for one in COLUMNS)
        yield f"{locale:10} {share:>4} % {numbers}"
    would = "would be " if report.dry_run else ""
    if report.refusals and not report.dry_run:
        return
    if report.published and not report.published.changed:
        yield "nothing changed: the site is already this"
        return
    yield (
        f"files {would}added: {len(report.added)}, changed: {len(report.changed)}, "
        f"removed: {len(report.removed)}"
    )


def format_report(report: PublishReport, suffix: str = ".json") -> str:
    """The report as Markdown for `.md`, else as JSON with sorted keys."""
    return _markdown(report) if suffix == ".md" else _json(report)


def _by_locale(report: PublishReport) -> dict[str, list[Edition]]:
    found: dict[str, list[Edition]] = {}
    for one in report.editions:
        if one.state is not EditionState.SOURCE:
            found.setdefault(one.locale, []).append(one)
    return found


def _json(report: PublishReport) -> str:
    data: dict[str, Any] = {
        "schema": SCHEMA,
        "dry_run": report.dry_run,
        "published": bool(report.published and report.published.changed),
        "refusals": list(report.refusals),
        "files": {
            "added": list(report.added),
            "changed": list(report.changed),
            "removed": list(report.removed),
        },
        "changes": [
            {
                "article": one.article,
                "locale": one.locale,
                "before": one.before,
                "now": one.now,
                "reasons": list(one.reasons),
            }
            for one in report.changes
        ],
        "editions": [
            {
                "article": one.article,
                "locale": one.locale,
                "state": one.state.value,
                "coverage": round(coverage(one.counts), 4),
                "drifted": one.drifted,
                "missing": one.missing,
                "reasons": list(one.reasons),
            }
            for one in report.editions
        ],
        "findings": [
            {
                "rule": one.rule,
                "severity": one.severity.value,
                "path": one.path,
                "line": one.line,
                "message": one.message,
                "hint": one.hint,
                "locale": one.locale,
            }
            for one in (*report.findings, *report.faults)
        ],
        "problems": [str(one) for one in report.problems],
        "notes": list(report.notes),
    }
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _markdown(report: PublishReport) -> str:
    lines = ["# Publication", ""]
    if report.refusals:
        lines += ["**Nothing was published.**", ""]
        lines += [f"- {one}" for one in report.refusals] + [""]
    counts = f"{len(report.added)} added, {len(report.changed)} changed, "
    lines += [f"Files: {counts}{len(report.removed)} removed.", ""]
    lines += ["| language | words | " + " | ".join(COLUMNS) + " |"]
    lines += ["| --- " * (len(COLUMNS) + 2) + "|"]
    for locale, editions in _by_locale(report).items():
        states = Counter(one.state.value for one in editions)
        share = percent(coverage(sum((one.counts for one in editions), Counts())))
        cells = " | ".join(str(states[one] or "–") for one in COLUMNS)
        lines.append(f"| {locale} | {share} % | {cells} |")
    if report.changes:
        lines += [
            "",
            "| article | language | before | now | why |",
            "| --- | --- | --- | --- | --- |",
        ]
        lines += [
            f"| {one.article} | {one.locale} | {one.before} | {one.now} | "
            f"{'; '.join(one.reasons)} |"
            for one in report.changes
        ]
    errors = sum(one.severity is Severity.ERROR for one in report.findings)
    if errors:
        said = "passage has an error and is" if errors == 1 else "passages have an error and are"
        lines += ["", f"{errors} {said} shown in English."]
    lines += _wrong(report)
    return "\n".join(lines) + "\n"


def _wrong(report: PublishReport) -> Iterator[str]:
    """What somebody must mend, errors first; as much as a summary can hold."""
    # Whoever asks for no report does not wait for the checks to be loaded.
    from pipeline.checks import named

    told = [one for one in (*report.findings, *report.faults) if one.severity is not Severity.INFO]
    lines = [str(one) for one in report.problems]
    lines += map(_told, sorted(told, key=lambda one: one.severity is not Severity.ERROR))
    if lines:
        yield from ("", "## What is wrong", "", "~~~~~~text")
        yield from (named(one).replace("~~~~~~", "~") for one in lines[:MOST_TOLD])
        yield "~~~~~~"
    if len(lines) > MOST_TOLD:
        yield f"\nand {len(lines) - MOST_TOLD} more in the log."


def _told(one: Finding) -> str:
    place = f"{one.path}:{one.line}" if one.line else one.path
    return f"{place}: {one.severity.value}: {one.message} [{one.rule}]"
