"""`status`: how far each language is, and what to translate next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.commands.survey import States, survey
from pipeline.commands.workspace import Workspace
from pipeline.engine import make_executor
from pipeline.errors import PipelineError
from pipeline.model import Finding, Severity
from pipeline.site import read_manifest
from pipeline.status import LanguageStatus, badge, language_status


@dataclass(frozen=True, slots=True)
class StatusReport:
    """The status of the chosen languages."""

    languages: tuple[LanguageStatus, ...]
    errors: tuple[Finding, ...] = ()
    """Why passages and catalogs are rejected."""
    problems: tuple[PipelineError, ...] = ()


def status(
    workspace: Workspace,
    locales: Sequence[str] = (),
    articles: Sequence[str] = (),
    progress: Callable[[str, int, int], None] | None = None,
) -> StatusReport:
    """Assess every edition as `publish` would, the previous publication in mind; write nothing."""
    languages = workspace.chosen(locales)
    total = len(workspace.project.sources(workspace.config).articles)
    step = None if progress is None else lambda done: progress("articles assessed", done, total)
    with make_executor(None, 0, total * len(languages)) as executor:
        found = survey(
            workspace,
            articles,
            languages,
            states=_states(workspace),
            executor=executor,
            progress=step,
        )
    every = list(found.editions())
    statuses = tuple(
        language_status(
            one,
            (each.edition for each in every if each.edition.locale == one.locale),
            workspace.config.gate,
        )
        for one in languages
    )
    errors = (
        finding for one in every for finding in one.findings if finding.severity is Severity.ERROR
    )
    return StatusReport(statuses, tuple(dict.fromkeys(errors)), found.problems)


def _states(workspace: Workspace) -> States:
    previous = workspace.project.previous(workspace.config.output)
    text = previous.read("manifest.json") if previous.manifest is not None else None
    pages = read_manifest(text.decode("utf-8", "replace")) if text else {}
    return {key: one.state for key, one in pages.items()}


def badges(workspace: Workspace, report: StatusReport) -> dict[str, bytes]:
    """A picture a language, by file name."""
    return {
        f"{one.language.tag}.svg": badge(one, workspace.config.gate).encode()
        for one in report.languages
    }
