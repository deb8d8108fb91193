"""Writing one file whole or not at all, and making the folders on its way."""

# Single system calls, and names relative to open folders, are the subject here.
from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from collections.abc import Sequence
from pathlib import Path

from pipeline.errors import CatalogError, PipelineError
from pipeline.store.disk import Disk, write_file
from pipeline.store.problems import failure
from pipeline.store.reading import Contents, explain, open_folder, read_file

NO_LIMIT = 1 << 62


def replace_file(disk: Disk, folder: int, name: str, data: bytes, *, sync: bool = True) -> bool:
    """Put a file in place in one step, its bytes on disk before its name; False if it is there."""
    try:
        found = look(folder, name, name)
    except PipelineError:
        found = None
        facts = os.stat(name, dir_fd=folder, follow_symlinks=False)
        if not stat.S_ISREG(facts.st_mode):
            raise
    if found is not None and found.data == data:
        return False
    waiting = beside_name(name, data)
    with contextlib.suppress(FileNotFoundError):
        disk.unlink(waiting, folder)
    mode = None if found is None else stat.S_IMODE(found.facts.st_mode)
    try:
        write_file(disk, waiting, data, folder, mode=mode, sync=sync)
        disk.rename(waiting, name, folder, folder)
    except OSError:
        forget(disk, waiting, folder)
        raise
    if sync:
        disk.fsync(folder)
    return True


def make_folders(disk: Disk, root: int, parts: Sequence[str], *, sync: bool = True) -> int:
    """Open a folder below an open one, making what is missing; links are not followed."""
    folder = os.dup(root)
    try:
        for part in parts:
            try:
                below = open_folder(folder, (part,))
            except FileNotFoundError:
                with contextlib.suppress(FileExistsError):
                    disk.mkdir(part, folder)
                if sync:
                    disk.fsync(folder)
                below = open_folder(folder, (part,))
            os.close(folder)
            folder = below
    except BaseException:
        os.close(folder)
        raise
    return folder


def beside_name(name: str, data: bytes) -> str:
    """The name of a file that waits beside `name`; the same bytes have the same name."""
    return f".{name}.{hashlib.sha256(data).hexdigest()[:16]}~"


def look(folder: int, name: str, path: str) -> Contents | None:
    """What is there now; None where there is nothing."""
    try:
        os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise explain(error, path, CatalogError) from None
    return read_file(folder, name, path, NO_LIMIT, CatalogError)


def forget(disk: Disk, name: str, folder: int) -> None:
    """Take a file of ours away, if that is possible."""
    with contextlib.suppress(OSError):
        disk.unlink(name, folder)


def write_outside(path: Path, data: bytes, disk: Disk | None = None, *, sync: bool = True) -> bool:
    """Make or replace a file where the user asked for it, such as a report; False if the same.

    Without `sync` a loss of power may spoil it: for what the next run compares and makes again.
    """
    disk = disk or Disk()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            return replace_file(disk, folder, path.name, data, sync=sync)
        finally:
            os.close(folder)
    except OSError as error:
        raise failure(error, str(path)) from None
