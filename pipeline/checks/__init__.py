"""Checks of translations: what translators must know, and what must not be published.

Rules are records in one ordered table; each is one function over a unit, a file or all of them.
"""

from pipeline.checks.across import Checked, check_across, check_sources, check_stale
from pipeline.checks.changes import Changes, changed_units, edited_sources, only_changed
from pipeline.checks.files import check_file
from pipeline.checks.fix import fix, may_fix
from pipeline.checks.formats import FORMATS, SCHEMA, format_findings, github_summary
from pipeline.checks.messages import check_messages
from pipeline.checks.pages import explain, list_rules, rules_page
from pipeline.checks.silence import (
    apply_baseline,
    check_settings,
    did_you_mean,
    fingerprint,
    fingerprints,
    format_baseline,
    in_order,
    parse_baseline,
)
from pipeline.checks.summary import Completeness, Summary, exit_code, last_line
from pipeline.checks.table import RULES
from pipeline.checks.terms import Glossary, parse_glossary
from pipeline.checks.text import named, shortened
from pipeline.checks.units import check_units

__all__ = [
    "FORMATS",
    "RULES",
    "SCHEMA",
    "Changes",
    "Checked",
    "Completeness",
    "Glossary",
    "Summary",
    "apply_baseline",
    "changed_units",
    "check_across",
    "check_file",
    "check_messages",
    "check_settings",
    "check_sources",
    "check_stale",
    "check_units",
    "did_you_mean",
    "edited_sources",
    "exit_code",
    "explain",
    "fingerprint",
    "fingerprints",
    "fix",
    "format_baseline",
    "format_findings",
    "github_summary",
    "in_order",
    "last_line",
    "list_rules",
    "may_fix",
    "named",
    "only_changed",
    "parse_baseline",
    "parse_glossary",
    "rules_page",
    "shortened",
]
