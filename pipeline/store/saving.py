"""Saving small files whole or not at all, and a translator's catalog so that nobody's work is lost.

A catalog is exchanged with its successor, not overwritten. After the exchange the file that was
there at that very moment is in our hands: if it is not the one that was read, somebody saved in
between, both change places again, and that person's version stands.
"""

# Single system calls, and names relative to open folders, are the subject here.
# ruff: noqa: PTH208
from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.errors import CatalogError, PipelineError
from pipeline.store.batch import MANY
from pipeline.store.disk import Disk, NoExchange, write_file
from pipeline.store.problems import Changed, failure
from pipeline.store.reading import Contents, open_folder, read_file, split_path
from pipeline.store.writing import (
    NO_LIMIT,
    beside_name,
    forget,
    look,
    make_folders,
    replace_file,
)

KEPT = 20
"""How many earlier versions of one catalog stay in the history."""
LEFTOVER = re.compile(r"\.(?P<name>.+)\.[0-9a-f]{16}~")


@dataclass(frozen=True, slots=True)
class Change:
    """A catalog's new bytes, and those that it had when it was read (None: there was none)."""

    path: str
    new: bytes
    was: bytes | None


class Saver:
    """Saves files below one project root."""

    def __init__(self, root: int, disk: Disk, history: str) -> None:
        self.root = root
        self.disk = disk
        self.history = split_path(history)

    def save(self, changes: Sequence[Change]) -> tuple[str | PipelineError, ...]:
        """Save catalogs; for each its path if it was written, "" if nothing changed, or why not.

        Law: whatever stops this, and wherever, each catalog has its old bytes or its new bytes,
        and bytes that somebody else saved are never replaced.
        """
        results: list[str | PipelineError] = []
        waiting: list[tuple[int, _Saving]] = []
        for change in changes:
            results.append("")
            if change.new == change.was:
                continue
            try:
                waiting.append((len(results) - 1, self._prepare(change, len(changes) < MANY)))
            except PipelineError as error:
                results[-1] = error
        try:
            if len(changes) >= MANY and waiting:
                self.disk.syncfs(self.root)
        except OSError as error:
            for number, saving in waiting:
                self._drop(saving)
                os.close(saving.folder)
                results[number] = failure(error, saving.change.path)
            return tuple(results)
        saved: dict[tuple[str, ...], list[int]] = {}
        for number, saving in waiting:
            try:
                results[number] = self._replace(saving)
                saved.setdefault(saving.folder_path, []).append(number)
            except PipelineError as error:
                results[number] = error
            finally:
                os.close(saving.folder)
        for parts, numbers in sorted(saved.items()):
            try:
                with _opened(self.root, parts) as folder:
                    self.disk.fsync(folder)
            except OSError as error:
                for number in numbers:
                    doing = "it was saved, but the disk did not confirm it"
                    results[number] = failure(error, changes[number].path, doing)
        return tuple(results)

    def write(self, files: Mapping[str, bytes]) -> tuple[str, ...]:
        """Write files that belong to the program; the paths of those that changed."""
        changed = []
        for path, data in files.items():
            parts = split_path(path)
            try:
                folder = make_folders(self.disk, self.root, parts[:-1])
                try:
                    if replace_file(self.disk, folder, parts[-1], data):
                        changed.append(path)
                finally:
                    os.close(folder)
            except OSError as error:
                raise failure(error, path) from None
        return tuple(changed)

    def tidy(self, folders: Sequence[str]) -> int:
        """Move what a killed run left beside catalogs into the history; how many there were.

        They are moved and never deleted: one of them may be what an editor saved.
        """
        moved = 0
        for path in folders:
            with contextlib.suppress(OSError), _opened(self.root, split_path(path)) as folder:
                for name in sorted(os.listdir(folder)):
                    found = LEFTOVER.fullmatch(name)
                    if found:
                        self._put_away(folder, name, (*split_path(path), found["name"]))
                        moved += 1
        return moved

    def _prepare(self, change: Change, sync: bool) -> _Saving:
        """Check that the file is still what it was, and lay the new one beside it."""
        parts = split_path(change.path)
        try:
            folder = make_folders(self.disk, self.root, parts[:-1])
        except OSError as error:
            raise failure(error, change.path) from None
        try:
            found = look(folder, parts[-1], change.path)
            if (None if found is None else found.data) != change.was:
                raise _somebody_saved(change.path)
            beside = beside_name(parts[-1], change.new)
            self._put_away(folder, beside, parts)
            mode = None if found is None else stat.S_IMODE(found.facts.st_mode)
            try:
                write_file(self.disk, beside, change.new, folder, mode=mode, sync=sync)
            except OSError:
                forget(self.disk, beside, folder)
                raise
        except OSError as error:
            os.close(folder)
            raise failure(error, change.path) from None
        except PipelineError:
            os.close(folder)
            raise
        return _Saving(change, folder, parts[:-1], parts[-1], beside, found)

    def _replace(self, saving: _Saving) -> str:
        """Put the new file in the place of the old one, unless that has changed."""
        path, folder, name = saving.change.path, saving.folder, saving.name
        try:
            if saving.found is None:
                try:
                    self.disk.link(saving.beside, name, folder, folder)
                except FileExistsError:
                    raise _somebody_saved(path) from None
                self.disk.unlink(saving.beside, folder)
                return path
            now = look(folder, name, path)
            if (
                now is None
                or not now.same_file(saving.found.facts)
                or now.data != saving.found.data
            ):
                raise _somebody_saved(path)
            self._keep(folder, name, (*saving.folder_path, name))
            self._exchange(saving)
        except OSError as error:
            self._drop(saving)
            raise failure(error, path) from None
        except PipelineError:
            self._drop(saving)
            raise
        return path

    def _exchange(self, saving: _Saving) -> None:
        """Let old and new change places, and back again if the old one was not the one we knew."""
        folder, name, beside = saving.folder, saving.name, saving.beside
        assert saving.found is not None
        try:
            self.disk.exchange(beside, name, folder, folder)
        except NoExchange:
            # Without the exchange an editor has some microseconds in which its version would only
            # be in the history, if it writes in place, or nowhere: nothing better exists there.
            self.disk.rename(beside, name, folder, folder)
            return
        replaced = look(folder, beside, saving.change.path)
        if replaced is None or replaced.data != saving.found.data:
            self.disk.exchange(beside, name, folder, folder)
            raise _somebody_saved(saving.change.path)
        self.disk.unlink(beside, folder)

    def _drop(self, saving: _Saving) -> None:
        """Take the waiting file away, but only if it is ours: it may be what an editor saved."""
        with contextlib.suppress(PipelineError, OSError):
            beside = look(saving.folder, saving.beside, saving.change.path)
            if beside is not None and beside.data == saving.change.new:
                self.disk.unlink(saving.beside, saving.folder)

    def _put_away(self, folder: int, name: str, parts: tuple[str, ...]) -> None:
        """Move a file into the history of the catalog at `parts`, if it is there."""
        try:
            os.stat(name, dir_fd=folder, follow_symlinks=False)
        except FileNotFoundError:
            return
        self._keep(folder, name, parts)
        self.disk.unlink(name, folder)

    def _keep(self, folder: int, name: str, parts: tuple[str, ...]) -> None:
        """Give a file a second name in the history: no byte is copied where a link will do."""
        # Not synced: the history guards against people at work, not against a loss of power.
        kept = make_folders(self.disk, self.root, (*self.history, *parts), sync=False)
        try:
            self._keep_in(kept, folder, name)
        finally:
            os.close(kept)

    def _keep_in(self, kept: int, folder: int, name: str) -> None:
        with os.scandir(kept) as entries:
            earlier = sorted(one.name for one in entries if re.match(r"\d{6}-", one.name))
        data = read_file(folder, name, name, NO_LIMIT, CatalogError).data
        digest = hashlib.sha256(data).hexdigest()[:16]
        number = int(earlier[-1][:6]) + 1 if earlier else 1
        new = f"{number:06}-{digest}"
        try:
            self.disk.link(name, new, folder, kept)
        except OSError as error:
            if error.errno not in (errno.EXDEV, errno.EPERM, errno.EMLINK, errno.EOPNOTSUPP):
                raise
            write_file(self.disk, new, data, kept, sync=True)
        for old in earlier[: max(0, len(earlier) + 1 - KEPT)]:
            self.disk.unlink(old, kept)


@dataclass(frozen=True, slots=True)
class _Saving:
    """A catalog between being prepared and being replaced."""

    change: Change
    folder: int
    folder_path: tuple[str, ...]
    name: str
    beside: str
    found: Contents | None


def _somebody_saved(path: str) -> Changed:
    return Changed(
        "somebody saved this file in the meantime, and that version stands",
        path=path,
        hint="run the command again",
    )


@contextlib.contextmanager
def _opened(root: int, parts: Sequence[str]):  # type: ignore[no-untyped-def]
    folder = open_folder(root, parts)
    try:
        yield folder
    finally:
        os.close(folder)
