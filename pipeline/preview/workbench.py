"""What a preview knows: worked out when it is asked for, and again when a file changed.

It knows files, articles and editions; it knows nothing of HTTP or HTML. A change is noted at once
and cheaply, and says by *topics* what is affected: `*` (everything), `article:tea`,
`edition:tea:fr`, and `summary:tea` when what lists say of one of its editions has become another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pipeline.errors import PipelineError
from pipeline.model import Language
from pipeline.preview.desk import Desk, Opened, Sheet
from pipeline.preview.ledger import Ledger, Summary
from pipeline.preview.shelf import Problem, Shelf
from pipeline.preview.surroundings import (
    PSEUDO,
    Loaded,
    Surroundings,
    keep_words,
    list_again,
    surround,
)
from pipeline.site import article_path

EVERYTHING = "*"
_FEW = 40
"""Articles that can be assessed in one language while somebody waits for a list."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a change of files led to."""

    topics: frozenset[str] = frozenset()
    unsettled: frozenset[str] = frozenset()
    """Files that look half-saved: to be looked at again in a moment."""


class Workbench:
    """One project in a preview. Its methods are called one at a time, by one thread."""

    def __init__(self, load: Callable[[], Loaded], *, pseudo: bool = False) -> None:
        self._load = load
        self._pseudo = pseudo
        self._wrong: Problem | None = None
        """What is wrong with the settings, or with another thing that all depends on."""
        self._begin(surround(load(), pseudo=pseudo))

    def _begin(self, around: Surroundings) -> None:
        missing = {locale: len(one.missing) for locale, one in around.interfaces.items()}
        self.desk = Desk(around.config, around.source, around.kept, missing, around.glossaries)
        self._shelf = Shelf(around, self.desk)
        self._languages = {one.locale: one for one in around.languages}
        self._ledger = Ledger()
        self._list(around)

    def _list(self, around: Surroundings) -> None:
        self.around = around
        self._shelf.list(around)
        self.addresses = {article_path(name): name for name in self.articles}
        """The part of an address behind the language's folder, to the article."""
        self._ledger.list((name, one) for name in self.articles for one in self._languages)

    # --- asking -----------------------------------------------------------------------------

    @property
    def articles(self) -> tuple[str, ...]:
        """The names of all articles, in order."""
        return self._shelf.articles

    @property
    def waiting(self) -> int:
        """How many editions have not been assessed yet, or not since something changed."""
        return self._ledger.waiting

    def language(self, locale: str) -> Language | None:
        """One of the preview's languages."""
        return self._languages.get(locale)

    def opened(self, name: str) -> Opened | None:
        """An article as it could last be read; None where it never could."""
        return self._shelf.opened(name)

    def sheet(self, name: str, locale: str) -> Sheet | None:
        """One edition as it is now; None where its article could never be read."""
        key = (name, locale)
        if known := self._ledger.fresh(key):
            return known
        opened, language = self.opened(name), self.language(locale)
        if opened is None or language is None:
            self._ledger.drop(key)
            return None
        sheet = self._assess(opened, language)
        self._ledger.put(key, sheet)
        return sheet

    def _assess(self, opened: Opened, language: Language) -> Sheet:
        name, locale = opened.article.name, language.locale
        if locale == self.around.source.locale:
            return self.desk.source_sheet(opened)
        if locale in PSEUDO:
            return self.desk.pseudo_sheet(opened, language)
        held = self._shelf.held(name, language)
        path = self.around.catalog_path(locale, name)
        was = self.around.was.get((name, locale))
        return self.desk.sheet(opened, language, held.catalog, path, was, held.file)

    def summary(self, name: str, locale: str) -> Summary | None:
        """What is known of one edition; it is worked out only if nobody ever looked at it."""
        if self._ledger.summary((name, locale)) is None:
            self.sheet(name, locale)
        return self._ledger.summary((name, locale))

    def summaries(self, name: str) -> Iterator[Summary]:
        """All editions of an article; those that are due may be shown as they were before."""
        for locale in self._languages:
            if found := self.summary(name, locale):
                yield found

    def known(self, locale: str) -> Iterator[Summary]:
        """The editions of a language: all of a small site, of a large one those done so far."""
        look = self.summary if len(self.articles) <= _FEW else self._seen
        for name in self.articles:
            if found := look(name, locale):
                yield found

    def _seen(self, name: str, locale: str) -> Summary | None:
        return self._ledger.summary((name, locale))

    def problems(self) -> tuple[Problem, ...]:
        """Everything that cannot be read at the moment, as far as anybody looked."""
        wrong = (self._wrong,) if self._wrong else ()
        around = (
            Problem.of(one, locale=self.around.interface_of(one.path))
            for one in self.around.problems
        )
        return (*wrong, *around, *self._shelf.problems())

    def problems_of(self, article: str, locale: str) -> tuple[Problem, ...]:
        """What stands in the way of one edition."""
        return tuple(
            one
            for one in self.problems()
            if one is self._wrong
            or (one.locale == locale and one.article in ("", article))
            or (one.article == article != "" and one.locale == "")
        )

    # --- changing ---------------------------------------------------------------------------

    def change(self, paths: Iterable[str], *, final: bool = False) -> Outcome:
        """Take note that files changed; what is affected is worked out when it is asked for.

        A file that cannot be read may be half-saved: unless `final`, all stays as it was, and the
        file is named as unsettled.
        """
        topics: set[str] = set()
        unsettled: set[str] = set()
        for path in sorted(set(paths)):
            found = self._change(path, final)
            if found is None:
                unsettled.add(path)
            else:
                topics |= found
        return Outcome(frozenset(topics), frozenset(unsettled))

    def _change(self, path: str, final: bool) -> set[str] | None:
        """The topics of one changed file, or None where it looks half-saved."""
        config = self.around.config
        if path.startswith(f"{config.source}/"):
            return self._change_source(path, final)
        if path.startswith(f"{config.locales}/templates/"):
            return set()
        for locale, language in self._languages.items():
            folder = f"{config.locales}/{locale}/LC_MESSAGES/"
            name = path.removeprefix(folder).removesuffix(".po")
            if path.startswith(folder) and name in self.articles:
                if not self._shelf.read_again(name, language, final=final):
                    return None
                self._ledger.mark((name, locale))
                return {f"edition:{name}:{locale}"}
        return self._change_around(final)

    def _change_source(self, path: str, final: bool) -> set[str] | None:
        topics: set[str] = set()
        try:
            around = list_again(self.around)
        except PipelineError as error:
            if not final:
                return None
            self._wrong = Problem.of(error)
            return {EVERYTHING}
        fewer = len(around.sources.articles) < len(self.around.sources.articles)
        if fewer and not final:
            return None
        if around.sources != self.around.sources or not path.endswith(".md"):
            # An article came or went, or an image changed: any page may show it.
            topics.add(EVERYTHING)
            self._list(around)
        name = next((one.name for one in around.sources.articles if one.path == path), None)
        if name is None:
            return topics
        if not self._shelf.open_again(name, final=final):
            return None
        for locale in self._languages:
            self._ledger.mark((name, locale))
        return topics | {f"article:{name}"}

    def _change_around(self, final: bool) -> set[str] | None:
        try:
            around = surround(self._load(), pseudo=self._pseudo)
        except PipelineError as error:
            if not final:
                return None
            self._wrong = Problem.of(error)
        else:
            if not final and len(around.problems) > len(self.around.problems):
                return None
            self._wrong = None
            self._begin(keep_words(around, self.around))
        return {EVERYTHING}

    def work(self) -> None:
        """Assess one edition that is due and that nobody has asked for."""
        if key := self._ledger.next:
            self.sheet(*key)

    def take_news(self) -> frozenset[str]:
        """The topics of what lists now say otherwise than before, since this was last asked."""
        return self._ledger.take_news()
