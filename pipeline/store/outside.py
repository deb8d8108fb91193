"""Files outside the project that the user names: a translated folder, a finished site."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from pathlib import Path

from pipeline.errors import ArticleError, PipelineError
from pipeline.store.problems import failure, shown

_LIMIT = 1 << 28


def read_outside(path: Path, limit: int, kind: type[PipelineError] = ArticleError) -> bytes:
    """The bytes of one plain file of at most `limit` bytes that the user named."""
    try:
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):
            raise kind("this is not a plain file", path=shown(str(path)))
        if facts.st_size > limit:
            message = f"the file has {facts.st_size:,} bytes, and at most {limit:,} are read"
            raise kind(message, path=shown(str(path)))
        return path.read_bytes()
    except OSError as error:
        found = failure(error, shown(str(path)), "cannot be read")
        raise kind(found.message, path=found.path, hint=found.hint) from None


class FolderSite:
    """A finished site in a folder, read for the validator; links and devices are not followed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._paths = tuple(sorted(self._walk()))

    def paths(self) -> Sequence[str]:
        """Every plain file, relative to the folder, with forward slashes."""
        return self._paths

    def read(self, path: str) -> bytes:
        """The bytes of one file."""
        return read_outside(self._folder / path, _LIMIT)

    def _walk(self) -> list[str]:
        found = []
        for here, folders, files in os.walk(self._folder):
            folders.sort()
            for name in files:
                full = Path(here) / name
                if stat.S_ISREG(full.lstat().st_mode):
                    found.append(full.relative_to(self._folder).as_posix())
        return found
