"""The drawing in docs/architecture.md, kept true: imports point downwards."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "pipeline"

LAYERS = [
    {"model", "__init__"},
    {"errors", "config", "plurals", "locales", "counts", "bounded"},
    {"article", "catalog"},
    {"checks"},
    {"edition", "status"},
    {"site"},
    {"tasks"},
    {"store", "cache", "engine"},
    {"preview", "commands"},
    {"cli"},
    {"__main__"},
]
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
SIDEWAYS = {
    ("locales", "errors"),
    ("locales", "plurals"),
    ("config", "errors"),
    ("bounded", "errors"),
}
"""Rank 1 is a row of small leaves; these are the only edges inside it."""

ONLY_IN = {
    "click": {"cli"},
    "jinja2": {"site"},
    "nh3": {"site"},
    "polib": {"catalog"},
    "rapidfuzz": {"catalog", "article"},
    "markdown": {"article"},
    "yaml": {"article"},
    "babel": {"locales", "plurals", "site"},
    "sqlite3": {"cache"},
    "watchfiles": {"preview"},
}
"""The parts in which a library may be named, so that each can be exchanged in one place."""

MODULES = sorted(PACKAGE.rglob("*.py"))


def part_of(path: Path) -> str:
    """The part that a module belongs to: its name, or the name of its folder."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Every module that a file imports, those hidden inside functions included."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide the layer"
            names.add(node.module or "")
            if node.module == "pipeline":
                names |= {f"pipeline.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_point_downwards(path):
    """A module imports only parts of lower rank, or modules of its own folder."""
    me = part_of(path)
    assert me in RANK, f"{me} has no rank: add it to the drawing"
    for name in imported(path):
        if not name.startswith("pipeline."):
            continue
        other = name.split(".")[1]
        if other in (me, "__version__") or (me, other) in SIDEWAYS:
            continue
        assert RANK[other] < RANK[me], f"{me} must not import {other}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_parts_are_entered_by_their_face(path):
    """Another part's folder is imported by its public face, never by a module inside it."""
    me = part_of(path)
    for name in imported(path):
        parts = name.split(".")
        if parts[0] != "pipeline" or len(parts) < 3 or parts[1] == me:
            continue
        if (PACKAGE / parts[1] / f"{parts[2]}.py").exists() and me != "cli":
            pytest.fail(f"{me} reaches into {name}; import it from pipeline.{parts[1]}")


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_libraries_stay_in_their_part(path):
    """A library is named only in the part that wraps it."""
    me = part_of(path)
    for name in imported(path):
        home = ONLY_IN.get(name.split(".")[0])
        assert home is None or me in home, f"{me} must not import {name}; use {sorted(home)}"
