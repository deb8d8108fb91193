"""The front matter of an article: YAML between two `---` lines, read as strings, with spans.

Every scalar is a string (`no`, `12:30` and `1.10` stay what the author typed). The spans of the
scalars allow a translated file to keep order, quotes and comments of all that is not translated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import yaml

from pipeline.errors import ArticleError

MAX_CHARS = 64 * 1024
MAX_DEPTH = 20
MAX_NODES = 5_000
"""Nodes after following aliases: what bounds `&a [*b, *b]` chains."""

_FENCE = re.compile(r"---[ \t]*(?:\r\n|\r|\n|$)")
_CLOSE = re.compile(r"(?:^|(?<=\n)|(?<=\r))(?:---|\.\.\.)[ \t]*(?:\r\n|\r|\n|$)")
_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value of the front matter, with the place of its source text, quotes included."""

    key: str
    value: str
    start: int
    end: int
    style: str
    """`plain`, `'`, `"`, `|` or `>`."""


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
        return FrontMatter(body=start)
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
    node = _compose(block, path)
    if node is None:
        return FrontMatter(body=closing.end())
    if not isinstance(node, yaml.MappingNode):
        raise ArticleError(
            "the front matter is not a list of `key: value` lines",
            path=path,
            line=2 + node.start_mark.line,
            hint="write `title: …`, or leave out the `---` lines",
        )
    meta = _Builder(path).mapping(node)
    scalars = tuple(_scalars(node, opening.end(), block))
    return FrontMatter(meta, closing.end(), scalars)


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


def format_scalar(scalar: Scalar, source: str, value: str) -> str | None:
    r"""The source text of another value in the same style where it can be; None where it cannot.

    Law: reading it back gives `value`.

    >>> format_scalar(Scalar("title", "Tea", 0, 3, "plain"), "Tea", "Thé : noir")
    '"Thé : noir"'
    """
    for written in _spellings(scalar, source, value):
        if _reads_as(written, value):
            return written
    return None


def _spellings(scalar: Scalar, source: str, value: str) -> Iterator[str]:
    if scalar.style in "|>":
        head, _, rest = source.partition("\n")
        indent = re.match(r"[ ]*", rest)
        pad = indent[0] if indent else "  "
        tail = source[len(source.rstrip("\r\n")) :]
        # A folded text keeps its paragraphs only with an empty line between them.
        lines = (
            value.split("\n") if scalar.style == "|" else value.replace("\n", "\n\n").split("\n")
        )
        eol = "\r\n" if head.endswith("\r") else "\n"
        body = eol.join(pad + line if line else "" for line in lines)
        yield f"{head.rstrip()}{eol}{body.rstrip()}{tail}"
        return
    if scalar.style == "plain" and "\n" not in value:
        yield value
    if scalar.style == "'" and "\n" not in value:
        yield "'" + value.replace("'", "''") + "'"
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    yield f'"{escaped.replace(chr(9), chr(92) + "t")}"'


def _reads_as(written: str, value: str) -> bool:
    # Both in a mapping and in a flow list: which of them the value stands in is not known here.
    block = written[:1] in "|>" and "\n" in written
    probes = (f"k: {written}\nz: z\n",) if block else (f"k: {written}\nz: z\n", f"[{written}]")
    for probe in probes:
        try:
            read = yaml.load(probe, Loader=yaml.BaseLoader)
        except yaml.YAMLError:
            return False
        got = read.get("k") if isinstance(read, dict) else read[0] if len(read) == 1 else None
        if got != value and not (block and str(got).rstrip("\n") == value.rstrip("\n")):
            return False
    return True
