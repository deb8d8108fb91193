"""What readers get: a page filled with translations, and what it says about those that lack.

A case is a sentence, then parts headed by `%% name`: `article`, `target` (text => translation, one
a line, `!` before it for outdated; a text that is not named is not translated), `words` (the same
for the renderer's words) and the `html`.
"""

from __future__ import annotations

import pickle
from pathlib import Path

import markdown
import pytest

from pipeline.article import (
    Renderer,
    Skeleton,
    compile_article,
    fill,
    plain_fill,
    read_article,
)
from pipeline.config import Dialect
from pipeline.model import Article, Language, Passage
from tests.article.article_cases import cases, pairs, parts

CASES = cases("fill")
DIALECT = Dialect()
RENDERER = Renderer(DIALECT)
ENGLISH = Language("en", "en", "en", "English", "ltr")


def passages(article: Article, targets: dict[str, str]) -> list[Passage]:
    """What each segment shows."""
    found = []
    for segment in article.segments:
        target = targets.get(segment.msgid)
        if target is None:
            found.append(Passage(segment.text, foreign=True))
        else:
            found.append(Passage(target.removeprefix("!"), outdated=target.startswith("!")))
    return found


def compiled(text: str) -> tuple[Article, Skeleton]:
    """An article and its skeleton."""
    article = read_article("case", "source/case.md", text, DIALECT)
    return article, compile_article(article, DIALECT, RENDERER)


def filled(text: str, **targets: str) -> str:
    """The page of a text whose segments are named `a`, `b`, … in order."""
    article, skeleton = compiled(text)
    shown = [
        Passage(targets.get(chr(97 + number), segment.text))
        for number, segment in enumerate(article.segments)
    ]
    return fill(skeleton, shown, RENDERER, ENGLISH, str).html


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_a_page_is_filled(path: Path) -> None:
    """Translations stand where their sources stood; what is foreign or outdated says so."""
    case = parts(path)
    article, skeleton = compiled(case["article"])
    words = pairs(case.get("words", ""))
    body = fill(
        skeleton,
        passages(article, pairs(case["target"])),
        RENDERER,
        ENGLISH,
        lambda word: words.get(word, word),
    )
    contents = "".join(f"{one.level} #{one.id} {one.html}\n" for one in body.contents)
    assert body.html.strip() == case["html"].strip()
    if "contents" in case:
        assert contents == case["contents"]


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_own_texts_give_the_parsers_page(path: Path) -> None:
    """Filled with its own texts, a page is what Python-Markdown makes of the article."""
    case = parts(path)
    article, skeleton = compiled(case["article"])
    expected = markdown.markdown(
        case["article"], extensions=list(DIALECT.extensions), output_format="html"
    )
    own = [Passage(segment.text) for segment in article.segments]
    assert plain_fill(skeleton) == expected
    assert fill(skeleton, own, RENDERER, ENGLISH, str).html == expected
    assert skeleton.whole is None


def test_a_skeleton_travels_between_processes() -> None:
    """A skeleton can be pickled, and its digest depends on the article alone."""
    _, skeleton = compiled("# Tea\n\nDrink *it*.\n")
    assert pickle.loads(pickle.dumps(skeleton)) == skeleton
    assert compiled("# Tea\n\nDrink *it*.\n")[1].digest == skeleton.digest
    assert compiled("# Tea\n\nDrink **it**.\n")[1].digest != skeleton.digest


def test_anchors_name_the_heading_above() -> None:
    """Each segment knows the id of the nearest heading above it; none at the top."""
    _, skeleton = compiled("Lead.\n\n## One {#first}\n\nText.\n\n## Two\n\n- Item\n")
    assert skeleton.anchors == ("", "first", "first", "two", "two")


def test_heading_ids_stay_english() -> None:
    """Ids come from the source headings, numbered as there, whatever their translation is."""
    html = filled("# Install\n\n# Install\n\n[TOC]\n", a="安装", b="安装")
    assert '<h1 id="install">安装</h1>' in html
    assert '<a href="#install_1">安装</a>' in html


@pytest.mark.parametrize(
    "target",
    [
        "2020. aastal",
        "- item",
        "# head",
        "> quote",
        "a | b",
        "    four",
        "!!! note",
        "[other]: https://evil.example",
        "[docs]: https://evil.example",
        "[^1]: stolen",
        "*[TEA]: stolen",
        "---",
        "line\n===",
        "one\n\ntwo",
        "```\nfence\n```",
        "</p></div><script>alert(1)</script>",
        "<div>block</div>",
        "<!-- open",
        "a <b>bold",
        "x {#stolen}",
        "text\n{: .stolen }",
        "**b**{: onclick=x }",
        "\x02klzzwxh:0000\x03 \x02wzxhzdk:0\x03 \x00",
        "<textarea>",
        "[TOC]",
        "[" * 9000,
    ],
)
def test_no_translation_leaves_its_element(target: str) -> None:
    """Whatever a translation holds, the rest of the page is as it was, and nothing is redefined."""
    source = (
        "# Head\n\n[TOC]\n\nFirst [docs] TEA[^1].\n\n- Item\n\n| Cell |\n|------|\n| Body |\n\n"
        "Last [docs] TEA.\n\n[docs]: https://good.example\n\n*[TEA]: leaf\n\n[^1]: Note.\n"
    )
    article, skeleton = compiled(source)
    mark = "QQQ"
    number = next(n for n, one in enumerate(article.segments) if one.msgid.startswith("Item"))
    shown = [Passage(segment.text) for segment in article.segments]
    shown[number] = Passage(mark)
    before, after = fill(skeleton, shown, RENDERER, ENGLISH, str).html.split(mark)
    shown[number] = Passage(target)
    html = fill(skeleton, shown, RENDERER, ENGLISH, str).html
    assert html.startswith(before)
    assert html.endswith(after)
    inside = html[len(before) : len(html) - len(after)]
    assert "<script" not in inside
    assert "<div" not in inside
    assert "</li" not in inside
    assert "stolen" not in "".join(part for part in inside.split() if "=" in part and "<" in part)


def test_attribute_lists_come_from_the_source() -> None:
    """A translation keeps the inline attribute lists of its source and gains none."""
    source = "A [link](u){: .ext title='Hi' } here.\n{: .lead }\n"
    kept = filled(source, a="Ein [Link](u){: .ext title='Na' } hier.")
    assert kept == '<p class="lead">Ein <a class="ext" href="u" title="Na">Link</a> hier.</p>'
    gained = filled(source, a="Ein *Link*{: .other } hier.")
    assert gained == '<p class="lead">Ein <em>Link</em>{: .other } hier.</p>'


def test_a_footnote_named_twice_is_numbered_as_in_the_source() -> None:
    """References to one footnote keep the ids that its back-links lead to."""
    html = filled("One[^1] and.\n\nTwo[^1].\n\n[^1]: Note.\n", a="Eins[^1].", b="Zwei[^1][^1].")
    assert html.count('id="fnref:1"') == 1
    assert html.count('id="fnref2:1"') == 1


def test_links_and_abbreviations_take_their_translated_words() -> None:
    """Titles of links and expansions of abbreviations are the page's own, or are left out."""
    text = "The CSF [test][t].\n\n[t]: u 'A test'\n\n*[CSF]: spinal fluid\n"
    article, skeleton = compiled(text)
    shown = [Passage("Der CSF-[Test][t]."), Passage("Ein Test"), Passage("Liquor")]
    html = fill(skeleton, shown, RENDERER, ENGLISH, str).html
    assert html == (
        '<p>Der <abbr title="Liquor">CSF</abbr>-<a href="u" title="Ein Test">Test</a>.</p>'
    )
    shown[1:] = [Passage(one.text, foreign=True) for one in article.segments[1:]]
    html = fill(skeleton, shown, RENDERER, ENGLISH, str).html
    assert html == '<p>Der CSF-<a href="u">Test</a>.</p>'


def test_unbalanced_html_of_the_source_may_be_kept() -> None:
    """Tags that the source leaves open may be open in the translation, no others."""
    assert filled("Some <b>bold.\n", a="Etwas <b>fett.") == "<p>Etwas <b>fett.</p>"
    assert filled("Some bold.\n", a="Etwas <b>fett.") == "<p>Etwas &lt;b&gt;fett.</p>"


def test_a_count_that_does_not_fit_is_a_defect() -> None:
    """Passages that are not one a segment are refused rather than shifted."""
    _, skeleton = compiled("One.\n\nTwo.\n")
    with pytest.raises(ValueError, match="1 passages for 2 segments"):
        fill(skeleton, [Passage("x")], RENDERER, ENGLISH, str)
