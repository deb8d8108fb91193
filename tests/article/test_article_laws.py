"""The laws of articles, over generated documents and, where there is one, a body of real ones."""

from __future__ import annotations

import os
import re
from pathlib import Path

import markdown
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pipeline.article import (
    Exporter,
    Fragment,
    Renderer,
    compile_article,
    export_article,
    fill,
    locate,
    normal_form,
    plain_fill,
    read_article,
)
from pipeline.article.front_matter import read_front_matter
from pipeline.config import Bounds, Dialect
from pipeline.errors import ArticleError
from pipeline.model import Article, Kind, Language, Passage, Scope

DIALECT = Dialect()
RENDERER = Renderer(DIALECT)
ENGLISH = Language("en", "en", "en", "English", "ltr")

WORDS = st.lists(
    st.sampled_from(
        [
            "tea",
            "milk",
            "dose",
            "twitching",
            "über",
            "睡眠",
            "क",
            "a",
            "5",
            "mg",
            "1.5",
            "—",
            "`code`",
            "*soft*",
            "**bold**",
        ]
    ),
    min_size=1,
    max_size=6,
).map(" ".join)
LINE = st.builds(lambda words: f"Word {words}.", WORDS)
TEXT = st.lists(LINE, min_size=1, max_size=3).map("\n".join)
BLOCK = st.one_of(
    st.builds(lambda level, line: f"{'#' * level} {line}", st.integers(1, 4), LINE),
    TEXT,
    st.builds("{}\n===".format, LINE),
    st.lists(LINE, min_size=1, max_size=3).map(lambda ones: "\n".join(f"- {one}" for one in ones)),
    st.lists(LINE, min_size=1, max_size=3).map(
        lambda ones: "\n\n".join(f"1. {one}" for one in ones)
    ),
    st.builds("- {}\n    - {}\n\n        {}".format, LINE, LINE, LINE),
    TEXT.map(lambda text: "\n".join(f"> {line}" for line in text.split("\n"))),
    st.builds("| {} | {} |\n|---|---|\n| {} | 5 |".format, LINE, LINE, LINE),
    st.builds("{}\n:   {}\n\n    {}".format, LINE, LINE, LINE),
    st.builds("!!! note\n    {}".format, LINE),
    st.builds('!!! tip "{}"\n    {}'.format, st.sampled_from(["Own title", "Two words"]), LINE),
    st.builds("```text\n{}\n```".format, TEXT),
    st.builds('<p title="A tip">{}</p>'.format, LINE),
    st.builds('<div class="infobox" markdown="1">\n\n{}\n\n</div>'.format, TEXT),
    st.builds('![An image]({}.png "Its title")'.format, st.sampled_from("abc")),
    st.builds("{}\n{{: .lead }}".format, LINE),
    st.builds("Noted[^{}] {}".format, st.integers(1, 2), LINE),
    st.just("[TOC]"),
    st.just("<!-- l10n: note careful -->"),
)
DOCUMENT = st.builds(
    lambda front, blocks, notes: front + "\n\n".join(blocks) + "\n" + notes,
    st.sampled_from(["", "---\ntitle: 'One: two'  # kept\ntags: [a, b]\n---\n"]),
    st.lists(BLOCK, min_size=1, max_size=8),
    st.sampled_from(["", "\n[^1]: A note.\n\n[^2]: Another\n    one.\n", "\n*[mg]: milligram\n"]),
)
SIGNS = st.sampled_from(
    [*"\n\n\n\t #>*_`[](){}<>|-+:!&\\~^=/'\"\r\x00\x02\x03\ufeff\xa0\u2028aé语1.", "    ", "\r\n",
     "\n\n", "---\n", "<div>", "</div>", "<b>", "<!--", "-->", "[^1]", "[^1]: ", "[a]: b\n",
     "*[a]: b\n", "```\n", "|---|---|\n", "!!! note\n", '<p title="a">', "{: .a }", " word "]
)  # fmt: skip
ANYTHING = st.lists(SIGNS, max_size=40).map("".join)

SLOWLY = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def read(text: str) -> Article:
    """The article of a text; texts that are refused prove nothing here."""
    try:
        return read_article("law", "source/law.md", text, DIALECT)
    except ArticleError:
        assume(False)
        raise


def page(text: str) -> str:
    """What Python-Markdown makes of the body of a text."""
    body = text[read_front_matter(text, "").body :]
    return markdown.markdown(body, extensions=list(DIALECT.extensions), output_format="html")


def own(article: Article) -> list[Passage]:
    """The passages of a page on which nothing is translated and nothing foreign."""
    return [Passage(segment.text) for segment in article.segments]


@SLOWLY
@given(st.one_of(DOCUMENT, ANYTHING))
def test_filled_with_its_own_text_a_page_is_the_parsers(text: str) -> None:
    """Filling with the article's own texts gives what `markdown.markdown` gives, byte for byte."""
    article = read(text)
    skeleton = compile_article(article, DIALECT, RENDERER)
    assert plain_fill(skeleton) == page(text)
    assert fill(skeleton, own(article), RENDERER, ENGLISH, str).html == page(text)


@SLOWLY
@given(st.one_of(DOCUMENT, ANYTHING))
def test_exporting_nothing_changes_nothing(text: str) -> None:
    """Without targets, and with the article's own msgids as targets, every byte stays."""
    article = read(text)
    located = locate(article, DIALECT)
    targets = {number: segment.msgid for number, segment in enumerate(article.segments)}
    assert export_article(located, {}, DIALECT).text == text
    assert export_article(located, targets, DIALECT).text == text


@SLOWLY
@given(DOCUMENT, st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["", "\ufeff"]))
def test_marks_come_back_in_order(text: str, newline: str, bom: str) -> None:
    """With a mark before each segment, exported and read again, exactly those marks are there."""
    text = bom + text.replace("\n", newline)
    article = read(text)
    located = locate(article, DIALECT)
    assert located.proven, located.note
    targets = {number: f"ZX{number} {one.msgid}" for number, one in enumerate(article.segments)}
    exported = export_article(located, targets, DIALECT)
    assert exported.refused == ()
    again = read(exported.text)
    assert [one.msgid for one in again.segments] == list(targets.values())


TARGET = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "", "*", "**", "[", "`", "1. ", "- "]),
    st.lists(
        st.one_of(st.sampled_from("Ab 1.,;:!?()[]*_`#|-–=+~^/'\"«语क۱²\xa0\u2028\n"), WORDS),
        min_size=1, max_size=6,
    ).map("".join),
    st.sampled_from(["", "", "**", "](b.md)", "](b.md) and", "]: b", " #", ":", "`"]),
)  # fmt: skip


@SLOWLY
@given(DOCUMENT, st.lists(st.lists(TARGET, min_size=1, max_size=3), min_size=2, max_size=6))
def test_one_exporter_writes_what_one_for_each_language_does(
    text: str, languages: list[list[str]]
) -> None:
    """What was proven with one language is taken for proven in another only where it holds."""
    located = locate(read(text), DIALECT)
    together = Exporter(located, DIALECT)
    for words in languages:
        targets = {
            number: words[number % len(words)]
            for number in range(len(located.article.segments))
            if number % 5 != len(words)
        }
        assert together.export(targets) == export_article(located, targets, DIALECT)


@SLOWLY
@given(DOCUMENT)
def test_the_source_at_a_segments_spans_is_its_text(text: str) -> None:
    """Each segment's spans, line by line, hold its text; its line is where they begin."""
    located = locate(read(text), DIALECT)
    lines = text.split("\n")
    for segment in located.article.segments:
        if segment.kind is Kind.FIELD:
            continue
        found = [lines[span.line - 1][span.start : span.end] for span in segment.spans]
        assert "\n".join(found) == segment.text
        assert segment.line == segment.spans[0].line


@SLOWLY
@given(st.one_of(DOCUMENT, ANYTHING), DOCUMENT)
def test_reading_forgets_what_was_read_before(text: str, other: str) -> None:
    """The same text gives the same article and the same skeleton, whatever was read between."""
    article = read(text)
    skeleton = compile_article(article, DIALECT, RENDERER)
    compile_article(read(other), DIALECT, RENDERER)
    locate(read(other), DIALECT)
    assert read(text) == article
    assert compile_article(article, DIALECT, Renderer(DIALECT)) == skeleton


@SLOWLY
@given(DOCUMENT, st.lists(ANYTHING, min_size=1, max_size=5))
def test_a_translation_changes_nothing_outside_its_place(text: str, targets: list[str]) -> None:
    """What stands between the holes is the same in every language."""
    article = read(text)
    skeleton = compile_article(article, DIALECT, RENDERER)
    assume(skeleton.whole is None)
    shown = [
        Passage(targets[number % len(targets)], outdated=True)
        for number in range(len(article.segments))
    ]
    html = fill(skeleton, shown, RENDERER, ENGLISH, str).html
    position = 0
    for piece in skeleton.pieces:
        if isinstance(piece, str):
            # Marking may add a class to the last tag of a piece.
            kept = piece[: piece.rfind("<")] if piece.endswith(">") else piece
            found = html.find(kept, position)
            assert found >= 0, kept
            position = found + len(kept)


@SLOWLY
@given(DOCUMENT)
def test_other_words_leave_the_tags_as_they_were(text: str) -> None:
    """A translation that changes only words leaves the page's tags, ids and addresses alone."""
    article = read(text)
    skeleton = compile_article(article, DIALECT, RENDERER)
    shown = [Passage(re.sub(r"\bWord\b", "Wort", one.text)) for one in article.segments]
    html = fill(skeleton, shown, RENDERER, ENGLISH, str).html
    assert re.findall(r"<[^>]*>", html) == re.findall(r"<[^>]*>", plain_fill(skeleton))


@SLOWLY
@given(st.lists(st.one_of(TEXT, ANYTHING), min_size=1, max_size=6))
def test_fragments_are_rendered_alone(texts: list[str]) -> None:
    """A fragment comes out the same alone and among others."""
    scope = Scope(references=(("a", "u", "T"),), footnotes=("1",), abbreviations=(("word", "W"),))
    fragments = [Fragment(text, Kind.PARAGRAPH, "a *b*") for text in texts]
    together = RENDERER.render(fragments, scope)
    assert together == [RENDERER.render([one], scope)[0] for one in fragments]


@SLOWLY
@given(ANYTHING, st.booleans())
def test_normal_form_is_stable(text: str, breaks: bool) -> None:
    """The normal form of a normal form is itself."""
    once = normal_form(text, breaks=breaks)
    assert normal_form(once, breaks=breaks) == once


CORPUS = os.environ.get("PIPELINE_CORPUS", "")


@pytest.mark.slow
@pytest.mark.skipif(not CORPUS, reason="PIPELINE_CORPUS names no folder of Markdown files")
@pytest.mark.parametrize(
    "more",
    [
        (),
        (
            "pymdownx.superfences",
            "pymdownx.tabbed",
            "pymdownx.details",
            "pymdownx.tasklist",
            "pymdownx.blocks.admonition",
            "pymdownx.blocks.details",
            "pymdownx.blocks.tab",
        ),
    ],
    ids=["extra", "pymdown"],
)
def test_real_documents_keep_the_laws(more: tuple[str, ...]) -> None:
    """Over a body of real documents: pages and exports exact, 99.9 % of the segments located."""
    dialect = Dialect(extensions=(*DIALECT.extensions, *more))
    renderer = Renderer(dialect)
    files = segments = exact = marks = 0
    for path in sorted(Path(CORPUS).rglob("*.md")):
        text = path.read_bytes().decode("utf-8", "replace")
        try:
            article = read_article("x", str(path), text, dialect, Bounds())
        except ArticleError as error:
            print(error)
            continue
        files += 1
        body = text[read_front_matter(text, "").body :]
        expected = markdown.markdown(
            body, extensions=list(dialect.extensions), output_format="html"
        )
        assert plain_fill(compile_article(article, dialect, renderer)) == expected, path
        located = locate(article, dialect)
        assert export_article(located, {}, dialect).text == text, path
        segments += len(article.segments)
        exact += sum(bool(one.spans) for one in located.article.segments)
        targets = {number: f"ZX{number} {one.msgid}" for number, one in enumerate(article.segments)}
        marked = export_article(located, targets, dialect)
        refused = {number for number, _ in marked.refused}
        again = read_article("x", str(path), marked.text, dialect)
        wanted = [
            one.msgid if number in refused else normal_form(targets[number])
            for number, one in enumerate(article.segments)
        ]
        marks += [one.msgid for one in again.segments] == wanted
    print(f"{files} files, {segments} segments, {exact} exact, {marks} marked round trips")
    assert files
    assert exact >= 0.999 * segments
    assert marks >= 0.98 * files
