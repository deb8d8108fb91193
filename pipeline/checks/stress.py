"""Rules S about the marks of Markdown: what is stressed, and marks that readers would see."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pipeline.checks.links import BROKEN_LINK
from pipeline.checks.pair import Pair, Problem, UnitRule
from pipeline.checks.signs import MARK, TAGS
from pipeline.checks.text import named, shortened
from pipeline.model import Example, Severity


def emphasis(pair: Pair) -> Iterator[Problem]:
    """What is stressed in the source is stressed in the translation."""
    if pair.same_tags or ("<strong" not in pair.source.html and "<em" not in pair.source.html):
        return
    for name, mark in (("strong", "**"), ("em", "*")):
        ours, theirs = pair.source.elements[name], pair.target.elements[name]
        if ours <= theirs:
            continue
        other = "em" if name == "strong" else "strong"
        if pair.source.elements[other] < pair.target.elements[other]:
            continue
        yield Problem(
            f"the source stresses {_times(ours)} with `{mark}`, the translation {_times(theirs)}",
            "put the marks around the words that matter as much here; "
            f"write `{mark}word{mark}` and not `{'_' * len(mark)}word{'_' * len(mark)}` "
            "where words have no spaces between them",
            name,
        )


def _times(count: int) -> str:
    return {0: "nothing", 1: "one place", 2: "two places"}.get(count, f"{count} places")


def emphasis_added(pair: Pair) -> Iterator[Problem]:
    """What is stressed in the translation is stressed in the source."""
    if "<strong" not in pair.target.html and "<em" not in pair.target.html:
        return
    for name in ("strong", "em"):
        if pair.target.elements[name] > pair.source.elements[name]:
            yield Problem(
                f"the translation has `<{name}>` more often than its source",
                "fine for a foreign word; else take it out",
                name,
            )


_LEFTOVER = re.compile(
    r"\*\*|(?<![\w*])\*(?=\w)[^*\n]{1,80}(?<=\w)\*(?![\w*])|(?<!`)`(?!`)|\]\(|(?<!\w)__?(?=\w)[^_\n]+(?<=\w)__?(?!\w)"
    r"|[^\x00-\x7f]__?(?=\w)[^_\n]{1,80}(?<=\w)__?(?=[^\x00-\x7f])|＊[^＊\n]+＊"
)


def leftover_markup(pair: Pair) -> Iterator[Problem]:
    """No mark of Markdown is left for readers to see."""
    words = pair.target.words
    if not _SIGNS.search(words):
        return
    theirs = Counter(match[0] for match in _LEFTOVER.finditer(words))
    if not theirs:
        return
    ours = Counter(match[0] for match in _LEFTOVER.finditer(pair.source.words))
    for one in theirs:
        sign = re.sub(r"\w.*\w|\w", "…", one, flags=re.S)
        same = sum(
            n for text, n in ours.items() if re.sub(r"\w.*\w|\w", "…", text, flags=re.S) == sign
        )
        if theirs[one] <= same or (BROKEN_LINK.search(pair.target.text) and one == "]("):
            continue
        yield Problem(
            f"readers would see the mark {_quoted(one)}",
            "marks stand directly at the word, in pairs: `**word**`, `*word*`, `` `code` ``; "
            "a sign that is meant as such has a backslash before it",
            one,
        )


_SIGNS = re.compile(r"[*_`＊]|\]\(")


def _quoted(text: str) -> str:
    return f"`` {text} ``" if "`" in text else f"`{shortened(named(text), 40)}`"


RULES = (
    UnitRule(
        "emphasis",
        "S",
        "catalog",
        Severity.WARNING,
        finds="Fewer stressed places (`*…*`, `**…**`) than in the source.",
        why="A stressed *not* may be what keeps somebody from harm.",
        good=Example("Nimm es **nicht** nüchtern.", "Do **not** take it on an empty stomach."),
        bad=Example("Nimm es nicht nüchtern.", "Do **not** take it on an empty stomach."),
        look=emphasis,
        signs=TAGS,
    ),
    UnitRule(
        "emphasis-added",
        "S",
        "catalog",
        Severity.INFO,
        finds="More stressed places than in the source.",
        why="Mostly a foreign word in italics, which is fine.",
        good=Example("Ein Kater", "A hangover"),
        bad=Example("Ein *Hangover*", "A hangover"),
        look=emphasis_added,
        signs=TAGS,
    ),
    UnitRule(
        "leftover-markup",
        "S",
        "catalog",
        Severity.WARNING,
        finds="A mark of Markdown that readers would see: a lone `**`, a backtick, `](`.",
        why="The mark does nothing there but disturb, and what it should do is not done.",
        good=Example("**Achtung**: heiß", "**Careful**: hot"),
        bad=Example("**Achtung: heiß", "**Careful**: hot"),
        look=leftover_markup,
        signs=MARK,
    ),
)
