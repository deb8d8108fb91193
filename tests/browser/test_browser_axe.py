"""No rule of axe is broken on any kind of page, in light and in dark, wide and narrow."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.site import can_search
from tests.browser.conftest import TOOLS, Published

AXE = TOOLS / "axe-core" / "axe.min.js"

pytestmark = [
    pytest.mark.chromium,
    pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed; `make tools` does it"),
]

OWN = {
    "first page": "/",
    "articles of a language": "/de/",
    "articles, right to left": "/ar/",
    "source": "/en/sleep-twitching/",
    "complete": "/de/sleep-twitching/",
    "complete, right to left": "/ar/sleep-twitching/",
    "complete, no spaces": "/ja/sleep-twitching/",
    "not found": "/404.html",
    "not found in a language": "/ar/404.html",
    "state of the translations": "/status/",
}
GOLDEN = {"stale": "/ja/tea/", "draft": "/fr/tea/", "draft list": "/ja/guide/rest/"}
VIEWS = {"light, wide": ("light", 1280), "dark, narrow": ("dark", 320)}


def broken(tab: Any, address: str, scheme: str, width: int) -> list[str]:
    """What axe finds on a page: rule, and the element at fault."""
    tab.set_viewport_size({"width": width, "height": 900})
    tab.emulate_media(color_scheme=scheme)
    tab.goto(address)
    tab.evaluate(AXE.read_text("utf-8"))
    found = tab.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert len(found["passes"]) > 10
    return [
        f"{rule['id']}: {node['html'][:120]} {node['failureSummary'][:200]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("kind", OWN)
def test_axe_finds_nothing_on_our_own_site(tab: Any, own: Published, kind: str, view: str) -> None:
    """Nothing is found on a kind of page in one view."""
    assert broken(tab, own.address + OWN[kind], *VIEWS[view]) == []


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("kind", GOLDEN)
def test_axe_finds_nothing_on_unfinished_editions(
    tab: Any, golden: Published, kind: str, view: str
) -> None:
    """Nothing is found on pages with notices and English passages."""
    assert broken(tab, golden.address + GOLDEN[kind], *VIEWS[view]) == []


@pytest.mark.skipif(not can_search(), reason="Pagefind is not installed")
@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing_in_a_search(tab: Any, searchable: Published, view: str) -> None:
    """Nothing is found on the page that searches, with what it has found."""
    assert broken(tab, f"{searchable.address}/fr/search/?q=miel", *VIEWS[view]) == []
    tab.locator("#page--results a").wait_for()


def test_axe_sees_what_is_wrong(tab: Any, own: Published) -> None:
    """A page that is spoilt on purpose is found out: the check does check."""
    tab.goto(own.address + "/de/")
    tab.evaluate("document.documentElement.removeAttribute('lang')")
    tab.evaluate(AXE.read_text("utf-8"))
    found = tab.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [rule["id"] for rule in found["violations"]] == ["html-has-lang"]
