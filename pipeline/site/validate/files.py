"""Rules on the files of a site: as listed, as light as promised, and the same in every build."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Final

from pipeline.site.validate.known import MANIFEST, Known
from pipeline.site.validate.page import Fault
from pipeline.site.validate.summary import Gist
from pipeline.site.validate.website import SiteReader, Website

_RECORDS: Final = frozenset((MANIFEST, "SHA256SUMS"))
"""Files that list the others, and cannot list themselves."""

Found = Iterator[tuple[str, Fault]]


def listed(reader: SiteReader, paths: frozenset[str], known: Known) -> Found:
    """The manifest lists every file, each with its hash."""
    if not known.files:
        return
    for path in sorted(known.files.keys() - paths):
        message = "the manifest lists this file, and it is not there"
        yield path, Fault("file-changed", 0, message)
    for path in sorted(paths - known.files.keys() - _RECORDS):
        yield path, Fault("file-unlisted", 0, "the manifest does not list this file")
    for path in sorted(paths & known.files.keys()):
        if hashlib.sha256(reader.read(path)).hexdigest() != known.files[path]:
            message = "the file is not the one that the manifest lists"
            yield path, Fault("file-changed", 0, message, "publish again")


def weights(site: Website, pages: Iterable[Gist], reader: SiteReader, budget: int) -> Found:
    """No page is heavier than the budget, its styles and scripts included."""
    known: dict[str, int] = {}
    for page in pages:
        weight = page.size
        for href in set(page.styles):
            path = site.goal(href, page.path).path
            if path is not None:
                if path not in known:
                    known[path] = len(reader.read(path))
                weight += known[path]
        if weight > budget:
            message = f"the page weighs {weight:,} bytes with its styles, without images"
            yield page.path, Fault("page-heavy", page.html_at, message, f"budget: {budget:,}")


def rebuilt(one: SiteReader, two: SiteReader) -> Found:
    """Two builds of the same inputs are the same, byte for byte."""
    first, second = set(one.paths()), set(two.paths())
    for path in sorted(first | second):
        if path not in first or path not in second:
            yield path, Fault("build-differs", 0, "the file is in one of two builds only")
            continue
        mine, theirs = one.read(path), two.read(path)
        if mine != theirs:
            length = min(len(mine), len(theirs))
            at = next((index for index in range(length) if mine[index] != theirs[index]), length)
            place = len(mine[:at].decode("utf-8", "replace"))
            yield path, Fault("build-differs", place, "the file differs from that of another build")
