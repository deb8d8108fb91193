"""Marks and brackets: how a text ends, what begins a question, and what has no partner."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.checks.pair import Pair, Problem
from pipeline.checks.text import named
from pipeline.checks.view import HOLE

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
NO_ENDS = frozenset({"th", "lo", "km", "my", "jbo"})
"""Languages that end no sentence with a mark."""
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
    text = pair.target.words
    for end, begin in (("?", "¿"), ("!", "¡")):
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
