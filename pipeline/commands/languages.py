"""The languages of a project, from its settings or its folders."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.cache import FragmentCache
from pipeline.commands.versions import hash_of, program_digest
from pipeline.config import Config
from pipeline.errors import ConfigError, PipelineError
from pipeline.locales import language
from pipeline.model import Language
from pipeline.store import Project


@dataclass(frozen=True, slots=True)
class Languages:
    """The source language, and those that articles are translated into."""

    source: Language
    others: tuple[Language, ...]
    problems: tuple[PipelineError, ...] = ()
    """Folders below `locales` that cannot be used."""


def open_languages(project: Project, config: Config, cache: FragmentCache | None) -> Languages:
    """The configured languages; without any, those that have a folder below `locales`.

    With a cache, CLDR is asked once: its files take longer to load than a page to render.
    """
    if cache is None:
        return _open(project, config)
    folders = () if config.languages else project.locales(config)
    key = f"g:{hash_of(program_digest(), config.source_language, config.languages, folders)}"
    known = cache.get_blobs([key]).get(key)
    if known is not None:
        found: Languages = pickle.loads(known)
        return found
    made = _open(project, config)
    if not made.problems:
        cache.put_blobs({key: pickle.dumps(made, pickle.HIGHEST_PROTOCOL)})
    return made


def _open(project: Project, config: Config) -> Languages:
    source = source_language(config)
    problems: list[PipelineError] = []
    if config.languages:
        names: Iterable[str] = config.languages
    else:
        found = project.locales(config)
        problems.extend(found.problems)
        names = (one.name for one in found.found)
    languages = []
    for name in names:
        if name == config.source_language:
            continue
        try:
            languages.append(_language(config, name))
        except ConfigError as error:
            if config.languages:
                raise
            problems.append(
                ConfigError(error.message, path=f"{config.locales}/{name}", hint=error.hint)
            )
    _refuse_twins((source, *languages))
    return Languages(source, tuple(languages), tuple(problems))


def source_language(config: Config) -> Language:
    """The language that articles are written in."""
    return _language(config, config.source_language)


def _language(config: Config, locale: str) -> Language:
    return language(locale, config.languages.get(locale, {}))


def _refuse_twins(languages: Sequence[Language]) -> None:
    """Two languages must not share what tells them apart on the site."""
    for fact in ("tag", "url", "autonym"):
        seen: dict[str, Language] = {}
        for one in languages:
            value = str(getattr(one, fact)).casefold()
            if value in seen:
                raise ConfigError(
                    f"`{seen[value].locale}` and `{one.locale}` have the same {fact} {value!r}",
                    hint=f"give one of them another `{fact}` in [tool.pipeline.languages]",
                )
            seen[value] = one
