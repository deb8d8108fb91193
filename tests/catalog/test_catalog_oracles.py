"""What polib and GNU gettext make of the same files: two witnesses."""

from __future__ import annotations

import gettext
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalog import format_catalog, read_catalog, strings
from pipeline.model import Catalog, Entry
from tests.catalog.catalog_examples import HEADER, catalogs, law, segments, sentences

CASES = Path(__file__).parents[1] / "cases" / "catalog"
STRANGE_TO_POLIB = {
    "blank-lines-inside",
    "comments-after-the-end",
    "escapes",
    "indented",
    "obsolete-with-previous",
    "separators-inside",
    "sticky-flags",
    "strings-on-one-line",
    "unknown-comments",
}
"""Specimens that polib misreads or refuses, which is why it reads nothing here."""
TOO_LITTLE = {"duplicates", "escapes", "empty", "only-comments"}
"""What gettext refuses, reads as a program of today's escapes, or writes nothing for."""
GETTEXT = pytest.mark.skipif(not shutil.which("msgcat"), reason="GNU gettext is not installed")


def _by_polib(path: Path) -> list[tuple[str | None, str, str, bool]]:
    file = polib.pofile(str(path), encoding="utf-8")
    return [(one.msgctxt, one.msgid, one.msgstr, bool(one.obsolete)) for one in file]


def _by_us(catalog: Catalog) -> list[tuple[str | None, str, str, bool]]:
    return [
        (one.context, one.msgid, "" if one.plural else one.msgstr[0], one.obsolete)
        for one in catalog.entries
        if one.msgid or one.context is not None
    ]


@pytest.mark.parametrize(
    "path",
    [one for one in sorted((CASES / "whole").glob("*.po")) if one.stem not in STRANGE_TO_POLIB],
    ids=lambda path: path.stem,
)
def test_polib_reads_the_same(path: Path) -> None:
    """On files that polib understands it finds the same messages."""
    ours = _by_us(read_catalog(path.read_bytes(), path.name))
    assert sorted(map(repr, ours)) == sorted(map(repr, _by_polib(path)))


@given(st.data())
@law(25)
def test_polib_reads_what_is_written(data: st.DataObject) -> None:
    """What this program writes means the same to polib."""
    plain = data.draw(st.lists(sentences, unique=True, max_size=4))
    entries = (HEADER, *(Entry(one, (f"({one})\nand",), flags=("fuzzy",)) for one in plain))
    written = format_catalog(Catalog("", entries))
    path = Path(data.draw(st.just("x.po")))
    file = polib.pofile(written.decode())
    assert [(one.msgid, one.msgstr, one.flags) for one in file] == [
        (one, f"({one})\nand", ["fuzzy"]) for one in plain
    ]
    assert _by_us(read_catalog(written, str(path))) == [
        (None, one, f"({one})\nand", False) for one in plain
    ]


_signs = st.text(st.sampled_from('aé "\\\n\r\t\v\x85\u2028\u00a0\u200b\ufefft'), max_size=8)


@given(
    st.builds(
        Entry, _signs, st.tuples(_signs), st.none() | _signs, previous=st.none() | _signs,
        previous_context=st.none() | _signs, previous_plural=st.none() | _signs,
        obsolete=st.booleans(),
    )
)  # fmt: skip
@law(200)
def test_strings_are_written_as_polib_writes_them(entry: Entry) -> None:
    """What is written without polib, because nothing in it is out of the common, is the same."""
    assert strings.format_strings(entry) == strings._by_polib(entry)


@pytest.mark.gettext
@GETTEXT
@pytest.mark.parametrize(
    "path",
    [p for p in sorted((CASES / "whole").glob("*.po")) if p.stem not in TOO_LITTLE],
    ids=lambda path: path.stem,
)
def test_gettext_reads_the_same(path: Path) -> None:
    """`msgcat` takes every specimen, and what it writes holds the same messages."""
    data = path.read_bytes()
    head = b"" if data.count(b"charset=") else format_catalog(Catalog("", (HEADER,))) + b"\n"
    done = subprocess.run(
        ["msgcat", "-"], input=head + data, capture_output=True, check=True
    ).stdout
    assert _said(done) == _said(head + data)


def _said(data: bytes) -> list[str]:
    entries = read_catalog(data, "x").entries
    return sorted(repr((one.key, one.plural, one.msgstr, one.previous)) for one in entries)


@pytest.mark.gettext
@GETTEXT
@given(st.data())
@law(15)
def test_a_compiled_catalog_says_the_same(data: st.DataObject) -> None:
    """What `msgfmt` compiles from our bytes, Python's gettext translates as we read it."""
    catalog = data.draw(catalogs(data.draw(st.lists(segments(), max_size=5)), "a"))
    written = format_catalog(catalog)
    compiled = subprocess.run(
        ["msgfmt", "-o", "-", "-"], input=written, capture_output=True, check=True
    ).stdout
    messages = gettext.GNUTranslations(BytesIO(compiled))
    for entry in catalog.entries[1:]:
        if entry.obsolete or not entry.translated:
            continue
        if entry.context is None:
            said = messages.gettext(entry.msgid)
        else:
            said = messages.pgettext(entry.context, entry.msgid)
        assert said == entry.msgstr[0]
