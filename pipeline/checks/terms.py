"""Words that must be translated in one way, or not at all: glossary and names.

A glossary is a table with tabs, `locales/<locale>/glossary.tsv`: the English term, what is
accepted for it (`|` between several, `*` for any ending), what is forbidden, and a note. Matching
is by words on the English side and by the beginning of words on the other, because endings
change; where a script has no spaces, anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from pipeline.errors import ContentError

_UNSPACED = frozenset({"ja", "zh", "th", "lo", "km", "my", "yue"})


@dataclass(frozen=True, slots=True)
class Term:
    """One row of a glossary."""

    source: str
    accepted: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Glossary:
    """The terms of one language, found by their first word."""

    terms: tuple[Term, ...] = ()
    _by_word: Mapping[str, Sequence[tuple[int, Term]]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )
    """First word to its terms, each with its rank: the longest first."""

    def __post_init__(self) -> None:
        found: dict[str, list[tuple[int, Term]]] = {}
        ordered = sorted(
            dict.fromkeys(self.terms), key=lambda term: (-len(term.source), term.source)
        )
        for rank, term in enumerate(ordered):
            found.setdefault(_first_word(term.source), []).append((rank, term))
        object.__setattr__(self, "_by_word", found)

    def within(self, text: str) -> Iterator[Term]:
        """The terms that stand in an English text, in the glossary's order, longest first where
        one lies inside another."""
        if not self.terms:
            return
        words = set(re.findall(r"\w+", text.casefold()))
        words |= {one[:-1] for one in words if one.endswith("s")}
        covered: list[tuple[int, int]] = []
        for _, term in sorted(one for word in words for one in self._by_word.get(word, ())):
            spans = [one.span() for one in _english(term.source).finditer(text)]
            fresh = [
                one for one in spans if not any(a <= one[0] and one[1] <= b for a, b in covered)
            ]
            if fresh:
                covered += fresh
                yield term


def _first_word(text: str) -> str:
    found = re.search(r"\w+", text.casefold())
    return found[0] if found else ""


@lru_cache(maxsize=4096)
def _english(term: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(term)}(?:e?s)?(?!\w)", re.I)


def parse_glossary(text: str, path: str = "glossary.tsv") -> Glossary:
    r"""The glossary in a text with tabs; lines that begin with `#` and a heading line are skipped.

    >>> parse_glossary("dose\tDosis|Dosen\tPortion\tnever spelt out").terms[0].accepted
    ('Dosis', 'Dosen')
    """
    terms = []
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if number == 1 and cells[0].casefold() in ("source", "term", "english"):
            continue
        if not cells[0] or len(cells) > 4 or (len(cells) == 1):
            raise ContentError(
                f"a row of a glossary has two to four cells, this one has {len(cells)}",
                path=path,
                line=number,
                hint="term, accepted, forbidden, note, with a tab between them",
            )
        cells += [""] * (4 - len(cells))
        accepted, forbidden = (
            tuple(one.strip() for one in cell.split("|") if one.strip()) for cell in cells[1:3]
        )
        if not accepted and not forbidden:
            raise ContentError(
                f"`{cells[0]}` has neither an accepted nor a forbidden translation",
                path=path,
                line=number,
                hint="write the translation into the second cell",
            )
        terms.append(Term(cells[0], accepted, forbidden, cells[3]))
    return Glossary(tuple(dict.fromkeys(terms)))


def stands_in(term: str, text: str, code: str) -> bool:
    """Whether a term of a translation stands in a text, whatever ending it has there.

    >>> stands_in("Dosis", "Die Dosis ist klein.", "de"), stands_in("lek*", "Weź leki", "pl")
    (True, True)
    """
    return _foreign(term, code in _UNSPACED).search(text) is not None


@lru_cache(maxsize=4096)
def _foreign(term: str, unspaced: bool) -> re.Pattern[str]:
    body = r"\w*".join(re.escape(part) for part in term.split("*"))
    # Three letters of ending are let pass: most languages bend their nouns.
    return re.compile(body if unspaced else rf"(?<!\w){body}\w{{0,3}}(?!\w)", re.I)


def names_within(names: Sequence[str], text: str) -> Iterator[str]:
    """Those of `names` that stand in a text as words of their own, written as there."""
    for name in names:
        if name in text and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            yield name
