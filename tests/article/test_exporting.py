"""Translated Markdown: the source's own bytes outside the translations.

A case is a sentence, then parts headed by `%% name`: `article`, `target` (text => translation, one
a line) and `exported`; where some are refused, `refused` (text: reason).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.article import Exported, export_article, locate, read_article
from pipeline.config import Dialect
from tests.article.article_cases import cases, pairs, parts

CASES = cases("export")
DIALECT = Dialect()


def exported(text: str, targets: dict[str, str]) -> Exported:
    """A text with translations by msgid."""
    article = read_article("case", "source/case.md", text, DIALECT)
    numbers = {
        number: targets[segment.msgid]
        for number, segment in enumerate(article.segments)
        if segment.msgid in targets
    }
    assert len(numbers) >= len(targets)
    return export_article(locate(article, DIALECT), numbers, DIALECT)


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_an_article_is_exported(path: Path) -> None:
    """Translations are written at their places, escaped where they would begin something."""
    case = parts(path)
    result = exported(case["article"], pairs(case["target"]))
    article = read_article("case", "source/case.md", case["article"], DIALECT)
    refused = "".join(f"{article.segments[n].msgid}: {why}\n" for n, why in result.refused)
    assert result.text == case["exported"]
    assert refused == case.get("refused", "")


def test_line_ends_tabs_and_a_mark_at_the_beginning_stay() -> None:
    """Carriage returns, tabs, a byte-order mark and odd bytes are the source's own."""
    text = "\ufeff# Tea\r\n\r\n-\tItem\tone\r\n-\tItem two  \r\n\r\nLast\x00 line\r\nand more"
    result = exported(text, {"Tea": "Tee", "Item two": "Punkt zwei"})
    assert result.text == text.replace("Tea", "Tee").replace("Item two", "Punkt zwei")
    assert result.refused == ()


def test_a_long_document_is_located_too() -> None:
    """More words than there are marks: one a line is marked, and nothing is lost."""
    words = "There are many more words here than letters that may stand for one of them."
    text = f"{words}\n\n" * 8_000
    article = read_article("long", "source/long.md", text, DIALECT)
    located = locate(article, DIALECT)
    assert located.proven, located.note
    assert [one.line for one in located.article.segments] == list(range(1, 16_001, 2))
    assert export_article(located, {}, DIALECT).text == text


def test_a_place_that_letters_give_away_is_found_by_text() -> None:
    """Where the marked copy is read otherwise, positions come from the text, and that is said."""
    pytest.importorskip("pymdownx")
    dialect = Dialect(extensions=(*DIALECT.extensions, "pymdownx.blocks.html"))
    text = "Alpha.\n\n/// html | section.warm\n\nBeta.\n///\n\nAlpha.\n"
    article = read_article("x", "source/x.md", text, dialect)
    located = locate(article, dialect)
    assert not located.proven
    assert "found by text alone" in located.note
    assert [one.line for one in located.article.segments] == [1, 5, 8]
    assert export_article(located, {1: "Bêta."}, dialect).text == text.replace("Beta", "Bêta")
