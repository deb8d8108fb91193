"""The corpus of the benchmarks: the same on every machine, and publishable as it is."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from benchmarks.corpus import Shape, edit_sources, fill, make_project, poke, translate
from pipeline.checks import check_file
from pipeline.config import Checks
from pipeline.locales import language


def _sum(root: Path) -> str:
    whole = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.is_file():
            whole.update(str(path.relative_to(root)).encode() + path.read_bytes())
    return whole.hexdigest()


def test_a_corpus_does_not_depend_on_the_hash_seed(tmp_path: Path) -> None:
    """Two processes with different seeds write the same bytes."""
    for seed in ("1", "2"):
        command = [sys.executable, "-m", "benchmarks.corpus", str(tmp_path / seed)]
        subprocess.run(
            [*command, "--articles", "2", "--languages", "2"],
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).resolve().parent.parent,
        )
    assert _sum(tmp_path / "1") == _sum(tmp_path / "2")


def test_a_corpus_is_what_was_asked_for(tmp_path: Path) -> None:
    """So many articles and catalogs, sound as files, and so much of them translated."""
    make_project(tmp_path, Shape(articles=3, languages=2, complete=80, fuzzy=10))
    assert len(list((tmp_path / "source").glob("*.md"))) == 3
    catalogs = sorted((tmp_path / "locales").rglob("0*.po"))
    assert len(catalogs) == 6
    texts = [path.read_text("utf-8") for path in catalogs]
    messages = sum(text.count("\nmsgid ") for text in texts)
    assert 0.1 < sum(text.count('msgstr ""\n\n') for text in texts) / messages < 0.3
    assert 0.02 < sum(text.count("#, fuzzy") for text in texts) / messages < 0.2
    for path in catalogs:
        tongue = language(path.parts[-3])
        assert not [
            one for one in check_file(path.read_bytes(), path.name, tongue, Checks())
            if one.severity.value == "error"
        ]  # fmt: skip


def test_a_translation_keeps_what_is_not_words() -> None:
    """Markup, addresses, code, numbers and placeholders stay as they are."""
    made = translate("Take **2** `spoons` of [tea](tea.md), {count} times.", "ru")
    for kept in ("**2**", "`spoons`", "](tea.md)", "{count}"):
        assert kept in made
    assert "Take" not in made and "times" not in made


def test_filling_leaves_what_is_translated() -> None:
    """Only empty messages are filled, whatever tool wrote the catalog."""
    text = 'msgid "Tea"\nmsgstr "Chai"\n\nmsgid ""\n"Two "\n"lines."\nmsgstr ""\n'
    made = fill(text, "de", Shape(complete=100, fuzzy=0))
    assert made.startswith('msgid "Tea"\nmsgstr "Chai"\n')
    assert made.endswith(f'msgstr "{translate("Two lines.", "de")}"\n')


def test_edits_and_pokes_are_small(tmp_path: Path) -> None:
    """So many of a hundred paragraphs change; a poke changes one line of one catalog."""
    make_project(tmp_path, Shape(articles=10, languages=1))
    assert 5 <= edit_sources(tmp_path, 5) <= 40
    before = {path: path.read_text("utf-8") for path in (tmp_path / "locales").rglob("*.po")}
    poked = poke(tmp_path, "de")
    after = {path: path.read_text("utf-8") for path in before}
    assert [path for path in before if before[path] != after[path]] == [poked]
