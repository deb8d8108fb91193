"""Injected catalogs through the whole command: `python -m tests.hostile.blast`.

Law: whatever stands in a catalog, the site is published; a translation costs its own passage or
its own page, and never the work of others. Only where nothing is left of a published page does the
program wait for a maintainer.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from pipeline.commands.publish import Choices, publish
from pipeline.commands.workspace import open_workspace
from tests.hostile.cases import FOLDER, payloads
from tests.hostile.inject import SILENCING
from tests.hostile.injecting import GOLDEN, POSITIONS, rounds, specimens, spoilt


def make_project(root: Path) -> Path:
    """The small site with the article that has everything, in what stands in for French."""
    shutil.copytree(GOLDEN, root, ignore=shutil.ignore_patterns("output", ".pipeline"))
    shutil.copytree(FOLDER / "source", root / "source", dirs_exist_ok=True)
    settings = root / "pyproject.toml"
    # French, because the furniture of the small site's pages is whole in it.
    more = "[tool.pipeline.gate]\npublish_at = 0.0\n"
    more += "draft_at = 0.0\nunpublish_below = 0.0\nrequired = []\n"
    settings.write_text(settings.read_text("utf-8") + more, "utf-8")
    (root / "source/honey.md").write_text("# Honey\n\nFrom bees.\n", "utf-8")
    (root / "source/pot.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', "utf-8")
    everything = root / "source/everything.md"
    text = everything.read_text("utf-8").replace("tea.md#green", "tea.md")
    everything.write_text(text, "utf-8")
    return root


def refusals(root: Path, texts: Sequence[str], positions: Sequence[str], comment: str) -> list[str]:
    """What stopped a publication, over all rounds of payloads."""
    found = []
    specimen = specimens()[-1]
    file = root / "locales/fr/LC_MESSAGES/everything.po"
    page = root / "output/fr/everything/index.html"
    _write(file, spoilt(specimen, {}))
    assert publish(open_workspace(root), Choices(jobs=1)).published and page.exists()
    for some in rounds(specimen, texts, positions):
        _write(file, spoilt(specimen, some, comment))
        report = publish(open_workspace(root), Choices(jobs=1))
        # A page of which nothing is left is not withdrawn unasked: that is the one refusal.
        if report.published is None and "would disappear" not in str(report.refusals):
            faults = [f"{one.rule}: {one.message}" for one in report.faults]
            found.append(f"{report.refusals} {faults[:3]} by {sorted(some.values())}")
    return found


def _write(file: Path, data: bytes) -> None:
    data = data.replace(b"tea.md#green", b"tea.md").replace(b"Language: de", b"Language: fr")
    file.write_bytes(data)


def main() -> int:
    """All payloads, with and without a comment that would silence the rules."""
    texts = [text for _, text in payloads() if not any(ord(one) < 9 for one in text)]
    wrong = 0
    for comment in ("", SILENCING):
        with tempfile.TemporaryDirectory() as folder:
            root = make_project(Path(folder) / "project")
            found = refusals(root, texts, POSITIONS, comment)
        print(f"{len(texts) * len(POSITIONS)} injected, {len(found)} publications refused")
        for one in found:
            print("  ", one[:600])
        wrong += len(found)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
