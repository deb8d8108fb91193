"""What the units of one language are judged with: its rules, chosen by the signs that show."""

from __future__ import annotations

from pipeline.checks.glance import Glance
from pipeline.checks.pair import Pair, UnitRule
from pipeline.checks.signs import CODE
from pipeline.checks.silence import Choice
from pipeline.checks.table import RULES, UNIT_RULES
from pipeline.checks.terms import Glossary
from pipeline.config import Checks
from pipeline.model import Language

Rules = tuple[UnitRule, ...]

_LOCKED = tuple(rule for rule in UNIT_RULES if rule.locked)
"""Rules that look at fuzzy units too: what they find does harm to whoever opens the file."""

_MOST = 4096
"""Sets of signs that are remembered: far more than any site has."""


class Bench:
    """The rules for one language under some settings."""

    def __init__(self, language: Language, settings: Checks, glossary: Glossary) -> None:
        self.made_of = (language, settings, glossary)
        self.choice = Choice(RULES, settings, language.locale)
        self._glance = Glance(language, settings, glossary)
        self._rules = tuple(
            rule for rule in UNIT_RULES if self.choice.on(rule.id) and rule.suits(language)
        )
        self._chosen: dict[int, Rules] = {}

    def rules_for(self, pair: Pair) -> Rules:
        """The rules that may find something in a translation, in the order of the table."""
        signs = self._glance.at(pair)
        chosen = self._chosen.get(signs)
        if chosen is None:
            if len(self._chosen) > _MOST:
                self._chosen.clear()
            chosen = self._chosen[signs] = _with(signs, self._rules)
        return chosen

    def locked_for(self, pair: Pair) -> Rules:
        """Those that look at a translation which is not published."""
        return _with(self._glance.at(pair), _LOCKED)


def _with(signs: int, rules: Rules) -> Rules:
    code = bool(signs & CODE)
    return tuple(rule for rule in rules if rule.signs & signs and (rule.code or not code))


_BENCHES: dict[str, Bench] = {}


def bench_for(language: Language, settings: Checks, glossary: Glossary) -> Bench:
    """The bench of a language; the last one of each is kept, for a site has many articles."""
    held = _BENCHES.get(language.locale)
    if held is None or held.made_of != (language, settings, glossary):
        held = _BENCHES[language.locale] = Bench(language, settings, glossary)
    return held
