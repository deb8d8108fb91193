"""What all pages of a preview share: settings, languages, theme, the words of the furniture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pipeline.catalog import Kept
from pipeline.checks import Glossary, parse_glossary
from pipeline.config import Config
from pipeline.errors import ConfigError, PipelineError
from pipeline.model import EditionState, Entry, Language
from pipeline.preview.editors import check_editor
from pipeline.preview.pseudo import LANGUAGES, pseudo_catalog
from pipeline.site import (
    RENDERED,
    Interface,
    SiteFacts,
    Theme,
    asset_address,
    in_order,
    make_interface_template,
    read_manifest,
)
from pipeline.store import Found, Project, Sources

INTERFACE = "interface"
"""The domain of the page furniture's own words."""
PSEUDO = frozenset(one.locale for one in LANGUAGES)
_NOWHERE = "http://preview.invalid"
"""The base URL of a project that has none yet; nothing but canonical addresses shows it."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A project as the commands open it, handed in by whoever starts the preview."""

    project: Project
    config: Config
    source: Language
    languages: tuple[Language, ...]
    """Those that articles are translated into."""
    kept: Kept
    theme: Theme
    interfaces: Mapping[str, Interface]
    problems: tuple[PipelineError, ...] = ()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """One state of everything that is no article and no catalog of one."""

    project: Project
    config: Config
    source: Language
    languages: tuple[Language, ...]
    """In fixed order, the source first, the made-up ones last."""
    kept: Kept
    theme: Theme
    interfaces: Mapping[str, Interface]
    words: Mapping[str, Mapping[str, str]]
    """For each locale the renderer's own words in it."""
    glossaries: Mapping[str, Glossary]
    was: Mapping[tuple[str, str], EditionState]
    """(article, locale) to its state in the last publication."""
    sources: Sources
    facts: SiteFacts
    files: Mapping[str, str] = field(default_factory=dict)
    """Address below the base of each file beside the articles, to its path from the root."""
    problems: tuple[PipelineError, ...] = ()

    @property
    def translations(self) -> tuple[Language, ...]:
        """The languages that somebody translates into."""
        return tuple(
            one
            for one in self.languages
            if one.locale not in PSEUDO and one.locale != self.source.locale
        )

    def interface_of(self, path: str) -> str:
        """The locale whose words of the furniture are in a file; empty for any other file."""
        for one in self.languages:
            if path == self.catalog_path(one.locale, INTERFACE):
                return one.locale
        return ""

    def catalog_path(self, locale: str, article: str) -> str:
        """Where the catalog of an article is, from the project's root."""
        return f"{self.config.locales}/{locale}/LC_MESSAGES/{article}.po"


def surround(loaded: Loaded, *, pseudo: bool) -> Surroundings:
    """Everything around the articles; raises PipelineError where a preview makes no sense."""
    config, project = loaded.config, loaded.project
    check_editor(config.preview.editor)
    interfaces = dict(loaded.interfaces)
    languages = in_order((loaded.source, *loaded.languages), loaded.source.locale)
    if pseudo:
        languages = (*languages, *LANGUAGES)
        interfaces |= {one.locale: _pseudo_interface(one, loaded) for one in LANGUAGES}
    sources = project.sources(config)
    glossaries, wrong = _glossaries(project, config, languages)
    assets, files = _assets(project, sources.attachments)
    facts = SiteFacts(
        base_url=config.base_url or _NOWHERE,
        source=loaded.source,
        languages=languages,
        settings=config.site,
        site_name=config.site_name,
        stylesheet=loaded.theme.stylesheet_address,
        script=loaded.theme.script_address,
        assets=assets,
    )
    return Surroundings(
        project=project,
        config=config,
        source=loaded.source,
        languages=languages,
        kept=loaded.kept,
        theme=loaded.theme,
        interfaces=interfaces,
        words={one.locale: _words(interfaces[one.locale]) for one in languages},
        glossaries=glossaries,
        was=_published(project, config),
        sources=sources,
        facts=facts,
        files=files,
        problems=(*loaded.problems, *sources.problems, *wrong),
    )


def keep_words(around: Surroundings, before: Surroundings) -> Surroundings:
    """The surroundings with the earlier words of those languages whose new ones cannot be read."""
    broken = {around.interface_of(one.path) for one in around.problems}
    kept = broken & before.interfaces.keys() & around.interfaces.keys()
    return replace(
        around,
        interfaces={**around.interfaces, **{one: before.interfaces[one] for one in kept}},
        words={**around.words, **{one: before.words[one] for one in kept}},
    )


def list_again(around: Surroundings) -> Surroundings:
    """The surroundings with the folder of articles looked through once more."""
    sources = around.project.sources(around.config)
    assets, files = _assets(around.project, sources.attachments)
    others = tuple(one for one in around.problems if one not in around.sources.problems)
    return replace(
        around,
        sources=sources,
        facts=replace(around.facts, assets=assets),
        files=files,
        problems=(*others, *sources.problems),
    )


def _pseudo_interface(language: Language, loaded: Loaded) -> Interface:
    template = make_interface_template(loaded.theme.templates)
    name = Entry(loaded.config.site_name)
    template = replace(template, entries=(*template.entries, *((name,) if name.msgid else ())))
    return Interface(
        language,
        [pseudo_catalog(template, language)],
        messages=loaded.theme.messages,
    )


def _words(interface: Interface) -> dict[str, str]:
    return {one.msgid: interface.gettext(one.msgid) for one in RENDERED if not one.plural}


def _glossaries(
    project: Project, config: Config, languages: tuple[Language, ...]
) -> tuple[dict[str, Glossary], list[PipelineError]]:
    glossaries, problems = {}, []
    for one in languages:
        path = f"{config.locales}/{one.locale}/glossary.tsv"
        try:
            if project.exists(path):
                text = project.text(path, kind=ConfigError)
                glossaries[one.locale] = parse_glossary(text, path)
        except PipelineError as error:
            problems.append(error)
    return glossaries, problems


def _assets(
    project: Project, attachments: tuple[Found, ...]
) -> tuple[dict[str, str], dict[str, str]]:
    """Name to address, and address to path; an address changes when its file does."""
    assets, files = {}, {}
    for one in attachments:
        try:
            status = (project.root / one.path).lstat()
        except OSError:
            continue
        mark = f"{status.st_size} {status.st_mtime_ns}".encode()
        assets[one.name] = address = asset_address(one.name, mark)
        files[address] = one.path
    return assets, files


def _published(project: Project, config: Config) -> dict[tuple[str, str], EditionState]:
    """The states of the last publication: the gate is kinder to what readers already have."""
    data = project.previous(config.output).read("manifest.json") or b""
    before = read_manifest(data.decode("utf-8", "replace"))
    return {key: one.state for key, one in before.items()}
