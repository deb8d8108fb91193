"""The validator inside `publish`: its findings lead to the catalog, and tell nothing twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.corpus import Shape, make_project
from pipeline.commands.publication import Choices, PublishReport
from pipeline.commands.publish import publish
from pipeline.commands.workspace import open_workspace


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """One article in French."""
    make_project(tmp_path, Shape(articles=1, languages=2, complete=100, fuzzy=0))
    return tmp_path


def _publish(root: Path) -> PublishReport:
    return publish(open_workspace(root), Choices(jobs=1))


def _translate(root: Path, start: str, words: str) -> tuple[str, int]:
    """Replace the translation of the first list item; returns the catalog and the line."""
    path = next((root / "locales/fr/LC_MESSAGES").glob("0*.po"))
    lines = path.read_text("utf-8").split("\n")
    at = next(n for n, line in enumerate(lines) if line.startswith(start))
    at = next(n for n in range(at, len(lines)) if lines[n].startswith("msgstr"))
    lines[at] = f'msgstr "{words}"'
    path.write_text("\n".join(lines), "utf-8")
    return path.relative_to(root).as_posix(), at + 1


def test_a_finding_on_a_page_names_the_line_of_the_catalog(root: Path) -> None:
    """A passage much longer than its original is told where a translator can shorten it."""
    words = " ".join(["Bonjour le monde entier et tous les autres"] * 12)
    place = _translate(root, "#. type: list item", words)
    for _ in range(2):
        faults = [one for one in _publish(root).faults if one.rule == "length-unlikely"]
        assert [(one.path, one.line) for one in faults] == [place]


def test_a_number_is_judged_once(root: Path) -> None:
    """The checks compare numbers by value, unit by unit; the validator does not say it again."""
    place = _translate(root, "#. type: list item", "Encore 7 fois ou 8 fois par jour")
    report = _publish(root)
    assert place in [(one.path, one.line) for one in report.findings]
    assert not [one for one in report.faults if one.rule == "numbers-differ"]


@pytest.mark.parametrize("title", ["TODO: drink", "What `{{cup}}` means", "Fill in {name}"])
def test_an_author_may_write_of_templates(root: Path, title: str) -> None:
    """A title or lead that looks like a remnant is a warning on its own page, and nowhere else."""
    (root / "source/more.md").write_text(f"# {title}\n\nOf {{%% cups %%}}, {title}.\n", "utf-8")
    report = _publish(root)
    assert report.published and not report.problems
    left = [one for one in report.faults if one.rule == "remnant-left"]
    assert left and {one.severity for one in left} == {"warning"}
    assert all("en/more/" in f"{one.path} {one.message}" for one in left)


def test_a_translator_may_not(root: Path) -> None:
    """What only a translation has is an error, of its own page."""
    (root / "source/more.md").write_text("# TODO: drink\n", "utf-8")
    place = _translate(root, "#. type: list item", "msgid")
    report = _publish(root)
    errors = [one for one in report.faults if one.severity == "error"]
    assert [(one.path, one.line, one.rule) for one in errors] == [(*place, "remnant-left")]
