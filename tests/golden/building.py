"""Builds the golden site: three articles, three languages, one of them half translated."""

from __future__ import annotations

import shutil
from pathlib import Path

from pipeline.commands.publish import Choices, PublishReport, publish
from pipeline.commands.workspace import open_workspace

HERE = Path(__file__).resolve().parent
SITE = HERE / "site"
EXPECTED = HERE / "expected"


def build(folder: Path) -> tuple[Path, PublishReport]:
    """Publish a copy of the golden project in `folder`; returns the output and the report."""
    shutil.copytree(SITE, folder, ignore=shutil.ignore_patterns("output", ".pipeline"))
    report = publish(open_workspace(folder), Choices(jobs=1))
    return folder / "output", report


def files_below(folder: Path) -> dict[str, bytes]:
    """Path to bytes of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
