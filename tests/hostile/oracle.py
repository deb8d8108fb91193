"""What a browser would make of a body: everything in it that acts, leaves, or leads astray.

The body is parsed by the rules of HTML 5 (nh3's parser, told to take nothing away), written out
again, and judged in that form; and nh3 as it is used on pages must find nothing either.
"""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

import nh3


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ACTIVE = _words(
    "script style iframe frame frameset object embed applet form button textarea select link meta "
    "base svg math template portal dialog marquee noscript title plaintext xmp noembed "
    "audio video animate"
)
LEADING = _words("href src srcset poster action formaction data cite background ping xlink:href")
_VOID = _words("area br col embed hr img input link meta source wbr base")
_EVERY_TAG = (
    ACTIVE
    | _words("p div section article aside header footer nav main h1 h2 h3 h4 h5 h6 ul ol li dl dt")
    | _words("dd blockquote pre hr figure figcaption table caption thead tbody tfoot tr th td")
    | _words("details summary a abbr b bdi bdo br cite code data del dfn em i ins kbd mark q ruby")
    | _words("rt rp s samp small span strong sub sup time u var wbr img picture source area map")
    | _words("input label x font center")
) - {"frame", "frameset"}
_EVERY_ATTRIBUTE = (
    LEADING
    | _words("id class lang dir title alt style name type value width height open tabindex role")
    | _words("autofocus for rel target srcdoc start colspan rowspan controls http-equiv content")
)
_PERMISSIVE = nh3.Cleaner(
    tags=set(_EVERY_TAG),
    clean_content_tags=set(),
    attributes={"*": set(_EVERY_ATTRIBUTE)},
    generic_attribute_prefixes={"on", "data-", "aria-", "form", "auto", "xlink"},
    url_schemes={"http", "https", "mailto", "tel", "javascript", "data", "vbscript", "blob", "ssh"},
    link_rel=None,
    strip_comments=False,
)
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_SAFE = frozenset(("http", "https", "mailto", "tel"))
_BEGIN = "<div><main><article><section>"
_LAST = '<i id="last"></i></section></article></main></div>'
_END = '<hr id="the-end">'


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.targets: Counter[str] = Counter()
        self.depth = 0
        self.end_depth = -1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ACTIVE:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            self._attribute(tag, name, value or "")
        if ("id", "the-end") in attrs:
            self.end_depth = self.depth
        if tag not in _VOID:
            self.depth += 1

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            self.depth -= 1

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name.startswith("on") or name in ("srcdoc", "formaction", "ping", "autofocus"):
            self.found.append(f"<{tag} {name}>")
        if name == "style" and not re.fullmatch(r"text-align: (?:left|right|center);", value):
            self.found.append(f"<{tag} style>")
        if name in LEADING:
            self.targets[value] += 1
            bare = re.sub(r"[\x00-\x20]", "", value)
            scheme = _SCHEME.match(bare)
            if scheme and scheme[1].lower() not in _SAFE:
                self.found.append(f"<{tag} {name}={value[:30]}>")


def judge(body: str) -> tuple[list[str], Counter[str]]:
    """What acts in a body or leaves it, and where its links and images lead.

    >>> judge("<p>a <b>b</b></p>")[0], judge("<p onclick=x>a</div><b>")[0]
    ([], ['<p onclick>', 'it does not end where it should'])
    """
    whole = _PERMISSIVE.clean(f"{_BEGIN}{body}{_LAST}{_END}")
    reader = _Reader()
    reader.feed(whole)
    reader.close()
    found = reader.found
    if reader.end_depth != 0 or not whole.endswith(_LAST + _END):
        found.append("it does not end where it should")
    return found, reader.targets
