"""Which catalogs a command is to look at: named by path, by article, by folder or by language."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.commands.workspace import Workspace
from pipeline.errors import UsageError
from pipeline.model import Language


@dataclass(frozen=True, slots=True)
class Place:
    """One catalog that is looked at."""

    article: str
    """Its domain."""
    source: str
    """The path of its article; empty for the page furniture and where the article is gone."""
    language: Language
    path: str


def choose_places(
    workspace: Workspace, paths: Sequence[str], locales: Sequence[str]
) -> tuple[Place, ...]:
    """The catalogs that the caller named; all of them where nothing is named."""
    every = tuple(_places(workspace, workspace.chosen(locales)))
    if not paths:
        return every
    chosen: dict[Place, None] = {}
    for path in paths:
        plain = _from_root(path, workspace.project.root)
        found = [one for one in every if plain in ("", ".") or _names(plain, one)]
        if not found and not _is_ours(plain, workspace):
            raise UsageError(
                f"`{path}` is no catalog and no article of this project",
                hint="name a .po file, an article, or a folder of them",
            )
        chosen.update(dict.fromkeys(found))
    return tuple(one for one in every if one in chosen)


def _from_root(path: str, root: Path) -> str:
    """A path as it is from the project's root: editors and hooks name it from elsewhere."""
    plain = os.path.normpath(path)
    if not Path(plain).is_absolute() and (root / plain).exists() and not plain.startswith(".."):
        return Path(plain).as_posix()
    whole = Path(os.path.abspath(path))  # noqa: PTH100 -- `..` is taken off, links are not followed
    # A folder may be called by a name that leads to it by a link.
    for top, one in ((root, whole), (root.resolve(), whole.resolve())):
        if one.is_relative_to(top) and whole.exists():
            return one.relative_to(top).as_posix()
    return Path(plain).as_posix()


def _names(path: str, place: Place) -> bool:
    exact = path in (place.article, place.source, place.path)
    return exact or place.path.startswith(f"{path}/") or place.source.startswith(f"{path}/")


def _is_ours(path: str, workspace: Workspace) -> bool:
    """Whether a file lies where catalogs lie: templates, say, have nothing to be judged."""
    folders = (f"{workspace.config.locales}/", f"{workspace.config.source}/")
    return path.startswith(folders) and workspace.project.exists(path)


def _places(workspace: Workspace, languages: Sequence[Language]) -> Iterator[Place]:
    sources = {one.name: one.path for one in workspace.project.sources(workspace.config).articles}
    for language in languages:
        for name, source in sources.items():
            yield Place(name, source, language, workspace.catalog_path(language.locale, name))
        for one in workspace.project.catalogs(workspace.config, language.locale).found:
            if one.name not in sources:
                yield Place(one.name, "", language, one.path)
