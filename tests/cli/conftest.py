"""A small project to run commands on, and a way to run them."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.cli import main

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "site"


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str


@pytest.fixture
def project(tmp_path):
    """A copy of the golden project that a test may spoil."""
    folder = tmp_path / "project"
    shutil.copytree(GOLDEN, folder, ignore=shutil.ignore_patterns("output", ".pipeline"))
    return folder


@pytest.fixture
def run(monkeypatch, capsys):
    """Runs `pipeline` with arguments, as a shell would."""

    def call(*arguments: object) -> Ran:
        monkeypatch.setattr("sys.argv", ["pipeline", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return Ran(int(ended.value.code or 0), said.out, said.err)

    return call
