"""HTML cut into text and tags, fast and in linear time.

`html.parser` needs 158 ms a megabyte for its tokens alone, which is more than rendering the page
took. A site repeats its tags: here one regular expression cuts the page in C, and each spelling
of a tag is understood once and remembered. The tests compare the result with `html.parser`.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from pipeline.site.validate import elements

START: Final = 0
END: Final = 1
ALONE: Final = 2
"""A void element, or one that closes itself."""
RAW: Final = 3
"""An element whose content is no markup, with that content: script, style, title, textarea."""
OTHER: Final = 4
"""A comment, a document type, a processing instruction."""

# It stays linear: what is never closed reaches to the end of the text, so that a tag ends wherever
# its attributes do. Only single characters are repeated possessively, because Python before 3.11.5
# gets possessive groups wrong (python/cpython#106052).
_ATTRIBUTES = r"""(?:[^>=]++|=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|))*(?:>|\Z)"""
_RAW = "|".join(
    rf"{name}(?=[\s/>]){_ATTRIBUTES}(?s:.*?)(?:</{name}(?=[\s/>])[^>]*+(?:>|\Z)|\Z)"
    for name in ("script", "style", "textarea", "title")
)
_TOKEN = re.compile(
    rf"(<(?:{_RAW}|/?[a-z]{_ATTRIBUTES}|!--(?:-?>|(?s:.*?)(?:--!?>|\Z))|[!?/][^>]*+(?:>|\Z)))",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\s/>]+")
_ATTRIBUTE = re.compile(
    r"""[\s/]*+([^\s/>=][^\s/>=]*+)(?:\s*+=\s*+("[^"]*+"?|'[^']*+'?|[^\s>]*+))?"""
)


_NONE: Final[frozenset[str]] = frozenset()
_FRAMING: Final = frozenset(("bdi", "template", "html")) | elements.CODE
_MARKED: Final = (
    frozenset(("a", "button", "html", "head", "body", "main"))
    | frozenset(elements.HEADINGS)
    | _FRAMING
)
_REFERRING: Final = (
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "aria-owns",
    "aria-details",
    "aria-errormessage",
    "aria-flowto",
    "aria-activedescendant",
    "for",
    "headers",
    "list",
    "form",
)
_FRAMES: Final = frozenset(("lang", "dir", "aria-hidden", "translate"))


class Tag:
    """One spelling of a tag, understood.

    A plain class with slots: made once a spelling, read a thousand times.
    """

    __slots__ = (
        "attributes",
        "block",
        "children",
        "closes",
        "content",
        "faults",
        "framing",
        "inline",
        "kind",
        "landmark",
        "marked",
        "name",
        "parents",
        "raw",
        "references",
        "repeated",
        "shape",
        "torn",
        "traits",
        "unclosed",
    )

    def __init__(
        self,
        raw: str,
        kind: int,
        name: str,
        attributes: dict[str, str],
        content: str = "",
        repeated: str = "",
        unclosed: bool = False,
    ) -> None:
        self.raw = raw
        self.kind = kind
        self.name = name
        self.attributes = attributes
        self.content = content
        """What stands inside a raw element, or in a comment."""
        self.repeated = repeated
        """An attribute that stands twice."""
        self.unclosed = unclosed
        """The text ends before the tag or the raw element does."""
        self.closes = elements.CLOSES.get(name, _NONE)
        self.children = elements.CHILDREN.get(name)
        self.parents = elements.PARENTS.get(name)
        self.block = name in elements.BLOCKS
        self.inline = name in elements.INLINE
        role = attributes.get("role", name)
        self.landmark: tuple[str, str] | None = None
        """Its role and its name, where a page may have more than one such landmark."""
        if role in elements.LANDMARKS:
            label = attributes.get("aria-label", "").strip()
            self.landmark = (
                elements.LANDMARKS[role],
                label or attributes.get("aria-labelledby", ""),
            )
        self.framing = name in _FRAMING or not _FRAMES.isdisjoint(attributes)
        """What is inside has another language or direction, or is no text to read."""
        self.marked = kind == START and (
            name in _MARKED or self.framing or self.landmark is not None
        )
        """Something is to be remembered until its end tag."""
        self.torn = bool(repeated or unclosed)
        self.traits = False
        """Whether a rule asks for it by itself."""
        self.faults: tuple[tuple[str, str, str], ...] = ()
        """What is wrong with it by itself: rule, message, hint."""
        self.references = _references(attributes)
        """Attribute and id, of each id that it refers to."""
        self.shape = _shape(kind, name)
        """What it adds to the structure of an article; empty for most."""

    def __repr__(self) -> str:
        return f"Tag({self.raw!r})"


def cut(text: str) -> list[str]:
    """Text and markup in turns, text first and last; joined they are the whole again.

    >>> cut("a<b title='>'>c</b>")
    ['a', "<b title='>'>", 'c', '</b>', '']
    """
    return _TOKEN.split(text)


def understand(raw: str) -> Tag:
    """The tag that a piece of markup is.

    >>> understand('<A HREF="x&amp;y" hidden>').attributes
    {'href': 'x&y', 'hidden': ''}
    >>> understand("</p >").name, understand("<br/>").kind == ALONE
    ('p', True)
    """
    if raw.startswith("<!--"):
        inside = re.sub(r"--!?>\Z", "", raw[4:])
        return Tag(raw, OTHER, "!--", {}, inside, unclosed=not raw.endswith(">"))
    if raw[1] in "!?" or (raw[1] == "/" and not raw[2:3].isalpha()):
        return Tag(raw, OTHER, raw[1:].rstrip(">").split(None, 1)[0].lower(), {}, raw)
    if raw[1] == "/":
        name = _first(raw, 2)
        return Tag(raw, END, name, {}, unclosed=not raw.endswith(">"))
    name = _first(raw, 1)
    attributes, repeated, end = _attributes(raw, 1 + len(name))
    unclosed = raw[end : end + 1] != ">"
    if name in ("script", "style", "textarea", "title"):
        close = raw.lower().rfind(f"</{name}")
        closed = close > end and raw.endswith(">")
        content = raw[end + 1 : close if closed else len(raw)]
        return Tag(raw, RAW, name, attributes, content, repeated, not closed)
    alone = name in elements.VOID or raw[end - 1 : end] == "/"
    return Tag(raw, ALONE if alone else START, name, attributes, "", repeated, unclosed)


def _first(raw: str, at: int) -> str:
    match = _NAME.match(raw, at)
    return match[0].lower() if match else ""


def _attributes(raw: str, at: int) -> tuple[dict[str, str], str, int]:
    """The attributes from `at` on, the name of one that stands twice, and where they end."""
    found: dict[str, str] = {}
    repeated = ""
    while match := _ATTRIBUTE.match(raw, at):
        at = match.end()
        name, value = match[1].lower(), match[2] or ""
        if value[:1] in ('"', "'"):
            value = value[1:-1] if len(value) > 1 and value[-1] == value[0] else value[1:]
        if name in found:
            repeated = repeated or name
        else:
            found[name] = unescape(value) if "&" in value else value
    while raw[at : at + 1] in (" ", "\t", "\n", "\r", "\f", "/"):
        at += 1
    return found, repeated, at


def _shape(kind: int, name: str) -> str:
    if kind == END:
        return f"/{name}" if name in elements.NESTING else ""
    return name if kind != OTHER and name in elements.SHAPE else ""


def _references(attributes: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, identity)
        for name in _REFERRING
        if name in attributes
        for identity in attributes[name].split()
    )
