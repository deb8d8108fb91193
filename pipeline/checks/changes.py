"""What a branch changed in a catalog: the messages that its translator answers for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from pipeline.model import Catalog, Entry, Example, Finding, Key, Rule, Severity

RULES = (
    Rule(
        "edited-source",
        "P",
        "catalog",
        Severity.ERROR,
        finds="With `--diff-base`: an English text that the branch changed inside a catalog.",
        why="The translation no longer belongs to any text of an article, and is not published.",
        good=Example('msgid "Tea"\nmsgstr "Tee"\n', "Tea"),
        bad=Example('msgid "Teas"\nmsgstr "Tee"\n', "Tea"),
    ),
)


@dataclass(frozen=True, slots=True)
class Changes:
    """The keys of a catalog's living messages that differ between two versions."""

    touched: frozenset[Key]
    """Added, or translated otherwise than before: text, flags or comments."""
    gone: frozenset[Key]
    """Alive before and not any more."""
    header: bool


def changed_units(before: Catalog | None, after: Catalog) -> Changes:
    """Which messages changed; all of them where there was no catalog before.

    Moving an entry, or changing what only programs write (`#:`, `#.`), is no change.
    """
    old = _entries(before) if before is not None else {}
    new = _entries(after)
    touched = frozenset(key for key, one in new.items() if _content(old.get(key)) != _content(one))
    header = (before.header if before is not None else {}) != after.header
    return Changes(touched, frozenset(old) - frozenset(new), header)


def _entries(catalog: Catalog) -> dict[Key, Entry]:
    return {
        one.key: one
        for one in catalog.entries
        if not one.obsolete and (one.msgid or one.context is not None)
    }


def _content(entry: Entry | None) -> tuple[object, ...] | None:
    if entry is None:
        return None
    return entry.msgstr, entry.plural, entry.fuzzy, entry.comments


def only_changed(findings: Iterable[Finding], changes: Changes) -> Iterator[Finding]:
    """The findings that a branch answers for: its own units, and the file it wrote anew."""
    for finding in findings:
        if not finding.source:
            if finding.rule == "syntax" or changes.header or changes.touched:
                yield finding
        elif (finding.context, finding.source) in changes.touched:
            yield finding


def edited_sources(
    before: Catalog | None, after: Catalog, known: Collection[Key], locale: str = ""
) -> tuple[Finding, ...]:
    """Messages whose msgid no article has, now or before: a translator typed into it."""
    if before is None:
        return ()
    old = {one.key for one in before.entries}
    return tuple(
        Finding(
            rule="edited-source",
            severity=Severity.ERROR,
            path=after.path,
            line=one.msgid_line or one.line,
            message="no article has this English text: the msgid was changed",
            hint="put the msgid back as it was, and write into the msgstr only",
            locale=locale,
            context=one.context,
            source=one.msgid,
            target=one.msgstr[0],
        )
        for key, one in _entries(after).items()
        if key not in old and key not in known
    )
