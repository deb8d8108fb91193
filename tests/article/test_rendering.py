"""Single texts rendered alone, and remembered by what they depend on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest

from pipeline.article import Fragment, Renderer
from pipeline.config import Dialect
from pipeline.model import Kind, Scope, Segment

DIALECT = Dialect()
RENDERER = Renderer(DIALECT)


class Notebook:
    """A memo that counts."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}
        self.written = 0

    def get(self, keys: Iterable[str]) -> dict[str, str]:
        return {key: self.known[key] for key in keys if key in self.known}

    def put(self, fragments: Mapping[str, str]) -> None:
        self.written += len(fragments)
        self.known.update(fragments)


def one(text: str, kind: Kind = Kind.PARAGRAPH, source: str | None = None, **scope: object) -> str:
    """A single fragment's HTML."""
    return RENDERER.render([Fragment(text, kind, source)], Scope(**scope))[0]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("plain — text", "plain — text"),
        ("a *b* **c** `d<e`", "a <em>b</em> <strong>c</strong> <code>d&lt;e</code>"),
        ("这是**重要：**请看", "这是<strong>重要：</strong>请看"),
        ("one  \ntwo", "one<br>\ntwo"),
        ("a & b &amp; c < d", "a &amp; b &amp; c &lt; d"),
        ("<https://a.b/c>", '<a href="https://a.b/c">https://a.b/c</a>'),
        ("1. no list", "1. no list"),
        ("# no heading", "# no heading"),
        ("a | b", "a | b"),
        ("[x]: no definition", "[x]: no definition"),
    ],
    ids=str,
)
def test_inline_markdown_is_rendered(text: str, html: str) -> None:
    """Inline markup is rendered, block markup is text."""
    assert one(text) == html


def test_references_come_from_the_scope_alone() -> None:
    """Links, footnotes and abbreviations are those of the article."""
    assert one("[x]", references=(("x", "u", "T"),)) == '<a href="u" title="T">x</a>'
    assert 'href="#fn:a"' in one("b[^a]", footnotes=("a",))
    assert one("EEG", abbreviations=(("EEG", "e e g"),)) == '<abbr title="e e g">EEG</abbr>'
    assert one("[x] b[^a] EEG") == "[x] b[^a] EEG"


@pytest.mark.parametrize(
    ("kind", "text", "html"),
    [
        (Kind.ALT, 'a "b" <c> & &amp;', "a &quot;b&quot; &lt;c&gt; &amp; &amp;"),
        (Kind.FIELD, "*a* <b>", "*a* &lt;b&gt;"),
        (Kind.CODE, "a < b &amp;", "a &lt; b &amp;amp;"),
        (Kind.HTML, "a <b>c</b> & d", "a <b>c</b> & d"),
    ],
    ids=str,
)
def test_what_is_no_markdown_is_escaped(kind: Kind, text: str, html: str) -> None:
    """Plain texts are escaped for where they stand; raw HTML of the author stays."""
    assert one(text, kind) == html


def test_a_translation_of_raw_html_stays_in_its_element() -> None:
    """A translation of HTML may use the tags of a sentence; anything else is shown as text."""
    assert one("<b>x</b> < y & z", Kind.HTML, "x") == "<b>x</b> &lt; y &amp; z"
    assert one("x</td>", Kind.HTML, "x") == "x&lt;/td&gt;"
    assert one("a<br>b", Kind.HTML, "a<br>b") == "a<br>b"


def test_a_fragment_of_a_segment_knows_its_source() -> None:
    """The fragment of a translation names the text that it translates."""
    segment = Segment("a *b*", "a *b*", Kind.CELL)
    assert Fragment.of(segment) == Fragment("a *b*", Kind.CELL)
    assert Fragment.of(segment, "c") == Fragment("c", Kind.CELL, "a *b*")


def test_fragments_are_remembered() -> None:
    """What was rendered once is not rendered again, by this renderer or another."""
    notebook = Notebook()
    fragments = [Fragment(f"_a_ {n}", Kind.CELL) for n in range(3)] * 2
    first = Renderer(DIALECT, notebook).render(fragments, Scope())
    assert notebook.written == 3
    assert Renderer(DIALECT, notebook).render(fragments, Scope()) == first
    assert notebook.written == 3


def test_a_memory_ends_with_what_it_depends_on() -> None:
    """Another link, abbreviation, kind, source or dialect is another key; the unused is not."""
    notebook = Notebook()
    renderer = Renderer(DIALECT, notebook)
    link = Fragment("_a_ [x]", Kind.CELL)
    plain = Fragment("_a_ EEG", Kind.CELL)
    renderer.render([link, plain], Scope())
    renderer.render([link, plain], Scope(references=(("x", "u", None),)))
    assert notebook.written == 3
    renderer.render([plain], Scope(abbreviations=(("EEG", "e"), ("ECG", "f"))))
    renderer.render([plain], Scope(abbreviations=(("EEG", "e"),)))
    assert notebook.written == 4
    renderer.render([Fragment("_a_ EEG", Kind.TERM)], Scope())
    renderer.render([Fragment("_a_ EEG", Kind.CELL, "b")], Scope())
    Renderer(Dialect(extensions=("extra",)), notebook).render([plain], Scope())
    assert notebook.written == 7


@pytest.mark.parametrize("text", ["[" * 9000, "<![" * 3000, "*" * 5000 + "a", "[a](" * 3000])
def test_what_would_take_minutes_is_shown_as_text(text: str) -> None:
    """A translation made to keep the parser busy comes out as text."""
    assert one(text, source="x") == text.replace("<", "&lt;")
