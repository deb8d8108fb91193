"""The pages that lead to articles, and the files that lead machines there; each made once.

A list is known by what it says of the editions, and not by their bodies.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pipeline.cache import FragmentCache
from pipeline.commands.article_pages import ArticlePages
from pipeline.commands.dependencies import Dependencies, linked
from pipeline.commands.planning import Plan
from pipeline.commands.versions import hash_of
from pipeline.model import LINKED, Language
from pipeline.site import (
    LanguagePage,
    RootPage,
    StatusPage,
    article_path,
    feed,
    page_file,
    render_language_index,
    render_not_found,
    render_root,
    render_search,
    render_status,
    search_address,
)
from pipeline.store import Staging


@dataclass(frozen=True, slots=True)
class Lists:
    """Puts the root, each language's home, feed and search, and the status page into the site."""

    plan: Plan
    staging: Staging
    cache: FragmentCache
    needs: Dependencies
    pages: ArticlePages

    def make(self) -> None:
        """All of them."""
        plan, facts, theme = self.plan, self.plan.facts, self.plan.theme
        interfaces = plan.frame.interfaces
        homes = {one.locale for one in plan.homes.linked}
        for language in facts.languages:
            if language.locale in homes:
                self._language(language)
        published = [one for one in plan.editions() if one.state in LINKED]
        counts = {at: sum(one.locale == at for one in published) for at in sorted(homes)}
        root = RootPage(plan.homes, counts)
        here = {locale: interfaces[locale] for locale in interfaces if locale in homes}
        self._file("index.html", here, root, lambda: render_root(theme, facts, interfaces, root))
        self._file("404.html", here, (), lambda: render_not_found(theme, facts, here))
        if facts.settings.status_page:
            status = StatusPage(tuple(plan.editions()), plan.homes)
            self._file(
                "status/index.html",
                [facts.source.locale],
                (self.needs.marks(plan.editions()), plan.homes),
                lambda: render_status(theme, facts, interfaces[facts.source.locale], status),
            )

    def feeds(self) -> None:
        """The feed of each language."""
        plan = self.plan
        editions = list(plan.editions())
        everything = hash_of(self.needs.marks(editions), self.needs.clusters, plan.homes)
        for one in plan.homes.linked:
            language = plan.facts.language(one.locale)
            if language is None:
                continue
            own = [item for item in editions if item.locale == one.locale]
            interface = plan.frame.interfaces[one.locale]
            self._file(
                f"{language.url}/feed.atom",
                [one.locale],
                everything,
                functools.partial(feed, plan.theme, plan.facts, interface, plan.clusters, own),
            )

    def _language(self, language: Language) -> None:
        """What stands in a language's own folder beside its articles."""
        facts, theme = self.plan.facts, self.plan.theme
        interfaces = self.plan.frame.interfaces
        self._home(language)
        self._file(
            f"{language.url}/404.html",
            [language.locale],
            (),
            functools.partial(render_not_found, theme, facts, interfaces, language),
        )
        if language.locale in facts.searchable:
            self._file(
                page_file(search_address(language)),
                [language.locale],
                (),
                functools.partial(render_search, theme, facts, interfaces[language.locale]),
            )

    def _home(self, language: Language) -> None:
        """The list of a language's articles, with the article that stands at its address."""
        plan, needs, locale = self.plan, self.needs, language.locale
        published = [one for one in plan.editions() if one.state in LINKED]
        own = tuple(one for one in published if one.locale == locale)
        sources = tuple(one for one in published if one.locale == plan.facts.source.locale)
        shown = [
            one
            for name in plan.articles
            if not article_path(name)
            for one in linked(plan, name)
            if one.edition.locale == locale
        ]
        name = shown[0].edition.article if shown else ""

        def make() -> str:
            article = self.pages.at_home(name, language) if name else None
            page = LanguagePage(language, plan.homes, own, sources, article)
            return render_language_index(
                plan.theme, plan.facts, plan.frame.interfaces[locale], page
            )

        file = f"{language.url}/index.html"
        body = needs.pages(name)[locale] if name else ""
        self._file(file, [locale], (needs.marks(own), needs.marks(sources), plan.homes, body), make)
        if name:
            # A file that the article uses is copied, whether the page is made again or not.
            self.pages.used.update(needs.files(shown[0]))
            self.pages.digests[file] = self.staging.digest(file)

    def _file(
        self,
        name: str,
        locales: Iterable[str],
        facts: object,
        make: Callable[[], str | None],
    ) -> None:
        """One file, made only if it does not stand as the same facts made it; empty is none.

        `locales` are those whose interface it is written in.
        """
        words = [self.needs.words[locale] for locale in sorted(locales)]
        key = f"l:{hash_of(self.needs.frame, words, name, facts)}"
        known = self.cache.get_blobs([key]).get(key)
        if known is not None and (not known or self.staging.keep(name, known.decode())):
            return
        text = make()
        digest = self.staging.write(name, text.encode()) if text else ""
        self.cache.put_blobs({key: digest.encode()})
