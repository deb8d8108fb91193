# ruff: noqa: PTH112, PTH114, PTH115, PTH116, PTH119, PTH120, PTH208
"""Disks that fail: killed at a call, refusing a call, lying about one, or losing power.

They stand in for `pipeline.store.Disk`, work in a real folder, and count the calls that change
something. So every point at which a run can stop can be enumerated without any privilege.
"""

from __future__ import annotations

import errno
import itertools
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.store import Disk

CALLS = [
    "create",
    "write",
    "chmod",
    "fsync",
    "syncfs",
    "close",
    "mkdir",
    "link",
    "rename",
    "exchange",
    "unlink",
    "rmdir",
]
ERRORS = (
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EIO,
    errno.EROFS,
    errno.EACCES,
    errno.EMFILE,
)
_MAKES_SOMETHING = frozenset(
    ["create", "write", "mkdir", "link", "rename", "exchange", "fsync", "syncfs"]
)


class Killed(BaseException):
    """The process is dead: nothing it would still do has any effect."""


class QuietDisk(Disk):
    """A disk that nobody waits for."""

    def fsync(self, file: int) -> None:
        pass

    def syncfs(self, folder: int) -> None:
        pass


class CountingDisk(Disk):
    """Counts the calls; what `before` raises happens instead of the call."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def before(self, name: str, number: int, args: tuple[Any, ...]) -> None:
        """Called with the number of each call, from 1."""


def _counted(name: str) -> Any:
    def call(self: CountingDisk, *args: Any, **kwargs: Any) -> Any:
        self.calls.append(name)
        self.before(name, len(self.calls), args)
        return getattr(Disk, name)(self, *args, **kwargs)

    return call


for _name in CALLS:
    setattr(CountingDisk, _name, _counted(_name))


class KilledDisk(CountingDisk):
    """Dies before call number `at`, and stays dead: cleaning up has no effect either."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self.at = at

    def before(self, name: str, number: int, args: tuple[Any, ...]) -> None:
        if number >= self.at:
            raise Killed(name)


class RefusingDisk(CountingDisk):
    """Refuses call number `at` with an error; with `lasting` all later ones that make something."""

    def __init__(self, at: int, error: int, *, lasting: bool = False) -> None:
        super().__init__()
        self.at, self.error, self.lasting = at, error, lasting

    def before(self, name: str, number: int, args: tuple[Any, ...]) -> None:
        if number == self.at or (self.lasting and number > self.at and name in _MAKES_SOMETHING):
            if name == "close":
                os.close(args[0])
            raise OSError(self.error, os.strerror(self.error))


class LyingDisk(CountingDisk):
    """Takes half of the bytes of one write; says so, or says that it took all of them."""

    def __init__(self, at: int, *, honest: bool) -> None:
        super().__init__()
        self.at, self.honest = at, honest

    def write(self, file: int, data: bytes | memoryview) -> int:
        self.calls.append("write")
        if len(self.calls) != self.at:
            return os.write(file, data)
        taken = os.write(file, bytes(data)[: len(data) // 2])
        return taken if self.honest else len(data)


@dataclass
class _Crash:
    """What would be on disk after power was lost."""

    names: dict[int, dict[str, int]]
    data: dict[int, bytes]
    folders: frozenset[int]
    root: int

    def tree(self, path: str) -> dict[str, bytes] | None:
        """The files below a folder; None where there is no such folder."""
        here = self.root
        for part in path.split("/"):
            if part not in self.names.get(here, {}):
                return None
            here = self.names[here][part]
        return dict(self._below(here, ""))

    def file(self, path: str) -> bytes | None:
        """The bytes of one file; None where it is not there."""
        folder, _, name = path.rpartition("/")
        found = self.tree(folder)
        return None if found is None else found.get(name)

    def _below(self, here: int, prefix: str) -> Iterator[tuple[str, bytes]]:
        for name, child in self.names.get(here, {}).items():
            if child in self.folders:
                yield from self._below(child, f"{prefix}{name}/")
            else:
                yield prefix + name, self.data.get(child, b"")

    def lay_out(self, folder: Path) -> None:
        """Make this state real, to run the program on it."""
        self._lay_out(self.root, folder)

    def _lay_out(self, here: int, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        for name, child in self.names.get(here, {}).items():
            if child in self.folders:
                self._lay_out(child, folder / name)
            else:
                (folder / name).write_bytes(self.data.get(child, b""))


@dataclass
class PowerDisk(CountingDisk):
    """Records what each call did to which inode, so that every crash can be worked out.

    The model: bytes are safe after `fsync` of their file, names after `fsync` of their folder, and
    everything after `syncfs`. What is not safe may arrive or not, bytes also in part; names arrive
    in any selection, not only in their order. One rename or exchange arrives whole or not at all.
    """

    root: Path
    calls: list[str] = field(default_factory=list)
    events: list[tuple[Any, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._fresh = itertools.count(1)
        self._ids: dict[int, int] = {}
        self._folders: set[int] = set()
        self._names: dict[int, dict[str, int]] = {}
        self._data: dict[int, bytes] = {}
        self._learn(str(self.root))

    def _learn(self, path: str) -> int:
        """Take in what is there already, as safe."""
        facts = os.lstat(path)
        known = self._ids.setdefault(facts.st_ino, next(self._fresh))
        if os.path.isdir(path) and not os.path.islink(path):
            self._folders.add(known)
            self._names[known] = {
                name: self._learn(f"{path}/{name}") for name in sorted(os.listdir(path))
            }
        else:
            self._data[known] = Path(path).read_bytes()
        return known

    def _place(self, name: str, folder: int | None) -> tuple[int, str]:
        parent = os.path.dirname(name)
        if folder is not None:
            parent = os.readlink(f"/proc/self/fd/{folder}") + (f"/{parent}" if parent else "")
        return self._ids[os.stat(parent or ".").st_ino], os.path.basename(name)

    def _id(self, file: int) -> int:
        return self._ids[os.fstat(file).st_ino]

    def _child(self, name: str, folder: int | None) -> int:
        return self._ids[os.stat(name, dir_fd=folder, follow_symlinks=False).st_ino]

    def create(self, name: str, mode: int = 0o666, folder: int | None = None) -> int:
        file = super().create(name, mode, folder)
        known = self._ids[os.fstat(file).st_ino] = next(self._fresh)
        self.events.append(("names", [(*self._place(name, folder), known)]))
        return file

    def write(self, file: int, data: bytes | memoryview) -> int:
        taken = super().write(file, data)
        self.events.append(("write", self._id(file), bytes(data)[:taken]))
        return taken

    def fsync(self, file: int) -> None:
        super().fsync(file)
        known = self._ids.get(os.fstat(file).st_ino)
        self.events.append(("sync", known))

    def syncfs(self, folder: int) -> None:
        super().syncfs(folder)
        self.events.append(("sync all",))

    def mkdir(self, name: str, folder: int | None = None) -> None:
        super().mkdir(name, folder)
        inode = os.stat(name, dir_fd=folder, follow_symlinks=False).st_ino
        known = self._ids[inode] = next(self._fresh)
        self._folders.add(known)
        self.events.append(("names", [(*self._place(name, folder), known)]))

    def link(self, old: str, new: str, old_folder: int | None, new_folder: int | None) -> None:
        super().link(old, new, old_folder, new_folder)
        known = self._child(new, new_folder)
        self.events.append(("names", [(*self._place(new, new_folder), known)]))

    def rename(
        self, old: str, new: str, old_folder: int | None = None, new_folder: int | None = None
    ) -> None:
        known = self._child(old, old_folder)
        places = self._place(old, old_folder), self._place(new, new_folder)
        super().rename(old, new, old_folder, new_folder)
        self.events.append(("names", [(*places[0], None), (*places[1], known)]))

    def exchange(
        self, one: str, other: str, one_folder: int | None = None, other_folder: int | None = None
    ) -> None:
        first, second = self._child(one, one_folder), self._child(other, other_folder)
        places = self._place(one, one_folder), self._place(other, other_folder)
        super().exchange(one, other, one_folder, other_folder)
        self.events.append(("names", [(*places[0], second), (*places[1], first)]))

    def unlink(self, name: str, folder: int | None = None) -> None:
        place = self._place(name, folder)
        super().unlink(name, folder)
        self.events.append(("names", [(*place, None)]))

    def rmdir(self, name: str, folder: int | None = None) -> None:
        place = self._place(name, folder)
        super().rmdir(name, folder)
        self.events.append(("names", [(*place, None)]))

    def crashes(self) -> Iterator[_Crash]:
        """Every state that power lost after any call can leave, as far as the model goes."""
        names = {folder: dict(entries) for folder, entries in self._names.items()}
        safe, written = dict(self._data), dict(self._data)
        pending: list[list[tuple[int, str, int | None]]] = []
        yield from self._states(names, safe, written, pending)
        for event in self.events:
            if event[0] == "write":
                written[event[1]] = written.get(event[1], b"") + event[2]
            elif event[0] == "names":
                pending.append(event[1])
            elif event[0] == "sync all":
                for changes in pending:
                    _apply(names, changes)
                pending, safe = [], dict(written)
            elif event[1] in self._folders:
                touched = [c for c in pending if any(place == event[1] for place, _, _ in c)]
                pending = [c for c in pending if c not in touched]
                for changes in touched:
                    _apply(names, changes)
            else:
                safe[event[1]] = written.get(event[1], b"")
            yield from self._states(names, safe, written, pending)

    def _states(
        self,
        names: dict[int, dict[str, int]],
        safe: dict[int, bytes],
        written: dict[int, bytes],
        pending: list[list[tuple[int, str, int | None]]],
    ) -> Iterator[_Crash]:
        root = self._ids[os.stat(self.root).st_ino]
        for arrived in _selections(pending):
            now = {folder: dict(entries) for folder, entries in names.items()}
            for changes in arrived:
                _apply(now, changes)
            for data in _arrivals(safe, written):
                yield _Crash(now, data, frozenset(self._folders), root)


def _apply(names: dict[int, dict[str, int]], changes: list[tuple[int, str, int | None]]) -> None:
    for folder, name, child in changes:
        if child is None:
            names.setdefault(folder, {}).pop(name, None)
        else:
            names.setdefault(folder, {})[name] = child


def _selections(pending: list[Any]) -> Iterator[list[Any]]:
    """All, none, each start, each one missing, and each one alone."""
    seen = set()
    for chosen in itertools.chain(
        ([*range(end)] for end in range(len(pending) + 1)),
        ([n for n in range(len(pending)) if n != out] for out in range(len(pending))),
        ([n] for n in range(len(pending))),
    ):
        if tuple(chosen) not in seen:
            seen.add(tuple(chosen))
            yield [pending[number] for number in chosen]


def _arrivals(safe: dict[int, bytes], written: dict[int, bytes]) -> Iterator[dict[int, bytes]]:
    """Bytes that are not safe: all there, none, half, or zeros of the right length."""
    open_ = [known for known in written if written[known] != safe.get(known, b"")]
    yield written
    if open_:
        yield {**written, **{known: safe.get(known, b"") for known in open_}}
        yield {**written, **{known: written[known][: len(written[known]) // 2] for known in open_}}
        yield {**written, **{known: bytes(len(written[known])) for known in open_}}
