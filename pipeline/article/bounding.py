"""Cheap linear limits before any parser: what would take minutes or the stack is refused by line.

The numbers are far above any article that people wrote (`[` that never closes, nesting) and far
below where Python-Markdown gets slow: 8,000 open brackets take it ten seconds, 60 levels none.
"""

from __future__ import annotations

import re
from collections import Counter

from pipeline.config import Bounds
from pipeline.errors import ArticleError

DEFAULT = Bounds()

OPEN_BRACKETS = 300
"""Brackets of one block without a partner; links are quadratic in them."""
RUNS = 400
"""Runs of back-ticks or declarations (`<![`) of one block."""
STARS = 600
"""Emphasis signs in one unbroken run."""

DEFINITIONS = 1000
"""Footnotes and abbreviations: every reference is looked for among all of them."""

COLONS = 180
"""Definitions of one block: the parser goes a step deeper for each, and has stack for some 240."""

LINES = 3000
"""Lines of one block each of which may begin another block; the parser is quadratic in them."""

DENSE = 1_000_000_000
"""Signs of markup times characters of one stretch: the parser copies the rest for each sign."""

ROWS = 10_000
"""Lines of one table."""

DEEP = 256
"""Elements inside each other in the HTML: nh3 and browsers are quadratic in them, or give up."""

# Each line is looked at from its beginning alone: a megabyte of spaces costs one pass.
_BLOCK = re.compile(r"(?:^(?![^\S\n]*$)[^\n]*\n?)+", re.MULTILINE)
_MARKERS = re.compile(r"(?:[ \t]*(?:[-+*]|\d{1,9}[.)]|>)(?=[ \t]|$|>))+")
_MARKER = re.compile(r"[-+*>]|\d{1,9}[.)]")
_FENCE = re.compile(r"[ \t>]*(```+|~~~+)")
_LONG_RUN = re.compile(rf"(?:\*{{{STARS},}}|_{{{STARS},}}|~{{{STARS},}})")
_STARTS = re.compile(r"^[ >]{0,9}(?:[-=*_ ]{3,}$|\*\[|\[|:[ ]|#|!!!|\?\?\?|///)", re.MULTILINE)
_DEFINITION = re.compile(r"^[ ]{0,3}(?:\*\[|\[\^)[^\]\n]*\][ ]?:", re.MULTILINE)
_COLON = re.compile(r"^[ ]{0,3}:[ ]", re.MULTILINE)
_FAR_FENCE = re.compile(r"^[ ]{0,3}(?:`{3,}|~{3,})[ ]{500,}", re.MULTILINE)
_HEADING = re.compile(r"^[ ]{0,3}(?:#|=+[ ]*$|-+[ ]*$|\[TOC\])", re.MULTILINE)
_FAR_IN = re.compile(r"^[ ]{40}|^\t{10}", re.MULTILINE)
_CONTENTS = re.compile(r"^\[TOC\]$", re.MULTILINE)
_MARKUP_SIGNS = "\\`*_[]<>&!~"
_STRETCH = re.compile(r"\n(?=[ \t>]*(?:[-+*:]|\d{1,9}[.)])[ \t])|\n(?=[^\n|]*\|)")
_HTML_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*)")
_ALONE = frozenset(
    # Those without content, and those that end by themselves where the next one begins.
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
     "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "caption",
     "colgroup", "option", "rt", "rp")
)  # fmt: skip
_INDENTED_ITEM = re.compile(r"([ \t]+)(?:[-+*]|\d{1,9}[.)]|:|!!!|\?\?\?\+?)[ \t]")


CONTENTS = 20
"""Tables of contents: each repeats all headings."""
SMALL = 2_000
"""Characters below which nothing that passes the limits takes long."""
LARGE = 200_000
BLOCK_LINES, BLOCK_CHARS = 150, 6_000
MANY = 200
"""Headings, or definitions: each is compared with the others."""


def check_article(text: str, path: str, bounds: Bounds = DEFAULT) -> None:
    """Refuse an article that no parser should be given, with its line."""
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > bounds.article_bytes:
        raise ArticleError(
            f"the article has {size:,} bytes, and {bounds.article_bytes:,} are allowed",
            path=path,
            hint="split it, or raise `article_bytes` under `[tool.pipeline.bounds]`",
        )
    _check_nesting(text, path, bounds)
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    definitions = list(_DEFINITION.finditer(plain))
    if len(definitions) > DEFINITIONS:
        raise ArticleError(
            f"the article defines {len(definitions)} footnotes and abbreviations, "
            f"and {DEFINITIONS} are allowed",
            path=path,
            line=plain.count("\n", 0, definitions[DEFINITIONS].start()) + 1,
            hint="split it",
        )
    if len(_CONTENTS.findall(plain)) > CONTENTS:
        raise ArticleError(
            f"the article asks for its table of contents more than {CONTENTS} times",
            path=path,
            line=plain.count("\n", 0, plain.index("[TOC]")) + 1,
            hint="write `[TOC]` once",
        )
    for block in _BLOCK.finditer(plain):
        if reason := too_hard(block[0]):
            raise ArticleError(
                f"this block {reason}",
                path=path,
                line=plain.count("\n", 0, block.start()) + 1,
                hint="write it more simply, escape the signs with a backslash, or use a code block",
            )


def is_suspect(text: str) -> bool:
    """Whether only trying can tell how long an article takes: it is unlike what people write.

    >>> is_suspect("# Tea\\n\\nDrink it."), is_suspect("a\\n=\\n" * 1000)
    (False, True)
    """
    if len(text) < SMALL:
        return False
    if len(text) > LARGE or _FAR_IN.search(text):
        return True
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(_HEADING.findall(plain)) > MANY or len(_DEFINITION.findall(plain)) > MANY:
        return True
    return any(
        len(block[0]) > BLOCK_CHARS or block[0].count("\n") > BLOCK_LINES
        for block in _BLOCK.finditer(plain)
    )


def too_hard(text: str) -> str:
    """Why a block should not reach the inline parser; empty where it may.

    >>> too_hard("[" * 8000)
    'has 8000 brackets that are never closed'
    """
    if len(text) < min(OPEN_BRACKETS, RUNS):
        return ""
    opened = text.count("[")
    if opened > OPEN_BRACKETS and (unmatched := _unmatched(text)) > OPEN_BRACKETS:
        return f"has {unmatched} brackets that are never closed"
    # Each of these starts a search that runs to the end of the block.
    if text.count("](") - text.count(")") > OPEN_BRACKETS:
        return f"has {text.count('](')} addresses that are never closed"
    if opened > RUNS and text.count("](") < text.count("][") > 3 * RUNS:
        return f"has {text.count('][')} references in a row"
    if text.count("<![") > RUNS:
        return f"has {text.count('<![')} times `<![`"
    if text.count("<") - text.count(">") > 4 * RUNS:
        return f"has {text.count('<')} signs `<` that are never closed"
    if text.count(":") > COLONS and len(_COLON.findall(text)) > COLONS:
        return f"has more than {COLONS} definitions; put empty lines between them"
    if _FAR_FENCE.search(text):
        return "begins a code block with hundreds of spaces"
    if text.count("\n") > LINES and len(_STARTS.findall(text)) > LINES:
        return f"has more than {LINES} lines that each begin something; put empty lines between"
    if _LONG_RUN.search(text):
        return f"has more than {STARS} emphasis signs in a row"
    if text.count("\n") > ROWS and sum("|" in line for line in text.split("\n")) > ROWS:
        return f"has more than {ROWS:,} rows of a table"
    if len(text) ** 2 > DENSE and (signs := _dense(text)):
        return f"has {signs:,} signs of markup in one stretch"
    return ""


def _dense(text: str) -> int:
    """The number of signs of the first stretch that has too many for its length; 0 mostly."""
    for stretch in _STRETCH.split(text):
        signs = sum(map(stretch.count, _MARKUP_SIGNS))
        if signs * len(stretch) > DENSE:
            return signs
    return 0


def check_depth(html: str, text: str, path: str) -> None:
    """Refuse an article whose HTML nests deeper than anything that reads it should have to go."""
    opened: Counter[str] = Counter()
    depth = 0
    for tag in _HTML_TAG.finditer(html):
        name = tag[2].lower()
        if name in _ALONE:
            continue
        # An end tag whose element is not open ends nothing, and must not seem to.
        if not tag[1]:
            opened[name] += 1
            depth += 1
        elif opened[name]:
            opened[name] -= 1
            depth -= 1
        if depth > DEEP:
            first = text.lower().find(f"<{name}")
            raise ArticleError(
                f"elements of HTML are nested more than {DEEP} deep; the innermost is <{name}>",
                path=path,
                line=text.count("\n", 0, first) + 1 if first >= 0 else 0,
                hint="close them",
            )


def _unmatched(text: str) -> int:
    depth = lost = 0
    for sign in text:
        if sign == "[":
            depth += 1
        elif sign == "]":
            if depth:
                depth -= 1
            else:
                lost += 1
    return depth + lost


def _check_nesting(text: str, path: str, bounds: Bounds) -> None:
    fence = ""
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        mark = _FENCE.match(line)
        if mark and (not fence or line.strip(" \t>").strip(fence[0]) == ""):
            fence = "" if fence else mark[1]
            continue
        if fence:
            continue
        markers = _MARKERS.match(line)
        depth = len(_MARKER.findall(markers[0])) if markers else 0
        # A rule of stars or dashes is no nesting.
        if depth > 2 and len(set(re.sub(r"\s", "", line))) == 1 and ">" not in line:
            rule = not re.search(r"\S[ \t]{3,}\S", line) and len(line) < 4 * bounds.nesting
            depth = 0 if rule else depth
        indented = _INDENTED_ITEM.match(line)
        if indented:
            depth += len(indented[1].expandtabs(4)) // 4
        if depth > bounds.nesting:
            raise ArticleError(
                f"lists or quotes are nested {depth} deep, and {bounds.nesting} are allowed",
                path=path,
                line=number,
                hint="make the list flatter, or put the lines in a fenced code block",
            )


def deepest_line(text: str) -> int:
    """The line that is nested deepest: where to look when the parser ran out of stack."""
    best, deepest = 1, -1
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        depth = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip(" >*+-"))
        if depth > deepest:
            best, deepest = number, depth
    return best
