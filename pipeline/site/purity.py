"""An assertion over a finished article body: nothing in it that authors' Markdown does not make.

nh3 parses as browsers do, and says what it would take away; nothing is repaired. A page with
anything to take away is a defect of an earlier check, or of the theme.
"""

from __future__ import annotations

import html
import re
from collections import Counter

import nh3

from pipeline.site.links import CELL_STYLE

_BLOCKS = (
    "p div section article aside header footer nav h1 h2 h3 h4 h5 h6 hgroup ul ol li dl dt dd menu "
    "blockquote pre hr figure figcaption table caption colgroup col thead tbody tfoot tr th td "
    "details summary address search"
)
_INLINES = (
    "a abbr b bdi bdo br cite code data del dfn em i ins kbd mark q rp rt ruby s samp small span "
    "strong sub sup time u var wbr"
)
_MEDIA = "img picture source audio video track map area svg path"
_FORMS = "input label"
"""Task lists and the tabs of the usual extensions are boxes that nobody sends."""

TAGS = frozenset(f"{_BLOCKS} {_INLINES} {_MEDIA} {_FORMS}".split())

_ANYWHERE = (
    "id class lang dir title translate hidden tabindex role aria-label aria-labelledby "
    "aria-describedby aria-hidden aria-current itemprop itemscope itemtype"
)
_ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "hreflang", "rel", "name", "download", "type"},
    "area": {"href", "alt", "coords", "shape"},
    "map": {"name"},
    "img": {"src", "srcset", "sizes", "alt", "width", "height", "loading", "decoding"},
    "source": {"src", "srcset", "sizes", "type", "media", "width", "height"},
    "audio": {"src", "controls", "preload", "loop", "muted"},
    "video": {"src", "controls", "preload", "loop", "muted", "poster", "width", "height"},
    "track": {"src", "kind", "srclang", "label", "default"},
    "th": {"colspan", "rowspan", "scope", "abbr", "headers"},
    "td": {"colspan", "rowspan", "headers"},
    "col": {"span"},
    "colgroup": {"span"},
    "ol": {"start", "reversed", "type"},
    "li": {"value"},
    "q": {"cite"},
    "blockquote": {"cite"},
    "del": {"cite", "datetime"},
    "ins": {"cite", "datetime"},
    "time": {"datetime"},
    "data": {"value"},
    "details": {"open", "name"},
    "input": {"type", "checked", "disabled", "name"},
    "label": {"for"},
    "svg": {"viewbox", "width", "height", "fill", "stroke", "focusable", "xmlns"},
    "path": {"d", "fill", "stroke", "stroke-width"},
}
_ENDS_BY_ITSELF = "p li dt dd tr td th tbody thead tfoot caption colgroup rt rp path"
_OPEN_ENDED = frozenset(f"</{name}>" for name in _ENDS_BY_ITSELF.split())
"""Elements that may be left open: they end with what is around them."""
_SCHEMES = {"http", "https", "mailto", "tel"}

_TAG = re.compile(r"<([A-Za-z][^\s/>]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_END_TAG = re.compile(r"</([A-Za-z][^\s/>]*)[^>]*>")
_ATTRIBUTE = re.compile(r"([^\s=/\"'<>]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?")

_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags=set(),
    attributes={
        "*": set(_ANYWHERE.split()),
        **_ATTRIBUTES,
    },
    url_schemes=_SCHEMES,
    strip_comments=False,
    link_rel=None,
    generic_attribute_prefixes={"data-"},
)


def impurities(body: str) -> tuple[str, ...]:
    """What would have to be taken out of an article body, as it stands there; mostly nothing.

    >>> impurities('<p onclick="x()">Tea &amp; <a href="https://example.org/">more</a></p>')
    ('onclick="x()" on <p>',)
    >>> impurities("<script>x</script>")
    ('</script>', '<script>')
    >>> impurities("<p>x</p></main>"), impurities("<p><b>x</p>")
    (('</main>',), ('</b> is missing',))
    """
    # Aligned cells lose their inline style when links are led home, and gain a class.
    body = CELL_STYLE.sub("", body)
    cleaned = _CLEANER.clean(body)
    if cleaned == body:
        return ()
    had, has = _marks(body), _marks(cleaned)
    left_open = {
        f"{mark} is missing"
        for mark in has - had
        if mark.startswith("</") and mark not in _OPEN_ENDED
    }
    return tuple(sorted((had - has).keys() | left_open))


def _marks(text: str) -> Counter[str]:
    """Every tag and every attribute with its tag, counted."""
    # An end without its beginning ends an element of the page around the body.
    marks = Counter(f"</{name.lower()}>" for name in _END_TAG.findall(text))
    for tag in _TAG.finditer(text):
        name = tag[1].lower()
        marks[f"<{name}>"] += 1
        if tag[2] and not tag[2].isspace():
            for attribute in _ATTRIBUTE.finditer(tag[2]):
                value = html.unescape((attribute[2] or "").strip("\"'"))
                marks[f'{attribute[1].lower()}="{value}" on <{name}>'] += 1
    return marks
