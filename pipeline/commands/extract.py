"""`extract`: source articles -> templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.catalog import format_catalog
from pipeline.commands.cutting import Cut, Cuts, cut_articles
from pipeline.commands.workspace import INTERFACE, Workspace
from pipeline.errors import ConfigError, PipelineError
from pipeline.model import Catalog
from pipeline.site import Theme, site_messages_template
from pipeline.store import WORKING


@dataclass(frozen=True, slots=True)
class Extracted:
    """What an extraction changed, or would change."""

    cuts: tuple[Cut, ...]
    """The templates of the articles."""
    interface: Catalog | None
    """That of the site's own interface; None where only some articles were named."""
    theme: Theme
    written: tuple[str, ...]
    """Paths of the templates that are new or different."""
    removed: tuple[str, ...]
    """Paths of templates whose article is gone."""
    problems: tuple[PipelineError, ...]

    def templates(self) -> dict[str, Catalog]:
        """Domain to template, the site's own interface included."""
        found = {one.name: one.template for one in self.cuts}
        return found if self.interface is None else found | {INTERFACE: self.interface}


def extract(workspace: Workspace, names: Sequence[str] = (), *, check: bool = False) -> Extracted:
    """Write the templates of the named articles, or of all; with `check` write nothing.

    Law: a second extraction writes nothing.
    """
    project = workspace.project
    cut = cut_articles(workspace, names, remember=not check or project.exists(WORKING))
    theme = open_theme(workspace)
    wanted = {workspace.template_path(one.name): one.data for one in cut.cuts}
    interface = None
    if not names:
        interface = site_messages_template(theme, workspace.config.site_name)
        wanted[workspace.template_path(INTERFACE)] = format_catalog(interface)
    problems = list(cut.problems)
    there = [path for path in sorted(wanted) if project.exists(path)]
    for path, data in project.read_many(there):
        if isinstance(data, PipelineError):
            problems.append(data)
            del wanted[path]
        elif data == wanted[path]:
            del wanted[path]
    written = sorted(wanted)
    if not check:
        done = project.write_each({path: wanted[path] for path in written})
        problems += [one for one in done if isinstance(one, PipelineError)]
        written = [one for one in done if one and isinstance(one, str)]
    removed = () if names else _orphans(workspace, cut)
    for path in () if check else removed:
        project.remove(path)
    return Extracted(cut.cuts, interface, theme, tuple(written), removed, tuple(problems))


def open_theme(workspace: Workspace) -> Theme:
    """The program's theme with the files of the site's `theme/` folder in their places."""
    found = workspace.project.theme(workspace.config)
    for problem in found.problems:
        raise problem
    texts = {one.name: workspace.project.text(one.path, kind=ConfigError) for one in found.found}
    return Theme(texts, workspace.config.site.theme)


def _orphans(workspace: Workspace, cut: Cuts) -> tuple[str, ...]:
    """Templates whose article is gone; that of an article that cannot be read stays."""
    alive = {one.name for one in cut.sources.articles} | {INTERFACE}
    there = workspace.project.templates(workspace.config).found
    return tuple(one.path for one in there if one.name not in alive)
