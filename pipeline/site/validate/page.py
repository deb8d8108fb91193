"""What a finished page holds: the facts that the rules look at.

Places are offsets into the page's text; lines are counted only for what is found wrong. The
records inside a page are named tuples, which are made three times as fast as frozen dataclasses:
a page of 7 KB has some two hundred of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, TypeAlias

from pipeline.model import Severity
from pipeline.site.validate.elements import ASKED_FOR
from pipeline.site.validate.tokens import Tag


class Fault(NamedTuple):
    """Something wrong, before it has a line and a rule's words around it."""

    rule: str
    at: int
    message: str
    hint: str = ""
    severity: Severity | None = None
    """Where it differs from the rule's own."""
    detail: str = ""


class Frame(NamedTuple):
    """What holds for all text at one place of the page."""

    lang: str
    """The nearest `lang`, as it is spelled."""
    direction: str = ""
    """The nearest `dir`; empty where none is given."""
    foreign: bool = False
    """Inside a part whose language differs from the page's."""
    isolated: bool = False
    """Inside a `bdi`, or a part with a `dir` of its own."""
    hidden: bool = False
    """Inside `aria-hidden`."""
    code: bool = False
    """Inside code, or where `translate="no"` says that words are names."""


class Block:
    """A stretch of text between two block elements; filled while the page is read."""

    __slots__ = ("_text", "at", "inline", "name", "runs")

    def __init__(self, name: str, at: int) -> None:
        self.name = name
        self.at = at
        self.runs: list[Run] = []
        self.inline: list[str] = []
        self._text: str | None = None

    @property
    def text(self) -> str:
        """Its words, white space as one space, edges gone; to be asked when it is complete."""
        if self._text is None:
            self._text = " ".join("".join([run.text for run in self.runs]).split())
        return self._text


class Run(NamedTuple):
    """Text between two tags."""

    text: str
    at: int
    frame: Frame


class Heading(NamedTuple):
    """A heading and its words."""

    level: int
    text: str
    id: str
    at: int


class Link(NamedTuple):
    """An `a` with an address."""

    href: str
    name: str
    at: int
    tag: Tag
    hidden: bool


Placed: TypeAlias = tuple[Tag, int]
"""A tag of the page, with its place."""


@dataclass(frozen=True)  # no slots: some facts are found when they are first asked for
class Page:
    """One page, read once."""

    path: str
    """Below the site's root, with forward slashes: `de/tea/index.html`."""
    text: str
    size: int
    """Bytes."""
    lang: str = ""
    direction: str = ""
    html_at: int = 0
    doctype: bool = False
    counts: dict[str, int] = field(default_factory=dict)
    """How often html, head, body, main and h1 begin."""
    title: str = ""
    title_at: int = 0
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    buttons: tuple[Link, ...] = ()
    landmarks: tuple[tuple[str, str, int], ...] = ()
    """Role, name and place of the landmarks that a page may have more than one of."""
    placed: Sequence[Placed] = ()
    """The tags that a rule asks for by themselves, in order."""
    words: str = ""
    """All text, a line each run."""
    suspect: bool = True
    """Whether there may be characters in it that no page should have."""
    blocks: tuple[Block, ...] = ()
    """Every block that has text, in order."""
    nested: tuple[tuple[Tag, int, str], ...] = ()
    """Parts that say a language which is said already: tag, place, language."""
    inside: tuple[int, int] = (0, 0)
    """Where the article itself begins and ends."""
    is_article: bool = False
    """Whether it is known to be one, and no list of articles."""
    body: tuple[Block, ...] = ()
    """Those of the article itself."""
    shape: tuple[tuple[str, int], ...] = ()
    """The structure of the article itself: element names, with places; ends as `/ul`."""
    stray: tuple[Fault, ...] = ()
    """What was found wrong with the tags themselves while reading."""

    @cached_property
    def ids(self) -> dict[str, int]:
        """Every id, with the place where it stands first."""
        found: dict[str, int] = {}
        for tag, at in self.placed:
            if "id" in tag.attributes:
                found.setdefault(tag.attributes["id"], at)
        return found

    @cached_property
    def named(self) -> dict[str, list[Placed]]:
        """The tags whose attributes the rules on the whole site need, by name."""
        found: dict[str, list[Placed]] = {}
        for one in self.placed:
            if one[0].name in ASKED_FOR:
                found.setdefault(one[0].name, []).append(one)
        return found

    @cached_property
    def elsewhere(self) -> str:
        """Where the page sends its reader at once; empty for nearly all."""
        for tag, _ in self.named.get("meta", ()):
            if tag.attributes.get("http-equiv", "").lower() == "refresh":
                _, _, target = tag.attributes.get("content", "").partition("=")
                return target.strip(" '\"")
        return ""

    def holds(self, at: int) -> bool:
        """Whether a place is inside the article itself."""
        return self.inside[0] <= at < self.inside[1]

    def metas(self, name: str) -> list[tuple[str, int]]:
        """The contents of the `meta` elements with this name or property, with their places."""
        return [
            (tag.attributes.get("content", ""), at)
            for tag, at in self.named.get("meta", ())
            if name in (tag.attributes.get("name", "").lower(), tag.attributes.get("property"))
        ]
