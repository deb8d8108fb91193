"""`publish`: the whole job. Assess, link, render, validate, and swap in the site in one step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from pipeline.commands.composing import Composer, Pages, Plan, make_plan, withdrawals
from pipeline.commands.survey import survey
from pipeline.commands.workspace import Workspace
from pipeline.engine import make_executor
from pipeline.errors import ConfigError, PipelineError
from pipeline.model import LINKED, Edition, Finding, Severity
from pipeline.site import read_manifest
from pipeline.site.validate import Asked, validate_site
from pipeline.store import PreviousPublication, Published, Staging

MANIFEST = "manifest.json"
Progress = Callable[[str, int, int], None]
"""(what is done, how many of it, out of how many)"""


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
    """About the finished site; an error among them means that nothing was swapped."""
    problems: tuple[PipelineError, ...]
    notes: tuple[str, ...] = ()
    dry_run: bool = False

    @property
    def exit_code(self) -> int:
        """0 published as asked; 1 nothing was swapped, or something could not be used."""
        if self.refusals:
            return 1
        unusable = any(one.unusable for one in self.editions)
        return max([one.exit_code for one in self.problems] + [int(unusable)])


def publish(
    workspace: Workspace, choices: Choices, progress: Progress | None = None
) -> PublishReport:
    """Build the whole site and put it in its place in one step, or leave the old one.

    Law: the same inputs, the previous publication among them, give the same bytes; and whatever
    stops it, `output/` is the whole old site or the whole new one.
    """
    config = workspace.config
    if not config.base_url:
        raise ConfigError(
            "`base_url` is not set, and pages must name their own address",
            path="pyproject.toml",
            hint='add to [tool.pipeline]: base_url = "https://example.org"',
        )
    previous = workspace.project.previous(choices.previous or config.output)
    before = _before(previous)
    with workspace.project.staging(config) as staging:
        return _Build(workspace, choices, previous, before, staging, progress).run()


def rollback(workspace: Workspace) -> Published:
    """Put the publication before the present one back in place."""
    return workspace.project.rollback(workspace.config)


def _before(previous: PreviousPublication) -> Pages:
    text = previous.read(MANIFEST) if previous.manifest is not None else None
    return read_manifest(text.decode("utf-8", "replace")) if text else {}


@dataclass(slots=True)
class _Build:
    """One publication on its way."""

    workspace: Workspace
    choices: Choices
    previous: PreviousPublication
    before: Pages
    staging: Staging
    progress: Progress | None
    findings: list[Finding] = field(default_factory=list)

    def run(self) -> PublishReport:
        """Assess, link, render, validate, swap."""
        count = len(self.workspace.languages) + 1
        articles = len(self.workspace.project.sources(self.workspace.config).articles)
        executor = make_executor(self.choices.executor, self.choices.jobs, articles * count)
        with executor:
            states = {key: one.state for key, one in self.before.items()}
            step = self._step("assessed", articles)
            found = survey(self.workspace, states=states, executor=executor, progress=step)
            plan = make_plan(self.workspace, found, self.before, self.previous)
            self.findings = [one for item in found.editions() for one in item.findings]
            old = dict(self.staging.published())
            self._write(plan, executor, articles)
        faults = validate_site(self.staging, asked=Asked(base_url=plan.facts.base))
        refusals = self._refusals(plan, faults)
        new = {name: self.staging.digest(name) for name in self.staging.paths()}
        removed = self.staging.removed()
        swap = not refusals and not self.choices.dry_run
        published = self.staging.publish() if swap else None
        return PublishReport(
            published=published,
            refusals=refusals,
            editions=tuple(plan.editions()),
            changes=_state_changes(plan.editions(), self.before),
            added=tuple(name for name in new if name not in old),
            changed=tuple(name for name in new if name in old and old[name] != new[name]),
            removed=removed,
            findings=tuple(self.findings),
            faults=faults,
            problems=found.problems,
            notes=self._notes(published),
            dry_run=self.choices.dry_run,
        )

    def _write(self, plan: Plan, executor: object, articles: int) -> None:
        composer = Composer(plan, previous=self.previous)
        for name, data in composer.pages(executor, self._step("rendered", articles)):
            self.staging.write(name, data)
        for name, data in composer.lists():
            self.staging.write(name, data)
        for name, data in composer.files(self.workspace):
            self.staging.write(name, data)
        self.findings.extend(_once(composer.findings))
        files = {name: self.staging.digest(name) for name in self.staging.paths()}
        self.staging.write(MANIFEST, composer.manifest(files))

    def _refusals(self, plan: Plan, faults: Iterable[Finding]) -> tuple[str, ...]:
        refusals = []
        gone = withdrawals(plan, self.before)
        if gone and not self.choices.allow_withdraw:
            names = ", ".join(f"{article} ({locale})" for article, locale in gone[:5])
            more = f" and {len(gone) - 5} more" if len(gone) > 5 else ""
            refusals.append(
                f"published pages would disappear: {names}{more}; "
                "if that is meant, run again with --allow-withdraw"
            )
        errors = sum(one.severity is Severity.ERROR for one in faults)
        if errors:
            refusals.append(f"the finished site has {errors} errors")
        if self.choices.strict:
            strict = Counter(one.severity for one in (*self.findings, *faults))
            wrong = strict[Severity.ERROR] + strict[Severity.WARNING]
            if wrong:
                refusals.append(f"--strict: there are {wrong} errors and warnings")
        return tuple(refusals)

    def _notes(self, published: Published | None) -> tuple[str, ...]:
        notes = []
        if self.previous.note:
            notes.append(self.previous.note)
        elif not self.before:
            notes.append(
                "there is no previous publication, so the thresholds for new pages apply; "
                "if this site is live, restore it first or name it with --previous"
            )
        return (*notes, *(published.notes if published else ()))

    def _step(self, what: str, total: int) -> Callable[[int], None] | None:
        progress = self.progress
        if progress is None:
            return None
        return lambda done: progress(what, done, total)


def _state_changes(editions: Iterable[Edition], before: Pages) -> tuple[StateChange, ...]:
    changes = []
    seen = set()
    for one in editions:
        key = (one.article, one.locale)
        seen.add(key)
        was = before[key].state.value if key in before else "new"
        if was != one.state.value:
            changes.append(StateChange(one.article, one.locale, was, one.state.value, one.reasons))
    for key, old in before.items():
        if key not in seen and old.state in LINKED:
            changes.append(StateChange(*key, old.state.value, "gone", ()))
    return tuple(changes)


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """A broken link of an article stands in all its languages: it is told once."""
    seen: dict[tuple[str, str], Finding] = {}
    for one in findings:
        seen.setdefault((one.path, one.message), one)
    return list(seen.values())
