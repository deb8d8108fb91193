"""A few mutants of the long run, and files that Hypothesis makes up; past findings as cases."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.mutants import mutant
from tests.fuzz.trying import try_article, try_catalog
from tests.hostile.cases import lines, payloads

FOUND = sorted((Path(__file__).parents[1] / "cases" / "fuzz").glob("*.*"))
QUICK = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
WORDS = [text for _, text in payloads()] + ["tea", " ", "\n", "\n\n", "    ", "# ", "- ", "| "]


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_past_findings_stay_mended(path: Path) -> None:
    """A file that once broke the program gets one clear answer."""
    attempt = try_catalog if path.suffix == ".po" else try_article
    assert attempt(path.read_bytes()) in ("refused", "read", "published", "withheld", "not updated")


@pytest.mark.parametrize("kind", ["po", "md"])
def test_mutants_get_one_clear_answer(kind: str) -> None:
    """The first of those that `make fuzz` tries."""
    attempt = try_catalog if kind == "po" else try_article
    told = [attempt(mutant(kind, number)) for number in range(250)]
    assert len(set(told)) > 1


@given(st.lists(st.sampled_from(WORDS), max_size=12).map("".join))
@QUICK
def test_any_text_is_an_article_or_is_refused(text: str) -> None:
    """Whatever stands in a source file, it is read or named."""
    assert try_article(text.encode("utf-8", "surrogatepass")) in ("read", "refused")


@given(st.lists(st.sampled_from(lines("signs.txt")), max_size=30))
@QUICK
def test_any_bytes_are_a_catalog_or_are_refused(signs: list[str]) -> None:
    """Whatever stands in a catalog, it is read or named with its line."""
    data = b"".join(ast.literal_eval(one) for one in signs)
    assert try_catalog(data) in ("refused", "published", "withheld", "not updated")
