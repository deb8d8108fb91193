"""How a translation is written into Markdown without becoming another block."""

from __future__ import annotations

import re

from pipeline.article.html_blocks import BLOCKS, OPAQUE
from pipeline.model import Kind

_BLOCKS = frozenset(
    (Kind.PARAGRAPH, Kind.ITEM, Kind.DEFINITION, Kind.FOOTNOTE, Kind.TERM, Kind.HEADING)
)

_ONE_LINE = frozenset((Kind.CELL, Kind.TERM, Kind.HEADING, Kind.CAPTION, Kind.HTML))

_CODE = re.compile(r"(`+).*?(?<!`)\1(?!`)", re.DOTALL)
_PIPE = re.compile(r"(?<!\\)((?:\\\\)*)\|")
_NUMBER = re.compile(r"(\d+)\.(?=[ \t]|$)")
_SIGN = re.compile(r"[-+*](?=[ \t]|$)")
_RULE = re.compile(r"[ ]{0,3}([-_*=])(?:[ ]*\1)*[ ]*$")
_DEFINITION = re.compile(r"\[[^\]]*\]:|\*\[[^\]]*\][ ]?:")
_BY_ENTITY = re.compile(r"(?:~~~|:(?=[ ])|\?\?\?|///|===|--8<--)")
_TAG = re.compile(rf"<(?=/?(?:{'|'.join(sorted(BLOCKS | OPAQUE))})\b|[!?])", re.IGNORECASE)
_LISTED = re.compile(r"\{:?[ ]*[^}\n ][^\n]*\}[ ]*$")


def plain_lines(kind: Kind, target: str, quote: str) -> list[str]:
    """The source lines of a translation as it stands; `quote` is the character right before it."""
    lines = target.split("\n")
    if kind is Kind.CODE:
        return lines
    if kind in (Kind.ALT, Kind.TOOLTIP, Kind.ABBREVIATION):
        return [_attribute(" ".join(line.strip() for line in lines), kind, quote)]
    # A blank line would end the block.
    lines = [line.lstrip(" \t") for line in lines if line.strip(" \t")] or [""]
    if kind in _ONE_LINE:
        return [" ".join(line.rstrip(" \t") for line in lines)]
    return lines


def escaped_lines(kind: Kind, target: str, prefix: str, quote: str) -> list[str]:
    r"""The source lines of a translation, escaped wherever they could begin another block.

    `prefix` is what stands before it on its line.

    >>> escaped_lines(Kind.PARAGRAPH, "2020. aastal", "", "")
    ['2020\\. aastal']
    >>> escaped_lines(Kind.CELL, "a | b", "| ", " ")
    ['a \\| b']
    """
    lines = plain_lines(kind, target, quote)
    if kind is Kind.HTML:
        return lines
    if kind in _BLOCKS or kind in _ONE_LINE:
        lines = [_outside_code(_TAG, "&lt;", line) for line in lines]
    if kind is Kind.CELL:
        lines = [_outside_code(_PIPE, r"\1\\|", line) for line in lines]
    if kind is Kind.CAPTION and quote == '"':
        lines = [line.replace('"', "&quot;") for line in lines]
    if kind is Kind.HEADING and prefix.lstrip(" >").startswith("#"):
        lines = [re.sub(r"#(?=#*$)", "&#35;", lines[0])]
    elif kind in _BLOCKS:
        lines = [_block_start(line) for line in lines]
    if kind in (Kind.TERM, Kind.CELL, Kind.HEADING):
        lines = [_LISTED.sub(lambda match: "\\" + match[0], line) for line in lines]
    return lines


def _block_start(line: str) -> str:
    """A line of text that begins nothing."""
    if match := _NUMBER.match(line):
        return f"{match[1]}\\.{line[match.end() :]}"
    if line.startswith(("#", ">", "```", "!!!", "{")) or _SIGN.match(line):
        return "\\" + line
    if _DEFINITION.match(line) or (_RULE.match(line) and line[:1] != "="):
        return "\\" + line
    if _BY_ENTITY.match(line) or _RULE.match(line):
        return f"&#{ord(line[0])};{line[1:]}"
    return line


def _outside_code(pattern: re.Pattern[str], by: str, text: str) -> str:
    parts: list[str] = []
    position = 0
    for code in _CODE.finditer(text):
        parts += (pattern.sub(by, text[position : code.start()]), code[0])
        position = code.end()
    return "".join((*parts, pattern.sub(by, text[position:])))


def _attribute(text: str, kind: Kind, quote: str) -> str:
    if kind is Kind.ABBREVIATION:
        return text
    if quote == "[":
        return re.sub(r"[\[\]\\`]", lambda sign: f"&#{ord(sign[0])};", text)
    if quote in ('"', "'"):
        text = re.sub(r"[\\`]", lambda sign: f"&#{ord(sign[0])};", text)
        return text.replace(quote, f"&#{ord(quote)};").replace("<", "&lt;").replace(">", "&gt;")
    return text
