"""Export of several languages in one run: each as alone, and nothing done twice."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from pipeline.commands import export as exporting
from pipeline.commands.exporting import ExportTask


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture
def worked(monkeypatch):
    """The languages of every task that is worked on."""
    done: list[str] = []
    inner = exporting.run_export

    def counted(common: bytes, task: bytes) -> bytes:
        asked: ExportTask = pickle.loads(task)
        done.extend(f"{asked.article.name} {one.language.locale}" for one in asked.article.catalogs)
        return inner(common, task)

    monkeypatch.setattr(exporting, "run_export", counted)
    return done


def test_several_languages_have_a_folder_each(project, run, tmp_path):
    """What a language gets does not depend on the others that are asked for."""
    assert run("--root", project, "export", "ar,ja,en", "--to", tmp_path / "some").code == 0
    for locale in ("ar", "ja", "en"):
        assert run("--root", project, "export", locale, "--to", tmp_path / locale).code == 0
        assert files(tmp_path / "some" / locale) == files(tmp_path / locale)
    assert len(files(tmp_path / "some")) == 3 * len(list((project / "source").rglob("*.md")))


def test_all_are_all_languages_but_the_source(project, run, tmp_path):
    """`all` names every language that articles are translated into."""
    assert run("--root", project, "export", "all", "--to", tmp_path / "all").code == 0
    locales = {p.name for p in (project / "locales").iterdir() if (p / "LC_MESSAGES").is_dir()}
    assert {p.name for p in (tmp_path / "all").iterdir()} == locales


def test_only_what_changed_is_translated_again(project, run, tmp_path, worked):
    """A second run works on nothing, after an edit on that edition, and says the same."""
    first = run("--root", project, "export", "ar,ja", "--to", tmp_path / "to")
    assert worked
    assert ".po:" in first.err
    before = files(tmp_path / "to")
    worked.clear()
    again = run("--root", project, "export", "ar,ja", "--to", tmp_path / "to")
    assert not worked
    assert (again.code, again.err) == (first.code, first.err)
    assert files(tmp_path / "to") == before
    catalog = project / "locales/ar/LC_MESSAGES/tea.po"
    catalog.write_text(catalog.read_text("utf-8") + "\n# the end\n", "utf-8")
    run("--root", project, "export", "ar,ja", "--to", tmp_path / "to")
    assert worked == ["tea ar"]
    assert files(tmp_path / "to") == before
