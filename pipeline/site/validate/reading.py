"""From the text of a page to its facts."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from pipeline.site.validate import elements
from pipeline.site.validate.page import Page
from pipeline.site.validate.tokens import Tag
from pipeline.site.validate.walking import Walk

_CONTROLS: Final = bytes((*range(9), 11, *range(14, 32), 127))
_HIGH_CONTROL = re.compile(rb"\xc2[\x80-\x9f]")
_TURNING = re.compile(rb"\xe2\x80[\xaa-\xae]")


def read_page(path: str, data: bytes) -> Page:
    """The facts of one page.

    >>> page = read_page("a.html", b"<html lang=en><h1 id=tea>Tea <b>now</b></h1>")
    >>> page.lang, page.headings[0].text, page.ids
    ('en', 'Tea now', {'tea': 14})
    """
    text = data.decode("utf-8", "replace").removeprefix("\ufeff")
    walk = Walk(text)
    walk.walk()
    return _page(walk, path, data)


def _suspect(data: bytes) -> bool:
    """Whether bytes may hold a control or a damaged character: a look twenty times as fast."""
    return (
        len(data.translate(None, _CONTROLS)) != len(data)
        or b"\xef\xbf\xbd" in data
        or b"\xef\xb7" in data
        or _TURNING.search(data) is not None
        or _HIGH_CONTROL.search(data) is not None
    )


def _page(walk: Walk, path: str, data: bytes) -> Page:
    """Everything that was found."""
    (first, last), is_article = _body(walk.tags)
    low, high = walk.places[first], walk.places[last]
    html, title = walk.html, walk.title
    return Page(
        path=path,
        text=walk.text,
        size=len(data),
        suspect=_suspect(data),
        lang=html[0].attributes.get("lang", "") if html else "",
        direction=html[0].attributes.get("dir", "") if html else "",
        html_at=html[1] if html else 0,
        doctype=_has_doctype(walk.tags),
        counts=walk.counts,
        title=unescape(title[0].content).strip() if title else "",
        title_at=title[1] if title else 0,
        headings=tuple(walk.headings),
        links=tuple(walk.links),
        buttons=tuple(walk.buttons),
        landmarks=tuple(walk.landmarks),
        placed=[pair for pair in zip(walk.tags, walk.places, strict=False) if pair[0].traits],
        words="\n".join([run.text for run in walk.runs]),
        blocks=tuple(walk.blocks),
        nested=tuple(walk.nested),
        inside=(low, high),
        is_article=is_article,
        body=tuple([block for block in walk.blocks if low <= block.at < high]),
        shape=tuple(
            [
                (tag.shape, at)
                for tag, at in zip(walk.tags[first:last], walk.places[first:last], strict=True)
                if tag.shape
            ]
        ),
        stray=tuple(walk.stray),
    )


def _has_doctype(tags: list[Tag]) -> bool:
    first = next((tag for tag in tags if tag.name != "!--"), None)
    return first is not None and first.content.lower().split() == ["<!doctype", "html>"]


def _body(tags: list[Tag]) -> tuple[tuple[int, int], bool]:
    """The first and the last tag of the article itself, and whether it is known to be one.

    Between the marks that this program sets; failing them the first `article`, `main` or `body`.
    """
    marks = [index for index, tag in enumerate(tags) if tag.content in elements.MARKS]
    if len(marks) == 2:
        return (marks[0], marks[1]), True
    for name in ("article", "main", "body"):
        ends = [index for index, tag in enumerate(tags) if tag.name == name]
        if len(ends) > 1:
            return (ends[0], ends[-1]), name == "article"
    return (0, max(0, len(tags) - 1)), False
