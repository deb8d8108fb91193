"""What a preview knows after files changed: rebuilt, left alone, or as it last was."""

import pytest

from pipeline.errors import ConfigError
from pipeline.model import EditionState, State

BROKEN_PO = 'msgid "How to make tea"\nmsgstr "Tee\n'


def states(bench, locale="de", article="tea"):
    """The states of an edition's units, in order."""
    return [unit.state for unit in bench.sheet(article, locale).units]


def test_an_edition_is_judged_as_publishing_judges_it(house):
    """Units are translated, fuzzy, untranslated or rejected by an error of the checks."""
    bench = house.bench()
    assert states(bench) == [
        State.TRANSLATED,  # the title in the front matter
        State.TRANSLATED,
        State.TRANSLATED,
        State.TRANSLATED,
        State.REJECTED,  # its link leads elsewhere
        State.FUZZY,
        State.UNTRANSLATED,
    ]
    assert bench.sheet("tea", "ar").edition.state is EditionState.WITHHELD


def test_a_saved_catalog_concerns_its_edition_alone(house):
    """A change of one catalog is told as one topic, and no other edition is assessed again."""
    bench = house.bench()
    arabic, german = bench.sheet("tea", "ar"), bench.sheet("tea", "de")
    path = house.change(house.po("de"), 'msgstr "Wasser"', 'msgstr "Das Wasser"')
    assert bench.change([path]).topics == {"edition:tea:de"}
    assert bench.sheet("tea", "de").units[3].target == "Das Wasser"
    assert bench.sheet("tea", "de") != german
    assert bench.sheet("tea", "ar") is arabic


def test_a_saved_article_is_compared_with_every_catalog(house):
    """After an English edit the translation of what changed is no longer shown as current."""
    bench = house.bench()
    assert states(bench)[2] is State.TRANSLATED
    path = house.change("source/tea.md", "Good tea needs little", "Good tea needs patience")
    assert bench.change([path]).topics == {"article:tea"}
    assert states(bench)[2] is State.FUZZY


@pytest.mark.parametrize(
    "half", [b"", BROKEN_PO.encode(), None], ids=["truncated", "cut off", "gone"]
)
def test_a_half_saved_catalog_changes_nothing_yet(house, half):
    """A catalog that looks half-saved is named as unsettled, and the edition stays as it was."""
    bench = house.bench()
    before = bench.sheet("tea", "de")
    path = house.po("de")
    if half is None:
        (house.root / path).unlink()
    else:
        house.write(path, half)
    outcome = bench.change([path])
    assert outcome.unsettled == {path}
    assert outcome.topics == frozenset()
    assert bench.sheet("tea", "de") is before
    assert bench.problems() == ()


def test_a_broken_catalog_keeps_its_last_good_state(house):
    """A catalog that stays broken is a problem with line and remedy; mended, it is none."""
    bench = house.bench()
    good = bench.sheet("tea", "de")
    text = house.read(house.po("de"))
    path = house.write(house.po("de"), BROKEN_PO)
    assert bench.change([path], final=True).topics == {"edition:tea:de"}
    (problem,) = bench.problems_of("tea", "de")
    assert (problem.path, problem.line) == (path, 2)
    assert problem.message
    assert problem.remedy
    assert bench.problems_of("tea", "ar") == ()
    assert bench.sheet("tea", "de").units == good.units
    house.write(path, text)
    bench.change([path])
    assert bench.problems() == ()


def test_a_catalog_that_was_broken_from_the_start_shows_english(house):
    """Where no good state was ever seen, nothing is translated, and the problem says why."""
    house.write(house.po("de"), BROKEN_PO)
    bench = house.bench()
    assert set(states(bench)) == {State.UNTRANSLATED}
    assert len(bench.problems_of("tea", "de")) == 1


def test_an_emptied_catalog_is_believed_in_the_end(house):
    """A catalog that stays away has no translations: its edition shows English."""
    bench = house.bench()
    assert bench.sheet("tea", "de").edition.counts.translated.units
    (house.root / house.po("de")).unlink()
    bench.change([house.po("de")], final=True)
    assert set(states(bench)) == {State.UNTRANSLATED}


def test_broken_front_matter_keeps_the_last_good_article(house):
    """An article that cannot be read is a problem with its line, over its last good state."""
    bench = house.bench()
    good = bench.sheet("tea", "de")
    path = house.change("source/tea.md", "title: How", "title: [How")
    assert bench.change([path]).unsettled == {path}
    assert bench.problems() == ()
    assert bench.change([path], final=True).topics == {"article:tea"}
    (problem,) = bench.problems_of("tea", "ar")
    assert problem.path == path
    assert problem.line > 0
    assert bench.sheet("tea", "de").units == good.units
    house.change("source/tea.md", "title: [How", "title: How")
    bench.change([path])
    assert bench.problems() == ()


def test_broken_settings_keep_the_last_good_ones(house):
    """A mistake in the settings is a problem of every page; nothing else changes."""
    bench = house.bench()
    around = bench.around
    path = house.change("pyproject.toml", "site_name", "site_nam")
    assert bench.change([path]).unsettled == {path}
    assert bench.change([path], final=True).topics == {"*"}
    (problem,) = bench.problems_of("cups", "ar")
    assert (problem.path, problem.line) == (path, 3)
    assert "site_name" in problem.remedy
    assert bench.around is around
    house.change("pyproject.toml", "site_nam ", "site_name ")
    bench.change([path])
    assert bench.problems() == ()


def test_broken_words_of_the_furniture_keep_the_last_good_ones(house):
    """A broken interface catalog is a problem of its language, whose pages stay as they are."""
    head = house.read(house.po("de")).partition("\n\n")[0]
    entry = '\n\nmsgid "Contents"\nmsgstr "Was hier steht"\n'
    path = house.write(house.po("de", "interface"), head + entry)
    bench = house.bench()
    house.write(path, head + entry.replace('steht"', "steht"))
    assert bench.change([path]).unsettled == {path}
    assert bench.problems() == ()
    assert bench.change([path], final=True).topics == {"*"}
    assert bench.around.interfaces["de"].gettext("Contents") == "Was hier steht"
    assert [one.path for one in bench.problems_of("cups", "de")] == [path]
    assert bench.problems_of("cups", "ar") == ()
    house.write(path, head + entry.replace("Was hier steht", "Inhalt"))
    assert bench.change([path]).topics == {"*"}
    assert bench.around.interfaces["de"].gettext("Contents") == "Inhalt"
    assert bench.problems() == ()


def test_articles_come_and_go(house):
    """A new article is there at once; one that vanishes is believed gone only in the end."""
    bench = house.bench()
    path = house.write("source/pots/iron.md", "# Iron pots\n\nHeavy.\n")
    assert "*" in bench.change([path]).topics
    assert bench.addresses["pots/iron/"] == "pots/iron"
    assert bench.sheet("pots/iron", "de") is not None
    (house.root / path).unlink()
    assert bench.change([path]).unsettled == {path}
    assert "pots/iron" in bench.articles
    assert "*" in bench.change([path], final=True).topics
    assert "pots/iron" not in bench.articles
    assert bench.sheet("pots/iron", "de") is None


def test_what_nobody_asked_for_is_worked_out_in_the_meantime(house):
    """Work goes on until every edition is known, and says which lists changed by it."""
    bench = house.bench()
    assert bench.waiting == 6
    while bench.waiting:
        bench.work()
    assert bench.take_news() == {"summary:tea", "summary:cups"}
    assert bench.take_news() == frozenset()
    path = house.change(house.po("de"), 'msgstr "Wasser"', 'msgstr "Das Wasser"')
    bench.change([path])
    bench.work()
    assert bench.waiting == 0
    assert bench.take_news() == frozenset(), "nothing that a list shows has changed"


def test_a_unit_that_did_not_change_keeps_its_findings(house):
    """Findings follow their unit to its new line when something above it grew."""
    bench = house.bench()
    before = [one for one in bench.sheet("tea", "de").findings if one.severity == "error"]
    path = house.change(house.po("de"), 'msgid "Water"', '# Cold.\n# Clear.\nmsgid "Water"')
    bench.change([path])
    after = [one for one in bench.sheet("tea", "de").findings if one.severity == "error"]
    assert [one.message for one in after] == [one.message for one in before]
    assert [one.line for one in after] == [one.line + 2 for one in before]


def test_made_up_languages_are_there_when_asked_for(house):
    """With `pseudo` the two languages are whole, in accents and in Arabic letters."""
    assert house.bench().language("en_XA") is None
    bench = house.bench(pseudo=True)
    for locale in ("en_XA", "ar_XB"):
        assert set(states(bench, locale)) == {State.TRANSLATED}
    assert bench.sheet("tea", "en_XA").units[1].target.startswith("⟦")
    assert bench.around.interfaces["ar_XB"].gettext("Contents") != "Contents"


def test_an_editor_that_is_no_editor_is_refused(house):
    """A setting that names a command stops the preview before it starts, with a remedy."""
    house.write("pyproject.toml", '[tool.pipeline.preview]\neditor = "rm -rf ~"\n')
    with pytest.raises(ConfigError, match="editor"):
        house.bench()
