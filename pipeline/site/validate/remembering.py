"""What was judged before need not be judged again: results by the hash of all they depend on."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

import pipeline
from pipeline.site.validate.judging import Group, Judge, Judged, Told
from pipeline.site.validate.known import Known

JUDGING_VERSION: Final = 1
"""Raised whenever the same page may be judged otherwise than before."""


class Blobs(Protocol):
    """Remembers bytes by their keys."""

    def get_blobs(self, keys: Iterable[str]) -> dict[str, bytes]:
        """What is known of `keys`."""
        ...

    def put_blobs(self, blobs: Mapping[str, bytes]) -> None:
        """Remember these."""
        ...


@dataclass(frozen=True, slots=True)
class Recall:
    """Where results are remembered, and how a file is told from another without reading it."""

    blobs: Blobs
    digest: Callable[[str], str]
    """The SHA-256 of a file of the site."""
    version: str = ""
    """What else the program's behaviour depends on."""


def recalled(
    several: Iterable[tuple[str, ...]],
    read: Callable[[tuple[str, ...]], Group],
    known: Known,
    told: Told,
    judge: Judge,
    recall: Recall,
) -> Iterator[Judged]:
    """The results for groups of pages: what is remembered first, then what has to be judged.

    Law: the same results as without a memory, in another order.
    """
    shared = f"{pipeline.__version__} {JUDGING_VERSION} {recall.version} {known.common()}"
    base = hashlib.sha256(f"{shared} {told.common()}".encode())
    keys = {paths: _key(base, paths, known, told, recall.digest) for paths in several}
    found = recall.blobs.get_blobs(keys.values())
    for data in found.values():
        yield pickle.loads(data)
    missing = [paths for paths, key in keys.items() if key not in found]
    fresh: dict[str, bytes] = {}
    judged = judge((read(paths) for paths in missing), known, told)
    for paths, one in zip(missing, judged, strict=True):
        fresh[keys[paths]] = pickle.dumps(one, pickle.HIGHEST_PROTOCOL)
        yield one
    if fresh:
        recall.blobs.put_blobs(fresh)


def _key(
    base: hashlib._Hash,
    paths: tuple[str, ...],
    known: Known,
    told: Told,
    digest: Callable[[str], str],
) -> str:
    """The key of a group: what its pages are, and what is known and told of them."""
    key = base.copy()
    for path in paths:
        key.update(f"{path}\0{digest(path)}\0{known.pages.get(path)}\0".encode())
        if path in told.passages:
            key.update(told.passages[path].common().encode())
    return f"judged {key.hexdigest()}"
