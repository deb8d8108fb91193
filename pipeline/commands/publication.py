"""What is asked of a publication, and what it did: plain records, quick to import."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from pipeline.errors import PipelineError
from pipeline.model import Edition, Finding
from pipeline.store import Published

MANIFEST = "manifest.json"


class Progress(Protocol):
    """Who is told how far the work is."""

    def __call__(self, what: str, done: int, total: int) -> None:
        """`done` of `total` are `what`."""
        ...

    def language(self, tag: str, said: str) -> None:
        """What became of one language."""
        ...


@dataclass(frozen=True, slots=True)
class Choices:
    """What the caller asked for."""

    dry_run: bool = False
    strict: bool = False
    allow_withdraw: bool = False
    previous: str = ""
    """Folder of the previous publication; the output folder where empty."""
    jobs: int = 0
    executor: str | None = None


NO_SEARCH = (
    "this site has no search, though `search = true` is set: Pagefind is not installed "
    '(pip install "pagefind[bin]")'
)
"""A note of every publication for which that is so."""


@dataclass(frozen=True, slots=True)
class StateChange:
    """An edition that is in another state than in the previous publication."""

    article: str
    locale: str
    before: str
    now: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublishReport:
    """What a publication did, or would do, and why."""

    published: Published | None
    """None: nothing was swapped."""
    refusals: tuple[str, ...]
    """Why nothing was swapped, where that was not asked for."""
    editions: tuple[Edition, ...]
    changes: tuple[StateChange, ...]
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    findings: tuple[Finding, ...]
    """About translations and links: what was published as English, and what to mend."""
    faults: tuple[Finding, ...]
    """About the finished site; an error among them means that its article is held back, or that
    nothing was swapped."""
    problems: tuple[PipelineError, ...]
    warnings: str = ""
    """Errors and warnings among findings and faults as text, the worst first."""
    remarks: str = ""
    """The same with the remarks."""
    notes: tuple[str, ...] = ()
    dry_run: bool = False
    assessed: int = 0
    """Editions that were worked out anew."""
    rendered: int = 0
    """Pages of articles that were made anew."""

    @property
    def exit_code(self) -> int:
        """0 published as asked; 1 nothing was swapped, or something could not be used."""
        if self.refusals:
            return 1
        unusable = any(one.unusable for one in self.editions)
        return max([one.exit_code for one in self.problems] + [int(unusable)])
