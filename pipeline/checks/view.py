"""One side of a unit, taken apart: what its rendered HTML holds, and the words that are left.

The HTML is read with regular expressions and not with an HTML parser: it was just written by our
own renderer, half of it has no tag at all, and a parser costs ten times as much. What raw HTML in
a translation can do to such a reader is answered in one way: everything that begins like a tag
and is not written in the plainest form is counted as a tag of its own, word for word, so it can
only equal the same words of the source.
"""

from __future__ import annotations

import html as entities
import re
from collections import Counter
from typing import NamedTuple

from pipeline.checks.once import once
from pipeline.checks.signs import signs_of

TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:-]*)"
    r"(?P<attributes>(?:\s+[a-zA-Z_:@][\w:.@-]*(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))?)*)"
    r"\s*/?>"
)
_ODD = re.compile(r"<(?=[a-zA-Z/!?])[^<>]*>?")
_ATTRIBUTE = re.compile(
    r"([a-zA-Z_:@][\w:.@-]*)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+)))?"
)
_CODE = re.compile(r"<code\b[^<>]*>((?:(?!<code).)*?)</code>", re.S)

_COMMENT = re.compile(r"<!--.{0,2000}?-->", re.S)

HOLE = "\ufffc"
"""Stands in the words where code was, so that its neighbours are not taken for neighbours."""

TARGETS = frozenset(
    {"href", "src", "srcset", "poster", "action", "formaction", "data", "cite", "background"}
)
"""Attributes that lead somewhere."""

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")

_NONE: Counter[str] = Counter()
"""Shared by all views without tags: half of all texts. Nobody changes it."""

VOID = frozenset({"br", "img", "hr", "input", "wbr", "source", "track", "area", "col", "embed"})


class Tag(NamedTuple):
    """One tag: its name in small letters, its attributes in order, and whether it closes."""

    name: str
    attributes: tuple[tuple[str, str], ...]
    close: bool


class View:
    """What one side of a unit holds; everything is worked out once, and only when asked for."""

    def __init__(self, text: str, html: str) -> None:
        self.text = text
        """The Markdown, as it stands in the catalog."""
        self.html = html

    @once
    def tags(self) -> tuple[Tag, ...]:
        """All tags in order; what looks like one and is none is a tag named by its own text."""
        if "<" not in self.html:
            return ()
        found = []
        for match in _ODD.finditer(self.html):
            tag = TAG.match(self.html, match.start())
            if tag is None:
                found.append(Tag(match[0], (), False))
                continue
            pairs = tuple(
                (name.lower(), entities.unescape(double or single or bare))
                for name, double, single, bare in _ATTRIBUTE.findall(tag["attributes"])
            )
            found.append(Tag(tag["name"].lower(), pairs, bool(tag["close"])))
        return tuple(found)

    @once
    def elements(self) -> Counter[str]:
        """How often each element is opened."""
        if not self.tags:
            return _NONE
        return Counter(tag.name for tag in self.tags if not tag.close)

    @once
    def targets(self) -> Counter[str]:
        """Where links and images lead, and how often; footnote marks are left to their labels."""
        if not self.tags:
            return _NONE
        return Counter(
            value
            for tag in self.tags
            for name, value in tag.attributes
            if name in TARGETS and not value.startswith(("#fn:", "#fnref"))
        )

    @once
    def images(self) -> frozenset[str]:
        """The addresses of images."""
        return frozenset(
            v for t in self.tags if t.name == "img" for n, v in t.attributes if n == "src"
        )

    @once
    def attributes(self) -> Counter[tuple[str, str, str]]:
        """(element, attribute, value) of all that is neither a target nor words for readers."""
        if not self.tags:
            return Counter()
        return Counter(
            (tag.name, name, value)
            for tag in self.tags
            for name, value in tag.attributes
            if name not in TARGETS and name not in ("title", "alt", "aria-label")
        )

    @once
    def unbalanced(self) -> tuple[str, ...]:
        """Elements that are opened and not closed, or closed and not opened."""
        depth: Counter[str] = Counter()
        for tag in self.tags:
            if tag.name not in VOID and tag.name[0] != "<":
                depth[tag.name] += -1 if tag.close else 1
        return tuple(sorted(name for name, count in depth.items() if count))

    @once
    def codes(self) -> tuple[str, ...]:
        """The contents of code spans, in order."""
        if "<code" not in self.html:
            return ()
        return tuple(entities.unescape(one) for one in _CODE.findall(self.html))

    @once
    def words(self) -> str:
        """What a reader reads: no tags, no code (`HOLE` stands for it), hard breaks as newlines."""
        text = self.html
        if "<" in text:
            text = _CODE.sub(HOLE, text)
            text = re.sub(r"<br\s*/?>\n?", "\n", text)
            text = _COMMENT.sub("", TAG.sub("", text))
        return entities.unescape(text) if "&" in text else text

    @once
    def everything(self) -> str:
        """What a reader reads, code included."""
        text = TAG.sub("", self.html) if "<" in self.html else self.html
        return entities.unescape(text) if "&" in text else text

    @once
    def letters(self) -> int:
        """How many letters a reader reads, code left out."""
        return sum(map(str.isalpha, self.words))

    @once
    def folded(self) -> str:
        """The words with capitals and small letters made alike."""
        return self.words.casefold()

    @once
    def spelt(self) -> str:
        """The words alone, letter for letter: what two texts share that say the same."""
        return " ".join(WORD.findall(self.folded))

    @once
    def longest(self) -> str:
        """The longest word, which a copy has too."""
        return max(WORD.findall(self.folded), key=len, default="")

    @once
    def signs(self) -> int:
        """What shows of this side at a glance."""
        return signs_of(self)
