"""The first phase: one article and the catalogs of some languages -> its editions."""

from __future__ import annotations

import hashlib
import pickle
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from pipeline.article import (
    Body,
    ContentsItem,
    Renderer,
    Skeleton,
    compile_article,
    fill,
    plain_fill,
    read_article,
)
from pipeline.catalog import Kept, read_catalog, reconcile
from pipeline.checks import Glossary, check_file, check_units
from pipeline.config import Config
from pipeline.counts import count_units
from pipeline.edition import assess, circumstances, drifted, reject, show, source_edition
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
from pipeline.site import Marks, Words, impurities, led_to, plain_words
from pipeline.tasks.rendering_once import OnceRenderer

_MARKUP = frozenset("\\`*_[]<>&")
"""A text without these shows the very words that it is written in."""


@dataclass(frozen=True, slots=True)
class Common:
    """What all tasks of a run share."""

    config: Config
    source: Language
    kept: Kept = Kept()
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """For each locale the renderer's own words in it."""
    interface_missing: Mapping[str, int] = field(default_factory=dict)
    glossaries: Mapping[str, Glossary] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CatalogFile:
    """One locale's catalog of an article, as it lies on the disk."""

    language: Language
    path: str
    data: bytes | None
    """None where there is no such file."""
    was: EditionState | None = None
    """What the previous publication says of the edition."""
    problem: str = ""
    """Why the file could not be read."""


@dataclass(frozen=True, slots=True)
class AssessTask:
    """One article and the catalogs of a batch of languages."""

    name: str
    path: str
    text: str
    catalogs: tuple[CatalogFile, ...]
    with_source: bool = True
    """Whether the edition in the source language is asked for too."""


@dataclass(frozen=True, slots=True)
class Assessed:
    """One edition, with everything that its page and the reports need of the article."""

    edition: Edition
    findings: tuple[Finding, ...] = ()
    body: str = ""
    """The article as HTML, before its links are rewritten; empty where it is not published."""
    contents: tuple[ContentsItem, ...] = ()
    marks: Marks = Marks()
    fields: Mapping[str, Words] = field(default_factory=dict)
    """Translated values of the front matter."""
    meta: Mapping[str, object] = field(default_factory=dict)
    foreign: tuple[str, ...] = ()
    """The words of the passages that are shown in the source language."""
    translated: tuple[str, ...] = ()
    """The words of those that are not, where they are written as they are shown."""
    settled: bool = True
    """Whether it would be the same after a publication in which it is in this state already."""


@dataclass(frozen=True, slots=True)
class Outline:
    """The little of an edition that clusters, lists and reports need: kept in memory for all."""

    edition: Edition
    findings: tuple[Finding, ...] = ()
    links: tuple[str, ...] = ()
    """The articles that its body links to."""
    files: tuple[str, ...] = ()
    """The files that its body uses, below the source folder."""
    meta: Mapping[str, object] = field(default_factory=dict)
    """The front matter, in the source edition alone."""
    settled: bool = True
    content: str = ""
    """SHA-256 of the rest, which lies in the cache or on its way to a page."""


@dataclass(frozen=True, slots=True)
class AssessedArticle:
    """All editions of one batch, or what is wrong with the article."""

    name: str
    editions: tuple[Assessed, ...] = ()
    problem: ContentError | None = None


@dataclass(frozen=True, slots=True)
class PackedArticle:
    """The same for the way between processes: for each edition its outline and its content."""

    name: str
    editions: tuple[tuple[bytes, bytes], ...] = ()
    problem: ContentError | None = None


def run_assess(common: bytes, task: bytes) -> bytes:
    """`assess_article` for executors: pickled values in, a pickled `PackedArticle` out."""
    done = assess_article(*_common(common), pickle.loads(task))
    packed = PackedArticle(done.name, tuple(map(pack, done.editions)), done.problem)
    return pickle.dumps(packed, pickle.HIGHEST_PROTOCOL)


def pack(one: Assessed) -> tuple[bytes, bytes]:
    """An edition as the bytes of its outline and the bytes of its content.

    Law: `unpack` gives back the edition, but for its findings, which are in the outline.
    """
    bare = pickle.dumps(replace(one, findings=()), pickle.HIGHEST_PROTOCOL)
    edition = one.edition
    articles, files = led_to(one.body, edition.article)
    outline = Outline(
        edition=edition,
        findings=one.findings,
        links=tuple(sorted(articles)),
        files=tuple(sorted(files)),
        meta=one.meta if edition.state is EditionState.SOURCE else {},
        settled=one.settled,
        content=hashlib.sha256(bare).hexdigest(),
    )
    # Bodies are most of what crosses processes and lies in the cache; a third of it is enough.
    return pickle.dumps(outline, pickle.HIGHEST_PROTOCOL), zlib.compress(bare, 1)


def unpack(content: bytes) -> Assessed:
    """The edition in the bytes of its content."""
    one: Assessed = pickle.loads(zlib.decompress(content))
    return one


@lru_cache(maxsize=2)
def _common(data: bytes) -> tuple[Common, Renderer]:
    found: Common = pickle.loads(data)
    return found, Renderer(found.config.markdown)


def assess_article(common: Common, renderer: Renderer, task: AssessTask) -> AssessedArticle:
    """The editions of one article in the task's languages.

    Law: a problem of one catalog touches that edition alone; one of the article touches it alone.
    """
    config = common.config
    try:
        article = read_article(task.name, task.path, task.text, config.markdown, config.bounds)
        skeleton = compile_article(article, config.markdown)
    except ContentError as problem:
        return AssessedArticle(task.name, (), problem)
    desk = _Desk(common, article, skeleton, OnceRenderer(renderer))
    editions = [desk.source()] if task.with_source else []
    editions.extend(desk.translation(one) for one in task.catalogs)
    return AssessedArticle(task.name, tuple(editions))


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
        edition = self.assess(units, file, catalog)
        findings = (*findings, *(one for some in found for one in some), *_stale(units, file))
        after = replace(file, was=edition.state)
        settled = after == file or self.assess(units, after, catalog) == edition
        if edition.state not in LINKED:
            return Assessed(edition, findings, meta=self.article.meta, settled=settled)
        passages = show(units, self.common.config.gate, self.sound(units, file.language))
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

    def assess(self, units: Sequence[Unit], file: CatalogFile, catalog: Catalog | None) -> Edition:
        missing = self.common.interface_missing.get(file.language.locale, 0)
        around = circumstances(catalog, file.was, missing)
        return assess(self.article, file.language.locale, units, self.common.config.gate, around)

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
