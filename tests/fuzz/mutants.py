"""Catalogs and articles spoilt at random, by seed: the same number makes the same mutant."""

from __future__ import annotations

import ast
import random
import re
from pathlib import Path

from tests.hostile.cases import lines, payloads

TESTS = Path(__file__).parents[1]
_ODD = tuple(ast.literal_eval(line) for line in lines("signs.txt"))
"""What parsers act on."""


def seeds(kind: str) -> list[bytes]:
    """Real files to begin with: `po` or `md`."""
    folders = {
        "po": ("golden/site/locales", "cases/hostile/locales", "cases/catalog/whole"),
        "md": ("golden/site/source", "cases/hostile/source", "cases/article/segments"),
    }[kind]
    paths = sorted(path for one in folders for path in (TESTS / one).rglob(f"*.{kind}"))
    return [data for path in paths if (data := path.read_bytes())]


def mutant(kind: str, number: int) -> bytes:
    """One mutant.

    >>> mutant("po", 7) == mutant("po", 7)
    True
    """
    chance = random.Random(f"{kind} {number}")
    files = seeds_once(kind)
    data = bytearray(chance.choice(files))
    if kind == "po" and b"#: source/" not in data and chance.random() < 0.7:
        data = bytearray(chance.choice([one for one in files if b"#: source/" in one]))
    for _ in range(chance.choice((1, 1, 1, 2, 3, 5, 12))):
        if kind == "po" and chance.random() < 0.6:
            _retranslate(data, chance)
        else:
            _change(data, chance, files)
    return bytes(data[:60_000])


_MSGSTR = re.compile(rb'^msgstr "(?=[^"\n])', re.M)
_SEEDS: dict[str, list[bytes]] = {}
_TEXTS = [text.encode("utf-8", "surrogatepass") for _, text in payloads()]


def seeds_once(kind: str) -> list[bytes]:
    """The seeds, read once a process."""
    if kind not in _SEEDS:
        _SEEDS[kind] = seeds(kind)
    return _SEEDS[kind]


def _retranslate(data: bytearray, chance: random.Random) -> None:
    """Put something into a translation so that the file stays a catalog."""
    places = [found.end() for found in _MSGSTR.finditer(data)]
    text = chance.choice(_TEXTS) if chance.random() < 0.7 else chance.choice(_ODD)
    for sign, written in ((b"\\", b"\\\\"), (b'"', b'\\"'), (b"\n", b"\\n")):
        text = text.replace(sign, written)
    for at in sorted(chance.sample(places, min(len(places), 3)), reverse=True):
        data[at:at] = text + b" "


def _change(data: bytearray, chance: random.Random, files: list[bytes]) -> None:
    at = chance.randrange(len(data) + 1)
    end = min(len(data), at + chance.choice((1, 1, 2, 5, 20, 200)))
    what = chance.randrange(9)
    if what == 0:
        del data[at:]
    elif what == 1:
        del data[at:end]
    elif what == 2 and data:
        data[at % len(data)] = chance.randrange(256)
    elif what == 3:
        data[at:at] = chance.choice(_ODD)
    elif what == 4:
        data[at:at] = data[at:end] * chance.choice((1, 2, 30))
    elif what == 5:
        other = chance.choice(files)
        start = chance.randrange(len(other))
        data[at:end] = other[start : start + chance.randrange(300)]
    elif what == 6:
        data[at:at] = chance.choice(_ODD) * chance.choice((2, 8, 64, 400))
    elif what == 7:
        data[at:at] = chance.choice(_TEXTS)
    else:
        some = [one for one in data.splitlines(keepends=True) if one.strip()] or [b""]
        data[at:at] = chance.choice(some)
