"""Cases of the validator: small sites in text files.

`base.site` is a whole site without a fault. Every other file `RULE.txt` names changes to it:

    expect: de/tea/index.html:12 id-duplicate       what must be found, a line each
    === bad                                         the changes that trip the rule
    in de/tea/index.html
    - a line as it stands
    + what takes its place
    delete ar/feed.atom
    file extra.html                                 a new file, up to a lone dot
    === good                                        changes that come near it and do not
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CASES = Path(__file__).parents[2] / "cases" / "validate"


class Memory(dict[str, bytes]):
    """A site in memory."""

    def paths(self) -> list[str]:
        return list(self)

    def read(self, path: str) -> bytes:
        return self[path]


@dataclass(frozen=True)
class Specimen:
    """One rule's case: what must be found in the bad site, and a good one."""

    rule: str
    expect: tuple[str, ...]
    bad: Memory
    good: Memory


def base() -> Memory:
    """The site without a fault."""
    _, *files = (CASES / "base.site").read_text("utf-8").split("\n=== ")
    return Memory({name: text.encode() for name, _, text in (one.partition("\n") for one in files)})


def seal(site: Memory) -> Memory:
    """The same site, its manifest listing the hashes of all files."""
    if "manifest.json" in site:
        document = json.loads(site["manifest.json"])
        if document.get("files") == {}:
            document["files"] = {
                path: "sha256:" + hashlib.sha256(data).hexdigest()
                for path, data in sorted(site.items())
                if path != "manifest.json"
            }
            site["manifest.json"] = json.dumps(document, ensure_ascii=False, indent=1).encode()
    return site


def specimen(path: Path) -> Specimen:
    """The case in a file."""
    head, _, rest = path.read_text("utf-8").partition("=== bad\n")
    bad, _, good = rest.partition("=== good\n")
    expect = tuple(
        line.removeprefix("expect: ") for line in head.splitlines() if line.startswith("expect: ")
    )
    return Specimen(path.stem, expect, _changed(bad, path), _changed(good, path))


def _changed(text: str, path: Path) -> Memory:
    """The base with the changes that a text asks for."""
    site = base()
    where = ""
    lines = iter(text.splitlines())
    for line in lines:
        word, _, rest = line.partition(" ")
        if word == "in":
            where = rest
        elif word == "delete":
            del site[rest]
        elif word == "file":
            site[rest] = "".join(f"{one}\n" for one in _until_dot(lines)).encode()
        elif word == "-":
            old = _escapes(rest).encode()
            assert old in site[where], f"{path.name}: {where} has no `{rest}`"
            found = old
        elif word == "+":
            site[where] = site[where].replace(found, _escapes(rest).encode(), 1)
        elif line.strip():
            raise AssertionError(f"{path.name}: cannot read `{line}`")
    return seal(site)


def _until_dot(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if line == ".":
            return
        yield _escapes(line)


def _escapes(text: str) -> str:
    r"""Characters that no editor shows are written `\u{202e}` in a case, new lines `\n`."""
    head, *parts = text.split("\\u{")
    for part in parts:
        digits, _, tail = part.partition("}")
        head += chr(int(digits, 16)) + tail
    return head.replace("\\n", "\n")
