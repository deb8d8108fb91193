"""Rules T: marks, brackets and spaces. Nothing here keeps a translation from being published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.checks.pair import Pair, Problem, UnitRule
from pipeline.checks.text import named, shortened
from pipeline.checks.view import HOLE
from pipeline.model import Example, Severity

_ENDS: dict[str, str] = {
    ".": ".。．।۔։።។။᱾܁",
    "?": "?？؟՞፧⸮",
    "!": "!！՜",
    ":": ":：፥៖։",
    ";": ";；؛፤",
    "…": "…⋯",
}
"""Marks at the end of a text, with what stands for them in other languages."""
_ENDS_OF: dict[str, dict[str, str]] = {
    "el": {"?": ";\u037e"},
    "hi": {".": "|"},
    "bn": {".": "|"},
    "mr": {".": "|"},
    "ne": {".": "|"},
    "my": {"?": "။"},
}
_INSTEAD = frozenset({("ja", ":", "."), ("zh", ":", "."), ("ko", ":", ".")})
"""A sentence that leads on to a list may end with a full stop there."""
_NO_ENDS = frozenset({"th", "lo", "km", "my", "jbo"})
_CLOSING = "\"'»«”“’‘„)]}）」』】〉》*_`\u200e\u200f\u200b " + HOLE


@lru_cache(maxsize=16384)
def _end(text: str, code: str) -> str:
    """The kind of mark that a text ends with, or an empty text."""
    last = text.rstrip().rstrip(_CLOSING)
    if last.endswith("..."):
        return "…"
    for kind, marks in _ENDS.items():
        if last and last[-1] in marks + _ENDS_OF.get(code, {}).get(kind, ""):
            return kind
    return ""


def end_mark(pair: Pair) -> Iterator[Problem]:
    """A translation ends with the mark that its source ends with, or with the like of it."""
    if pair.code in _NO_ENDS:
        return
    if pair.source.words[-1:] == HOLE or pair.target.words[-1:] == HOLE:
        return
    ours, theirs = _end(pair.source.words, "en"), _end(pair.target.words, pair.code)
    if ours == theirs or not pair.source.words:
        return
    if (pair.code, ours, theirs) in _INSTEAD or (ours == "!" and "¡" in pair.target.words):
        return
    shown = f"`{ours}`" if ours else "no mark"
    yield Problem(
        f"the source ends with {shown}, the translation with {f'`{theirs}`' if theirs else 'none'}",
        "end both in the same way, where the language has such a mark",
        ours,
    )


def inverted_mark(pair: Pair) -> Iterator[Problem]:
    """Spanish questions and exclamations begin with an inverted mark."""
    if pair.code not in ("es", "gl", "ast"):
        return
    text = pair.target.words
    for end, begin in (("?", "¿"), ("!", "¡")):
        if pair.code == "gl":
            continue
        if text.count(end) > text.count(begin) and not re.search(r"\w[?!]\w", text):
            yield Problem(
                f"a `{end}` has no `{begin}` that begins it",
                f"Spanish begins the question or exclamation with `{begin}`",
                end,
            )


_FRENCH = re.compile(
    r"(?<=[^\s\d\u00a0\u202f:;!?/(\[«\\<&-])(?P<space>[ ]?)(?P<mark>[;:!?»])(?=[\s)\]»”]|$)"
)


def french_spacing(pair: Pair) -> Iterator[Problem]:
    """French sets a no-break space before `: ; ! ?`."""
    if pair.code != "fr" or pair.language.locale == "fr_CA":
        return
    found = [match for match in _FRENCH.finditer(pair.target.words) if HOLE not in match[0]]
    if found:
        near = pair.target.words[max(0, found[0].start() - 12) : found[0].end()].split()
        yield Problem(
            f"before `{found[0]['mark']}` in `…{named(' '.join(near[-2:]))}` "
            + ("stands a space that may break" if found[0]["space"] else "stands no space"),
            "French sets a no-break space there; `pipeline check --fix` writes it",
        )


_PAIRS = {"(": ")", "[": "]", "{": "}", "「": "」", "『": "』", "【": "】", "《": "》", "〈": "〉"}
_NARROW = str.maketrans("（）［］｛｝", "()[]{}")
_ANY_BRACKET = re.compile(f"[{re.escape(''.join((*_PAIRS, *_PAIRS.values())) + '（）［］｛｝')}]")
_LIST_MARK = re.compile(r"(?<![^\s;,（(])(?:\d{1,2}|[^\W\d_]{1,2})\)", re.I)
_SMILEY = re.compile(r"[:;=]-?[()\[\]]|[¯\\/]_?\([^)]*\)")


@lru_cache(maxsize=16384)
def _unbalanced(text: str) -> str:
    """The first bracket that has no partner, or an empty text.

    Quotation marks are left alone: some languages write „…“, others »…« and “…„.
    """
    if not _ANY_BRACKET.search(text):
        return ""
    # A wide bracket may close a plain one and the other way round.
    plain = text.translate(_NARROW)
    odd = _first_odd(plain)
    # Only then are smileys and the marks of lists, `a)`, worth looking for.
    return odd and _first_odd(_LIST_MARK.sub(" ", _SMILEY.sub(" ", plain)))


def _first_odd(text: str) -> str:
    signs = _ANY_BRACKET.findall(text)
    for opening, closing in _PAIRS.items():
        depth = 0
        for sign in signs:
            depth += (sign == opening) - (sign == closing)
            if depth < 0:
                return closing
        if depth:
            return opening
    return ""


def brackets(pair: Pair) -> Iterator[Problem]:
    """Brackets come in pairs where they do in the source."""
    odd = _unbalanced(pair.target.words)
    if odd and not _unbalanced(pair.source.words):
        yield Problem(
            f"the bracket `{odd}` has no partner",
            "add the other one, or take it out",
            odd,
        )


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
    if pair.code in _DOUBLING:
        return
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
    ),
)
