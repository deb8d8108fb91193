"""The gate: what becomes of an article in one language, and what each of its passages shows.

Coverage is counted in source words of today's English. What was published before counts too: an
English edit never makes a page vanish, it only lets it fall to a draft; and a page disappears only
when somebody asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.config import Gate
from pipeline.counts import count_units, coverage, percent
from pipeline.model import (
    INDEXED,
    LINKED,
    Article,
    Catalog,
    Edition,
    EditionState,
    Finding,
    Match,
    Passage,
    Role,
    Severity,
    State,
    Unit,
)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the gate must know beside the units."""

    was: EditionState | None = None
    """The state in the previous publication; None where it was not published."""
    interface_missing: int = 0
    """Messages of the page furniture that have no translation."""
    has_words: bool = False
    """Whether the catalog holds any translation, be it of a text that is gone."""
    machine: bool = False
    updated: str = ""
    translators: tuple[str, ...] = ()


def circumstances(
    catalog: Catalog | None, was: EditionState | None, interface_missing: int
) -> Circumstances:
    """What a catalog's header and entries tell the gate."""
    header = catalog.header if catalog else {}
    names = (name.strip() for name in header.get("X-Translator-Credits", "").split(";"))
    return Circumstances(
        was=was,
        interface_missing=interface_missing,
        has_words=catalog is not None
        and any(one.msgid and any(one.msgstr) for one in catalog.entries),
        machine=header.get("X-Translation-Origin", "").lower() == "machine",
        updated=header.get("PO-Revision-Date", "")[:10],
        translators=tuple(name for name in names if name),
    )


def reject(units: Sequence[Unit], findings: Sequence[Iterable[Finding]]) -> tuple[Unit, ...]:
    """The units, those with an error among their findings turned to rejected.

    Law: an error touches its own unit and no other.
    """
    return tuple(
        replace(unit, state=State.REJECTED)
        if unit.state is State.TRANSLATED and any(one.severity is Severity.ERROR for one in found)
        else unit
        for unit, found in zip(units, findings, strict=True)
    )


def drifted(unit: Unit) -> bool:
    """Whether the English of a unit changed since it was translated."""
    return unit.state is State.FUZZY and bool(unit.target) and unit.previous is not None


def show(
    units: Sequence[Unit], gate: Gate, outdated_ok: Sequence[bool] = ()
) -> tuple[Passage, ...]:
    """What each segment shows: its translation, today's English, or its marked old translation.

    Law: a translation is shown as current only where it translates today's English.
    `outdated_ok` says of which units the old translation has passed the checks.
    """
    passages = []
    for number, unit in enumerate(units):
        if unit.state is State.TRANSLATED:
            passages.append(Passage(unit.target))
        elif (
            gate.changed_passages == "marked"
            and drifted(unit)
            and Role.CRITICAL not in unit.segment.roles
            and number < len(outdated_ok)
            and outdated_ok[number]
        ):
            passages.append(Passage(unit.target, outdated=True))
        else:
            passages.append(Passage(unit.segment.text, foreign=True))
    return tuple(passages)


def assess(
    article: Article, locale: str, units: Sequence[Unit], gate: Gate, around: Circumstances
) -> Edition:
    """The edition that these units make, with its state and a sentence for each reason."""
    counts = count_units(units)
    share = coverage(counts)
    changed = sum(map(drifted, units))
    missing = counts.total.units - counts.translated.units - changed
    state, reasons = _decide(units, share, gate, around)
    if state in INDEXED:
        state = _indexed_state(changed, missing)
    title, title_foreign = _shown(units, Role.TITLE, article.name)
    description, _ = _description(units)
    return Edition(
        article=article.name,
        locale=locale,
        state=state,
        counts=counts,
        title=title,
        title_foreign=title_foreign,
        description=description,
        reasons=reasons,
        drifted=changed,
        missing=missing,
        machine=around.machine,
        updated=around.updated,
        translators=around.translators,
    )


def would_stay(edition: Edition, units: Sequence[Unit], gate: Gate, around: Circumstances) -> bool:
    """Whether the edition would be the same after a publication in which it is in this state."""
    if around.was is edition.state:
        return True
    share = coverage(edition.counts)
    state, reasons = _decide(units, share, gate, replace(around, was=edition.state))
    if state in INDEXED:
        state = _indexed_state(edition.drifted, edition.missing)
    return (state, reasons) == (edition.state, edition.reasons)


def source_edition(article: Article, locale: str) -> Edition:
    """The edition in the source language: always whole, always published."""
    units = tuple(
        Unit(one, State.TRANSLATED, one.text, match=Match.EXACT) for one in article.segments
    )
    title, _ = _shown(units, Role.TITLE, article.name)
    return Edition(
        article=article.name,
        locale=locale,
        state=EditionState.SOURCE,
        counts=count_units(units),
        title=title,
        description=_description(units)[0],
        updated=str(article.meta.get("updated") or article.meta.get("date") or ""),
    )


def _decide(
    units: Sequence[Unit], share: float, gate: Gate, around: Circumstances
) -> tuple[EditionState, tuple[str, ...]]:
    """The state before the indexed ones are told apart: COMPLETE stands for all of those."""
    live = around.was in LINKED
    lacking = _lacking(units, gate)
    hurdles = [f"the {role} is not translated" for role in lacking]
    if around.interface_missing:
        count = around.interface_missing
        said = "message of the interface is" if count == 1 else "messages of the interface are"
        hurdles.append(f"{count} {said} not translated: see interface.po")
    if around.machine and gate.machine == "withhold":
        return EditionState.WITHHELD, ("machine drafts are withheld by the settings",)
    if units and not any(unit.target for unit in units) and not (live and around.has_words):
        return EditionState.WITHHELD, ("nothing is translated",)
    if hurdles and not live:
        return EditionState.WITHHELD, tuple(hurdles)
    floor = gate.unpublish_below if around.was in INDEXED else gate.publish_at
    reasons = tuple(f"{one}, but the page is already published" for one in hurdles)
    caps = []
    if "title" in lacking:
        caps.append("the title is not translated")
    if around.was is EditionState.DRAFT and hurdles:
        caps.extend(hurdles)
    if around.machine and gate.machine == "noindex":
        caps.append("machine drafts are not indexed by the settings")
    if share >= floor and not caps:
        return EditionState.COMPLETE, reasons
    if share < floor:
        caps.append(
            f"{percent(share)} % of the words are translated, {percent(floor)} % are needed"
        )
    if live or share >= gate.draft_at:
        return EditionState.DRAFT, tuple(dict.fromkeys((*reasons, *caps)))
    needed = percent(gate.draft_at)
    below = f"{percent(share)} % of the words are translated, a draft needs {needed} %"
    return EditionState.WITHHELD, (below,)


def _indexed_state(changed: int, missing: int) -> EditionState:
    if changed:
        return EditionState.STALE
    return EditionState.PARTIAL if missing else EditionState.COMPLETE


def _lacking(units: Sequence[Unit], gate: Gate) -> tuple[str, ...]:
    """The required roles of which a segment is not translated, in the order of the settings."""
    lacking = {
        role.value
        for unit in units
        if unit.state is not State.TRANSLATED
        for role in unit.segment.roles
    }
    return tuple(role for role in gate.required if role in lacking)


def _shown(units: Sequence[Unit], role: Role, otherwise: str) -> tuple[str, bool]:
    for unit in units:
        if role in unit.segment.roles:
            if unit.state is State.TRANSLATED and _has_words(unit.target):
                return unit.target, False
            return unit.segment.msgid, True
    return otherwise, True


_NO_WORDS = re.compile(r"<[^>]*>|\[\s*\]|\([^()]*\)|&#?\w+;?")


def _has_words(text: str) -> bool:
    """Whether a link named by this text has a name; one without would be a fault of every list."""
    return any(map(str.isalnum, _NO_WORDS.sub("", text)))


def _description(units: Sequence[Unit]) -> tuple[str, bool]:
    """The front matter's description where it is translated, else the lead, else nothing."""
    for unit in units:
        if unit.segment.field == "description" and unit.state is State.TRANSLATED:
            return unit.target, False
    text, foreign = _shown(units, Role.LEAD, "")
    return ("", True) if foreign else (text, False)
