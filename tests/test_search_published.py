"""A site with a search: what `publish` adds to it, and when it is made again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from pipeline.commands import planning, searching
from pipeline.commands import publish as publishing
from pipeline.commands.publication import NO_SEARCH, Choices, PublishReport
from pipeline.commands.publish import publish
from pipeline.commands.standing import still_stands
from pipeline.commands.workspace import open_workspace
from pipeline.site import can_search
from tests.golden.building import SITE, files_below

needs_pagefind = pytest.mark.skipif(not can_search(), reason="Pagefind is not installed")


def _project(root: Path, settings: str = "search = true") -> Path:
    shutil.copytree(SITE, root, ignore=shutil.ignore_patterns("output", ".pipeline"))
    path = root / "pyproject.toml"
    text = path.read_text("utf-8")
    assert "[tool.pipeline.site]" in text
    head = f"[tool.pipeline.site]\n{settings}"
    path.write_text(text.replace("[tool.pipeline.site]", head, 1), "utf-8")
    return root


def _publish(root: Path) -> PublishReport:
    return publish(open_workspace(root), Choices(jobs=1))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The golden project with a search, published."""
    root = _project(tmp_path_factory.mktemp("search") / "site")
    assert _publish(root).published
    return root


@needs_pagefind
def test_every_language_can_be_searched(root: Path) -> None:
    """Each language with pages has a search page, an index, and a form that leads there."""
    found = files_below(root / "output")
    index = json.loads(found["search/pagefind-entry.json"])["languages"]
    assert sorted(index) == ["ar", "en", "fr", "ja"]
    assert {one: told["page_count"] for one, told in index.items()}["fr"] == 1
    for language in index:
        assert b'data-index="/health/search/"' in found[f"{language}/search/index.html"]
        assert f'action="/health/{language}/search/"'.encode() in found[f"{language}/index.html"]
    assert [one for one in found if one.startswith("assets/search.")]
    assert b"wasm-unsafe-eval" in found["_headers"]
    pages = {name for name in found if name.endswith(".html") and b"wasm-unsafe" in found[name]}
    assert pages == {f"{language}/search/index.html" for language in index}


@needs_pagefind
def test_a_site_with_search_has_no_fault(root: Path) -> None:
    """The validator finds nothing that it does not find without a search."""
    report = _publish(root)
    assert [one for one in report.faults if "search" in one.path] == []


@needs_pagefind
def test_the_index_is_the_same_in_every_build(root: Path, tmp_path: Path) -> None:
    """A second project with the same files gives the same site, byte for byte."""
    again = _project(tmp_path / "again")
    _publish(again)
    assert files_below(again / "output") == files_below(root / "output")


@needs_pagefind
def test_pagefind_runs_only_for_changed_pages(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What changes no article leaves the index as it stands; what does makes it anew."""
    copy = tmp_path / "site"
    shutil.copytree(root, copy)
    _publish(copy)
    runs = []

    def counted(*asked: Any) -> dict[str, bytes]:
        runs.append(asked)
        return made(*asked)

    made = searching.index_pages
    monkeypatch.setattr(searching, "index_pages", counted)
    (copy / "static/note.txt").write_text("hello")
    report = _publish(copy)
    assert report.added == ("note.txt",) and runs == []
    article = next(copy.glob("source/**/tea.md"))
    article.write_text(article.read_text("utf-8") + "\nA chrysanthemum.\n", "utf-8")
    report = _publish(copy)
    assert len(runs) == 1
    assert any(name.startswith("search/index/en") for name in report.added)
    assert any(name.startswith("search/index/en") for name in report.removed)


def test_a_site_without_pagefind_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the site without a search, and one line says so each time, also of what stands."""
    for module in (planning, publishing):
        monkeypatch.setattr(module, "can_search", lambda: False)
    asked, plain = _project(tmp_path / "asked"), _project(tmp_path / "plain", "")
    report = _publish(asked)
    assert report.notes.count(NO_SEARCH) == 1
    assert NO_SEARCH not in _publish(plain).notes
    assert files_below(asked / "output") == files_below(plain / "output")
    _publish(asked)
    standing = still_stands(asked, Choices(jobs=1))
    assert standing is not None and standing.notes.count(NO_SEARCH) == 1
