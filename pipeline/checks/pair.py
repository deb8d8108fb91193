"""What a rule about units looks at, and what it answers with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from pipeline.checks.once import once
from pipeline.checks.signs import ALL
from pipeline.checks.terms import Glossary
from pipeline.checks.view import View
from pipeline.config import Checks
from pipeline.model import Kind, Language, Role, Rule, Scope, Segment, Severity, Unit

_EMPTY, _NO_TERMS = Scope(), Glossary()


class Problem(NamedTuple):
    """What a rule says about one unit, before it has a place."""

    message: str
    hint: str = ""
    detail: str = ""
    """What tells two findings of one rule on one unit apart; part of the fingerprint."""
    severity: Severity | None = None
    """Where it differs from the rule's own."""


def code_of(language: Language) -> str:
    """The language without script and region: `pt` of `pt_BR`."""
    return language.locale.partition("_")[0]


def _any(_: Language) -> bool:
    return True


class Pair:
    """A translated unit with both its sides rendered, in its language."""

    def __init__(
        self,
        unit: Unit,
        source: View,
        target: View,
        language: Language,
        settings: Checks,
        scope: Scope = _EMPTY,
        glossary: Glossary = _NO_TERMS,
    ) -> None:
        self.unit = unit
        self.source = source
        self.target = target
        self.language = language
        self.settings = settings
        self.scope = scope
        self.glossary = glossary
        self.remembered: dict[str, object] = {}
        """What several rules of one family work out once."""

    @once
    def same_tags(self) -> bool:
        """Whether both sides have the same tags in the same order, attributes and all."""
        return self.source.tags == self.target.tags

    @property
    def segment(self) -> Segment:
        """The source segment."""
        return self.unit.segment

    @property
    def kind(self) -> Kind:
        """What the segment is in its article."""
        return self.unit.segment.kind

    @once
    def code(self) -> str:
        """The language without script and region: `pt` of `pt_BR`."""
        return code_of(self.language)

    @property
    def critical(self) -> bool:
        """Whether the author marked it as a dose or a warning."""
        return Role.CRITICAL in self.unit.segment.roles

    @once
    def selected(self) -> frozenset[str]:
        """Rules that the settings name one by one: some then look at more than they do else."""
        return frozenset(self.settings.select)


Look: TypeAlias = Callable[[Pair], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class UnitRule(Rule):
    """A rule that judges one translation at a time."""

    look: Look = field(kw_only=True, compare=False, repr=False)
    code: bool = field(default=False, kw_only=True)
    """Whether it looks at code blocks too, and not at prose alone."""
    signs: int = field(default=ALL, kw_only=True, compare=False, repr=False)
    """It finds nothing where none of these shows."""
    suits: Callable[[Language], bool] = field(default=_any, kw_only=True, compare=False, repr=False)
    """The languages that it is about."""
