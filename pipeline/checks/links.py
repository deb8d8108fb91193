"""Rules S about where a translation leads: addresses, links that nobody sees, footnotes, labels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import lru_cache
from urllib.parse import urlsplit

from pipeline.checks.pair import Pair, Problem, UnitRule
from pipeline.checks.signs import SQUARE, TAGS, of_either
from pipeline.checks.text import named, shortened, without_code
from pipeline.model import Example, Severity


def link_target(pair: Pair) -> Iterator[Problem]:
    """Every address of the translation is one of the source, as often as there."""
    if pair.same_tags:
        return
    lost, added = _target_changes(pair)
    if not lost and not added:
        return
    for address in sorted(lost):
        if _broken_syntax(pair) or _lost_labels(pair):
            break
        if added:
            continue
        inner = address in pair.source.images or not _external(address)
        what = "image" if address in pair.source.images else "link to"
        yield Problem(
            f"the translation has lost the {what} `{named(address)}`",
            f"put it back as it stands in the source: {_as_written(pair.source.text, address)}",
            address,
            Severity.ERROR if inner else Severity.WARNING,
        )
    for address in sorted(added):
        wanted = shortened(min(lost)) if lost else ""
        yield Problem(
            f"the translation leads to `{named(address)}`, which its source does not"
            + (f" (the source leads to `{named(wanted)}`)" if wanted else ""),
            f"write the address as it stands in the source: `{named(wanted)}`"
            if wanted
            else "take it out, or ask the author to add it to the source",
            address,
        )


def _target_changes(pair: Pair) -> tuple[Counter[str], Counter[str]]:
    """The addresses that the translation lost and added, allowed exchanges taken off."""
    source, target = pair.source.targets, pair.target.targets
    if source == target:
        return Counter(), Counter()
    lost, added = source - target, target - source
    for address in list(added.elements()):
        twin = next(
            (one for one in lost if lost[one] > 0 and _exchangeable(one, address, pair)), None
        )
        if twin is not None:
            added[address] -= 1
            lost[twin] -= 1
    return +lost, +added


def _exchangeable(old: str, new: str, pair: Pair) -> bool:
    if _plain_address(old) == _plain_address(new):
        return True
    if not (_external(old) and _external(new)):
        return False
    hosts = [(urlsplit(one).hostname or "") if _splits(one) else "" for one in (old, new)]
    return any(
        all(host and (fnmatchcase(host, p) or p == f"*.{host}") for host in hosts)
        for p in pair.settings.external_may_differ
    )


@lru_cache(maxsize=4096)
def _plain_address(address: str) -> str:
    """An address without what makes no difference: a last slash, http for https."""
    plain = re.sub(r"^http://", "https://", address)
    return plain.rstrip("/") if "#" not in plain and "?" not in plain else plain


def _splits(address: str) -> bool:
    try:
        return bool(urlsplit(address).hostname) or True
    except ValueError:
        return False


def _external(address: str) -> bool:
    return re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//", address) is not None


def _as_written(text: str, address: str) -> str:
    """The link of the source as Markdown, if it can be found there."""
    found = re.search(rf"!?\[[^\]]*\]\(\s*<?{re.escape(address)}[^)]*\)", text)
    return f"`{shortened(named(found[0]), 80)}`" if found else f"`{shortened(named(address), 80)}`"


BROKEN_LINK = re.compile(
    r"(?P<text>\[[^\[\]\n]{1,200}\](?P<gap>[\s\u200b-\u200f\u2060\ufeff\u00ad]+)[(（](?=[^\s()（）]+[)）])"
    r"|\[[^\[\]\n]{1,200}\]（(?=[^（）]*[)）])"
    r"|[【［〔][^\n\[\]【】［］]{1,200}[】］〕]\s?[(（](?=[^\s()（）]+[)）]))"
)


def _broken_syntax(pair: Pair) -> re.Match[str] | None:
    """A link of the translation that Markdown does not see, where the source has more links."""
    if pair.same_tags or pair.source.targets.total() <= pair.target.targets.total():
        return None
    return BROKEN_LINK.search(pair.target.text)


def link_syntax(pair: Pair) -> Iterator[Problem]:
    """A link is written so that Markdown sees it."""
    found = _broken_syntax(pair)
    if found is None:
        return
    text = found["text"]
    if found["gap"]:
        gap = "a space" if not found["gap"].strip(" ") else named(found["gap"])
        culprit = f"{gap} between `]` and `(`"
    elif text[0] == "[":
        culprit = "a wide `（` in place of `(`"
    else:
        culprit = f"`{text[0]}` in place of `[`"
    yield Problem(
        f"`{shortened(named(text), 60)}…` is not seen as a link: {culprit}",
        "write [text](address) with plain brackets and nothing between them",
        text,
    )


_FOOTNOTE = re.compile(r"(?<!\\)\[\^([^\[\]\s]{1,100})\](?!:)")

_LABEL = re.compile(r"(?<!\\)\]\s?\[([^\]\n]*)\]")


def _labels(text: str, pattern: re.Pattern[str]) -> Counter[str]:
    return Counter(label.casefold() for label in pattern.findall(without_code(text)))


def _lost_labels(pair: Pair) -> Counter[str]:
    """Labels of links that are gone together with their address."""
    if "][" not in pair.source.text and "] [" not in pair.source.text:
        return Counter()
    lost = _labels(pair.source.text, _LABEL) - _labels(pair.target.text, _LABEL)
    known = {label.casefold(): address for label, address, _ in pair.scope.references}
    gone = pair.source.targets - pair.target.targets
    return Counter(
        {one: n for one, n in lost.items() if one and (one not in known or known[one] in gone)}
    )


def reference(pair: Pair) -> Iterator[Problem]:
    """Footnote marks and labels of links are the same on both sides."""
    source, target = pair.source.text, pair.target.text
    if "[^" in source or "[^" in target:
        ours, theirs = _labels(source, _FOOTNOTE), _labels(target, _FOOTNOTE)
        for label in sorted(ours - theirs):
            yield Problem(
                f"the translation has lost the footnote mark `[^{named(label)}]`",
                "put it where the statement stands that it belongs to",
                label,
            )
        for label in sorted(theirs - ours):
            yield Problem(
                f"the translation has a footnote mark `[^{named(label)}]` that its source has not",
                "labels are not translated: write them as in the source",
                label,
            )
    for label in sorted(_lost_labels(pair)):
        yield Problem(
            f"the translation has lost the link label `[{named(label)}]`",
            "labels are not translated: write `[text][label]` with the label of the source",
            label,
        )


RULES = (
    UnitRule(
        "link-target",
        "S",
        "catalog",
        Severity.ERROR,
        finds="An address that the source does not lead to, or a link or image that is gone.",
        why="A reader would be led somewhere the author never meant, or not be helped on at all.",
        good=Example("Lies [die Warnung](warn.md).", "Read [the warning](warn.md)."),
        bad=Example("Lies [die Warnung](warnung.md).", "Read [the warning](warn.md)."),
        silence="Addresses of one host that differ by language are allowed with "
        "`external_may_differ` in the settings; `*.wikipedia.org` is from the start. "
        "A lost link to another site is a warning, which a comment can silence; an error it "
        "cannot.",
        locked=True,
        look=link_target,
        signs=TAGS,
    ),
    UnitRule(
        "link-syntax",
        "S",
        "catalog",
        Severity.ERROR,
        finds="A link that Markdown does not see, because of a space or another kind of bracket.",
        why="Readers see the brackets and the address, and cannot follow the link.",
        good=Example("Lies [die Warnung](warn.md).", "Read [the warning](warn.md)."),
        bad=Example("Lies [die Warnung] (warn.md).", "Read [the warning](warn.md)."),
        fixable=True,
        look=link_syntax,
        signs=TAGS,
    ),
    UnitRule(
        "reference",
        "S",
        "catalog",
        Severity.ERROR,
        finds="A footnote mark or the label of a link that is gone, new or translated.",
        why="The statement loses its source, or the link its address.",
        good=Example("Selten.[^1]", "It is rare.[^1]"),
        bad=Example("Selten.", "It is rare.[^1]"),
        look=reference,
        signs=of_either(SQUARE),
    ),
)
