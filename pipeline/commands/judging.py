"""The finished site before the swap: what the validator says, led back to where people type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.article import locate
from pipeline.commands.composing import Composer
from pipeline.commands.planning import Plan
from pipeline.commands.publication import MANIFEST
from pipeline.commands.staged import StagedSite
from pipeline.commands.workspace import Workspace, load_articles, load_catalog
from pipeline.errors import PipelineError
from pipeline.model import Finding
from pipeline.site import article_address, page_file, plain_words
from pipeline.site.validate import (
    Asked,
    Told,
    heavy_pages,
    in_order,
    lead_back,
    place_faults,
    read_manifest,
)
from pipeline.tasks import unusual_words


def judge_site(workspace: Workspace, plan: Plan, composer: Composer) -> tuple[Finding, ...]:
    """Everything that is wrong with the staged site.

    Pages of articles were judged when they were rendered; here the lists are, and the whole.
    """
    # The manifest has the very hashes that the staging area took of its files.
    asked = Asked(base_url=plan.facts.base, budget=plan.facts.settings.budget, hashes=False)
    mine = unusual_words(plan.editions(), plan.facts.source.locale)
    told = Told({}, plan.frame.words, plan.frame.may_differ, mine)
    site = StagedSite(composer.staging, composer.cache)
    known, wrong = read_manifest(site.read(MANIFEST))
    pages = composer.pages
    lists = site.judge_lists(known, told, {one.path for one in pages.gists})
    gists = [*pages.gists, *(one for judged in lists for one in judged.gists)]
    langs = {one.path: one.lang for one in gists}
    faults = [*((MANIFEST, one) for one in wrong), *heavy_pages(site, known, gists, asked)]
    found = [
        *pages.faults,
        *(one for judged in lists for one in judged.findings),
        *place_faults(site, known, faults, langs),
        *site.judge_whole(known, gists, langs, asked),
    ]
    origin = _Origin(workspace, plan)
    placed = in_order(lead_back(found, site, origin.of, origin.pages))
    return _authors_alone(placed, plan.facts.source.tag)


def _authors_alone(findings: Sequence[Finding], source: str) -> tuple[Finding, ...]:
    """Findings without those that a translation has from its article: their author mends them."""
    known = {(one.article, one.rule, one.detail) for one in findings if one.locale == source}
    return tuple(
        one
        for one in findings
        if one.locale == source
        or not one.article
        or (one.article, one.rule, one.detail) not in known
    )


@dataclass(slots=True)
class _Origin:
    """Leads from the words of a passage on a page to the line of its catalog or its article."""

    workspace: Workspace
    plan: Plan
    pages: Mapping[str, tuple[str, str]] = field(init=False)
    """By page of an article: its locale and its name."""
    _lines: dict[str, dict[str, int]] = field(default_factory=dict)
    """By catalog: the words of its translations, and their lines."""
    _sources: dict[str, tuple[str, dict[str, int]]] = field(default_factory=dict)
    """By article: its path, the words of its passages, and their lines."""

    def __post_init__(self) -> None:
        self.pages = {
            page_file(article_address(name, language)): (language.locale, name)
            for name in self.plan.articles
            for language in self.plan.facts.languages
        }

    def of(self, page: str, words: str) -> tuple[str, int] | None:
        """The catalog and the line; those of the article for words that are in its language."""
        locale, name = self.pages.get(page, ("", ""))
        if not name:
            return None
        if locale != self.plan.facts.source.locale:
            path = self.workspace.catalog_path(locale, name)
            if path not in self._lines:
                self._lines[path] = self._read(path)
            if line := self._lines[path].get(words):
                return path, line
        if name not in self._sources:
            self._sources[name] = self._read_source(name)
        path, lines = self._sources[name]
        return (path, lines[words]) if lines.get(words) else None

    def _read_source(self, name: str) -> tuple[str, dict[str, int]]:
        try:
            found = load_articles(self.workspace, [name]).articles
        except PipelineError:  # it is gone, and its pages are carried
            return "", {}
        for one in found:
            located = locate(one, self.workspace.config.markdown).article
            return one.path, {plain_words(part.msgid): part.line for part in located.segments}
        return "", {}

    def _read(self, path: str) -> dict[str, int]:
        try:
            found = load_catalog(self.workspace, path)
        except PipelineError:
            return {}
        entries = found[1].entries if found else ()
        return {
            plain_words(text): entry.msgstr_line
            for entry in entries
            if not entry.obsolete and entry.msgid
            for text in entry.msgstr
        }
