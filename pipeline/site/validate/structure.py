"""Rules on a translated page beside the page it translates: the same structure, other words."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from fnmatch import fnmatch
from typing import Final
from urllib.parse import unquote, urlsplit

from pipeline.model import Severity
from pipeline.site.validate.known import Known
from pipeline.site.validate.page import Block, Fault, Page

_COUNTED: Final = {
    "table": "tables",
    "tr": "table rows",
    "td": "table cells",
    "th": "table heads",
    "dt": "terms",
    "dd": "definitions",
    "img": "images",
    "pre": "code blocks",
    "figure": "figures",
    "blockquote": "quotations",
    "details": "folding boxes",
}
_LISTS: Final = frozenset(("ul", "ol", "dl"))
_SAME: Final = {"b": "strong", "i": "em", "cite": "em", "dfn": "em"}
_SKIPPED: Final = frozenset(("a", "abbr", "u", "mark", "small", "q"))
"""Inline elements that are compared elsewhere, or depend on the words: an abbreviation."""
_NUMBER = re.compile(r"\d+(?:[.,٫٬'’]\d+|[  \u202f]\d{3}(?!\d))*")
_DIGIT = re.compile(r"\d")
_SHORT: Final = 40
_DENSE: Final = frozenset(("zh", "ja", "ko", "yue"))


def compare(page: Page, source: Page, known: Known, may_differ: Sequence[str]) -> Iterator[Fault]:
    """Everything in which a translated page differs from its source and should not."""
    told = known.pages.get(page.path)
    if (told and told.carried) or not (page.is_article and source.is_article):
        return  # a carried page shows the body of an older source
    names = [name for name, _ in page.shape]
    theirs = [name for name, _ in source.shape]
    if names != theirs:
        yield from _headings(page, source)
        yield from _lists(page, source)
        yield from _counts(page, source)
    else:
        yield from _ids(page, source)
    yield from _links(page, source, known, may_differ)
    if [block.name for block in page.body] == [block.name for block in source.body]:
        for mine, original in zip(page.body, source.body, strict=True):
            if mine.text != original.text:
                yield from _block(mine, original, page.lang)


def _outline(page: Page) -> list[tuple[int, str, int]]:
    start, end = page.inside
    return [(one.level, one.id, one.at) for one in page.headings if start <= one.at < end]


def _headings(page: Page, source: Page) -> Iterator[Fault]:
    """The first heading at which the two differ in level or id."""
    mine, theirs = _outline(page), _outline(source)
    if [one[:2] for one in mine] == [one[:2] for one in theirs]:
        return
    for index, (level, identity, _) in enumerate(theirs):
        if index >= len(mine):
            message = f"the heading <h{level} id={identity}> of {source.path} is missing"
            yield Fault("headings-differ", page.inside[1], message)
            return
        if mine[index][:2] != (level, identity):
            here = f"<h{mine[index][0]} id={mine[index][1]}>"
            message = f"{here} stands where {source.path} has <h{level} id={identity}>"
            yield Fault("headings-differ", mine[index][2], message)
            return
    message = f"{source.path} has {len(theirs)} headings, and this page {len(mine)}"
    yield Fault("headings-differ", mine[len(theirs)][2], message)


def _ids(page: Page, source: Page) -> Iterator[Fault]:
    if page.headings or source.headings:
        yield from _headings(page, source)


def _tree(page: Page) -> list[tuple[int, str, int, int]]:
    """Every list: how deep it is, its kind, its number of items, its place."""
    found: list[tuple[int, str, int, int]] = []
    open_: list[list[int]] = []
    kinds: list[tuple[str, int, int]] = []
    for name, at in page.shape:
        if name in _LISTS:
            kinds.append((name, len(open_), at))
            open_.append([len(kinds) - 1, 0])
            found.append((len(open_), name, 0, at))
        elif name[:1] == "/" and name[1:] in _LISTS and open_:
            index, items = open_.pop()
            depth, kind, _, place = found[index]
            found[index] = (depth, kind, items, place)
        elif name in ("li", "dt", "dd") and open_:
            open_[-1][1] += 1
    return found


def _lists(page: Page, source: Page) -> Iterator[Fault]:
    """The first list at which the two differ in kind, depth or number of items."""
    mine, theirs = _tree(page), _tree(source)
    for index in range(max(len(mine), len(theirs))):
        here = mine[index] if index < len(mine) else None
        there = theirs[index] if index < len(theirs) else None
        if here is None or there is None:
            message = f"{source.path} has {len(theirs)} lists, and this page {len(mine)}"
            yield Fault("lists-differ", here[3] if here else page.inside[0], message)
            return
        if here[:3] != there[:3]:
            message = (
                f"a <{here[1]}> of {here[2]} items at depth {here[0]} stands where "
                f"{source.path} has a <{there[1]}> of {there[2]} at depth {there[0]}"
            )
            yield Fault("lists-differ", here[3], message)
            return


def _counts(page: Page, source: Page) -> Iterator[Fault]:
    mine = Counter(name for name, _ in page.shape)
    theirs = Counter(name for name, _ in source.shape)
    if mine["dt"] + mine["dd"] and mine["dl"] != theirs["dl"]:
        return  # told of the list
    for name, words in _COUNTED.items():
        if mine[name] != theirs[name]:
            at = next((at for one, at in page.shape if one == name), page.inside[0])
            message = f"{source.path} has {theirs[name]} {words}, and this page {mine[name]}"
            yield Fault("blocks-differ", at, message, detail=name)
            return


def _links(page: Page, source: Page, known: Known, may_differ: Sequence[str]) -> Iterator[Fault]:
    """Links lead to the same articles and the same places outside."""
    mine = {_goal(one.href, page.path, known): one for one in page.links if page.holds(one.at)}
    theirs = {
        _goal(one.href, source.path, known): one for one in source.links if source.holds(one.at)
    }
    free = {goal for goal in mine.keys() | theirs.keys() if _free(goal, may_differ)}
    for goal in sorted(theirs.keys() - mine.keys() - free):
        message = f"the link to `{theirs[goal].href}` of {source.path} is missing"
        yield Fault("links-differ", page.inside[0], message, severity=_grade(goal), detail=goal)
    for goal in sorted(mine.keys() - theirs.keys() - free):
        message = f"the link to `{mine[goal].href}` is not on {source.path}"
        yield Fault("links-differ", mine[goal].at, message, severity=_grade(goal), detail=goal)


def _goal(href: str, path: str, known: Known) -> str:
    """Where a link leads, the language's folder taken off."""
    if known.base_url and href.startswith(f"{known.base_url}/"):
        href = href[len(known.base_url) :]
    try:
        parts = urlsplit(href)
    except ValueError:
        return href
    if parts.scheme or parts.netloc:
        return href
    if not parts.path:
        return f"#{unquote(parts.fragment)}"
    root = urlsplit(known.base_url).path.rstrip("/")
    where = parts.path
    if where.startswith("/"):
        where = where.removeprefix(root).lstrip("/")
    else:
        slash = "/" if where.endswith("/") else ""
        where = posixpath.normpath(posixpath.join(posixpath.dirname(path), where)) + slash
    where = known.article_of(unquote(where)) if "/" in where else where
    name = posixpath.basename(where)
    if "." in name:  # a file may have a form of its own in each language: name.de.1a2b3c4d.pdf
        where = f"{posixpath.dirname(where)}/{name.split('.')[0]}.{name.rsplit('.')[-1]}"
    fragment = f"#{unquote(parts.fragment)}" if parts.fragment else ""
    return f"/{where}{fragment}"


def _free(goal: str, may_differ: Sequence[str]) -> bool:
    host = urlsplit(goal).hostname or "" if "//" in goal else ""
    return bool(host) and any(fnmatch(host, pattern) for pattern in may_differ)


def _grade(goal: str) -> Severity | None:
    """A link inside the site must agree; an address outside may have its reasons."""
    return None if goal.startswith(("/", "#")) else Severity.WARNING


def _block(block: Block, source: Block, lang: str) -> Iterator[Fault]:
    """A block of text beside its original: numbers, inline markup, length."""
    if all(run.frame.foreign for run in block.runs):
        return
    at, mine, theirs = block.runs[0].at, block.text, source.text
    if _DIGIT.search(mine) or _DIGIT.search(theirs):
        yield from _compared_numbers(at, mine, theirs)
    if block.inline != source.inline and _inline(block) != _inline(source):
        here, there = _told(_inline(block)), _told(_inline(source))
        message = f"`{_short(mine)}` has {here}, and its original {there}"
        yield Fault("inline-differ", at, message)
    if len(theirs) >= _SHORT:
        low, high = (0.15, 1.6) if lang.split("-")[0] in _DENSE else (0.4, 2.5)
        if not low <= len(mine) / len(theirs) <= high:
            message = f"`{_short(mine)}` has {len(mine)} signs, its original {len(theirs)}"
            yield Fault("length-unlikely", at, message, "is something missing, or added?")


def _compared_numbers(at: int, mine: str, theirs: str) -> Iterator[Fault]:
    numbers, wanted = _numbers(mine), _numbers(theirs)
    gone, come = wanted - numbers, numbers - wanted
    if not gone and not come:
        return
    if not (gone and come) and all(_may_be_a_word(one) for one in gone | come):
        return
    lost, new = (", ".join(sorted(some.elements())) for some in (gone, come))
    what = " and ".join(
        part for part in (f"lacks {lost}" if lost else "", f"has {new}" if new else "") if part
    )
    message = f"`{_short(mine)}` {what}, unlike `{_short(theirs)}`"
    yield Fault("numbers-differ", at, message, "compare doses, units and dates")


def _may_be_a_word(number: str) -> bool:
    """Whether many languages write a number out: a cup, two tablets, a dozen."""
    return len(number) < 3 and int(number) <= 12


def _numbers(text: str) -> Counter[str]:
    """The numbers in a text: their digits alone, in Western form."""
    found: Counter[str] = Counter()
    for number in _NUMBER.findall(text):
        digits = [unicodedata.digit(sign, -1) for sign in number]
        found["".join([str(digit) for digit in digits if digit >= 0])] += 1
    return found


def _inline(block: Block) -> Counter[str]:
    return Counter(_SAME.get(name, name) for name in block.inline if name not in _SKIPPED)


def _told(counts: Counter[str]) -> str:
    return ", ".join(f"{number} <{name}>" for name, number in sorted(counts.items())) or "no markup"


def _short(text: str) -> str:
    return text if len(text) <= 50 else text[:47].rstrip() + "…"
