"""A copy of a text in which every word begins with a letter that names where it stood.

Characters survive block parsing unchanged, so a letter that occurs nowhere else carries its source
offset through the parser. Where letters carry block meaning (tags, labels, class words, fences)
none is put; whether the copy was parsed like the original is proven afterwards, per document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.article.html_blocks import ATTRIBUTE, ATTRIBUTES
from pipeline.config import Dialect

_RANGES = (
    (0x20000, 0x2A6E0),
    (0x2A700, 0x2EBE1),
    (0x30000, 0x3134B),
    (0x17000, 0x187F8),
    (0x4E00, 0xA000),
    (0xAC00, 0xD7A4),
)
"""Letters without case, known to no block rule: Han beyond everyday use, Tangut, and in need Han
and Hangul; about 100,000, of which the text's own are left out."""

_WORD = re.compile(r"(?<!\\)[^\W\d_]+")
_FIRST = re.compile(r"(?:^|\|)[^\w\n|]*(?<!\\)([^\W\d_])", re.MULTILINE)
_LINE_START = r"^[ \t>]*(?:(?:[*+-]|\d+[.)])[ \t]+)*"
_TAG = r"<[A-Za-z/!?](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>"
_KEPT = re.compile(
    "|".join(
        (
            r"<!--.*?-->",
            _TAG,
            r"&[#\w]+;",
            r"\{[^{}\n]*\}",
            r"\[\^[^\]\n]*\]",
            r"^[ \t>]*\[[^\]\n]*\]:[ \t]*\n?[ \t]*\S*",
            r"\*\[[^\]\n]*\][ ]?:",
            _LINE_START + r"(?:!!!|\?\?\?\+?|/{3,})[^\"|\n]*",
            _LINE_START + r"(?:```+|~~~+)[^\n]*",
            r"^[ \t]*-{1,}8<-{1,}[^\n]*",
            r"\[TOC\]",
            r"///Footnotes Go Here///",
            r"\[[xX]\](?=[ \t])",
        )
    ),
    re.MULTILINE | re.DOTALL,
)
_BLOCK_OPTIONS = re.compile(
    r"(?:^[ \t]*/{3,}[^\n]*\n)((?:[ \t]{4,}[\w-]+:[^\n]*\n)+)", re.MULTILINE
)
_FANCY_ITEM = re.compile(r"^[ \t>]*\(?[A-Za-z]{1,8}[.)](?=[ \t])", re.MULTILINE)
_META = re.compile(r"\A(?:[ ]{0,3}[A-Za-z0-9_-]+:|[^\S\n]*-{3,}[^\S\n]*\n)(?:[^\n]+(?:\n|\Z))*")


@dataclass(frozen=True, slots=True)
class Marked:
    """The copy, and what each of its letters stands for."""

    text: str
    offsets: dict[str, int]
    """Letter to offset in the original."""
    letters: dict[int, str]
    """For `str.translate`: letter to what stood there."""

    def unmarked(self, text: str) -> str:
        """A stretch of the copy as it is in the original."""
        return text.translate(self.letters)


def mark_letters(text: str, dialect: Dialect, *, sparse: bool = False) -> Marked:
    """The marked copy of a body; with `sparse`, only the first word of a line or cell is marked.

    Law: it has the length and the line breaks of the original.
    """
    # The same length: offsets hold in both.
    plain = text.replace("\r\n", " \n").replace("\r", "\n")
    words = [match.start() for match in _WORD.finditer(plain)]
    kept = _kept(plain, dialect)
    words = [one for one in words if not kept[one]]
    pool = _pool(text)
    letters = list(zip(words, pool, strict=False))
    if sparse or len(letters) < len(words):
        first = (match.start(1) for match in _FIRST.finditer(plain) if not kept[match.start(1)])
        letters = list(zip(first, _pool(text), strict=False))
    copy = list(text)
    for offset, letter in letters:
        copy[offset] = letter
    return Marked(
        "".join(copy),
        {letter: offset for offset, letter in letters},
        {ord(letter): text[offset] for offset, letter in letters},
    )


def _pool(text: str) -> Iterator[str]:
    taken = set(text)
    for start, end in _RANGES:
        for code in range(start, end):
            letter = chr(code)
            if letter not in taken and letter.isalpha():
                yield letter


def _kept(text: str, dialect: Dialect) -> bytearray:
    """For each character whether it must stay as it is."""
    kept = bytearray(len(text))

    def keep(start: int, end: int) -> None:
        kept[start:end] = b"\x01" * (end - start)

    for match in _KEPT.finditer(text):
        keep(*match.span())
        if match[0][0] in "<{":
            # The values that translators see carry no meaning for the parser.
            for attribute in ATTRIBUTE.finditer(text, *match.span()):
                if attribute["name"].lower() in ATTRIBUTES:
                    start, end = attribute.span("double" if attribute["double"] else "single")
                    kept[start:end] = bytes(max(0, end - start))
    for match in _BLOCK_OPTIONS.finditer(text):
        keep(*match.span(1))
    if "meta" in dialect.extensions and (meta := _META.match(text)):
        keep(*meta.span())
    if any("fancylists" in name for name in dialect.extensions):
        for match in _FANCY_ITEM.finditer(text):
            keep(*match.span())
    return kept
