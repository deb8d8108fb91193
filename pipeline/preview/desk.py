"""One article in one language, assessed again and again while somebody types.

The judgement is that of `publish`, made of the same functions; what differs is the memory: a unit
that did not change is not checked again, and a fragment that did not change is not rendered again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.article import Renderer, Skeleton, compile_article, read_article
from pipeline.catalog import Kept, read_catalog, reconcile
from pipeline.checks import Glossary, check_file, check_units
from pipeline.config import Config
from pipeline.edition import Circumstances, assess, circumstances, reject, show, source_edition
from pipeline.model import (
    Article,
    Catalog,
    Edition,
    EditionState,
    Finding,
    Language,
    Match,
    Passage,
    Scope,
    Severity,
    State,
    Unit,
)
from pipeline.preview.pseudo import pseudo_units

Findings = tuple[Finding, ...]
_MOST_FRAGMENTS = 200_000
_MOST_JUDGED = 400
"""Editions whose findings are remembered unit by unit."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A source article, cut and compiled."""

    article: Article
    skeleton: Skeleton


@dataclass(frozen=True, slots=True)
class Sheet:
    """One edition with all that lies behind it."""

    edition: Edition
    units: tuple[Unit, ...] = ()
    """One a segment; of the source edition too."""
    passages: tuple[Passage, ...] = ()
    found: tuple[Findings, ...] = ()
    """What the checks say of each unit."""
    file: Findings = ()
    """What they say of the catalog as a file."""
    path: str = ""
    """The catalog, whether it is there or not."""

    @property
    def findings(self) -> Findings:
        """All of them."""
        return (*self.file, *(one for some in self.found for one in some))


class Remembered:
    """A `Memo` in memory, emptied when it has grown too large."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def get(self, keys: Iterable[str]) -> dict[str, str]:
        """What is known of `keys`."""
        return {key: self._known[key] for key in keys if key in self._known}

    def put(self, fragments: Mapping[str, str]) -> None:
        """Remember these."""
        if len(self._known) > _MOST_FRAGMENTS:
            self._known.clear()
        self._known.update(fragments)


class Desk:
    """Opens articles and assesses their editions under one project's settings."""

    def __init__(
        self,
        config: Config,
        source: Language,
        kept: Kept,
        interface_missing: Mapping[str, int],
        glossaries: Mapping[str, Glossary],
    ) -> None:
        self.config = config
        self.source = source
        self.renderer = Renderer(config.markdown, Remembered())
        self._kept = kept
        self._missing = interface_missing
        self._glossaries = glossaries
        self._judged: OrderedDict[tuple[str, str], tuple[Scope, dict[Unit, Findings]]]
        self._judged = OrderedDict()

    def open(self, name: str, path: str, text: str) -> Opened:
        """The article, cut and compiled; raises ArticleError."""
        dialect = self.config.markdown
        article = read_article(name, path, text, dialect, self.config.bounds)
        return Opened(article, compile_article(article, dialect))

    def source_sheet(self, opened: Opened) -> Sheet:
        """The edition in the source language."""
        units = tuple(
            Unit(one, State.TRANSLATED, one.text, None, Match.EXACT, opened.article.path, one.line)
            for one in opened.article.segments
        )
        edition = source_edition(opened.article, self.source.locale)
        passages = tuple(Passage(one.text) for one in opened.article.segments)
        return Sheet(edition, units, passages, path=opened.article.path)

    def pseudo_sheet(self, opened: Opened, language: Language) -> Sheet:
        """The edition in a made-up language: whole, judged by nobody."""
        units = pseudo_units(opened.article, language)
        edition = assess(opened.article, language.locale, units, self.config.gate, Circumstances())
        return Sheet(edition, units, tuple(Passage(unit.target) for unit in units))

    def read(
        self, data: bytes | None, path: str, language: Language
    ) -> tuple[Catalog | None, Findings]:
        """The catalog, if it may be published from, and what is wrong with the file."""
        if data is None:
            return None, ()
        findings = check_file(data, path, language, self.config.check, self.config.bounds)
        if any(one.severity is Severity.ERROR for one in findings):
            return None, findings
        return read_catalog(data, path), findings

    def sheet(
        self,
        opened: Opened,
        language: Language,
        catalog: Catalog | None,
        path: str,
        was: EditionState | None,
        file: Findings,
    ) -> Sheet:
        """The edition that a catalog makes of an article, as `publish` would judge it."""
        units = reconcile(opened.article.segments, catalog, self._kept)
        units = tuple(one if one.path else replace(one, path=path) for one in units)
        found = self._check(opened.article, units, language)
        units = reject(units, found)
        passages = show(units, self.config.gate, self._sound(opened.article, units, language))
        around = circumstances(catalog, was, self._missing.get(language.locale, 0))
        edition = assess(opened.article, language.locale, units, self.config.gate, around)
        return Sheet(edition, units, passages, found, file, path)

    def _check(
        self, article: Article, units: Sequence[Unit], language: Language
    ) -> tuple[Findings, ...]:
        """`check_units`, of which each unit's answer is remembered without its line."""
        name = (article.name, language.locale)
        scope, known = self._judged.pop(name, (article.scope, {}))
        if scope != article.scope:
            known = {}
        keys = [_placeless(unit) for unit in units]
        new = {key: unit for key, unit in zip(keys, units, strict=True) if key not in known}
        judged = self._judge(article, tuple(new.values()), language)
        known = known | dict(zip(new, judged, strict=True))
        self._judged[name] = article.scope, {key: known[key] for key in keys}
        if len(self._judged) > _MOST_JUDGED:
            self._judged.popitem(last=False)
        return tuple(
            tuple(replace(one, line=unit.line, path=unit.path) for one in known[key])
            for key, unit in zip(keys, units, strict=True)
        )

    def _sound(
        self, article: Article, units: Sequence[Unit], language: Language
    ) -> tuple[bool, ...]:
        if self.config.gate.changed_passages != "marked":
            return ()
        found = self._judge(article, units, language, fuzzy=True)
        return tuple(all(one.severity is not Severity.ERROR for one in some) for some in found)

    def _judge(
        self,
        article: Article,
        units: Sequence[Unit],
        language: Language,
        *,
        fuzzy: bool = False,
    ) -> tuple[Findings, ...]:
        glossary = self._glossaries.get(language.locale, Glossary())
        return check_units(
            article, units, language, self.config.check, self.renderer,
            glossary=glossary, fuzzy=fuzzy,
        )  # fmt: skip


def _placeless(unit: Unit) -> Unit:
    """The unit without what says where it stands: its findings depend on the rest alone."""
    return replace(unit, line=0, path="", segment=replace(unit.segment, line=0, spans=()))
