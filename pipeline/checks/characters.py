"""Rules L about single characters: what nobody can see, and what nobody meant to type."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from pipeline.checks.pair import Pair, Problem, UnitRule
from pipeline.checks.signs import LOOSE, UNSEEN
from pipeline.checks.text import character, named
from pipeline.model import Example, Severity

EMBEDDINGS = "\u202a\u202b\u202c\u202d\u202e"
ISOLATES = "\u2066\u2067\u2068\u2069"
MARKS = "\u200e\u200f\u061c"
"""Left-to-right, right-to-left and Arabic letter mark: needed where both directions meet."""

ZERO_WIDTH_SPACE = "\u200b"
SPACELESS = frozenset({"th", "lo", "km", "my", "bo", "dz", "shn", "nod"})
"""Languages that separate words with a zero-width space."""

_JOINING = (
    "Arab Aran Hebr Syrc Nkoo Mong Thaa Deva Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh Mymr "
    "Khmr Tibt Laoo Thai"
)
JOINING = frozenset(_JOINING.split(" "))
"""Scripts that are written with joiners and non-joiners."""

_SUSPECT = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff"
    r"\ufdd0-\ufdef\ud800-\udfff\ue000-\uf8ff\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)
_FORBIDDEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u206a-\u206f\ufeff\ufff9-\ufffb\ufffd-\uffff"
    r"\ufdd0-\ufdef\ud800-\udfff\ue000-\uf8ff\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f")
"""The flags of England, Scotland and Wales are spelt with tag characters."""


def suspects(text: str) -> frozenset[str]:
    """The characters of a text that any rule of this module may care about; mostly none."""
    return (
        frozenset() if text.isascii() and text.isprintable() else frozenset(_SUSPECT.findall(text))
    )


def bidi_control(pair: Pair) -> Iterator[Problem]:
    """No character turns the direction of writing around unseen."""
    found = suspects(pair.unit.target) - suspects(pair.segment.text)
    for sign in sorted(found & frozenset(EMBEDDINGS)):
        yield Problem(
            f"the translation holds {character(sign)}, which turns around what readers see",
            "take it out; put code and foreign words into backticks instead",
            character(sign),
        )
    isolates = sorted(found & frozenset(ISOLATES))
    if isolates:
        paired = pair.language.direction == "rtl" and _balanced(pair.unit.target)
        yield Problem(
            f"the translation holds {character(isolates[0])}, which turns around what readers see",
            "take it out; directions are ordered by the page itself",
            "isolate",
            Severity.WARNING if paired else Severity.ERROR,
        )


def _balanced(text: str) -> bool:
    depth = 0
    for sign in text:
        if sign in ISOLATES:
            depth += -1 if sign == "\u2069" else 1
            if depth < 0:
                return False
        elif sign == "\n" and depth:
            return False
    return depth == 0


def control_character(pair: Pair) -> Iterator[Problem]:
    """No control character, tag character or sign without meaning stands in a translation."""
    target = pair.unit.target
    if not suspects(target):
        return
    if "\U0001f3f4" in target:
        target = _FLAG.sub("", target)
    for sign in sorted(set(_FORBIDDEN.findall(target)) - set(pair.segment.text)):
        yield Problem(
            f"the translation holds {character(sign)}, which no text may hold",
            "take it out, or type the character anew that was meant",
            character(sign),
        )


def invisible(pair: Pair) -> Iterator[Problem]:
    """No invisible character stands where it has nothing to do."""
    target = pair.unit.target
    found = suspects(target) - suspects(pair.segment.text)
    if not found:
        return
    unwanted = found & frozenset(unwanted_invisibles(pair.code, pair.language.script))
    if "\u200d" in unwanted and not re.search(r"\w\u200d|\u200d\w", target):
        unwanted -= {"\u200d"}
    for sign in sorted(unwanted):
        at = target.index(sign)
        near = target[max(0, at - 12) : at].split()[-1:] or [target[at + 1 : at + 12]]
        yield Problem(
            f"the translation holds {character(sign)} after `{named(near[0])}`",
            "it comes with text pasted from elsewhere: take it out",
            character(sign),
        )


def unwanted_invisibles(code: str, script: str) -> str:
    """The invisible characters that a language has no use for."""
    signs = "\u00ad\u2060"
    if code not in SPACELESS:
        signs += ZERO_WIDTH_SPACE
    if script not in JOINING:
        signs += "\u200c\u200d" + MARKS
    return signs


def not_normal(pair: Pair) -> Iterator[Problem]:
    """Letters with marks are single characters wherever Unicode has them."""
    target = pair.unit.target
    if unicodedata.is_normalized("NFC", target):
        return
    normal = unicodedata.normalize("NFC", target)
    at = next((i for i, (a, b) in enumerate(zip(target, normal, strict=False)) if a != b), 0)
    yield Problem(
        f"`{named(normal[at : at + 1])}` is written with more characters than it needs",
        "searching does not find such words: type it anew, or run `pipeline check --fix`",
    )


RULES = (
    UnitRule(
        "bidi-control",
        "L",
        "catalog",
        Severity.ERROR,
        finds="A character that turns the direction of writing around: U+202A to U+202E, "
        "U+2066 to U+2069.",
        why="What readers see is then not what is written, and reviewers cannot see it.",
        good=Example("Nimm 5 mg", "Take 5 mg"),
        bad=Example("Nimm \u202e5 mg", "Take 5 mg"),
        silence="It cannot be silenced by a translator's comment. Closed pairs of U+2066 to "
        "U+2069 in a language written from right to left are a warning.",
        locked=True,
        look=bidi_control,
        signs=UNSEEN,
        code=True,
    ),
    UnitRule(
        "control-character",
        "L",
        "catalog",
        Severity.ERROR,
        finds="A control character, a private or undefined one, or U+FFFD for a lost one.",
        why="Browsers show a box or nothing, and other programs stumble over it.",
        good=Example("Nimm 5 mg", "Take 5 mg"),
        bad=Example("Nimm\x0b5 mg", "Take 5 mg"),
        silence="It cannot be silenced by a translator's comment.",
        locked=True,
        look=control_character,
        signs=UNSEEN,
        code=True,
    ),
    UnitRule(
        "invisible",
        "L",
        "catalog",
        Severity.WARNING,
        finds="A zero-width space, a soft hyphen or another character that nobody sees and the "
        "language has no use for.",
        why="It comes with text pasted from elsewhere, and breaks searching and line ends.",
        good=Example("Guten Tag", "Good day"),
        bad=Example("Guten\u200b Tag", "Good day"),
        fixable=True,
        look=invisible,
        signs=UNSEEN,
        code=True,
    ),
    UnitRule(
        "not-normal",
        "L",
        "catalog",
        Severity.WARNING,
        finds="A letter and its accent as two characters where one exists.",
        why="It looks alike and is not found by a search.",
        good=Example("Müde", "Tired"),
        bad=Example("Mu\u0308de", "Tired"),
        fixable=True,
        look=not_normal,
        signs=LOOSE,
        code=True,
    ),
)
