"""What shows only when catalogs are laid side by side, or beside an earlier version."""

from __future__ import annotations

import pytest

from pipeline.article import Renderer
from pipeline.catalog import read_catalog
from pipeline.checks import (
    Checked,
    changed_units,
    check_across,
    check_messages,
    check_sources,
    edited_sources,
    only_changed,
    parse_glossary,
)
from pipeline.checks.terms import Glossary, stands_in
from pipeline.config import Checks, Dialect
from pipeline.errors import ContentError
from pipeline.locales import language
from pipeline.model import Article, Finding, Kind, Segment, Severity


def catalog(text: str, path: str = "a.po"):
    """The catalog in a text."""
    return read_catalog(text.encode(), path)


def entry(msgid: str, msgstr: str, above: str = "") -> str:
    """One entry as it stands in a file."""
    return f'{above}msgid "{msgid}"\nmsgstr "{msgstr}"\n\n'


def across(
    *files: tuple[str, str, str], settings: Checks | None = None
) -> list[tuple[str, str, int]]:
    """Findings over catalogs given as (article, locale, text)."""
    checked = [
        Checked(name, language(locale), catalog(text, f"{locale}/{name}.po"))
        for name, locale, text in files
    ]
    found = check_across(checked, settings or Checks())
    assert check_across(reversed(checked), settings or Checks()) == found
    return [(one.rule, one.path, one.line) for one in found]


# --- consistency --------------------------------------------------------------------------------


def test_the_rarer_translation_is_told() -> None:
    """Where one English text has two translations, the rarer one is told, wherever it stands."""
    found = across(
        ("a", "de", entry("Tea", "Tee")),
        ("b", "de", entry("Tea", "Chai")),
        ("c", "de", entry("Tea", "Tee")),
        ("d", "fr", entry("Tea", "Thé")),
    )
    assert found == [("inconsistent", "de/b.po", 2)]


def test_marks_and_case_are_no_other_translation() -> None:
    """A full stop or a capital letter more is the same translation."""
    assert across(("a", "de", entry("Tea", "Tee")), ("b", "de", entry("Tea:", "tee:"))) == []


def test_fuzzy_and_obsolete_entries_are_no_translations() -> None:
    """Only what is published is compared."""
    assert (
        across(
            ("a", "de", entry("Tea", "Tee")),
            ("b", "de", entry("Tea", "Chai", "#, fuzzy\n")),
            ("c", "de", '#~ msgid "Tea"\n#~ msgstr "Chai"\n'),
        )
        == []
    )


def test_a_comment_silences_its_own_place() -> None:
    """A translator may say why there are two."""
    said = "# check: ignore inconsistent -- a brand\n"
    assert across(("a", "de", entry("Tea", "Tee")), ("b", "de", entry("Tea", "Zee", said))) == []
    off = Checks(ignore=("inconsistent",))
    files = (("a", "de", entry("Tea", "Tee")), ("b", "de", entry("Tea", "Zee")))
    assert across(*files, settings=off) == [] != across(*files)


LONG = "Die Muskeln zucken kurz vor dem Einschlafen."


def test_a_translation_pasted_from_its_neighbour_is_told() -> None:
    """One long translation for two different texts is told at the second."""
    text = entry("Muscles twitch before sleep.", LONG) + entry("Drink more milk every day.", LONG)
    assert across(("a", "de", text)) == [("reused", "de/a.po", 5)]


def test_texts_that_differ_little_share_a_translation() -> None:
    """Texts that differ in a mark or a single word may have one translation, and short ones too."""
    alike = entry("Muscles twitch before sleep.", LONG) + entry(
        "Muscles twitch before sleep!", LONG
    )
    assert across(("a", "de", alike)) == []
    assert across(("a", "de", entry("Yes", "Ja") + entry("Sure", "Ja"))) == []


# --- the source at fault ------------------------------------------------------------------------


def test_three_languages_make_it_the_source() -> None:
    """Where three languages fail one rule at one text, the article's line is told; two do not."""
    segment = Segment("Take 10 mg", "Take 10 mg", Kind.PARAGRAPH, line=9)
    article = Article("a", "source/a.md", "", segments=(segment,))

    def failed(locale: str) -> Finding:
        return Finding(
            "number",
            Severity.ERROR,
            f"{locale}/a.po",
            3,
            "missing",
            locale=locale,
            article="a",
            source="Take 10 mg",
        )

    two = [failed("de"), failed("fr")]
    assert check_sources(two, {"a": article}, Checks()) == ()
    (one,) = check_sources([*two, failed("ja"), failed("ja")], {"a": article}, Checks())
    assert (one.rule, one.path, one.line) == ("source-at-fault", "source/a.md", 9)
    assert one.message == "the translations into de, fr, ja all fail `number`"
    off = Checks(ignore=("source-at-fault",))
    assert check_sources([*two, failed("ja")], {"a": article}, off) == ()


# --- what a branch changed ----------------------------------------------------------------------

BEFORE = entry("Tea", "Tee") + entry("Milk", "Milch") + entry("Pot", "")


@pytest.mark.parametrize(
    ("after", "touched"),
    [
        (BEFORE, set()),
        (entry("Milk", "Milch") + entry("Tea", "Tee") + entry("Pot", ""), set()),
        (BEFORE.replace("Tee", "Chai"), {"Tea"}),
        (BEFORE.replace('"Pot"\nmsgstr ""', '"Pot"\nmsgstr "Kanne"'), {"Pot"}),
        (entry("Tea", "Tee", "#, fuzzy\n") + entry("Milk", "Milch") + entry("Pot", ""), {"Tea"}),
        (
            entry("Tea", "Tee", "#: x.md\n#. kind\n") + entry("Milk", "Milch") + entry("Pot", ""),
            set(),
        ),
        (entry("Tea", "Tee", "# note\n") + entry("Milk", "Milch") + entry("Pot", ""), {"Tea"}),
        (BEFORE + entry("Cup", "Tasse"), {"Cup"}),
        (BEFORE + '#~ msgid "Cup"\n#~ msgstr "Tasse"\n', set()),
    ],
    ids=[
        "nothing",
        "moved",
        "translation",
        "translated",
        "fuzzy",
        "comments of programs",
        "comment of a translator",
        "added",
        "obsolete",
    ],
)
def test_what_a_branch_changed(after: str, touched: set[str]) -> None:
    """A unit is changed when its translation, its flag or its translator's comment is."""
    assert {key[1] for key in changed_units(catalog(BEFORE), catalog(after)).touched} == touched


def test_a_new_catalog_is_changed_as_a_whole() -> None:
    """Where there was no catalog, every unit is the branch's."""
    changes = changed_units(None, catalog(BEFORE))
    assert {key[1] for key in changes.touched} == {"Tea", "Milk", "Pot"}
    assert changed_units(catalog(BEFORE), catalog(entry("Tea", "Tee"))).gone == {
        (None, "Milk"),
        (None, "Pot"),
    }


def test_only_its_own_findings_fail_a_branch() -> None:
    """Findings in units that the branch did not touch are left out; a broken file never is."""

    def finding(rule: str, source: str) -> Finding:
        return Finding(rule, Severity.ERROR, "a.po", 1, "", source=source)

    every = [finding("number", "Tea"), finding("number", "Milk"), finding("syntax", "")]
    changes = changed_units(catalog(BEFORE), catalog(BEFORE.replace("Tee", "Chai")))
    assert list(only_changed(every, changes)) == [every[0], every[2]]
    nothing = changed_units(catalog(BEFORE), catalog(BEFORE))
    assert list(only_changed(every, nothing)) == [every[2]]


def test_an_edited_msgid_is_told() -> None:
    """A msgid that no article has and that was not there before was typed into."""
    after = catalog(BEFORE.replace("Milk", "Milks") + entry("Cup", "Tasse"))
    (one,) = edited_sources(catalog(BEFORE), after, {(None, "Tea"), (None, "Cup")}, "de")
    assert (one.rule, one.source, one.line) == ("edited-source", "Milks", 4)
    assert edited_sources(None, after, set()) == ()


# --- glossary -----------------------------------------------------------------------------------


def test_a_glossary_is_a_table_with_tabs() -> None:
    """Terms, accepted and forbidden words and a note are read; comments and heads are skipped."""
    head = "term\taccepted\tforbidden\tnote\n# x\n\n"
    text = head + "dose\tDosis | Dosen\tPortion\twe say so\r\nTea\tTee\n"
    dose, tea = parse_glossary(text).terms
    assert dose.accepted == ("Dosis", "Dosen") and dose.forbidden == ("Portion",)
    assert dose.note == "we say so" and tea.accepted == ("Tee",)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("dose\n", "g.tsv:1: a row of a glossary has two to four cells, this one has 1"),
        (
            "dose\tDosis\n\ta\n",
            "g.tsv:2: a row of a glossary has two to four cells, this one has 2",
        ),
        ("dose\t\t\tx\n", "g.tsv:1: `dose` has neither an accepted nor a forbidden"),
    ],
)
def test_a_row_that_is_none_is_told_with_its_line(text: str, wanted: str) -> None:
    """A row that cannot be read is refused by file and line."""
    with pytest.raises(ContentError) as caught:
        parse_glossary(text, "g.tsv")
    assert str(caught.value).startswith(wanted)


@pytest.mark.parametrize(
    ("term", "text", "code", "wanted"),
    [
        ("Dosis", "die Dosis", "de", True),
        ("Tablette", "zwei Tabletten", "de", True),
        ("Dosis", "Überdosis", "de", False),
        ("Dosis", "Dosierung", "de", False),
        ("Dos*", "Dosierung", "de", True),
        ("用量", "每日用量为", "zh", True),
        ("доз*", "дозами", "ru", True),
        ("जांच", "जाँच", "hi", False),
    ],
)
def test_terms_are_found_with_their_endings(term: str, text: str, code: str, wanted: bool) -> None:
    """A term is found at the beginning of a word, or anywhere where words are not parted."""
    assert stands_in(term, text, code) is wanted


def test_the_longer_term_wins() -> None:
    """Where one term lies inside another, only the longer one is asked for."""
    glossary = parse_glossary("acid\tSäure\nfolic acid\tFolsäure\n")
    assert [one.source for one in glossary.within("Take folic acid.")] == ["folic acid"]
    assert [one.source for one in glossary.within("Folic acid is an acid.")] == [
        "folic acid",
        "acid",
    ]
    assert list(glossary.within("Placid")) == [] == list(Glossary().within("acid"))


def test_the_glossary_is_quoted(findings) -> None:
    """The finding gives the accepted words and the note of the glossary."""
    terms = parse_glossary("dose\tDosis\tPortion\tnot a helping\n")
    (one,) = findings("One dose only.", "Nur eine Menge.", glossary=terms)
    assert one.message == "`dose` is not translated as the glossary says"
    assert one.hint == "write `Dosis`; not a helping"
    (one,) = findings("One dose only.", "Nur eine Portion.", glossary=terms)
    assert one.message == "`Portion` is not to be used for `dose`"


# --- the page furniture -------------------------------------------------------------------------


def test_messages_keep_their_placeholders() -> None:
    """A placeholder that is lost or new is an error; a plural form may say its number in words."""
    text = (
        entry("{percent} translated", "{prozent} übersetzt")
        + 'msgid "{count} page"\nmsgid_plural "{count} pages"\n'
        'msgstr[0] "eine Seite"\nmsgstr[1] "{count} Seiten"\n\n' + entry("Home", "Start\u202e")
    )
    renderer = Renderer(Dialect())
    found = check_messages(catalog(text), language("de"), Checks(), renderer)
    assert [(one.rule, one.line) for one in found] == [
        ("placeholder", 2),
        ("placeholder", 2),
        ("bidi-control", 10),
    ]
    off = Checks(ignore=("placeholder", "L"))
    assert check_messages(catalog(text), language("de"), off, renderer) == ()
    assert check_messages(catalog(text), language("de"), Checks(select=("T",)), renderer) == ()
