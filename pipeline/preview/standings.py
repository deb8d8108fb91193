"""How far each language is, and what its translators could do next."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model import Counts, Edition, EditionState, Language
from pipeline.preview.workbench import Summary, Workbench

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

    @property
    def counts(self) -> Counts:
        """All its articles together."""
        return sum((one.edition.counts for one in self.summaries), Counts())

    @property
    def next(self) -> Edition | None:
        """What to translate next: the article with the fewest words to go."""
        open_ = [one.edition for one in self.summaries if words_to_go(one.edition)]
        return min(open_, key=lambda one: (words_to_go(one), one.article), default=None)


def words_to_go(edition: Edition) -> int:
    """The source words that are not translated, or not any more."""
    return edition.counts.total.words - edition.counts.translated.words


def next_article(bench: Workbench, locale: str, besides: str) -> Edition | None:
    """Another article of a language that needs a translator: the one with the least to do."""
    found = tuple(one for one in bench.known(locale) if one.edition.article != besides)
    language = bench.language(locale)
    return Row(language, found).next if language else None
