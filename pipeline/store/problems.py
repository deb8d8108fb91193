"""What stops a reader or writer of files, in words for people."""

from __future__ import annotations

import errno
import os

from pipeline.errors import PipelineError

_WORDS = {
    errno.ENOSPC: ("the disk is full", "make room and run the command again"),
    errno.EDQUOT: ("your share of the disk is used up", "make room and run the command again"),
    errno.EIO: ("the disk reports an error", "look after the disk before anything else"),
    errno.EROFS: ("the disk is read-only", "make it writable, or work on a copy"),
    errno.EACCES: ("permission is missing", "let your user read and write here"),
    errno.EPERM: ("this is not permitted", "let your user read and write here"),
    errno.EMFILE: ("too many files are open", "raise the limit with `ulimit -n`"),
    errno.ENFILE: ("too many files are open on this machine", "end other programs"),
    errno.EBUSY: ("it is a mount point", "name a folder inside it, such as `output/site`"),
    errno.EXDEV: ("it is on another file system", "name a folder inside it, such as `output/site`"),
    errno.ENAMETOOLONG: ("the name is too long", "shorten it"),
    errno.ENOENT: ("it is not there", "something removed it in the meantime; run again"),
}


class Busy(PipelineError):
    """Another run of the program is writing."""


class Changed(PipelineError):
    """A file is not what it was when it was read: somebody else saved it in between."""


def failure(error: OSError, path: str, doing: str = "cannot be written") -> PipelineError:
    """What the system refused, as one line that says what to do.

    >>> str(failure(OSError(errno.ENOSPC, "No space left on device"), "output"))
    'output: cannot be written: the disk is full; make room and run the command again'
    """
    words, hint = _WORDS.get(error.errno or 0, (_plain(error), ""))
    return PipelineError(f"{doing}: {words}", path=path, hint=hint)


def _plain(error: OSError) -> str:
    text = os.strerror(error.errno) if error.errno else str(error)
    return text[:1].lower() + text[1:]


def shown(name: str) -> str:
    """A file's name with everything that could confuse a terminal spelled out.

    >>> shown("a\\nb"), shown("caf\\udce9"), shown("thé.md")
    ('a\\\\nb', 'caf\\\\udce9', 'thé.md')
    """
    return "".join(
        one if one.isprintable() else one.encode("unicode_escape").decode() for one in name
    )
