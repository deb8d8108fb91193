"""How far each language is, and what its translators could do next."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model import Edition, EditionState, Language
from pipeline.preview.ledger import Summary
from pipeline.preview.workbench import Workbench
from pipeline.status import ArticleStatus, LanguageStatus, language_status

SYMBOLS = {
    EditionState.SOURCE: "●",
    EditionState.COMPLETE: "●",
    EditionState.STALE: "◕",
    EditionState.PARTIAL: "◑",
    EditionState.DRAFT: "◔",
    EditionState.WITHHELD: "○",
}
"""Told apart by shape, so that nobody needs the colours."""


@dataclass(frozen=True, slots=True)
class Row:
    """One language with its articles, as far as they have been assessed."""

    language: Language
    summaries: tuple[Summary, ...]
    status: LanguageStatus
    """As `pipeline status` has it."""

    @classmethod
    def of(cls, bench: Workbench, language: Language) -> Row:
        """The row of a language, from what is known of it."""
        found = tuple(bench.known(language.locale))
        editions = (one.edition for one in found)
        return cls(language, found, language_status(language, editions, bench.around.config.gate))


def words_to_go(edition: Edition) -> int:
    """The source words that are not translated, or not any more."""
    return edition.counts.total.words - edition.counts.translated.words


def next_article(bench: Workbench, locale: str, besides: str) -> ArticleStatus | None:
    """Another article of a language that needs a translator: what brings most for least."""
    language = bench.language(locale)
    if language is None:
        return None
    found = Row.of(bench, language).status.next_up
    return next((one for one in found if one.edition.article != besides), None)


def step(one: ArticleStatus) -> str:
    """What an article takes to get on: `12 words to draft`.

    Where enough words are there, a passage that the gate requires is what is missing.
    """
    words = one.words_to_next
    if words == 0:
        return f"a required passage to {one.next_state}"
    return f"{words} word{'s' * (words != 1)} to {one.next_state}"
