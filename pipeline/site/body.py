"""An article's body inside its page: taken apart for the template, and read back from a page."""

from __future__ import annotations

import re

_HEADING = re.compile(r"\s*(<h1\b.*?</h1>)", re.S)
_OPEN, _CLOSE = "<!-- article -->", "<!-- /article -->"
_TITLE_OPEN, _TITLE_CLOSE = "<!-- title -->", "<!-- /title -->"


def body_of(page: str) -> str | None:
    """The article's body in a page that `render_article` made; None where there is none."""
    start, end = page.find(_OPEN), page.rfind(_CLOSE)
    if start < 0 or end < start:
        return None
    body = page[start + len(_OPEN) : end]
    opened = page.find(_TITLE_OPEN, 0, start)
    if opened < 0:
        return body
    closed = page.find(_TITLE_CLOSE, opened, start)
    return page[opened + len(_TITLE_OPEN) : closed] + body


def split_heading(body: str) -> tuple[str, str]:
    """The h1 that a body begins with, space before it included, and the rest; or nothing and all.

    Law: the two together are the body.
    """
    found = _HEADING.match(body)
    return (found[0], body[found.end() :]) if found else ("", body)
