"""Findings are silenced with a reason, and silencing is watched."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from pipeline.checks import (
    RULES,
    apply_baseline,
    fingerprint,
    fingerprints,
    format_baseline,
    parse_baseline,
)
from pipeline.checks.pair import UnitRule
from pipeline.checks.silence import ignores
from pipeline.config import Checks
from pipeline.errors import UsageError
from pipeline.model import Finding, Severity, State

Judge = Callable[..., dict[str, Severity]]
Findings = Callable[..., tuple[Finding, ...]]
SETTINGS = Checks(do_not_translate=("Red Cross",))
SILENCEABLE = [
    rule
    for rule in RULES
    if isinstance(rule, UnitRule) and not rule.locked and rule.id != "glossary"
]
LOCKED = [rule for rule in RULES if isinstance(rule, UnitRule) and rule.locked]


def about(rule: UnitRule) -> dict[str, object]:
    """The bad example of a rule as arguments of `judge`."""
    bad = rule.bad
    return {"locale": bad.locale, "kind": bad.kind, "critical": bad.critical, "settings": SETTINGS}


@pytest.mark.parametrize("rule", SILENCEABLE, ids=lambda r: r.id)
def test_a_comment_with_a_reason_silences(judge: Judge, rule: UnitRule) -> None:
    """A translator's comment silences a rule for its unit, and is then not called unused."""
    comments = (f"check: ignore {rule.id} -- it is right here",)
    found = judge(rule.bad.source, rule.bad.text, comments=comments, **about(rule))
    assert rule.id not in found and "ignore-unused" not in found and "ignore-wrong" not in found


@pytest.mark.parametrize("rule", SILENCEABLE[:3], ids=lambda r: r.id)
def test_a_comment_without_a_reason_does_not(judge: Judge, rule: UnitRule) -> None:
    """Without a reason nothing is silenced, and the comment itself is a finding."""
    comments = (f"check: ignore {rule.id}",)
    found = judge(rule.bad.source, rule.bad.text, comments=comments, **about(rule))
    assert rule.id in found and found["ignore-wrong"] is Severity.WARNING


@pytest.mark.parametrize("rule", LOCKED, ids=lambda r: r.id)
def test_no_comment_silences_what_is_dangerous(judge: Judge, rule: UnitRule) -> None:
    """Rules against what acts or hides are not silenced by a comment."""
    comments = (f"check: ignore {rule.id} -- trust me",)
    found = judge(rule.bad.source, rule.bad.text, comments=comments, **about(rule))
    assert found[rule.id] is Severity.ERROR and found["ignore-wrong"] is Severity.WARNING


@pytest.mark.parametrize("rule", [*SILENCEABLE, *LOCKED], ids=lambda r: r.id)
def test_an_author_silences_for_all_languages(judge: Judge, rule: UnitRule) -> None:
    """The author's directive silences any rule for a segment."""
    found = judge(rule.bad.source, rule.bad.text, ignored=frozenset({rule.id}), **about(rule))
    assert rule.id not in found


@pytest.mark.parametrize(
    "settings",
    [
        Checks(ignore=("number",)),
        Checks(ignore=("N",)),
        Checks(select=("S",)),
        Checks(severity={"number": "off"}),
        Checks(languages={"de": {"ignore": ["number"]}}),
        Checks(languages={"de": {"severity": {"N": "off"}}}),
        Checks(languages={"de": {"select": ["link-target"]}}),
    ],
)
def test_settings_silence(judge: Judge, settings: Checks) -> None:
    """A rule is switched off by id or family, for the project or for a language."""
    assert "number" not in judge("Take 10 mg", "Nimm 100 mg", settings=settings)
    assert "number" in judge("Take 10 mg", "Prenez 100 mg", "fr", settings=Checks())


def test_settings_of_another_language_do_nothing(judge: Judge) -> None:
    """What is set for one language holds for no other."""
    settings = Checks(languages={"fr": {"ignore": ["number"]}})
    assert "number" in judge("Take 10 mg", "Nimm 100 mg", settings=settings)


def test_settings_change_the_severity(judge: Judge) -> None:
    """The settings have the last word on how bad a finding is."""
    settings = Checks(severity={"number": "info", "end-mark": "error"})
    found = judge("Take 10 mg.", "Nimm 100 mg", settings=settings)
    assert found == {"number": Severity.INFO, "end-mark": Severity.ERROR}


def test_an_ignore_that_silences_nothing_is_told(findings: Findings) -> None:
    """A comment with nothing to silence is a remark; one for a rule that is off is none."""
    comments = ("check: ignore number -- spelt out",)
    (one,) = findings("Tea", "Tee", comments=comments)
    assert (one.rule, one.severity) == ("ignore-unused", Severity.INFO)
    assert findings("Tea", "Tee", comments=comments, settings=Checks(ignore=("number",))) == ()
    assert findings("Tea", "Tee", comments=("check: ignore reused -- it is so",)) == ()


def test_an_ignore_of_nothing_known_is_told(findings: Findings) -> None:
    """An unknown rule is named, with the one that was probably meant."""
    (one,) = findings("Tea", "Tee", comments=("check: ignore numbr -- spelt out",))
    assert one.rule == "ignore-wrong" and "`numbr`" in one.message
    assert one.hint == "did you mean `number`?"
    (one,) = findings("Tea", "Tee", ignored=frozenset({"numbr"}))
    assert one.rule == "ignore-wrong" and "author" in one.message


@pytest.mark.parametrize(
    ("comment", "rules", "reason"),
    [
        ("check: ignore number -- why", ("number",), "why"),
        (
            "Check: Ignore number, unit – both are spelt out",
            ("number", "unit"),
            "both are spelt out",
        ),
        ("  check:ignore  number unit — so -- and so", ("number", "unit"), "so -- and so"),
        ("check: ignore number", ("number",), ""),
        ("check: ignore", (), ""),
    ],
)
def test_comments_are_read_kindly(comment: str, rules: tuple[str, ...], reason: str) -> None:
    """Commas, spaces, any dash and any case are understood."""
    (one,) = ignores((comment,))
    assert (one.rules, one.reason) == (rules, reason)


def test_other_comments_are_left_alone() -> None:
    """What a translator notes otherwise silences nothing."""
    assert ignores(("please check: is this right?", "checked", "")) == ()


def test_fuzzy_units_are_judged_only_for_what_harms(judge: Judge) -> None:
    """A fuzzy unit is not published, so only what harms its readers in an editor is told."""
    assert judge("Take 10 mg", "Nimm 100 mg", state=State.FUZZY) == {}
    assert judge("Take", "Nimm \u202e", state=State.FUZZY) == {"bidi-control": Severity.ERROR}
    assert judge("Take 10 mg", "", state=State.UNTRANSLATED) == {}


def test_fuzzy_units_are_judged_against_their_own_english(judge: Judge) -> None:
    """Where outdated passages are shown, each is compared with the English it translates."""
    old = {"state": State.FUZZY, "previous": "Take 5 mg", "fuzzy": True}
    assert judge("Take 10 mg", "Nimm 5 mg", **old) == {}
    assert judge("Take 10 mg", "Nimm 10 mg", **old)["number"] is Severity.ERROR


# --- the baseline ----------------------------------------------------------------------------


def test_a_fingerprint_holds_no_line_and_no_wording(findings: Findings) -> None:
    """A finding keeps its fingerprint when lines move or the program words it otherwise."""
    (one,) = findings("Take 10 mg", "Nimm 100 mg")
    for other in (
        replace(one, line=99, column=3),
        replace(one, message="put otherwise", hint=""),
        replace(one, severity=Severity.INFO),
        replace(one, target="Nimm 200 mg"),
    ):
        assert fingerprint(other) == fingerprint(one)
    for other in (
        replace(one, rule="unit"),
        replace(one, locale="fr"),
        replace(one, article="b"),
        replace(one, source="Take 10 g"),
        replace(one, context="x"),
        replace(one, detail="20"),
    ):
        assert fingerprint(other) != fingerprint(one)


def test_equal_findings_have_different_fingerprints(findings: Findings) -> None:
    """What is found twice over is counted, so that no report loses one."""
    (one,) = findings("Take 10 mg", "Nimm 100 mg")
    assert len(set(fingerprints([one, one, one]))) == 3


def test_a_baseline_accepts_what_it_was_written_from(findings: Findings) -> None:
    """A baseline takes off what it accepts, lets new findings through and counts what is gone."""
    found = findings("Take 10 mg [a](b.md).", "Nimm 100 mg.")
    text = format_baseline(found)
    assert text == format_baseline(found) and "line" not in json.loads(text)["accepted"]
    accepted = parse_baseline(text)
    assert apply_baseline(found, accepted).findings == ()
    new = replace(found[0], detail="another")
    result = apply_baseline([found[0], new], accepted)
    assert result.findings == (new,) and result.accepted == 1
    assert result.gone == len(found) - 1


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"version": 2, "accepted": {}}', '{"version": 1}']
)
def test_another_file_is_no_baseline(text: str) -> None:
    """A file that is no baseline is refused by name, with what to do."""
    with pytest.raises(UsageError, match=r"b\.json: this is not a baseline file"):
        parse_baseline(text, "b.json")
