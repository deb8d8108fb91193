"""Whole catalogs, each with what must be found in it written at its head."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.config import Checks
from pipeline.model import Finding

CATALOGS = sorted((Path(__file__).parents[1] / "cases" / "checks" / "catalogs").glob("*.po"))


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.stem)
def test_catalogs(path: Path, specimen: Callable[..., list[Finding]]) -> None:
    """What the head of a catalog expects is found in it, at its lines, and nothing else."""
    text = path.read_text(encoding="utf-8")
    (locale,) = re.findall(r"^# locale: (\w+)$", text, re.M)
    wanted = re.findall(r"^# expect: (.*)$", text, re.M)
    found = specimen(text, path.name, locale, Checks())
    said = [f"{one.line}: {one.severity.value}: {one.message} [{one.rule}]" for one in found]
    assert sorted(said) == sorted(wanted)
