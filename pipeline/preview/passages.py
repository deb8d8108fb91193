"""What a translator is told about each passage of a page, as plain data for the browser."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from pipeline.counts import count_words, coverage, percent
from pipeline.model import EditionState, Finding, Key, Kind, Match, State, Unit
from pipeline.preview.desk import Sheet
from pipeline.preview.differences import word_changes
from pipeline.preview.pages import passage_state
from pipeline.preview.shelf import Problem

Data: TypeAlias = dict[str, Any]
"""What JSON can hold."""
WayTo: TypeAlias = Callable[[str, int], Data]
"""Path from the root, line -> how to open it."""

TO_DO = ("untranslated", "fuzzy", "rejected", "machine")
"""The states that need somebody's eye, in the order in which they are counted."""


def sheet_data(sheet: Sheet, way_to: WayTo) -> Data:
    """An edition and all its passages; the states are counted so that they add up."""
    edition = sheet.edition
    shown = {one.segment.key: n for n, one in enumerate(sheet.units) if _on_page(one)}
    segments = [_passage(sheet, number, way_to, shown) for number in range(len(sheet.units))]
    states = [one["state"] for one in segments]
    return {
        "article": edition.article,
        "locale": edition.locale,
        "state": edition.state.value,
        "percent": percent(coverage(edition.counts)),
        "reasons": list(edition.reasons),
        "machine": edition.machine,
        "wordsToGo": edition.counts.total.words - edition.counts.translated.words,
        "counts": {state: states.count(state) for state in TO_DO},
        "catalog": sheet.path,
        "fileFindings": [_finding(one) for one in sheet.file],
        "open": way_to(sheet.path, 1) if sheet.path else None,
        "segments": segments,
    }


def _on_page(unit: Unit) -> bool:
    return unit.segment.kind not in (Kind.FIELD, Kind.TOOLTIP, Kind.ABBREVIATION)


def _passage(sheet: Sheet, number: int, way_to: WayTo, shown: Mapping[Key, int]) -> Data:
    unit = sheet.units[number]
    segment = unit.segment
    found = sheet.found[number] if sheet.found else ()
    return {
        "number": number,
        "state": passage_state(sheet, number),
        "kind": segment.field or segment.kind.value,
        "roles": sorted(role.value for role in segment.roles),
        "headings": list(segment.headings),
        "context": segment.context,
        "source": segment.msgid,
        "target": unit.target if sheet.edition.state is not EditionState.SOURCE else "",
        "previous": _previous(unit),
        "words": count_words(segment.msgid),
        "note": segment.note,
        "comments": list(unit.comments),
        "findings": [_finding(one) for one in found],
        "path": unit.path,
        "line": unit.line,
        "hint": _hint(unit, sheet),
        "onPage": _on_page(unit) or segment.key in shown,
        "twin": None if _on_page(unit) else shown.get(segment.key),
        "open": way_to(unit.path, unit.line) if unit.path else None,
    }


def _previous(unit: Unit) -> list[list[str]] | None:
    """How the English changed since the passage was translated, word by word."""
    if unit.state is not State.FUZZY or unit.previous is None:
        return None
    return [list(one) for one in word_changes(unit.previous, unit.segment.msgid)]


def _hint(unit: Unit, sheet: Sheet) -> str:
    """What to do about a passage, in one sentence."""
    if sheet.edition.state is EditionState.SOURCE or not unit.path:
        return ""
    if unit.line == 0:
        return "This text is not in the catalog yet: run `make update`."
    if unit.state is State.UNTRANSLATED:
        return "Write its translation behind msgstr."
    if unit.state is State.REJECTED:
        return "The page shows English until the errors below are mended."
    if unit.state is State.FUZZY and unit.match is Match.PLACE:
        return "The English changed: run `make update`, then check the translation."
    if unit.state is State.FUZZY:
        return "Check the translation, then take the word `fuzzy` away."
    if sheet.edition.machine:
        return "A machine wrote this: nobody has reviewed it yet."
    return ""


def _finding(one: Finding) -> Data:
    return {
        "rule": one.rule,
        "severity": one.severity.value,
        "line": one.line,
        "message": one.message,
        "hint": one.hint,
    }


def problem_data(one: Problem, way_to: WayTo) -> Data:
    """What cannot be read, where, and what to do about it."""
    return {
        "path": one.path,
        "line": one.line,
        "message": one.message,
        "remedy": one.remedy,
        "open": way_to(one.path, one.line) if one.path else None,
    }


def empty_data() -> Mapping[str, Any]:
    """What stands for an edition on pages that show none."""
    return {"article": "", "locale": "", "segments": [], "counts": {}}
