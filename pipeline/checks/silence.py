"""What silences a finding: a translator's comment, an author's directive, a setting, a baseline.

A comment needs a reason, because the next translator will ask: `# check: ignore number -- spelt
out on purpose`. It is a comment and not a gettext flag, because tools drop flags they do not know.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.config import Checks
from pipeline.errors import ConfigError, UsageError
from pipeline.model import Example, Finding, Rule, Severity

_COMMENT = re.compile(
    r"^\s*check:\s*ignore\b[\s:]*(?P<rules>[^\n]*?)(?:\s+(?:--|–|—)\s*(?P<reason>.*))?$", re.I
)


RULES = (
    Rule(
        "ignore-wrong",
        "C",
        "catalog",
        Severity.WARNING,
        finds="A comment `check: ignore …` that names no known rule, gives no reason, or names a "
        "rule that no comment can silence.",
        why="It silences nothing, and somebody believes that it does.",
        good=Example('# check: ignore end-mark -- a label\nmsgid "Tea."\nmsgstr "Tee"\n'),
        bad=Example('# check: ignore end-mark\nmsgid "Tea."\nmsgstr "Tee"\n'),
    ),
    Rule(
        "ignore-unused",
        "C",
        "catalog",
        Severity.INFO,
        finds="A comment `check: ignore …` with nothing to silence.",
        why="The text has changed since; the comment would hide the next mistake.",
        good=Example('# check: ignore end-mark -- a label\nmsgid "Tea."\nmsgstr "Tee"\n'),
        bad=Example('# check: ignore end-mark -- a label\nmsgid "Tea."\nmsgstr "Tee."\n'),
    ),
)
"""Rules about silencing itself."""


@dataclass(frozen=True, slots=True)
class Ignore:
    """One translator's comment that silences rules for its unit."""

    rules: tuple[str, ...]
    reason: str


@lru_cache(maxsize=4096)
def ignores(comments: tuple[str, ...]) -> tuple[Ignore, ...]:
    """The translator's comments that silence rules.

    >>> ignores(("check: ignore number, unit -- both are spelt out",))
    (Ignore(rules=('number', 'unit'), reason='both are spelt out'),)
    """
    found = []
    for comment in comments:
        match = _COMMENT.match(comment)
        if match:
            rules = tuple(one for one in re.split(r"[,\s]+", match["rules"]) if one)
            found.append(Ignore(rules, (match["reason"] or "").strip()))
    return tuple(found)


class Choice:
    """Which rules look at a language, and how bad what they find is.

    Settings name rules by their id or by the letter of their family.
    """

    def __init__(self, rules: Sequence[Rule], settings: Checks, locale: str = "") -> None:
        own = settings.languages.get(locale, {})
        select = tuple(own.get("select", ())) or settings.select
        ignore = (*settings.ignore, *own.get("ignore", ()))
        chosen: Mapping[str, str] = {**settings.severity, **own.get("severity", {})}
        self._severity: dict[str, Severity] = {}
        self.off: set[str] = set()
        for rule in rules:
            if select and not _named(rule, select):
                self.off.add(rule.id)
            if _named(rule, ignore):
                self.off.add(rule.id)
            wanted = chosen.get(rule.id) or chosen.get(rule.family)
            if wanted == "off":
                self.off.add(rule.id)
            elif wanted:
                self._severity[rule.id] = Severity(wanted)

    @property
    def settled(self) -> frozenset[str]:
        """Rules whose severity the settings name."""
        return frozenset(self._severity)

    def on(self, rule: str) -> bool:
        """Whether a rule looks at all."""
        return rule not in self.off

    def severity(self, rule: Rule, found: Severity | None) -> Severity:
        """How bad a problem is: as the settings say, else as the rule found it, else its own."""
        return self._severity.get(rule.id) or found or rule.severity


def _named(rule: Rule, names: Collection[str]) -> bool:
    return rule.id in names or rule.family in names


def check_settings(settings: Checks, rules: Sequence[Rule], path: str = "pyproject.toml") -> None:
    """Refuse settings that name a rule which does not exist, and severities that are none."""
    ids = [rule.id for rule in rules]
    known = {*ids, *(rule.family for rule in rules)}
    tables = [settings.severity, *(t.get("severity", {}) for t in settings.languages.values())]
    lists = [settings.select, settings.ignore]
    for table in settings.languages.values():
        lists += [table.get("select", ()), table.get("ignore", ())]
    for name in [one for names in (*lists, *tables) for one in names]:
        if name not in known:
            raise ConfigError(f"there is no rule `{name}`", path=path, hint=did_you_mean(name, ids))
    for severities in tables:
        for name, value in severities.items():
            if value not in ("error", "warning", "info", "off"):
                raise ConfigError(
                    f"the severity of `{name}` is {value!r}",
                    path=path,
                    hint="use one of error, warning, info, off",
                )


def did_you_mean(name: str, ids: Sequence[str]) -> str:
    """What somebody may have meant by the name of a rule that does not exist."""
    close = difflib.get_close_matches(name, ids, n=1)
    return f"did you mean `{close[0]}`?" if close else "`pipeline check --list` shows them all"


# --- the baseline ---------------------------------------------------------------------------------


def fingerprint(finding: Finding) -> str:
    """What names a finding for ever: no line number, no wording of the program is in it."""
    parts = (
        finding.rule,
        finding.locale,
        finding.article or finding.path,
        finding.context or "",
        finding.source,
        finding.detail,
    )
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def fingerprints(findings: Sequence[Finding]) -> tuple[str, ...]:
    """One fingerprint a finding, all different: what is found twice over is counted."""
    seen: dict[str, int] = {}
    answer = []
    for finding in findings:
        mark = fingerprint(finding)
        count = seen[mark] = seen.get(mark, 0) + 1
        answer.append(
            mark if count == 1 else hashlib.sha256(f"{mark}{count}".encode()).hexdigest()[:32]
        )
    return tuple(answer)


def format_baseline(findings: Sequence[Finding]) -> str:
    """A baseline file that accepts these findings, the same bytes for the same findings."""
    rows = {
        mark: {"rule": one.rule, "path": one.path, "message": one.message}
        for mark, one in zip(fingerprints(findings), findings, strict=True)
        if one.severity is not Severity.INFO
    }
    content = {"version": 1, "accepted": dict(sorted(rows.items()))}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def parse_baseline(text: str, path: str = "baseline.json") -> frozenset[str]:
    """The fingerprints that a baseline file accepts."""
    try:
        content = json.loads(text)
        accepted = content["accepted"]
        if content["version"] != 1 or not isinstance(accepted, dict):
            raise ValueError
    except (ValueError, KeyError, TypeError):
        raise UsageError(
            "this is not a baseline file",
            path=path,
            hint="write one with `pipeline check --write-baseline FILE`",
        ) from None
    return frozenset(accepted)


@dataclass(frozen=True, slots=True)
class Baselined:
    """Findings with those taken off that a baseline accepts."""

    findings: tuple[Finding, ...]
    accepted: int
    gone: int
    """How many the baseline accepts that are no longer found: write it anew."""


def apply_baseline(findings: Sequence[Finding], accepted: frozenset[str]) -> Baselined:
    """The findings that a baseline does not accept, and how many it does."""
    marks = fingerprints(findings)
    left = tuple(f for mark, f in zip(marks, findings, strict=True) if mark not in accepted)
    return Baselined(left, len(findings) - len(left), len(accepted - set(marks)))


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Errors, then warnings, then remarks; by place within each."""
    return sorted(findings, key=lambda one: (_RANK[one.severity], in_order(one)))


def in_order(finding: Finding) -> tuple[str, int, int, str, str]:
    """The order of a report: by place, then by rule."""
    return (finding.path, finding.line, finding.column, finding.rule, finding.detail)


_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
