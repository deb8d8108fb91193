"""Front matter that takes a YAML parser to read; every scalar stays the text that it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from pipeline.article.scalars import Scalar
from pipeline.errors import ArticleError

MAX_DEPTH = 20
MAX_NODES = 5_000
"""Nodes after following aliases: what bounds `&a [*b, *b]` chains."""

_BREAK = re.compile(r"\r\n|\r|\n")


def read_yaml(block: str, offset: int, path: str) -> tuple[dict[str, object], tuple[Scalar, ...]]:
    """The values of a block that begins at this offset, and where the single ones stand."""
    node = _compose(block, path)
    if node is None:
        return {}, ()
    if not isinstance(node, yaml.MappingNode):
        raise ArticleError(
            "the front matter is not a list of `key: value` lines",
            path=path,
            line=2 + node.start_mark.line,
            hint="write `title: …`, or leave out the `---` lines",
        )
    return _Builder(path).mapping(node), tuple(_scalars(node, offset, block))


def _compose(block: str, path: str) -> yaml.Node | None:
    try:
        return yaml.compose(block, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = 2 + mark.line if mark else 1
        problem = error.problem or error.context or "it cannot be read"
    except yaml.reader.ReaderError as error:
        line = 2 + len(_BREAK.findall(block[: error.position]))
        problem = f"the character U+{int(error.character):04X} may not stand here"
    except RecursionError:
        line, problem = 2, "it is nested too deeply"
    except ValueError:
        # "\U00110000": the parser asks for a character that is none.
        line, problem = 2, "an escape names a character that does not exist"
    raise ArticleError(
        f"the front matter is not YAML: {problem}",
        path=path,
        line=line,
        hint='put a value that holds `: ` or `#` in quotes: title: "…"',
    ) from None


class _Builder:
    """Strings, lists and mappings out of YAML nodes, counting what aliases multiply."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.nodes = 0
        self.open: set[int] = set()

    def value(self, node: yaml.Node) -> object:
        self.nodes += 1
        if len(self.open) > MAX_DEPTH:
            raise ArticleError(
                f"the front matter is nested more than {MAX_DEPTH} deep",
                path=self.path,
                line=2 + node.start_mark.line,
                hint="write it flatter",
            )
        if self.nodes > MAX_NODES or id(node) in self.open:
            raise ArticleError(
                "the front matter refers to itself too often",
                path=self.path,
                line=2 + node.start_mark.line,
                hint="write the values out instead of `&` and `*`",
            )
        if isinstance(node, yaml.ScalarNode):
            return str(node.value)
        self.open.add(id(node))
        try:
            if isinstance(node, yaml.SequenceNode):
                return [self.value(one) for one in node.value]
            return self.mapping(node)
        finally:
            self.open.discard(id(node))

    def mapping(self, node: yaml.Node) -> dict[str, object]:
        made: dict[str, object] = {}
        for key, value in node.value:
            line = 2 + key.start_mark.line
            if not isinstance(key, yaml.ScalarNode):
                raise ArticleError(
                    "a key of the front matter is not a word", path=self.path, line=line
                )
            if key.value in made:
                raise ArticleError(
                    f"the front matter has `{key.value}` twice",
                    path=self.path,
                    line=line,
                    hint="keep one of them",
                )
            made[key.value] = self.value(value)
        return made


def _scalars(node: yaml.MappingNode, offset: int, block: str) -> Iterator[Scalar]:
    for key, value in node.value:
        ones = value.value if isinstance(value, yaml.SequenceNode) else [value]
        for one in ones:
            if isinstance(one, yaml.ScalarNode):
                start, end = one.start_mark.index, one.end_mark.index
                # An alias is read at its anchor, not where it stands.
                if start < value.start_mark.index or block[start : start + 1] in ("&", "!"):
                    continue
                style = one.style or "plain"
                yield Scalar(key.value, one.value, offset + start, offset + end, style)
