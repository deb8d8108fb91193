"""Search: a page a language, and an index that is the same for the same pages."""

import json
from dataclasses import replace

import pytest
from lxml import html

from pipeline.commands.indexing import index_pages
from pipeline.errors import ConfigError
from pipeline.site import (
    can_search,
    index_command,
    render_article,
    render_search,
    search_address,
    security_headers,
    settle_index,
)
from tests.site.site_samples import EN, THEME, edition, facts, interface, page

PLAIN = facts("en", "de")
FACTS = replace(facts("en", "de", search=True), searchable=frozenset({"en", "de"}))


def policy(text):
    """The policy that a page declares."""
    path = '//meta[@http-equiv="Content-Security-Policy"]/@content'
    (found,) = html.document_fromstring(text).xpath(path)
    return found


def test_only_the_page_that_searches_may_run_webassembly():
    """Its policy has room for the search's program, and that of an article has none."""
    search = render_search(THEME, FACTS, interface("de"))
    article = render_article(THEME, FACTS, interface("de"), page(edition("de"), EN))
    assert "script-src 'self' 'wasm-unsafe-eval'" in policy(search)
    assert "wasm" not in policy(article)
    assert "connect-src" not in policy(article)
    assert html.document_fromstring(search).xpath("//script/@src") == [THEME.search_script_address]
    assert THEME.search_script_address.startswith("/assets/search.")


def test_articles_lead_to_the_search_where_there_is_one():
    """Without an index there is neither a link nor a mark for the indexer."""
    with_search, without = (
        render_article(THEME, made, interface("de"), page(edition("de"), EN))
        for made in (FACTS, PLAIN)
    )
    assert 'method="get" action="/de/search/"' in with_search
    assert "data-pagefind-body" in with_search
    assert "/search/" not in without
    assert "pagefind" not in without
    assert search_address(FACTS.languages[1]) == "/de/search/"


def test_headers_leave_room_for_the_search_alone():
    """A site without search has no WebAssembly in its headers either, and no connections."""
    assert "wasm" in dict(security_headers(FACTS))["Content-Security-Policy"]
    assert "wasm" not in dict(security_headers(PLAIN))["Content-Security-Policy"]
    assert "connect-src" not in dict(security_headers(PLAIN))["Content-Security-Policy"]


def test_the_search_page_speaks_its_language():
    """Label, button, answers and the words for readers without a script are translated."""
    tree = html.document_fromstring(render_search(THEME, FACTS, interface("de")))
    words = interface("de")
    assert tree.get("lang") == "de"
    assert tree.xpath('//label[@for="page--search"]/text()') == [
        words.gettext("What are you looking for?")
    ]
    (some,) = tree.xpath('//template[@id="page--some"]')
    assert some.text_content() == words.gettext("Articles found: {count}", count="")
    assert not tree.xpath('//main//*[@lang="en"]')


def test_an_index_is_the_same_for_the_same_pages():
    """The order of the languages in the entry is fixed, and ready-made interfaces are left out."""
    one, other = (
        dict(
            settle_index({"pagefind-entry.json": entry, "pagefind-ui.js": b"", "pagefind.js": b"x"})
        )
        for entry in (b'{"a":1,"b":{"d":2,"c":3}}', b'{"b":{"c":3,"d":2},"a":1}')
    )
    assert (
        one == other == {"pagefind-entry.json": b'{"a":1,"b":{"c":3,"d":2}}', "pagefind.js": b"x"}
    )


def test_the_indexer_is_called_by_this_interpreter():
    """What is no text of an article is left out of the index."""
    command = index_command("site", "index")
    assert command[1:3] == ["-m", "pagefind"]
    assert ".notice" in command[-1]


@pytest.mark.skipif(not can_search(), reason="Pagefind is not installed")
def test_the_same_pages_give_the_same_index():
    """Two runs agree in every byte; each language has an index of its own, with articles alone."""
    pages = {"en/index.html": b"<html lang='en'><body>list</body></html>"}
    for here, other in ((EN, edition("de")), (edition("de"), EN)):
        text = render_article(THEME, FACTS, interface(here.locale), page(here, other))
        pages[f"{here.locale}/tea/index.html"] = text.encode()
    one, other = (index_pages(names, pages.__getitem__) for names in (pages, reversed(pages)))
    assert one == other
    languages = json.loads(one["pagefind-entry.json"])["languages"]
    assert {name: found["page_count"] for name, found in languages.items()} == {"de": 1, "en": 1}


def test_an_indexer_that_fails_is_told():
    """A clear sentence with the way out, whether it is missing or broken."""
    if can_search():
        pytest.skip("Pagefind is installed")
    with pytest.raises(ConfigError, match="the search index cannot be made"):
        index_pages({}, bytes)
