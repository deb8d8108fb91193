"""The staged site as the validator reads it, and what is remembered of what it came to."""

from __future__ import annotations

import hashlib
import pickle
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from pipeline.cache import FragmentCache
from pipeline.commands.article_pages import pack_summary, summary_key, unpack_summary
from pipeline.commands.versions import hash_of, program_digest
from pipeline.model import Finding
from pipeline.site.validate import (
    Asked,
    Gist,
    Judged,
    Known,
    Summary,
    Told,
    group_paths,
    judge_pages,
    judge_whole,
    place_faults,
    share,
    summary_of,
)
from pipeline.store import Staging

_LISTINGS = (".xml", ".atom", ".css")
"""Files beside the pages that the rules on the whole site read."""
_DAY = re.compile(rb"<(lastmod|updated)>\d{4}-\d\d-\d\d(?:T00:00:00Z)?</\1>")
_CHUNK = 500


class StagedSite:
    """Reads the site that is about to be published; judges it, or knows what that came to."""

    def __init__(self, staging: Staging, cache: FragmentCache) -> None:
        self._staging, self._cache = staging, cache
        self._paths = staging.paths()

    def paths(self) -> Sequence[str]:
        """Every file of the site."""
        return self._paths

    def read(self, path: str) -> bytes:
        """The bytes of a file."""
        return self._staging.read(path)

    def judge_lists(self, known: Known, told: Told, done: Collection[str]) -> list[Judged]:
        """What the pages come to that were not judged when they were rendered."""
        common = hash_of(program_digest(), known.common(), told.common())
        rest = [path for path in self.paths() if path not in done]
        groups = {}
        for group in group_paths(rest, known):
            pages = [(path, self._staging.digest(path), known.pages.get(path)) for path in group]
            groups[f"j:{hash_of(common, pages)}"] = group
        found = self._cache.get_blobs(groups)
        judged: list[Judged] = []
        fresh: dict[str, bytes] = {}
        for key, group in groups.items():
            if key in found:
                judged.append(pickle.loads(found[key]))
                continue
            one = judge_pages([(path, self.read(path)) for path in group], known, told)
            for gist, summary in zip(one.gists, one.summaries, strict=True):
                fresh[summary_key(gist)] = pack_summary(summary)
            judged.append(replace(one, summaries=()))
            fresh[key] = pickle.dumps(judged[-1], pickle.HIGHEST_PROTOCOL)
        self._cache.put_blobs(fresh)
        return judged

    def judge_whole(
        self, known: Known, gists: Sequence[Gist], langs: Mapping[str, str], asked: Asked
    ) -> tuple[Finding, ...]:
        """What the rules on the whole site find: remembered where no page differs in small.

        Places are no part of what is compared: a finding is remembered with the hash of its file.
        """
        key = self._key(known, gists, asked)
        blob = self._cache.get_blobs([key]).get(key)
        if blob is not None:
            findings, digests = pickle.loads(blob)
            if all(self._staging.digest(path) == digest for path, digest in digests.items()):
                return tuple(findings)
        pages = list(self._summaries(gists))
        faults = judge_whole(self, known, pages, asked)
        findings = tuple(place_faults(self, known, faults, langs))
        there = frozenset(self._paths)
        digests = {path: self._staging.digest(path) for path, _ in faults if path in there}
        self._cache.put_blobs({key: pickle.dumps((findings, digests), pickle.HIGHEST_PROTOCOL)})
        return findings

    def _key(self, known: Known, gists: Iterable[Gist], asked: Asked) -> str:
        """The hash of all that the rules on the whole site look at, but for places and days."""
        whole = hashlib.sha256(repr((program_digest(), known.common(), asked)).encode())
        for path in self._paths:
            told = known.pages.get(path)
            listing = path.endswith(_LISTINGS)
            # The day of an entry may be any day; everything else in these files counts.
            data = _DAY.sub(b"", self.read(path)) if listing else b""
            mark = hashlib.sha256(data).digest()
            whole.update(repr((path, told, mark)).encode("utf-8", "surrogatepass"))
        for gist in sorted(gists, key=lambda one: one.mark):
            whole.update(gist.mark.encode())
        return f"w:{whole.hexdigest()}"

    def _summaries(self, gists: Sequence[Gist]) -> Iterable[Summary]:
        """The summary of each page; of one that the cache has lost, read again."""
        pool: dict[object, object] = {}
        for start in range(0, len(gists), _CHUNK):
            some = gists[start : start + _CHUNK]
            found = self._cache.get_blobs(map(summary_key, some))
            for one in some:
                packed = found.get(summary_key(one))
                page = (
                    unpack_summary(packed) if packed else summary_of(one.path, self.read(one.path))
                )
                yield share(page, pool)
