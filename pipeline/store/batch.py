"""Writing files of the program's own together: each whole or not at all, and many with one sync.

A sync of one file waits for the disk; a hundred templates one after the other wait half a second.
"""

# Single system calls, and names relative to open folders, are the subject here.
from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.errors import PipelineError
from pipeline.store.disk import Disk, write_file
from pipeline.store.problems import failure
from pipeline.store.reading import split_path
from pipeline.store.writing import beside_name, forget, look, make_folders

MANY = 8
"""From so many files on, one sync of the file system is cheaper than one a file."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A file that lies beside the one whose place it will take."""

    path: str
    folder: int
    name: str
    beside: str


def write_batch(
    disk: Disk, root: int, files: Mapping[str, bytes]
) -> tuple[str | PipelineError, ...]:
    """Make or replace files, each for itself: its path if written, "" if the same, or why not.

    Law: all new bytes are on the disk before the first of them has its name, so that whatever
    stops this each file has its old bytes or its new ones.
    """
    many = len(files) >= MANY
    results: dict[str, str | PipelineError] = dict.fromkeys(files, "")
    waiting: list[_Waiting] = []
    try:
        for path, data in files.items():
            try:
                waiting += _lay(disk, root, path, data, sync=not many)
            except PipelineError as error:
                results[path] = error
        if waiting and (not many or _synced(disk, root, waiting, results)):
            _put(disk, waiting, results)
    finally:
        for one in waiting:
            os.close(one.folder)
    return tuple(results.values())


def _lay(disk: Disk, root: int, path: str, data: bytes, *, sync: bool) -> list[_Waiting]:
    """Lay new bytes beside the file; nothing where it has them."""
    parts = split_path(path)
    try:
        folder = make_folders(disk, root, parts[:-1])
        try:
            found = look(folder, parts[-1], path)
            if found is not None and found.data == data:
                os.close(folder)
                return []
            beside = beside_name(parts[-1], data)
            with contextlib.suppress(FileNotFoundError):
                disk.unlink(beside, folder)
            mode = None if found is None else stat.S_IMODE(found.facts.st_mode)
            try:
                write_file(disk, beside, data, folder, mode=mode, sync=sync)
            except OSError:
                forget(disk, beside, folder)
                raise
        except BaseException:
            os.close(folder)
            raise
    except OSError as error:
        raise failure(error, path) from None
    return [_Waiting(path, folder, parts[-1], beside)]


def _synced(
    disk: Disk, root: int, waiting: list[_Waiting], results: dict[str, str | PipelineError]
) -> bool:
    """Bring the bytes of all that waits to the disk; where that fails, none of it is used."""
    try:
        disk.syncfs(root)
    except OSError as error:
        for one in waiting:
            forget(disk, one.beside, one.folder)
            results[one.path] = failure(error, one.path)
        return False
    return True


def _put(disk: Disk, waiting: list[_Waiting], results: dict[str, str | PipelineError]) -> None:
    """Give each file its name, then bring the names to the disk."""
    folders: dict[str, list[_Waiting]] = {}
    for one in waiting:
        try:
            disk.rename(one.beside, one.name, one.folder, one.folder)
            results[one.path] = one.path
            folders.setdefault(one.path.rpartition("/")[0], []).append(one)
        except OSError as error:
            forget(disk, one.beside, one.folder)
            results[one.path] = failure(error, one.path)
    for some in folders.values():
        try:
            disk.fsync(some[0].folder)
        except OSError as error:
            for one in some:
                results[one.path] = failure(error, one.path, "the disk did not confirm it")
