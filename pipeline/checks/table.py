"""The one ordered table of all rules about catalogs.

The order is that of the families and, within each, of weight; findings at one place come in it.
"""

from __future__ import annotations

from pipeline.checks import characters, files, numbers, silence, structure
from pipeline.checks.pair import UnitRule
from pipeline.model import Rule

UNIT_RULES: tuple[UnitRule, ...] = (*structure.RULES, *numbers.RULES, *characters.RULES)

RULES: tuple[Rule, ...] = (*files.RULES, *UNIT_RULES, *silence.RULES)
