"""Inline Markdown that is rendered without the parser, with the parser as the judge."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.article import Fragment, Renderer
from pipeline.article.simple_spans import simple_html
from pipeline.config import Dialect
from pipeline.model import Kind, Scope

PARSER = Renderer(Dialect())
PARSER._plain = PARSER._simple = False
SCOPES = (
    Scope(),
    Scope(references=(("tea", "u", "t"), ("a", "v", None)), footnotes=("1", "a")),
)

SIGNS = st.lists(
    st.sampled_from([*"aé語क5(),.:;\"'/-—\n#=|$@+%?؟\xa0\u2028\u3000\u200b\x7f", "tea", " ", "  ",
                     "1.", "http://x.y", "a_b"]), max_size=5
).map("".join)  # fmt: skip
ADDRESS = st.sampled_from(["u", "a.md", "https://e.com/a_b_c", "#x", "?q=1", "a_", "%20", "x y"])
PIECE = st.one_of(
    SIGNS,
    st.builds("{0}{1}{0}".format, st.sampled_from(["*", "**"]), SIGNS),
    st.builds("[{}]({})".format, SIGNS, ADDRESS),
    st.builds("`{}`".format, st.one_of(SIGNS, st.sampled_from(["a*b", "[x](y)", "{a}", "~"]))),
    st.sampled_from(["*", "**", "_", "[", "]", "!", "(", "`"]),
)


@settings(max_examples=1500, deadline=None, derandomize=True)
@given(st.lists(PIECE, min_size=1, max_size=5).map("".join), st.sampled_from(SCOPES))
def test_what_is_rendered_without_the_parser_is_what_it_makes(text: str, scope: Scope) -> None:
    """The same HTML byte for byte, or nothing."""
    made = simple_html(text)
    if made is not None:
        assert made == PARSER.render([Fragment(text, Kind.PARAGRAPH)], scope)[0]


@pytest.mark.parametrize(
    "text",
    [
        "Take 3 **pain** tablets, *slowly*, with `water`; see [the guide](a_b.md#c).",
        "これは**強調**です。",
        "[Whole](https://example.org/?q=1)",
        "two\nlines",
    ],
)
def test_what_most_passages_hold_needs_no_parser(text: str) -> None:
    """Stress, code and links among words, in any script."""
    assert simple_html(text) == PARSER.render([Fragment(text, Kind.ITEM)], Scope())[0]


@pytest.mark.parametrize(
    "text", ["a_b_", "**a *b***", "[a][b]", "![a](b)", "a {: .b}", "*a *", "a  \nb", "\\*a\\*",
             "[a](b 'c')", "5 < 6", "[**a**](b)", "***a***", "a&nbsp;b"],
)  # fmt: skip
def test_everything_else_is_left_to_the_parser(text: str) -> None:
    """Whatever could mean two things, or needs to know more."""
    assert simple_html(text) is None


@pytest.mark.parametrize(
    ("extension", "text"),
    [
        ("pymdownx.inlinehilite", "Call `#!py f()` and **wait**."),
        ("pymdownx.betterem", "a**b**c"),
        ("pymdownx.tilde", "~~not~~ [this](a.md)"),
        ("pymdownx.escapeall", "a *b*"),
        ("pymdownx.magiclink", "see https://example.org and *wait*"),
        ("pymdownx.pathconverter", "see [it](../a.md)"),
        ("smarty", '"Wait" for *it*'),
        ("nl2br", "one *line*\nand another"),
        ("legacy_em", "a *b* c"),
    ],
)
def test_where_an_extension_has_its_own_idea_it_is_asked(extension: str, text: str) -> None:
    """Patterns and processors that are not the parser's own see every text with markup."""
    if extension.startswith("pymdownx"):
        pytest.importorskip("pymdownx")
    configs = {"pymdownx.pathconverter": {"base_path": "/x", "relative_path": "/y/z"}}
    dialect = Dialect(
        extensions=(*Dialect().extensions, extension),
        extension_configs={extension: configs.get(extension, {})},
    )
    thorough = Renderer(dialect)
    thorough._plain = thorough._simple = thorough._patterns.known = False
    fragments = [Fragment(text, Kind.PARAGRAPH), Fragment("words alone", Kind.PARAGRAPH)]
    assert Renderer(dialect).render(fragments, Scope()) == thorough.render(fragments, Scope())
