"""Reading files that strangers may have put there.

A pull request can bring a symbolic link out of the project, a FIFO that never answers, a link to
an endless device, or ten gigabytes. So every folder on the way is opened from the one above it
without following links, the file without waiting; it must be a regular file and within its limit.
"""

# Single system calls, and names relative to open folders, are the subject here.
from __future__ import annotations

import errno
import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.errors import PipelineError, UsageError
from pipeline.store.problems import failure, shown

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Contents:
    """The bytes of a file, and which file it was."""

    data: bytes
    facts: os.stat_result

    def same_file(self, other: os.stat_result) -> bool:
        """Whether `other` describes this very file, unchanged as far as the file system knows."""
        mine = self.facts
        return (mine.st_ino, mine.st_size, mine.st_mtime_ns) == (
            other.st_ino,
            other.st_size,
            other.st_mtime_ns,
        )


def split_path(path: str) -> tuple[str, ...]:
    """The parts of a path below the root; a path that leads anywhere else is refused.

    >>> split_path("source/a/b.md")
    ('source', 'a', 'b.md')
    """
    parts = tuple(path.split("/"))
    if not path or {"", ".", ".."} & set(parts) or "\0" in path:
        raise UsageError(f"{shown(path)!r} is not a path inside the project")
    return parts


def open_folder(root: int, parts: Sequence[str]) -> int:
    """Open a folder below an open one, part by part, following no symbolic link."""
    folder = os.dup(root)
    try:
        for part in parts:
            below = os.open(part, _FOLDER, dir_fd=folder)
            os.close(folder)
            folder = below
    except BaseException:
        os.close(folder)
        raise
    return folder


def read_file(folder: int, name: str, path: str, limit: int, kind: type[PipelineError]) -> Contents:
    """The bytes of one regular file of at most `limit` bytes; `kind` says what is wrong with it."""
    try:
        file = os.open(name, _FILE, dir_fd=folder)
    except OSError as error:
        raise explain(error, path, kind) from None
    try:
        facts = os.fstat(file)
        if not stat.S_ISREG(facts.st_mode):
            raise not_plain(stat.S_IFMT(facts.st_mode), path, kind)
        data = _read_up_to(file, limit) if facts.st_size <= limit else None
    except OSError as error:
        raise explain(error, path, kind) from None
    finally:
        os.close(file)
    if data is None or len(data) > limit:
        size = max(facts.st_size, limit + 1)
        raise kind(
            f"the file has {size:,} bytes, and at most {limit:,} are read",
            path=shown(path),
            hint="split it, or raise the limit in [tool.pipeline.bounds]",
        )
    return Contents(data, facts)


def _read_up_to(file: int, limit: int) -> bytes:
    """Everything, but never more than one byte beyond the limit: the file may grow meanwhile."""
    pieces, total = [], 0
    while total <= limit:
        piece = os.read(file, min(_PIECE, limit + 1 - total))
        if not piece:
            break
        pieces.append(piece)
        total += len(piece)
    return b"".join(pieces)


def not_plain(mode: int, path: str, kind: type[PipelineError] = PipelineError) -> PipelineError:
    """What to say of a link, a folder, a FIFO, a socket or a device where a file should be."""
    words = {
        stat.S_IFLNK: "a symbolic link, and links are not followed",
        stat.S_IFDIR: "a folder, not a file",
        stat.S_IFIFO: "a FIFO, not a file",
        stat.S_IFSOCK: "a socket, not a file",
        stat.S_IFCHR: "a device, not a file",
        stat.S_IFBLK: "a device, not a file",
    }
    what = words.get(mode, "not a plain file")
    return kind(f"this is {what}", path=shown(path), hint="put the file itself here")


def explain(error: OSError, path: str, kind: type[PipelineError]) -> PipelineError:
    """An error of opening or reading, said about `path` and as `kind`."""
    if error.errno == errno.ELOOP:
        return not_plain(stat.S_IFLNK, path, kind)
    if error.errno == errno.ENOTDIR:
        return kind(
            "something on the way to this file is a link or a file, not a folder",
            path=shown(path),
            hint="put the folder itself there",
        )
    if error.errno == errno.ENXIO:
        return not_plain(stat.S_IFSOCK, path, kind)
    if error.errno == errno.ENOENT:
        return kind("there is no such file", path=shown(path))
    found = failure(error, shown(path), "cannot be read")
    return kind(found.message, path=found.path, hint=found.hint)


def decode(data: bytes, path: str, kind: type[PipelineError]) -> str:
    """The text of a UTF-8 file, every character kept; the line of the first byte that is none.

    >>> decode("thé\\r\\n".encode(), "a.md", UsageError)
    'thé\\r\\n'
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise kind(
            f"byte 0x{data[error.start]:02x} is not UTF-8",
            path=shown(path),
            line=line,
            hint="save the file in UTF-8",
        ) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise kind("there is a NUL character", path=shown(path), line=line, hint="delete it")
    return text
