"""Which inline patterns a text can need: most texts hold none of the signs that most begin with.

The parser tries each of its fifteen patterns on every text and on every piece of it. That is half
of all rendering, and nearly all of it in vain.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import markdown

from pipeline.article.places import footnote_extension

_SIGNS = {
    "backtick": ("`",),
    "escape": ("\\",),
    "footnote": ("[^",),
    "reference": ("[",),
    "link": ("[",),
    "image_link": ("![",),
    "image_reference": ("![",),
    "short_reference": ("[",),
    "short_image_ref": ("![",),
    "autolink": ("<",),
    "automail": ("<",),
    "linebreak": ("  \n",),
    "html": ("<",),
    "entity": ("&",),
    "em_strong": ("*", "_"),
}
"""By the name of a pattern the signs of which every match of it has one."""


class Patterns:
    """The inline patterns of a parser, in order."""

    def __init__(self, md: markdown.Markdown) -> None:
        self.every: list[Any] = list(md.inlinePatterns)
        self.names = names_of(md.inlinePatterns)
        self.named = _SIGNS.keys() >= set(self.names)
        """Whether each goes by a name that is known: without its signs it finds nothing."""
        notes = footnote_extension(md)
        # What an extension puts in the place of the parser's own could write signs that the text
        # did not have, and so could the number of a footnote that is dressed up. Signs of stress
        # can be added.
        self.known = (
            self.named
            and are_the_parsers(self.every)
            and (notes is None or notes.getConfig("SUPERSCRIPT_TEXT") == "{}")
            and getattr(md.inlinePatterns["em_strong"], "tokens", []) == ["*", "_"]
        )
        """Whether besides each is the one that the parser has under that name."""

    def needed(self, text: str) -> list[Any]:
        """Those that can match in a text, or in texts that are joined by empty lines.

        Law: with these alone a text comes out as with all of them.
        """
        if not self.known:
            return self.every
        return [
            pattern
            for name, pattern in zip(self.names, self.every, strict=True)
            if any(sign in text for sign in _SIGNS[name])
        ]


def are_the_parsers(processors: Iterable[object]) -> bool:
    """Whether all of these are the parser's own, or ours in the place of one of those."""
    return all(type(one).__module__.startswith(("markdown.", "pipeline.")) for one in processors)


def names_of(registry: Any) -> list[str]:
    """The names of a registry's processors, in order; the registry itself tells none."""
    registry._sort()
    return [item.name for item in registry._priority]
