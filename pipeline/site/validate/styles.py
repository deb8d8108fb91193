"""Rules on stylesheets: no left and right, and colours that can be read.

A reader of CSS for just these two questions: it knows blocks, declarations and at-rules, and
leaves everything else alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pipeline.site.validate.colours import Colour, contrast, read_colour
from pipeline.site.validate.known import Known
from pipeline.site.validate.page import Fault, Page

LEAST_CONTRAST: Final = 4.5

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_PIECE = re.compile(r"""(?:[^{};"']++|"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))*([{};]|\Z)""")
_SIDES: Final = ("left", "right")
_PHYSICAL = re.compile(
    r"(?:margin|padding|border|scroll-margin|scroll-padding|inset)-(?:left|right)(?:-.*)?"
    r"|border-(?:top|bottom)-(?:left|right)-radius|left|right"
)
_BY_VALUE: Final = frozenset(("text-align", "float", "clear", "caption-side", "text-align-last"))
_LOADED = re.compile(
    r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^"')\s]+))\s*\)|@import\s+(?:"([^"]*)"|'([^']*)')""",
    re.IGNORECASE,
)
_STATE = re.compile(r":(?:visited|link|hover|focus|focus-visible|active|target)\b")
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*))?\)")


@dataclass(frozen=True, slots=True)
class Declaration:
    """One property with its value, and what it stands in."""

    name: str
    value: str
    selector: str
    media: str
    """The at-rules around it, lower case."""
    at: int


def read_styles(text: str) -> Iterator[Declaration]:
    """The declarations of a stylesheet, or of a `style` attribute.

    >>> [(one.selector, one.name, one.value) for one in read_styles("a { color: red }")]
    [('a', 'color', 'red')]
    """
    text = _COMMENT.sub(lambda match: " " * len(match[0]), text)
    around: list[str] = []
    at = 0
    while at < len(text):
        match = _PIECE.match(text, at)
        if match is None:
            return
        words = text[at : match.start(1)]
        start = at + len(words) - len(words.lstrip())
        at = match.end()
        if match[1] == "{":
            around.append(" ".join(words.split()))
            continue
        name, colon, value = words.partition(":")
        if colon:
            selector = next((one for one in reversed(around) if not one.startswith("@")), "")
            media = " ".join(one for one in around if one.startswith("@")).lower()
            name = name.strip().lower() if not name.strip().startswith("--") else name.strip()
            value = value.partition("!")[0].strip()
            yield Declaration(name, value, selector, media, start)
        if match[1] == "}" and around:
            around.pop()
        if not match[1]:
            return


def physical(text: str) -> Iterator[tuple[int, str, str]]:
    """Place, message and hint of every direction that is not relative to the writing."""
    for one in read_styles(text):
        if _PHYSICAL.fullmatch(one.name):
            yield one.at, f"`{one.name}` names a side of the screen", _logical(one.name)
        elif one.name in _BY_VALUE and one.value.lower() in _SIDES:
            ends = {"left": "start", "right": "end"}[one.value.lower()]
            hint = f"inline-{ends}" if one.name in ("float", "clear") else ends
            message = f"`{one.name}: {one.value}` names a side of the screen"
            yield one.at, message, f"write `{one.name}: {hint}`"


def _logical(name: str) -> str:
    if "radius" in name:
        return "write border-start-start-radius and the like"
    if name in _SIDES:
        return f"write `inset-inline-{ {'left': 'start', 'right': 'end'}[name] }`"
    for side, logical in (("left", "inline-start"), ("right", "inline-end")):
        if f"-{side}" in name:
            return f"write `{name.replace(f'-{side}', f'-{logical}')}`"
    return ""


def judge_styles(text: str, offset: int = 0) -> Iterator[Fault]:
    """What is wrong with a stylesheet."""
    for at, message, hint in physical(text):
        yield Fault("style-physical", offset + at, message, hint)
    declarations = list(read_styles(text))
    for scheme in ("light", "dark"):
        for fault in _contrasts(declarations, scheme):
            yield fault._replace(at=fault.at + offset)


def in_page(page: Page, known: Known) -> Iterator[Fault]:
    """The styles that stand in a page itself."""
    for tag, at in page.named.get("style", ()):
        yield from judge_styles(tag.content, at + len(tag.raw.partition(">")[0]) + 1)


def addresses(text: str) -> Iterator[tuple[str, int]]:
    """What a stylesheet loads, with places."""
    plain = _COMMENT.sub(lambda match: " " * len(match[0]), text)
    for match in _LOADED.finditer(plain):
        address = next((one for one in match.groups() if one), "").strip()
        if address and not address.startswith(("data:", "#")):
            yield address, match.start()


def _contrasts(declarations: list[Declaration], scheme: str) -> Iterator[Fault]:
    """The pairs of text and background colour that are too close to each other.

    A rule that sets both is a pair. One that sets a text colour alone is read on the page's own
    background, one that sets a background alone has the page's own text on it.
    """
    shown = [one for one in declarations if _applies(one.media, scheme)]
    names = {one.name: one.value for one in shown if one.name.startswith("--")}
    rules: dict[str, dict[str, Declaration]] = {}
    for one in shown:
        if one.name in ("color", "background", "background-color"):
            for selector in one.selector.split(","):
                key = "color" if one.name == "color" else "background"
                rules.setdefault(selector.strip(), {})[key] = one
    colours = _Colours(names, scheme)
    page: dict[str, Declaration] = {}
    for name in (":root", "html", "body"):
        page.update(rules.get(name, {}))
    told = set()
    for selector, own_pair in rules.items():
        pair = {**rules.get(_STATE.sub("", selector), {}), **own_pair}
        text, ground = (
            pair.get("color", page.get("color")),
            pair.get("background", page.get("background")),
        )
        if text is None or ground is None or "::selection" in selector:
            continue
        front, back = colours.read(text.value), colours.read(ground.value)
        if front is None or back is None or (text.value, ground.value) in told:
            continue
        told.add((text.value, ground.value))
        ratio = contrast(front, back)
        if ratio < LEAST_CONTRAST:
            own = own_pair.get("color") or own_pair["background"]
            message = (
                f"`{selector}` shows {text.value} on {ground.value} at {ratio:.2f}:1 "
                f"in the {scheme} scheme"
            )
            hint = f"at least {LEAST_CONTRAST}:1"
            yield Fault("contrast-low", own.at, message, hint, detail=f"{scheme} {selector}")


def _applies(media: str, scheme: str) -> bool:
    """Whether a declaration counts on a screen in this colour scheme."""
    if "@media" in media and "print" in media and "not print" not in media:
        return False
    if "@keyframes" in media or "@font-face" in media or "forced-colors" in media:
        return False
    asked = re.search(r"prefers-color-scheme\s*:\s*(light|dark)", media)
    return asked is None or asked[1] == scheme


@dataclass(frozen=True, slots=True)
class _Colours:
    """Reads colours through the custom properties of a stylesheet."""

    names: dict[str, str]
    scheme: str

    def read(self, value: str) -> Colour | None:
        """The colour that a value comes to; None where only a browser knows."""
        for _ in range(8):
            match = _VARIABLE.search(value)
            if match is None:
                break
            known = self.names.get(match[1], match[2] or "")
            value = f"{value[: match.start()]}{known.strip()}{value[match.end() :]}"
        return read_colour(value.strip(), self.scheme)
