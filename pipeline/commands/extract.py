"""`extract`: source articles -> templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.article import RULES_VERSION
from pipeline.catalog import format_catalog, make_template
from pipeline.commands.workspace import INTERFACE, Articles, Workspace, load_articles
from pipeline.errors import ConfigError, PipelineError
from pipeline.model import Article, Catalog
from pipeline.site import Theme, site_messages_template


@dataclass(frozen=True, slots=True)
class Extracted:
    """What an extraction changed, or would change."""

    articles: tuple[Article, ...]
    templates: dict[str, Catalog]
    """Domain to template, the site's own interface included."""
    theme: Theme
    written: tuple[str, ...]
    """Paths of the templates that are new or different."""
    removed: tuple[str, ...]
    """Paths of templates whose article is gone."""
    problems: tuple[PipelineError, ...]


def extract(workspace: Workspace, names: Sequence[str] = (), *, check: bool = False) -> Extracted:
    """Write the templates of the named articles, or of all; with `check` write nothing.

    Law: a second extraction writes nothing.
    """
    loaded = load_articles(workspace, names)
    theme = open_theme(workspace)
    templates = {one.name: make_template(one, RULES_VERSION) for one in loaded.articles}
    if not names:
        templates[INTERFACE] = site_messages_template(theme, workspace.config.site_name)
    project = workspace.project
    written, problems = [], list(loaded.problems)
    for domain, template in sorted(templates.items()):
        path = workspace.template_path(domain)
        data = format_catalog(template)
        try:
            if not project.exists(path) or project.read(path) != data:
                written.append(path)
                if not check:
                    project.write(path, data)
        except PipelineError as error:
            problems.append(error)
    removed = () if names else _orphans(workspace, loaded)
    for path in () if check else removed:
        project.remove(path)
    return Extracted(loaded.articles, templates, theme, tuple(written), removed, tuple(problems))


def open_theme(workspace: Workspace) -> Theme:
    """The program's theme with the files of the site's `theme/` folder in their places."""
    found = workspace.project.theme(workspace.config)
    for problem in found.problems:
        raise problem
    texts = {one.name: workspace.project.text(one.path, kind=ConfigError) for one in found.found}
    return Theme(texts, workspace.config.site.theme)


def _orphans(workspace: Workspace, loaded: Articles) -> tuple[str, ...]:
    """Templates whose article is gone; that of an article that cannot be read stays."""
    alive = {one.name for one in loaded.sources.articles} | {INTERFACE}
    there = workspace.project.templates(workspace.config).found
    return tuple(one.path for one in there if one.name not in alive)
