"""What cannot be read is refused with its line, and what must be known of an article is read."""

from __future__ import annotations

import pickle

import pytest

from pipeline.article import Renderer, align_article, compile_article, fill, locate, read_article
from pipeline.config import Bounds, Dialect
from pipeline.errors import ArticleError, ConfigError
from pipeline.model import Article, Kind, Language, Passage

DIALECT = Dialect()
BOUNDS = Bounds()


def read(text: str, bounds: Bounds = BOUNDS) -> Article:
    """The article of a text."""
    return read_article("tea", "source/tea.md", text, DIALECT, bounds)


REFUSED = [
    ("not-a-mapping", "---\n- a\n- b\n---\n", 2, "is not a list of `key: value` lines"),
    ("just-text", "---\nHello there\n---\n", 2, "is not a list of `key: value` lines"),
    ("twice", "---\ntitle: a\ndate: b\ntitle: c\n---\n", 4, "has `title` twice"),
    ("colon", "---\ntitle: a\nlead: b: c\n---\n", 3, "is not YAML"),
    ("tab", "---\ntitle:\n\t- a\n---\n", 3, "is not YAML"),
    ("control", "---\ntitle: a\x07\n---\n", 2, "U+0007 may not stand here"),
    ("no-end", "---\ntitle: Tea\n\nText.\n", 1, "has no end"),
    ("key-list", "---\n? [a, b]\n: c\n---\n", 2, "a key of the front matter is not a word"),
    ("deep", "---\na: " + "{a: " * 30 + "b" + "}" * 30 + "\n---\n", 2, "nested more than 20 deep"),
    ("deeper", "---\na: " + "{a: " * 3000 + "}" * 3000 + "\n---\n", 2, "nested too deeply"),
    ("bomb", "---\na: &a [x, x]\n" + "".join(
        f"{new}: &{new} [*{old}, *{old}, *{old}, *{old}, *{old}, *{old}]\n"
        for old, new in zip("abcdefg", "bcdefgh", strict=True)
    ) + "---\n", 2, "refers to itself too often"),
    ("toml", "+++\ntitle = Tea\n+++\n", 2, "is not TOML"),
    ("brackets", "Fine.\n\n" + "[" * 8192, 3, "8192 brackets that are never closed"),
    ("images", "![" * 4096, 1, "brackets that are never closed"),
    ("addresses", "[a](" * 2000, 1, "never closed"),
    ("bullets", "Fine.\n\n" + "- " * 495 + "x", 3, "nested 495 deep"),
    ("numbers", "1. " * 494 + "x", 1, "nested 494 deep"),
    ("quotes", ">" * 500 + "x", 1, "deep"),
    ("deep-list", "\n".join("    " * n + "- x" for n in range(248)), 61, "nested 61 deep"),
    ("definitions", "a\n: b\n" * 700, 1, "more than 180 definitions"),
    ("stars", "*" * 1981 + "a" + "*" * 1981, 1, "emphasis signs in a row"),
    ("tags", "<a " * 8000, 1, "never closed"),
    ("far-fence", "```" + " " * 9000 + "x", 1, "hundreds of spaces"),
    ("rules", "---\n\n" + "***\n" * 4000, 3, "lines that each begin something"),
    ("notes", "\n\n".join(f"[^{n}]: x" for n in range(2600)), 2001, "footnotes and abbreviations"),
    ("misspelt", "Tea.\n\n<!-- l10n: critcal -->\n\n5 mg.\n", 3, "did you mean `critical`?"),
    ("silent", "Tea.\n\n- <!-- l10n: note --> Five.\n", 3, "`l10n: note` says nothing"),
    ("long", "word " * 5000, 1, "one passage has 24,999 characters"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "message"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_what_cannot_be_read_is_refused(text: str, line: int, message: str) -> None:
    """An article that cannot be read, or only in hours, names its line and says what is so."""
    with pytest.raises(ArticleError) as caught:
        read(text)
    assert message in str(caught.value)
    assert (caught.value.path, caught.value.line) == ("source/tea.md", line)
    assert pickle.loads(pickle.dumps(caught.value)).line == line


def test_a_large_article_is_refused_by_its_bytes() -> None:
    """The size of a file counts in bytes, before anything looks into it."""
    with pytest.raises(ArticleError, match="101 bytes, and 100 are allowed"):
        read("é" * 50 + "\n", Bounds(article_bytes=100))


def test_after_a_refusal_the_parser_works_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """An article that took all of the parser's stack is refused, and does no harm to the next."""
    monkeypatch.setattr("pipeline.article.bounding.COLONS", 10_000)
    with pytest.raises(ArticleError, match="nested too deeply"):
        read("a\n: b\n" * 700)
    assert [one.msgid for one in read("a\n:   b\n").segments] == ["a", "b"]


def test_fences_may_hold_what_is_refused_elsewhere() -> None:
    """Depth and signs in a fenced block are code, and no structure."""
    text = "```text\n" + "\n".join("    " * n + "- x" for n in range(100)) + "\n```\n"
    assert read(text).left[0].what == "code"


def test_front_matter_is_strings() -> None:
    """Every scalar stays what the author typed; lists and tables may nest."""
    text = "---\na: no\nb: 12:30\nc: 1.10\nd: 2024-01-05\ne: [x, {f: null}]\ng:\n---\nBody\n"
    assert read(text).meta == {
        "a": "no",
        "b": "12:30",
        "c": "1.10",
        "d": "2024-01-05",
        "e": ["x", {"f": "null"}],
        "g": "",
    }


def test_toml_front_matter_is_strings_too() -> None:
    """Numbers, dates and truth values of TOML become the texts that stand for them."""
    text = '+++\na = 1\nb = true\nc = 2024-01-05\nd = [1.5, "x"]\n[e]\nf = "g"\n+++\nBody\n'
    assert read(text).meta == {
        "a": "1",
        "b": "true",
        "c": "2024-01-05",
        "d": ["1.5", "x"],
        "e": {"f": "g"},
    }


def test_a_rule_at_the_beginning_is_no_front_matter() -> None:
    """A line of dashes without a second one begins no front matter."""
    assert [one.msgid for one in read("---\n\nText.\n").segments] == ["Text."]


def test_an_unknown_extension_is_named() -> None:
    """A Markdown extension that is not installed is an error of the settings."""
    dialect = Dialect(extensions=("extra", "no_such_extension"))
    with pytest.raises(ConfigError, match="no Markdown extension `no_such_extension`"):
        read_article("tea", "source/tea.md", "Tea", dialect)


def test_code_that_is_paragraphs_is_reported() -> None:
    """A fence that the dialect does not read as one is listed, because its code looks like text."""
    article = read("```rust,editable\nlet a = 1;\n```\n")
    assert [one.what for one in article.left] == ["a fence that is not read as one"]


def test_the_same_address_of_a_link_may_have_parentheses() -> None:
    """A text that is nothing but a link keeps its words."""
    assert [one.msgid for one in read("[Tea](https://a.b/c_(d))\n").segments]


def test_line_breaks_are_hard_where_the_dialect_says_so() -> None:
    """With `nl2br` a line break is part of the message."""
    dialect = Dialect(extensions=("extra", "nl2br"))
    article = read_article("tea", "source/tea.md", "One\ntwo\n", dialect)
    assert article.segments[0].msgid == "One\ntwo"


def test_page_wide_settings_of_extensions_hold() -> None:
    """Footnotes in document order, permalinks and unique ids come out as the parser has them."""
    import markdown

    configs = {
        "footnotes": {"USE_DEFINITION_ORDER": False, "UNIQUE_IDS": True},
        "toc": {"permalink": True, "baselevel": 2, "title": "Contents"},
    }
    extensions = ("footnotes", "toc", "tables")
    dialect = Dialect(extensions=extensions, extension_configs=configs)
    text = "# A\n\n[TOC]\n\nb[^2] c[^1] d[^2]\n\n[^1]: One.\n\n[^2]: Two.\n"
    expected = markdown.markdown(
        text, extensions=list(extensions), extension_configs=configs, output_format="html"
    )
    renderer = Renderer(dialect)
    language = Language("en", "en", "en", "English", "ltr")
    for _ in range(2):
        article = read_article("tea", "source/tea.md", text, dialect)
        skeleton = compile_article(article, dialect, renderer)
        own = [Passage(one.text) for one in article.segments]
        assert fill(skeleton, own, renderer, language, str).html == expected
        assert skeleton.whole is None
    said = fill(skeleton, own, renderer, language, str.upper).html
    assert '<span class="toctitle">CONTENTS</span>' in said
    assert 'title="PERMANENT LINK"' in said


# --- aligning -------------------------------------------------------------------------------------

ENGLISH = """---
title: Sleep
tags: [sleep]
---
# Sleep

The lead has [a link](u) and 5 mg.

## Causes

1. Stress tenses the nerves.
2. Little calcium.

| Sign | Dose |
|------|------|
| cramp | 5 mg |

Last words.
"""


def test_a_translation_of_the_same_structure_is_paired_whole() -> None:
    """Each passage goes to the segment at its place; what is still English is no pair."""
    translated = (
        ENGLISH.replace("title: Sleep", "title: Schlaf")
        .replace("# Sleep", "# Schlaf")
        .replace("The lead has [a link](u) and", "Der Vorspann hat [einen Verweis](u) und")
        .replace("Causes", "Ursachen")
        .replace("Stress tenses the nerves.", "Stress spannt die Nerven an.")
        .replace("Little calcium.", "Wenig Kalzium.")
        .replace("Sign", "Zeichen")
        .replace("Last words.", "Letzte Worte.")
    )
    article = read(ENGLISH)
    aligned = align_article(article, translated, DIALECT)
    assert {article.segments[number].msgid: text for number, text in aligned.pairs} == {
        "Sleep": "Schlaf",
        "The lead has [a link](u) and 5 mg.": "Der Vorspann hat [einen Verweis](u) und 5 mg.",
        "Causes": "Ursachen",
        "Stress tenses the nerves.": "Stress spannt die Nerven an.",
        "Little calcium.": "Wenig Kalzium.",
        "Sign": "Zeichen",
        "Last words.": "Letzte Worte.",
    }
    assert aligned.unaligned == ()


def test_passages_that_are_missing_or_added_move_nothing() -> None:
    """A passage without partner is listed, and those around it are paired all the same."""
    translated = (
        "# Schlaf\n\nDer Vorspann hat [einen Verweis](u) und 5 mg.\n\nEin Zusatz des Übersetzers, "
        "der ziemlich lang ist.\n\n## Ursachen\n\n1. Wenig Kalzium.\n\nLetzte Worte.\n"
    )
    article = read(ENGLISH)
    aligned = align_article(article, translated, DIALECT)
    pairs = {article.segments[number].msgid: text for number, text in aligned.pairs}
    assert pairs["Causes"] == "Ursachen"
    assert pairs["Last words."] == "Letzte Worte."
    assert pairs["The lead has [a link](u) and 5 mg."].startswith("Der Vorspann")
    assert aligned.unaligned == ("Ein Zusatz des Übersetzers, der ziemlich lang ist.",)


def test_a_translation_that_cannot_be_read_names_its_own_file() -> None:
    """An error in the translated file is at that file's line."""
    with pytest.raises(ArticleError) as caught:
        align_article(read(ENGLISH), "---\n- x\n---\n", DIALECT, path="de/tea.md")
    assert (caught.value.path, caught.value.line) == ("de/tea.md", 2)


def test_spans_of_front_matter_hold_the_value() -> None:
    """A value of the front matter is found with its quotes, over all its lines."""
    text = "---\ntitle: 'A tea'\ndescription: |\n  One.\n  Two.\n---\n"
    segments = locate(read(text), DIALECT).article.segments
    assert [one.kind for one in segments] == [Kind.FIELD, Kind.FIELD]
    lines = text.split("\n")
    shown = [[lines[s.line - 1][s.start : s.end] for s in one.spans] for one in segments]
    assert shown == [["'A tea'"], ["|", "  One.", "  Two."]]


def test_comments_in_code_are_offered_where_the_settings_say_so() -> None:
    """With `code`, the comments of code blocks are segments, and the code stays as it is."""
    text = (
        "```py\n# Say <hello>\nx = '# no'  # at the end\n# ---\n```\n\n    // indented\n    a < b\n"
    )
    dialect = Dialect(code=True)
    article = locate(read_article("tea", "source/tea.md", text, dialect), dialect).article
    assert [(one.text, one.line) for one in article.segments] == [
        ("Say <hello>", 2),
        ("at the end", 3),
        ("indented", 7),
    ]
    skeleton = compile_article(article, dialect)
    shown = [Passage("eins"), Passage("zwei"), Passage("drei <b>")]
    language = Language("en", "en", "en", "English", "ltr")
    html = fill(skeleton, shown, Renderer(dialect), language, str).html
    assert "# eins\nx = '# no'  # zwei\n# ---\n" in html
    assert "// drei &lt;b&gt;\na &lt; b\n" in html
    assert skeleton.whole is None
