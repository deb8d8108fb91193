"""Rules S about the shape of a passage: one text, no new block, lines and placeholders kept.

What a translation may hold is what its own source segment holds. Both sides are rendered alone
and compared as multisets, so the order of words is free. What adds something that the source has
not (an address, an element, an attribute) is an error, because a reader could be led astray by
it; what only leaves something out is mostly a warning.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from pipeline.checks.blocks import block_marks
from pipeline.checks.pair import Pair, Problem, UnitRule
from pipeline.checks.signs import BLOCK, CURLY, EDGE, PATTERNS, SHARP, TAGS, of_either
from pipeline.checks.text import named, without_code
from pipeline.model import Example, Severity


def conflict_marker(pair: Pair) -> Iterator[Problem]:
    """A translation is one, and not two with the marks of a merge between them."""
    found = _MERGED.search(pair.unit.target)
    if found:
        yield Problem(
            f"two versions were joined here, with `{found[0][:7]}` between them",
            "keep one of them, and delete the marks",
        )


_MERGED = re.compile(r"#-#-#-#-#|^(?:<{7}|>{7}|={7}$)", re.M)


def block_structure(pair: Pair) -> Iterator[Problem]:
    """A translation begins no list, heading, quotation or paragraph that its source does not."""
    found = Counter(block_marks(pair.target.text, pair.kind))
    if not found:
        return
    allowed = Counter(name for name, _ in block_marks(pair.source.text, pair.kind))
    for (name, mark), count in found.items():
        if allowed[name] >= count:
            allowed[name] -= count
            continue
        yield Problem(
            f"in a Markdown file {_opening(mark)} would begin {name}",
            _escape_hint(mark),
            f"{name} {mark}",
        )


def _opening(mark: str) -> str:
    return mark if mark.startswith("a") and " " in mark else f"`{named(mark)}`"


def _escape_hint(mark: str) -> str:
    if " " in mark:
        return "write the translation in one piece"
    if re.fullmatch(r"\d+\.", mark):
        return f"write a backslash before the full stop: `{mark[:-1]}\\.`"
    return f"write a backslash before it, `\\{named(mark)}`, or begin with another word"


@lru_cache(maxsize=64)
def _placeholder_pattern(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join((*patterns, *_TEMPLATE)))


_TEMPLATE = (
    r"\{\{[^{}]{0,200}\}\}",
    r"\{%[^{}]{0,200}%\}",
    r"%\(\w{1,80}\)[sd]",
    r"(?<![\w$])\{\w{0,80}\}",
    r"\{\{|\}\}|\{%|%\}",
)
"""What templates look like, whole or in part: the finished site may hold nothing of the kind."""


def placeholder(pair: Pair) -> Iterator[Problem]:
    """What a program fills in stands in the translation as in the source."""
    source, target = pair.source.text, pair.target.text
    signs = "{" in source or "{" in target or "%(" in target or "%(" in source or "}}" in target
    if not pair.settings.placeholders and not signs and "%}" not in target:
        return
    pattern = _placeholder_pattern(pair.settings.placeholders)
    ours, theirs = (
        Counter(match[0] for match in pattern.finditer(without_code(text)))
        for text in (source, target)
    )
    for one in sorted((ours - theirs).keys() | (theirs - ours).keys()):
        verb = "has lost" if one in ours - theirs else "has a new"
        yield Problem(
            f"the translation {verb} placeholder `{named(one)}`",
            "a program fills it in: write it exactly as in the source",
            one,
        )


def line_break(pair: Pair) -> Iterator[Problem]:
    """Hard line breaks are as many as in the source."""
    if pair.same_tags:
        return
    ours, theirs = pair.source.elements["br"], pair.target.elements["br"]
    if ours != theirs:
        yield Problem(
            f"the source has {_breaks(ours)}, the translation {_breaks(theirs)}",
            "a line break is two spaces at the end of a line",
            "br",
        )


def _breaks(count: int) -> str:
    return {0: "no line break", 1: "one line break"}.get(count, f"{count} line breaks")


def edge_newline(pair: Pair) -> Iterator[Problem]:
    """A translation begins and ends with a new line exactly where its source does."""
    source, target = pair.segment.msgid, pair.unit.target
    for edge, ours, theirs in (
        ("begins", source.startswith("\n"), target.startswith("\n")),
        ("ends", source.endswith("\n"), target.endswith("\n")),
    ):
        if ours != theirs:
            yield Problem(
                f"the {'source' if ours else 'translation'} {edge} with a new line, "
                f"the {'translation' if ours else 'source'} does not",
                "GNU gettext refuses the whole file for it: make both alike",
                edge,
            )


RULES = (
    UnitRule(
        "conflict-marker",
        "S",
        "catalog",
        Severity.ERROR,
        finds="The marks that `msgcat` or Git write between two versions: `#-#-#-#-#`, `<<<<<<<`.",
        why="Readers would see two translations and the marks between them.",
        good=Example("Tee", "Tea"),
        bad=Example("#-#-#-#-# a.po #-#-#-#-#\nTee\n#-#-#-#-# b.po #-#-#-#-#\nChai", "Tea"),
        look=conflict_marker,
        signs=SHARP,
        code=True,
    ),
    UnitRule(
        "block-structure",
        "S",
        "catalog",
        Severity.ERROR,
        finds="A beginning of a line that Markdown takes for a list, a heading, a quotation or "
        "another block, or an empty line.",
        why="A year such as `1986.` becomes item 1986 of a list, and the page is torn.",
        good=Example("1986\\. Ein gutes Jahr", "A good year: 1986"),
        bad=Example("1986. Ein gutes Jahr", "A good year: 1986"),
        look=block_structure,
        signs=BLOCK,
    ),
    UnitRule(
        "placeholder",
        "S",
        "catalog",
        Severity.ERROR,
        finds="A placeholder such as `{{ name }}`, or one of the settings, that is changed.",
        why="A program looks for it letter by letter, and fills nothing in if it differs.",
        good=Example("Stand: {{ date }}", "As of {{ date }}"),
        bad=Example("Stand: {{ datum }}", "As of {{ date }}"),
        silence="No comment silences it: the finished site is refused for what is left of a "
        "template.",
        look=placeholder,
        signs=of_either(CURLY) | PATTERNS,
        locked=True,
        code=True,
    ),
    UnitRule(
        "edge-newline",
        "S",
        "catalog",
        Severity.ERROR,
        finds="A new line at the very beginning or end that only one side has.",
        why="GNU gettext refuses a catalog with one, and with it all its translations.",
        good=Example("Guten Tag", "Good day"),
        bad=Example("Guten Tag\n", "Good day"),
        fixable=True,
        look=edge_newline,
        signs=EDGE,
        code=True,
    ),
    UnitRule(
        "line-break",
        "S",
        "catalog",
        Severity.WARNING,
        finds="Another number of hard line breaks than in the source.",
        why="Lines of an address or a verse run together.",
        good=Example("Weg 1  \nBonn", "Road 1  \nBonn"),
        bad=Example("Weg 1 Bonn", "Road 1  \nBonn"),
        look=line_break,
        signs=TAGS,
    ),
)
