"""What is wrong with a tag by itself: found once a spelling, told wherever it stands."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import TypeAlias

from pipeline.site.validate.language_tags import why_malformed
from pipeline.site.validate.styles import physical
from pipeline.site.validate.tokens import Tag

Wrong: TypeAlias = tuple[str, str, str]
"""Rule, message, hint."""


def wrong_with(tag: Tag) -> tuple[Wrong, ...]:
    """The faults of a tag.

    >>> from pipeline.site.validate.tokens import understand
    >>> wrong_with(understand('<img src="a.png" lang="de_DE">'))[0][:2]
    ('alt-missing', 'the image a.png has no `alt`')
    """
    if not tag.attributes:
        return ()
    return (*_alt(tag), *_id(tag), *_languages(tag), *_style(tag))


def _alt(tag: Tag) -> Iterator[Wrong]:
    attributes = tag.attributes
    if tag.name in ("img", "area") and "alt" not in attributes:
        hint = 'describe it, or write alt="" if it only decorates'
        yield "alt-missing", f"the image {attributes.get('src', '')} has no `alt`", hint
    elif tag.name == "input" and attributes.get("type") == "image" and not attributes.get("alt"):
        yield "alt-missing", "the image button has no `alt`", "say what it does"


def _id(tag: Tag) -> Iterator[Wrong]:
    identity = tag.attributes.get("id")
    if identity is None:
        return
    if identity.split() != [identity]:
        hint = "write letters, digits and hyphens"
        yield "id-malformed", f"the id `{identity}` is empty or has a space", hint
    elif not unicodedata.is_normalized("NFC", identity):
        message = f"the id `{identity}` is not in Unicode's composed form (NFC)"
        yield "id-malformed", message, "type it anew"


def _languages(tag: Tag) -> Iterator[Wrong]:
    for name in ("lang", "xml:lang", "hreflang"):
        value = tag.attributes.get(name, "")
        if value and not (name == "hreflang" and value == "x-default"):
            why = why_malformed(value)
            if why:
                yield "tag-malformed", f"`{name}` is `{value}`: {why}", ""


def _style(tag: Tag) -> Iterator[Wrong]:
    style = tag.attributes.get("style", "")
    for _, message, hint in physical(style) if style else ():
        yield "style-physical", message, hint
