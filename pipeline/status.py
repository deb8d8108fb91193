"""How far each language is: counts and states in, reports for people and programs out.

Percentages are rounded down, so 100 means that nothing is missing; thresholds are compared with
the unrounded share. What to translate next is what brings most for the fewest words.
"""

from __future__ import annotations

import html
import json
import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.config import Gate
from pipeline.counts import coverage, percent
from pipeline.model import Counts, Edition, EditionState, Language

STATES = ("complete", "stale", "partial", "draft", "withheld")
COLUMNS = ("words", "translated", "fuzzy", "missing", "rejected", "passages")
"""Source words, but for the last: translated passages out of all."""
_NEXT = {
    EditionState.WITHHELD: EditionState.DRAFT,
    EditionState.DRAFT: EditionState.PARTIAL,
    EditionState.PARTIAL: EditionState.COMPLETE,
    EditionState.STALE: EditionState.COMPLETE,
}


@dataclass(frozen=True, slots=True)
class ArticleStatus:
    """One article in one language, and what it takes to get on."""

    edition: Edition
    next_state: str = ""
    """What it becomes next: `draft`, `published`, `complete`; empty where nothing is left."""
    words_to_next: int = 0


@dataclass(frozen=True, slots=True)
class LanguageStatus:
    """One language: the sum of its articles, and each of them."""

    language: Language
    counts: Counts
    articles: tuple[ArticleStatus, ...]
    """In order of their names."""

    @property
    def share(self) -> float:
        """Of source words, unrounded."""
        return coverage(self.counts)

    @property
    def states(self) -> Counter[str]:
        """How many articles are in which state."""
        return Counter(one.edition.state.value for one in self.articles)

    @property
    def next_up(self) -> tuple[ArticleStatus, ...]:
        """What to translate next: fewest words to the next state first, then by name."""
        open_ones = (one for one in self.articles if one.next_state)
        return tuple(sorted(open_ones, key=lambda one: (one.words_to_next, one.edition.article)))


def language_status(language: Language, editions: Iterable[Edition], gate: Gate) -> LanguageStatus:
    """The status of a language, made of its editions.

    Law: the counts of a language are the sum of the counts of its articles.
    """
    ordered = sorted(editions, key=lambda one: one.article)
    articles = tuple(_article_status(one, gate) for one in ordered)
    return LanguageStatus(language, sum((one.counts for one in ordered), Counts()), articles)


def _article_status(edition: Edition, gate: Gate) -> ArticleStatus:
    follows = _NEXT.get(edition.state)
    if follows is None:
        return ArticleStatus(edition)
    total, done = edition.counts.total.words, edition.counts.translated.words
    if follows is EditionState.COMPLETE:
        return ArticleStatus(edition, "complete", total - done)
    floor = gate.draft_at if follows is EditionState.DRAFT else gate.publish_at
    name = "draft" if follows is EditionState.DRAFT else "published"
    # Where enough words are there, a required passage is missing: its words are not known here.
    return ArticleStatus(edition, name, max(0, math.ceil(floor * total - done - 1e-9)))


def below(statuses: Iterable[LanguageStatus], wanted: float) -> tuple[LanguageStatus, ...]:
    """The languages with fewer than `wanted` percent of the words; compared unrounded."""
    return tuple(one for one in statuses if one.share * 100 < wanted - 1e-9)


# --- for people -----------------------------------------------------------------------------------


def format_table(statuses: Sequence[LanguageStatus], details: bool = False, steps: int = 5) -> str:
    """A line a language, what to translate next, and with `details` a line an article.

    >>> format_table([])
    'there are no languages yet: `pipeline init LOCALE` starts one\\n'
    """
    if not statuses:
        return "there are no languages yet: `pipeline init LOCALE` starts one\n"
    head = ("", *COLUMNS, *STATES)
    rows = [head, *(_row(one.language.locale, one.counts, one.states) for one in statuses)]
    lines = _columns(rows)
    for status in statuses:
        chosen = status.articles if details else status.next_up[:steps]
        if not chosen:
            continue
        title = "articles" if details else "next"
        lines += ["", f"{status.language.locale} ({status.language.english}), {title}:"]
        lines += [f"  {_line(one)}" for one in chosen]
        if not details and len(status.next_up) > steps:
            lines.append(f"  and {len(status.next_up) - steps} more")
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _row(name: str, counts: Counts, states: Counter[str]) -> tuple[str, ...]:
    parts = (counts.translated, counts.fuzzy, counts.untranslated, counts.rejected)
    return (
        name,
        f"{percent(coverage(counts))} %",
        *(f"{part.words:,}" for part in parts),
        f"{counts.translated.units:,}/{counts.total.units:,}",
        *(str(states[one]) if states[one] else "–" for one in STATES),
    )


def _columns(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def _line(one: ArticleStatus) -> str:
    edition = one.edition
    text = f"{edition.article}: {edition.state.value}, {percent(coverage(edition.counts))} %"
    if one.words_to_next:
        text += f", {_counted(one.words_to_next, 'word')} to {one.next_state}"
    if edition.drifted:
        text += f", the English of {_counted(edition.drifted, 'passage')} changed"
    if edition.counts.rejected.units:
        text += f", {_counted(edition.counts.rejected.units, 'passage')} rejected"
    return text + "".join(f"; {reason}" for reason in edition.reasons)


def format_markdown(statuses: Sequence[LanguageStatus]) -> str:
    """A table a language and a list of what is next, for an issue or a pull request."""
    lines = ["# Translations", ""]
    columns = (*COLUMNS, *STATES)
    lines += [f"| language | {' | '.join(columns)} |", "| --- |" + " ---: |" * len(columns)]
    for status in statuses:
        row = _row(_cell(status.language.autonym), status.counts, status.states)
        lines.append(f"| {' | '.join(row)} |")
    for status in statuses:
        if status.next_up:
            lines += ["", f"## {status.language.autonym}", ""]
            lines += [f"- {_line(one)}" for one in status.next_up]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


# --- for programs ---------------------------------------------------------------------------------


def format_json(statuses: Sequence[LanguageStatus]) -> str:
    """The status as one JSON object."""
    report = {"schema_version": 1, "languages": [_language(one) for one in statuses]}
    return json.dumps(report, ensure_ascii=False, indent=1) + "\n"


def _language(status: LanguageStatus) -> dict[str, object]:
    return {
        "locale": status.language.locale,
        "tag": status.language.tag,
        "autonym": status.language.autonym,
        **_counts(status.counts),
        "states": {one: status.states[one] for one in STATES if status.states[one]},
        "next": [one.edition.article for one in status.next_up],
        "articles": [
            {
                "article": one.edition.article,
                "title": one.edition.title,
                "state": one.edition.state.value,
                "reasons": list(one.edition.reasons),
                "next_state": one.next_state,
                "words_to_next": one.words_to_next,
                "drifted": one.edition.drifted,
                "machine": one.edition.machine,
                "carried": one.edition.carried,
                **_counts(one.edition.counts),
            }
            for one in status.articles
        ],
    }


def _counts(counts: Counts) -> dict[str, object]:
    share = coverage(counts)
    parts = {
        "translated": counts.translated,
        "fuzzy": counts.fuzzy,
        "missing": counts.untranslated,
        "rejected": counts.rejected,
        "total": counts.total,
    }
    return {
        "percent": percent(share),
        "share": round(share, 6),
        "words": {name: tally.words for name, tally in parts.items()},
        "units": {name: tally.units for name, tally in parts.items()},
    }


# --- badges ---------------------------------------------------------------------------------------

_GREEN, _YELLOW, _RED = "#2e7d32", "#8d6e00", "#b3261e"


def badge(status: LanguageStatus, gate: Gate) -> str:
    """An SVG picture with the language's name and its percentage; the same bytes every time."""
    share = status.share
    color = _GREEN if share >= gate.publish_at else _YELLOW if share >= gate.draft_at else _RED
    label, value = status.language.autonym, f"{percent(share)} %"
    left, right = _width(label) + 12, _width(value) + 12
    width = left + right
    title = html.escape(f"{label}: {value}", quote=False)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="20" role="img" '
        f'aria-label="{html.escape(title, quote=False).replace(chr(34), "&quot;")}">\n'
        f"<title>{title}</title>\n"
        f'<rect width="{width}" height="20" rx="3" fill="{color}"/>\n'
        f'<path d="M3 0h{left - 3}v20H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z" fill="#444"/>\n'
        '<g fill="#fff" font-family="system-ui,sans-serif" font-size="12" text-anchor="middle">\n'
        f'<text x="{left / 2:g}" y="14" direction="{status.language.direction}" '
        f'lang="{status.language.tag}">{html.escape(label, quote=False)}</text>\n'
        f'<text x="{left + right / 2:g}" y="14">{value}</text>\n'
        "</g>\n</svg>\n"
    )


def _width(text: str) -> int:
    """About how many pixels a text takes at twelve pixels; no font is asked."""
    return sum(
        0 if unicodedata.combining(sign)
        else 13 if unicodedata.east_asian_width(sign) in "WF"
        else 4 if sign in " .,:;il|'()"
        else 8
        for sign in text
    )  # fmt: skip
