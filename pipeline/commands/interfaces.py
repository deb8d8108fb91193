"""The words of the page furniture in every language of a project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.catalog import read_catalog
from pipeline.commands.workspace import INTERFACE, Workspace, load_catalog
from pipeline.errors import PipelineError
from pipeline.model import Catalog, Language
from pipeline.site import RENDERED, Interface, Theme, interface_messages, shipped_interface


@dataclass(frozen=True, slots=True)
class Interfaces:
    """The theme and, for each language with the source, its words."""

    theme: Theme
    of: Mapping[str, Interface]
    """By locale."""
    problems: tuple[PipelineError, ...] = ()


def open_interfaces(workspace: Workspace) -> Interfaces:
    """Read the interface of every language: the site's own catalog first, then the program's."""
    from pipeline.commands.extract import open_theme

    theme = open_theme(workspace)
    messages = interface_messages(theme, workspace.config.site_name)
    problems: list[PipelineError] = []
    of = {}
    for language in (workspace.source, *workspace.languages):
        catalogs = []
        try:
            own = load_catalog(workspace, workspace.catalog_path(language.locale, INTERFACE))
            if own:
                catalogs.append(own[1])
        except PipelineError as problem:
            problems.append(problem)
        catalogs.extend(_shipped(language))
        of[language.locale] = Interface(language, catalogs, messages=messages)
    return Interfaces(theme, of, tuple(problems))


def renderer_words(interface: Interface) -> dict[str, str]:
    """What the renderer itself puts on a page, such as titles of admonitions, in one language."""
    return {one.msgid: interface.gettext(one.msgid) for one in RENDERED if not one.plural}


def _shipped(language: Language) -> list[Catalog]:
    data = shipped_interface(language.locale)
    return [read_catalog(data, f"interface/{language.locale}.po")] if data else []
