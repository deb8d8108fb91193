"""What a run of `check` looked at, beside what it found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.model import Counts, Finding, Severity


@dataclass(frozen=True, slots=True)
class Completeness:
    """How far one language is, and what was asked of it."""

    locale: str
    counts: Counts
    share: float
    """Of source words, unrounded."""
    wanted: float = 0.0
    """Percent of source words that the caller asked for."""

    @property
    def enough(self) -> bool:
        """Whether it is as far as was asked; compared unrounded."""
        return self.share * 100 >= self.wanted - 1e-9


@dataclass(frozen=True, slots=True)
class Summary:
    """The frame of a report."""

    catalogs: int = 0
    units: int = 0
    accepted: int = 0
    """Findings that the baseline accepts."""
    completeness: tuple[Completeness, ...] = ()
    strict: bool = False
    notes: tuple[str, ...] = ()
    """Whole sentences for people: what was left out, what to run."""
    program: str = "pipeline check"
    """What the report says it is from."""


def exit_code(findings: Iterable[Finding], summary: Summary = Summary()) -> int:
    """0 or 1, the same for every format: errors, strict warnings, a language below its threshold.

    >>> exit_code([])
    0
    """
    found = severities(findings)
    failed = found[Severity.ERROR] or (summary.strict and found[Severity.WARNING])
    return 1 if failed or not all(one.enough for one in summary.completeness) else 0


def severities(findings: Iterable[Finding]) -> Counter[Severity]:
    """How many findings there are of each severity."""
    return Counter(one.severity for one in findings)


def counted(number: int, what: str) -> str:
    """A number with its noun: `1 error`, `2 errors`."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def last_line(findings: Iterable[Finding], summary: Summary) -> str:
    """What a run comes to, in one line.

    >>> last_line([], Summary(catalogs=2, units=40))
    '2 catalogs with 40 units checked: nothing found'
    """
    found = severities(findings)
    parts = [
        counted(found[one], word)
        for one, word in (
            (Severity.ERROR, "error"),
            (Severity.WARNING, "warning"),
            (Severity.INFO, "remark"),
        )
        if found[one]
    ]
    if summary.accepted:
        parts.append(f"{summary.accepted} accepted by the baseline")
    looked = counted(summary.catalogs, "catalog") + f" with {counted(summary.units, 'unit')}"
    return f"{looked} checked: {', '.join(parts) or 'nothing found'}"
