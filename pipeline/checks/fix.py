"""What can be mended without knowing the language: one msgstr in, the same words out.

Code spans are left alone throughout; everything else is touched only where no reader could have
meant it otherwise.
"""

from __future__ import annotations

import re
import unicodedata

from pipeline.checks.characters import unwanted_invisibles
from pipeline.checks.silence import ignores
from pipeline.checks.table import UNIT_RULES
from pipeline.model import Language

_SPACES = re.compile(
    r"(?<![\\`])(?P<code>(?P<ticks>`{1,9})(?!`).*?(?<!`)(?P=ticks)(?!`))"
    r"|(?<=[^\n ]) {2,}(?=[^\n ])",
    re.S,
)
_PROTECTED = re.compile(
    r"(?<![\\`])(`{1,9})(?!`).*?(?<!`)\1(?!`)|\]\([^()\s]{0,2000}\)|<[^<>]{0,500}>"
    r"|https?://\S+|\{[^{}]{0,200}\}|::",
    re.S,
)
_LINK_GAP = re.compile(
    r"(?<=\])[\s\u200b-\u200f\u2060\ufeff\u00ad]*[(（](?P<address>[^\s()（）]+)[)）]"
)
_FRENCH = re.compile(
    r"(?<=[^\s\d\u00a0\u202f:;!?/(\[«\\<&>-])[ \u00a0\u202f]?(?P<mark>[;:!?])(?=[\s)\]»”*_]|$)"
)
_GUILLEMETS = re.compile(r"«[ \u00a0\u202f]?(?=\S)|(?<=\S)[ \u00a0\u202f]?»")
_EDGES = re.compile(r"^[\s\u200b]+|[\s\u200b]+$")
_NARROW, _WIDE = "\u202f", "\u00a0"


def fix(target: str, source: str, language: Language) -> str:
    """The translation with everything mended that cannot be wrong.

    Laws: mending twice is mending once; no letter and no digit is added, lost or moved.

    >>> from pipeline.locales import language
    >>> fix(" Lies  [das] (a.md)\u200b", "Read [this](a.md)", language("de"))
    'Lies [das](a.md)'
    """
    if not target.strip():
        return target
    text = _EDGES.sub("", _without_invisibles(target, source, language))
    text = unicodedata.normalize("NFC", text)
    text = _links(text, source)
    if all(match["code"] for match in _SPACES.finditer(source)):
        text = _SPACES.sub(lambda match: match[0] if match["code"] else " ", text)
    if language.locale.partition("_")[0] == "fr" and language.locale != "fr_CA":
        text = _french(text)
    return _edges(text, source)


_MENDABLE = frozenset(rule.id for rule in UNIT_RULES if rule.fixable)


def may_fix(comments: tuple[str, ...]) -> bool:
    """Whether a translation may be mended: not where its translator says that it is right so.

    >>> may_fix(("check: ignore double-space -- a table",)), may_fix(("a note",))
    (False, True)
    """
    return not any(one.reason and _MENDABLE & set(one.rules) for one in ignores(comments))


def _without_invisibles(text: str, source: str, language: Language) -> str:
    code = language.locale.partition("_")[0]
    unwanted = set(unwanted_invisibles(code, language.script)) - set(source)
    text = text.replace("\ufeff", "")
    for sign in sorted(unwanted):
        if sign == "\u200d":
            # Emoji are joined with it; between letters of these scripts it does nothing.
            text = re.sub(r"(?<=\w)\u200d|\u200d(?=\w)", "", text)
        elif sign in text:
            text = text.replace(sign, "")
    return text


def _links(text: str, source: str) -> str:
    """`[a] (u)` closed up, where `u` is an address of the source's links."""

    def close(match: re.Match[str]) -> str:
        address = match["address"]
        return f"({address})" if f"]({address})" in source else match[0]

    return _LINK_GAP.sub(close, text) if "](" in source and "]" in text else text


def _french(text: str) -> str:
    parts, last = [], 0
    for match in _PROTECTED.finditer(text):
        parts += [_french_prose(text[last : match.start()], text, match.start()), match[0]]
        last = match.end()
    return "".join(parts) + _french_prose(text[last:], text, len(text))


def _french_prose(prose: str, text: str, end: int) -> str:
    follows = text[end : end + 1]

    def spaced(match: re.Match[str]) -> str:
        # An image's `!` and the mark before something protected are not the end of a sentence.
        if match.end() == len(prose) and follows:
            return match[0]
        return (_WIDE if match["mark"] == ":" else _NARROW) + match["mark"]

    prose = _FRENCH.sub(spaced, prose)
    return _GUILLEMETS.sub(lambda m: f"«{_WIDE}" if "«" in m[0] else f"{_WIDE}»", prose)


def _edges(text: str, source: str) -> str:
    """The text with the white space at its edges that the source has."""
    body = _EDGES.sub("", text)
    plain = source.strip(" \n")
    at = source.index(plain) if plain else 0
    return source[:at] + body + source[at + len(plain) :] if plain else body
