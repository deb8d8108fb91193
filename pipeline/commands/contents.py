"""The bodies of assessed editions: all on the disk, and one article at a time in memory."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from pipeline.cache import FragmentCache
from pipeline.errors import PipelineError

KEY = "c:"
"""What the keys of contents begin with, in the cache."""


@dataclass(slots=True)
class Contents:
    """Gives the content of an edition: from this run's own file, from the cache, or made again.

    The cache may lose anything at any moment, so what this run made is also kept in a file of its
    own; and what an earlier run made and the cache has lost is made again.
    """

    cache: FragmentCache
    again: Callable[[str], Mapping[str, bytes]]
    """From an article to all its contents, by locale; empty where its files have changed."""
    _file: IO[bytes] | None = None
    _end: int = 0
    _places: dict[str, tuple[int, int]] = field(default_factory=dict)
    _unwritten: dict[str, bytes] = field(default_factory=dict)
    """What no disk would take: it costs memory, and the publication has the say."""

    def add(self, fresh: Mapping[str, bytes]) -> None:
        """Keep what was made just now."""
        if self._file is None and not self._unwritten:
            self._file = _temporary(self.cache.path.parent)
        for key, data in fresh.items():
            if not self._write(key, data):
                self._unwritten[key] = data

    def of(self, article: str, wanted: Mapping[str, str]) -> dict[str, bytes]:
        """By locale the contents of one article, whose hashes are given by locale."""
        read = {key: self._read(key) for key in wanted.values()}
        found = {key: data for key, data in read.items() if data is not None}
        rest = [key for key in wanted.values() if key not in found]
        if rest:
            known = self.cache.get_blobs(KEY + key for key in rest)
            found.update({key[len(KEY) :]: data for key, data in known.items()})
        lost = [locale for locale, key in wanted.items() if key not in found]
        if lost:
            made = self.again(article)
            if not made.keys() >= set(lost):
                raise PipelineError(
                    f"`{article}` was changed while the site was built, and nothing was published",
                    hint="run the command again",
                )
            found.update({wanted[locale]: made[locale] for locale in lost})
        return {locale: found[key] for locale, key in wanted.items()}

    def __enter__(self) -> Contents:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _write(self, key: str, data: bytes) -> bool:
        if self._file is None:
            return False
        try:
            taken = os.pwrite(self._file.fileno(), data, self._end)
        except OSError:
            return False
        if taken != len(data):
            return False
        self._places[key] = (self._end, taken)
        self._end += taken
        return True

    def _read(self, key: str) -> bytes | None:
        if key not in self._places or self._file is None:
            return self._unwritten.get(key)
        at, length = self._places[key]
        try:
            data = os.pread(self._file.fileno(), length, at)
        except OSError:
            return None
        return data if len(data) == length else None


def _temporary(folder: Path) -> IO[bytes] | None:
    """A file that nobody else sees: in the working folder, or elsewhere if nothing can be there."""
    for place in (folder, None):
        with contextlib.suppress(OSError):
            return tempfile.TemporaryFile(dir=place, buffering=0)
    return None
