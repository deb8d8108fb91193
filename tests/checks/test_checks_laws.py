"""Laws of the checks, over generated texts."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.article import Renderer
from pipeline.checks import RULES, check_units, format_findings
from pipeline.config import Checks, Dialect
from pipeline.locales import language
from pipeline.model import Article, Kind, Match, Segment, State, Unit

RENDERER = Renderer(Dialect())
ARTICLE = Article("a", "source/a.md", "")
ALPHABET = "ab1.5,%mg #>*_-+`[]()!<>/\"'=:{}|~\\&^\n\t\u00a0\u200b\u202eéñ漢ア٣ل中\ufeff¿?"
TEXTS = st.text(alphabet=ALPHABET, max_size=60)
SNIPPETS = (
    "[a](b.md)|**x**|*y*|`c`|<b>z</b>|![i](i.png)|10 mg|[^1]|{{ v }}|word|1.|#|<https://a.org>"
    "|x@y.org|{#id}|  \n|&amp;|<!-- c -->"
)
PIECES = st.sampled_from(SNIPPETS.split("|"))
MARKDOWN = st.lists(PIECES | TEXTS, max_size=6).map(" ".join)
LOCALES = st.sampled_from(["de", "fr", "ar", "ja", "hi", "zh_Hans", "es", "ru", "fa", "tr"])
KINDS = st.sampled_from(list(Kind))
STRUCTURE = {rule.id for rule in RULES if rule.family == "S"}


def unit(source: str, target: str, kind: Kind) -> Unit:
    """A translated unit."""
    segment = Segment(source, source, kind)
    return Unit(segment, State.TRANSLATED, target, match=Match.EXACT, path="a.po", line=3)


@settings(max_examples=150, deadline=None)
@given(MARKDOWN, MARKDOWN, LOCALES, KINDS)
def test_any_text_is_judged(source: str, target: str, locale: str, kind: Kind) -> None:
    """Whatever stands in a catalog is judged, and what is said about it is safe to print."""
    (found,) = check_units(
        ARTICLE, [unit(source, target, kind)], language(locale), Checks(), RENDERER
    )
    for one in found:
        assert one.message and not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e]", one.message)
    text = format_findings(found, "text", rules=RULES)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\ufeff]", text)


@settings(max_examples=150, deadline=None)
@given(MARKDOWN, KINDS)
def test_a_text_has_its_own_structure(text: str, kind: Kind) -> None:
    """A translation that is its source, word for word, fails no rule about structure."""
    (found,) = check_units(ARTICLE, [unit(text, text, kind)], language("de"), Checks(), RENDERER)
    assert {one.rule for one in found} & STRUCTURE == set()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(MARKDOWN, MARKDOWN), min_size=1, max_size=4), LOCALES)
def test_units_are_judged_alone(pairs: list[tuple[str, str]], locale: str) -> None:
    """What is found in a unit does not depend on the units around it."""
    units = [unit(source, target, Kind.PARAGRAPH) for source, target in pairs]
    tongue, rules = language(locale), Checks(ignore=("wrong-script",))
    together = check_units(ARTICLE, units, tongue, rules, RENDERER)
    alone = [check_units(ARTICLE, [one], tongue, rules, RENDERER)[0] for one in units]
    assert list(together) == alone


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 99999), st.integers(1, 99999), st.sampled_from(["mg", "ml", "µg", "%"]))
def test_a_wrong_dose_is_an_error(right: int, wrong: int, measure: str) -> None:
    """Whatever the numbers are: the right dose passes, any other one does not."""
    (found,) = check_units(
        ARTICLE,
        [unit(f"Take {right} {measure} now.", f"Nimm jetzt {wrong} {measure}.", Kind.PARAGRAPH)],
        language("de"),
        Checks(),
        RENDERER,
    )
    errors = {one.rule for one in found if one.severity == "error"}
    assert errors == (set() if right == wrong else {"number"})
