"""The finished site before the swap: what the validator says, led back to where people type."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.article import locate
from pipeline.commands.composing import Composer
from pipeline.commands.planning import Plan
from pipeline.commands.versions import program_digest
from pipeline.commands.workspace import Workspace, load_articles, load_catalog
from pipeline.errors import PipelineError
from pipeline.model import Finding
from pipeline.site import article_address, page_file, plain_words
from pipeline.site.validate import (
    Asked,
    Group,
    Judged,
    Known,
    Told,
    judge_pages,
    validate_site,
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
    judge = _Judge(composer)
    origin = _Origin(workspace, plan)
    found = validate_site(judge, told=told, asked=asked, origin=origin.of, judge=judge.judge)
    return _authors_alone(found, plan.facts.source.tag)


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


class _Judge:
    """The staged site, and what is known already of its pages; judges the others."""

    def __init__(self, composer: Composer) -> None:
        self._staging, self._cache = composer.staging, composer.cache
        self._known = composer.pages.judged
        self._done = {page.path for one in composer.pages.judged for page in one.summaries}

    def paths(self) -> Sequence[str]:
        """Every file of the site."""
        return self._staging.paths()

    def read(self, path: str) -> bytes:
        """The bytes of a file; none of a page that is judged already, until all are."""
        return b"" if path in self._done else self._staging.read(path)

    def judge(self, several: Iterable[Group], known: Known, told: Told) -> Iterator[Judged]:
        """What is known of the groups of pages, and what the others come to."""
        yield from self._known
        for group in several:
            if any(path in self._done for path, _ in group):
                continue
            key = self._key([path for path, _ in group], known, told)
            found = self._cache.get_blobs([key]).get(key)
            if found is not None:
                yield pickle.loads(found)
                continue
            fresh = judge_pages(group, known, told)
            self._cache.put_blobs({key: pickle.dumps(fresh, pickle.HIGHEST_PROTOCOL)})
            yield fresh
        self._done = set()

    def _key(self, paths: Sequence[str], known: Known, told: Told) -> str:
        """The hash of all that a group's findings depend on."""
        pages = [(path, self._staging.digest(path), known.pages.get(path)) for path in paths]
        said = repr((program_digest(), pages, known.common(), told.common()))
        return f"j:{hashlib.sha256(said.encode()).hexdigest()}"


@dataclass(slots=True)
class _Origin:
    """Leads from the words of a passage on a page to the line of its catalog or its article."""

    workspace: Workspace
    plan: Plan
    _articles: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """By page: locale and article."""
    _lines: dict[str, dict[str, int]] = field(default_factory=dict)
    """By catalog: the words of its translations, and their lines."""
    _sources: dict[str, tuple[str, dict[str, int]]] = field(default_factory=dict)
    """By article: its path, the words of its passages, and their lines."""

    def of(self, page: str, words: str) -> tuple[str, int] | None:
        """The catalog and the line; those of the article for words that are in its language."""
        if not self._articles:
            self._articles = {
                page_file(article_address(name, language)): (language.locale, name)
                for name in self.plan.articles
                for language in self.plan.facts.languages
            }
        locale, name = self._articles.get(page, ("", ""))
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
