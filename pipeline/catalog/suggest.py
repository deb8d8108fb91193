"""Suggestions for a text that has no translation: what a translator may start from.

Candidates come from the place in the article where the text stands and from the words of all
texts that the language ever translated. All of it is fuzzy; a bad suggestion costs more than
none, so short texts and texts that still stand elsewhere must be nearly equal.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import replace
from functools import cached_property

from pipeline.catalog.lookup import Found, Wanted, as_changed, trusted
from pipeline.catalog.markup import plain_form, same_names, transplant
from pipeline.catalog.memory import Memory
from pipeline.catalog.sentences import SHORTEST, Cover, cover, split_sentences
from pipeline.catalog.similarity import similarity, words_of
from pipeline.catalog.template import SUGGESTION
from pipeline.model import Entry, Key, Match

GONE = 0.6
"""Likeness to a text that no article holds any more: it was probably rewritten."""
STILL_THERE = 0.8
"""Likeness to a text that stands elsewhere today: it was not rewritten, only resembles."""
MARKUP_CANDIDATES = 4
"""The same words with other markup share nearly all telling words: they are among the first."""
WHOLE = 0.95
"""Share of a text that known sentences cover: better than a text that merely resembles."""

EXCHANGED = SUGGESTION + "only markup changed, and the program put the new one in; look it over"
PUT_TOGETHER = SUGGESTION + "put together from sentences translated elsewhere; read it as a whole"


class Suggestions:
    """What one catalog's own leftovers and the language's memory hold for a new text."""

    def __init__(self, own: Iterable[Entry], memory: Memory, present: Container[Key]) -> None:
        self._leftovers = Memory(own, vocabulary=memory.vocabulary)
        self._memory = memory
        self._present = present
        self._seen: dict[str, list[tuple[Entry, str, bool]]] = {}

    @property
    def _own(self) -> dict[str, Entry]:
        return self._leftovers.by_text

    @cached_property
    def _memories(self) -> list[Memory]:
        """The catalog's leftovers that the memory does not know, and the memory."""
        left = [one for text, one in self._own.items() if text not in self._memory.by_text]
        rest = Memory(left[::-1], vocabulary=self._memory.vocabulary)
        return [one for one in (rest, self._memory) if one.entries]

    def markup(self, wanted: Wanted) -> Found | None:
        """A text of the same words: its translation with the new markup, if that can be told."""
        form = plain_form(wanted.msgid)
        if not form or not any(one.has_words(form) for one in (self._leftovers, self._memory)):
            return None
        for entry, source, _ in self._candidates(wanted)[:MARKUP_CANDIDATES]:
            if trusted(entry) and plain_form(source) == form:
                found = as_changed(entry, Match.NONE)
                made = transplant(source, wanted.msgid, entry.msgstr[0])
                if wanted.plural is None and made is not None and made != entry.msgstr[0]:
                    return replace(found, made=made, why=EXCHANGED)
                return found
        return None

    def alike(self, wanted: Wanted) -> tuple[float, Found] | None:
        """The text that resembles it most, and how much."""
        best: tuple[float, Entry] | None = None
        for entry, source, gone in self._candidates(wanted):
            enough = GONE if gone and trusted(entry) else STILL_THERE
            score = similarity(source, wanted.msgid, enough)
            if score and (best is None or score > best[0]):
                best = (score, entry)
        return None if best is None else (best[0], as_changed(best[1], Match.NONE))

    def sentences(self, wanted: Wanted) -> tuple[Cover, Found] | None:
        """The text put together from sentences that are translated in other texts."""
        if wanted.plural is not None or "\n" in wanted.msgid:
            return None
        entries: dict[int, Entry] = {}
        for sentence in split_sentences(wanted.msgid):
            if len(words_of(sentence)) < SHORTEST:
                continue
            for memory in self._memories:
                for number in memory.index.holders(sentence):
                    entry = memory.sources[number]
                    if entry.translated and entry.plural is None:
                        entries.setdefault(id(entry), entry)
        known = [(entry.msgid, entry.msgstr[0]) for entry in entries.values()]
        made = cover(wanted.msgid, known)
        if made is None:
            return None
        first = next(iter(entries.values()))
        found = replace(
            as_changed(first, Match.NONE),
            previous=made.previous,
            previous_context=None,
            made=made.msgstr,
            why=PUT_TOGETHER,
        )
        return made, found

    def _candidates(self, wanted: Wanted) -> list[tuple[Entry, str, bool]]:
        """Entries that share telling words with a text, their English, and whether it is gone."""
        found = self._seen.get(wanted.msgid)
        if found is None:
            found = self._seen[wanted.msgid] = []
            for memory in self._memories:
                for number in memory.index.candidates(wanted.msgid):
                    entry, source = memory.sources[number], memory.texts[number]
                    if not same_names(source, wanted.msgid):
                        continue
                    own = self._own.get(source)
                    gone = own is not None or (
                        memory.gone(entry) and entry.key not in self._present
                    )
                    found.append((own or entry, source, gone))
        singular = wanted.plural is None
        return [one for one in found if (one[0].plural is None) == singular]
