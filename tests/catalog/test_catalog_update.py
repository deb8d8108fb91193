"""The update: one file a rule in `tests/cases/catalog/update`, and what has no file of its own."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.catalog import (
    Kept,
    KeptEdit,
    Memory,
    Updated,
    changed_texts,
    find_renames,
    format_catalog,
    lost,
    make_template,
    new_catalog,
    parse_kept,
    parse_review,
    read_catalog,
    reconcile,
    update_catalog,
)
from pipeline.errors import CatalogError, ContentError
from pipeline.locales import language
from pipeline.model import Article, Catalog, Entry, Kind, Match, Role, Segment, State
from tests.catalog.catalog_examples import FRENCH, HEADER, article

CASES = Path(__file__).parents[1] / "cases" / "catalog" / "update"
_HEAD = format_catalog(Catalog("", (HEADER,)))


def _sections(text: str) -> Iterator[tuple[str, str]]:
    """The named parts of a case, in order."""
    parts = re.split(r"^=== (\w+)\n", text, flags=re.M)
    yield from zip(parts[1::2], parts[2::2], strict=True)


def _segments(text: str) -> list[Segment]:
    """Paragraphs; `[kind]` and `{context}` may stand before the text."""
    found = []
    for block in text.strip().split("\n\n"):
        match = re.match(r"(?:\[([^\]]+)\] )?(?:\{([^}]+)\} )?(.*)", block, re.S)
        assert match
        kind = Kind(match[1]) if match[1] else Kind.PARAGRAPH
        found.append(Segment(match[3], match[3], kind, match[2]))
    return found


def _catalog(text: str) -> Catalog:
    return read_catalog(_HEAD + (b"\n" + text.encode() if text.strip() else b""), "fr/a.po")


def _plain(catalog: Catalog) -> str:
    """The entries without the lines that every update of a case writes alike."""
    text = format_catalog(catalog)[len(_HEAD) :].decode()
    return re.sub(r"^(#\. type: .*|#: .*)\n", "", text, flags=re.M).strip()


@pytest.mark.parametrize("path", sorted(CASES.glob("*.txt")), ids=lambda path: path.stem)
def test_update_does_what_the_case_says(path: Path) -> None:
    """The first line of the case is the rule, the sections show it."""
    catalog, memory, kept, source, updated = _catalog(""), None, Kept(), "", None
    for name, text in _sections(path.read_text()):
        if name == "source":
            source = text
        elif name == "catalog":
            catalog = _catalog(text)
        elif name == "memory":
            memory = Memory.of([_catalog(text)])
        elif name == "kept":
            pairs = [line.split(" -> ") for line in text.strip().splitlines()]
            kept = Kept(tuple(KeptEdit(old, new, "2026-01-02") for old, new in pairs))
        elif name == "updated":
            template = make_template(article(_segments(source)), 1)
            updated = update_catalog(template, catalog, FRENCH, memory, kept)
            assert _plain(updated.catalog) == text.strip()
            assert lost(catalog, updated.catalog) == ()
            catalog = read_catalog(format_catalog(updated.catalog), catalog.path)
        elif name == "counts":
            assert updated is not None
            assert text.split("\n")[:-1] == _counts(updated)
    assert updated is not None


def _counts(updated: Updated) -> list[str]:
    names = ("moved", "carried", "fuzzy", "new", "kept", "obsolete")
    return [f"{name} {getattr(updated, name)}" for name in names if getattr(updated, name)]


def test_an_update_that_changes_nothing_gives_the_same_bytes() -> None:
    """Order, wrapping, header, comments after the end: all as the translator's editor left it."""
    template = make_template(article(_segments("Tea is hot.\n\nMilk is white.")), 1)
    first = format_catalog(update_catalog(template, None, FRENCH, path="fr/a.po").catalog)
    text = first.decode().replace('msgid "Milk is white."', 'msgid ""\n"Milk is "\n"white."')
    text = text.replace("Last-Translator: ", "Last-Translator: A. Translator") + "\n# the end\n"
    data = text.replace("\n", "\r\n").encode()
    after = update_catalog(template, read_catalog(data, "fr/a.po"), FRENCH)
    assert format_catalog(after.catalog) == data


def test_words_left_counts_what_is_not_translated() -> None:
    """Fuzzy and empty texts count with their source words."""
    template = make_template(article(_segments("Tea is hot.\n\nMilk is white.\n\nNew words")), 1)
    catalog = _catalog(
        'msgid "Tea is hot."\nmsgstr "A"\n\n#, fuzzy\nmsgid "Milk is white."\nmsgstr "B"\n'
    )
    assert update_catalog(template, catalog, FRENCH).words_left == 5


def test_a_template_tells_people_what_they_need() -> None:
    """Kind, headings, the author's note and a critical text are said; the path has no line."""
    segments = [
        Segment("Sleep", "Sleep", Kind.FIELD, field="title", roles=frozenset({Role.TITLE})),
        Segment(
            "Take 5 mg.",
            "Take 5 mg.",
            Kind.ITEM,
            headings=("Treatment", "Drugs"),
            roles=frozenset({Role.CRITICAL}),
            note="Milligrams.\nAs in the leaflet.",
            line=12,
        ),
        Segment("Sleep", "Sleep", Kind.HEADING),
    ]
    template = make_template(Article("a b", "source/a b.md", "", segments=tuple(segments)), 3)
    assert format_catalog(template).decode() == (
        'msgid ""\nmsgstr ""\n"Project-Id-Version: a b\\n"\n"PO-Revision-Date: \\n"\n'
        '"Last-Translator: \\n"\n"Language-Team: \\n"\n"Language: \\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        '"X-Extraction-Rules: 3\\n"\n\n'
        "#. type: front matter — in “title” — the title of the article\n#. type: heading\n"
        '#: \u2068source/a b.md\u2069\nmsgid "Sleep"\nmsgstr ""\n\n'
        "#. type: list item — in “Treatment” › “Drugs”\n"
        "#. critical: a dose or a warning; readers see a translation only while it is current\n"
        "#. Milligrams.\n#. As in the leaflet.\n#: \u2068source/a b.md\u2069\n"
        'msgid "Take 5 mg."\nmsgstr ""\n'
    )


def test_a_new_catalog_has_its_language_s_plural_forms() -> None:
    """Arabic gets six forms, Japanese one, and the header names the language."""
    plural = Entry("one day", ("", ""), plural="%(n)s days", flags=("python-format",))
    template = Catalog("", (HEADER, plural))
    arabic = new_catalog(template, language("ar"), "ar/interface.po")
    assert len(arabic.entries[1].msgstr) == 6 and arabic.header["Language"] == "ar"
    assert arabic.header["Plural-Forms"].startswith("nplurals=6;")
    japanese = new_catalog(template, language("ja"), "ja/interface.po")
    assert japanese.entries[1].msgstr == ("",) and "Last-Translator" in japanese.header


def test_a_new_language_gets_everything_as_fuzzy() -> None:
    """What memory knows is a suggestion where nobody has looked at the catalog yet."""
    template = make_template(article(_segments("Tea is hot.")), 1)
    memory = Memory.of([_catalog('msgid "Tea is hot."\nmsgstr "A"\n')])
    updated = update_catalog(template, None, FRENCH, memory, path="fr/b.po", reviewed=False)
    assert [(one.msgstr, one.fuzzy) for one in updated.catalog.entries[1:]] == [(("A",), True)]
    assert updated.catalog.path == "fr/b.po" and updated.catalog.header["Language"] == "fr"


def test_a_machine_s_draft_is_disclosed_wherever_it_goes() -> None:
    """From a catalog that says it is a machine's draft, others get suggestions alone."""
    template = make_template(article(_segments("Tea is hot.")), 1)
    drafted = _HEAD.replace(b'"Language: fr', b'"X-Translation-Origin: machine\\n"\n"Language: fr')
    draft = read_catalog(drafted + b'\nmsgid "Tea is hot."\nmsgstr "A"\n', "fr/b.po")
    memory = Memory.of([draft])
    other = update_catalog(template, None, FRENCH, memory).catalog.entries[1]
    assert other.fuzzy and other.msgstr == ("A",)
    also = read_catalog(drafted, "fr/c.po")
    assert update_catalog(template, also, FRENCH, memory).catalog.entries[1].translated


def test_messages_with_plurals_are_updated_too() -> None:
    """A text that gains a plural keeps its translation, fuzzy; format flags are the source's."""
    template = Catalog(
        "",
        (
            HEADER,
            Entry("%(n)s day left", plural="%(n)s days left", flags=("python-format",)),
            Entry("Search", flags=()),
        ),
    )
    catalog = _catalog(
        'msgid "%(n)s day left"\nmsgstr "un jour"\n\n'
        '#, c-format\nmsgid "Search"\nmsgstr "Chercher"\n'
    )
    after = update_catalog(template, catalog, FRENCH).catalog.entries
    assert after[1].msgstr == ("un jour", "un jour") and after[1].fuzzy
    assert after[1].flags == ("fuzzy", "python-format")
    assert after[2].flags == () and after[2].translated
    back = Catalog("", (HEADER, Entry("%(n)s day left")))
    forms = _catalog('msgid "%(n)s day left"\nmsgid_plural "x"\nmsgstr[0] "un"\nmsgstr[1] "des"\n')
    single = update_catalog(back, forms, FRENCH).catalog
    assert single.entries[1].msgstr == ("un",) and single.entries[1].comments == ("des",)
    assert lost(forms, single) == ()


def test_a_second_translation_of_one_text_stops_the_update() -> None:
    """Nobody can tell which is meant, so the file is left alone and the place is named."""
    template = make_template(article(_segments("Tea")), 1)
    catalog = _catalog('msgid "Tea"\nmsgstr "A"\n\nmsgid "Tea"\nmsgstr "B"\n')
    with pytest.raises(CatalogError, match="the first is on line 13"):
        update_catalog(template, catalog, FRENCH)


def test_older_rules_of_extraction_are_migrated() -> None:
    """A catalog of older rules keeps its translations current under today's texts."""
    template = make_template(article(_segments("Tea is hot.")), 3)
    catalog = _catalog('msgid "TEA IS HOT!"\nmsgstr "A"\n\nmsgid "MILK!"\nmsgstr "B"\n')
    steps = (lambda text: text.replace("!", "."), str.capitalize)
    updated = update_catalog(template, catalog, FRENCH, migrations=steps)
    assert [(one.msgid, one.translated) for one in updated.catalog.entries[1:]] == [
        ("Tea is hot.", True),
        ("Milk.", True),
    ]
    assert updated.catalog.header["X-Extraction-Rules"] == "3"
    assert updated.catalog.header["Last-Translator"] == "A. Translator"
    assert lost(catalog, updated.catalog) == () and updated.kept == 1


def test_reconcile_says_what_is_current_and_what_changed() -> None:
    """Exact, normal form, kept, place: one unit a segment, with the line of the msgstr."""
    segments = _segments(
        "Tea is hot.\n\nIt’s wet.\n\nTake two tablets daily with water.\n\nTabelts\n\nNew"
    )
    catalog = _catalog(
        '# mine\nmsgid "Tea is hot."\nmsgstr "A"\n\nmsgid "It\'s wet."\nmsgstr "B"\n\n'
        'msgid "Take one tablet daily with water."\nmsgstr "C"\n\n'
        'msgid "Teblats"\nmsgstr "D"\n'
    )
    kept = Kept((KeptEdit("Teblats", "Tabelts", "2026-01-02"),))
    units = reconcile([*segments, segments[0]], catalog, kept)
    assert [(one.state, one.match, one.target, one.line) for one in units] == [
        (State.TRANSLATED, Match.EXACT, "A", 15),
        (State.TRANSLATED, Match.NORMAL, "B", 18),
        (State.FUZZY, Match.PLACE, "C", 21),
        (State.TRANSLATED, Match.KEPT, "D", 24),
        (State.UNTRANSLATED, Match.NONE, "", 0),
        (State.TRANSLATED, Match.EXACT, "A", 15),
    ]
    assert units[0].comments == ("mine",) and units[0].path == "fr/a.po"
    assert units[2].previous == "Take one tablet daily with water."
    assert [one.state for one in reconcile(segments, None)] == [State.UNTRANSLATED] * 5


def test_a_number_that_changes_is_never_current() -> None:
    """However alike two texts are, a translation is current only for the words it was made for."""
    for old, new in (("5 mg", "50 mg"), ("5–10 mg", "5-1 0 mg"), ("not hot", "hot"), ("a", "A")):
        catalog = Catalog("x", (HEADER, Entry(f"Take {old} daily.", ("A",))))
        unit = reconcile(_segments(f"Take {new} daily."), catalog)[0]
        assert unit.state in (State.FUZZY, State.UNTRANSLATED)


def test_a_maintainer_s_review_becomes_a_decision() -> None:
    """Changed texts are listed once with their languages, and only the ticked ones are kept."""
    from pipeline.catalog import format_kept, format_review

    body = '#, fuzzy\n#| msgid "Teh tea"\nmsgid "The tea"\nmsgstr "A"\n\n#, fuzzy\n#| msgid "Old"\n'
    catalog = _catalog(body + 'msgid "New"\nmsgstr "B"\n')
    changes = changed_texts({"fr": [catalog], "de": [catalog]})
    assert [(one.old, one.new, one.locales) for one in changes] == [
        ("Teh tea", "The tea", ("fr", "de")),
        ("Old", "New", ("fr", "de")),
    ]
    text = format_review(changes)
    assert "# fr, de: [-Teh-]{+The+} tea" in text
    assert parse_review(text, "r", "2026-01-02") == ()
    edits = parse_review(text.replace("false", "true", 1), "r", "2026-01-02")
    assert edits == (KeptEdit("Teh tea", "The tea", "2026-01-02"),)
    file = format_kept(edits, "# ours\n")
    assert file.startswith("# ours\n") and parse_kept(file, "kept.toml").edits == edits
    with pytest.raises(ContentError, match="TOML"):
        parse_kept("[[kept]\n", "kept.toml")
    with pytest.raises(ContentError, match="no `old` and `new`"):
        parse_kept("[[kept]]\nold = 1\n", "kept.toml")


def test_a_renamed_article_is_found_by_its_texts() -> None:
    """The gone domain whose words a new one holds; a new article that shares little is new."""
    old = make_template(article(_segments("Tea is hot.\n\nMilk is white and cold.")), 1)
    same = make_template(article(_segments("Tea is hot.\n\nMilk is white and cold.\n\nSo.")), 1)
    other = make_template(article(_segments("Tea is hot.\n\nBread is brown and dry and old.")), 1)
    assert find_renames({"drinks": [old]}, {"b": same, "c": other}) == {"b": "drinks"}
    assert find_renames({"drinks": [old]}, {"c": other}) == {}


@pytest.mark.gettext
@pytest.mark.skipif(not shutil.which("msgfmt"), reason="GNU gettext is not installed")
def test_gettext_takes_what_is_written(tmp_path: Path) -> None:
    """`msgfmt -c` accepts every updated catalog, and `msgcat --no-wrap` changes no new entry."""
    for path in sorted(CASES.glob("*.txt")):
        parts = dict(_sections(path.read_text()))
        template = make_template(article(_segments(parts["source"])), 1)
        catalog = _catalog(parts.get("catalog", ""))
        plural = Entry("one day", ("", ""), plural="%(n)s days", flags=("python-format",))
        template = replace(template, entries=(*template.entries, plural))
        for one in (
            template,
            update_catalog(template, catalog, FRENCH).catalog,
            new_catalog(template, language("ar"), "ar/a.po"),
        ):
            file = tmp_path / "x.po"
            file.write_bytes(format_catalog(one))
            done = subprocess.run(
                ["msgfmt", "-c", "-o", "/dev/null", str(file)], capture_output=True, text=True
            )
            assert done.returncode == 0, (path.name, done.stderr)
        again = subprocess.run(
            ["msgcat", "--no-wrap", str(file)], capture_output=True, check=True
        ).stdout
        assert again == file.read_bytes()
