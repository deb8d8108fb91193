"""Plural forms of gettext catalogs: our own table of expressions, chosen by CLDR's integers.

Babel's gettext table is wrong for Arabic and Latvian and has no entry for 247 languages, and
CLDR's own rules speak of fractions, which gettext cannot count. So: one expression for each way
in which CLDR divides the integers, written as translators know it, and a test that every locale
of CLDR finds the expression that divides its integers alike.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

_SAMPLE = (*range(210), 300, 500, 900, 1000, 1001, 1002, 1100, 20000, 100000)
"""Integers that tell all of CLDR's divisions apart. Millions are left out: `many` for whole
millions (French, Spanish, Italian, Portuguese) is a form that gettext catalogs do not have."""

_CLDR_ORDER = ("zero", "one", "two", "few", "many", "other")

EXPRESSIONS: tuple[tuple[int, str], ...] = (
    (1, "0"),
    (2, "(n != 1)"),
    (2, "(n > 1)"),
    (2, "(n%10==1 && n%100!=11 ? 0 : 1)"),
    (2, "(n%10==4 || n%10==6 || n%10==9)"),
    (2, "(n>1 && (n<11 || n>99))"),
    (3, "(n==0 ? 0 : n==1 ? 1 : 2)"),
    (3, "(n==1 ? 0 : n==2 ? 1 : 2)"),
    (3, "(n==1 ? 0 : n>=2 && n<=4 ? 1 : 2)"),
    (3, "(n<=1 ? 0 : n<=10 ? 1 : 2)"),
    (3, "(n==1 ? 0 : n==0 || (n%100>=1 && n%100<=19) ? 1 : 2)"),
    (3, "(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2)"),
    (3, "(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2)"),
    (3, "(n%10==1 && (n%100<11 || n%100>19) ? 0 : n%10>=2 && (n%100<11 || n%100>19) ? 1 : 2)"),
    (3, "(n%10==0 || (n%100>=11 && n%100<=19) ? 0 : n%10==1 && n%100!=11 ? 1 : 2)"),
    (4, "(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3)"),
    (4, "(n==1 || n==11 ? 0 : n==2 || n==12 ? 1 : n>2 && n<20 ? 2 : 3)"),
    (4, "(n%10==1 ? 0 : n%10==2 ? 1 : n%20==0 ? 2 : 3)"),
    (
        4,
        "(n%10==1 && n%100!=11 && n%100!=71 && n%100!=91 ? 0"
        " : n%10==2 && n%100!=12 && n%100!=72 && n%100!=92 ? 1"
        " : (n%10==3 || n%10==4 || n%10==9)"
        " && (n%100<10 || n%100>19 && n%100<70 || n%100>79 && n%100<90) ? 2 : 3)",
    ),
    (5, "(n==1 ? 0 : n==2 ? 1 : n>=3 && n<=6 ? 2 : n>=7 && n<=10 ? 3 : 4)"),
    (
        5,
        "(n==1 ? 0 : n==2 ? 1 : n==0 || (n%100>=3 && n%100<=10) ? 2"
        " : n%100>=11 && n%100<=19 ? 3 : 4)",
    ),
    (
        6,
        "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)",
    ),
    (6, "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n==3 ? 3 : n==6 ? 4 : 5)"),
    (
        6,
        "(n==0 ? 0 : n==1 ? 1"
        " : n%20==2 && n%100!=0 || n%1000==0 && (n%100000>=1000 && n%100000<=20000"
        " || n%100000==40000 || n%100000==60000 || n%100000==80000)"
        " || n!=0 && n%1000000==100000 ? 2"
        " : n%20==3 ? 3 : n%20==1 ? 4 : 5)",
    ),
)


@dataclass(frozen=True, slots=True)
class PluralRule:
    """How a language counts: the number of forms and which one a number takes."""

    nplurals: int
    expression: str

    @property
    def header(self) -> str:
        """The value of a catalog's `Plural-Forms`.

        >>> PluralRule(2, "(n > 1)").header
        'nplurals=2; plural=(n > 1);'
        """
        return f"nplurals={self.nplurals}; plural={self.expression};"

    def form(self, n: int) -> int:
        """Which msgstr a number takes, from 0."""
        return _compiled(self.expression)(n)


@lru_cache(maxsize=1024)
def plural_rule(locale: str) -> PluralRule:
    """The plural rule of a CLDR locale.

    >>> plural_rule("pt_BR").header
    'nplurals=2; plural=(n > 1);'
    >>> [plural_rule("ar").form(n) for n in (0, 1, 2, 3, 11, 100)]
    [0, 1, 2, 3, 4, 5]
    """
    from babel import Locale, UnknownLocaleError

    try:
        cldr = Locale.parse(locale).plural_form
    except (UnknownLocaleError, ValueError):
        return PluralRule(2, "(n != 1)")  # a language that only the settings know
    names = [cldr(n) for n in _SAMPLE]
    order = [name for name in _CLDR_ORDER if name in names]
    wanted = [order.index(name) for name in names]
    for nplurals, expression in EXPRESSIONS:
        if nplurals == len(order) and wanted == [_compiled(expression)(n) for n in _SAMPLE]:
            return PluralRule(nplurals, expression)
    # A locale that CLDR counts in a way of its own, newer than this table: the test names it.
    return PluralRule(2, "(n != 1)")


@lru_cache(maxsize=256)
def divides_alike(one: str, other: str) -> bool:
    """Whether two plural expressions put every number into the same form, index for index.

    >>> divides_alike("n != 1", "(n==1 ? 0 : 1)")
    True
    """
    try:
        first, second = _compiled(one), _compiled(other)
        return all(first(n) == second(n) for n in _SAMPLE)
    except (ValueError, ZeroDivisionError, RecursionError):
        return False


@lru_cache(maxsize=256)
def _compiled(expression: str) -> Callable[[int], int]:
    # The standard library's compiler refuses everything but C's integer operators, and bounds
    # length and nesting: the expression may come from a stranger's catalog.
    compiled: Callable[[int], int] = gettext.c2py(expression)
    return compiled
