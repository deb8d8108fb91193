"""Rules are left out by the signs of a passage, and no finding is lost by that."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.article import Renderer
from pipeline.catalog import read_catalog
from pipeline.checks import RULES, Glossary, check_units, parse_glossary, signs
from pipeline.checks.characters import suspects
from pipeline.checks.glance import Glance, ends_alike
from pipeline.checks.marks import end_mark
from pipeline.checks.pair import Pair, UnitRule
from pipeline.checks.scripts import SCRIPTS, foreign_to, script_of
from pipeline.checks.view import View
from pipeline.config import Checks, Dialect
from pipeline.locales import language
from pipeline.model import Article, Finding, Kind, Match, Role, Scope, Segment, State, Unit

RENDERER = Renderer(Dialect())
CASES = Path(__file__).parents[1] / "cases" / "checks"
_LOCALES = "de fr es ar fa ja hi zh_Hans zh_Hant ru uk el he tr pt th sr en_GB ko gl"
LOCALES = tuple(_LOCALES.split(" "))
SETTINGS = (Checks(), Checks(do_not_translate=("Red Cross",), placeholders=(r"\{\w+\}",)))
GLOSSARY = parse_glossary("tablet\tTablette\tPille\nwater\tWasser\n")
SCOPE = Scope((("ref", "c.md", None),), ("1",), (("HTML", "Hypertext"),))

ALPHABET = (
    "ab1.5,%mg #>*_-+`[]()!<>/\"'=:{}|~\\&^;?\n\t\u00a0\u200b\u200d\u202e\u2068éñ漢ア٣ل中"
    "\ufeff\ufffd¿?½．…。؟०пыєіßŉ\u0308ー「（«»｛＊￼\U0001f3f4\U000e0067"
)
_PIECES = (
    "[a](b.md)|[a][ref]|[b] (c.md)|【a】(b.md)|**x**|*y*|`c`|`d e`|<b>z</b>|<u>|![i](i.png)"
    "|10 mg|10|1,5|2 500|½|[^1]|{{ v }}|{n}|{: .x}|{#id}|%(n)s|word|Word Word|Red Cross"
    "|tablet|Wasser|1.|#|> |<https://a.org>|www.x.org|x@y.org|a.com/b|  |  \n|\n\n|&amp;"
    "|&#42;|&#53;|<!-- c -->|HTML|...|<<<<<<< a|Do not take|never"
    "|The water and the salt should rest with this or that, from the sea|Das Wasser ruht"
    "|Мышцы ног не дёргаются|М'язи ніг|الماء والملح|水を飲む。|請喝水|پانی|¿Qué?|¡No!"
    "|Снотвoрное|Quoi ?|(a|a)|（a）|「a|:-)|Mu\u0308de|a\u00adb|a\u200bb| |\u3000|?|!|:|;|."
    "|。|…"
)
PIECES = tuple(_PIECES.split("|"))
MARKDOWN = st.lists(
    st.sampled_from(PIECES) | st.text(alphabet=ALPHABET, max_size=40), max_size=6
).flatmap(lambda parts: st.sampled_from(["", " "]).map(lambda space: space.join(parts)))


def judged(
    units: Sequence[Unit],
    locale: str,
    chosen: Checks,
    glossary: Glossary = GLOSSARY,
    fuzzy: bool = False,
) -> tuple[tuple[tuple[Finding, ...], ...], ...]:
    """What is found by the rules that have a sign, and what all of them find."""
    article = Article("a", "source/a.md", "", scope=SCOPE)

    def found() -> tuple[tuple[Finding, ...], ...]:
        return check_units(
            article, units, language(locale), chosen, RENDERER, glossary=glossary, fuzzy=fuzzy
        )

    at = Glance.at
    with pytest.MonkeyPatch.context() as patch:
        some = found()
        # Whether a passage is code is no matter of economy: rules about prose do not look at it.
        patch.setattr(
            Glance, "at", lambda self, pair: signs.ALL & ~signs.CODE | at(self, pair) & signs.CODE
        )
        return some, found()


def a_unit(source: str, target: str, kind: Kind, state: State, critical: bool = False) -> Unit:
    """A unit with its msgid as extraction makes it: without white space at its edges."""
    roles = frozenset({Role.CRITICAL} if critical else ())
    segment = Segment(source, source.strip(" "), kind, roles=roles)
    return Unit(segment, state, target, source, Match.EXACT, path="a.po", line=3)


STATES = st.sampled_from([State.TRANSLATED, State.FUZZY])


@settings(max_examples=400, deadline=None)
@given(
    MARKDOWN,
    MARKDOWN,
    st.sampled_from(LOCALES),
    st.sampled_from(list(Kind)),
    st.booleans(),
    st.sampled_from(SETTINGS),
    STATES,
)
def test_no_finding_is_lost(
    source: str, target: str, locale: str, kind: Kind, critical: bool, chosen: Checks, state: State
) -> None:
    """The rules that have a sign of theirs find what all rules find, in any two texts."""
    some, every = judged([a_unit(source, target, kind, state, critical)], locale, chosen)
    assert some == every


@settings(max_examples=200, deadline=None)
@given(
    MARKDOWN,
    st.integers(0, 60),
    st.integers(0, 3),
    st.sampled_from([*PIECES, *ALPHABET]),
    st.sampled_from(LOCALES),
    st.booleans(),
)
def test_no_finding_is_lost_in_near_copies(
    text: str, at: int, cut: int, piece: str, locale: str, critical: bool
) -> None:
    """The same where the translation is its source with one small change."""
    near = text[:at] + piece + text[at + cut :]
    for one, other in ((text, near), (near, text), (text, text)):
        unit = a_unit(one, other, Kind.PARAGRAPH, State.TRANSLATED, critical)
        some, every = judged([unit], locale, Checks())
        assert some == every


def known_pairs() -> list[tuple[str, Kind, str, str]]:
    """Every pair of the tables of cases, and every example of a rule."""
    found = []
    for name in ("language.txt", "numbers.txt", "structure.txt"):
        for line in (CASES / name).read_text("utf-8").split("\n"):
            if line.strip() and not line.startswith("#"):
                head, source, rest = line.split(" | ", 2)
                locale, _, kind = head.strip().partition(" ")
                texts = [one.replace("\\n", "\n") for one in (source, rest.rpartition(" |")[0])]
                found.append((locale, Kind(kind or "paragraph"), *texts))
    for rule in RULES:
        if isinstance(rule, UnitRule):
            for one in (rule.good, rule.bad):
                found.append((one.locale, one.kind, one.source, one.text))
    return found


def test_no_finding_is_lost_in_the_cases() -> None:
    """The same for all that the rules are tested and explained with, in each of many languages."""
    pairs = known_pairs()
    for locale in LOCALES:
        for critical in (False, True):
            units = [a_unit(s, t, kind, State.TRANSLATED, critical) for _, kind, s, t in pairs]
            some, every = judged(units, locale, SETTINGS[critical])
            assert some == every
    assert sum(map(bool, some)) > len(pairs) / 2


READABLE = [p for p in sorted((CASES / "catalogs").glob("*.po")) if p.stem not in "broken conflict"]


@pytest.mark.parametrize("path", READABLE, ids=lambda path: path.stem)
def test_no_finding_is_lost_in_catalogs(path: Path) -> None:
    """The same for whole catalogs, fuzzy entries among them."""
    entries = [one for one in read_catalog(path.read_bytes(), "a.po").entries if one.msgid]
    for fuzzy in (False, True):
        units = [
            a_unit(e.msgid, e.msgstr[0], Kind.PARAGRAPH, s)
            for e in entries
            for s in (State.TRANSLATED, State.FUZZY)
        ]
        some, every = judged(units, "de", Checks(), fuzzy=fuzzy)
        assert some == every
        assert any(every) or path.stem not in ("attack", "doses")


def test_plain_passages_have_next_to_no_signs() -> None:
    """In an ordinary sentence nothing shows, so that next to no rule is run."""
    source, target = "Drink enough water every day.", "Trink jeden Tag genug Wasser."
    segment = Segment(source, source, Kind.PARAGRAPH)
    unit = Unit(segment, State.TRANSLATED, target, match=Match.EXACT)
    tongue, chosen = language("de"), Checks()
    pair = Pair(unit, View(source, source), View(target, target), tongue, chosen)
    assert Glance(tongue, chosen, Glossary()).at(pair) == 0


@pytest.mark.parametrize("script", [one for one in SCRIPTS if foreign_to(one)])
def test_letters_of_a_script_are_known_at_a_glance(script: str) -> None:
    """Whatever letter is not foreign to a script belongs to it by its name."""
    foreign = foreign_to(script)
    assert foreign is not None
    own = [c for c in map(chr, range(sys.maxunicode + 1)) if c.isalpha() and not foreign.search(c)]
    assert own and {script_of(one) for one in own} <= set(SCRIPTS[script])


def test_every_unseen_character_is_a_sign() -> None:
    """No character that the rules about characters look for is passed over."""
    for one in map(chr, range(sys.maxunicode + 1)):
        if suspects(one):
            assert View(f"a{one}b", f"a{one}b").signs & signs.UNSEEN, ascii(one)


@settings(max_examples=300, deadline=None)
@given(
    st.text(alphabet='a1. .?!:;…。؟|។")」 ￼\n', max_size=6),
    st.text(alphabet='a1. .?!:;…。؟|។")」 ￼\n', max_size=6),
    st.sampled_from(["de", "el", "hi", "ja", "my"]),
)
def test_ends_that_are_alike_are_alike(source: str, target: str, locale: str) -> None:
    """Where both sides plainly end alike, the rule about ends has nothing to say."""
    if ends_alike(source, target):
        segment = Segment(source, source, Kind.PARAGRAPH)
        unit = Unit(segment, State.TRANSLATED, target)
        views = View(source, source), View(target, target)
        assert not list(end_mark(Pair(unit, *views, language(locale), Checks())))
