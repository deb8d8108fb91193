"""Rules S about code: it is copied as it stands, in a sentence and in a block of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pipeline.checks.pair import Pair, Problem, UnitRule
from pipeline.checks.signs import CODE, TAG, of_either
from pipeline.checks.text import named, shortened
from pipeline.model import Example, Kind, Severity


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def code_verbatim(pair: Pair) -> Iterator[Problem]:
    """Code is copied as it stands."""
    if pair.source.codes == pair.target.codes:
        return
    ours = Counter(map(_squeezed, pair.source.codes))
    theirs = Counter(map(_squeezed, pair.target.codes))
    everything = _squeezed(pair.target.everything)
    lost = [one for one in ours - theirs if one not in everything]
    source_text = _squeezed(pair.source.everything)
    added = [one for one in theirs - ours if one not in theirs & ours and one not in source_text]
    for one in lost:
        yield Problem(
            f"the translation has lost the code `{shortened(named(one), 60)}`"
            + (f" (it has `{shortened(named(added[0]), 60)}`)" if added else ""),
            f"code is copied as it stands: put `{shortened(named(one), 60)}` back",
            one,
        )
    if not lost:
        for one in added:
            yield Problem(
                f"the translation has the code `{shortened(named(one), 60)}`, its source has not",
                "take the backticks off, or write the code of the source",
                one,
            )


def code_marks(pair: Pair) -> Iterator[Problem]:
    """Code keeps its backticks."""
    if pair.source.codes == pair.target.codes:
        return
    ours = Counter(map(_squeezed, pair.source.codes))
    theirs = Counter(map(_squeezed, pair.target.codes))
    everything = _squeezed(pair.target.everything)
    for one in ours - theirs:
        if one not in theirs and one in everything:
            yield Problem(
                f"`{shortened(named(one), 60)}` is code in the source and plain words here",
                "put backticks around it",
                one,
            )


# What a translator may change in code: comments and texts between quotes. `#` and `--` begin a
# comment only with a space behind them, `//` only with one before, or `#include`, `--force` and
# addresses would be comments too.
_TRANSLATABLE = re.compile(
    r"\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|/\*.{0,4000}?\*/|<!--.{0,4000}?-->|(?<!\S)//[^\n]*"
    r"|(?<!\S)(?:\#+|--|;+|%+)[ \t!][^\n]*",
    re.S,
)


def code_lines(pair: Pair) -> Iterator[Problem]:
    """In a code block nothing but comments and quoted texts is translated."""
    if pair.kind is not Kind.CODE:
        return
    ours, theirs = (_code_alone(text) for text in (pair.source.text, pair.unit.target))
    if ours == theirs:
        return
    if len(ours) != len(theirs):
        said = f"the code has {len(ours)} lines, the translation {len(theirs)}"
    else:
        line = next(n for n, (a, b) in enumerate(zip(ours, theirs, strict=True)) if a != b)
        said = (
            f"line {line + 1} of the code is `{shortened(named(theirs[line].strip()), 60)}` "
            f"and not `{shortened(named(ours[line].strip()), 60)}`"
        )
    yield Problem(said, "only comments and texts between quotes are translated", "code")


def _code_alone(text: str) -> list[str]:
    """The lines of code without what may be translated."""
    bare = _TRANSLATABLE.sub(lambda found: "…" + "\n" * found[0].count("\n"), text)
    return [line.rstrip() for line in bare.rstrip("\n").split("\n")]


RULES = (
    UnitRule(
        "code-lines",
        "S",
        "catalog",
        Severity.ERROR,
        finds="A code block in which more is translated than comments and quoted texts.",
        why="Readers copy code as it stands; translated, it does not run.",
        good=Example("brew(tea)  # heiß", "brew(tea)  # hot", kind=Kind.CODE),
        bad=Example("braue(tee)  # heiß", "brew(tea)  # hot", kind=Kind.CODE),
        look=code_lines,
        signs=CODE,
        code=True,
    ),
    UnitRule(
        "code-verbatim",
        "S",
        "catalog",
        Severity.WARNING,
        finds="Code that is gone, changed or translated.",
        why="Readers copy code as it stands; changed, it does something else or nothing.",
        good=Example("Tippe `make tea` und warte.", "Run `make tea` and wait."),
        bad=Example("Tippe `mach tee` und warte.", "Run `make tea` and wait."),
        look=code_verbatim,
        signs=of_either(TAG),
    ),
    UnitRule(
        "code-marks",
        "S",
        "catalog",
        Severity.INFO,
        finds="Code that has lost its backticks; its text is still there.",
        why="It no longer looks like something to be copied.",
        good=Example("Tippe `make tea`.", "Run `make tea`."),
        bad=Example("Tippe make tea.", "Run `make tea`."),
        look=code_marks,
        signs=of_either(TAG),
    ),
)
