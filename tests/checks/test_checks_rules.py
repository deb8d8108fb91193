"""The table of rules, its documentation and what the rules do are one thing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.article import Renderer
from pipeline.catalog import read_catalog
from pipeline.checks import (
    RULES,
    Checked,
    changed_units,
    check_across,
    check_file,
    check_settings,
    check_stale,
    check_units,
    edited_sources,
    explain,
    list_rules,
    parse_glossary,
    rules_page,
)
from pipeline.checks.pair import UnitRule
from pipeline.config import Checks, Dialect
from pipeline.errors import ConfigError
from pipeline.locales import language
from pipeline.model import (
    Article,
    Example,
    Finding,
    Kind,
    Match,
    Role,
    Rule,
    Segment,
    Severity,
    State,
    Unit,
)

ROOT = Path(__file__).parents[2]
SETTINGS = Checks(do_not_translate=("Red Cross",))
GLOSSARY = parse_glossary("tablet\tTablette\tPille\n")
RENDERER = Renderer(Dialect())
SOURCE_AT_FAULT = {"source-at-fault"}


def units_of(text: str, today: str = "") -> list[Unit]:
    """The units of a stretch of a catalog; with `today` it is all of the article's English."""
    entries = [one for one in read_catalog(text.encode(), "a.po").entries if one.msgid]
    wanted = [today] if today else [one.msgid for one in entries]
    units = []
    for msgid, one in zip(wanted, entries, strict=True):
        same = msgid == one.msgid
        units.append(
            Unit(
                Segment(msgid, msgid, Kind.PARAGRAPH, context=one.context),
                State.TRANSLATED if same else State.FUZZY,
                one.msgstr[0],
                match=Match.EXACT if same else Match.PLACE,
                path="a.po",
                line=one.msgstr_line,
                comments=one.comments,
            )
        )
    return units


def run(rule: Rule, example: Example) -> set[str]:
    """The ids of the rules that find something in an example."""
    tongue = language(example.locale)
    article = Article("a", "source/a.md", "")
    found: list[Finding] = []
    if isinstance(rule, UnitRule):
        roles = frozenset({Role.CRITICAL} if example.critical else ())
        segment = Segment(example.source, example.source, example.kind, roles=roles)
        units = [Unit(segment, State.TRANSLATED, example.text, match=Match.EXACT, line=1)]
        judged = check_units(article, units, tongue, SETTINGS, RENDERER, glossary=GLOSSARY)
        return {one.rule for one in judged[0]}
    if rule.id == "edited-source":
        before = read_catalog(f'msgid "{example.source}"\nmsgstr ""\n'.encode(), "a.po")
        after = read_catalog(example.text.encode(), "a.po")
        assert changed_units(before, after).touched
        return {one.rule for one in edited_sources(before, after, {(None, example.source)})}
    if rule.family == "P":
        return {one.rule for one in check_file(example.text.encode(), "a.po", tongue, SETTINGS)}
    if rule.family != "C" or isinstance(rule, UnitRule):
        raise AssertionError(f"no way to run {rule.id}")
    units = units_of(example.text, example.source)
    for one in check_units(article, units, tongue, SETTINGS, RENDERER, glossary=GLOSSARY):
        found += one
    catalog = read_catalog(example.text.encode(), "a.po")
    found += check_across([Checked("a", tongue, catalog)], SETTINGS)
    found += check_stale(article, units, "a.po", tongue, SETTINGS)
    return {one.rule for one in found}


@pytest.mark.parametrize(
    "rule", [r for r in RULES if r.id not in SOURCE_AT_FAULT], ids=lambda r: r.id
)
def test_every_rule_keeps_its_promise(rule: Rule) -> None:
    """A rule fires on its own bad example and stays silent on its good one."""
    assert rule.id in run(rule, rule.bad)
    assert rule.id not in run(rule, rule.good)


@pytest.mark.parametrize("rule", [r for r in RULES if isinstance(r, UnitRule)], ids=lambda r: r.id)
def test_good_examples_are_good(rule: Rule) -> None:
    """No rule finds an error or a warning in the good example of another."""
    assert run(rule, rule.good) <= {"end-mark", "emphasis-added"}


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_every_rule_is_a_whole_record(rule: Rule) -> None:
    """A rule has a slug, a family, words that end like sentences, and an explanation."""
    assert re.fullmatch(r"[a-z]+(?:-[a-z]+)*", rule.id)
    assert rule.family in "PSNLTC" and rule.scope == "catalog"
    assert rule.finds.endswith(".") and rule.why.endswith(".")
    assert rule.id in explain(rule) and rule.why in explain(rule)


def test_ids_are_unique() -> None:
    """No two rules share an id, and the list shows each once."""
    ids = [rule.id for rule in RULES]
    assert len(set(ids)) == len(ids)
    assert [line.split()[1] for line in list_rules(RULES).splitlines()] == ids


def test_the_page_is_the_table() -> None:
    """`docs/checks.md` is what the records say today; `python -m pipeline.checks` writes it."""
    assert (ROOT / "docs" / "checks.md").read_text(encoding="utf-8") == rules_page(RULES)


def test_locked_rules_are_errors() -> None:
    """What no comment can silence keeps a unit from being published."""
    assert all(rule.severity is Severity.ERROR for rule in RULES if rule.locked)


@pytest.mark.parametrize(
    "settings",
    [
        Checks(ignore=("numbr",)),
        Checks(select=("X",)),
        Checks(severity={"numbr": "error"}),
        Checks(languages={"de": {"ignore": ["numbr"]}}),
        Checks(severity={"number": "fatal"}),
    ],
    ids=["ignore", "select", "severity", "language", "word"],
)
def test_settings_that_name_no_rule_are_refused(settings: Checks) -> None:
    """A setting for a rule that does not exist is an error of configuration, with a guess."""
    with pytest.raises(ConfigError) as caught:
        check_settings(settings, RULES)
    assert "numb" in str(caught.value) or "`X`" in str(caught.value)


def test_settings_that_name_rules_are_taken() -> None:
    """Rules are named by id or by the letter of their family."""
    check_settings(Checks(ignore=("T", "number"), severity={"S": "warning"}), RULES)
