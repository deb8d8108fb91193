"""Numbers are compared by value, in the way of each language; a wrong dose is an error."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.checks.amounts import read_amounts
from pipeline.locales import separators
from pipeline.model import Finding, Severity

CASES = Path(__file__).parents[1] / "cases" / "checks" / "numbers.txt"
Judge = Callable[..., dict[str, Severity]]


def rows() -> list[tuple[str, str, str, str]]:
    """The table in `numbers.txt`."""
    lines = CASES.read_text(encoding="utf-8").split("\n")
    found = []
    for line in lines:
        if line.strip() and not line.startswith("#"):
            locale, source, target, wanted = (cell.strip(" ") for cell in line.split(" |"))
            found.append((locale, source, target, wanted))
    return found


@pytest.mark.parametrize(
    ("locale", "source", "target", "wanted"), rows(), ids=[" → ".join(row[1:3]) for row in rows()]
)
def test_numbers_by_value(judge: Judge, locale: str, source: str, target: str, wanted: str) -> None:
    """Each row of the table is answered as it says, by the rules about numbers."""
    found = judge(source, target, locale)
    about = {k: v.value for k, v in found.items() if k in ("number", "number-ambiguous", "unit")}
    assert ", ".join(f"{rule} {severity}" for rule, severity in about.items()) == wanted


def test_a_critical_passage_is_judged_strictly(judge: Judge) -> None:
    """A number missing from a passage marked critical is an error without any unit."""
    assert judge("For 25 days", "Einige Tage", critical=True)["number"] is Severity.ERROR
    assert judge("For 25 days", "Einige Tage")["number"] is Severity.WARNING


def test_the_message_names_both_numbers(
    findings: Callable[..., tuple[Finding, ...]],
) -> None:
    """The finding says which number is missing and which stands in its place."""
    (one,) = findings("Take 10 mg now.", "Nimm jetzt 100 mg.")
    assert one.message == ("the number `10 mg` is missing in the translation (it has `100`)")
    assert one.detail == "10"


@settings(max_examples=150, deadline=None)
@given(
    st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False),
    st.sampled_from(["de", "fr", "pt_BR", "ru", "en", "ja", "hi", "tr"]),
)
def test_what_a_language_writes_it_reads(value: Decimal, locale: str) -> None:
    """A number with the separators of a language is read back as its value."""
    signs = separators(locale)
    whole, _, fraction = f"{value:,.2f}".partition(".")
    written = whole.replace(",", signs.groups[0]) + signs.decimal + fraction
    (amount,) = read_amounts(f"= {written} mg", locale)
    assert amount.value == value


@pytest.mark.parametrize("piece", ["1-", "1/2 ", "111 ", "1,", "½", "1万", "1.5 mg "])
def test_endless_numbers_are_read(judge: Judge, piece: str) -> None:
    """A passage of nothing but numbers is judged like any other."""
    assert "number" in judge("Take 7 mg", piece * 3000)
