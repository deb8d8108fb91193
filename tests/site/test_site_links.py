"""Internal links, localised images, and what else a body needs before it is published."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.site import Around, BrokenLink, build_cluster, linked_articles, relink
from tests.site.site_samples import CASES, EN, edition, facts, interface, languages, sample_body

FILES = {
    "a/legs.png": "/assets/a/legs.11111111.png",
    "a/legs.fr.png": "/assets/a/legs.fr.22222222.png",
    "a/plain.svg": "/assets/a/plain.33333333.svg",
    "leaf.pdf": "/assets/leaf.44444444.pdf",
}
FACTS = replace(facts("en", "fr", "ar"), assets=FILES)


def clusters():
    """What is published of each article."""
    known = languages("en", "fr", "ar")
    published = {"tea": ("en", "fr"), "milk": ("en",), "a/index": ("en", "fr")}
    return {
        name: build_cluster(
            name,
            [replace(EN if one == "en" else edition(one), article=name) for one in locales],
            known,
        )
        for name, locales in published.items()
    }


def around(locale="fr", article="a/page"):
    """The surroundings of one page."""
    return Around.of(FACTS, interface(locale), article, clusters())


def parse_cases():
    """Title, input, expected: a lone dot between them, and one after the last."""
    lines = (CASES / "links.md").read_text("utf-8").splitlines()
    dots = [number for number, line in enumerate(lines) if line == "."]
    for start, middle, end in zip(dots[0::3], dots[1::3], dots[2::3], strict=True):
        yield (
            lines[start - 1],
            "\n".join(lines[start + 1 : middle]),
            "\n".join(lines[middle + 1 : end]),
        )


CASE_LIST = list(parse_cases())


@pytest.mark.parametrize(
    ("before", "after"), [one[1:] for one in CASE_LIST], ids=[one[0] for one in CASE_LIST]
)
def test_links(before, after):
    """A body is published with its links led home, as each case says."""
    assert relink(before, FACTS, around()).html == after


@pytest.mark.parametrize("before", [one[1] for one in CASE_LIST], ids=[one[0] for one in CASE_LIST])
def test_twice_is_once(before):
    """A carried body, which has been through this before, is not changed again."""
    once = relink(before, FACTS, around()).html
    assert relink(once, FACTS, around()).html == once


def test_a_broken_link_is_data():
    """It is told by page, link, what was looked for, and what is called nearly so."""
    found = relink('<a href="../tee.md#x">t</a> <img src="leg.png">', FACTS, around())
    assert found.broken == (
        BrokenLink("a/page", "../tee.md#x", "tee.md", "tea.md"),
        BrokenLink("a/page", "leg.png", "a/leg.png", "a/legs.png"),
    )


def test_used_files_and_linked_articles_are_told():
    """What a page uses must be copied; what it links to is a part of its key."""
    body = '<a href="../tea.md">t</a><a href="../no.md">n</a><img src="legs.png">'
    found = relink(body, FACTS, around())
    assert found.files == ("a/legs.fr.png",)
    assert found.articles == ("tea", "no") == linked_articles(body, "a/page")


def test_code_in_a_right_to_left_page_keeps_its_direction():
    """A block of code reads from left to right, a piece of it as it is."""
    body = '<pre><code>a\n</code></pre> <code>b</code> <code dir="ltr">c</code>'
    assert relink(body, FACTS, around("ar")).html == (
        '<pre dir="ltr"><code>a\n</code></pre> <code dir="auto">b</code> <code dir="ltr">c</code>'
    )


def test_a_body_without_any_of_it_stays():
    """Nothing is changed where there is nothing to change."""
    body = sample_body()[0].replace("other.md", "#x").replace("table", "tabel")
    body = body.replace("style=", "data-s=")
    assert relink(body, FACTS, around(article="tea")).html == body


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="<>\"'/=a hrefimgsctd.#&;-", max_size=60))
def test_no_text_is_lost(text):
    """Whatever the body is, what is not a link stays, and nothing raises."""
    made = relink(text, FACTS, around()).html
    if "<" not in text:
        assert made == text
    assert made.count(">") >= text.count(">")


def test_another_source_language_is_named():
    """Where articles are not written in English, the hint names their language."""
    known = languages("en", "fr", "ar")
    made = replace(FACTS, source=known[2] if known[2].locale == "ar" else known[1])
    assert Around.of(made, interface("fr"), "x", {}).hint in ("(arabe)", "(français)")


def test_an_address_in_the_words_of_an_image_is_no_address():
    """The image's own address is led home, whatever its description says."""
    body = '<p><img alt="x href=\'a.md\' y" src="plain.svg" title=\'z src="b"\'></p>'
    found = relink(body, FACTS, Around.of(FACTS, interface("fr"), "a/index", clusters()))
    assert "href='a.md' y" in found.html
    assert "/assets/a/plain.33333333.svg" in found.html
    assert linked_articles('<a title="href=\'b.md\'" href="c.md">x</a>', "tea") == ("c",)
