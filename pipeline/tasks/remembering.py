"""What the work on one article leaves for later runs: the article compiled, and its fragments.

Tasks take and return bytes, so a worker asks no database: what earlier runs rendered of an article
comes with the task in one bundle, and goes back where something was added. The bundle's name only
says where to look; each fragment in it is found by the hash of all that it depends on.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.article import Skeleton
from pipeline.model import Article

_ENOUGH = 32
"""Of a key, the signs that are kept: 128 bits. Keys are most of a bundle's bytes."""


class Fragments:
    """A `Memo` for the fragments of one article, those of each locale apart.

    Law: with it or without it, with whatever bundle, each fragment comes out the same.
    """

    def __init__(self, bundle: bytes | None, locale: str) -> None:
        self.locale = locale
        """The locale that is being worked on: what is rendered now belongs to it."""
        self._shelves: dict[str, dict[str, str]] = _unpacked(bundle) if bundle else {}
        self._known = {key: html for one in self._shelves.values() for key, html in one.items()}
        self._used: dict[str, dict[str, str]] = {}
        self._grown = False

    def get(self, keys: Iterable[str]) -> dict[str, str]:
        """What is known of `keys`."""
        known = self._known
        found = {key: known[key[:_ENOUGH]] for key in keys if key[:_ENOUGH] in known}
        self._use({key[:_ENOUGH]: html for key, html in found.items()})
        return found

    def put(self, fragments: Mapping[str, str]) -> None:
        """Remember these, which were rendered just now."""
        fresh = {key[:_ENOUGH]: html for key, html in fragments.items()}
        self._known.update(fresh)
        self._use(fresh)
        self._grown = True

    def _use(self, fragments: Mapping[str, str]) -> None:
        self._used.setdefault(self.locale, {}).update(fragments)

    def bundle(self) -> bytes | None:
        """The bundle, if it has grown; of the locales worked on only what was asked for."""
        if not self._grown:
            return None
        return _packed({**self._shelves, **self._used})


def pack_compiled(article: Article, skeleton: Skeleton) -> bytes:
    """An article and its skeleton as bytes."""
    return _packed((article, skeleton))


def unpack_compiled(data: bytes) -> tuple[Article, Skeleton]:
    """The article and the skeleton in these bytes."""
    article, skeleton = _unpacked(data)
    return article, skeleton


def _packed(what: object) -> bytes:
    return zlib.compress(pickle.dumps(what, pickle.HIGHEST_PROTOCOL), 1)


def _unpacked(data: bytes) -> Any:
    return pickle.loads(zlib.decompress(data))
