"""Whole sites: other programs' sites, our own, findings led back to catalogs, many processes."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterable

from pipeline.model import Severity
from pipeline.site.validate import (
    Asked,
    Group,
    Judged,
    Known,
    Passages,
    Told,
    judge_pages,
    validate_site,
)
from tests.site.validate.site_specimens import CASES, Memory, base, seal, specimen


def page(body: str, lang: str = "en") -> bytes:
    """A page that has what every page must have."""
    direction = ' dir="rtl"' if lang in ("ar", "he") else ""
    text = (
        f'<!DOCTYPE html><html lang="{lang}"{direction}><head><meta charset="utf-8">'
        f"<title>{len(body)} {lang}</title></head>"
        f"<body><main><h1>Page</h1>{body}</main></body></html>"
    )
    return text.encode()


def rules(site: Memory, asked: Asked | None = None) -> set[str]:
    """The rules that something of a site breaks."""
    return {one.rule for one in validate_site(site, asked=asked or Asked())}


def test_a_site_without_manifest_is_judged_by_its_folders() -> None:
    """A page's language is its own word for it, and a folder named so holds its translations."""
    site = Memory(
        {
            "index.html": page('<a href="de/">Deutsch</a> <a href="about.html">About us all</a>'),
            "about.html": page('<a href="/">Home</a> <p>Nobody knows who made this page.</p>'),
            "de/index.html": page('<a href="../">English</a> <a href="about.html">Wir</a>', "de"),
            "de/about.html": page(
                '<p>Nobody knows who made this page.</p><a href="./">Start</a>', "de"
            ),
        }
    )
    findings = validate_site(site)
    assert [(one.path, one.rule, one.severity) for one in findings] == [
        ("de/about.html", "english-unmarked", Severity.WARNING)
    ]


def test_a_site_below_a_path_is_judged_by_its_base_address() -> None:
    """Links from the root of the host lead into the site only below its own path."""
    site = Memory(
        {
            "index.html": page('<a href="/health/en/">English</a>'),
            "en/index.html": page('<a href="/health/">Home</a> <a href="/elsewhere/">Other</a>'),
        }
    )
    assert rules(site, Asked(base_url="https://example.org/health/")) == {"link-broken"}
    assert "link-broken" in rules(site)


def test_an_empty_folder_has_nothing_wrong() -> None:
    """Nothing is found where nothing is."""
    assert validate_site(Memory()) == ()


def test_files_that_are_no_pages_are_not_read_as_pages() -> None:
    """Images and data are no HTML, and a page that is no HTML at all is told so."""
    site = Memory({"cup.png": b"\x89PNG\x00\xff", "index.html": b"\xff\xfe\x00"})
    assert {one.path for one in validate_site(site)} == {"index.html"}


def test_a_manifest_that_is_none_is_told_and_the_pages_are_judged() -> None:
    """A broken manifest hides nothing else."""
    for text in (b"", b"[]", b"{", b'{"languages": 1, "articles": {"a": 2}, "files": []}', b"\xff"):
        site = Memory({"manifest.json": text, "index.html": page("<p>One <b>two</p>")})
        assert {"manifest-shape", "tag-unbalanced"} <= rules(site)


def test_findings_are_the_same_wherever_pages_are_judged() -> None:
    """Groups, what is known and what comes out can be pickled, and nothing is lost on the way."""

    def elsewhere(several: Iterable[Group], known: Known, told: Told) -> Iterable[Judged]:
        for group in several:
            sent = pickle.loads(pickle.dumps((group, known, told)))
            yield pickle.loads(pickle.dumps(judge_pages(*sent)))

    for path in sorted(CASES.glob("[hl]*.txt")):
        case = specimen(path).bad
        there = validate_site(case.files, told=case.told, asked=case.asked, judge=elsewhere)
        assert there == case.findings(), path.stem


def test_a_finding_in_a_passage_leads_to_the_catalog() -> None:
    """Where the words come from a catalog, its line is named, and the page in brackets."""
    site = seal(base())
    site["de/tea/index.html"] = site["de/tea/index.html"].replace(b"<strong>Koffein", b"<b>Koffein")
    asked: list[tuple[str, str]] = []

    def origin(path: str, words: str) -> tuple[str, int] | None:
        asked.append((path, words))
        known = "Schwarzer Tee macht wach, denn er enthält Koffein."
        return ("locales/de/LC_MESSAGES/tea.po", 12) if words == known else None

    found = [one for one in validate_site(site, origin=origin) if one.rule == "tag-unbalanced"]
    assert {(one.path, one.line, one.column) for one in found} == {
        ("locales/de/LC_MESSAGES/tea.po", 12, 0)
    }
    assert all("(de/tea/index.html:30:" in one.message for one in found)
    assert found[0].locale == "de" and found[0].article == "tea"
    assert asked


def test_a_finding_outside_of_passages_keeps_its_place() -> None:
    """The frame of a page comes from no catalog of an article."""
    site = seal(base())
    site["404.html"] = site["404.html"].replace(b"</h1>", b"</h1><i>")
    found = validate_site(site, origin=lambda path, words: ("x.po", 1))
    assert {one.path for one in found if one.rule == "tag-unbalanced"} == {"404.html"}


def test_known_passages_make_errors_of_guesses() -> None:
    """An English passage without its language is an error where the pipeline knows it for one."""
    site = seal(base())
    site["de/tea/index.html"] = site["de/tea/index.html"].replace(
        b"Warte 3 Minuten", b"Wait for 3 minutes"
    )
    told = Told({"de/tea/index.html": Passages(frozenset({"Wait for 3 minutes"}))})
    found = [one for one in validate_site(site, told=told) if one.rule == "english-unmarked"]
    assert [(one.line, one.severity) for one in found] == [(35, Severity.ERROR)]


def test_a_carried_page_is_not_compared() -> None:
    """The body of an older publication may differ from the English of today."""
    site = base()
    site["de/tea/index.html"] = site["de/tea/index.html"].replace(b"<li>Warte 3 Minuten</li>", b"")
    assert "lists-differ" in rules(seal(Memory(site)))
    manifest = json.loads(site["manifest.json"])
    manifest["articles"]["tea"]["versions"]["de"]["carried"] = True
    site["manifest.json"] = json.dumps(manifest).encode()
    assert rules(seal(site)) == set()
