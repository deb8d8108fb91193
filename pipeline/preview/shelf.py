"""Articles and catalogs as they were when they could last be read, and what is wrong with them now.

An editor may truncate a file before it writes it, or replace it by another: what cannot be read is
at first taken for half-saved, and only when it stays so for a fraction of a second for broken.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.errors import ArticleError, CatalogError, PipelineError
from pipeline.model import Catalog, Finding, Language, Severity
from pipeline.preview.desk import Desk, Findings, Opened
from pipeline.preview.surroundings import Surroundings
from pipeline.store import Found, decode

_MOST_ARTICLES = 100
"""Compiled articles that are kept; the others are compiled again when somebody looks at them."""
_MOST_PROBLEMS = 5
"""Of one file: the first is what somebody will mend."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What cannot be read at the moment, and what to do about it."""

    path: str
    line: int
    message: str
    remedy: str = ""
    article: str = ""
    """The article that it concerns; all of them when empty."""
    locale: str = ""
    """The language that it concerns; all of them when empty."""

    @classmethod
    def of(cls, error: PipelineError, article: str = "", locale: str = "") -> Problem:
        """What an error says."""
        return cls(error.path, error.line, error.message, error.hint, article, locale)

    @classmethod
    def found(cls, one: Finding, article: str) -> Problem:
        """What a finding says."""
        return cls(one.path, one.line, one.message, one.hint, article, one.locale)


@dataclass(frozen=True, slots=True)
class Held:
    """A catalog as it could last be read."""

    catalog: Catalog | None = None
    file: Findings = ()
    problems: tuple[Problem, ...] = ()
    """Why it cannot be read now."""

    @property
    def filled(self) -> bool:
        """Whether there is anything in it."""
        return self.catalog is not None and bool(self.catalog.entries)


class Shelf:
    """Reads articles and catalogs of one project, and remembers the last good state of each."""

    def __init__(self, around: Surroundings, desk: Desk) -> None:
        self.around = around
        self._desk = desk
        self._found: dict[str, Found] = {}
        self._opened: OrderedDict[str, Opened] = OrderedDict()
        self._broken: dict[str, Problem] = {}
        self._held: dict[tuple[str, str], Held] = {}
        self.list(around)

    def list(self, around: Surroundings) -> None:
        """Take the articles that there are now; what is gone is forgotten."""
        self.around = around
        self._found = {one.name: one for one in around.sources.articles}
        for name in set(self._broken) - set(self._found):
            del self._broken[name]
        for name in set(self._opened) - set(self._found):
            del self._opened[name]
        self._held = {key: one for key, one in self._held.items() if key[0] in self._found}

    @property
    def articles(self) -> tuple[str, ...]:
        """The names of all articles, in order."""
        return tuple(self._found)

    def opened(self, name: str) -> Opened | None:
        """An article as it could last be read; None where it never could."""
        if name not in self._found:
            return None
        if name not in self._opened and name not in self._broken:
            self._open(name)
        if name in self._opened:
            self._opened.move_to_end(name)
        return self._opened.get(name)

    def open_again(self, name: str, *, final: bool) -> bool:
        """Read an article that changed; False if it looks half-saved, and is left as it was."""
        known = name in self._opened
        before = self._broken.get(name)
        if self._open(name) or final or not known:
            return True
        if before is None:
            del self._broken[name]
        else:
            self._broken[name] = before
        return False

    def _open(self, name: str) -> bool:
        found = self._found[name]
        try:
            limit = self.around.config.bounds.article_bytes
            data = self.around.project.read(found.path, limit, ArticleError)
            text = decode(data, found.path, ArticleError)
            self._opened[name] = self._desk.open(name, found.path, text)
        except PipelineError as error:
            self._broken[name] = Problem.of(error, article=name)
            return False
        self._broken.pop(name, None)
        self._opened.move_to_end(name)
        if len(self._opened) > _MOST_ARTICLES:
            self._opened.popitem(last=False)
        return True

    def held(self, name: str, language: Language) -> Held:
        """A catalog as it could last be read."""
        key = (name, language.locale)
        if key not in self._held:
            self._held[key] = self._read(name, language, Held())
        return self._held[key]

    def read_again(self, name: str, language: Language, *, final: bool) -> bool:
        """Read a catalog that changed; False if it looks half-saved, and is left as it was."""
        key = (name, language.locale)
        if key not in self._held:
            return True
        before = self._held[key]
        now = self._read(name, language, before)
        if not final and (now.problems or (before.filled and not now.filled)):
            return False
        self._held[key] = now
        return True

    def _read(self, name: str, language: Language, before: Held) -> Held:
        path = self.around.catalog_path(language.locale, name)
        project = self.around.project
        try:
            limit = self.around.config.bounds.catalog_bytes
            data = project.read(path, limit, CatalogError) if project.exists(path) else None
        except PipelineError as error:
            wrong = Problem.of(error, article=name, locale=language.locale)
            return Held(before.catalog, before.file, (wrong,))
        catalog, file = self._desk.read(data, path, language)
        errors = [one for one in file if one.severity is Severity.ERROR]
        if errors:
            problems = tuple(Problem.found(one, name) for one in errors[:_MOST_PROBLEMS])
            return Held(before.catalog, file, problems)
        return Held(catalog, file)

    def problems(self) -> Iterator[Problem]:
        """What cannot be read at the moment."""
        yield from self._broken.values()
        for held in self._held.values():
            yield from held.problems
