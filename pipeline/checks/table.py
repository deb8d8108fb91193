"""The one ordered table of all rules about catalogs.

The order is that of the families and, within each, of weight; findings at one place come in it.
"""

from __future__ import annotations

from pipeline.checks import (
    across,
    changes,
    characters,
    code,
    elements,
    files,
    language,
    links,
    meaning,
    numbers,
    silence,
    stress,
    structure,
    typography,
)
from pipeline.checks.pair import UnitRule
from pipeline.model import Rule

UNIT_RULES: tuple[UnitRule, ...] = (
    *links.RULES,
    *elements.RULES,
    *structure.RULES,
    *code.RULES,
    *stress.RULES,
    *numbers.RULES,
    *meaning.MEANING,
    *characters.RULES,
    *language.RULES,
    *typography.RULES,
    *meaning.TERMS,
)

RULES: tuple[Rule, ...] = (
    *files.RULES,
    *changes.RULES,
    *UNIT_RULES,
    *across.RULES,
    *silence.RULES,
)
