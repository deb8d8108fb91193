"""The words of the page furniture in every language of a project."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.cache import FragmentCache
from pipeline.catalog import read_catalog
from pipeline.commands.versions import hash_of, program_digest
from pipeline.commands.workspace import INTERFACE, Workspace
from pipeline.errors import CatalogError, PipelineError
from pipeline.model import Catalog, Language
from pipeline.site import (
    RENDERED,
    Interface,
    Message,
    Theme,
    interface_messages,
    shipped_interface,
)


@dataclass(frozen=True, slots=True)
class Interfaces:
    """The theme and, for each language with the source, its words."""

    theme: Theme
    of: Mapping[str, Interface]
    """By locale."""
    problems: tuple[PipelineError, ...] = ()
    messages: tuple[Message, ...] = ()
    """What the theme's pages say, the name of the site included."""


def open_interfaces(workspace: Workspace, cache: FragmentCache | None = None) -> Interfaces:
    """Read the interface of every language: the site's own catalog first, then the program's.

    With a cache, catalogs and templates are only read through again where one has changed.
    """
    from pipeline.commands.extract import open_theme

    theme, own = open_theme(workspace), _Own(workspace)
    if own.problems or cache is None:
        return _read(workspace, theme, own)
    said = (program_digest(), theme.digest, workspace.config.site_name, own.languages, own.catalogs)
    key = f"i:{hash_of(*said)}"
    known = cache.get_blobs([key]).get(key)
    if known is not None:
        messages, of = pickle.loads(known)
        return Interfaces(theme, of, (), messages)
    made = _read(workspace, theme, own)
    if not made.problems:
        packed = pickle.dumps((made.messages, made.of), pickle.HIGHEST_PROTOCOL)
        cache.put_blobs({key: packed})
    return made


def renderer_words(interface: Interface) -> dict[str, str]:
    """What the renderer itself puts on a page, such as titles of admonitions, in one language."""
    return {one.msgid: interface.gettext(one.msgid) for one in RENDERED if not one.plural}


@dataclass(slots=True)
class _Own:
    """The bytes of a site's own interface catalogs."""

    workspace: Workspace
    languages: tuple[Language, ...] = ()
    catalogs: dict[str, bytes] = field(default_factory=dict)
    """By path; only those that are there."""
    problems: list[PipelineError] = field(default_factory=list)

    def __post_init__(self) -> None:
        workspace = self.workspace
        project, limit = workspace.project, workspace.config.bounds.catalog_bytes
        self.languages = (workspace.source, *workspace.languages)
        for language in self.languages:
            path = workspace.catalog_path(language.locale, INTERFACE)
            try:
                if project.exists(path):
                    self.catalogs[path] = project.read(path, limit, CatalogError)
            except PipelineError as problem:
                self.problems.append(problem)


def _read(workspace: Workspace, theme: Theme, own: _Own) -> Interfaces:
    messages = interface_messages(theme, workspace.config.site_name)
    problems = list(own.problems)
    of = {}
    for language in own.languages:
        path = workspace.catalog_path(language.locale, INTERFACE)
        catalogs = []
        try:
            if path in own.catalogs:
                catalogs.append(read_catalog(own.catalogs[path], path))
        except PipelineError as problem:
            problems.append(problem)
        catalogs.extend(_shipped(language))
        of[language.locale] = Interface(language, catalogs, messages=messages)
    return Interfaces(theme, of, tuple(problems), messages)


def _shipped(language: Language) -> list[Catalog]:
    data = shipped_interface(language.locale)
    return [read_catalog(data, f"interface/{language.locale}.po")] if data else []
