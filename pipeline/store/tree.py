"""A published tree on disk: what lies in it, what of it is ours, and how it goes away again."""

# Single system calls, and names relative to open folders, are the subject here.
from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.store.disk import Disk
from pipeline.store.record import SUMS, File, Record, digest_file, parse_sums

_SUMS_LIMIT = 1 << 30


@dataclass(frozen=True, slots=True)
class Tree:
    """What stands in a published folder, measured against what the program wrote there."""

    own: dict[str, File]
    """Present, and byte for byte as written."""
    altered: tuple[str, ...] = ()
    """Written by the program, and changed by somebody since."""
    missing: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    """Never written by the program."""
    expected: Mapping[str, str] = field(default_factory=dict)
    """Name and hash of everything that the program wrote."""

    def written(self) -> dict[str, File]:
        """All that the program wrote; of what is not as written only the hash is known."""
        unknown = {name: File(self.expected[name], 0, 0, 0) for name in self.expected}
        return {**unknown, **self.own}


def scan(path: str) -> dict[str, os.stat_result]:
    """Everything below a folder that is not a folder, by name; empty where there is none."""
    found: dict[str, os.stat_result] = {}
    waiting = [""]
    while waiting:
        here = waiting.pop()
        try:
            entries = os.scandir(f"{path}/{here}")
        except FileNotFoundError:
            continue
        with entries:
            for entry in entries:
                name = here + entry.name
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(f"{name}/")
                else:
                    found[name] = entry.stat(follow_symlinks=False)
    return found


def examine(path: str, record: Record | None, *, thorough: bool = False) -> Tree:
    """Compare a folder with its record, or, where there is none, with its own `SHA256SUMS`.

    Law: what counts as ours has the very bytes that were written; the file system's word for it
    is taken only where the program itself noted that word, and never when `thorough`.
    """
    present = scan(path)
    written = _from_sums(path) if record is None else {n: f.digest for n, f in record.files.items()}
    own, altered, foreign = {}, [], []
    for name, facts in present.items():
        if name not in written or not stat.S_ISREG(facts.st_mode):
            foreign.append(name)
            continue
        noted = record.files[name] if record is not None else None
        if noted is not None and noted.is_as_written(facts) and not thorough:
            own[name] = noted
        elif digest_file(f"{path}/{name}") == written[name]:
            own[name] = File(written[name], facts.st_size, facts.st_mtime_ns, facts.st_ino)
        else:
            altered.append(name)
    missing = written.keys() - present.keys()
    gone = tuple(sorted(missing))
    return Tree(own, tuple(sorted(altered)), gone, tuple(sorted(foreign)), written)


def _from_sums(path: str) -> dict[str, str]:
    """What a tree without record says about itself; nothing, if it is not one of ours."""
    try:
        with open(f"{path}/{SUMS}", "rb", opener=_careful) as stream:
            data = stream.read(_SUMS_LIMIT)
    except OSError:
        return {}
    digests = parse_sums(data)
    if digests is None:
        return {}
    return {**digests, SUMS: digest_file(f"{path}/{SUMS}")}


def _careful(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)


def remove_own(disk: Disk, path: str, record: Record | None) -> bool:
    """Remove from a replaced tree what the program wrote; whether nothing is left of it.

    Law: a file that the program did not write, or that somebody has changed since, is not removed.
    """
    tree = examine(path, record)
    for name in tree.own:
        if name != SUMS:
            disk.unlink(f"{path}/{name}")
    ours = SUMS in tree.own and not tree.altered and not tree.foreign
    if ours:
        # Last, so that a tree that is half gone still says what is ours in it.
        disk.unlink(f"{path}/{SUMS}")
    # What was never ours may be empty folders: then one has to look.
    if not ours or not _remove_folders(disk, path, tree.own):
        remove_empty(disk, path)
    return not scan(path)


def _remove_folders(disk: Disk, path: str, names: Iterable[str]) -> bool:
    """Remove the folders of these files, which are gone; whether nothing is left of the tree."""
    folders = {""}
    for name in names:
        folder = name.rpartition("/")[0]
        while folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    try:
        for folder in sorted(folders, key=len, reverse=True):
            disk.rmdir(f"{path}/{folder}".rstrip("/"))
    except OSError:
        return False
    return True


def remove_all(disk: Disk, path: str) -> None:
    """Remove a tree that was staged and never published: all in it is ours."""
    for name in scan(path):
        disk.unlink(f"{path}/{name}")
    remove_empty(disk, path)


def remove_empty(disk: Disk, path: str) -> None:
    """Remove the folders in which nothing is left, the outermost included."""
    for folder, _, _ in os.walk(path, topdown=False):
        with contextlib.suppress(OSError):
            disk.rmdir(folder)
