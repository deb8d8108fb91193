"""What the disk has of an article: its text and its catalogs, read a few articles at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.commands.workspace import Workspace
from pipeline.errors import ArticleError, CatalogError, PipelineError
from pipeline.model import Language
from pipeline.store import Found, decode


@dataclass(frozen=True, slots=True)
class CatalogInput:
    """One locale's catalog of an article, as it lies on the disk."""

    language: Language
    path: str
    data: bytes | None
    """None where there is no such file."""
    problem: str = ""
    """Why the file could not be read."""


@dataclass(frozen=True, slots=True)
class Input:
    """One article and its catalogs, in the order of the languages."""

    name: str
    path: str
    text: str
    catalogs: tuple[CatalogInput, ...]


@dataclass(slots=True)
class Inputs:
    """Reads articles with their catalogs in the given languages."""

    workspace: Workspace
    languages: Sequence[Language]
    problems: list[PipelineError]
    """Takes the articles that cannot be read."""
    _there: dict[str, tuple[set[str], dict[str, str]]] = field(default_factory=dict)
    """By locale the catalogs that are there, and why some of them cannot be read."""

    def read(self, found: Sequence[Found]) -> list[Input]:
        """Those that can be read; each of the others is a problem."""
        project, bounds = self.workspace.project, self.workspace.config.bounds
        catalogs = self._catalogs(found)
        inputs = []
        read = project.read_many((one.path for one in found), bounds.article_bytes, ArticleError)
        for one, (path, data) in zip(found, read, strict=True):
            try:
                if isinstance(data, PipelineError):
                    raise data
                text = decode(data, path, ArticleError)
            except PipelineError as problem:
                self.problems.append(problem)
                continue
            inputs.append(Input(one.name, path, text, tuple(catalogs[one.name])))
        return inputs

    def _catalogs(self, found: Sequence[Found]) -> dict[str, list[CatalogInput]]:
        catalogs: dict[str, list[CatalogInput]] = {one.name: [] for one in found}
        limit = self.workspace.config.bounds.catalog_bytes
        for language in self.languages:
            there, refused = self._listed(language.locale)
            paths = {n: self.workspace.catalog_path(language.locale, n) for n in catalogs}
            wanted = [path for path in paths.values() if path in there]
            read = dict(self.workspace.project.read_many(wanted, limit, CatalogError))
            for name, files in catalogs.items():
                path = paths[name]
                data = read.get(path)
                problem = refused.get(path, "")
                if isinstance(data, PipelineError):
                    problem, data = data.message, None
                files.append(CatalogInput(language, path, data, problem))
        return catalogs

    def _listed(self, locale: str) -> tuple[set[str], dict[str, str]]:
        if locale not in self._there:
            listed = self.workspace.project.catalogs(self.workspace.config, locale)
            refused = {problem.path: str(problem.message) for problem in listed.problems}
            self._there[locale] = {one.path for one in listed.found}, refused
        return self._there[locale]
