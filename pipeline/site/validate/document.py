"""Rules on one page as a document: its parts, ids, headings, images, characters."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator
from typing import Final

from pipeline.model import Severity
from pipeline.site.validate.known import Known
from pipeline.site.validate.language_tags import direction_of
from pipeline.site.validate.page import Fault, Page

_ONCE: Final = ("html", "head", "body", "main", "h1")
_CHARSET = re.compile(rb"<meta\s[^>]*charset\s*=\s*[\"']?utf-8", re.IGNORECASE)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffd\u202a-\u202e\ufdd0-\ufdef]")
_REMNANT = re.compile(
    r"\{\{[^{}]*\}\}|\{\{|\}\}|\{%|%\}|%\(\w+\)[sd]|(?<![\w$])\{\w*\}"
    r"|\b(?:TODO|FIXME)\b(?=\s*[:(])|\bmsg(?:id|str)\b"
)
_REMNANT_SIGNS: Final = ("{", "}", "%(", "TODO", "FIXME", "msgid", "msgstr")


def shell(page: Page, known: Known) -> Iterator[Fault]:
    """The document type, and each of the parts that a page has once."""
    if not page.doctype:
        yield Fault("doctype-missing", 0, "the page does not begin with <!DOCTYPE html>")
    if page.elsewhere:
        return
    for name in _ONCE:
        count = page.counts.get(name, 0)
        if count != 1:
            how = "no" if not count else f"{count} times"
            message = f"the page has {how} <{name}>" if not count else f"<{name}> stands {how}"
            at = _nth(page, name) if count else page.html_at
            # Authors who write `#` for every section spoil no page: browsers read it all the same.
            bad = Severity.WARNING if name == "h1" and count else None
            yield Fault("part-not-once", at, message, f"keep exactly one <{name}>", bad, name)
    head = page.text[:2000].encode()[:1024]
    if not _CHARSET.search(head):
        message = 'no <meta charset="utf-8"> in the first 1024 bytes'
        yield Fault("charset-late", page.html_at, message, "make it the first element of <head>")
    if not page.title:
        yield Fault("title-missing", page.title_at or page.html_at, "the page has no title")


def language(page: Page, known: Known) -> Iterator[Fault]:
    """The language and direction that the page claims for itself."""
    told = known.pages.get(page.path)
    tongue = known.tongues.get(told.tag) if told else known.tongue_of(page.path)
    if not page.lang:
        yield Fault("lang-missing", page.html_at, "<html> does not say its language")
    elif tongue and page.lang != tongue.tag:
        message = f'<html lang="{page.lang}">, but this is a page in {tongue.tag}'
        yield Fault("lang-wrong", page.html_at, message, f'write lang="{tongue.tag}"')
    wanted = tongue.direction if tongue else direction_of(page.lang)
    if (page.direction or "ltr") != wanted:
        has = f'dir="{page.direction}"' if page.direction else "no `dir`"
        message = f"<html> has {has}, but {page.lang} is written {wanted}"
        yield Fault("direction-wrong", page.html_at, message, f'write dir="{wanted}"')


def ids(page: Page, known: Known) -> Iterator[Fault]:
    """Ids are unique, and whatever refers to an id finds it."""
    for tag, at in page.placed:
        identity = tag.attributes.get("id")
        if identity is not None and page.ids[identity] != at:
            message = f"the id `{identity}` stands twice"
            yield Fault("id-duplicate", at, message, detail=identity)
        for name, identity in tag.references:
            if identity not in page.ids:
                message = f"`{name}` of <{tag.name}> names `{identity}`, an id that is not there"
                yield Fault("reference-broken", at, message, detail=identity)


def headings(page: Page, known: Known) -> Iterator[Fault]:
    """Headings have words, and go down one level at a time."""
    before = 0
    for heading in page.headings:
        if not heading.text:
            yield Fault("heading-empty", heading.at, f"<h{heading.level}> has no words")
        if before and heading.level > before + 1:
            message = f"<h{heading.level}> follows <h{before}>: a level is skipped"
            yield Fault("heading-skipped", heading.at, message, f"make it <h{before + 1}>")
        before = heading.level


def names(page: Page, known: Known) -> Iterator[Fault]:
    """Links and buttons have words; and what is wrong with a tag by itself is told."""
    for tag, at in page.placed:
        for rule, message, hint in tag.faults:
            yield Fault(rule, at, message, hint)
    for link in page.links:
        if not link.name and not link.hidden and "href" in link.tag.attributes:
            yield Fault("name-missing", link.at, f"the link to `{link.href}` has no words")
    for button in page.buttons:
        if not button.name and not button.hidden:
            yield Fault("name-missing", button.at, "the button has no words")


def characters(page: Page, known: Known) -> Iterator[Fault]:
    """No damaged, invisible or decomposed characters, and nothing left of a template."""
    words = page.words
    if not words.isascii() and not unicodedata.is_normalized("NFC", words):
        yield from _decomposed(page)
    for match in _FORBIDDEN.finditer(page.text) if page.suspect else ():
        message = f"the character U+{ord(match[0]):04X} ({_name(match[0])}) stands in the page"
        yield Fault("character-forbidden", match.start(), message, "delete it")
    if any(sign in words for sign in _REMNANT_SIGNS):
        yield from _remnants(page)


def _remnants(page: Page) -> Iterator[Fault]:
    for run in (run for block in page.blocks for run in block.runs if not run.frame.code):
        for match in _REMNANT.finditer(run.text):
            at = run.at + match.start()
            message = f"`{match[0]}` is left of a template"
            yield Fault("remnant-left", at, message, detail=match[0])


def has_remnants(text: str) -> bool:
    """Whether the rule on what templates leave would fire on a text.

    >>> has_remnants("TODO: write"), has_remnants("Todo lists")
    (True, False)
    """
    return any(sign in text for sign in _REMNANT_SIGNS) and _REMNANT.search(text) is not None


def authors_words(
    fault: Fault, page: Page, source: Page | None, theirs: Collection[str] = ()
) -> Fault | None:
    """A remnant judged again beside what authors wrote: they may mean it.

    In the original it is a warning; in a translation that has it from there, nothing; and nothing
    where the title or lead of an article stands outside of it. `theirs` are those texts.
    """
    if fault.rule != "remnant-left":
        return fault
    warning = fault._replace(severity=Severity.WARNING)
    inside = source is not None and page.holds(fault.at)
    if any(fault.detail in text for text in theirs):
        own = (page.is_article and inside) or fault.detail in (page.title or "")
        return warning if own and page is source else None
    if source is None or not inside:
        return fault
    if page is source:
        return warning if page.is_article or page.counts["main"] > 0 else fault
    body = (run.text for block in source.body for run in block.runs)
    return None if any(fault.detail in text for text in body) else fault


def _decomposed(page: Page) -> Iterator[Fault]:
    for run in (run for block in page.blocks for run in block.runs):
        for word in run.text.split():
            if not unicodedata.is_normalized("NFC", word):
                message = f"`{word[:40]}` is not in Unicode's composed form (NFC)"
                yield Fault("text-decomposed", run.at, message, detail=word)
                break


def landmarks(page: Page, known: Known) -> Iterator[Fault]:
    """Landmarks of one kind are told apart by their names."""
    seen: dict[tuple[str, str], bool] = {}
    counts = Counter(role for role, _, _ in page.landmarks)
    for role, name, at in page.landmarks:
        if counts[role] > 1 and (not name or (role, name) in seen):
            message = f"one of {counts[role]} landmarks `{role}` has no name of its own"
            yield Fault("landmark-unnamed", at, message, "name it by aria-labelledby or aria-label")
        seen[role, name] = True


def stray(page: Page, known: Known) -> Iterator[Fault]:
    """What reading the tags already showed."""
    return iter(page.stray)


def empty(page: Page, known: Known) -> Iterator[Fault]:
    """An article has words, or at least a picture."""
    if page.is_article and not page.body and not page.shape:
        hint = "write it, or take the file away"
        yield Fault("article-empty", page.inside[0], "the article has nothing in it", hint)


def _nth(page: Page, name: str) -> int:
    """The place of the second element of a name."""
    found = [match.start() for match in re.finditer(rf"<{name}[\s>]", page.text, re.IGNORECASE)]
    return found[1] if len(found) > 1 else 0


def _name(character: str) -> str:
    return unicodedata.name(character, "control character").lower()
