"""What an element of the tree is to a translator."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree

from pipeline.article.pieces import HEADINGS
from pipeline.model import Kind

_KINDS = {
    **dict.fromkeys(HEADINGS, Kind.HEADING),
    **dict.fromkeys(("summary", "figcaption", "caption", "legend", "label"), Kind.CAPTION),
    "li": Kind.ITEM,
    "dd": Kind.DEFINITION,
    "dt": Kind.TERM,
    "td": Kind.CELL,
    "th": Kind.CELL,
}

VERBATIM = frozenset(("pre", "code", "script", "style", "textarea", "math", "canvas", "option"))
"""Elements whose text is no prose."""


def kind_of(element: etree.Element, parent: etree.Element, *, in_footnotes: bool) -> Kind:
    """The kind of the texts that stand in an element."""
    if "admonition-title" in (element.get("class") or "").split():
        return Kind.CAPTION
    if element.tag == "p":
        if in_footnotes:
            return Kind.FOOTNOTE
        return {"li": Kind.ITEM, "dd": Kind.DEFINITION}.get(parent.tag, Kind.PARAGRAPH)
    return _KINDS.get(element.tag, Kind.PARAGRAPH)


def is_default_title(element: etree.Element, parent: etree.Element, body: str) -> bool:
    """Whether a title is the renderer's word for the class of a box, and not the author's."""
    titled = "admonition-title" in (element.get("class") or "").split()
    if not element.text or not (titled or element.tag == "summary"):
        return False
    title = str(element.text)
    defaults = set()
    for name in (parent.get("class") or "").split():
        defaults |= {name.capitalize(), re.sub("[_-]+", " ", name).title()}
    if title not in defaults:
        return False
    written = re.escape(title)
    said = rf'(?:!!!|\?\?\?)[^\n]*"{written}"|/{{3,}}[^\n]*\|[ ]*{written}[ ]*$'
    return not re.search(rf"^[ \t>*+\-\d.]*(?:{said})", body, re.M)
