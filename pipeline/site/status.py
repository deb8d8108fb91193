"""The status page: how far each language is, and what a translator can do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.counts import coverage, percent
from pipeline.locales import collation_key, name_in
from pipeline.model import LINKED, Counts, Edition, EditionState, Language
from pipeline.site.facts import SiteFacts, article_address, home_address
from pipeline.site.frame import page_title, site_name, site_view
from pipeline.site.head import Head, content_policy
from pipeline.site.pages import StatusPage
from pipeline.site.plain import plain_words
from pipeline.site.theme import Theme
from pipeline.site.wording import Interface

ADDRESS = "/status/"


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One article in one language."""

    title: str
    href: str
    """Empty where it is not published."""
    state: str
    reasons: tuple[str, ...]
    percent: int
    words_to_go: int
    drifted: int
    missing: int


@dataclass(frozen=True, slots=True)
class LanguageRow:
    """One language with all its articles."""

    language: Language
    name: str
    percent: int
    words_to_go: int
    published: int
    next: ArticleRow | None
    """The article with the fewest words to go: what can be finished first."""
    articles: tuple[ArticleRow, ...]
    """Those that are not complete: the others need nobody."""


def render_status(theme: Theme, facts: SiteFacts, interface: Interface, page: StatusPage) -> str:
    """The page that shows every language and article with what is still to do."""
    name = site_name(facts, interface)
    title = page_title(interface, interface.gettext("State of the translations"), name.text)
    head = Head(
        title=title,
        policy=content_policy(facts),
        robots="noindex, follow",
        canonical=facts.absolute(ADDRESS),
    )
    language = interface.language
    view = {
        "language": language,
        "home": facts.href(home_address(language)),
        "languages_shown": False,
        "rows": status_rows(facts, page, language.locale),
    }
    return theme.render(
        "status.html", interface, site=site_view(facts), site_name=name, head=head, page=view
    )


def status_rows(facts: SiteFacts, page: StatusPage, inside: str) -> tuple[LanguageRow, ...]:
    """The languages in their fixed order, the source left out: there is nothing to translate."""
    titles = {one.article: one.title for one in page.editions if one.locale == facts.source.locale}
    rows = []
    for language in facts.languages:
        if language.locale == facts.source.locale:
            continue
        own = [one for one in page.editions if one.locale == language.locale]
        rows.append(_language_row(facts, language, own, titles, inside))
    return tuple(rows)


def _language_row(
    facts: SiteFacts,
    language: Language,
    editions: Sequence[Edition],
    titles: dict[str, str],
    inside: str,
) -> LanguageRow:
    rows = [_article_row(facts, language, one, titles) for one in editions]
    rows.sort(key=lambda one: collation_key(one.title))
    counts = sum((one.counts for one in editions), Counts())
    to_do = [one for one in rows if one.words_to_go or one.percent < 100]
    name = name_in(language, inside)
    return LanguageRow(
        language=language,
        name="" if name == language.autonym else name,
        percent=percent(coverage(counts)),
        words_to_go=counts.total.words - counts.translated.words,
        published=sum(one.state in LINKED for one in editions),
        next=min(to_do, key=lambda one: one.words_to_go, default=None),
        articles=tuple(one for one in rows if one.state != EditionState.COMPLETE.value),
    )


def _article_row(
    facts: SiteFacts, language: Language, edition: Edition, titles: dict[str, str]
) -> ArticleRow:
    counts = edition.counts
    linked = edition.state in LINKED
    return ArticleRow(
        title=plain_words(titles.get(edition.article, edition.article)),
        href=facts.href(article_address(edition.article, language)) if linked else "",
        state=edition.state.value if edition.state is not EditionState.SOURCE else "complete",
        reasons=edition.reasons,
        percent=percent(coverage(counts)),
        words_to_go=counts.total.words - counts.translated.words,
        drifted=edition.drifted,
        missing=edition.missing,
    )
