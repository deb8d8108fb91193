"""Colours as CSS writes them, and how well one is read on another."""

from __future__ import annotations

import colorsys
import re
from typing import Final, TypeAlias

Colour: TypeAlias = tuple[float, float, float]
"""Red, green and blue, 0 to 1."""

_NAMED: Final = {
    "black": (0.0, 0.0, 0.0),
    "white": (1.0, 1.0, 1.0),
    "red": (1.0, 0.0, 0.0),
    "green": (0.0, 128 / 255, 0.0),
    "blue": (0.0, 0.0, 1.0),
    "yellow": (1.0, 1.0, 0.0),
    "gray": (128 / 255,) * 3,
    "grey": (128 / 255,) * 3,
    "silver": (192 / 255,) * 3,
    "navy": (0.0, 0.0, 128 / 255),
    "maroon": (128 / 255, 0.0, 0.0),
    "orange": (1.0, 165 / 255, 0.0),
    "purple": (128 / 255, 0.0, 128 / 255),
    "teal": (0.0, 128 / 255, 128 / 255),
}
_FUNCTION = re.compile(r"(rgba?|hsla?)\(([^()]*)\)")
_EITHER = re.compile(r"light-dark\(\s*((?:[^(),]|\([^()]*\))+),\s*((?:[^(),]|\([^()]*\))+)\)")


def read_colour(text: str, scheme: str = "light") -> Colour | None:
    """The colour that a value names; None for what is no plain, opaque colour.

    >>> read_colour("#fff"), read_colour("light-dark(black, white)", "dark")
    ((1.0, 1.0, 1.0), (1.0, 1.0, 1.0))
    """
    text = text.strip().lower()
    if match := _EITHER.fullmatch(text):
        text = match[1 if scheme == "light" else 2].strip()
    if text in _NAMED:
        red, green, blue = _NAMED[text]
        return red, green, blue
    if text.startswith("#"):
        return _hexadecimal(text[1:])
    if match := _FUNCTION.fullmatch(text):
        return _function(match[1], re.split(r"[\s,/]+", match[2].strip()))
    return None


def _hexadecimal(digits: str) -> Colour | None:
    if not re.fullmatch(r"[0-9a-f]+", digits):
        return None
    if len(digits) in (3, 4):
        digits = "".join(sign * 2 for sign in digits)
    if len(digits) not in (6, 8) or (len(digits) == 8 and digits[6:] != "ff"):
        return None
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def _function(name: str, parts: list[str]) -> Colour | None:
    if len(parts) == 4 and parts[3] not in ("1", "100%"):
        return None
    try:
        if name.startswith("rgb"):
            red, green, blue = (
                float(one[:-1]) / 100 if one.endswith("%") else float(one) / 255
                for one in parts[:3]
            )
            return red, green, blue
        hue = float(parts[0].removesuffix("deg")) / 360
        saturation, lightness = (float(one.rstrip("%")) / 100 for one in parts[1:3])
    except ValueError:
        return None
    return colorsys.hls_to_rgb(hue % 1, lightness, saturation)


def contrast(one: Colour, two: Colour) -> float:
    """The contrast of two colours by WCAG 2: 1 for none, 21 for black on white.

    >>> round(contrast((0, 0, 0), (1, 1, 1)))
    21
    """
    low, high = sorted((_luminance(one), _luminance(two)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
