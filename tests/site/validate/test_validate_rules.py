"""Every rule fires on its own faulty site, and a site without fault is clean."""

from __future__ import annotations

from pathlib import Path

import pytest
from site_specimens import CASES, Memory, base, seal, specimen

from pipeline.site.validate import SITE_RULES, validate_site

PATHS = sorted(CASES.glob("*.txt"))


def shown(site: Memory) -> list[str]:
    """Place and rule of each finding."""
    return [f"{one.path}:{one.line} {one.rule}" for one in validate_site(site)]


def test_the_site_without_fault_is_clean() -> None:
    """Nothing is found in the base of all cases."""
    assert validate_site(seal(base())) == ()


@pytest.mark.parametrize("path", PATHS, ids=[path.stem for path in PATHS])
def test_a_fault_is_found_where_it_is(path: Path) -> None:
    """A faulty site gives exactly the findings that its case names."""
    case = specimen(path)
    assert shown(case.bad) == sorted(case.expect, key=lambda line: line.split(" ")[0].split(":")[0])


@pytest.mark.parametrize("path", PATHS, ids=[path.stem for path in PATHS])
def test_what_comes_near_a_fault_is_clean(path: Path) -> None:
    """Nothing is found in a site that comes near the fault."""
    assert shown(specimen(path).good) == []


def test_every_rule_has_a_case() -> None:
    """Each rule has a case of its name, and each case a rule."""
    assert {path.stem for path in PATHS} == {rule.id for rule in SITE_RULES}
