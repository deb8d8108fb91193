"""An article whose finished pages have errors costs itself alone: it is held back.

Where its readers have pages already, they keep them as they were published last; where they have
none, they get none. The site is planned anew without it, so that no list and no link names it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from pipeline.commands.planning import HELD, Pages, Plan
from pipeline.commands.survey import Survey, Surveyed
from pipeline.commands.workspace import Workspace
from pipeline.errors import ArticleError, CatalogError, PipelineError
from pipeline.model import LINKED, EditionState, Finding, Severity
from pipeline.site import Before, article_path
from pipeline.site.validate import SITE_RULES
from pipeline.store import Staging
from pipeline.tasks import Outline

Key: TypeAlias = tuple[str, str]
"""(article, locale); that of the source language stands for the whole article."""

ROUNDS: Final = 6
"""How often a site is made without what had errors; what is wrong then stops it."""

_OF_THE_SITE: Final = frozenset(one.id for one in SITE_RULES if one.family == "C")
"""Rules on how editions name each other: no article has such an error, only the program."""
_BETWEEN: Final = frozenset(one.id for one in SITE_RULES if one.family == "W")
"""Rules on what leads to other pages: an error may follow from what is wrong with those."""
_TAG = re.compile(r"</?[a-z][a-z0-9-]*", re.IGNORECASE)
_NEW_LINE = re.compile(r"\r\n|\r|\n")
_NOTE = re.compile(r"#fnref\d*:(.+)")
MOST: Final = 20
"""Errors that are told of one page: one that is never closed may tear all that follows."""
_SHORT: Final = 4
"""Characters of a line that are too few to tell it from others."""


@dataclass(frozen=True, slots=True)
class Held:
    """What is held back of a site, and the errors that did it."""

    errors: Mapping[Key, tuple[Finding, ...]] = field(default_factory=dict)

    def more(
        self, faults: Iterable[Finding], plan: Plan, home: Callable[[Finding], Finding]
    ) -> Held:
        """This, and what the errors of a finished site hold back beside it.

        Where each article has errors they come from the frame around all: nothing is added.
        `home` leads an error to the file that somebody has to mend.
        """
        errors = [
            one
            for one in faults
            if one.severity is Severity.ERROR and one.article and one.rule not in _OF_THE_SITE
        ]
        own = [one for one in errors if one.rule not in _BETWEEN]
        # The page of an article at a language's home lists the others, with their faults.
        alone = [one for one in own if article_path(one.article)]
        for some in (alone, own, errors):
            if more := self._with(some, plan, home):
                return more
        return self

    def _with(
        self, errors: Iterable[Finding], plan: Plan, home: Callable[[Finding], Finding]
    ) -> Held | None:
        """This and what these errors hold back; None where that is nothing more."""
        locales = {one.tag: one.locale for one in plan.facts.languages}
        source = plan.facts.source.locale
        found: dict[Key, list[Finding]] = {}
        for one in errors:
            found.setdefault((one.article, locales.get(one.locale, source)), []).append(one)
        whole = {name for name, locale in (*self.errors, *found) if locale == source}
        if whole >= plan.articles.keys():
            return None
        fresh = {
            key: (*map(home, some[:MOST]), *some[MOST:])
            for key, some in found.items()
            if key not in self.errors and (key[1] == source or key[0] not in whole)
        }
        return Held({**self.errors, **fresh}) if fresh else None

    def without(self, found: Survey, before: Pages, source: str) -> Survey:
        """The survey as if what is held back could not be used."""
        held = frozenset(name for name, locale in self.errors if locale == source)
        rest = (
            replace(one, editions=tuple(self._shown(one, before)))
            for one in found.articles
            if one.name not in held
        )
        return replace(found, articles=tuple(rest), held=held) if self.errors else found

    def _shown(self, article: Surveyed, before: Pages) -> Iterator[Outline]:
        for one in article.editions:
            key = article.name, one.edition.locale
            yield _unusable(one, before.get(key)) if key in self.errors else one

    def findings(self) -> Iterator[Finding]:
        """The errors, the first ones of each page."""
        return (one for some in self.errors.values() for one in some[:MOST])

    def problems(self, plan: Plan) -> Iterator[PipelineError]:
        """A sentence on each article and edition that is held back: what became of it."""
        shown = {(one.article, one.locale) for one in plan.editions() if one.state in LINKED}
        source = plan.facts.source.locale
        for (name, locale), errors in self.errors.items():
            many = "an error" if len(errors) == 1 else f"{len(errors):,} errors"
            whole = locale == source
            what = "this article is held back, for its page has" if whole else "its page has"
            kept = "readers keep what was published last" if (name, locale) in shown else ""
            kind = ArticleError if whole else CatalogError
            yield kind(
                f"{what} {many}" + ("" if whole else " and is held back"),
                path=errors[0].path,
                hint=f"{kept or 'nobody can read it'} until that is mended",
            )


def _unusable(one: Outline, was: Before | None) -> Outline:
    """An edition as it is treated when its catalog cannot be used."""
    carried = was is not None and was.state in LINKED
    edition = replace(
        one.edition,
        state=was.state if was is not None and carried else EditionState.WITHHELD,
        reasons=(HELD,),
        unusable=True,
        carried=carried,
    )
    return replace(one, edition=edition, settled=False)


@dataclass(frozen=True, slots=True)
class Home:
    """Leads an error on a staged page to the file that somebody has to mend."""

    workspace: Workspace
    staging: Staging
    languages: Mapping[str, str]
    """By language tag the locale."""

    def of(self, one: Finding) -> Finding:
        """The finding at its article or its catalog, with the line where that is certain."""
        if not one.path.endswith((".html", ".htm")):
            return one
        locale = self.languages.get(one.locale, self.workspace.source.locale)
        path = self.workspace.catalog_path(locale, one.article)
        line = 0
        if locale == self.workspace.source.locale:
            path = self._articles().get(one.article, one.path)
            line = self._line(one, path)
        message = f"{one.message} ({one.path}:{one.line}:{one.column})"
        return replace(one, path=path, line=line, column=0, message=message)

    def _articles(self) -> dict[str, str]:
        sources = self.workspace.project.sources(self.workspace.config).articles
        return {one.name: one.path for one in sources}

    def _line(self, one: Finding, path: str) -> int:
        """The one line of the article that holds what the error is about; 0 where none is alone."""
        lines = _NEW_LINE.split(self.workspace.project.text(path, kind=ArticleError))
        page = self.staging.read(one.path).decode("utf-8", "replace").split("\n")
        here = page[one.line - 1].strip() if 0 < one.line <= len(page) else ""
        note = _NOTE.fullmatch(one.detail)
        tag = _TAG.search(one.message)
        for sign in (
            f"[^{note[1]}]:" if note else one.detail,
            here if len(here) > _SHORT else "",
            tag[0] if tag else "",
        ):
            found = [number for number, line in enumerate(lines, 1) if sign and sign in line]
            if len(found) == 1:
                return found[0]
        return 0
