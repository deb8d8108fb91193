"""How the rules on a site are written down: short, so that a table of them can be read."""

from __future__ import annotations

from pipeline.model import Example, Rule, Severity

ERROR = Severity.ERROR
WARNING = Severity.WARNING
INFO = Severity.INFO


def rule(
    family: str, id: str, severity: Severity, *, finds: str, why: str, good: str, bad: str
) -> Rule:
    """One rule of the scope `site`; `finds` is told as what is found, and made a sentence here."""
    return Rule(
        id=id,
        family=family,
        scope="site",
        severity=severity,
        finds=f"{finds[0].upper()}{finds[1:]}.",
        why=why,
        good=Example(good),
        bad=Example(bad),
    )
