"""What editions show, on its way from one phase to the other: no disk error loses any of it."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.cache import FragmentCache
from pipeline.commands.contents import Contents


def _fails(*_: object, **__: object) -> int:
    raise OSError(errno.ENOSPC, "no space left")


FAULTS: dict[str, tuple[object, str, Callable[..., object]]] = {
    "nothing": (os, "getpid", os.getpid),
    "no temporary file": (tempfile, "TemporaryFile", _fails),
    "no space": (os, "pwrite", _fails),
    "a write that takes less": (os, "pwrite", lambda *_: 3),
    "a file that cannot be read": (os, "pread", _fails),
    "a file that was cut": (os, "pread", lambda *_: b"on"),
}


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[FragmentCache]:
    """An empty cache."""
    with FragmentCache(tmp_path / "cache.sqlite") as made:
        yield made


@pytest.mark.parametrize("name", FAULTS)
def test_what_was_made_comes_back(
    name: str, cache: FragmentCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the file, from memory where nothing can be written, or made again: the same bytes."""
    monkeypatch.setattr(*FAULTS[name])
    with Contents(cache, lambda article: {"de": b"one", "fr": b"two"}) as contents:
        contents.add({"1": b"one"})
        contents.add({"2": b"two"})
        assert contents.of("tea", {"de": "1", "fr": "2"}) == {"de": b"one", "fr": b"two"}
