"""Where the inline parsing of a fragment differs from that of a page."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from typing import Any

from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.extensions.footnotes import FootnoteInlineProcessor

from pipeline.article.html_blocks import ATTRIBUTES

_SAID = re.compile(rf"\b({'|'.join(ATTRIBUTES)})=(?:\"[^\"}}]*\"|'[^'}}]*')")


def _nameless(text: str) -> str:
    """A text with the values gone that a translator may change in an attribute list."""
    return _SAID.sub(r"\1=", text)


class Unnumbered(FootnoteInlineProcessor):
    """Footnote references without the page-wide counting of repeated ones."""

    def __init__(self, notes: object) -> None:
        super().__init__(r"\[\^([^\]]*)\]", notes)  # type: ignore[arg-type]

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]
        """A reference as if it were the first to its footnote."""
        self.footnotes.used_refs.clear()
        return super().handleMatch(m, data)


class OwnAttributes(AttrListTreeprocessor):
    """Attribute lists of inline elements: a translation keeps those of its source, no others."""

    def __init__(self, md: object) -> None:
        super().__init__(md)  # type: ignore[arg-type]
        self.sources: list[str | None] = []

    def run(self, doc: etree.Element) -> None:
        """Assign the attribute lists that each fragment may have; leave the others as text."""
        for fragment, source in zip(doc, self.sources, strict=False):
            spent: dict[str, int] = {}
            for element in fragment.iter():
                if element is fragment or not element.tail:
                    continue
                match = self.INLINE_RE.match(element.tail)
                if not match:
                    continue
                if source is not None:
                    written = _nameless(match[0])
                    spent[written] = spent.get(written, 0) + 1
                    if spent[written] > _nameless(source).count(written):
                        continue
                rest = self.assign_attrs(element, match[1])
                element.tail = element.tail[match.end() :] + rest
