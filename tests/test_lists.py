"""Lists that stand in several places say the same everywhere."""

import importlib
import re
from pathlib import Path

import click
import pytest

from pipeline.cli import COMMANDS

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


def load(name: str) -> click.Command:
    """The command of a name."""
    return importlib.import_module(f"pipeline.cli.{name.replace('-', '_')}_command").command


@pytest.mark.parametrize(("name", "line"), COMMANDS)
def test_the_table_of_commands_says_what_each_says_of_itself(name, line):
    """The line in `pipeline --help` begins the command's own help."""
    command = load(name)
    assert command.name == name
    assert (command.help or "").splitlines()[0] == line


def test_the_readme_lists_every_command():
    """Each command stands in the README's table, in the same order, and no other does."""
    found = re.findall(r"^\| `pipeline ([a-z-]+)` \|", README, re.M)
    assert found == [name for name, _ in COMMANDS]


@pytest.mark.parametrize("name", [name for name, _ in COMMANDS])
def test_every_command_takes_the_shared_options(name):
    """`--root`, `--quiet` and `--verbose` may stand behind any command."""
    names = {option for one in load(name).params for option in one.opts}
    assert {"--root", "--quiet", "--verbose"} <= names


def test_every_make_target_explains_itself():
    """`make help` shows each target that people may call."""
    phony = re.search(r"\.PHONY: ((?:.*\\\n)*.*)", MAKEFILE)[1].replace("\\\n", " ").split()
    explained = re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.M)
    assert sorted(phony) == sorted(explained)


def test_links_between_documents_lead_somewhere():
    """Every relative link in the README and the docs names a file that is there."""
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")):
        text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text("utf-8"), flags=re.S)
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
