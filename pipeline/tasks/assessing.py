"""The first phase: one article and the catalogs of some languages -> its editions."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.article import (
    Body,
    Renderer,
    Skeleton,
    compile_article,
    fill,
    plain_fill,
    read_article,
)
from pipeline.catalog import read_catalog, reconcile
from pipeline.checks import Glossary, check_file, check_units
from pipeline.counts import count_units
from pipeline.edition import (
    Circumstances,
    assess,
    circumstances,
    drifted,
    reject,
    show,
    source_edition,
    would_stay,
)
from pipeline.errors import ContentError
from pipeline.model import (
    LINKED,
    Article,
    Catalog,
    Edition,
    EditionState,
    Finding,
    Kind,
    Language,
    Passage,
    Severity,
    State,
    Unit,
)
from pipeline.site import Marks, Words, impurities, plain_words, read_aliases
from pipeline.tasks.packing import pack
from pipeline.tasks.remembering import Fragments, pack_compiled, unpack_compiled
from pipeline.tasks.rendering_once import OnceRenderer
from pipeline.tasks.values import (
    Assessed,
    AssessedArticle,
    AssessTask,
    CatalogFile,
    Common,
    PackedArticle,
)

_MARKUP = frozenset("\\`*_[]<>&")
"""A text without these shows the very words that it is written in."""


def run_assess(common: bytes, task: bytes) -> bytes:
    """`assess_article` for executors: pickled values in, a pickled `PackedArticle` out."""
    shared, renderer = _common(common)
    asked: AssessTask = pickle.loads(task)
    fragments = Fragments(asked.fragments, shared.source.locale)
    done = assess_article(shared, renderer.remembering(fragments), asked, fragments)
    packed = PackedArticle(
        done.name,
        tuple(map(pack, done.editions)),
        done.problem,
        done.compiled,
        fragments.bundle(),
    )
    return pickle.dumps(packed, pickle.HIGHEST_PROTOCOL)


@lru_cache(maxsize=2)
def _common(data: bytes) -> tuple[Common, Renderer]:
    found: Common = pickle.loads(data)
    return found, Renderer(found.config.markdown)


def assess_article(
    common: Common, renderer: Renderer, task: AssessTask, fragments: Fragments | None = None
) -> AssessedArticle:
    """The editions of one article in the task's languages.

    `fragments` is what the renderer remembers with, to be told whose work it is.
    Law: a problem of one catalog touches that edition alone; one of the article touches it alone.
    """
    renderer = OnceRenderer(renderer)
    try:
        article, skeleton, compiled = _compiled(common, renderer, task)
        read_aliases(article.meta, article.path)  # refuses what cannot be one
    except ContentError as problem:
        return AssessedArticle(task.name, (), problem)
    desk = _Desk(common, article, skeleton, renderer)
    editions = [desk.source()] if task.with_source else []
    for one in task.catalogs:
        if fragments is not None:
            fragments.locale = one.language.locale
        editions.append(desk.translation(one))
    return AssessedArticle(task.name, tuple(editions), compiled=compiled)


def _compiled(
    common: Common, renderer: Renderer, task: AssessTask
) -> tuple[Article, Skeleton, bytes | None]:
    """The article and its skeleton; as bytes too, where no earlier run has made them."""
    if task.compiled is not None:
        return *unpack_compiled(task.compiled), None
    config = common.config
    article = read_article(task.name, task.path, task.text, config.markdown, config.bounds)
    # By the same renderer, so that the checks find the English rendered already.
    skeleton = compile_article(article, config.markdown, renderer)
    return article, skeleton, pack_compiled(article, skeleton)


@dataclass(frozen=True, slots=True)
class _Desk:
    """One article on the desk, while its languages pass by."""

    common: Common
    article: Article
    skeleton: Skeleton
    renderer: Renderer

    def source(self) -> Assessed:
        """The edition in the source language."""
        edition = source_edition(self.article, self.common.source.locale)
        passages = tuple(Passage(one.text) for one in self.article.segments)
        body = self.fill(passages, self.common.source.locale)
        return self.assessed(edition, (), body, (), passages)

    def translation(self, file: CatalogFile) -> Assessed:
        """The edition in one other language, its findings, and its body where it is published."""
        catalog, findings = self.read(file)
        if catalog is None and findings:
            return self.unreadable(file, findings)
        units = reconcile(self.article.segments, catalog, self.common.kept)
        found = self.check(units, file.language)
        units = reject(units, found)
        gate, around = self.common.config.gate, self.around(file, catalog)
        edition = assess(self.article, file.language.locale, units, gate, around)
        settled = would_stay(edition, units, gate, around)
        findings = (*findings, *(one for some in found for one in some), *_stale(units, file))
        if edition.state not in LINKED:
            return Assessed(edition, findings, meta=self.article.meta, settled=settled)
        passages = show(units, gate, self.sound(units, file.language))
        body = self.fill(passages, file.language.locale)
        added = set(impurities(body.html))
        added -= set(self.source_impurities()) if added else added
        if added:
            # No rule saw it, so no unit can be blamed: the page is not published at all.
            return self.impure(edition, findings, file, sorted(added))
        whole = self.assessed(edition, findings, body, units, passages)
        foreign, translated = _words(units, passages)
        return replace(whole, foreign=foreign, translated=translated, settled=settled)

    def read(self, file: CatalogFile) -> tuple[Catalog | None, tuple[Finding, ...]]:
        """The catalog, if it may be published from, and what is wrong with the file."""
        if file.problem:
            return None, (_unreadable(file, file.problem, 0),)
        if file.data is None:
            return None, ()
        config = self.common.config
        findings = check_file(file.data, file.path, file.language, config.check, config.bounds)
        if any(one.severity is Severity.ERROR for one in findings):
            return None, findings
        return read_catalog(file.data, file.path), findings

    def check(
        self, units: Sequence[Unit], language: Language, *, fuzzy: bool = False
    ) -> tuple[tuple[Finding, ...], ...]:
        settings = self.common.config.check
        glossary = self.common.glossaries.get(language.locale, Glossary())
        return check_units(
            self.article, units, language, settings, self.renderer, glossary=glossary, fuzzy=fuzzy
        )

    def sound(self, units: Sequence[Unit], language: Language) -> tuple[bool, ...]:
        """Of each outdated unit, whether its old translation is sound for its old English."""
        if self.common.config.gate.changed_passages != "marked":
            return ()
        found = self.check(units, language, fuzzy=True)
        return tuple(all(one.severity is not Severity.ERROR for one in some) for some in found)

    def around(self, file: CatalogFile, catalog: Catalog | None) -> Circumstances:
        """What the gate must know beside the units."""
        missing = self.common.interface_missing.get(file.language.locale, 0)
        return circumstances(catalog, file.was, missing)

    def fill(self, passages: Sequence[Passage], locale: str) -> Body:
        words = self.common.words.get(locale, {})
        return fill(
            self.skeleton,
            passages,
            self.renderer,
            self.common.source,
            lambda word: words.get(word, word),
        )

    def source_impurities(self) -> tuple[str, ...]:
        """What the author's own HTML holds beyond the ordinary: authors are trusted with it."""
        return impurities(plain_fill(self.skeleton))

    def unreadable(self, file: CatalogFile, findings: tuple[Finding, ...]) -> Assessed:
        """The edition of a catalog that cannot be used: carried, or withheld where it is new."""
        units = tuple(Unit(one, State.UNTRANSLATED) for one in self.article.segments)
        state = file.was if file.was in LINKED and file.was else EditionState.WITHHELD
        edition = Edition(
            article=self.article.name,
            locale=file.language.locale,
            state=state,
            counts=count_units(units),
            # Not the message: it quotes the file, and the reason stands on a public page.
            reasons=(f"the catalog cannot be used, see its line {findings[0].line}",),
            unusable=True,
            carried=state in LINKED,
        )
        return Assessed(edition, findings, meta=self.article.meta, settled=False)

    def impure(
        self, edition: Edition, findings: tuple[Finding, ...], file: CatalogFile, what: list[str]
    ) -> Assessed:
        message = f"the finished page holds {what[0]}, which no translation may bring"
        finding = Finding(
            "html-tags", Severity.ERROR, file.path, 0, message,
            hint="this is a defect of the checks: please report it with the catalog",
            locale=file.language.locale, article=self.article.name,
        )  # fmt: skip
        carried = self.unreadable(file, (finding,))
        return replace(carried, findings=(*findings, finding))

    def assessed(
        self,
        edition: Edition,
        findings: tuple[Finding, ...],
        body: Body,
        units: Sequence[Unit],
        passages: Sequence[Passage],
    ) -> Assessed:
        marks = Marks.of(units, passages, self.skeleton.anchors) if units else Marks()
        fields = {
            segment.field: Words(passage.text, passage.foreign)
            for segment, passage in zip(self.article.segments, passages, strict=True)
            if segment.field
        }
        said = repr((body, marks, sorted(fields.items()), edition, sorted(self.article.meta)))
        digest = hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
        return Assessed(
            replace(edition, digest=digest),
            findings,
            body.html,
            body.contents,
            marks,
            fields,
            self.article.meta,
        )


def _words(
    units: Sequence[Unit], passages: Sequence[Passage]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of the passages in the source language, and of those that are not."""
    foreign, translated = [], []
    for unit, passage in zip(units, passages, strict=True):
        if unit.segment.kind is Kind.FIELD:
            continue
        if passage.foreign:
            foreign.append(plain_words(passage.text))
        elif not passage.outdated and _MARKUP.isdisjoint(passage.text):
            translated.append(" ".join(passage.text.split()))
    return tuple(foreign), tuple(translated)


def _unreadable(file: CatalogFile, message: str, line: int) -> Finding:
    return Finding("syntax", Severity.ERROR, file.path, line, message, locale=file.language.locale)


def _stale(units: Sequence[Unit], file: CatalogFile) -> tuple[Finding, ...]:
    """One finding a catalog for what is not in the file yet: such a unit has no line."""
    if file.data is None:
        return ()
    new = sum(not unit.line for unit in units)
    changed = sum(bool(unit.line) and drifted(unit) and not _in_file(unit) for unit in units)
    if not new and not changed:
        return ()
    return (
        Finding(
            "stale-catalog", Severity.WARNING, file.path, 0,
            f"the English is ahead of this catalog: {new} new, {changed} changed",
            hint="run `make update`", locale=file.language.locale,
        ),
    )  # fmt: skip


def _in_file(unit: Unit) -> bool:
    return unit.previous is not None and unit.match.value == "exact"
