"""Whether the HTML of a translation stays inside its element, as its source does."""

from __future__ import annotations

import re
from collections import Counter

from pipeline.article.html_blocks import PHRASING, TOKEN, VOID

_ENTITY = re.compile(r"&(?!(?:#[0-9]+|#[xX][0-9A-Fa-f]+|[0-9A-Za-z]+);)")


def as_balanced(made: str, source: str) -> str | None:
    """The HTML with its stray signs escaped, or None where a tag would leave the element.

    Law: what comes back opens and closes what its source does, in the same order of nesting, and
    holds beside the source's own tags only such as may stand inside a sentence.

    >>> as_balanced("<b>Tee</b> < 5", "<i>Tea</i>")
    '<b>Tee</b> &lt; 5'
    >>> as_balanced("Tee</div>", "Tea") is None
    True
    """
    parts: list[str] = []
    position = 0
    allowed = Counter(_name(match) for match in TOKEN.finditer(source))
    for match in TOKEN.finditer(made):
        name = _name(match)
        if allowed[name]:
            allowed[name] -= 1
        elif (match["tag"] or "").lower() not in PHRASING:
            return None
        parts += (_escaped(made[position : match.start()]), match[0])
        position = match.end()
    parts.append(_escaped(made[position:]))
    return "".join(parts) if _loose_ends(made) == _loose_ends(source) else None


def _name(match: re.Match[str]) -> str:
    """What must be the same for a tag to be the source's: its name, or a comment as a whole."""
    return f"{match['close']}{match['tag'].lower()}" if match["tag"] else match[0]


def _escaped(text: str) -> str:
    text = _ENTITY.sub("&amp;", text)
    return text.replace("<", "&lt;")


def _loose_ends(html: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The elements that are closed without having been opened, and those that stay open."""
    closed: list[str] = []
    opened: list[str] = []
    for match in TOKEN.finditer(html):
        tag = (match["tag"] or "").lower()
        if not tag or tag in VOID or match["attrs"].endswith("/"):
            continue
        if not match["close"]:
            opened.append(tag)
        elif opened and opened[-1] == tag:
            opened.pop()
        else:
            closed.append(tag)
    return tuple(closed), tuple(opened)
