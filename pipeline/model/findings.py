"""Problems, and the rules that find them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.model.articles import Kind


class Severity(StrEnum):
    """How bad a finding is."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem: what is so, where, and what to do."""

    rule: str
    severity: Severity
    path: str
    """From the project root, with forward slashes."""
    line: int
    message: str
    """One sentence that names the very text at fault."""
    hint: str = ""
    """What to do about it."""
    column: int = 0
    """From 1; 0 where the whole line is meant."""
    locale: str = ""
    article: str = ""
    context: str | None = None
    source: str = ""
    target: str = ""
    detail: str = ""
    """What tells it from other findings of the same rule at the same place; never a line number."""


@dataclass(frozen=True, slots=True)
class Example:
    """What a rule is explained and tested with."""

    text: str
    """The translation; for a rule about files or pages the stretch of the file or page."""
    source: str = ""
    """The English of the translation; empty for files and pages."""
    locale: str = "de"
    kind: Kind = Kind.PARAGRAPH
    critical: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is looked for, in a catalog or in the finished site.

    The records are the documentation: `docs/checks.md` and `check --explain` are made of them.
    """

    id: str
    """What a finding carries and a setting names: `link-target`."""
    family: str
    """One letter; in catalogs P file, S structure, N numbers and meaning, L language and
    characters, T typography, C completeness and consistency."""
    scope: str
    """`catalog` or `site`."""
    severity: Severity
    """How bad it is unless a setting, or the case at hand, says otherwise."""
    finds: str
    """What it finds, in one sentence."""
    why: str
    """Why that matters to a reader."""
    good: Example
    bad: Example
    silence: str = ""
    """How to silence it, where that differs from all the others."""
    fixable: bool = False
    """Whether `check --fix` mends it."""
    locked: bool = False
    """Whether a translator's own comment cannot silence it."""
