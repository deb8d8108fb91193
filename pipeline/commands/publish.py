"""`publish`: the whole job. Assess, link, render, validate, and swap in the site in one step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.cache import FragmentCache
from pipeline.checks import format_findings
from pipeline.commands.composing import Composer
from pipeline.commands.holding import ROUNDS, Held, Home
from pipeline.commands.judging import judge_site
from pipeline.commands.planning import Pages, Plan, make_plan, withdrawals
from pipeline.commands.publication import (
    MANIFEST,
    NO_SEARCH,
    Choices,
    Progress,
    PublishReport,
    StateChange,
)
from pipeline.commands.standing import inputs_digest, remember
from pipeline.commands.survey import Survey, survey
from pipeline.commands.workspace import Workspace, open_cache
from pipeline.engine import make_executor
from pipeline.errors import ConfigError
from pipeline.model import LINKED, Edition, Finding, Severity
from pipeline.site import can_search, read_manifest
from pipeline.store import PreviousPublication, Published, Staging

__all__ = ["Choices", "PublishReport", "StateChange", "publish", "rollback"]


def publish(
    workspace: Workspace, choices: Choices, progress: Progress | None = None, inputs: str = ""
) -> PublishReport:
    """Build the whole site and put it in its place in one step, or leave the old one.

    `inputs` is the digest of all inputs where somebody has read them just now.

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
    with workspace.project.staging(config) as staging, open_cache(workspace) as cache:
        build = _Build(workspace, choices, previous, before, staging, cache, progress)
        return build.run(inputs or inputs_digest(workspace.project, workspace.config))


def rollback(workspace: Workspace) -> Published:
    """Put the publication before the present one back in place."""
    return workspace.project.rollback(workspace.config)


def _before(previous: PreviousPublication) -> Pages:
    text = previous.read(MANIFEST) if previous.manifest is not None else None
    return read_manifest(text.decode("utf-8", "replace")) if text else {}


@dataclass(frozen=True, slots=True)
class _Made:
    """A site as it is staged, and what the validator says of it."""

    plan: Plan
    composer: Composer
    faults: tuple[Finding, ...]
    held: Held
    rendered: int


@dataclass(slots=True)
class _Build:
    """One publication on its way."""

    workspace: Workspace
    choices: Choices
    previous: PreviousPublication
    before: Pages
    staging: Staging
    cache: FragmentCache
    progress: Progress | None
    findings: list[Finding] = field(default_factory=list)

    def run(self, inputs: str) -> PublishReport:
        """Assess, link, render, validate, swap."""
        count = len(self.workspace.languages) + 1
        articles = len(self.workspace.project.sources(self.workspace.config).articles)
        executor = make_executor(self.choices.executor, self.choices.jobs, articles * count)
        old = dict(self.staging.published())
        with executor:
            states = {key: one.state for key, one in self.before.items()}
            step = self._step("editions assessed", articles * count, count)
            found = survey(
                self.workspace, states=states, executor=executor, progress=step, cache=self.cache
            )
            with found.contents:
                made = self._make(found, executor)
        plan, composer, held = made.plan, made.composer, made.held
        faults = (*held.findings(), *made.faults)
        self.findings = [one for item in found.editions() for one in item.findings]
        self.findings.extend(self._broken(composer.pages.findings, faults))
        refusals = self._refusals(made)
        new = {name: self.staging.digest(name) for name in self.staging.paths()}
        removed = self.staging.removed()
        swap = not refusals and not self.choices.dry_run
        published = self.staging.publish() if swap else None
        told = (*self.findings, *faults)
        report = PublishReport(
            published=published,
            refusals=refusals,
            editions=tuple(plan.editions()),
            changes=_state_changes(plan.editions(), self.before),
            added=tuple(name for name in new if name not in old),
            changed=tuple(name for name in new if name in old and old[name] != new[name]),
            removed=removed,
            findings=tuple(self.findings),
            faults=faults,
            problems=(*found.problems, *plan.problems, *held.problems(plan)),
            warnings=_text(one for one in told if one.severity is not Severity.INFO),
            remarks=_text(told),
            notes=self._notes(published),
            dry_run=self.choices.dry_run,
            assessed=found.assessed,
            rendered=made.rendered,
        )
        if swap:
            self._remember(plan, inputs, new, report)
        return report

    def _make(self, found: Survey, executor: Any) -> _Made:
        """The whole site, staged and judged; without what has errors, if others have none."""
        source, held, rendered = self.workspace.source.locale, Held(), 0
        for left in reversed(range(ROUNDS)):
            rest = held.without(found, self.before, source)
            plan = make_plan(self.workspace, rest, self.before, self.previous)
            composer = Composer(plan, self.staging, self.cache, self.previous)
            step = self._step("pages ready", composer.pages.total)
            composer.compose(self.workspace, executor, step)
            self.staging.write(MANIFEST, composer.manifest())
            rendered += composer.pages.rendered
            faults = judge_site(self.workspace, plan, composer)
            locales = {one.tag: one.locale for one in plan.facts.languages}
            home = Home(self.workspace, self.staging, locales)
            more = held.more(faults, plan, home.of)
            if more is held or not left:
                break
            held = more
            self.staging.begin_again()
        if self.progress:
            for tag, said in composer.pages.told():
                self.progress.language(tag, said)
        return _Made(plan, composer, faults, held, rendered)

    def _broken(self, links: Iterable[Finding], faults: Iterable[Finding]) -> Iterator[Finding]:
        """Links of articles that lead nowhere, each told once: not after the validator."""
        told = {(one.article, one.rule, one.detail) for one in faults}
        sources = self.workspace.project.sources(self.workspace.config).articles
        paths = {one.name: one.path for one in sources}
        for one in _once(links):
            if (one.article, one.rule, one.detail) not in told:
                yield replace(one, path=paths.get(one.article, one.path))

    def _remember(
        self, plan: Plan, inputs: str, live: Mapping[str, str], report: PublishReport
    ) -> None:
        """Spare the next run all the work, if it would come to the same with the same inputs."""
        settled = all(one.settled for some in plan.articles.values() for one in some)
        same = settled and inputs == inputs_digest(self.workspace.project, self.workspace.config)
        if same and not report.problems and not self.choices.previous:
            remember(self.cache, inputs, self.choices, live, report)

    def _refusals(self, made: _Made) -> tuple[str, ...]:
        refusals = []
        gone = withdrawals(made.plan, self.before)
        if gone and not self.choices.allow_withdraw:
            names = ", ".join(f"{article} ({locale})" for article, locale in gone[:5])
            more = f" and {len(gone) - 5} more" if len(gone) > 5 else ""
            refusals.append(
                f"published pages would disappear: {names}{more}; "
                "if that is meant, run again with --allow-withdraw"
            )
        errors = sum(one.severity is Severity.ERROR for one in made.faults)
        if errors:
            refusals.append(f"the finished site has {errors} error{'s' * (errors > 1)}")
        if self.choices.strict:
            told = (*self.findings, *made.held.findings(), *made.faults)
            strict = Counter(one.severity for one in told)
            wrong = strict[Severity.ERROR] + strict[Severity.WARNING]
            if wrong:
                refusals.append(f"--strict: errors and warnings: {wrong}")
        return tuple(refusals)

    def _notes(self, published: Published | None) -> tuple[str, ...]:
        notes = []
        if self.workspace.config.site.search and not can_search():
            notes.append(NO_SEARCH)
        if self.previous.note:
            notes.append(self.previous.note)
        elif not self.before:
            notes.append(
                "there is no previous publication, so the thresholds for new pages apply; "
                "if this site is live, restore it first or name it with --previous"
            )
        return (*notes, *(published.notes if published else ()))

    def _step(self, what: str, total: int, each: int = 1) -> Callable[[int], None] | None:
        """What hears of every step of the work, each of which stands for so many of the total."""
        progress = self.progress
        if progress is None:
            return None
        return lambda done: progress(what, done * each, total)


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


def _text(findings: Iterable[Finding]) -> str:
    return format_findings(tuple(findings), "concise").rstrip("\n")
