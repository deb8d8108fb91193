"""Whole sites: other programs' sites, our own, findings led back to catalogs, many processes."""

from __future__ import annotations

import hashlib
import json
import pickle
from collections.abc import Iterable, Mapping

from pipeline.model import Severity
from pipeline.site.validate import (
    Asked,
    Group,
    Judged,
    Known,
    Passages,
    Recall,
    Told,
    judge_pages,
    read_manifest,
    spread,
    validate_site,
    words_of,
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


def test_findings_are_the_same_in_other_processes() -> None:
    """Judging in batches of bytes gives what judging here gives."""
    for path in sorted(CASES.glob("[hl]*.txt")):
        case = specimen(path).bad
        there = validate_site(case.files, told=case.told, asked=case.asked, judge=spread(map))
        assert there == case.findings(), path.stem


class Blobs(dict[str, bytes]):
    """A memory for results."""

    def get_blobs(self, keys: Iterable[str]) -> dict[str, bytes]:
        return {key: self[key] for key in keys if key in self}

    def put_blobs(self, blobs: Mapping[str, bytes]) -> None:
        self.update(blobs)


def test_what_was_judged_is_remembered() -> None:
    """A second look gives the same findings and judges only what changed."""
    site, blobs = specimen(CASES / "id-duplicate.txt").bad.files, Blobs()
    judged: list[str] = []

    def judge(several: Iterable[Group], known: Known, told: Told) -> Iterable[Judged]:
        for group in several:
            judged.extend(path for path, _ in group)
            yield judge_pages(group, known, told)

    recall = Recall(blobs, lambda path: hashlib.sha256(site[path]).hexdigest())
    first = validate_site(site, judge=judge, recall=recall)
    assert len(judged) == sum(path.endswith(".html") for path in site)
    judged.clear()
    assert validate_site(site, judge=judge, recall=recall) == first == validate_site(site)
    assert judged == []
    site["de/coffee/index.html"] += b"<!-- changed -->"
    again = validate_site(site, judge=judge, recall=recall)
    assert {path.partition("/")[2] for path in judged} == {"coffee/index.html"}
    assert again == validate_site(site)


def test_what_is_told_of_a_page_is_part_of_what_is_remembered() -> None:
    """Other passages, or another interface, are another question."""
    site, blobs = seal(base()), Blobs()
    recall = Recall(blobs, lambda path: hashlib.sha256(site[path]).hexdigest())
    assert validate_site(site, recall=recall) == ()
    passages = {"de/tea/index.html": Passages(frozenset({"Warte 3 Minuten"}))}
    assert validate_site(site, recall=recall, told=Told(passages)) != ()
    interface = {"de": {"Enzyklopädie der Gesundheit": "Gesundheit"}}
    assert validate_site(site, recall=recall, told=Told(interface=interface)) != ()


def test_what_is_known_can_be_sent() -> None:
    """What a task is given can be pickled, and comes out as it went in."""
    known, faults = read_manifest(seal(base())["manifest.json"])
    assert faults == () and pickle.loads(pickle.dumps(known)) == known
    assert known.only(["de/tea/index.html"]).pages.keys() == {"de/tea/index.html"}


def test_a_finding_in_a_passage_leads_to_the_catalog() -> None:
    """Where the words come from a catalog, its line is named, and the page in brackets."""
    site = seal(base())
    wrong = "<strong>Koffein"
    site["de/tea/index.html"] = site["de/tea/index.html"].replace(b"<strong>Koffein", b"<b>Koffein")
    asked: list[tuple[str, str]] = []

    def origin(path: str, words: str) -> tuple[str, int] | None:
        asked.append((path, words))
        known = words_of(f"Schwarzer Tee macht wach, denn er enthält {wrong}</strong>.")
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
