"""Made-up languages: what changes in a text, and what never does."""

import re
import unicodedata

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import (
    Article,
    Catalog,
    Entry,
    Kind,
    Scope,
    Segment,
    State,
)
from pipeline.preview.pseudo import (
    ACCENTED,
    LANGUAGES,
    MIRRORED,
    pseudo_catalog,
    pseudo_text,
    pseudo_units,
)

SAMPLE = (
    "Just before sleep, muscles twitch suddenly and involuntarily, often with a feeling of "
    "falling or a vague dream. This easily wakes the sleeper."
)

KEPT = [
    "`make tea`", "``a ` b``", "<https://example.org/a?b=c>", "<me@example.org>", "</b>",
    '<b title="Tea">', "&nbsp;", "&#8203;", "[^note]", "https://example.org/tea", "{name}",
    "{{ count }}", "%(name)s", "%s", "%1$d", "${HOME}", "\\*", "{: .tea #pot }", "<!-- tea -->",
    ":smile:", "++ctrl+alt+del++", "[[Wiki Page]]", "{% tea %}",
]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda one: one.tag)
@pytest.mark.parametrize("kept", KEPT)
def test_what_a_translator_must_keep_stays(kept, language):
    """Code, addresses, tags, entities, placeholders and references stay letter by letter."""
    text = pseudo_text(f"Warm the pot {kept} and wait.", language)
    assert kept in text
    assert "Warm" not in text
    assert "wait" not in text


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda one: one.tag)
def test_links_keep_their_targets_and_change_their_words(language):
    """A link's words are spelled anew; its address, title and label are not."""
    text = '[Tea](tea.md "A pot") ![pot](pot_(1).png) [cup][the cup], [Spoon], [Fork][], [no link]'
    labels = frozenset({"the cup", "spoon", "fork"})
    out = pseudo_text(text, language, labels)
    for kept in ('](tea.md "A pot")', "](pot_(1).png)", "][the cup]", "][Spoon]", "][Fork]"):
        assert kept in out
    assert not re.search(r"(?<!\])\[(Tea|pot|cup|Spoon|Fork|no link)\]", out)
    assert "no link" not in out


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda one: one.tag)
def test_abbreviations_stay(language):
    """A term that the article explains is spelled as it is, or it would be explained no more."""
    out = pseudo_text("CSF and the CSFs", language, terms=("CSF",))
    assert out.count("CSF") == 1


def test_accented_text_grows_by_two_fifths():
    """Running text becomes about 40 % longer and stands in brackets."""
    out = pseudo_text(SAMPLE, ACCENTED)
    assert out.startswith("⟦")
    assert out.endswith("⟧")
    letters = sum(map(str.isalpha, SAMPLE))
    assert 1.35 < sum(map(str.isalpha, out)) / letters < 1.45
    assert not re.search("[A-Za-z]", out)


def test_mirrored_text_runs_from_right_to_left():
    """Every letter is an Arabic one, numbers stay, and no bidirectional control is used."""
    out = pseudo_text("Café: take 1.5 mg, twice.", MIRRORED)
    assert "1.5" in out
    letters = {one for one in out if one.isalpha()}
    assert {unicodedata.bidirectional(one) for one in letters} == {"AL"}
    assert all(unicodedata.category(one) != "Cf" for one in out)


def test_a_task_list_keeps_its_box():
    """The box of a task list stays the first thing of its item."""
    assert pseudo_text("[x] Warm the pot", ACCENTED).startswith("[x] ⟦")


def test_an_article_is_translated_whole():
    """Every segment gets a translation; comments in code get their own text back."""
    article = Article(
        name="tea",
        path="source/tea.md",
        text="",
        segments=(
            Segment("Warm [Pot]", "Warm [Pot]", Kind.PARAGRAPH),
            Segment("# boil it", "# boil it", Kind.CODE),
        ),
        scope=Scope(references=(("Pot", "pot.md", None),)),
    )
    units = pseudo_units(article, ACCENTED)
    assert [unit.state for unit in units] == [State.TRANSLATED] * 2
    assert units[0].target.endswith("][Pot]⟧")
    assert units[1].target == "# boil it"


def test_the_furniture_is_translated_whole():
    """Every message of a template gets all its forms, placeholders kept; the header stays."""
    header = Entry("", ("Language: \n",))
    template = Catalog("t.pot", (header, Entry("{n} page", ("", ""), None, "{n} pages")))
    made = pseudo_catalog(template, ACCENTED)
    assert made.entries[0] == header
    assert len(made.entries[1].msgstr) == 2
    assert all("{n}" in one and "pag" not in one for one in made.entries[1].msgstr)


def tags(text: str) -> list[str]:
    """The tags of what a Markdown text renders to."""
    html = markdown.markdown(text, extensions=["extra", "sane_lists"])
    return re.findall(r"<[^>]*>", html)


PIECES = [
    "Warm", " the pot ", "*slowly*", "**not** hot", "[Tea](tea.md)", "`code`", "<b>bold</b>",
    "&amp;",
    "![cup](c.png)", "\\*",
    "1.5 mg", "{name}", "https://example.org", ", ", " – ", "é", "_so_ ", "“a”",
]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda one: one.tag)
@settings(max_examples=150, deadline=None, derandomize=True)
@given(pieces=st.lists(st.sampled_from(PIECES), min_size=1, max_size=12))
def test_tags_stay_in_number_and_order(language, pieces):
    """What is rendered has the tags of the English; only image descriptions differ."""
    text = "Tea " + " ".join(pieces)
    for before, after in zip(tags(text), tags(pseudo_text(text, language)), strict=True):
        assert re.sub('alt="[^"]*"', "", after) == re.sub('alt="[^"]*"', "", before)
