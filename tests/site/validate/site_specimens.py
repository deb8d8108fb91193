"""Cases of the validator: small sites in text files.

`base.site` is a whole site without a fault. Every other file, `RULE.txt`, names changes to it:

    expect: de/tea/index.html:12 id-duplicate       what must be found, a line each
    === bad                                         the changes that trip the rule
    in de/tea/index.html
    - a stretch as it stands
    + what takes its place
    delete ar/feed.atom
    file extra.html                                 a new file, up to a lone dot
    .
    twice robots.txt                                a second build has another such file
    === good                                        changes that come near it and do not trip it

What stands before the changes may also say what the pipeline knows of its own site:
`budget N`, `passages PAGE` with lines `foreign TEXT` and `translated TEXT`, and `interface TAG`
with lines `English TEXT` and `translated TEXT`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.model import Finding
from pipeline.site.validate import Asked, Passages, Told, validate_site

CASES = Path(__file__).parents[2] / "cases" / "validate"


class Memory(dict[str, bytes]):
    """A site in memory."""

    def paths(self) -> list[str]:
        return list(self)

    def read(self, path: str) -> bytes:
        return self[path]


@dataclass
class Site:
    """A site, and what is known and asked of it."""

    files: Memory
    told: Told = field(default_factory=Told)
    asked: Asked = field(default_factory=Asked)

    def findings(self) -> tuple[Finding, ...]:
        """Everything that the validator finds."""
        return validate_site(self.files, told=self.told, asked=self.asked)

    def shown(self) -> list[str]:
        """Place and rule of each finding."""
        return [f"{one.path}:{one.line} {one.rule}" for one in self.findings()]


@dataclass(frozen=True)
class Specimen:
    """One rule's case: what must be found in the bad site, and a good one."""

    rule: str
    expect: tuple[str, ...]
    bad: Site
    good: Site


def base() -> Memory:
    """The site without a fault."""
    _, *files = (CASES / "base.site").read_text("utf-8").split("\n=== ")
    return Memory({name: text.encode() for name, _, text in (one.partition("\n") for one in files)})


def seal(site: Memory) -> Memory:
    """The same site, its manifest listing the hashes of all files.

    A manifest may ask for `all but NAME`, or for the hash of `NAME as it was`.
    """
    document = json.loads(site["manifest.json"]) if "manifest.json" in site else {}
    wanted = document.get("files")
    if wanted == {} or isinstance(wanted, str):
        files = {
            path: "sha256:" + hashlib.sha256(data).hexdigest()
            for path, data in sorted(site.items())
            if path != "manifest.json"
        }
        if isinstance(wanted, str) and wanted.startswith("all but "):
            del files[wanted.removeprefix("all but ")]
        elif isinstance(wanted, str):
            files[wanted.removesuffix(" as it was")] = "sha256:" + "0" * 64
        document["files"] = files
        site["manifest.json"] = json.dumps(document, ensure_ascii=False, indent=1).encode()
    return site


def specimen(path: Path) -> Specimen:
    """The case in a file."""
    head, _, rest = path.read_text("utf-8").partition("=== bad\n")
    bad, _, good = rest.partition("=== good\n")
    expect = tuple(
        line.removeprefix("expect: ") for line in head.splitlines() if line.startswith("expect: ")
    )
    return Specimen(path.stem, expect, _site(head, bad, path), _site(head, good, path))


def _site(head: str, changes: str, path: Path) -> Site:
    """The base with the changes that a text asks for."""
    files, again = base(), Memory()
    where, found = "", b""
    lines = iter(changes.splitlines())
    for line in lines:
        word, _, rest = line.partition(" ")
        if word == "in":
            where = rest
        elif word == "delete":
            del files[rest]
        elif word == "file":
            files[rest] = "".join(f"{one}\n" for one in _until_dot(lines)).encode()
        elif word == "twice":
            again[rest] = files[rest] + b"built at noon\n"
        elif word == "-":
            found = _escapes(rest).encode()
            assert found in files[where], f"{path.name}: {where} has no `{rest}`"
        elif word == "+":
            files[where] = files[where].replace(found, _escapes(rest).encode(), 1)
        elif line.strip():
            raise AssertionError(f"{path.name}: cannot read `{line}`")
    seal(files)
    budget = next((line.split()[1] for line in head.splitlines() if line[:7] == "budget "), "60000")
    second = Memory({**files, **again}) if again else None
    return Site(files, _told(head), Asked(budget=int(budget), again=second))


def _told(head: str) -> Told:
    """What the head of a case says that the pipeline knows."""
    passages: dict[str, dict[str, set[str]]] = {}
    interface: dict[str, dict[str, str]] = {}
    page = tag = english = ""
    for line in head.splitlines():
        word, _, rest = line.partition(" ")
        if word == "passages":
            page = rest
            passages[page] = {"foreign": set(), "translated": set()}
        elif word == "interface":
            tag, page = rest, ""
            interface[tag] = {}
        elif word == "English":
            english = rest
        elif word in ("foreign", "translated") and page:
            passages[page][word].add(rest)
        elif word == "translated":
            interface[tag][english] = rest
    known = {
        name: Passages(frozenset(one["foreign"]), frozenset(one["translated"]))
        for name, one in passages.items()
    }
    return Told(known, interface)


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
