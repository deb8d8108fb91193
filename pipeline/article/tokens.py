"""Signs that stand for a segment on its way through the parser, and that no article contains."""

from __future__ import annotations

import re
from dataclasses import dataclass

SEGMENT, NAME, WORD, BACK, OWN = "segment", "name", "word", "back", "own"
_KINDS = (SEGMENT, NAME, WORD, BACK, OWN)

_FIRST, _LAST, _ROOM = 0xF0000, 0xFF000, 32


@dataclass(frozen=True, slots=True)
class Tokens:
    """A family of tokens made of private-use characters: no parser rule knows them."""

    base: int

    @classmethod
    def for_text(cls, text: str) -> Tokens:
        """A family none of whose characters the text contains."""
        taken = {ord(sign) // _ROOM for sign in set(text) if ord(sign) >= _FIRST}
        base = next(one for one in range(_FIRST, _LAST, _ROOM) if one // _ROOM not in taken)
        return cls(base)

    def make(self, kind: str, number: int) -> str:
        """The token of a thing."""
        digits = "".join(chr(self.base + 8 + int(digit)) for digit in str(number))
        return f"{chr(self.base + _KINDS.index(kind))}{digits}{chr(self.base + 7)}"

    def as_names(self, text: str) -> str:
        """The text with its segments turned into names for the table of contents."""
        return text.replace(chr(self.base), chr(self.base + 1))

    def split(self, text: str) -> list[str | tuple[str, int]]:
        """The text cut at its tokens: strings, and (kind, number) for each token.

        >>> tokens = Tokens.for_text("")
        >>> tokens.split("a" + tokens.make("segment", 12) + "b")
        ['a', ('segment', 12), 'b']
        """
        pattern = re.compile(
            f"([{chr(self.base)}-{chr(self.base + 4)}])"
            f"([{chr(self.base + 8)}-{chr(self.base + 17)}]+){chr(self.base + 7)}"
        )
        parts: list[str | tuple[str, int]] = []
        position = 0
        for match in pattern.finditer(text):
            if match.start() > position:
                parts.append(text[position : match.start()])
            number = int("".join(str(ord(sign) - self.base - 8) for sign in match[2]))
            parts.append((_KINDS[ord(match[1]) - self.base], number))
            position = match.end()
        if position < len(text):
            parts.append(text[position:])
        return parts
