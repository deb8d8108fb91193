"""The one ordered table of all rules about catalogs.

The order is that of the families and, within each, of weight; findings at one place come in it.
"""

from __future__ import annotations

from pipeline.checks import (
    across,
    changes,
    characters,
    files,
    language,
    meaning,
    numbers,
    silence,
    structure,
    typography,
)
from pipeline.checks.pair import UnitRule
from pipeline.model import Rule

UNIT_RULES: tuple[UnitRule, ...] = (
    *structure.RULES,
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
