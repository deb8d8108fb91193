"""One run, seven formats: whole documents, the same bytes every time, safe to print."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as etree
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from lxml import etree as lxml_etree

from pipeline.checks import (
    FORMATS,
    RULES,
    SCHEMA,
    Completeness,
    Summary,
    exit_code,
    format_findings,
    github_summary,
    named,
)
from pipeline.errors import UsageError
from pipeline.model import Counts, Finding, Severity, Tally

CASES = Path(__file__).parents[1] / "cases" / "checks"
HOSTILE = "a|b <b>\"'&</b> \x1b[31m\u202e\u00a0 100%\r\n::error::x,y:z \x00\ud800 ]]>"


def finding(number: int = 1, severity: Severity = Severity.ERROR, **about: Any) -> Finding:
    """A finding with everything in it."""
    values: dict[str, Any] = {
        "rule": "number",
        "severity": severity,
        "path": f"locales/fr/LC_MESSAGES/a{number}.po",
        "line": number,
        "message": f"the number `{number}` is missing",
        "hint": "write the same number",
        "locale": "fr",
        "article": f"a{number}",
        "source": f"Take {number} mg",
        "target": "Prenez",
    }
    return Finding(**{**values, **about})


SOME = [
    finding(1),
    finding(2, Severity.WARNING, rule="emphasis", column=3),
    finding(3, Severity.INFO, rule="end-mark", locale="de", context="cell"),
    finding(
        4, message=HOSTILE, hint=HOSTILE, source=HOSTILE, target=HOSTILE, path="locales/ä b.po"
    ),
    finding(5, line=0, locale="", article="", source="", target="", hint=""),
]
SHORT = Completeness("fr", Counts(translated=Tally(1, 999), untranslated=Tally(1, 1)), 0.999, 100.0)
SUMMARIES = [
    Summary(),
    Summary(catalogs=3, units=9, accepted=2, strict=True, completeness=(SHORT,)),
]


def schema(name: str) -> Any:
    """A JSON schema among the cases."""
    return json.loads((CASES / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("findings", [[], SOME[:1], SOME], ids=["none", "one", "some"])
@pytest.mark.parametrize("summary", SUMMARIES, ids=["plain", "full"])
def test_every_format_gives_a_whole_document(
    form: str, findings: list[Finding], summary: Summary
) -> None:
    """Nothing, one or many findings give text that ends with a new line, and that parses."""
    text = format_findings(findings, form, summary, RULES)
    assert text.endswith("\n") or (form == "concise" and not findings and not text)
    if form in ("json", "gitlab", "sarif"):
        json.loads(text)
    if form == "junit":
        etree.fromstring(text)


@pytest.mark.parametrize("form", FORMATS)
def test_the_order_of_findings_changes_nothing(form: str) -> None:
    """A report is sorted by place, whatever order the findings come in."""
    wanted = format_findings(SOME[:4], form, Summary(), RULES)
    for order in permutations(SOME[:4]):
        assert format_findings(order, form, Summary(), RULES) == wanted


@pytest.mark.parametrize("form", ["text", "concise", "github"])
def test_nothing_from_a_catalog_moves_a_terminal(form: str) -> None:
    """Text of strangers is printed without a control, and cannot give an order to GitHub."""
    text = format_findings(SOME, form, Summary(), RULES)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\xa0\u202a-\u202e\ud800-\udfff]", text)
    assert "no-break space" in text
    if form == "github":
        commands = [line for line in text.split("\n") if line.startswith("::")]
        wanted = ["::error", "::error", "::error", "::warning", "::notice"]
        assert [line.split(" ")[0] for line in commands] == wanted


def test_text_puts_the_place_first() -> None:
    """A finding is place, severity, sentence and rule, with what it is about below."""
    text = format_findings(SOME[:2], "text", Summary(catalogs=1, units=7), RULES)
    assert text == (
        "locales/fr/LC_MESSAGES/a1.po:1: error: the number `1` is missing [number]\n"
        "    source  Take 1 mg\n"
        "    target  Prenez\n"
        "    hint    write the same number\n"
        "locales/fr/LC_MESSAGES/a2.po:2:3: warning: the number `2` is missing [emphasis]\n"
        "    source  Take 2 mg\n"
        "    target  Prenez\n"
        "    hint    write the same number\n"
        "1 catalog with 7 units checked: 1 error, 1 warning\n"
    )


def test_text_shows_as_many_decimals_as_it_takes() -> None:
    """A language just below its threshold is not shown as having reached it."""
    text = format_findings([], "text", SUMMARIES[1], RULES)
    assert "fr: 99.9 % of the words are translated, 100 % are asked for" in text


def test_json_keeps_its_schema() -> None:
    """The JSON report is what the published schema says."""
    published = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(published)
    for findings in ([], SOME):
        for summary in SUMMARIES:
            report = json.loads(format_findings(findings, "json", summary, RULES))
            jsonschema.validate(report, published)
            assert report["summary"]["exit_code"] == exit_code(findings, summary)


def test_sarif_keeps_its_schema() -> None:
    """The SARIF report is what the standard asks of the objects that it uses."""
    for findings in ([], SOME):
        report = json.loads(format_findings(findings, "sarif", Summary(), RULES))
        jsonschema.validate(report, schema("sarif-subset.schema.json"))
        (run,) = report["runs"]
        rules = run["tool"]["driver"]["rules"]
        assert [rule["id"] for rule in rules] == [rule.id for rule in RULES]
        for result in run["results"]:
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        marks = [one["partialFingerprints"]["pipelineCheck/v1"] for one in run["results"]]
        assert len(set(marks)) == len(findings)


def test_gitlab_keeps_its_schema() -> None:
    """GitLab's report has a fingerprint of its own for each finding, and no line in it."""
    report = json.loads(format_findings(SOME, "gitlab", Summary(), RULES))
    jsonschema.validate(report, schema("gitlab-codequality.schema.json"))
    moved = [finding(1, line=77)]
    (one,) = json.loads(format_findings(moved, "gitlab", Summary(), RULES))
    assert one["fingerprint"] == report[0]["fingerprint"]
    assert one["location"]["lines"]["begin"] == 77


def test_junit_keeps_its_schema() -> None:
    """The JUnit report is what the common schema asks, and its counts are right."""
    grammar = lxml_etree.XMLSchema(lxml_etree.parse(str(CASES / "junit-subset.xsd")))
    for findings in ([], SOME):
        for summary in SUMMARIES:
            text = format_findings(findings, "junit", summary, RULES)
            tree = lxml_etree.fromstring(text.encode("utf-8", "surrogatepass"))
            grammar.assertValid(tree)
            assert int(tree.get("tests")) == len(tree.findall(".//testcase"))
            assert int(tree.get("failures")) == len(tree.findall(".//failure"))
            failed = bool(tree.findall(".//failure"))
            assert failed == bool(exit_code(findings, summary))


def test_github_keeps_the_limits() -> None:
    """Ten errors and ten warnings are annotated, errors first, and a notice counts the rest."""
    many = [finding(n, Severity.WARNING if n % 2 else Severity.ERROR) for n in range(1, 61)]
    text = format_findings(many, "github", Summary(), RULES)
    commands = [line.split(" ")[0] for line in text.split("\n") if line.startswith("::")]
    assert commands == ["::error"] * 10 + ["::warning"] * 10 + ["::notice"]
    assert "40 more findings" in text


def test_github_escapes_what_parts_its_fields() -> None:
    """Percent signs, new lines, colons and commas do not end a field."""
    one = finding(1, message="50 % of\nit", path="a,b:c.po", hint="")
    first = format_findings([one], "github", Summary(), RULES).split("\n")[0]
    wanted = "::error file=a%2Cb%3Ac.po,line=1,title=number::50 %25 of<U+000A new line>it"
    assert first == wanted


def test_the_summary_of_a_step_is_a_table() -> None:
    """The step summary is Markdown whose cells no text breaks."""
    text = github_summary(SOME, Summary(catalogs=2, units=3))
    rows = [line for line in text.split("\n") if line.startswith("| ")]
    assert len(rows) == len(SOME) + 2
    assert "<b>" not in text and all(len(re.findall(r"(?<!\\)\|", row)) == 5 for row in rows)
    assert "no errors" in github_summary([], Summary())


@pytest.mark.parametrize(
    ("findings", "summary", "wanted"),
    [
        ([], Summary(), 0),
        (SOME[:1], Summary(), 1),
        (SOME[1:2], Summary(), 0),
        (SOME[1:2], Summary(strict=True), 1),
        (SOME[2:3], Summary(strict=True), 0),
        ([], SUMMARIES[1], 1),
        ([], Summary(completeness=(Completeness("fr", Counts(), 1.0, 100.0),)), 0),
    ],
    ids=["clean", "error", "warning", "strict", "remark", "short", "complete"],
)
def test_exit_codes(findings: list[Finding], summary: Summary, wanted: int) -> None:
    """Errors fail, warnings only when strict, remarks never, and so does too little translated."""
    assert exit_code(findings, summary) == wanted


def test_an_unknown_format_is_refused() -> None:
    """A format that does not exist is wrong usage, and the known ones are named."""
    with pytest.raises(UsageError, match="there is no format `xml`; known: text, concise"):
        format_findings([], "xml")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a b", "a b"),
        ("a\u00a0b", "a<U+00A0 no-break space>b"),
        ("\x1b[2J", "<U+001B escape>[2J"),
        ("می\u200cروم", "می\u200cروم"),
        ("a \u200cb", "a <U+200C zero-width non-joiner>b"),
        ("\U000e0041", "<U+E0041 tag latin capital letter a>"),
        ("é漢字😀", "é漢字😀"),
    ],
)
def test_unseen_characters_are_named(text: str, wanted: str) -> None:
    """What nobody can see is spelt out; letters of all scripts stay as they are."""
    assert named(text) == wanted


def test_the_schemas_refuse_what_is_wrong(findings: Callable[..., tuple[Finding, ...]]) -> None:
    """The schemas of the tests are strict enough to notice a missing or an unknown key."""
    report = json.loads(format_findings(SOME, "sarif", Summary(), RULES))
    del report["runs"][0]["results"][0]["message"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(report, schema("sarif-subset.schema.json"))
    report = json.loads(format_findings(SOME, "gitlab", Summary(), RULES))
    report[0]["severity"] = "bad"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(report, schema("gitlab-codequality.schema.json"))
