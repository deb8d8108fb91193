"""What is imported when: no command pays for what it does not use."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Collection
from pathlib import Path

import pytest

from benchmarks.corpus import Shape, make_project
from pipeline.cli import COMMANDS

HEAVY = """
asyncio babel distributed http.server jinja2 markdown multiprocessing nh3 polib rapidfuzz
sqlite3 tomllib urllib.request watchfiles yaml
""".split()  # noqa: SIM905
SMALL = "bz2 lzma pathlib shutil urllib.parse".split()  # noqa: SIM905
"""A few milliseconds together: too small to watch but where nothing else is done."""
MARKDOWN = {"babel", "markdown", "polib", "rapidfuzz", "tomllib"}
SITE = MARKDOWN | {"jinja2", "nh3"}

NEEDS = {
    "check": SITE,
    "export": MARKDOWN,
    "extract": {"tomllib"},
    "importing": MARKDOWN,
    "init": {"tomllib"},
    "merging": {"babel", "polib", "rapidfuzz", "tomllib"},
    "new": MARKDOWN,
    "publication": {"tomllib"},
    "standing": {"tomllib"},
    "publish": SITE,
    "status": SITE,
    "update": {"tomllib"},
    "validate": SITE - {"markdown", "polib"},
}
"""The most that each module of `pipeline.commands` may bring in."""


def _loaded(code: str, watched: Collection[str] = HEAVY) -> set[str]:
    """Which of some modules a fresh interpreter has after running some code."""
    script = f"import sys\n{code}\nprint(*sys.modules, sep='\\n', file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    return set(done.stderr.split()) & {*watched, "click"}


def test_help_brings_in_nothing_but_click() -> None:
    """`pipeline --help` starts as fast as the interpreter and click allow."""
    code = "from pipeline.cli import cli\ncli.main(['--help'], standalone_mode=False)"
    assert _loaded(code) == {"click"}
    assert _loaded(code, SMALL) == _loaded("import click", SMALL)


@pytest.mark.parametrize("name", [name for name, _ in COMMANDS])
def test_help_of_a_command_brings_in_nothing_but_click(name: str) -> None:
    """A command's module holds its options; the work is imported when it is done."""
    code = f"from pipeline.cli import cli\ncli.main(['{name}', '--help'], standalone_mode=False)"
    # An event loop is the frame of `serve` itself.
    assert _loaded(code) - ({"asyncio"} if name == "serve" else set()) == {"click"}


@pytest.mark.parametrize("name", sorted(NEEDS))
def test_a_command_imports_what_it_uses(name: str) -> None:
    """What does the work brings in its own tools, and nobody else's."""
    assert _loaded(f"import pipeline.commands.{name}") <= NEEDS[name]


def test_a_site_that_stands_is_known_without_a_parser(tmp_path: Path) -> None:
    """A publication that changes nothing reads, hashes and stops: no Markdown, no templates."""
    make_project(tmp_path, Shape(articles=1, languages=1))
    code = (
        "from pipeline.cli import cli\n"
        f"cli.main(['--root', {str(tmp_path)!r}, 'publish'], standalone_mode=False)"
    )
    first = _loaded(code)
    assert {"markdown", "jinja2", "babel"} <= first
    assert _loaded(code) <= {"click", "sqlite3", "tomllib"}


def test_templates_that_stand_are_known_without_a_parser(tmp_path: Path) -> None:
    """An extraction that finds no article changed hashes, compares and stops."""
    make_project(tmp_path, Shape(articles=1, languages=1))
    code = (
        "from pipeline.cli import cli\n"
        f"cli.main(['--root', {str(tmp_path)!r}, 'extract'], standalone_mode=False)"
    )
    assert "markdown" in _loaded(code)
    assert _loaded(code) <= {"click", "sqlite3", "tomllib"}
