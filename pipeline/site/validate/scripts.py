"""Which script a language is written in, and how much of a text is in it.

Enough to see that an Arabic page is Arabic: cheaper than guessing languages, and it works for
short texts. Latin letters cannot tell one Latin language from another; nothing here tries.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_LETTER = re.compile(r"[^\W\d_]+")

_RANGES: Final = {
    "Latn": "A-Za-zÀ-ɏɐ-ʯᴀ-ᶿḀ-ỿⱠ-ⱿꜢ-ꟿ",
    "Arab": "\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufeff",
    "Hebr": "\u0590-\u05ff\ufb1d-\ufb4f",
    "Cyrl": "\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f",
    "Grek": "\u0370-\u03ff\u1f00-\u1fff",
    "Deva": "\u0900-\u097f\ua8e0-\ua8ff",
    "Beng": "\u0980-\u09ff",
    "Guru": "\u0a00-\u0a7f",
    "Gujr": "\u0a80-\u0aff",
    "Orya": "\u0b00-\u0b7f",
    "Taml": "\u0b80-\u0bff",
    "Telu": "\u0c00-\u0c7f",
    "Knda": "\u0c80-\u0cff",
    "Mlym": "\u0d00-\u0d7f",
    "Sinh": "\u0d80-\u0dff",
    "Thai": "\u0e00-\u0e7f",
    "Laoo": "\u0e80-\u0eff",
    "Tibt": "\u0f00-\u0fff",
    "Mymr": "\u1000-\u109f\uaa60-\uaa7f\ua9e0-\ua9ff",
    "Geor": "\u10a0-\u10ff\u1c90-\u1cbf\u2d00-\u2d2f",
    "Hang": "\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3",
    "Ethi": "\u1200-\u139f\u2d80-\u2ddf",
    "Armn": "\u0530-\u058f",
    "Khmr": "\u1780-\u17ff",
    "Hani": "\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f",
    "Kana": "\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f",
    "Thaa": "\u0780-\u07bf",
    "Syrc": "\u0700-\u074f",
    "Nkoo": "\u07c0-\u07ff",
}
_TOGETHER: Final = {
    "Jpan": ("Hani", "Kana"),
    "Hans": ("Hani",),
    "Hant": ("Hani",),
    "Kore": ("Hang", "Hani"),
    "Aran": ("Arab",),
}
_WRITTEN_IN: Final = {
    "Arab": "ar arz ary azb ckb fa glk ks pnb ps sd ug ur",
    "Hebr": "he iw yi ji",
    "Cyrl": "ab ba be bg ce cv kk kv ky mk mn os ru rue sah tg tt udm uk",
    "Grek": "el",
    "Deva": "awa bho brx doi gom hi hne kok mai mr ne sa",
    "Beng": "as bn bpy mni",
    "Guru": "pa",
    "Gujr": "gu",
    "Orya": "or",
    "Taml": "ta",
    "Telu": "te",
    "Knda": "kn tcy",
    "Mlym": "ml",
    "Sinh": "si",
    "Thai": "th",
    "Laoo": "lo",
    "Tibt": "bo dz",
    "Mymr": "my shn mnw",
    "Geor": "ka xmf",
    "Kore": "ko",
    "Ethi": "am ti gez",
    "Armn": "hy hyw",
    "Khmr": "km",
    "Hani": "zh yue wuu gan lzh",
    "Jpan": "ja",
    "Thaa": "dv",
}
_SCRIPT_OF: Final = {
    language: script for script, some in _WRITTEN_IN.items() for language in some.split()
}
# Languages written in more than one script, where the tag alone does not say which.
_EITHER: Final = frozenset(("sr", "uz", "az", "ku", "bs", "kmr", "tk", "ha", "mni", "sat", "zxx"))


@lru_cache(maxsize=1024)
def expected_script(tag: str) -> str:
    """The ISO 15924 code of the script that a tag says or implies; empty where unknown.

    >>> expected_script("sr-Latn"), expected_script("ja"), expected_script("fr")
    ('Latn', 'Jpan', 'Latn')
    """
    first, *rest = tag.split("-")
    for part in rest:
        if len(part) == 4 and part.isalpha():
            return part.title()
    if not first or first.lower() in _EITHER or len(first) > 3:
        return ""
    return _SCRIPT_OF.get(first.lower(), "Latn")


@lru_cache(maxsize=64)
def _signs(script: str) -> re.Pattern[str] | None:
    ranges = "".join(_RANGES.get(one, "") for one in _TOGETHER.get(script, (script,)))
    return re.compile(f"[{ranges}]+") if ranges else None


def letters_in(text: str) -> int:
    """How many letters a text has."""
    return sum(map(len, _LETTER.findall(text)))


def share_of(script: str, text: str) -> float:
    """The share of a text's letters that are of a script; 1 where nothing can be said.

    >>> share_of("Arab", "شاي tea"), share_of("Latn", "")
    (0.5, 1.0)
    """
    signs = _signs(script)
    letters = "".join(_LETTER.findall(text))
    if signs is None or not letters:
        return 1.0
    return sum(map(len, signs.findall(letters))) / len(letters)
