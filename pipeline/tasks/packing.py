"""Editions as bytes: an outline for the whole site's sake, and the content for its page's."""

from __future__ import annotations

import hashlib
import pickle
import zlib
from dataclasses import replace

from pipeline.model import EditionState
from pipeline.site import led_to
from pipeline.tasks.values import Assessed, Outline


def pack(one: Assessed) -> tuple[bytes, bytes]:
    """An edition as the bytes of its outline and the bytes of its content.

    Law: `unpack` gives back the edition, but for its findings, which are in the outline.
    """
    bare = pickle.dumps(replace(one, findings=()), pickle.HIGHEST_PROTOCOL)
    edition = one.edition
    articles, files = led_to(one.body, edition.article)
    outline = Outline(
        edition=edition,
        findings=one.findings,
        links=tuple(sorted(articles)),
        files=tuple(sorted(files)),
        meta=one.meta if edition.state is EditionState.SOURCE else {},
        settled=one.settled,
        content=hashlib.sha256(bare).hexdigest(),
    )
    # Bodies are most of what crosses processes and lies in the cache; a third of it is enough.
    return pickle.dumps(outline, pickle.HIGHEST_PROTOCOL), zlib.compress(bare, 1)


def unpack(content: bytes) -> Assessed:
    """The edition in the bytes of its content."""
    one: Assessed = pickle.loads(zlib.decompress(content))
    return one
