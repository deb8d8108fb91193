"""All payloads at all positions in all articles: `python -m tests.hostile.inject`.

Law: nothing active reaches a body, nothing leaves it, and every link leads where a link of the
English article does; with the rules on, and (but for links) with them off.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.article import Renderer
from pipeline.checks import RULES
from pipeline.config import Checks, Dialect
from tests.hostile.cases import payloads
from tests.hostile.injecting import (
    NO_RULES,
    POSITIONS,
    Specimen,
    assessed,
    rounds,
    specimens,
    spoilt,
)
from tests.hostile.oracle import judge


@dataclass
class Outcome:
    """The sums of a run."""

    injected: int = 0
    shown: int = 0
    """Of them, passages that were published with the payload in them, because it is inert."""
    withheld: int = 0
    """Pages that the assertion over the finished body stopped."""
    active: list[str] = field(default_factory=list)
    astray: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)


def inject(
    specimen: Specimen,
    payloads: dict[int, tuple[str, str]],
    renderer: Renderer,
    outcome: Outcome,
    checks: Checks | None = None,
    comment: str = "",
) -> None:
    """Put the payloads in, and judge the body that comes out."""
    data = spoilt(specimen, payloads, comment)
    source, edition = assessed(specimen, data, renderer, checks)
    outcome.injected += len(payloads)
    if not edition.body:
        outcome.withheld += 1
        return
    outcome.bodies.append(edition.body)
    rejected = {one.line for one in edition.findings if one.severity == "error"}
    outcome.shown += max(0, len(payloads) - len(rejected))
    found, targets = judge(edition.body)
    own, allowed = judge(source.body)
    where = f"{specimen.name} {specimen.locale} {sorted(payloads.values())}"
    new = Counter(found) - Counter(own)
    if new:
        outcome.active.append(f"{sorted(new)} in {where}")
    leading = {one for one in targets - allowed if not one.startswith("#fnref")}
    if leading:
        outcome.astray.append(f"{sorted(leading)} in {where}")


SILENCING = "check: ignore " + ", ".join(one.id for one in RULES) + " -- it is right here"
"""What a translator might write beside a payload."""
_REFUSED = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
"""Such a sign costs the whole file, so it is put in alone."""


def with_rules(
    specimen: Specimen,
    texts: Sequence[str],
    outcome: Outcome,
    positions: Sequence[str] = POSITIONS,
    comment: str = "",
) -> None:
    """Payloads in all passages of an article at once."""
    renderer = Renderer(Dialect())
    refused = [one for one in texts if _REFUSED.search(one)]
    rest = [one for one in texts if not _REFUSED.search(one)]
    for some in rounds(specimen, rest, positions):
        inject(specimen, some, renderer, outcome, comment=comment)
    for place, text in zip(specimen.places, refused, strict=False):
        inject(specimen, {place: (text, "within")}, renderer, outcome, comment=comment)


def without_rules(
    specimen: Specimen, texts: Sequence[str], outcome: Outcome, positions: Sequence[str] = POSITIONS
) -> None:
    """One payload at a time: the assertion over the body withholds the page as a whole."""
    renderer, places = Renderer(Dialect()), specimen.places
    for number, text in enumerate(texts):
        for shift, position in enumerate(positions):
            place = places[(number * 7 + shift * 5) % len(places)]
            inject(specimen, {place: (text, position)}, renderer, outcome, NO_RULES)


def main() -> int:
    """Try all of them, and print the sums."""
    texts = [text for _, text in payloads()]
    ruled, silenced, free = Outcome(), Outcome(), Outcome()
    for specimen in specimens():
        with_rules(specimen, texts, ruled)
        with_rules(specimen, texts, silenced, comment=SILENCING)
        if specimen.name == "everything":
            without_rules(specimen, texts, free)
    for name, one in (
        ("with the rules", ruled),
        ("with the rules, silenced by comments", silenced),
        ("without any rule", free),
    ):
        print(
            f"{name}: {one.injected} injected, {one.shown} shown, {one.withheld} pages withheld, "
            f"{len(one.active)} active, {len(one.astray)} lead astray"
        )
        for line in one.active + ([] if one is free else one.astray):
            print("  ", line)
    wrong = ruled.active + ruled.astray + silenced.active + silenced.astray + free.active
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
