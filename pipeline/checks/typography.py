"""Rules T: marks, brackets and spaces. Nothing here keeps a translation from being published."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks.marks import NO_ENDS, brackets, end_mark, french_spacing, inverted_mark
from pipeline.checks.pair import Pair, Problem, UnitRule, code_of
from pipeline.checks.signs import BRACKET, CALL, COLON, EDGE, ENDS, GAP, UNEVEN
from pipeline.checks.text import named, shortened
from pipeline.model import Example, Severity


def double_space(pair: Pair) -> Iterator[Problem]:
    """There is one space between words."""
    if "  " not in pair.unit.target or re.search(r"[^\n ] {2,}[^\n ]", pair.segment.text):
        return
    found = re.search(r"\S* {2,}(?![\n ])\S+", pair.unit.target.strip())
    if found:
        yield Problem(f"two spaces stand in `{shortened(named(found[0]), 40)}`", "write one")


_EDGES = " \t\u00a0\u3000\u200b"


def edge_space(pair: Pair) -> Iterator[Problem]:
    """No space stands at the edges of a translation that its source has not."""
    source, target = pair.segment.msgid, pair.unit.target.strip("\n")
    for edge, ours, theirs in (
        ("begins", source[:1], target[:1]),
        ("ends", source[-1:], target[-1:]),
    ):
        if theirs and theirs in _EDGES and ours not in _EDGES:
            yield Problem(f"the translation {edge} with a space", "take it out", edge)


_DOUBLED = re.compile(r"(?<![\w'’-])([^\W\d_]{3,})[ \u00a0]+\1(?![\w'’-])", re.I)
_DOUBLING = frozenset(
    [
        "id",
        "ms",
        "hi",
        "bn",
        "ta",
        "te",
        "ur",
        "vi",
        "mr",
        "gu",
        "pa",
        "ne",
        "si",
        "th",
        "km",
        "my",
        "lo",
        "zh",
        "ja",
        "ko",
        "tl",
        "fil",
        "jv",
        "su",
        "haw",
        "mi",
        "ml",
        "kn",
        "or",
    ]
)
"""Languages that say a word twice on purpose."""
_DOUBLED_FREELY = {
    "fr": {"nous", "vous"},
    "de": {"sie", "die", "der", "das"},
    "it": {"piano"},
    "tr": {"yavaş", "zaman", "ayrı", "adım", "teker", "tek", "sık"},
    "hu": {"nem"},
    "nl": {"die", "dat"},
}


def double_word(pair: Pair) -> Iterator[Problem]:
    """No word stands twice in a row."""
    for match in _DOUBLED.finditer(pair.target.words):
        word = match[1]
        if word.casefold() in _DOUBLED_FREELY.get(pair.code, ()) or _DOUBLED.search(
            pair.source.words
        ):
            continue
        yield Problem(f"`{named(match[0])}` stands twice", "take one out", word.casefold())


_DENSE = frozenset({"zh", "ja", "ko", "yue"})


def length(pair: Pair) -> Iterator[Problem]:
    """A translation is about as long as its source."""
    ours, theirs = len(pair.source.everything), len(pair.target.everything)
    if ours <= 40 or not theirs:
        return
    low, high = (0.15, 1.3) if pair.code in _DENSE else (0.5, 2.0)
    share = theirs / ours
    if low <= share <= high or (ours < 60 and share < high * 1.25 and share > low):
        return
    word = "shorter" if share < low else "longer"
    yield Problem(
        f"the translation is much {word} than its source: {theirs} letters for {ours}",
        "is it the translation of another paragraph, or is a part missing?",
        word,
    )


RULES = (
    UnitRule(
        "length",
        "T",
        "catalog",
        Severity.WARNING,
        finds="A translation much shorter or longer than its source.",
        why="It is often the translation of another paragraph, or cut off.",
        good=Example(
            "Trink jeden Tag genug Wasser, im Sommer mehr.",
            "Drink enough water every day, and more of it in summer.",
        ),
        bad=Example("Trink.", "Drink enough water every day, and more of it in summer."),
        look=length,
        signs=UNEVEN,
    ),
    UnitRule(
        "brackets",
        "T",
        "catalog",
        Severity.WARNING,
        finds="A bracket without its partner.",
        why="Readers look for the end of the remark.",
        good=Example("Calcium (Milch)", "Calcium (milk)"),
        bad=Example("Calcium (Milch", "Calcium (milk)"),
        look=brackets,
        signs=BRACKET,
    ),
    UnitRule(
        "double-word",
        "T",
        "catalog",
        Severity.WARNING,
        finds="The same word twice in a row.",
        why="It is left over from an edit.",
        good=Example("Wenn der Arzt kommt", "When the doctor comes"),
        bad=Example("Wenn wenn der Arzt kommt", "When the doctor comes"),
        look=double_word,
        suits=lambda language: code_of(language) not in _DOUBLING,
    ),
    UnitRule(
        "edge-space",
        "T",
        "catalog",
        Severity.WARNING,
        finds="A space at the beginning or end that the source has not.",
        why="Headings and cells shift, and marks stand alone.",
        good=Example("Ursachen", "Causes"),
        bad=Example("Ursachen ", "Causes"),
        fixable=True,
        look=edge_space,
        signs=EDGE,
    ),
    UnitRule(
        "inverted-mark",
        "T",
        "catalog",
        Severity.WARNING,
        finds="A Spanish question or exclamation without `¿` or `¡`.",
        why="Spanish readers expect it where the question begins.",
        good=Example("¿Qué causa el tic?", "What causes the tic?", "es"),
        bad=Example("Qué causa el tic?", "What causes the tic?", "es"),
        look=inverted_mark,
        suits=lambda language: code_of(language) in ("es", "ast"),
        signs=CALL,
    ),
    UnitRule(
        "double-space",
        "T",
        "catalog",
        Severity.INFO,
        finds="Two spaces between words.",
        why="Browsers show one; the catalog is only untidy.",
        good=Example("Guten Tag", "Good day"),
        bad=Example("Guten  Tag", "Good day"),
        fixable=True,
        look=double_space,
        signs=GAP,
    ),
    UnitRule(
        "french-spacing",
        "T",
        "catalog",
        Severity.INFO,
        finds="French `: ; ! ?` without a no-break space before them.",
        why="The mark may fall alone to the beginning of the next line.",
        good=Example("Pourquoi\u202f?", "Why?", "fr"),
        bad=Example("Pourquoi ?", "Why?", "fr"),
        fixable=True,
        look=french_spacing,
        suits=lambda language: code_of(language) == "fr" and language.locale != "fr_CA",
        signs=COLON,
    ),
    UnitRule(
        "end-mark",
        "T",
        "catalog",
        Severity.INFO,
        finds="Another mark at the end than in the source.",
        why="A question may have become a statement.",
        good=Example("Warum?", "Why?"),
        bad=Example("Warum", "Why?"),
        look=end_mark,
        suits=lambda language: code_of(language) not in NO_ENDS,
        signs=ENDS,
    ),
)
