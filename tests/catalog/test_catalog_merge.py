"""Git's merge of two branches of one catalog: one file a rule, and the law."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalog import format_catalog, merge_catalogs, read_catalog
from pipeline.model import Catalog, Entry
from tests.catalog.catalog_examples import HEADER, catalogs, law, segments

CASES = Path(__file__).parents[1] / "cases" / "catalog" / "merge"


@pytest.mark.parametrize("path", sorted(CASES.glob("*.txt")), ids=lambda path: path.stem)
def test_merge_does_what_the_case_says(path: Path) -> None:
    """The first line of the case is the rule, the sections show it."""
    parts = re.split(r"^=== (\w+)\n", path.read_text(), flags=re.M)
    texts = dict(zip(parts[1::2], parts[2::2], strict=True))
    base, ours, theirs = (
        read_catalog(texts[name].strip("\n").encode() + b"\n", "fr/a.po")
        for name in ("base", "ours", "theirs")
    )
    merged = merge_catalogs(base, ours, theirs)
    assert format_catalog(merged.catalog).decode().strip() == texts["merged"].strip()
    assert [msgid for _, msgid in merged.conflicts] == texts.get("conflicts", "").splitlines()


@st.composite
def _branches(draw: st.DrawFn) -> tuple[Catalog, Catalog, Catalog]:
    source = draw(st.lists(segments(), max_size=5))
    base = draw(catalogs(source, "a"))
    return base, _branch(draw, base, "b"), _branch(draw, base, "c")


def _branch(draw: st.DrawFn, base: Catalog, mark: str) -> Catalog:
    """What one branch did: translated, commented, marked, removed, added, moved."""
    entries: list[Entry] = []
    for n, one in enumerate(base.entries):
        what = draw(st.sampled_from(["keep", "keep", "translate", "fuzzy", "comment", "drop"]))
        if not n or what == "keep":
            entries.append(one)
        elif what == "translate":
            entries.append(replace(one, msgstr=(f"[{mark}{n}-0] mots",), raw=None))
        elif what == "fuzzy":
            entries.append(replace(one, flags=("fuzzy",), raw=None))
        elif what == "comment":
            entries.append(replace(one, comments=(f"note {mark}{n}",), raw=None))
    if draw(st.booleans()):
        entries.insert(1, Entry(f"new {draw(st.integers(0, 1))}", (f"[{mark}99-0] mots",)))
    entries.sort(key=lambda one: one.obsolete)
    return read_catalog(format_catalog(replace(base, entries=tuple(entries))), base.path)


def _said(catalog: Catalog) -> list[Entry]:
    plain = [replace(one, line=0, msgid_line=0, msgstr_line=0, raw=None) for one in catalog.entries]
    return sorted(plain, key=lambda one: repr(one.key))


@given(_branches())
@law(80)
def test_merging_keeps_what_either_branch_wrote(
    branches: tuple[Catalog, Catalog, Catalog],
) -> None:
    """Every new msgstr and comment is in the result; an unchanged side gives the other side."""
    base, ours, theirs = branches
    merged = format_catalog(merge_catalogs(base, ours, theirs).catalog).decode()
    for side in (ours, theirs):
        for word in re.findall(r"\[[bc]\d+-0\] mots|note [bc]\d+", format_catalog(side).decode()):
            assert word in merged
    again = read_catalog(merged.encode(), "x")
    assert len({one.key for one in again.entries}) == len(again.entries)
    assert format_catalog(merge_catalogs(base, ours, base).catalog) == format_catalog(ours)
    assert _said(merge_catalogs(base, base, theirs).catalog) == _said(theirs)


def test_branches_without_a_common_version_are_merged() -> None:
    """Two files that were added on both branches: what differs is kept from both."""
    ours = Catalog("x", (HEADER, Entry("Tea", ("A",)), Entry("Milk", ("B",))))
    theirs = Catalog("x", (HEADER, Entry("Tea", ("C",)), Entry("Water", ("D",))))
    merged = merge_catalogs(None, ours, theirs)
    said = {one.msgid: (one.msgstr[0], one.fuzzy) for one in merged.catalog.entries[1:]}
    assert said == {"Tea": ("A", True), "Milk": ("B", False), "Water": ("D", False)}
    assert merged.conflicts == ((None, "Tea"),)
