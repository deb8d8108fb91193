"""The published tree and the trees before it.

`output/` is a plain folder. Publication number n is staged in the folder `n`, and then the two
change places: so the folder `n` holds what publication n replaced. Which tree is which is told by
the number of the folder's inode, which wanders with it; nothing else has to be written after the
exchange, and so nothing can be half written.
"""

# Single system calls, and names relative to open folders, are the subject here.
# ruff: noqa: PTH116, PTH120, PTH123, PTH208
from __future__ import annotations

import contextlib
import json
import os
import stat
from pathlib import Path

from pipeline.errors import ConfigError, PipelineError, UsageError
from pipeline.store.disk import Disk, NoExchange, sync_folder, write_file
from pipeline.store.problems import failure
from pipeline.store.record import Record, format_record, parse_record
from pipeline.store.tree import Tree, examine, remove_all, remove_own

KEPT = 3
"""Replaced trees that stay: for going back, and for readers who still walk through one."""
_IGNORE_ALL = b"*\n"


class Generations:
    """The trees of one output folder; use it only while the publishing lock is held."""

    def __init__(self, root: Path, output: str, working: str, disk: Disk) -> None:
        self.disk = disk
        self.root = root
        self.shown = output
        self.output = str(root / output)
        self.folder = self._choose(root, output, working)
        self._read_before: dict[tuple[int, int, int, int], Record | None] = {}

    def live(self) -> tuple[Record | None, Tree]:
        """The record of the tree that is published, and how it compares with what is there.

        A tree without record that knows its own files (a restored copy) is given a record.
        """
        try:
            facts = os.lstat(self.output)
        except FileNotFoundError:
            return None, Tree({})
        if not stat.S_ISDIR(facts.st_mode):
            raise ConfigError(
                "this must be a plain folder, and it is a link or a file",
                path=self.shown,
                hint="move it away, or name another folder as `output`",
            )
        record = self._record_of(facts.st_ino)
        tree = examine(self.output, record)
        if record is None and tree.expected:
            record = Record(self.next_number(), facts.st_ino, None, tree.written())
            self.write_record(record)
        return record, tree

    def refuse_foreign(self, tree: Tree) -> None:
        """Stop where something lies in `output/` that the program did not write."""
        if tree.foreign:
            some = ", ".join(f"{self.shown}/{name}" for name in tree.foreign[:3])
            more = f" and {len(tree.foreign) - 3} more" if len(tree.foreign) > 3 else ""
            raise PipelineError(
                f"{some}{more} was not written by this program, and would leave the site",
                hint="move it to `static/` if it belongs to the site, or else out of the folder",
            )

    def next_number(self) -> int:
        """A number that no tree and no record has."""
        return max((*self._records(), *self._folders()), default=0) + 1

    def place(self, number: int) -> str:
        """Where publication `number` is staged, and where what it replaces is kept."""
        return f"{self.folder}/{number}"

    def write_record(self, record: Record) -> None:
        """Write a record in one step; whoever finds it finds the whole of it."""
        name = f"{self.place(record.number)}.files"
        with contextlib.suppress(FileNotFoundError):
            self.disk.unlink(f"{name}~")
        write_file(self.disk, f"{name}~", format_record(record))
        self.disk.rename(f"{name}~", name)

    def swap(self, number: int) -> str:
        """Let tree `number` and the published one change places; a note if not in one step."""
        staged, note = self.place(number), ""
        try:
            if not os.path.lexists(self.output) or not os.listdir(self.output):
                self.disk.rename(staged, self.output)
            else:
                try:
                    self.disk.exchange(staged, self.output)
                except NoExchange:
                    note = self._swap_in_two_steps(staged)
        except OSError as error:
            raise failure(error, self.shown, "the new site cannot take its place") from None
        try:
            sync_folder(self.disk, os.path.dirname(self.output))
            sync_folder(self.disk, self.folder)
        except OSError as error:
            doing = "the new site is in place, but the disk did not confirm it"
            raise failure(error, self.shown, doing) from None
        return note

    def recover(self) -> None:
        """Put back what a run left half way that had no exchange to its help."""
        for name in os.listdir(self.folder):
            if name.endswith(".was") and not os.path.lexists(self.output):
                self.disk.rename(f"{self.folder}/{name}", self.output)
                sync_folder(self.disk, os.path.dirname(self.output))
            elif name.endswith(".was"):
                place = f"{self.folder}/{name.removesuffix('.was')}"
                if not os.path.lexists(place):
                    self.disk.rename(f"{self.folder}/{name}", place)

    def earlier(self) -> int:
        """The folder that holds the tree which was live before the present one."""
        record, tree = self.live()
        self.refuse_foreign(tree)
        parent = self._read(record.parent) if record and record.parent is not None else None
        if parent is not None:
            for number, inode in self._folders().items():
                if inode == parent.inode:
                    self._intact(number, parent)
                    return number
        raise UsageError(
            "no earlier publication is kept", path=self.shown, hint="publish the wanted state again"
        )

    def clean(self) -> tuple[str, ...]:
        """Remove trees that nobody can go back to; notes on what had to stay.

        Kept are the last three that were live, and after going back those that are newer.
        """
        notes = []
        records = self._records()
        live = self._record_of(_inode(self.output))
        kept = self._chain(live)
        for number, inode in sorted(self._folders().items()):
            # The newest, because the number of an inode may be given anew once its tree is gone.
            tree = max((n for n, known in records.items() if known == inode), default=None)
            if tree is not None and (tree in kept or (live is not None and tree > live.number)):
                continue
            place = self.place(number)
            if number not in records:
                # The record is on disk before the exchange: without one, this was never published.
                remove_all(self.disk, place)
            elif not remove_own(self.disk, place, self._read(tree) if tree else None):
                shown = os.path.relpath(place, self.root)
                notes.append(f"{shown} stays: somebody changed or added files there")
        self._drop_records(kept)
        return tuple(notes)

    def _chain(self, live: Record | None) -> set[int]:
        """The numbers of the live tree and of the last three before it."""
        kept: set[int] = set()
        record = live
        while record is not None and len(kept) <= KEPT:
            kept.add(record.number)
            record = self._read(record.parent) if record.parent is not None else None
        return kept

    def _drop_records(self, kept: set[int]) -> None:
        """Remove the records of trees that are no longer there."""
        there = {*self._folders().values(), _inode(self.output)}
        folders = self._folders()
        for number, inode in self._records().items():
            if inode not in there and number not in kept and number not in folders:
                self.disk.unlink(f"{self.place(number)}.files")
        for name in os.listdir(self.folder):
            if name.endswith(".files~"):
                self.disk.unlink(f"{self.folder}/{name}")

    def _intact(self, number: int, record: Record) -> None:
        tree = examine(self.place(number), record, thorough=True)
        harmed = (*tree.altered, *tree.missing, *tree.foreign)
        if harmed:
            raise PipelineError(
                f"the earlier publication is not as it was: look at {harmed[0]}",
                path=os.path.relpath(self.place(number), self.root),
                hint="publish the wanted state again",
            )

    def _swap_in_two_steps(self, staged: str) -> str:
        self.disk.rename(self.output, f"{staged}.was")
        self.disk.rename(staged, self.output)
        self.disk.rename(f"{staged}.was", staged)
        return (
            f"this file system cannot exchange two folders in one step: "
            f"for a moment there was no {self.shown}/"
        )

    def _folders(self) -> dict[int, int]:
        """Number of each folder that is there, and its inode."""
        with os.scandir(self.folder) as entries:
            return {
                int(one.name): one.inode()
                for one in entries
                if one.name.isdecimal() and one.is_dir(follow_symlinks=False)
            }

    def _records(self) -> dict[int, int]:
        """Number of each record that can be read, and the inode it is about."""
        found = {}
        for name in os.listdir(self.folder):
            number = name.removesuffix(".files")
            if name.endswith(".files") and number.isdecimal():
                found[int(number)] = self._inode_in(f"{self.folder}/{name}")
        return found

    def _record_of(self, inode: int) -> Record | None:
        for number, known in sorted(self._records().items(), reverse=True):
            if known == inode:
                return self._read(number)
        return None

    def _inode_in(self, path: str) -> int:
        """The inode that a record is about, from its first line; 0 where that is unreadable."""
        with contextlib.suppress(OSError, ValueError, TypeError, KeyError, RecursionError):
            with open(path, "rb") as stream:
                inode = json.loads(stream.readline(1000))["inode"]
            return inode if isinstance(inode, int) else 0
        return 0

    def _read(self, number: int) -> Record | None:
        """A record, parsed once while its file is the same: it has a line for each page."""
        try:
            with open(f"{self.place(number)}.files", "rb") as stream:
                facts = os.fstat(stream.fileno())
                same = (number, facts.st_ino, facts.st_size, facts.st_mtime_ns)
                if same not in self._read_before:
                    self._read_before[same] = parse_record(stream.read(), number)
        except OSError:
            return None
        return self._read_before[same]

    def _choose(self, root: Path, output: str, working: str) -> str:
        """The working folder if it is on the file system of the output, or else one beside that."""
        parent = (root / output).parent
        _make(self.disk, parent)
        folder = root / working / "generations"
        if os.stat(root / working).st_dev != os.stat(parent).st_dev:
            folder = parent / f".{Path(output).name}.generations"
        _make(self.disk, folder)
        if folder.is_symlink():
            raise ConfigError(
                "this must be a plain folder", path=str(folder), hint="remove the link"
            )
        if folder.parent == parent and not (folder / ".gitignore").exists():
            write_file(self.disk, str(folder / ".gitignore"), _IGNORE_ALL)
        return str(folder)


def _make(disk: Disk, folder: Path) -> None:
    """Make a folder and those above it."""
    if not folder.exists():
        _make(disk, folder.parent)
        with contextlib.suppress(FileExistsError):
            disk.mkdir(str(folder))


def _inode(path: str) -> int:
    try:
        return os.lstat(path).st_ino
    except OSError:
        return 0
