"""The laws of catalogs, over generated articles, catalogs and edits."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from hypothesis import event, given
from hypothesis import strategies as st

from pipeline.catalog import (
    Kept,
    KeptEdit,
    Memory,
    change_entry,
    format_catalog,
    lost,
    make_template,
    read_again,
    read_catalog,
    reading,
    update_catalog,
)
from pipeline.model import Catalog, Entry
from tests.catalog.catalog_examples import FRENCH, article, catalogs, edited, law, segments, texts

_WORK = re.compile(r"\[[a-z]\d+-\d+\] mots|note [a-z]\d+")


def _work(catalog: Catalog) -> list[str]:
    """Every msgstr and comment of a translator, from the bytes; obsolete ones included."""
    return sorted(_WORK.findall(format_catalog(catalog).decode()))


@st.composite
def _histories(draw: st.DrawFn) -> tuple[Catalog, Catalog, Memory, Kept]:
    before = draw(st.lists(segments(), max_size=6))
    other = draw(st.lists(segments(), max_size=3))
    own = draw(catalogs(before, "a"))
    theirs = draw(catalogs([*other, *before[:2]], "b"))
    after = draw(edited(before))
    kept = ()
    if before and after and draw(st.booleans()):
        kept = (KeptEdit(before[0].msgid, after[0].msgid, "2026-01-02"),)
    memory = Memory.of([own, theirs]) if draw(st.booleans()) else Memory.of([theirs])
    return make_template(article(after), 1), own, memory, Kept(kept)


@given(_histories())
@law(100)
def test_update_loses_no_word(history: tuple[Catalog, Catalog, Memory, Kept]) -> None:
    """Every msgstr and comment of the catalog is in it after the update, exactly once or more."""
    template, before, memory, kept = history
    updated = update_catalog(template, before, FRENCH, memory, kept)
    data = format_catalog(updated.catalog)
    after = read_catalog(data, before.path)
    assert lost(before, after) == lost(before, read_again(data, before)) == ()
    missing = _work(before)
    for one in _work(after):
        if one in missing:
            missing.remove(one)
    assert missing == []


@given(_histories())
@law(100)
def test_update_twice_is_once(history: tuple[Catalog, Catalog, Memory, Kept]) -> None:
    """A second update of the same catalog against the same source changes no byte."""
    template, before, memory, kept = history
    once = format_catalog(update_catalog(template, before, FRENCH, memory, kept).catalog)
    again = read_catalog(once, before.path)
    assert format_catalog(update_catalog(template, again, FRENCH, memory, kept).catalog) == once


@given(_histories())
@law(100)
def test_a_catalog_that_stands_is_what_the_whole_update_gives(
    history: tuple[Catalog, Catalog, Memory, Kept],
) -> None:
    """Where the quick look says that nothing changes, the whole update changes nothing."""
    template, before, memory, kept = history
    once = update_catalog(template, before, FRENCH, memory, kept).catalog
    own = read_catalog(format_catalog(once), before.path)
    entries = (entry for entry in memory.entries if entry.raw is not None)
    theirs = Catalog("theirs.po", (Entry("", ("",)), *entries))
    for one in (before, own):
        quick = update_catalog(template, one, FRENCH, Memory.of([one, theirs]), kept)
        # The memory holds another object of the same words, so nothing is left out.
        whole = update_catalog(template, replace(one), FRENCH, Memory.of([one, theirs]), kept)
        assert format_catalog(quick.catalog) == format_catalog(whole.catalog)
        assert replace(quick, catalog=one) == replace(whole, catalog=one)
        event(f"stands: {quick.catalog is one}")


@given(_histories())
@law(100)
def test_update_gives_the_article_s_texts_in_order(
    history: tuple[Catalog, Catalog, Memory, Kept],
) -> None:
    """The live entries are the template's, in its order; obsolete ones are last, none twice."""
    template, before, memory, kept = history
    after = update_catalog(template, before, FRENCH, memory, kept).catalog.entries
    live = [one.key for one in after if not one.obsolete]
    assert live == [one.key for one in template.entries]
    assert [one.obsolete for one in after] == sorted(one.obsolete for one in after)
    assert len({one.key for one in after}) == len(after)


@given(_histories())
@law(100)
def test_a_translation_is_current_only_for_a_text_it_was_made_for(
    history: tuple[Catalog, Catalog, Memory, Kept],
) -> None:
    """What an update calls translated was so before, for the same words or by a kept edit."""
    template, before, memory, kept = history
    after = update_catalog(template, before, FRENCH, memory, kept).catalog
    for entry in after.entries[1:]:
        if entry.obsolete or not entry.translated:
            continue
        sources = [one for one in (*before.entries, *memory.entries) if one.msgstr == entry.msgstr]
        olds = {one for text in (entry.msgid,) for one in kept.olds(text)}
        assert any(
            _letters(text) == _letters(entry.msgid) or _letters(text) in map(_letters, olds)
            for one in sources
            for text in ([one.msgid] if not one.fuzzy else [one.previous or ""])
        ), entry


def _letters(text: str) -> str:
    """The words alone, by another way than the program's normal form."""
    text = unicodedata.normalize("NFC", text)
    return "".join(sign for sign in text if sign.isalnum() or sign in "`*[]()#<>")


_po_texts = texts | st.text(st.characters(exclude_categories=("Cs",)), max_size=20)


@st.composite
def _entries(draw: st.DrawFn) -> Entry:
    plural = draw(st.none() | _po_texts)
    forms = st.lists(_po_texts, min_size=1, max_size=1 if plural is None else 3)
    flags = st.lists(st.sampled_from(["fuzzy", "no-wrap", "x-own"]), max_size=2, unique=True)
    lines = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12).map(str.strip)
    notes = lines.filter(lambda line: line[:1] not in tuple(".:,|~="))
    return Entry(
        draw(texts),
        tuple(draw(forms)),
        draw(st.none() | _po_texts),
        plural,
        tuple(draw(flags)),
        tuple(draw(st.lists(notes, max_size=2))),
        tuple(draw(st.lists(lines.filter(bool), max_size=2))),
        tuple(draw(st.lists(lines.filter(bool), max_size=2))),
        draw(st.none() | _po_texts),
    )


@given(st.lists(_entries(), max_size=5))
@law(100)
def test_what_is_written_is_read_back(some: list[Entry]) -> None:
    """Every field of an entry made by the program survives writing and reading."""
    catalog = read_catalog(format_catalog(Catalog("", tuple(some))), "x.po")
    plain = [replace(one, line=0, msgid_line=0, msgstr_line=0, raw=None) for one in catalog.entries]
    assert plain == some


@given(st.lists(_entries(), max_size=5))
@law(60)
def test_a_head_that_was_read_before_says_the_same(some: list[Entry]) -> None:
    """An entry is the same whether what stands above its translation is remembered or not."""
    data = format_catalog(Catalog("", tuple(some)))
    reading.forget_heads()
    fresh = read_catalog.__wrapped__(data, "x.po")
    assert read_catalog.__wrapped__(data, "x.po") == fresh


@given(st.lists(_entries(), min_size=1, max_size=5), st.data())
@law(60)
def test_changing_one_entry_changes_only_its_lines(some: list[Entry], data: st.DataObject) -> None:
    """All bytes before and after the changed entry stay."""
    catalog = read_catalog(format_catalog(Catalog("", tuple(some))), "x.po")
    at = data.draw(st.integers(0, len(some) - 1))
    changed = change_entry(
        catalog.entries[at],
        msgstr=tuple(data.draw(_po_texts) for _ in catalog.entries[at].msgstr),
        flags=data.draw(st.sampled_from([(), ("fuzzy",), ("x-own", "fuzzy")])),
        comments=data.draw(st.sampled_from([(), ("by hand",)])),
    )
    entries = (*catalog.entries[:at], changed, *catalog.entries[at + 1 :])
    after = format_catalog(replace(catalog, entries=entries)).decode()
    raws = [one.raw or "" for one in catalog.entries]
    assert after.startswith("".join(raws[:at])) and after.endswith("".join(raws[at + 1 :]))
    again = read_catalog(after.encode(), "x.po").entries[at]
    assert (again.msgstr, again.comments) == (changed.msgstr, changed.comments)
    assert sorted(again.flags) == sorted(changed.flags)
