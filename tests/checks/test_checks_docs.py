"""The recipes for CI are whole, and name commands and options that exist."""

from __future__ import annotations

import importlib
import re
import shlex
from pathlib import Path

import click
import pytest
import yaml

from pipeline.cli import COMMANDS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
RECIPES = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.M | re.S)
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
CALLS = sorted(
    set(re.findall(r"(?<![\w/])(?:\.venv/bin/)?pipeline ([a-z][^|&>`\n]*)", PAGE))
    | {hook["entry"].removeprefix("pipeline ") for hook in HOOKS}
)


@pytest.mark.parametrize("call", CALLS)
def test_commands_of_the_recipes_exist(call: str) -> None:
    """Each call in the recipes and hooks is a command with options that it knows."""
    name, *arguments = shlex.split(re.sub(r"\$\{[^}]*\}|\$\w+", "", call))
    assert name in dict(COMMANDS), call
    module = importlib.import_module(f"pipeline.cli.{name.replace('-', '_')}_command")
    command: click.Command = module.command
    known = {option for one in command.params for option in one.opts}
    for argument in arguments:
        if argument.startswith("--"):
            assert argument.partition("=")[0] in known, call


@pytest.mark.parametrize("recipe", RECIPES, ids=range(len(RECIPES)))
def test_recipes_are_whole(recipe: str) -> None:
    """Each recipe is YAML; jobs of GitHub have a runner, a limit and steps."""
    content = yaml.safe_load(recipe)
    if "jobs" in content:
        # YAML 1.1 reads `on` as true.
        assert content["permissions"] and (content.get("on") or content[True])
        for job in content["jobs"].values():
            assert job["runs-on"] and job["timeout-minutes"] and job["steps"]
            assert all("${{" not in step.get("run", "") for step in job["steps"])
    elif "repos" in content:
        ids = {hook["id"] for one in content["repos"] for hook in one["hooks"]}
        assert ids == {hook["id"] for hook in HOOKS}
    else:
        assert all("script" in job for name, job in content.items() if name != "stages")


def test_hooks_are_whole() -> None:
    """Each hook has what pre-commit asks for, and a pattern that finds its files."""
    for hook in HOOKS:
        assert {"id", "name", "entry", "language", "files"} <= hook.keys()
        assert re.search(hook["files"], "locales/fr/LC_MESSAGES/tea.po")
