"""Whether a publication would only find that the site stands already: read, hash, and stop.

One key covers every input: sources, catalogs, settings, theme, files to copy, the program itself,
and the present site, which is the previous publication. What the last run reported is kept under
the key that the next run will have if nothing changes; so this module imports nothing that parses.

Law: it answers only where the whole job, done again, would end with the same bytes.
"""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.cache import FragmentCache
from pipeline.commands.publication import NO_SEARCH, Choices, PublishReport
from pipeline.commands.versions import program_digest
from pipeline.config import Config
from pipeline.store import Project, find_project

CACHE = "cache.sqlite"


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at the inputs came to."""

    report: PublishReport | None = None
    """That of a publication that would change nothing; None where the job must be done."""
    inputs: str = ""
    """The digest of all inputs; empty where they were not read."""


def still_stands(root: Path | None, choices: Choices) -> PublishReport | None:
    """The report of a publication that would change nothing; None where the job must be done."""
    return look(root, choices).report


def look(root: Path | None, choices: Choices) -> Look:
    """Read and hash the inputs, and look whether what stands was made of them."""
    if choices.previous or choices.dry_run:
        return Look()
    project = Project(root.absolute()) if root else find_project(Path.cwd())
    config = project.config()
    with project.staging(config) as staging:
        live = staging.published()
        if not live:
            return Look()
        inputs = inputs_digest(project, config)
        with FragmentCache(project.working(CACHE)) as cache:
            key = _key(inputs, choices, live)
            known = cache.get_blobs([key]).get(key)
        if known is None:
            return Look(None, inputs)
        report: PublishReport = pickle.loads(known)
        for name, digest in live.items():
            staging.keep(name, digest)
        # The store has the last word: it looks at every file of the site that stands.
        published = staging.publish()
    notes = (*report.notes, *published.notes)
    return Look(replace(report, published=published, notes=notes), inputs)


def remember(
    cache: FragmentCache,
    inputs: str,
    choices: Choices,
    live: Mapping[str, str],
    report: PublishReport,
) -> None:
    """Keep what the next run would report, for which the site of now is the previous one.

    `inputs` is the digest from before the run, if it is the same after it.
    """
    notes = tuple(one for one in report.notes if one == NO_SEARCH)
    kept = replace(
        report, published=None, changes=(), added=(), changed=(), removed=(), notes=notes,
        assessed=0, rendered=0,
    )  # fmt: skip
    data = pickle.dumps(kept, pickle.HIGHEST_PROTOCOL)
    cache.put_blobs({_key(inputs, choices, live): data})


def _key(inputs: str, choices: Choices, live: Mapping[str, str]) -> str:
    digest = hashlib.sha256(f"{program_digest()} {inputs} {choices.strict}".encode())
    for name in sorted(live):
        digest.update(f"{live[name]} {name}\n".encode("utf-8", "surrogatepass"))
    return f"s:{digest.hexdigest()}"


def inputs_digest(project: Project, config: Config) -> str:
    """The hash of every input as it is now; modification times mean nothing."""
    digest = hashlib.sha256(repr(config).encode("utf-8", "surrogatepass"))
    for path, data in _inputs(project, config):
        digest.update(f"{path}\0{len(data)}\0".encode("utf-8", "surrogatepass"))
        digest.update(data)
    return digest.hexdigest()


def _inputs(project: Project, config: Config) -> Iterator[tuple[str, bytes]]:
    """Every file below the folders of inputs, in order; for one that cannot be read, why."""
    folders = (config.source, config.locales, config.site.theme, config.static)
    for folder in dict.fromkeys(folders):
        paths = sorted(_below(project.root, folder))
        for path, data in project.read_many(paths):
            yield path, data if isinstance(data, bytes) else str(data).encode()


def _below(root: Path, folder: str) -> Iterator[str]:
    top = str(root)
    for where, _, names in os.walk(f"{top}/{folder}"):
        below = where[len(top) + 1 :]
        yield from (f"{below}/{name}" for name in names)
