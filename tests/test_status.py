"""The status report: honest numbers, the way to the next state, pictures."""

from __future__ import annotations

import json
import xml.etree.ElementTree as etree

import pytest

from pipeline.config import Gate
from pipeline.locales import language
from pipeline.model import Counts, Edition, EditionState, Tally
from pipeline.status import (
    badge,
    below,
    format_json,
    format_markdown,
    format_table,
    language_status,
)


def edition(article: str, done: int, total: int, state: EditionState, **about: object) -> Edition:
    """An edition with so many words of so many translated."""
    counts = Counts(translated=Tally(done, done), untranslated=Tally(total - done, total - done))
    return Edition(article, "tr", state, counts, **about)  # type: ignore[arg-type]


EDITIONS = [
    edition("pot", 10, 100, EditionState.WITHHELD, reasons=("too little",)),
    edition("cup", 60, 100, EditionState.DRAFT),
    edition("tea", 999, 1000, EditionState.PARTIAL),
    edition("milk", 90, 100, EditionState.STALE, drifted=3),
    edition("water", 50, 50, EditionState.COMPLETE),
]
STATUS = language_status(language("tr"), EDITIONS, Gate())


def test_the_sum_is_the_sum_of_the_articles() -> None:
    """A language's counts are those of its articles together."""
    assert STATUS.counts.translated.words == 10 + 60 + 999 + 90 + 50
    assert STATUS.states == {one.state.value: 1 for one in EDITIONS}


@pytest.mark.parametrize(
    ("article", "state", "words"),
    [
        ("pot", "draft", 40),
        ("cup", "published", 20),
        ("tea", "complete", 1),
        ("milk", "complete", 10),
        ("water", "", 0),
    ],
)
def test_words_to_the_next_state(article: str, state: str, words: int) -> None:
    """Each article says how many words it takes to get on, and where to."""
    (one,) = (one for one in STATUS.articles if one.edition.article == article)
    assert (one.next_state, one.words_to_next) == (state, words)


def test_the_words_asked_for_are_enough_and_no_more() -> None:
    """With that many words more the share reaches the threshold, with one less it does not."""
    for total in (1, 7, 33, 99, 1000):
        for done in range(0, total, max(1, total // 9)):
            status = language_status(
                language("tr"), [edition("a", done, total, EditionState.DRAFT)], Gate()
            )
            needed = status.articles[0].words_to_next
            assert (done + needed) / total >= 0.8 - 1e-12
            assert needed == 0 or (done + needed - 1) / total < 0.8


def test_what_is_next_is_what_brings_most() -> None:
    """Fewest words first; finished articles are not in the list."""
    assert [one.edition.article for one in STATUS.next_up] == ["tea", "milk", "cup", "pot"]


def test_a_hundred_percent_is_whole() -> None:
    """Nearly everything is 99 %, and a threshold of 100 is not reached."""
    nearly = language_status(
        language("tr"), [edition("a", 9999, 10000, EditionState.PARTIAL)], Gate()
    )
    assert "99 %" in format_table([nearly]) and "100 %" not in format_table([nearly])
    assert below([nearly], 100) == (nearly,) and below([nearly], 99.99) == ()
    whole = language_status(language("tr"), [edition("a", 7, 7, EditionState.COMPLETE)], Gate())
    assert below([whole], 100) == () and "100 %" in format_table([whole])
    nothing = language_status(language("tr"), [], Gate())
    assert below([nothing], 100) == ()


def test_the_table_lines_up() -> None:
    """Columns of the table begin at one place, and reasons stand at their article."""
    lines = format_table([STATUS]).split("\n")
    assert len(lines[0].rstrip()) == len(lines[1].rstrip())
    assert "  pot: withheld, 10 %, 40 words to draft; too little" in lines
    assert "  tea: partial, 99 %, 1 word to complete" in lines
    assert "  milk: stale, 90 %, 10 words to complete, the English of 3 passages changed" in lines
    assert "  water: complete, 100 %" in format_table([STATUS], details=True).split("\n")


def test_json_has_words_and_passages() -> None:
    """The JSON report has both counts, states with reasons, and what is next."""
    (one,) = json.loads(format_json([STATUS]))["languages"]
    assert one["words"]["total"] == 1350 and one["units"]["total"] == 1350
    assert one["next"] == ["tea", "milk", "cup", "pot"]
    assert one["articles"][2]["reasons"] == ["too little"]
    assert json.loads(format_json([])) == {"schema_version": 1, "languages": []}


def test_markdown_has_a_row_a_language() -> None:
    """The Markdown report is a table and a list for each language with something left."""
    text = format_markdown([STATUS])
    assert text.count("| Türkçe | 89 % |") == 1 and "## Türkçe" in text


@pytest.mark.parametrize("locale", ["tr", "ar", "zh_Hans", "pt_BR"])
def test_a_badge_is_a_picture(locale: str) -> None:
    """A badge is whole SVG with the language's own name, wide enough for both texts."""
    status = language_status(language(locale), EDITIONS, Gate())
    text = badge(status, Gate())
    tree = etree.fromstring(text)
    assert text == badge(status, Gate())
    assert tree[0].text == f"{language(locale).autonym}: 89 %"
    assert int(tree.get("width", "0")) > 60
