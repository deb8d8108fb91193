"""`update`: bring the catalogs of every language up to date with the English of today."""

from __future__ import annotations

import contextlib
import gc
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from pipeline.catalog import (
    Asked,
    Memory,
    Updated,
    Vocabulary,
    find_renames,
    format_catalog,
    lost,
    read_again,
    read_catalog,
    update_catalog,
)
from pipeline.commands.extract import Extracted, extract
from pipeline.commands.workspace import INTERFACE, Workspace
from pipeline.errors import CatalogError, PipelineError
from pipeline.model import Catalog, Language
from pipeline.site import with_overrides
from pipeline.store import Change

COUNTS = ("kept", "moved", "carried", "fuzzy", "new", "obsolete", "words_left")
"""What an update counts, by the names of `Updated`."""
Problems: TypeAlias = list[PipelineError]
Catalogs: TypeAlias = tuple[dict[str, tuple[bytes, Catalog]], Problems]
"""The catalogs of one language by path, and what is wrong with the others."""


@dataclass(frozen=True, slots=True)
class LanguageUpdate:
    """What became of the catalogs of one language."""

    language: Language
    counts: Mapping[str, int] = field(default_factory=dict)
    """What became of the texts, over all catalogs, by the names of `Updated`."""
    catalogs: tuple[Catalog, ...] = ()
    """After a check what the catalogs would be; after an update none, because they are large."""
    written: tuple[str, ...] = ()
    problems: tuple[PipelineError, ...] = ()


@dataclass(frozen=True, slots=True)
class UpdateReport:
    """What an update changed, or would change."""

    extracted: Extracted
    languages: tuple[LanguageUpdate, ...]
    renamed: Mapping[str, str]
    """Domain to the one whose catalogs it took over: their article has a new name."""
    unclaimed: tuple[str, ...]
    """Catalogs whose article is gone; they stay until somebody removes them."""

    @property
    def problems(self) -> tuple[PipelineError, ...]:
        """Everything that could not be read or written."""
        return (*self.extracted.problems, *(p for one in self.languages for p in one.problems))

    @property
    def changed(self) -> tuple[str, ...]:
        """Every file that is, or would be, another one."""
        templates = (*self.extracted.written, *self.extracted.removed)
        return (*templates, *(path for one in self.languages for path in one.written))


def update(
    workspace: Workspace,
    names: Sequence[str] = (),
    locales: Sequence[str] = (),
    *,
    check: bool = False,
) -> UpdateReport:
    """Extract, then update the catalogs of the chosen languages; with `check` write nothing.

    Law: no translator's word is lost, and a second run changes no byte.
    """
    extracted = extract(workspace, names, check=check)
    every = extracted if not names else extract(workspace, check=True)
    languages = workspace.chosen(locales)
    with _no_collection():
        if check:
            return _Update(workspace, extracted, every, write=False).run(languages)
        with workspace.project.updating(workspace.config):
            return _Update(workspace, extracted, every, write=True).run(languages)


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    """Leave the garbage collector off: catalogs hold no cycles, and to look for some in a hundred
    thousand entries again and again is a tenth of the whole time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


class _Update:
    """One update of some languages."""

    def __init__(
        self, workspace: Workspace, extracted: Extracted, every: Extracted, *, write: bool
    ) -> None:
        self.workspace = workspace
        self.extracted = extracted
        self.every = every
        """What all articles hold, also where only some are updated: the memory must know."""
        self.write = write
        self.renamed: dict[str, str] = {}
        self.templates = extracted.templates()
        self.asked = {name: Asked(one) for name, one in self.templates.items()}
        some = self.templates if every is extracted else every.templates()
        self.alive = some.keys()
        self.present = frozenset(one.key for template in some.values() for one in template.entries)
        self.vocabulary = Vocabulary()

    def run(self, languages: Sequence[Language]) -> UpdateReport:
        gone, paths = self._gone(languages)
        # One language at a time is in memory, but where articles may have new names: which they
        # are is asked of all languages.
        read = {one.locale: read_catalogs(self.workspace, one) for one in languages if gone}
        self.renamed = self._renames(read, gone) if gone else {}
        done = tuple(
            self._language(one, *(read.get(one.locale) or read_catalogs(self.workspace, one)))
            for one in languages
        )
        taken = set(self.renamed.values())
        unclaimed = tuple(path for name, path in paths if name not in taken)
        return UpdateReport(self.extracted, done, self.renamed, unclaimed)

    def _gone(self, languages: Sequence[Language]) -> tuple[set[str], list[tuple[str, str]]]:
        """Domains that have catalogs and no article, and the paths of those catalogs."""
        config = self.workspace.config
        # What an article that cannot be read holds is not known: its catalogs are left alone.
        broken = {
            problem.path.removeprefix(f"{config.source}/").removesuffix(".md")
            for problem in self.every.problems
        }
        alive = {*self.alive, *broken, INTERFACE}
        paths = [
            (one.name, one.path)
            for language in languages
            for one in self.workspace.project.catalogs(config, language.locale).found
            if one.name not in alive
        ]
        return {name for name, _ in paths}, paths

    def _renames(self, read: Mapping[str, Catalogs], gone: set[str]) -> dict[str, str]:
        """Articles with a new name: catalogs of the old name hold most of their words."""
        path = self.workspace.catalog_path
        catalogs = {
            name: [
                some[path(locale, name)][1]
                for locale, (some, _) in read.items()
                if path(locale, name) in some
            ]
            for name in sorted(gone)
        }
        new = {
            domain: template
            for domain, template in self.templates.items()
            if not any(path(locale, domain) in some for locale, (some, _) in read.items())
        }
        return find_renames(catalogs, new) if catalogs and new else {}

    def _language(
        self, language: Language, read: Mapping[str, tuple[bytes, Catalog]], problems: Problems
    ) -> LanguageUpdate:
        catalogs = (catalog for _, catalog in read.values())
        memory = Memory.of(catalogs, self.present, self.vocabulary)
        counts: Counter[str] = Counter()
        made: list[Catalog] = []
        changes: list[Change] = []
        for domain in sorted(self.templates):
            try:
                result = self._catalog(domain, language, read, memory)
            except PipelineError as error:
                problems.append(error)
                continue
            if result is not None:
                updated, change = result
                counts.update({name: getattr(updated, name) for name in COUNTS})
                changes += [change] if change else []
                if not self.write:
                    made.append(updated.catalog)
        if not self.write:
            written = tuple(one.path for one in changes)
            return LanguageUpdate(language, counts, tuple(made), written, tuple(problems))
        done = []
        for outcome in self.workspace.project.save_many(changes):
            if isinstance(outcome, PipelineError):
                problems.append(outcome)
            elif outcome:
                done.append(outcome)
        self._remove_renamed(language, read, done)
        return LanguageUpdate(language, counts, (), tuple(done), tuple(problems))

    def _catalog(
        self,
        domain: str,
        language: Language,
        read: Mapping[str, tuple[bytes, Catalog]],
        memory: Memory,
    ) -> tuple[Updated, Change | None] | None:
        """What becomes of one catalog; None where nothing is to be done, or can be."""
        path = self.workspace.catalog_path(language.locale, domain)
        was, catalog = read.get(path, (None, None))
        if catalog is None and self.workspace.project.exists(path):
            return None  # it cannot be read, and that has been said
        if catalog is None and domain in self.renamed:
            old = self.workspace.catalog_path(language.locale, self.renamed[domain])
            catalog = replace(read[old][1], path=path) if old in read else None
        asked = self.asked[domain]
        if domain == INTERFACE:
            theme = self.extracted.theme
            asked = Asked(with_overrides(asked.template, catalog, theme))
        if catalog is None and not asked.entries:
            return None
        kept = self.workspace.kept
        result = update_catalog(asked, catalog, language, memory, kept, path=path)
        if result.catalog is catalog and was is not None:
            return result, None
        data = format_catalog(result.catalog)
        if data == was:
            return result, None
        _refuse_loss(catalog, data, path)
        return result, Change(path, data, was)

    def _remove_renamed(
        self, language: Language, read: Mapping[str, object], written: Sequence[str]
    ) -> None:
        """Take away the catalogs whose every word now stands under a new name."""
        for new, old in self.renamed.items():
            path = self.workspace.catalog_path(language.locale, old)
            if path in read and self.workspace.catalog_path(language.locale, new) in written:
                self.workspace.project.remove(path)


def read_catalogs(workspace: Workspace, language: Language) -> Catalogs:
    """The catalogs of one language by path, and what is wrong with those that cannot be read."""
    found = workspace.project.catalogs(workspace.config, language.locale)
    problems = list(found.problems)
    read = {}
    limit = workspace.config.bounds.catalog_bytes
    paths = [one.path for one in found.found]
    for path, data in workspace.project.read_many(paths, limit, CatalogError):
        try:
            if isinstance(data, PipelineError):
                raise data
            read[path] = (data, read_catalog(data, path))
        except PipelineError as error:
            problems.append(error)
    return read, problems


def _refuse_loss(before: Catalog | None, data: bytes, path: str) -> None:
    """The last guard: what is about to be written is read again and compared."""
    if before is None:
        read_catalog(data, path)
        return
    gone = lost(before, read_again(data, before))
    if gone:
        raise CatalogError(
            f"the update would have lost {gone[0]}, so the file was left as it is",
            path=path,
            hint="this is a defect of the program: please report it with the file",
        )
