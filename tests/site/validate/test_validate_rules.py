"""Every rule fires on its own faulty site, and a site without fault is clean."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.site.validate.site_specimens import CASES, Site, base, seal, specimen

from pipeline.site.validate import SITE_RULES

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
