"""The pages of the site as `publish` would make them, with each passage named.

Two things differ on purpose: an edition that the gate withholds has a page (no list names it), and
every element that shows a segment carries its number and state for the preview's script.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import unquote

from pipeline.article import fill
from pipeline.errors import PipelineError
from pipeline.model import LINKED, Cluster, Edition, EditionState, Language, State
from pipeline.preview.desk import Opened, Sheet
from pipeline.preview.workbench import EVERYTHING, Workbench
from pipeline.site import (
    ArticlePage,
    LanguagePage,
    Marks,
    RootPage,
    Words,
    build_cluster,
    build_home_cluster,
    linked_articles,
    render_article,
    render_language_index,
    render_not_found,
    render_root,
)
from pipeline.tasks import Assessed, Frame, RenderTask, make_page


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the site."""

    html: str
    locale: str
    article: str = ""
    """Empty for the site's own pages."""
    topics: tuple[str, ...] = (EVERYTHING,)
    """What it depends on, as the workbench names it; one that ends in a colon stands for many."""
    status: int = 200


def passage_state(sheet: Sheet, number: int) -> str:
    """What a translator must know of a passage at a glance: also that a machine wrote it."""
    state = sheet.units[number].state
    if sheet.edition.state is EditionState.SOURCE:
        return "source"
    if state is State.TRANSLATED and sheet.edition.machine:
        return "machine"
    return state.value


class Pages:
    """Makes pages from what a workbench knows at the moment."""

    def __init__(self, bench: Workbench) -> None:
        self.bench = bench

    def find(self, address: str) -> Page | None:
        """The page at an address below the base URL: `/fr/tea/`; None where there is none.

        Raises PipelineError where a template cannot be used.
        """
        if address == "/":
            return self.root()
        folder, _, rest = address[1:].partition("/")
        language = next((one for one in self.bench.around.languages if one.url == folder), None)
        if language is None or not address.endswith("/"):
            return None
        if rest == "":
            return self.home(language)
        name = self.bench.addresses.get(rest)
        return self.article(name, language) if name else None

    def article(self, name: str, language: Language) -> Page | None:
        """The page of one edition."""
        made = self._article_page(name, language)
        if made is None:
            return None
        around, (page, topics) = self.bench.around, made
        interface = around.interfaces[language.locale]
        html = render_article(around.theme, around.facts, interface, page)
        return Page(html, language.locale, name, topics)

    def home(self, language: Language) -> Page:
        """The list of a language's articles, with the article that stands there, if one does."""
        around, bench = self.bench.around, self.bench
        name = bench.addresses.get("", "")
        made = self._article_page(name, language) if name else None
        editions = [one.edition for one in bench.known(language.locale)]
        sources = [one.edition for one in bench.known(around.source.locale)]
        page = LanguagePage(
            language,
            self._homes(),
            tuple(editions),
            tuple(sources),
            made[0] if made else None,
        )
        interface = around.interfaces[language.locale]
        html = render_language_index(around.theme, around.facts, interface, page)
        topics = (EVERYTHING, "summary:", *(made[1] if made else ()))
        return Page(html, language.locale, name if made else "", topics)

    def root(self) -> Page:
        """The page on which a reader chooses a language."""
        around, bench = self.bench.around, self.bench
        counts = {
            one.locale: sum(found.edition.state in LINKED for found in bench.known(one.locale))
            for one in around.languages
        }
        page = RootPage(self._homes(), counts)
        html = render_root(around.theme, around.facts, around.interfaces, page)
        return Page(html, around.source.locale, topics=(EVERYTHING, "summary:"))

    def not_found(self) -> Page:
        """The page for an address that does not exist."""
        around = self.bench.around
        html = render_not_found(around.theme, around.facts, around.interfaces)
        return Page(html, around.source.locale, topics=(EVERYTHING, "article:"), status=404)

    def file(self, address: str) -> bytes | None:
        """The bytes of a file beside the pages: a style, an attachment, a static file."""
        around = self.bench.around
        if address == around.theme.stylesheet_address:
            return around.theme.stylesheet.encode()
        if address == around.theme.script_address:
            return around.theme.script.encode()
        path = around.files.get(address) or f"{around.config.static}{unquote(address)}"
        try:
            return around.project.read(path)
        except PipelineError:
            return None

    def _homes(self) -> Cluster:
        around = self.bench.around
        editions = [
            one.edition
            for language in around.languages
            for one in self.bench.known(language.locale)
        ]
        return build_home_cluster(editions, around.languages, around.source.locale)

    def _article_page(
        self, name: str, language: Language
    ) -> tuple[ArticlePage, tuple[str, ...]] | None:
        bench, around = self.bench, self.bench.around
        sheet, opened = bench.sheet(name, language.locale), bench.opened(name)
        if sheet is None or opened is None:
            return None
        one = self._assessed(sheet, opened, language)
        linked = [name for name in linked_articles(one.body, name) if name in bench.articles]
        clusters = {other: self._cluster(other, language) for other in linked}
        clusters[name] = self._own_cluster(name, one.edition)
        source = bench.summary(name, around.source.locale)
        updated = source.edition.updated if source else ""
        frame = Frame(around.facts, around.interfaces)
        page, _, _ = make_page(frame, RenderTask(name, (one,), clusters, updated), one)
        about = [f"summary:{other}" for other in (name, *linked)]
        return page, (EVERYTHING, f"article:{name}", f"edition:{name}:{language.locale}", *about)

    def _assessed(self, sheet: Sheet, opened: Opened, language: Language) -> Assessed:
        around, segments = self.bench.around, opened.article.segments
        words = around.words[language.locale]
        body = fill(
            opened.skeleton,
            sheet.passages,
            self.bench.desk.renderer,
            around.source,
            lambda word: words.get(word, word),
            _naming(sheet),
        )
        translated = sheet.edition.state is not EditionState.SOURCE
        return Assessed(
            edition=_visible(sheet.edition),
            body=body.html,
            contents=body.contents,
            marks=Marks.of(sheet.units, sheet.passages, opened.skeleton.anchors)
            if translated
            else Marks(),
            fields={
                segment.field: Words(passage.text, passage.foreign)
                for segment, passage in zip(segments, sheet.passages, strict=True)
                if segment.field
            },
            meta=opened.article.meta,
        )

    def _own_cluster(self, name: str, own: Edition) -> Cluster:
        around = self.bench.around
        others = [one.edition for one in self.bench.summaries(name)]
        editions = [own if one.locale == own.locale else one for one in others]
        return build_cluster(name, editions, around.languages, around.source.locale)

    def _cluster(self, name: str, language: Language) -> Cluster:
        """Of an article that is only linked to: what decides where the link leads."""
        around = self.bench.around
        found = [
            self.bench.summary(name, locale)
            for locale in dict.fromkeys((around.source.locale, language.locale))
        ]
        editions = [one.edition for one in found if one]
        return build_cluster(name, editions, around.languages, around.source.locale)


def _visible(edition: Edition) -> Edition:
    """The edition as a preview shows it: what is withheld is a draft."""
    if edition.state is EditionState.WITHHELD:
        return replace(edition, state=EditionState.DRAFT)
    return edition


def _naming(sheet: Sheet) -> Callable[[int], str]:
    return lambda number: f' data-segment="{number}" data-state="{passage_state(sheet, number)}"'
