"""Summaries without places: the rules find in them what they find in whole ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.site.validate import Known, read_manifest
from pipeline.site.validate.reading import read_page
from pipeline.site.validate.summary import Summary, gist_of, share, small, summarise
from pipeline.site.validate.whole import Asked, judge_whole
from tests.site.validate.site_specimens import CASES, base, specimen

PATH = "de/tea/index.html"


def _summary(data: bytes) -> Summary:
    return summarise(read_page(PATH, data))[0]


def _mark(data: bytes) -> str:
    whole = _summary(data)
    return gist_of(whole, small(whole)).mark


def test_words_of_a_passage_are_no_part_of_a_mark() -> None:
    """What moves all places on a page and changes its size leaves its mark as it is."""
    page = base()[PATH]
    longer = page.replace(b"Warte 3 Minuten", b"Warte bitte noch 3 Minuten lang")
    assert longer != page
    assert _mark(longer) == _mark(page)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'href="/de/', b'href="/ar/'),
        (b"<title>", b"<title>Neu: "),
        (b' id="', b' id="x-'),
        (b'hreflang="ar"', b'hreflang="fa"'),
        (b"inLanguage", b"inWords"),
        (b'<link rel="canonical"', b'<meta name="robots" content="noindex"><link rel="canonical"'),
    ],
)
def test_what_other_pages_must_agree_with_is(old: bytes, new: bytes) -> None:
    """A link, a title, an id, another language: each changes the mark of its page."""
    page = base()[PATH]
    assert old in page
    assert _mark(page.replace(old, new, 1)) != _mark(page)


def test_equal_parts_of_pages_are_one_object() -> None:
    """What a hundred pages have alike is kept once."""
    pool: dict[object, object] = {}
    one, two = (share(small(_summary(base()[PATH])), pool) for _ in range(2))
    assert one == two
    assert one.alternates is two.alternates and one.ids is two.ids
    assert all(mine is theirs for mine, theirs in zip(one.links, two.links, strict=True))


@pytest.mark.parametrize("path", sorted(CASES.glob("*.txt")), ids=lambda path: path.stem)
def test_the_whole_site_is_judged_alike_without_places(path: Path) -> None:
    """For each specimen of the rules on clusters and sites: the same faults, at the same places."""
    site = specimen(path).bad.files
    known = read_manifest(site["manifest.json"])[0] if "manifest.json" in site else Known()
    whole = [
        summarise(read_page(name, site[name]))[0] for name in sorted(site) if name.endswith(".html")
    ]
    found = judge_whole(site, known, [small(page) for page in whole], Asked())
    assert sorted(found) == sorted(judge_whole(site, known, whole, Asked()))
