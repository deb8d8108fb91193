"""What readers do on a published site, in a real browser: switch, read, search a place, answer."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pipeline.config import parse_config
from tests.browser.conftest import Published
from tests.waiting import until

pytestmark = pytest.mark.chromium

ARTICLE = "sleep-twitching"


def versions(site: Published, article: str) -> dict[str, dict[str, Any]]:
    """The published editions of an article, by locale, as the manifest tells."""
    manifest = json.loads((site.folder / "manifest.json").read_text("utf-8"))
    told: dict[str, dict[str, Any]] = manifest["articles"][article]["versions"]
    return {locale: one for locale, one in told.items() if "address" in one}


def test_no_page_complains(tab: Any, own: Published, golden: Published) -> None:
    """Nothing on the console, nothing missing and nothing from elsewhere, on every page."""
    for site in (own, golden):
        for path in site.pages():
            tab.goto(site.address + path)
    assert tab.complaints == []


def test_every_language_leads_to_every_other(tab: Any, own: Published) -> None:
    """From each edition the links lead to all others, which say the language they were called."""
    editions = versions(own, ARTICLE)
    for one in editions.values():
        tab.goto(own.address + one["address"])
        links = tab.eval_on_selector_all(
            "nav a[rel~=alternate][hreflang]", "all => all.map(a => [a.hreflang, a.href])"
        )
        assert {href for _, href in links} == {
            own.address + other["address"] for other in editions.values() if other is not one
        }
    for tag, href in links:
        tab.goto(href)
        assert tab.locator("html").get_attribute("lang") == tag
    assert tab.complaints == []


def test_a_section_is_at_the_same_address_in_every_language(tab: Any, own: Published) -> None:
    """The part of the address behind `#` leads to the same section after a change of language."""
    editions = versions(own, ARTICLE)
    tab.goto(own.address + editions["en"]["address"])
    sections = tab.eval_on_selector_all(".prose h2[id]", "all => all.map(one => one.id)")
    assert len(sections) >= 3
    for one in editions.values():
        tab.goto(f"{own.address}{one['address']}#{sections[-1]}")
        found = tab.eval_on_selector_all(".prose h2[id]", "all => all.map(one => one.id)")
        assert found == sections
        assert tab.evaluate("document.querySelector(':target').id") == sections[-1]
        until(lambda: 0 <= tab.locator(":target").bounding_box()["y"] < 900)


@pytest.mark.parametrize("language", ["de", "ar", "zh-hans"])
def test_a_change_of_language_keeps_the_section(tab: Any, own: Published, language: str) -> None:
    """From `#causes` of the French page each link of its list leads to `#causes`, and scrolls."""
    tab.goto(f"{own.address}/fr/{ARTICLE}/#causes")
    tab.locator(f"#page--languages a[hreflang='{language}' i]").click()
    tab.wait_for_url(f"{own.address}/{language}/{ARTICLE}/#causes")
    assert tab.evaluate("document.querySelector(':target').id") == "causes"
    until(lambda: 0 <= tab.locator("#causes").bounding_box()["y"] < 100)
    assert tab.complaints == []


def test_a_reader_without_script_can_do_everything(browser: Any, own: Published) -> None:
    """From the first page to a language, its article, another language and home again."""
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(own.address + "/")
    tab.get_by_role("link", name="Deutsch").click()
    tab.wait_for_url(own.address + "/de/")
    tab.locator(".article-list a").first.click()
    tab.wait_for_url(f"{own.address}/de/{ARTICLE}/")
    tab.locator(".language-jump").click()
    tab.get_by_role("link", name="العربية").click()
    tab.wait_for_url(f"{own.address}/ar/{ARTICLE}/")
    tab.locator("a[rel=home]").click()
    tab.wait_for_url(own.address + "/ar/")
    assert tab.locator("html").get_attribute("lang") == "ar"
    context.close()


@pytest.mark.parametrize("address", ["/de/nothing-here/", "/nothing-here"])
def test_who_is_lost_finds_the_way_back(tab: Any, own: Published, address: str) -> None:
    """What is not there answers with links to every language's articles."""
    tab.goto(own.address + address)
    homes = tab.eval_on_selector_all("main a[href]", "all => all.map(a => a.href)")
    assert own.address + "/de/" in homes and own.address + "/ar/" in homes
    tab.locator("main a[href]").first.click()
    tab.wait_for_url(homes[0])
    assert tab.locator("h1").count() == 1


def test_the_keyboard_alone_changes_the_language(tab: Any, own: Published) -> None:
    """Tab and Enter lead from the top of the page to its languages, and to another one."""
    tab.goto(f"{own.address}/de/{ARTICLE}/")
    for _ in range(6):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.hash") == "#page--languages":
            break
    tab.keyboard.press("Enter")
    tab.wait_for_url("**#page--languages")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.hreflang") == "en"
    tab.keyboard.press("Enter")
    tab.wait_for_url(f"{own.address}/en/{ARTICLE}/")
    assert tab.locator("html").get_attribute("lang") == "en"


SIDES = """() => {
  const side = document.documentElement.dir === 'rtl' ? 'right' : 'left';
  const edge = one => Math.round(one.getBoundingClientRect()[side]);
  const prose = document.querySelector('.prose');
  return [
    edge(prose),
    ...[...prose.querySelectorAll(':scope > h2, :scope > p')].map(edge),
  ];
}"""


@pytest.mark.parametrize("language", ["de", "ar"])
def test_everything_begins_on_the_reading_side(tab: Any, own: Published, language: str) -> None:
    """Headings and paragraphs share one edge: the left one, or the right one in Arabic."""
    tab.goto(f"{own.address}/{language}/{ARTICLE}/")
    edges = tab.evaluate(SIDES)
    assert len(edges) > 8 and len(set(edges)) == 1
    side = tab.evaluate("getComputedStyle(document.querySelector('.prose p')).textAlign")
    assert side in ("start", "right" if language == "ar" else "left")


def test_english_on_a_translated_page_reads_from_the_left(tab: Any, golden: Published) -> None:
    """A passage that is not translated is English for machines, and laid out from the left."""
    tab.goto(golden.address + "/fr/tea/")
    parts = tab.eval_on_selector_all(
        ".prose .untranslated", "all => all.map(one => [one.lang, getComputedStyle(one).direction])"
    )
    assert parts and {tuple(one) for one in parts} == {("en", "ltr")}
    assert tab.locator(".notice[role=note]").count() == 1


def test_an_answer_is_sent_with_its_language_and_state(tab: Any, own: Published) -> None:
    """The form posts to the configured address and nowhere else, with what makes it useful."""
    settings = (own.folder.parent / "pyproject.toml").read_text("utf-8")
    address = parse_config(settings).site.feedback_url
    tab.route(address, lambda route: route.fulfill(body="ok", content_type="text/plain"))
    tab.goto(f"{own.address}/de/{ARTICLE}/")
    form = tab.locator("form[method=post]")
    assert form.get_attribute("action") == address != ""
    with tab.expect_request(address) as asked:
        form.get_by_role("button").nth(1).click()
    sent = dict(part.split("=") for part in asked.value.post_data.split("&"))
    assert sent["lang"] == "de" and sent["article"] == ARTICLE and sent["helpful"] == "no"
    assert sent["state"] in ("complete", "stale", "partial")


def test_a_page_without_answers_form_offers_mail(tab: Any, golden: Published) -> None:
    """Where only a mail address is known, the answers are links that open a message."""
    tab.goto(golden.address + "/ja/tea/")
    links = tab.locator(".answers a")
    assert links.count() == 2
    for index in range(2):
        assert links.nth(index).get_attribute("href").startswith("mailto:help@golden.example?")


WEIGHT = """() => ['navigation', 'resource']
  .flatMap(kind => performance.getEntriesByType(kind))
  .filter(one => one.initiatorType !== 'img')
  .map(one => one.decodedBodySize)"""


def test_a_page_weighs_little(tab: Any, own: Published) -> None:
    """What a reader's browser fetches for an article, images left out, is under 60 KB."""
    for language in ("en", "hi", "ar"):
        tab.goto(f"{own.address}/{language}/{ARTICLE}/")
        sizes = tab.evaluate(WEIGHT)
        assert len(sizes) >= 2 and 0 < sum(sizes) < 60_000
