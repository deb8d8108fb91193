"""One look at both sides of a unit in one language: which signs show."""

from __future__ import annotations

from functools import lru_cache

from pipeline.checks import signs
from pipeline.checks.pair import Pair, code_of
from pipeline.checks.scripts import foreign_to, letters_of_kin
from pipeline.checks.terms import Glossary
from pipeline.config import Checks
from pipeline.model import Kind, Language, Role

_COPY_MARGIN = 12
"""How many letters a copy may be longer or shorter."""
_SHORT, _LEAST, _MOST = 40, 0.5, 1.3
"""Above so many letters, which share of the source's length is about equal in every language."""
_SPACES = " \t\n\u00a0\u3000\u200b"


class Glance:
    """Gives the signs of a unit; what language and settings show is worked out once."""

    def __init__(self, language: Language, settings: Checks, glossary: Glossary) -> None:
        self._foreign = foreign_to(language.script)
        self._kin = letters_of_kin(language)
        self._english = language.script == "Latn" and code_of(language) != "en"
        always = (
            (self._foreign is None, signs.FOREIGN),
            (bool(settings.select), signs.CRITICAL),
            (bool(glossary.terms), signs.TERMS),
            (bool(settings.do_not_translate), signs.NAMES),
            (bool(settings.placeholders), signs.PATTERNS),
        )
        self._always = sum(sign for shows, sign in always if shows)

    def at(self, pair: Pair) -> int:
        """All signs of a pair.

        Law: a rule none of whose signs is among them finds nothing in the pair.
        """
        unit, source, target = pair.unit, pair.source, pair.target
        ours, theirs = source.signs, target.signs
        found = self._always | signs.of_source(ours) | theirs
        if (ours | theirs) & signs.TAG and source.tags != target.tags:
            found |= signs.TAGS
        if not ends_alike(source.words, target.words):
            found |= signs.ENDS
        text, msgid = target.text, unit.segment.msgid
        if text != text.strip(_SPACES) or msgid != msgid.strip(_SPACES):
            found |= signs.EDGE
        length = len(source.everything)
        if length > _SHORT and not _LEAST <= len(target.everything) / length <= _MOST:
            found |= signs.UNEVEN
        if unit.segment.roles and Role.CRITICAL in unit.segment.roles:
            found |= signs.CRITICAL
        if unit.segment.kind is Kind.CODE:
            found |= signs.CODE
        return found | self._of_language(pair)

    def _of_language(self, pair: Pair) -> int:
        """Whether the words could be of another language."""
        source, target = pair.source, pair.target
        found = 0
        if self._foreign and self._foreign.search(target.words):
            found |= signs.FOREIGN
        if (self._kin and self._kin.search(target.folded)) or (
            self._english and "the " in target.folded
        ):
            found |= signs.KIN
        near = abs(len(source.words) - len(target.words)) <= _COPY_MARGIN
        if near and source.longest in target.folded:
            found |= signs.COPY
        return found


_ENDINGS = dict.fromkeys(".。．।۔", ".") | dict.fromkeys("?？؟", "?") | dict.fromkeys("!！", "!")
_ENDINGS |= dict.fromkeys(":：", ":")
"""The marks that mean the same in every language."""


@lru_cache(maxsize=1024)
def _kind_of_end(last: str) -> str:
    """What a text ends with by its last sign; empty where that sign alone does not tell."""
    return "none" if last.isalnum() else _ENDINGS.get(last, "")


def ends_alike(words: str, others: str) -> bool:
    """Whether both end without any mark, or with the same one, whatever the language."""
    kind = _kind_of_end(words[-1:])
    if not kind or kind != _kind_of_end(others[-1:]):
        return False
    return kind != "." or not (words.endswith("...") or others.endswith("..."))
