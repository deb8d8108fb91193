"""A small made-up site, as values: what the tests of the pages stand on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import markdown

from pipeline.catalog import read_catalog
from pipeline.config import Site
from pipeline.locales import language
from pipeline.model import Catalog, Counts, Edition, EditionState, Language, Tally
from pipeline.site import (
    Around,
    ArticlePage,
    Interface,
    LanguagePage,
    RootPage,
    SiteFacts,
    StatusPage,
    Theme,
    build_cluster,
    build_home_cluster,
    in_order,
    relink,
    render_article,
    render_language_index,
    render_moved,
    render_not_found,
    render_root,
    render_search,
    render_status,
    shipped_interface,
)

CASES = Path(__file__).parent.parent / "cases" / "site"
THEME = Theme()
WHOLE = Counts(translated=Tally(10, 100))
MOST = Counts(translated=Tally(9, 90), untranslated=Tally(1, 10))
SOME = Counts(translated=Tally(6, 64), untranslated=Tally(4, 36))


@dataclass(frozen=True)
class Heading:
    """A heading of the sample article."""

    level: int
    id: str
    html: str


def languages(*locales: str) -> tuple[Language, ...]:
    """Languages in the fixed order."""
    return in_order([language(one) for one in locales], "en")


def edition(locale: str, state: EditionState = EditionState.COMPLETE, **more: object) -> Edition:
    """One edition of the article `tea`."""
    counts = {EditionState.DRAFT: SOME, EditionState.PARTIAL: MOST}.get(state, WHOLE)
    base = Edition("tea", locale, state, counts, title=f"Tea in {locale}", updated="2026-03-04")
    return replace(base, **more)


def facts(*locales: str, base: str = "https://example.org", **settings: object) -> SiteFacts:
    """The facts of a site in these languages."""
    every = languages(*locales)
    return SiteFacts(
        base,
        every[0],
        every,
        Site(**settings),
        "The Book of Tea",
        THEME.stylesheet_address,
        THEME.script_address,
    )


def interface(locale: str, *own: Catalog) -> Interface:
    """The words of a language: the program's catalog, after the given ones."""
    data = shipped_interface(locale)
    shipped = [read_catalog(data, f"{locale}.po")] if data else []
    return Interface(language(locale), [*own, *shipped])


def sample_body() -> tuple[str, tuple[Heading, ...]]:
    """The HTML and the headings of the sample article."""
    text = (CASES / "article.md").read_text("utf-8")
    reader = markdown.Markdown(extensions=["extra", "admonition", "toc", "sane_lists"])
    body = reader.convert(text)

    def flat(tokens: list[dict]) -> list[Heading]:
        found = []
        for one in tokens:
            found.append(Heading(one["level"], one["id"], one["html"]))
            found += flat(one["children"])
        return found

    return body, tuple(flat(reader.toc_tokens))


def page(here: Edition, *rest: Edition, **more: object) -> ArticlePage:
    """The page of one edition, in a cluster with the others."""
    editions = (here, *rest)
    every = languages(*(one.locale for one in editions))
    body, contents = sample_body()
    cluster = build_cluster(here.article, editions, every)
    base = ArticlePage(here, language(here.locale), cluster, body, contents)
    return replace(base, **more)


EN = edition("en", EditionState.SOURCE)


SITE_LOCALES = (
    "en", "ar", "de", "fa", "he", "hi", "ja", "ko", "ru", "th", "ur", "zh_Hans", "zh_Hant",
)  # fmt: skip
TAGS = {"zh_Hans": "zh-hans", "zh_Hant": "zh-hant"}
_WORDS = {
    "en": "Muscles twitch suddenly and involuntarily just before a person falls asleep. ",
    "ar": "تنتفض العضلات فجأة ولا إراديا قبل أن ينام الإنسان بقليل، ثم تهدأ من تلقاء نفسها. ",
    "de": "Unwillkürliche Muskelzuckungen treten beim Einschlafen besonders häufig auf. ",
    "hi": "सोने से ठीक पहले मांसपेशियाँ अचानक और अपने आप फड़कती हैं और फिर शांत हो जाती हैं। ",
    "ja": "眠りに入る直前に、筋肉が突然不随意にぴくつき、しばしば落下する感覚を伴う。",
    "ru": "Непосредственно перед сном мышцы внезапно и непроизвольно вздрагивают. ",
    "ur": "سونے سے ذرا پہلے پٹھے اچانک اور بے اختیار پھڑکتے ہیں اور پھر پرسکون ہو جاتے ہیں۔ ",
    "fa": "درست پیش از به خواب رفتن، ماهیچه‌ها ناگهان و بی‌اختیار می‌پرند و سپس آرام می‌شوند. ",
    "he": "רגע לפני ההירדמות השרירים מתכווצים פתאום ובאופן לא רצוני, ואחר כך נרגעים מעצמם. ",
    "ko": "잠들기 직전에 근육이 갑자기 저절로 움찔하며, 흔히 떨어지는 느낌을 동반한다. ",
    "th": "ก่อนจะหลับกล้ามเนื้อมักกระตุกขึ้นมาอย่างกะทันหันโดยไม่ได้ตั้งใจ แล้วจึงค่อยสงบลงเอง ",
    "zh_Hant": "入睡前肌肉會突然不自主地抽動，常伴有墜落感或模糊的夢境，因此很容易驚醒。",
    "zh_Hans": "入睡前肌肉会突然不自主地抽动，常伴有坠落感或模糊的梦境，因此很容易惊醒。",
}


def sample_site() -> Iterator[tuple[str, str]]:
    """File below the root of a site in thirteen languages, and its text: every kind of page."""
    made = facts(*SITE_LOCALES, feedback_url="https://forms.example.net/", contact="us@example.org")
    words = {one: interface(one) for one in SITE_LOCALES}
    states = {"en": EditionState.SOURCE, "ur": EditionState.DRAFT, "hi": EditionState.STALE}
    editions = [
        EN if one == "en" else edition(one, states.get(one, EditionState.COMPLETE), machine=True)
        for one in SITE_LOCALES
    ]
    homes = build_home_cluster(editions, languages(*SITE_LOCALES))
    yield THEME.stylesheet_address, THEME.stylesheet
    yield THEME.script_address, THEME.script
    for here in editions:
        long = f"<p>{_WORDS[here.locale] * 6}</p>"
        shown = page(here, *(one for one in editions if one is not here))
        around = Around.of(made, words[here.locale], "tea", {"other": shown.cluster})
        body = relink(shown.body, made, around).html
        body = body.replace('<h2 id="causes"', f'{long}<h2 id="causes"', 1)
        body = body.replace('<h2 id="serving"', f'{long * 2}<h2 id="serving"', 1)
        tag = TAGS.get(here.locale, here.locale)
        text = render_article(THEME, made, words[here.locale], replace(shown, body=body))
        yield f"/{tag}/tea/index.html", text
        home = LanguagePage(shown.language, homes, (here,), (EN,))
        yield f"/{tag}/index.html", render_language_index(THEME, made, words[here.locale], home)
    counts = dict.fromkeys(SITE_LOCALES, 1)
    yield "/index.html", render_root(THEME, made, words, RootPage(homes, counts))
    yield "/404.html", render_not_found(THEME, made, words)
    moved = render_moved(THEME, made, words["de"], "/de/tea/")
    yield "/de/old/index.html", moved
    yield "/de/search/index.html", render_search(THEME, made, words["de"])
    yield THEME.search_script_address, THEME.search_script
    status = StatusPage(tuple(editions), homes)
    yield "/status/index.html", render_status(THEME, made, words["en"], status)
