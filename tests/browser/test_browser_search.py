"""The search of a published site in a real browser."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.site import can_search
from tests.browser.conftest import Published

pytestmark = [
    pytest.mark.chromium,
    pytest.mark.skipif(not can_search(), reason="Pagefind is not installed"),
]


@pytest.mark.parametrize(
    ("language", "words"), [("en", "honey"), ("ja", "はちみつ"), ("fr", "miel")]
)
def test_a_reader_finds_articles(
    tab: Any, searchable: Published, language: str, words: str
) -> None:
    """What is typed on a page is found in the articles of its language, and only in these."""
    _search(tab, searchable, language, words)
    here = f"{searchable.address}/{language}/"
    links = tab.eval_on_selector_all("#page--results a", "all => all.map(one => one.href)")
    assert f"{here}tea/" in links and all(one.startswith(here) for one in links)
    assert str(len(links)) in tab.locator("#page--found").inner_text()
    assert tab.complaints == []


def test_a_reader_is_told_that_nothing_was_found(tab: Any, searchable: Published) -> None:
    """There are words for it in the language of the page, and no list."""
    _search(tab, searchable, "ar", "qqqqq")
    assert tab.locator("#page--results a").count() == 0
    assert tab.locator("#page--found").inner_text().startswith("لم")


def _search(tab: Any, site: Published, language: str, words: str) -> None:
    tab.goto(f"{site.address}/{language}/tea/")
    tab.locator("form.search input").fill(words)
    tab.locator("form.search button").click()
    tab.locator("#page--found:not(:empty)").wait_for()
