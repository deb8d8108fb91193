"""`fix` mends what cannot be wrong, and no word."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.checks import RULES, fix
from pipeline.checks.pair import UnitRule
from pipeline.locales import language

NNBSP, NBSP = "\u202f", "\u00a0"
TABLE = [
    ("de", "Read [this](a.md)", "Lies [das] (a.md)", "Lies [das](a.md)"),
    ("fa", "[a](u.md)", "[a]\u200c(u.md)", "[a](u.md)"),
    ("ja", "[a](u.md)", "[a]（u.md）", "[a](u.md)"),
    ("de", "[a](u.md)", "[a] (und mehr)", "[a] (und mehr)"),
    ("de", "[a](u.md) [b]", "[b] (c.md)", "[b] (c.md)"),
    ("de", "Tea", " Tee\n", "Tee"),
    ("de", "Tea\n", "Tee", "Tee\n"),
    ("de", "Good day", "Guten  Tag", "Guten Tag"),
    ("de", "a  b", "a  b", "a  b"),
    ("de", "Use `a  b`", "Nimm  `a  b`", "Nimm `a  b`"),
    ("de", "Road 1  \nBonn", "Weg 1  \nBonn", "Weg 1  \nBonn"),
    ("de", "Tired", "Mu\u0308de", "Müde"),
    ("de", "Good day", "Guten\u200b Tag\ufeff", "Guten Tag"),
    ("th", "Good day", "สวัสดี\u200bครับ", "สวัสดี\u200bครับ"),
    ("fa", "I go", "می\u200cروم", "می\u200cروم"),
    ("de", "hyphen", "Schiff\u00adfahrt", "Schifffahrt"),
    ("de", "family", "👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
    ("fr", "Why?", "Pourquoi ?", f"Pourquoi{NNBSP}?"),
    ("fr", "Why?", "Pourquoi?", f"Pourquoi{NNBSP}?"),
    ("fr", "Note: so", "Note : ainsi", f"Note{NBSP}: ainsi"),
    ("fr_CA", "Why?", "Pourquoi?", "Pourquoi?"),
    ("fr", "At 12:30", "À 12:30", "À 12:30"),
    ("fr", "`a: b`", "`a: b`", "`a: b`"),
    ("fr", "See https://a.org: so", "Voir https://a.org: bien", "Voir https://a.org: bien"),
    ("fr", "![a](b.png)", "![a](b.png)", "![a](b.png)"),
    ("fr", "Say “a”", "Dire « a »", f"Dire «{NBSP}a{NBSP}»"),
    ("fr", "**Note**: so", "**Note** : ainsi", f"**Note**{NBSP}: ainsi"),
    ("de", "", "   ", "   "),
]


@pytest.mark.parametrize(("locale", "source", "target", "wanted"), TABLE)
def test_fix(locale: str, source: str, target: str, wanted: str) -> None:
    """Each row of the table is mended as it says."""
    assert fix(target, source, language(locale)) == wanted


@pytest.mark.parametrize(
    "rule", [r for r in RULES if isinstance(r, UnitRule) and r.fixable], ids=lambda r: r.id
)
def test_rules_that_say_so_are_mended(rule: UnitRule, judge: object) -> None:
    """What a rule calls mendable is mended: the rule then finds nothing."""
    tongue = language(rule.bad.locale)
    better = fix(rule.bad.text, rule.bad.source, tongue)
    found = judge(rule.bad.source, better, rule.bad.locale)  # type: ignore[operator]
    assert rule.id not in found


LETTERS = st.text(alphabet="ab1é \u0301\u200b\u200c\u202f\u00a0\n«»:!?;`[]()*<>/.u", max_size=40)


@settings(max_examples=300, deadline=None)
@given(LETTERS, LETTERS, st.sampled_from(["de", "fr", "fa", "ja", "th"]))
def test_mending_twice_is_mending_once(target: str, source: str, locale: str) -> None:
    """A mended text stays as it is."""
    once = fix(target, source, language(locale))
    assert fix(once, source, language(locale)) == once


@settings(max_examples=300, deadline=None)
@given(LETTERS, LETTERS, st.sampled_from(["de", "fr", "fa", "ja"]))
def test_mending_changes_no_word(target: str, source: str, locale: str) -> None:
    """No letter and no digit is added, lost or moved."""
    import unicodedata

    def words(text: str) -> list[str]:
        return [sign for sign in unicodedata.normalize("NFD", text) if sign.isalnum()]

    assert words(fix(target, source, language(locale))) == words(target)
