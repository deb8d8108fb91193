"""What HTML says of its elements: which close themselves, which may stand where.

Only what a validator of finished pages needs; the whole of the standard is the Nu checker's work.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


VOID: Final = _words("area base br col embed hr img input link meta param source track wbr")

HEADINGS: Final[Mapping[str, int]] = {f"h{level}": level for level in range(1, 7)}

OPTIONAL_END: Final = _words(
    "li dt dd p rt rp optgroup option colgroup caption thead tbody tfoot tr td th html head body"
)
"""Elements whose end tag may be left out."""

_CLOSES_P = _words(
    "address article aside blockquote details dialog div dl fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hgroup hr main menu nav ol p pre search section table ul"
)
_CELLS = _words("p td th")
_ROWS = _words("p td th tr caption colgroup thead tbody tfoot")
CLOSES: Final[Mapping[str, frozenset[str]]] = {
    **{name: frozenset({"p"}) for name in _CLOSES_P},
    "li": _words("p li"),
    "dt": _words("p dt dd"),
    "dd": _words("p dt dd"),
    "td": _CELLS,
    "th": _CELLS,
    "tr": _words("p td th tr caption colgroup"),
    "thead": _ROWS,
    "tbody": _ROWS,
    "tfoot": _ROWS,
    "option": _words("option"),
    "optgroup": _words("option optgroup"),
    "rt": _words("rt rp"),
    "rp": _words("rt rp"),
    "body": _words("head"),
    "a": _words("a"),
}
"""Which open elements a start tag ends by standing there."""

_LIST = _words("li script template")
CHILDREN: Final[Mapping[str, frozenset[str]]] = {
    "ul": _LIST,
    "ol": _LIST,
    "menu": _LIST,
    "dl": _words("dt dd div script template"),
    "table": _words("caption colgroup thead tbody tfoot tr script template"),
    "thead": _words("tr script template"),
    "tbody": _words("tr script template"),
    "tfoot": _words("tr script template"),
    "tr": _words("td th script template"),
    "head": _words("title base link meta style script noscript template"),
    "html": _words("head body"),
}
"""The only children that an element may have."""

PARENTS: Final[Mapping[str, frozenset[str]]] = {
    "li": _words("ul ol menu"),
    "dt": _words("dl div"),
    "dd": _words("dl div"),
    "tr": _words("table thead tbody tfoot"),
    "td": _words("tr"),
    "th": _words("tr"),
    "summary": _words("details"),
    "figcaption": _words("figure"),
    "caption": _words("table"),
    "body": _words("html"),
    "head": _words("html"),
}
"""The only parents that an element may have."""

BLOCKS: Final = _words(
    "address article aside blockquote body button caption dd details dialog div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol "
    "option p pre search section summary table tbody td tfoot th thead tr ul"
)
"""Elements that begin a line of their own; what stands between two of them is one block of text."""

INLINE: Final = _words(
    "a abbr b br cite code del dfn em i img ins kbd mark q s samp small strong sub sup u var"
)
"""Inline elements that carry meaning; `span` and `bdi` do not."""

SHAPE: Final = _words(
    "h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table tr td th blockquote pre img figure details hr"
)
"""Elements that make the structure of an article."""

NESTING: Final = _words("ul ol dl table blockquote details figure")

CODE: Final = _words("code pre kbd samp var svg math")
"""Elements whose words belong to no human language."""

ASKED_FOR: Final = _words(
    "meta link script style img iframe source video audio track embed object input"
)
"""Elements whose attributes the rules on the whole site need."""

MARKS: Final = frozenset((" article ", " /article "))
"""The comments around the article itself."""

LANDMARKS: Final[Mapping[str, str]] = {
    "nav": "navigation",
    "aside": "complementary",
    "search": "search",
    "navigation": "navigation",
    "complementary": "complementary",
    "region": "region",
}
"""Elements and roles that stand for a landmark which a page may have more than one of."""
