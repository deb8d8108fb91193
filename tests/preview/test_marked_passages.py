"""How the preview knows which element of a page is which segment."""

import re

import pytest

from pipeline.article import Renderer, compile_article, fill, plain_fill, read_article
from pipeline.config import Dialect
from pipeline.locales import language
from pipeline.model import Passage

TEXT = """---
title: Tea
---

# Tea

Warm the *pot*.

* Black tea

    Takes four minutes.

* Green tea

| Kind | Time |
| ---- | ---- |
| Black | Four |

![A pot](pot.png "Blue")

> Wait.
"""


def filled(attributes=None, changed=()):
    """The sample's body, the segments named in `changed` in English on a German page."""
    dialect = Dialect()
    article = read_article("tea", "source/tea.md", TEXT, dialect)
    skeleton = compile_article(article, dialect)
    passages = [
        Passage(one.text, foreign=number in changed) for number, one in enumerate(article.segments)
    ]
    body = fill(
        skeleton, passages, Renderer(dialect), language("en"), lambda word: word, attributes
    )
    return article, body.html


def test_every_visible_segment_is_marked_once():
    """Each segment that stands in the body carries its number, on one element."""
    article, html = filled(lambda number: f' data-segment="{number}"')
    marked = [int(one) for one in re.findall(r'data-segment="(\d+)"', html)]
    assert len(marked) == len(set(marked))
    invisible = {n for n, one in enumerate(article.segments) if one.field or one.text == "Blue"}
    assert set(marked) == set(range(len(article.segments))) - invisible


@pytest.mark.parametrize("changed", [(), (2,), (1, 2, 3, 4, 5, 6, 7, 8, 9)])
def test_marks_are_all_that_differs(changed):
    """Taking the marks out again gives the page as it is published."""
    _, plain = filled(changed=changed)
    _, html = filled(lambda number: f' data-segment="{number}"', changed)
    bare = re.sub(r'<span data-segment="\d+">(.*?)</span>', r"\1", html)
    assert re.sub(r' data-segment="\d+"', "", bare) == plain


def test_nothing_is_marked_unasked():
    """Without a preview the body is that of the article, byte for byte."""
    dialect = Dialect()
    article = read_article("tea", "source/tea.md", TEXT, dialect)
    assert filled()[1] == plain_fill(compile_article(article, dialect))
