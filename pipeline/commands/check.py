"""`check`: judge catalogs, all of them or those that a branch or a list of paths names."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.article import Renderer, locate
from pipeline.cache import FragmentCache
from pipeline.catalog import read_catalog
from pipeline.checks import (
    RULES,
    Changes,
    Checked,
    Completeness,
    Summary,
    apply_baseline,
    changed_units,
    check_across,
    check_file,
    check_messages,
    check_settings,
    check_sources,
    edited_sources,
    in_order,
    only_changed,
    parse_baseline,
)
from pipeline.commands.branch import Branch
from pipeline.commands.mending import mend
from pipeline.commands.places import Place, choose_places
from pipeline.commands.survey import Survey, survey
from pipeline.commands.versions import program_digest
from pipeline.commands.workspace import INTERFACE, Workspace, load_articles, open_cache
from pipeline.config import Checks
from pipeline.counts import coverage
from pipeline.engine import make_executor
from pipeline.errors import CatalogError, ContentError, PipelineError, UsageError
from pipeline.model import Catalog, Counts, Finding, Key, Language, Severity
from pipeline.store import decode, read_outside


@dataclass(frozen=True, slots=True)
class Asked:
    """What the caller asked for."""

    paths: tuple[str, ...] = ()
    """Catalogs, articles or folders of them; everything where empty."""
    locales: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    strict: bool = False
    fail_under: float | None = None
    diff_base: str = ""
    baseline: Path | None = None
    fix: bool = False


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was found."""

    findings: tuple[Finding, ...]
    summary: Summary
    everything: tuple[Finding, ...] = ()
    """With what the baseline accepts: what a new baseline would accept."""
    diffs: tuple[str, ...] = ()
    problems: tuple[PipelineError, ...] = ()
    """What kept parts from being looked at; settings and folders, not content."""


def check(
    workspace: Workspace, asked: Asked, progress: Callable[[str, int, int], None] | None = None
) -> CheckReport:
    """Judge what was asked for.

    Law: what is found in one catalog does not depend on which others are looked at, but for the
    rules that compare catalogs.
    """
    check_settings(Checks(select=asked.select, ignore=asked.ignore), RULES, path="")
    settings = _settings(workspace.config.check, asked)
    check_settings(settings, RULES)
    workspace = replace(workspace, config=replace(workspace.config, check=settings))
    places = choose_places(workspace, asked.paths, asked.locales)
    mended = mend(workspace, ((one.path, one.language) for one in places)) if asked.fix else None
    work = _Check(workspace, settings, places)
    findings = work.run(_step(progress, places))
    if asked.diff_base:
        findings = work.of_branch(findings, Branch(workspace.project.root, asked.diff_base))
    everything = tuple(sorted(dict.fromkeys(findings), key=in_order))
    accepted = _accepted(workspace, asked.baseline)
    baselined = apply_baseline(everything, accepted)
    notes = list(work.notes)
    if baselined.gone and not (asked.paths or asked.locales or asked.diff_base):
        notes.append(f"the baseline accepts {baselined.gone} findings that are gone: write it anew")
    summary = Summary(
        catalogs=len(work.looked_at),
        units=work.units,
        accepted=baselined.accepted,
        completeness=work.completeness(settings.fail_under),
        strict=settings.strict,
        notes=tuple(notes),
    )
    problems = (*work.problems, *(mended.problems if mended else ()))
    diffs = mended.diffs if mended else ()
    return CheckReport(baselined.findings, summary, everything, diffs, problems)


def _settings(settings: Checks, asked: Asked) -> Checks:
    """The project's settings, with what the caller asked for on top."""
    return replace(
        settings,
        select=asked.select or settings.select,
        ignore=(*settings.ignore, *asked.ignore),
        strict=asked.strict or settings.strict,
        fail_under=settings.fail_under if asked.fail_under is None else asked.fail_under,
    )


def _step(
    progress: Callable[[str, int, int], None] | None, places: Sequence[Place]
) -> Callable[[int], None] | None:
    total = len({one.article for one in places if one.source})
    return None if progress is None else lambda done: progress("articles checked", done, total)


def _accepted(workspace: Workspace, named: Path | None) -> frozenset[str]:
    """What the baseline accepts: a file named here, or the one that the settings name."""
    if named:
        data = read_outside(named, workspace.config.bounds.catalog_bytes, UsageError)
        return parse_baseline(decode(data, str(named), UsageError), str(named))
    path = workspace.config.check.baseline
    if not path:
        return frozenset()
    return parse_baseline(workspace.project.text(path, kind=UsageError), path)


@dataclass(slots=True)
class _Check:
    """One run over the chosen catalogs."""

    workspace: Workspace
    settings: Checks
    places: Sequence[Place]
    problems: list[PipelineError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    looked_at: dict[str, bytes] = field(default_factory=dict)
    counts: dict[str, Counts] = field(default_factory=dict)
    units: int = 0

    def run(self, step: Callable[[int], None] | None) -> list[Finding]:
        """All findings in the chosen catalogs, in no order."""
        articles = sorted({one.article for one in self.places if one.source})
        languages = list({one.language.locale: one.language for one in self.places}.values())
        chosen = {one.path for one in self.places}
        findings: list[Finding] = []
        with open_cache(self.workspace) as cache:
            if articles:
                with make_executor(None, 0, len(self.places)) as executor:
                    found = survey(
                        self.workspace,
                        articles,
                        languages,
                        executor=executor,
                        progress=step,
                        cache=cache,
                    )
                self._count(found, chosen)
                findings += self._of(found.problems)
                for one in found.editions():
                    findings += (each for each in one.findings if each.path in chosen)
            for language in languages:
                findings += self._of_language(language, cache)
        return [*findings, *self.sources(findings)]

    def _count(self, found: Survey, chosen: Collection[str]) -> None:
        source = self.workspace.source.locale
        for one in found.editions():
            edition = one.edition
            path = self.workspace.catalog_path(edition.locale, edition.article)
            if edition.locale == source or path not in chosen:
                continue
            self.counts[edition.locale] = self.counts.get(edition.locale, Counts()) + edition.counts
            self.units += edition.counts.total.units

    def _of(self, problems: Iterable[PipelineError]) -> Iterator[Finding]:
        """Broken content as findings, so that every format tells it; the rest is no content."""
        for one in problems:
            if isinstance(one, ContentError) and one.path:
                yield Finding(
                    "syntax", Severity.ERROR, one.path, max(one.line, 1), one.message, one.hint
                )
            else:
                self.problems.append(one)

    def _of_language(self, language: Language, cache: FragmentCache) -> tuple[Finding, ...]:
        """What shows when the catalogs of a language are laid side by side, and in its furniture.

        Nothing of it is worked out again for the bytes that it was worked out for before.
        """
        places = [one for one in self.places if one.language == language]
        limit = self.workspace.config.bounds.catalog_bytes
        paths = [one.path for one in places if self.workspace.project.exists(one.path)]
        for path, data in self.workspace.project.read_many(paths, limit, CatalogError):
            if isinstance(data, bytes):
                self.looked_at[path] = data
        inputs = [
            (path, hashlib.sha256(self.looked_at[path]).digest())
            for path in paths
            if path in self.looked_at
        ]
        said = repr((program_digest(), self.workspace.config, language, inputs))
        key = f"check:{hashlib.sha256(said.encode('utf-8', 'surrogatepass')).hexdigest()}"
        known = cache.get_blobs([key]).get(key)
        if known is None:
            known = pickle.dumps(tuple(self._side_by_side(places)), pickle.HIGHEST_PROTOCOL)
            cache.put_blobs({key: known})
        findings: tuple[Finding, ...] = pickle.loads(known)
        return findings

    def _side_by_side(self, places: Sequence[Place]) -> Iterator[Finding]:
        catalogs = {one.path: self.catalog(one.path) for one in places}
        for one in places:
            if not one.source and one.path in self.looked_at:
                yield from self._alone(one, catalogs[one.path])
        yield from check_across(
            (
                Checked(one.article, one.language, catalog)
                for one in places
                if (catalog := catalogs[one.path]) is not None
            ),
            self.settings,
        )

    def catalog(self, path: str) -> Catalog | None:
        """A catalog that is looked at; None where there is none, or it was told to be broken."""
        try:
            return read_catalog(self.looked_at[path], path) if path in self.looked_at else None
        except CatalogError:
            return None

    def _alone(self, place: Place, catalog: Catalog | None) -> Iterator[Finding]:
        """A catalog without an article: page furniture, or memory of an article that is gone."""
        data, config = self.looked_at[place.path], self.workspace.config
        yield from check_file(data, place.path, place.language, self.settings, config.bounds)
        if catalog is not None and place.article == INTERFACE:
            renderer = Renderer(config.markdown)
            yield from check_messages(catalog, place.language, self.settings, renderer)

    def sources(self, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """Texts that are hard to translate; their articles are read again, for they are few."""
        names = {one.article for one in findings if one.severity is not Severity.INFO}
        names &= {one.article for one in self.places if one.source}
        if not names or len({one.locale for one in findings}) < 3:
            return ()
        loaded = load_articles(self.workspace, sorted(names)).articles
        suspects = check_sources(findings, {one.name: one for one in loaded}, self.settings)
        names = {one.article for one in suspects}
        dialect = self.workspace.config.markdown
        lines = {one.name: locate(one, dialect).article for one in loaded if one.name in names}
        return check_sources(findings, lines, self.settings)

    def of_branch(self, findings: Sequence[Finding], branch: Branch) -> list[Finding]:
        """The findings in what the branch changed, and texts that it changed by mistake."""
        changes: dict[str, Changes] = {}
        left: list[Finding] = []
        for place in self.places:
            after = self.catalog(place.path)
            before = _before(branch, place.path)
            if after is None:
                left += (one for one in findings if one.path == place.path)
                continue
            changes[place.path] = changed_units(before, after)
            if changes[place.path].touched:
                left += edited_sources(before, after, self._known(place), place.language.locale)
        for path, one in changes.items():
            left += only_changed((each for each in findings if each.path == path), one)
        sources = {one.source for one in self.places}
        left += (one for one in findings if one.rule == "syntax" and one.path in sources)
        touched = sum(len(one.touched) for one in changes.values())
        self.notes.append(f"only what changed since {branch.base[:12]} was judged: {touched} units")
        return left

    def _known(self, place: Place) -> frozenset[Key]:
        """What the catalog may hold: the texts of its article and of its template."""
        project = self.workspace.project
        path = self.workspace.template_path(place.article)
        known: set[Key] = set()
        if project.exists(path):
            data = project.read(path, self.workspace.config.bounds.catalog_bytes, CatalogError)
            known |= {one.key for one in read_catalog(data, path).entries}
        if place.source:
            for article in load_articles(self.workspace, [place.article]).articles:
                known |= {one.key for one in article.segments}
        return frozenset(known)

    def completeness(self, wanted: float) -> tuple[Completeness, ...]:
        """How far each language is, in order of their names."""
        return tuple(
            Completeness(locale, counts, coverage(counts), wanted)
            for locale, counts in sorted(self.counts.items())
        )


def _before(branch: Branch, path: str) -> Catalog | None:
    data = branch.read(path)
    if data is None:
        return None
    try:
        return read_catalog(data, path)
    except CatalogError:
        return None
