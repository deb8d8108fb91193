"""Facts about scripts and letters: which belong to a language, and which only to its relatives."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pipeline.model import Language

SCRIPTS: dict[str, tuple[str, ...]] = {
    "Jpan": ("CJK", "HIRAGANA", "KATAKANA"),
    "Hans": ("CJK", "BOPOMOFO"),
    "Hant": ("CJK", "BOPOMOFO"),
    "Kore": ("HANGUL", "CJK"),
    "Latn": ("LATIN",),
    "Cyrl": ("CYRILLIC",),
    "Arab": ("ARABIC",),
    "Aran": ("ARABIC",),
    "Grek": ("GREEK",),
    "Hebr": ("HEBREW",),
    "Armn": ("ARMENIAN",),
    "Geor": ("GEORGIAN",),
    "Deva": ("DEVANAGARI",),
    "Beng": ("BENGALI",),
    "Guru": ("GURMUKHI",),
    "Gujr": ("GUJARATI",),
    "Orya": ("ORIYA",),
    "Taml": ("TAMIL",),
    "Telu": ("TELUGU",),
    "Knda": ("KANNADA",),
    "Mlym": ("MALAYALAM",),
    "Sinh": ("SINHALA",),
    "Thai": ("THAI",),
    "Laoo": ("LAO",),
    "Tibt": ("TIBETAN",),
    "Mymr": ("MYANMAR",),
    "Khmr": ("KHMER",),
    "Ethi": ("ETHIOPIC",),
    "Mong": ("MONGOLIAN",),
    "Thaa": ("THAANA",),
    "Syrc": ("SYRIAC",),
}
"""Scripts with the first words of the names that Unicode gives to their letters."""

_LETTERS = {
    "uk": "ыэъё",
    "ru": "іїєґў",
    "be": "ищъїєґ",
    "bg": "ыэёіїєґў",
    "kk": "їєґў",
    "sr": "ыэёщъйю",
    "mk": "ыэёщъйю",
    "pt": "ñ¿¡",
    "es": "ãõ",
    "ar": "پچگژںے",
    "zh_Hans": "這個們來對時會國過說學發後當問還開關長動電"
    "經點車見話頭實現應進與無樣體聽機門馬語書氣",
    "zh_Hant": "这个们来对时会国过说学发后当问还开关长动电"
    "经点车见话头实现应进与无样体听机门马语书气",
}
"""Letters that a language does not have, and that near relatives use often."""


@lru_cache(maxsize=8192)
def script_of(letter: str) -> str:
    """The first word of a letter's name, which is its script: `LATIN`; empty for others."""
    if not letter.isalpha():
        return ""
    name = unicodedata.name(letter, "")
    return name.split(" ")[0].replace("FULLWIDTH", "LATIN").replace("HALFWIDTH", "KATAKANA")


_RANGES = {
    "Latn": "A-Za-z\u00c0-\u024f\u1e00-\u1eff",
    "Cyrl": "\u0400-\u052f",
    "Arab": "\u0600-\u06ff\u0750-\u077f",
    "Deva": "\u0900-\u097f",
    "Jpan": "\u3040-\u30ff\u4e00-\u9fff",
    "Hans": "\u4e00-\u9fff",
    "Hant": "\u4e00-\u9fff",
    "Kore": "\uac00-\ud7af",
}


_TOLD_APART = _RANGES | {"Jpan": "\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff"}
"""The same without the letters whose names begin otherwise, such as the Japanese mark of length."""


@lru_cache(maxsize=32)
def letters_of(script: str) -> re.Pattern[str] | None:
    """Finds the letters of a script; None for a script that is counted letter by letter."""
    return re.compile(f"[{_RANGES[script]}]") if script in _RANGES else None


@lru_cache(maxsize=32)
def foreign_to(script: str) -> re.Pattern[str] | None:
    """Finds a letter that does not belong to a script; None where that is not known so quickly.

    Law: a letter that it passes over is one of the script by its name.
    """
    if script not in _TOLD_APART:
        return None
    return re.compile(rf"[^{_TOLD_APART[script]}\W\d_]")


@lru_cache(maxsize=64)
def letters_of_kin(language: Language) -> re.Pattern[str] | None:
    """Finds the letters that only near relatives of a language have; None where none are known."""
    code = language.locale.partition("_")[0]
    letters = _LETTERS.get(language.locale) or _LETTERS.get(code)
    if code == "zh":
        letters = _LETTERS["zh_Hant" if language.script == "Hant" else "zh_Hans"]
    return re.compile(f"[{letters}]") if letters else None
