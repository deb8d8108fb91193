"""Reading and writing: the specimens of `tests/cases/catalog`, and what has no file of its own."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.catalog import (
    change_entry,
    format_catalog,
    read_again,
    read_catalog,
    reading,
    refusals,
)
from pipeline.errors import CatalogError
from pipeline.locales import language
from pipeline.model import Catalog, Entry

CASES = Path(__file__).parents[1] / "cases" / "catalog"


def _files(folder: str) -> list[Path]:
    return sorted((CASES / folder).glob("*.po"))


def _expected(data: bytes) -> tuple[int, str] | None:
    found = re.match(r"# expect: (\d+): (.*)", data.decode())
    return (int(found[1]), found[2]) if found else None


@pytest.mark.parametrize("path", _files("whole"), ids=lambda path: path.stem)
def test_every_specimen_comes_back_byte_for_byte(path: Path) -> None:
    """Whatever wrote the file, reading and writing it changes nothing."""
    data = path.read_bytes()
    assert format_catalog(read_catalog(data, path.name)) == data


@pytest.mark.parametrize("path", _files("whole"), ids=lambda path: path.stem)
def test_every_specimen_reads_the_same_a_second_time(path: Path) -> None:
    """What is remembered of a head changes no field of an entry, and no line."""
    reading.forget_heads()
    data = path.read_bytes()
    assert read_catalog.__wrapped__(data, path.name) == read_catalog.__wrapped__(data, path.name)


def _said(catalog: Catalog) -> list[Entry]:
    return [replace(one, line=0, msgid_line=0, msgstr_line=0) for one in catalog.entries]


@pytest.mark.parametrize("path", _files("whole"), ids=lambda path: path.stem)
def test_every_specimen_reads_the_same_beside_every_other(path: Path) -> None:
    """What two files have in common is read as it would be alone, whatever follows it."""
    before = read_catalog(path.read_bytes(), path.name)
    for other in _files("whole"):
        for data in (
            other.read_bytes(),
            path.read_bytes() + b"\n" + other.read_bytes(),
            path.read_bytes() + b'\n"more"\n',
            path.read_bytes().rstrip() + b'\n\n msgstr[1] "more"\n',
        ):
            try:
                alone = read_catalog(data, path.name)
            except CatalogError as error:
                with pytest.raises(CatalogError, match=re.escape(error.message)):
                    read_again(data, before)
            else:
                assert _said(read_again(data, before)) == _said(alone)


@pytest.mark.parametrize("path", _files("whole"), ids=lambda path: path.stem)
@pytest.mark.parametrize("newline", ["\r\n", "\r"], ids=["windows", "old-mac"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"], ids=["plain", "bom"])
def test_line_ends_and_marks_stay(path: Path, newline: str, bom: bytes) -> None:
    """A file from another system keeps its line ends and its byte order mark."""
    data = bom + path.read_bytes().replace(b"\n", newline.encode())
    catalog = read_catalog(data, path.name)
    assert format_catalog(catalog) == data
    same = read_catalog(path.read_bytes(), path.name)
    assert [one.msgid for one in catalog.entries] == [one.msgid for one in same.entries]
    assert [one.msgstr_line for one in catalog.entries] == [one.msgstr_line for one in same.entries]


def test_mixed_line_ends_stay() -> None:
    """Lines that end differently in one file keep their ends, and the texts are the same."""
    data = b'msgid "Tea"\r\nmsgstr "A"\n\r\nmsgid ""\n"Mi"\r\n"lk"\nmsgstr "B"\r\n'
    catalog = read_catalog(data, "x.po")
    assert format_catalog(catalog) == data
    assert [one.key for one in catalog.entries] == [(None, "Tea"), (None, "Milk")]


@pytest.mark.parametrize("path", _files("broken"), ids=lambda path: path.stem)
def test_what_is_broken_is_named_with_its_line(path: Path) -> None:
    """A file that cannot be parsed gets one error, at the line where somebody must type."""
    data = path.read_bytes()
    with pytest.raises(CatalogError) as caught:
        read_catalog(data, path.name)
    assert (caught.value.line, caught.value.message) == _expected(data)
    assert caught.value.path == path.name and caught.value.hint


@pytest.mark.parametrize("path", _files("gate"), ids=lambda path: path.stem)
def test_the_gate_says_what_it_refuses(path: Path) -> None:
    """A catalog that cannot be published is refused once, with line, rule and remedy."""
    data = path.read_bytes()
    found = refusals(data, path.name, language("fr"))
    expected = _expected(data)
    said = [(one.line, f"{one.rule}: {one.message}") for one in found]
    assert said == ([expected] if expected else [])
    assert all(one.hint and one.path == path.name for one in found)


@pytest.mark.parametrize(
    ("data", "line", "says"),
    [
        ('msgid "Tea"\nmsgstr "Thé"\n'.encode("latin-1"), 2, "not UTF-8: byte 0xe9"),
        ('msgid "Tea"\n'.encode("utf-16"), 1, "UTF-16"),
        (b'msgid "a"\nmsgstr "\xc3', 2, "not UTF-8"),
    ],
    ids=["latin-1", "utf-16", "cut-in-a-letter"],
)
def test_another_encoding_is_named(data: bytes, line: int, says: str) -> None:
    """A file that is not UTF-8 is refused with the line, and with what to run."""
    with pytest.raises(CatalogError) as caught:
        read_catalog(data, "x.po")
    assert caught.value.line == line and says in caught.value.message
    assert "msgconv" in caught.value.hint
    assert [one.line for one in refusals(data, "x.po", language("fr"))] == [line]


def test_a_file_cut_anywhere_reads_or_is_named() -> None:
    """At whatever byte a file is cut, it is read back as it is or refused by name and line."""
    for path in [*_files("whole"), *_files("gate")]:
        data = path.read_bytes()
        for size in range(len(data)):
            try:
                assert format_catalog(read_catalog(data[:size], path.name)) == data[:size]
            except CatalogError as error:
                assert 0 < error.line <= data[:size].count(b"\n") + 1


def test_the_gate_takes_no_cut_translation() -> None:
    """A file cut inside an entry is refused unless the cut falls between two of its lines."""
    path = CASES / "whole" / "wrapped-by-an-editor.po"
    data = path.read_bytes()
    whole = {one.msgstr for one in read_catalog(data, path.name).entries}
    passed = []
    for size in range(len(data)):
        if not refusals(data[:size], path.name, language("fr")):
            entries = read_catalog(data[:size], path.name).entries
            passed += [one for one in entries if one.msgstr not in whole]
    assert all(one.raw and one.raw.endswith('"\n') for one in passed)


def test_hostile_text_takes_no_long() -> None:
    """Texts that make other readers quadratic are read line by line, and given back."""
    size = 20_000
    many = [
        '"x"\n' * size,
        "# c\n" * size + 'msgid "a"\nmsgstr "b"\n',
        'msgid "a"\nmsgstr ""\n' + '"x"\n' * size,
        "#| msgid " + '"x"\n#| ' * size + '"y"\nmsgid "a"\nmsgstr ""\n',
        'msgid "' + "\\\\" * size + '"\nmsgstr ""\n',
        'msgid "a"\nmsgid_plural "b"\n' + "".join(f'msgstr[{n}] "x"\n' for n in range(size)),
        "\n" * size + "<<<<<<< a\n",
    ]
    for text in many:
        try:
            assert format_catalog(read_catalog(text.encode(), "x.po")) == text.encode()
        except CatalogError as error:
            assert error.line


def test_fields_of_a_specimen() -> None:
    """Comments, flags, the English before and the lines of an entry are read."""
    path = CASES / "whole" / "wrapped-by-an-editor.po"
    header, first, second, third = read_catalog(path.read_bytes(), path.name).entries
    assert header.comments == ("French translation.", "A first translator, 2025.", "")
    assert first.references == ("source/sleep.md:3 source/sleep.md:40",)
    assert (first.line, first.msgid_line, first.msgstr_line) == (19, 20, 23)
    assert first.msgid.endswith("with a feeling of falling.") and first.translated
    assert second.flags == ("fuzzy", "no-wrap") and second.previous == "Stretch before bed."
    assert third.obsolete and third.msgstr == ("Une vieille ligne",)


def test_flags_and_previous_of_later_and_obsolete_entries() -> None:
    """`#=` lines are flags, and `#~|` lines are the English before."""
    sticky = read_catalog((CASES / "whole" / "sticky-flags.po").read_bytes(), "x").entries[0]
    assert sticky.flags == ("no-wrap", "fuzzy", "range: 0..10", "c-format")
    old = read_catalog((CASES / "whole" / "obsolete-with-previous.po").read_bytes(), "x").entries
    assert (old[1].previous_context, old[1].previous) == ("menu", "Milk")
    assert (old[1].key, old[1].comments) == (("menu", "Milk and honey"), ("once reviewed",))
    assert old[2].plural == "%(n)s cups" and old[2].msgstr == ("une tasse", "%(n)s tasses")


def test_a_change_of_flags_leaves_the_other_lines() -> None:
    """Only the line that says the flag changes: `#=` lines, unknown comments, wrapping stay."""
    raw = (
        '#!tool\n#= no-wrap\n#: a b.md\n#, x-own\nmsgid \'\'\n"Tea"\nmsgstr ""\n"Th"\n"é"\n'
    ).replace("msgid ''", 'msgid ""')
    entry = read_catalog(raw.encode(), "x").entries[0]
    fuzzy = change_entry(entry, flags=("fuzzy", *entry.flags), comments=("mine", *entry.comments))
    assert fuzzy.raw == "# mine\n" + raw.replace("#, x-own", "#, fuzzy, x-own")
    plain = change_entry(entry, flags=())
    assert plain.raw == raw.replace("#= no-wrap\n", "").replace("#, x-own\n", "")


def test_a_changed_text_is_written_unwrapped() -> None:
    r"""New strings break only after `\n`."""
    entry = Entry("One\ntwo " + "long " * 40, ("Un\ndeux " + "long " * 40,), ("menu"))
    written = format_catalog(Catalog("", (entry,))).decode()
    assert written.splitlines() == [
        'msgctxt "menu"',
        'msgid ""',
        '"One\\n"',
        f'"two {"long " * 40}"',
        'msgstr ""',
        '"Un\\n"',
        f'"deux {"long " * 40}"',
    ]


def test_a_new_entry_stands_apart() -> None:
    """An entry that is put between two others gets blank lines around it and moves no byte else."""
    data = b'msgid "Tea"\nmsgstr "A"\n\nmsgid "Milk"\nmsgstr "B"\n# end\n'
    catalog = read_catalog(data, "x")
    entries = (catalog.entries[0], Entry("Water"), catalog.entries[1])
    assert format_catalog(replace(catalog, entries=entries)) == data.replace(
        b'\n\nmsgid "M', b'\n\nmsgid "Water"\nmsgstr ""\n\nmsgid "M'
    )


def test_an_indented_comment_is_one() -> None:
    """A comment that does not begin its line is read, and changed, like any other."""
    entry = read_catalog(b'#: a.md\n\t# x\nmsgid "Tea"\nmsgstr ""\n', "x").entries[0]
    assert (entry.references, entry.comments) == (("a.md",), ("x",))
