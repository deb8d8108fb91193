"""Where in the parser's state a text stands, before inline parsing.

A place serves three readers: the article takes the text, the skeleton puts a token there, and the
marked copy tells from the same place of another parse where in the source the text began.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import markdown
from markdown.util import AtomicString

from pipeline.article.directives import NO_WISHES, Wishes
from pipeline.article.front_matter import FrontMatter
from pipeline.article.pieces import STASHED
from pipeline.model import Kind, Left

Structure: TypeAlias = tuple[str | tuple[str, str], ...]

CODE = re.compile(r"<code(?:\s[^<>]*)?>(?P<code>(?:(?!<code).)*?)</code>", re.DOTALL)
"""A finished code block; a highlighter may have cut it into spans."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands in the parser's state."""

    store: str
    """text, tail, attribute, stash, code, fence, reference, abbreviation, field"""
    index: int = 0
    """Number of the element in the tree, of the stash entry, or of the front-matter value."""
    name: str = ""
    """The attribute, label or term."""


@dataclass(slots=True)
class Draft:
    """A segment while its article is being read."""

    place: Place
    start: int
    end: int
    """Offsets in the text at the place."""
    text: str
    kind: Kind
    wishes: Wishes = NO_WISHES
    headings: tuple[str, ...] = ()
    heading: int = -1
    """Number of the heading that it is or stands under, among all headings; -1 at the top."""
    level: int = 0
    """For a heading, its level."""
    top: bool = False
    """A paragraph of the article itself, not of something in it."""


@dataclass(slots=True)
class Parse:
    """The parser's state after block parsing, and what was found in it."""

    md: markdown.Markdown
    root: etree.Element
    elements: list[etree.Element]
    front: FrontMatter
    drafts: list[Draft] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    order: list[int] = field(default_factory=list)
    """For each of those, how many drafts came before it."""
    silent: list[Draft] = field(default_factory=list)
    """Texts without words that refer to footnotes: no segments, but counted on the page."""
    words: list[etree.Element] = field(default_factory=list)
    """Elements whose text the renderer made: default titles of admonitions."""
    terms: dict[str, str] = field(init=False)
    """What the abbreviations that the text defines stand for."""

    def __post_init__(self) -> None:
        self.terms = abbreviations(self.md)


def text_at(parse: Parse, place: Place) -> str:
    """The text that stands at a place, as the offsets of drafts count it."""
    match place.store:
        case "text" | "tail":
            text = getattr(parse.elements[place.index], place.store) or ""
            return resolved(parse.md, text) if isinstance(text, AtomicString) else text
        case "attribute":
            return parse.elements[place.index].get(place.name) or ""
        case "code":
            return html.unescape(parse.elements[place.index].text or "")
        case "stash":
            return str(parse.md.htmlStash.rawHtmlBlocks[place.index])
        case "fence":
            match = CODE.search(str(parse.md.htmlStash.rawHtmlBlocks[place.index]))
            return code_in(match["code"]) if match else ""
        case "reference":
            return str(parse.md.references[place.name][1] or "")
        case "abbreviation":
            return parse.terms[place.name]
        case _:
            return parse.front.scalars[place.index].value


def abbreviations(md: markdown.Markdown) -> dict[str, str]:
    """The abbreviations that the text defines."""
    for extension in md.registeredExtensions:
        found = getattr(extension, "abbrs", None)
        if isinstance(found, dict):
            given = getattr(extension, "glossary", {})
            return {term: text for term, text in found.items() if given.get(term) != text}
    return {}


def footnote_extension(md: markdown.Markdown) -> Any:
    """The parser's footnotes, or None."""
    for extension in md.registeredExtensions:
        if hasattr(extension, "footnotes") and hasattr(extension, "found_refs"):
            return extension
    return None


def resolved(md: markdown.Markdown, text: str) -> str:
    """A text with the tags put back that the preprocessor took out one by one."""
    blocks = md.htmlStash.rawHtmlBlocks

    def put_back(match: re.Match[str]) -> str:
        block = blocks[int(match[1])]
        return block if isinstance(block, str) else match[0]

    return STASHED.sub(put_back, text)


def code_in(finished: str) -> str:
    """The code that a finished block shows."""
    return html.unescape(re.sub(r"<[^<>]*>", "", finished))


def structure_of(parse: Parse) -> Structure:
    """What no translation may change beside the texts: elements, and where links lead."""
    return (
        *(str(element.tag) for element in parse.elements),
        *((label, address) for label, (address, _) in parse.md.references.items()),
    )


def places(drafts: list[Draft]) -> Iterator[tuple[Place, list[tuple[int, Draft]]]]:
    """The drafts by place, each with its number, in the order of their offsets."""
    grouped: dict[Place, list[tuple[int, Draft]]] = {}
    for number, draft in enumerate(drafts):
        grouped.setdefault(draft.place, []).append((number, draft))
    for place, ones in grouped.items():
        yield place, sorted(ones, key=lambda one: one[1].start)
