"""One value of the front matter: where it stands, and how another is written in its place."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.article.plain_matter import reads_as


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value of the front matter, with the place of its source text, quotes included."""

    key: str
    value: str
    start: int
    end: int
    style: str
    """`plain`, `'`, `"`, `|` or `>` in YAML; `toml` in TOML."""


def format_scalar(scalar: Scalar, source: str, value: str) -> str | None:
    r"""The source text of another value in the same style where it can be; None where it cannot.

    Law: reading it back gives `value`.

    >>> format_scalar(Scalar("title", "Tea", 0, 3, "plain"), "Tea", "Thé : noir")
    '"Thé : noir"'
    """
    for written in _spellings(scalar, source, value):
        if (_reads_as_toml if scalar.style == "toml" else _reads_as)(written, value):
            return written
    return None


def _spellings(scalar: Scalar, source: str, value: str) -> Iterator[str]:
    if scalar.style == "toml":
        if source.startswith("'"):
            yield f"'{value}'"
        yield json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        return
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


def _reads_as_toml(written: str, value: str) -> bool:
    try:
        return bool(tomllib.loads(f"v = {written}")["v"] == value)
    except tomllib.TOMLDecodeError:
        return False


def _reads_as(written: str, value: str) -> bool:
    plain = reads_as(written, value)
    return _parsed_as(written, value) if plain is None else plain


def _parsed_as(written: str, value: str) -> bool:
    import yaml

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
