"""Every rule fires on its own faulty site, and a site without fault is clean."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.checks import RULES as CATALOG_RULES
from pipeline.site.validate import SITE_RULES, explain, rules_page
from tests.site.validate.site_specimens import CASES, Site, base, seal, specimen

PATHS = sorted(CASES.glob("*.txt"))


def test_the_site_without_fault_is_clean() -> None:
    """Nothing is found in the base of all cases."""
    assert Site(seal(base())).findings() == ()


@pytest.mark.parametrize("path", PATHS, ids=[path.stem for path in PATHS])
def test_a_fault_is_found_where_it_is(path: Path) -> None:
    """A faulty site gives the findings that its case names, of its own rule and no other."""
    case = specimen(path)
    assert case.bad.shown() == list(case.expect)
    assert {line.rpartition(" ")[2] for line in case.expect} == {case.rule}


@pytest.mark.parametrize("path", PATHS, ids=[path.stem for path in PATHS])
def test_what_comes_near_a_fault_is_clean(path: Path) -> None:
    """Nothing is found in a site that comes near the fault."""
    assert specimen(path).good.shown() == []


def test_every_rule_has_a_case() -> None:
    """Each rule has a case of its name, and each case a rule."""
    assert {path.stem for path in PATHS} == {rule.id for rule in SITE_RULES}


def test_ids_are_slugs_and_records_are_whole() -> None:
    """Ids are slugs, no two alike, and also none of the rules on catalogs."""
    ids = [rule.id for rule in SITE_RULES]
    assert len(set(ids)) == len(ids)
    assert not {rule.id for rule in CATALOG_RULES} & set(ids)
    for rule in SITE_RULES:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.id)
        assert rule.family in "DLCSW" and rule.scope == "site"
        assert rule.finds.endswith(".") and rule.why.endswith(".")
        assert rule.why in explain(rule) and rule.bad.text in explain(rule)


def test_the_page_is_the_table() -> None:
    """`docs/validation.md` is what the records say today."""
    page = Path(__file__).parents[3] / "docs" / "validation.md"
    assert page.read_text(encoding="utf-8") == rules_page(SITE_RULES)
