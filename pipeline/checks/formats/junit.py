"""For Jenkins and GitLab: JUnit XML, a suite a language, a case an article and rule."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.checks.formats.text import place
from pipeline.checks.summary import Summary
from pipeline.checks.text import named
from pipeline.model import Finding, Rule, Severity

# XML 1.0 has no way to write these at all, not even as references.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def format_junit(findings: Sequence[Finding], summary: Summary, rules: Sequence[Rule]) -> str:
    """A failure for each error (and, where warnings fail, each warning); the rest as output."""
    suites: dict[str, list[Finding]] = {one.locale: [] for one in summary.completeness}
    for one in findings:
        suites.setdefault(one.locale or "project", []).append(one)
    parts = [_suite(locale, found, summary) for locale, found in sorted(suites.items())]
    tests = sum(part.count("<testcase ") for part in parts)
    failures = sum(_fails(one, summary) for one in findings) + sum(
        not one.enough for one in summary.completeness
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    name = _attribute(summary.program)
    opening = f'<testsuites name={name} tests="{tests}" failures="{failures}" errors="0">'
    return head + opening + "\n" + "".join(parts) + "</testsuites>\n"


def _suite(locale: str, findings: Sequence[Finding], summary: Summary) -> str:
    short = next((c for c in summary.completeness if c.locale == locale and not c.enough), None)
    failures = sum(_fails(one, summary) for one in findings) + (short is not None)
    cases = [_case(one, summary) for one in findings]
    if short is not None:
        text = f"{short.share * 100:.2f} % of the words, {short.wanted:g} % are asked for"
        cases.append(
            f'  <testcase classname={_attribute(locale)} name="completeness">\n'
            f'   <failure type="completeness" message={_attribute(text)}></failure>\n'
            "  </testcase>\n"
        )
    if not cases:
        cases = [f'  <testcase classname={_attribute(locale)} name="all rules"></testcase>\n']
    return (
        f' <testsuite name={_attribute(locale)} tests="{len(cases)}" failures="{failures}" '
        f'errors="0">\n{"".join(cases)} </testsuite>\n'
    )


def _case(one: Finding, summary: Summary) -> str:
    where = one.article or one.path
    name = f"{one.rule} at {place(one)}"
    opening = f"  <testcase classname={_attribute(where)} name={_attribute(name)}>\n"
    body = _text(
        f"{place(one)}: {one.message}\nsource: {one.source}\ntarget: {one.target}\nhint: {one.hint}"
    )
    if _fails(one, summary):
        inside = (
            f"   <failure type={_attribute(one.rule)} message={_attribute(one.message)}>"
            f"{body}</failure>\n"
        )
    else:
        inside = f"   <system-out>{body}</system-out>\n"
    return opening + inside + "  </testcase>\n"


def _fails(one: Finding, summary: Summary) -> bool:
    return one.severity is Severity.ERROR or (summary.strict and one.severity is Severity.WARNING)


def _text(text: str) -> str:
    from xml.sax.saxutils import escape  # brings in a client for HTTP: only who asks pays

    return escape(_UNWRITABLE.sub("\ufffd", named_lines(text)))


def named_lines(text: str) -> str:
    """The text with unseen characters named, line by line."""
    return "\n".join(named(line) for line in text.split("\n"))


def _attribute(text: str) -> str:
    from xml.sax.saxutils import quoteattr

    return quoteattr(_UNWRITABLE.sub("\ufffd", named(text)))
