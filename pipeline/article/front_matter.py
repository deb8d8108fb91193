"""The front matter of an article: YAML between two `---` lines, or TOML between two `+++` lines.

Every scalar is a string (`no`, `12:30` and `1.10` stay what the author typed). The spans of the
scalars allow a translated file to keep order, quotes and comments of all that is not translated.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.article.plain_matter import read_plain
from pipeline.article.scalars import Scalar
from pipeline.config import parse_toml
from pipeline.errors import ArticleError

MAX_CHARS = 64 * 1024

_FENCE = re.compile(r"---[ \t]*(?:\r\n|\r|\n|$)")
_CLOSE = re.compile(r"(?:^|(?<=\n)|(?<=\r))(?:---|\.\.\.)[ \t]*(?:\r\n|\r|\n|$)")
_TOML_FENCE = re.compile(r"^\+\+\+[ \t]*(?:\r\n|\r|\n|\Z)", re.MULTILINE)
_TOML_TABLE = re.compile(r"^[ \t]*\[", re.MULTILINE)
_TOML_LINE = re.compile(
    r"^[ \t]*(?P<key>[\w-]+)[ \t]*=[ \t]*(?P<value>[\"'\[][^\r\n]*)", re.MULTILINE
)
_TOML_STRING = re.compile(r"\"(?!\"\")(?:[^\"\\\r\n]|\\.)*\"|'(?!'')[^'\r\n]*'")
_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands before the body."""

    meta: Mapping[str, object] = field(default_factory=dict)
    body: int = 0
    """Offset of the first character of the body."""
    scalars: tuple[Scalar, ...] = ()
    """Top-level values and the elements of top-level lists, in source order."""


def read_front_matter(text: str, path: str) -> FrontMatter:
    """The front matter of a text; an empty one where it has none.

    >>> read_front_matter("---\\ntitle: no\\n---\\nHello", "a.md").meta
    {'title': 'no'}
    """
    start = 1 if text.startswith("\ufeff") else 0
    opening = _FENCE.match(text, start)
    if not opening:
        return read_toml(text, start, path) or FrontMatter(body=start)
    closing = _CLOSE.search(text, opening.end())
    if not closing:
        if re.match(r"[\w-]+:(?:\s|$)", text[opening.end() :]):
            raise ArticleError(
                "the front matter has no end",
                path=path,
                line=1,
                hint="close it with a line `---`",
            )
        return FrontMatter(body=start)
    block = text[opening.end() : closing.start()]
    if len(block) > MAX_CHARS:
        raise ArticleError(
            f"the front matter has {len(block)} characters, and {MAX_CHARS} are allowed",
            path=path,
            line=1,
        )
    plain = read_plain(block)
    if plain is None:
        # Only here: bringing in the parser takes as long as reading an article.
        from pipeline.article.yaml_matter import read_yaml

        meta, scalars = read_yaml(block, opening.end(), path)
        return FrontMatter(meta, closing.end(), scalars)
    at = opening.end()
    scalars = tuple(
        Scalar(key, value, at + start, at + end, style) for key, value, start, end, style in plain
    )
    return FrontMatter({one.key: one.value for one in scalars}, closing.end(), scalars)


def read_toml(text: str, start: int, path: str) -> FrontMatter | None:
    """The front matter between two `+++` lines, as Hugo and Zola have it; None where there is none.

    >>> read_toml('+++\\ntitle = "Tea"\\ndraft = true\\n+++\\n', 0, "a.md").meta
    {'title': 'Tea', 'draft': 'true'}
    """
    opening = _TOML_FENCE.match(text, start)
    closing = _TOML_FENCE.search(text, opening.end()) if opening else None
    if not opening or not closing:
        return None
    block = text[opening.end() : closing.start()]
    try:
        if len(block) > MAX_CHARS:
            raise ValueError(f"it has more than {MAX_CHARS} characters")
        # TOML knows no lone carriage return; the offsets must stay.
        meta = parse_toml(re.sub(r"\r(?!\n)", "\n", block))
    except (ValueError, RecursionError) as error:
        at = re.search(r"at line (\d+)", str(error))
        raise ArticleError(
            f"the front matter is not TOML: {error}",
            path=path,
            line=1 + int(at[1]) if at else 1,
            hint='write `title = "…"`, every text in quotes',
        ) from None
    head = _TOML_TABLE.search(block)
    top = block[: head.start()] if head else block
    scalars = tuple(
        Scalar(
            line["key"], value, opening.end() + found.start(), opening.end() + found.end(), "toml"
        )
        for line in _TOML_LINE.finditer(top)
        for found in _TOML_STRING.finditer(block, *line.span("value"))
        if (value := str(tomllib.loads(f"v = {found[0]}")["v"])) in _texts(meta.get(line["key"]))
    )
    return FrontMatter(
        {key: _as_text(value) for key, value in meta.items()}, closing.end(), scalars
    )


def _texts(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _as_text(value: object) -> object:
    """The value with every scalar as the text that stands for it."""
    if isinstance(value, dict):
        return {key: _as_text(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_as_text(one) for one in value]
    return str(value).lower() if isinstance(value, bool) else str(value)
