"""What the program wrote into one published tree, file by file.

Two texts say so. `SHA256SUMS` stands in the site itself, in the format of `sha256sum`, so that
anybody can check or fetch a site with standard tools, and a restored copy is known as ours. The
record stays in the working folder and adds what the file system said of each file, so that an
unchanged file need not be read again.
"""

# Single system calls, and names relative to open folders, are the subject here.
from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

SUMS = "SHA256SUMS"
_SUM = re.compile(r"([0-9a-f]{64})  ([^\0\n]+)")
_LINE = re.compile(r"([0-9a-f]{64}) (\d+) (\d+) (\d+) ([^\0\n]+)")


@dataclass(frozen=True, slots=True)
class File:
    """One file as it was written."""

    digest: str
    size: int
    stamp: int
    """Modification time in nanoseconds: it may spare reading the file again, nothing more."""
    inode: int

    def is_as_written(self, facts: os.stat_result) -> bool:
        """Whether the file system says that nobody has touched it since."""
        return (self.size, self.stamp, self.inode) == (
            facts.st_size,
            facts.st_mtime_ns,
            facts.st_ino,
        )


@dataclass(frozen=True, slots=True)
class Record:
    """One published tree: its number, what it replaced, and its files."""

    number: int
    inode: int
    """Of the folder itself: it stays the same while the folder changes places with another."""
    parent: int | None = None
    """The number of the tree that was live before."""
    files: Mapping[str, File] = field(default_factory=dict)


def format_sums(digests: Mapping[str, str]) -> bytes:
    """The text of `SHA256SUMS`, sorted by name.

    >>> format_sums({"b": "0" * 64, "a": "1" * 64}).decode()[64:70]
    '  a\\n00'
    """
    return "".join(f"{digests[name]}  {name}\n" for name in sorted(digests)).encode()


def parse_sums(data: bytes) -> dict[str, str] | None:
    """Name to hash; None for a text that this program has not written.

    Law: ``parse_sums(format_sums(digests)) == digests``.

    >>> parse_sums(b"<html>") is None
    True
    """
    digests = {}
    for line in data.decode("utf-8", "replace").split("\n")[:-1]:
        found = _SUM.fullmatch(line)
        if found is None or not is_safe(found[2]):
            return None
        digests[found[2]] = found[1]
    return digests or None


def is_safe(name: str) -> bool:
    """Whether a name stays below its folder."""
    return not name.startswith("/") and not {"", ".", ".."} & set(name.split("/"))


def format_record(record: Record) -> bytes:
    """The text of a record: a line of JSON, then a line a file."""
    head = {"format": 1, "inode": record.inode, "parent": record.parent}
    lines = [json.dumps(head)]
    for name in sorted(record.files):
        one = record.files[name]
        lines.append(f"{one.digest} {one.size} {one.stamp} {one.inode} {name}")
    return ("\n".join(lines) + "\nend\n").encode()


def parse_record(data: bytes, number: int) -> Record | None:
    """A record from its text; None if anything about it is strange.

    Law: ``parse_record(format_record(record), record.number) == record``.
    """
    lines = data.decode("utf-8", "replace").split("\n")
    if lines[-2:] != ["end", ""]:
        return None
    try:
        head = json.loads(lines[0])
        inode, parent = head["inode"], head["parent"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    if not isinstance(inode, int) or not isinstance(parent, int | None):
        return None
    files = {}
    for line in lines[1:-2]:
        found = _LINE.fullmatch(line)
        if found is None or not is_safe(found[5]):
            return None
        files[found[5]] = File(found[1], int(found[2]), int(found[3]), int(found[4]))
    return Record(number, inode, parent, files)


def digest_file(path: str) -> str:
    """The hash of a file that the program wrote; no link is followed."""
    file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    with os.fdopen(file, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
