"""For people: the place first, so that a terminal makes it a link, then what is so there."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.checks.summary import Completeness, Summary, last_line
from pipeline.checks.text import named, shortened
from pipeline.counts import percent
from pipeline.model import Finding, Rule


def place(finding: Finding) -> str:
    """`path:line` or `path:line:column`, as editors and terminals read it."""
    numbers = (finding.line, finding.column) if finding.line else ()
    return ":".join([named(finding.path), *(str(one) for one in numbers if one)])


def format_concise(findings: Sequence[Finding], summary: Summary, rules: Sequence[Rule]) -> str:
    """One line a finding."""
    return "".join(f"{_line(one)}\n" for one in findings)


def format_text(findings: Sequence[Finding], summary: Summary, rules: Sequence[Rule]) -> str:
    """Each finding with its source, its target and what to do; one line at the end for all."""
    lines: list[str] = []
    for finding in findings:
        lines.append(_line(finding))
        for label, text in (
            ("source", finding.source),
            ("target", finding.target),
            ("hint", finding.hint),
        ):
            if text:
                shown = text if label == "hint" else shortened(" ".join(text.split("\n")), 300)
                lines.append(f"    {label:7} {named(shown)}")
    lines += [_incomplete(one) for one in summary.completeness if not one.enough]
    lines += [named(note) for note in summary.notes]
    lines.append(last_line(findings, summary))
    return "\n".join(lines) + "\n"


def _line(finding: Finding) -> str:
    return f"{place(finding)}: {finding.severity.value}: {named(finding.message)} [{finding.rule}]"


def _incomplete(one: Completeness) -> str:
    # As many decimals as it takes to see the difference.
    wanted, share = one.wanted, one.share * 100
    shown = f"{percent(one.share)}" if int(share) < wanted - 1 else f"{share:.4f}".rstrip("0")
    return f"{one.locale}: {shown} % of the words are translated, {wanted:g} % are asked for"
