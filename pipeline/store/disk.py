"""The system calls that change something on disk, one method each, and nothing else.

Everything that this part writes goes through one `Disk`. So the order of the calls that the
safety of a publication rests on can be written down, stopped at any point, made to fail, or have
its un-synced half thrown away: the tests put another `Disk` in its place.
"""

# Single system calls, and names relative to open folders, are the subject here.
from __future__ import annotations

import errno
import functools
import os
from collections.abc import Callable
from typing import Any

_EXCHANGE = 2
_NO_EXCHANGE = frozenset({errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP})


class NoExchange(OSError):
    """This system, or this file system, cannot exchange two names in one step."""


class Disk:
    """The real one. Names are relative to `folder`, an open folder, or to the working folder."""

    def create(self, name: str, mode: int = 0o666, folder: int | None = None) -> int:
        """Make a new file and open it for writing; nothing that exists is ever opened."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        return os.open(name, flags, mode, dir_fd=folder)

    def write(self, file: int, data: bytes | memoryview) -> int:
        """Write, and return how many bytes were taken, which may be fewer."""
        return os.write(file, data)

    def chmod(self, file: int, mode: int) -> None:
        """Give an open file the permissions of the one that it will replace."""
        os.fchmod(file, mode)

    def fsync(self, file: int) -> None:
        """Bring an open file, or the names in an open folder, to the disk itself."""
        os.fsync(file)

    def syncfs(self, folder: int) -> None:
        """Bring everything on the file system of an open folder to the disk itself."""
        function = _libc("syncfs")
        if function is None:
            os.sync()
        elif function(folder):
            raise _last_error()

    def close(self, file: int) -> None:
        """Close; a file system may report only here that the bytes did not arrive."""
        os.close(file)

    def mkdir(self, name: str, folder: int | None = None) -> None:
        """Make one folder."""
        os.mkdir(name, dir_fd=folder)

    def link(self, old: str, new: str, old_folder: int | None, new_folder: int | None) -> None:
        """Give a file a second name; fails where the new name exists."""
        os.link(old, new, src_dir_fd=old_folder, dst_dir_fd=new_folder, follow_symlinks=False)

    def rename(
        self, old: str, new: str, old_folder: int | None = None, new_folder: int | None = None
    ) -> None:
        """Move a name over another in one step."""
        os.rename(old, new, src_dir_fd=old_folder, dst_dir_fd=new_folder)

    def exchange(
        self, one: str, other: str, one_folder: int | None = None, other_folder: int | None = None
    ) -> None:
        """Let two names change places in one step: nobody sees either of them missing."""
        function = _libc("renameat2")
        if function is None:
            raise NoExchange(errno.ENOSYS, os.strerror(errno.ENOSYS))
        here = -100  # AT_FDCWD
        if function(
            here if one_folder is None else one_folder,
            os.fsencode(one),
            here if other_folder is None else other_folder,
            os.fsencode(other),
            _EXCHANGE,
        ):
            error = _last_error()
            raise NoExchange(*error.args) if error.errno in _NO_EXCHANGE else error

    def unlink(self, name: str, folder: int | None = None) -> None:
        """Take a name away."""
        os.unlink(name, dir_fd=folder)

    def rmdir(self, name: str, folder: int | None = None) -> None:
        """Take an empty folder away."""
        os.rmdir(name, dir_fd=folder)


@functools.cache
def _libc(name: str) -> Callable[..., Any] | None:
    """A function of the C library that Python does not offer; None where it has none."""
    import ctypes

    return getattr(ctypes.CDLL(None, use_errno=True), name, None)


def _last_error() -> OSError:
    import ctypes

    number = ctypes.get_errno()
    return OSError(number, os.strerror(number))


def write_file(
    disk: Disk,
    name: str,
    data: bytes,
    folder: int | None = None,
    *,
    mode: int | None = None,
    sync: bool = False,
) -> os.stat_result:
    """Make a new file with exactly these bytes, and return what the file system says of it.

    Law: it returns only if the file has all bytes; a call that takes fewer is called again, and
    one that lies about it is found out by the size.
    """
    file = disk.create(name, folder=folder)
    try:
        rest = memoryview(data)
        while rest:
            taken = disk.write(file, rest)
            if taken <= 0:
                raise OSError(errno.EIO, os.strerror(errno.EIO), name)
            rest = rest[taken:]
        if mode is not None:
            disk.chmod(file, mode)
        facts = os.fstat(file)
        if facts.st_size != len(data):
            raise OSError(errno.EIO, "fewer bytes arrived than were written", name)
        if sync:
            disk.fsync(file)
    except BaseException:
        os.close(file)
        raise
    disk.close(file)
    return facts


def sync_folder(disk: Disk, path: str | int) -> None:
    """Bring the names in a folder to the disk itself."""
    if isinstance(path, int):
        disk.fsync(path)
        return
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        disk.fsync(folder)
    finally:
        os.close(folder)
