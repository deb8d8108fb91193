"""The words of the page furniture."""

import os
from importlib.resources import files
from pathlib import Path

import pytest
from markupsafe import Markup

from pipeline import site
from pipeline.catalog import format_catalog, read_catalog
from pipeline.locales import language
from pipeline.model import Catalog, Entry
from pipeline.site import Interface, make_interface_template, shipped_interface_template
from pipeline.site.messages import find_messages, shipped_messages
from pipeline.site.shipped import shipped_templates
from tests.site.site_samples import interface

SHIPPED = sorted(
    one.name.removesuffix(".po")
    for one in files("pipeline.site").joinpath("interface").iterdir()
    if one.name.endswith(".po")
)
ARTICLES = ("{count} article", "{count} articles")


def catalog(*entries: Entry) -> Catalog:
    """A site's own interface catalog."""
    return Catalog("own.po", entries)


def test_the_shipped_template_holds_what_the_theme_says():
    """The template that translators get is what the theme's templates use, no more and no less."""
    made = format_catalog(make_interface_template())
    if os.environ.get("ACCEPT"):
        path = files("pipeline.site").joinpath("interface", "interface.pot")
        Path(str(path)).write_bytes(made)
    assert made == shipped_interface_template(), "run this test with ACCEPT=1 to write it anew"


def test_the_shipped_template_says_all_of_its_messages():
    """What is read from the shipped template is what its theme's templates would say."""
    assert shipped_messages() == find_messages(shipped_templates())


def test_the_face_of_the_site_has_every_name():
    """Each name that the site's parts give to others is found, and no other."""
    assert sorted(site.__all__) == sorted(site._MODULES)
    assert all(getattr(site, name) is not None for name in site.__all__)
    # A module of that name would take its place as soon as it is imported.
    assert not set(site.__all__) & set(site._PARTS)
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        site.Nothing  # noqa: B018


@pytest.mark.parametrize("locale", SHIPPED)
def test_every_shipped_language_is_complete(locale):
    """A language that ships with the program has words for everything."""
    assert interface(locale).missing == ()


def test_a_site_overrides_single_messages():
    """The site's own catalog goes first, message by message; the program's serves the rest."""
    words = interface("fr", catalog(Entry("Contents", ("Sommaire du jour",))))
    assert words.gettext("Contents") == "Sommaire du jour"
    assert words.knows("All articles")


def test_english_needs_no_catalog():
    """English is what the messages are written in."""
    assert Interface(language("en")).missing == ()
    assert Interface(language("en_GB")).missing == ()


def test_an_unfinished_language_names_what_it_lacks():
    """Without a catalog every message is missing."""
    assert "Contents" in Interface(language("cy")).missing


@pytest.mark.parametrize(
    "entry",
    [
        Entry("Contents", ("Inhalt",), flags=("fuzzy",)),
        Entry("Contents", ("Inhalt",), obsolete=True),
        Entry("Contents", ("Inhalt {secret}",)),
        Entry("{page} – {site}", ("{page}",)),
        Entry(ARTICLES[0], ("{count} Artikel",), plural=ARTICLES[1]),
        Entry(ARTICLES[0], ("{n} Artikel", "{n} Artikel"), plural=ARTICLES[1]),
    ],
    ids=["fuzzy", "obsolete", "foreign placeholder", "lost placeholder", "one form", "renamed"],
)
def test_a_message_that_cannot_be_trusted_counts_as_missing(entry):
    """What is fuzzy, or has placeholders that do not fit, is not shown."""
    words = Interface(language("de"), [catalog(entry)])
    assert not words.knows(entry.msgid)
    assert entry.msgid in words.missing


def test_the_count_may_be_left_out():
    """A language may say “one article” in words."""
    entry = Entry(ARTICLES[0], ("ein Artikel", "{count} Artikel"), plural=ARTICLES[1])
    words = Interface(language("de"), [catalog(entry)])
    assert words.ngettext(*ARTICLES, 1) == "ein Artikel"
    assert words.ngettext(*ARTICLES, 2000) == "2.000 Artikel"


def test_numbers_take_their_own_form():
    """Arabic has six forms, and each number finds its own."""
    forms = tuple(f"form {n} {{count}}" for n in range(6))
    words = Interface(language("ar"), [catalog(Entry(ARTICLES[0], forms, plural=ARTICLES[1]))])
    found = [words.ngettext(*ARTICLES, n)[:6] for n in (0, 1, 2, 3, 11, 100)]
    assert found == [f"form {n}" for n in range(6)]


def test_a_catalog_cannot_write_html():
    """Text of a catalog is escaped; only values that are HTML already go through."""
    own = catalog(Entry("Printed from {address}", ("<script>x</script>{address}",)))
    words = Interface(language("fr"), [own])
    made = words.marked("Printed from {address}", address=Markup("<bdi>a</bdi>"))
    assert made == "&lt;script&gt;x&lt;/script&gt;<bdi>a</bdi>"
    assert words.marked("Printed from {address}", address="<b>").endswith("&lt;b&gt;")


def test_a_value_is_not_read_as_a_message():
    """Braces in a value, or attributes asked of it, stay text."""
    own = catalog(Entry("Printed from {address}", ("{address.__class__} {address}",)))
    words = Interface(language("fr"), [own])
    assert words.gettext("Printed from {address}", address="{address}") == (
        "{address.__class__} {address}"
    )


def test_what_has_no_translation_is_marked_as_english():
    """A word that a language lacks stands there in English, and says so."""
    words = Interface(language("ur"))
    assert words.marked("Contents") == '<span lang="en" dir="ltr">Contents</span>'
    assert words.gettext("Contents") == "Contents"


def test_the_sites_own_messages_are_in_its_source_language():
    """A German site's name needs no translation into German, and is marked as German elsewhere."""
    name = "Buch vom Tee"
    assert Interface(language("de"), source="de").knows(name)
    assert 'lang="de"' in Interface(language("fr"), source="de").marked(name)


def test_lists_are_joined_as_the_language_joins_them():
    """The pieces may be HTML; the words between them are the language's."""
    items = [Markup("<a>A</a>"), "B & C", Markup("<a>D</a>")]
    assert interface("fr").listing(items) == "<a>A</a>, B &amp; C et <a>D</a>"
    assert interface("ja").listing(["A", "B"]) == "A、B"


def test_shipped_catalogs_say_that_they_are_machine_drafts():
    """Nobody has reviewed them yet, and their headers say it."""
    for locale in SHIPPED:
        data = files("pipeline.site").joinpath("interface", f"{locale}.po").read_bytes()
        header = read_catalog(data, locale).header
        assert header["X-Translation-Origin"] == "machine"
        assert header["Language"] == locale
