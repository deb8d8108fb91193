"""What the tests of the checks share: one unit judged, and a catalog as a specimen."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.article import Renderer
from pipeline.catalog import read_catalog
from pipeline.checks import Glossary, check_file, check_units
from pipeline.config import Checks, Dialect
from pipeline.locales import language
from pipeline.model import (
    Article,
    Finding,
    Kind,
    Match,
    Role,
    Scope,
    Segment,
    Severity,
    State,
    Unit,
)

RENDERER = Renderer(Dialect())


def make_unit(
    source: str,
    target: str,
    *,
    kind: Kind = Kind.PARAGRAPH,
    critical: bool = False,
    state: State = State.TRANSLATED,
    comments: tuple[str, ...] = (),
    ignored: frozenset[str] = frozenset(),
    path: str = "locales/de/LC_MESSAGES/a.po",
    line: int = 7,
    context: str | None = None,
    previous: str | None = None,
) -> Unit:
    """A unit as `reconcile` makes it."""
    roles = frozenset({Role.CRITICAL} if critical else ())
    segment = Segment(source, source, kind, context=context, roles=roles, ignored=ignored)
    return Unit(
        segment, state, target, previous, Match.EXACT, path=path, line=line, comments=comments
    )


def judge_unit(
    source: str,
    target: str,
    locale: str = "de",
    *,
    settings: Checks | None = None,
    glossary: Glossary | None = None,
    scope: Scope | None = None,
    fuzzy: bool = False,
    **about: object,
) -> tuple[Finding, ...]:
    """What the rules find in one unit."""
    article = Article("a", "source/a.md", "", scope=scope or Scope())
    unit = make_unit(source, target, **about)  # type: ignore[arg-type]
    return check_units(
        article,
        [unit],
        language(locale),
        settings or Checks(),
        RENDERER,
        glossary=glossary or Glossary(),
        fuzzy=fuzzy,
    )[0]


@pytest.fixture
def judge() -> Callable[..., dict[str, Severity]]:
    """Judge one unit; the answer is rule id to severity, the worst where there are several."""

    def judged(*args: object, **about: object) -> dict[str, Severity]:
        order = [Severity.INFO, Severity.WARNING, Severity.ERROR]
        found: dict[str, Severity] = {}
        for one in judge_unit(*args, **about):  # type: ignore[arg-type]
            worst = max(one.severity, found.get(one.rule, Severity.INFO), key=order.index)
            found[one.rule] = worst
        return found

    return judged


@pytest.fixture
def findings() -> Callable[..., tuple[Finding, ...]]:
    """Judge one unit; the answer is the findings."""
    return judge_unit


def check_specimen(text: str, path: str, locale: str, settings: Checks) -> list[Finding]:
    """What is found in a catalog alone: as a file, and in each of its living entries."""
    found = list(check_file(text.encode(), path, language(locale), settings))
    if any(one.rule == "syntax" for one in found):
        return found
    units = [
        Unit(
            Segment(one.msgid, one.msgid, Kind.PARAGRAPH, context=one.context),
            State.TRANSLATED
            if one.translated
            else State.FUZZY
            if one.fuzzy
            else State.UNTRANSLATED,
            one.msgstr[0],
            one.previous,
            Match.EXACT,
            path=path,
            line=one.msgstr_line,
            comments=one.comments,
        )
        for one in read_catalog(text.encode(), path).entries
        if one.msgid and not one.obsolete
    ]
    article = Article("a", "source/a.md", "")
    for one in check_units(article, units, language(locale), settings, RENDERER):
        found += one
    return found


@pytest.fixture
def specimen() -> Callable[..., list[Finding]]:
    """Check the text of a catalog."""
    return check_specimen
