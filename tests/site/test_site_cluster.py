"""One cluster feeds every list of language versions."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from pipeline.model import INDEXED, LINKED, Edition, EditionState
from pipeline.site import (
    build_cluster,
    build_home_cluster,
    feed,
    head_links,
    manifest,
    render_article,
    sitemap,
)
from tests.site.site_samples import EN, THEME, edition, facts, interface, languages, page

LOCALES = ("en", "ar", "de", "fr", "ja", "pt_BR", "ur", "zh_Hans", "zh_Hant")
STATES = [one for one in EditionState if one is not EditionState.SOURCE]
FACTS = facts(*LOCALES)
WORDS = {one: interface(one) for one in LOCALES}
XHTML = "{http://www.w3.org/1999/xhtml}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ATOM = "{http://www.w3.org/2005/Atom}"

some_editions = st.lists(st.sampled_from(STATES), min_size=8, max_size=8).map(
    lambda states: (EN, *(edition(*pair) for pair in zip(LOCALES[1:], states, strict=True)))
)


def test_the_source_comes_first_and_the_rest_keep_one_order():
    """Latin names by their letters, then the other scripts; withheld editions are left out."""
    editions = [edition(one) for one in reversed(LOCALES[1:])]
    editions.append(edition("it", EditionState.WITHHELD))
    cluster = build_cluster("tea", [*editions, EN], languages(*LOCALES, "it"))
    order = [one.locale for one in cluster.linked]
    assert order == ["en", "de", "fr", "pt_BR", "ur", "ar", "zh_Hans", "zh_Hant", "ja"]


def test_an_alternate_says_how_a_page_is_linked():
    """Tag, direction, autonym, address and percentage come along."""
    cluster = build_cluster("a/index", [edition("ur", EditionState.DRAFT)], languages("en", "ur"))
    (one,) = cluster.linked
    assert (one.tag, one.direction, one.url, one.percent) == ("ur", "rtl", "/ur/a/", 64)
    assert cluster.indexed == ()


@settings(max_examples=25, deadline=None)
@given(some_editions)
def test_every_list_of_every_page_comes_from_the_cluster(editions: tuple[Edition, ...]):
    """Page and head, Open Graph and JSON-LD, sitemap, feed and manifest name the same versions."""
    cluster = build_cluster("tea", editions, FACTS.languages)
    linked = {one.locale for one in editions if one.state in LINKED}
    indexed = {one.locale for one in editions if one.state in INDEXED}
    assert {one.locale for one in cluster.linked} == linked
    assert {one.locale for one in cluster.indexed} == indexed
    by_key = {(one.article, one.locale): one for one in editions}
    homes = build_home_cluster(editions, FACTS.languages)
    mapped = _sitemap_links(sitemap(FACTS, [cluster], by_key, homes)["sitemap.xml"])
    versions = json.loads(manifest(FACTS, editions, {"tea": cluster}))["articles"]["tea"]
    assert set(versions["linked"]) == linked
    assert set(versions["cluster"]) == indexed
    for here in editions:
        if here.state in LINKED:
            _check_page(here, editions, cluster, mapped)


def _check_page(here, editions, cluster, mapped):
    rest = [one for one in editions if one is not here]
    shown = page(here, *rest)
    tree = html.document_fromstring(render_article(THEME, FACTS, WORDS[here.locale], shown))
    own = f"https://example.org/{here.locale.replace('_', '-').lower()}/tea/"
    links = tree.xpath('//nav[@id="page--languages"]//a/@href')
    assert links == [one.url for one in cluster.linked if one.locale != here.locale]
    head = [
        (one.get("hreflang"), one.get("href"))
        for one in tree.xpath('/html/head/link[@rel="alternate"][not(@type)]')
    ]
    wanted = [(one.tag, one.url) for one in head_links(cluster, FACTS)]
    robots = tree.xpath('//meta[@name="robots"]/@content')
    data = json.loads(tree.xpath('//script[@type="application/ld+json"]/text()')[0])
    (work,) = data["@graph"]
    assert work["@id"] == own == tree.xpath('//link[@rel="canonical"]/@href')[0]
    if here.state not in INDEXED:
        assert (head, robots, own in mapped) == ([], ["noindex, follow"], False)
        assert not work.keys() & {"workTranslation", "translationOfWork"}
        assert not tree.xpath('//meta[@property="og:locale:alternate"]')
        return
    assert (head, robots, mapped[own]) == (wanted, [], wanted)
    assert [tag for tag, _ in wanted if tag == "x-default"] == ["x-default"]
    others = {FACTS.language(one.locale).og for one in cluster.indexed} - {shown.language.og}
    assert set(tree.xpath('//meta[@property="og:locale:alternate"]/@content')) == others
    translations = [FACTS.absolute(one.url) for one in cluster.indexed if one.locale != "en"]
    if here.state is EditionState.SOURCE:
        assert [one["@id"] for one in work.get("workTranslation", [])] == translations
    else:
        assert work["translationOfWork"]["@id"] == "https://example.org/en/tea/"
    entry = etree.fromstring(
        feed(THEME, FACTS, WORDS[here.locale], {"tea": cluster}, editions).encode()
    ).find(f"{ATOM}entry")
    named = {one.get("href") for one in entry.findall(f"{ATOM}link")}
    assert named == {FACTS.absolute(one.url) for one in cluster.indexed}


def _sitemap_links(text):
    root = etree.fromstring(text.encode())
    return {
        url.findtext(f"{MAP}loc"): [
            (one.get("hreflang"), one.get("href")) for one in url.findall(f"{XHTML}link")
        ]
        for url in root
    }


def test_homes_are_indexed_with_their_articles():
    """A language with nothing but drafts has a home that is linked and not indexed."""
    editions = [EN, edition("de"), edition("ur", EditionState.DRAFT)]
    homes = build_home_cluster(editions, languages("en", "de", "ur", "fr"))
    assert [one.url for one in homes.linked] == ["/en/", "/de/", "/ur/"]
    assert [one.url for one in homes.indexed] == ["/en/", "/de/"]


@pytest.mark.parametrize("base", ["https://example.org", "https://example.org/health"])
def test_addresses_keep_the_path_of_the_base(base):
    """A site that lives below a path links below that path, in pages and heads alike."""
    made = facts("en", "de", base=base)
    text = render_article(THEME, made, interface("de"), page(edition("de"), EN))
    path = base.removeprefix("https://example.org")
    assert f'<a href="{path}/en/tea/" hreflang="en" rel="alternate"' in text
    assert f'hreflang="de" href="{base}/de/tea/"' in text
    inside = re.findall(r'(?:href|src|action)="(/[^"]*)"', text)
    assert inside
    assert all(one.startswith(f"{path}/") for one in inside)
