"""Checks of catalogs that no article stands behind: the words of the page furniture."""

from __future__ import annotations

from dataclasses import replace

from pipeline.article import Renderer
from pipeline.checks.silence import Choice
from pipeline.checks.table import RULES
from pipeline.checks.units import check_units
from pipeline.config import Checks
from pipeline.model import (
    Article,
    Catalog,
    Entry,
    Finding,
    Kind,
    Language,
    Match,
    Segment,
    State,
    Unit,
)

RULES_FOR_MESSAGES = (
    "placeholder edge-newline edge-space double-space conflict-marker bidi-control "
    "control-character invisible not-normal wrong-script wrong-language homoglyph end-mark "
    "french-spacing inverted-mark brackets ignore-wrong ignore-unused"
)
_WANTED = tuple(RULES_FOR_MESSAGES.split(" "))
_PLACEHOLDER = r"\{\w+\}"


def check_messages(
    catalog: Catalog, language: Language, settings: Checks, renderer: Renderer
) -> tuple[Finding, ...]:
    """What the rules find in a catalog of plain messages with placeholders such as `{count}`."""
    choice = Choice(RULES, settings, language.locale)
    select = tuple(one for one in _WANTED if choice.on(one))
    if not select:
        return ()
    own = {**settings.languages.get(language.locale, {}), "select": select}
    chosen = replace(
        settings,
        select=select,
        languages={language.locale: own},
        placeholders=(_PLACEHOLDER,),
    )
    entries = [one for one in catalog.entries if one.msgid and one.translated and not one.obsolete]
    units = [unit for one in entries for unit in _units(one, catalog.path)]
    plural = [one.plural is not None for one in entries for _ in one.msgstr]
    nothing = Article("interface", "", "")
    found = check_units(nothing, units, language, chosen, renderer)
    return tuple(
        finding
        for some, several in zip(found, plural, strict=True)
        for finding in some
        # A language may say "one article" in words.
        if not (several and finding.rule == "placeholder" and finding.detail == "{count}")
    )


def _units(entry: Entry, path: str) -> list[Unit]:
    """One unit a form; each plural form translates the plural, which has all placeholders."""
    source = entry.plural or entry.msgid
    segment = Segment(source, source, Kind.TOOLTIP, context=entry.context)
    return [
        Unit(
            segment,
            State.TRANSLATED,
            form,
            match=Match.EXACT,
            path=path,
            line=entry.msgstr_line + number,
            comments=entry.comments,
        )
        for number, form in enumerate(entry.msgstr)
    ]
