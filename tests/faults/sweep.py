"""Every fault at every system call that changes something: `python -m tests.faults.sweep`.

Three things are broken: a publication and an update over `store` alone, and the whole commands
`pipeline publish` and `pipeline update` on a small project. After each fault the site, or each
catalog, must be the old one or the new one; an exit code of 0 means that it is the new one; what
was said holds no traceback; and a run without faults heals.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults import fixture
from tests.faults.strace import AVAILABLE, Fault, Point, faults_of, inject, points

PLACE = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
"""In memory where possible: a sweep makes thousands of small trees."""


@dataclass(frozen=True)
class Case:
    """Something that changes the disk, and how to tell its outcomes apart."""

    name: str
    action: tuple[str, ...]
    prepare: Callable[[Path], None]
    look: Callable[[Path], object]
    """What stands there: one value for all, or a mapping of files that stand each for itself."""
    rerun: Callable[[Path], None]
    each: bool = False


@dataclass
class Outcome:
    """The sums of a sweep."""

    faults: Counter[str] = field(default_factory=Counter)
    points: int = 0
    old: int = 0
    new: int = 0
    mixed: int = 0
    """Some catalogs old and some new: each of them is whole."""
    problems: list[str] = field(default_factory=list)


def sweep(case: Case, sample: int = 0, seed: int = 1, report: bool = False) -> Outcome:
    """Try every fault at every point of a case, or a seeded sample of them."""
    outcome = Outcome()
    with tempfile.TemporaryDirectory(prefix="faults-", dir=PLACE) as folder:
        top = Path(folder)
        old, new = _before_and_after(case, top)
        root = _prepared(case, top)
        found = points(root, case.action)
        chosen = [(point, fault) for point in found for fault in faults_of(point)]
        if sample and sample < len(chosen):
            chosen = random.Random(seed).sample(chosen, sample)
        outcome.points = len({point for point, _ in chosen})
        for number, (point, fault) in enumerate(chosen, 1):
            _try(case, _prepared(case, top), point, fault, old, new, outcome)
            if report and number % 50 == 0:
                print(f"{case.name}: {number} of {len(chosen)}", file=sys.stderr, flush=True)
    return outcome


def _before_and_after(case: Case, top: Path) -> tuple[object, object]:
    root = _prepared(case, top)
    old = case.look(root)
    case.rerun(root)
    return old, case.look(root)


def _prepared(case: Case, top: Path) -> Path:
    root = top / "root"
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir()
    case.prepare(root)
    return root


def _try(
    case: Case, root: Path, point: Point, fault: Fault, old: object, new: object, outcome: Outcome
) -> None:
    """One fault, and everything that must hold afterwards."""
    code, said = inject(root, case.action, point, fault)
    outcome.faults[fault.name] += 1
    where = f"{case.name}: {fault.name} at {point.call} {point.number} ({point.text[:90]})"
    found = case.look(root)
    if found == old:
        outcome.old += 1
    elif found == new:
        outcome.new += 1
    elif case.each and _each_whole(found, old, new):
        outcome.mixed += 1
    else:
        outcome.problems.append(f"{where}: torn")
    if code == 0 and found != new:
        outcome.problems.append(f"{where}: exit 0, but not new")
    if "Traceback" in said:
        outcome.problems.append(f"{where}: traceback\n{said}")
    if code not in (0, 1, 2) and fault.name != "kill":
        outcome.problems.append(f"{where}: exit code {code}\n{said}")
    try:
        case.rerun(root)
    except Exception as error:
        outcome.problems.append(f"{where}: the rerun fails: {error}")
    else:
        if case.look(root) != new:
            outcome.problems.append(f"{where}: the rerun does not heal")


def _each_whole(found: object, old: object, new: object) -> bool:
    assert isinstance(found, dict) and isinstance(old, dict) and isinstance(new, dict)
    return all(data in (old.get(path), new.get(path)) for path, data in found.items()) and (
        found.keys() >= old.keys() & new.keys()
    )


# --- what is broken -------------------------------------------------------------------------


def _publish_old(root: Path) -> None:
    fixture.publish(root, fixture.OLD)


def _publish_new(root: Path) -> None:
    fixture.publish(root, fixture.NEW)


def _site(root: Path) -> object:
    return fixture.site_in(root / "output")


def _catalogs(root: Path) -> object:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted((root / "locales").rglob("*.po*"))
        if not path.name.startswith(".")
    }


def _update(root: Path) -> None:
    fixture.update(root)


def _command(*arguments: str) -> Callable[[Path], None]:
    """A whole command in this process, which has everything imported already."""
    from click.testing import CliRunner

    from pipeline.cli import cli

    def run(root: Path) -> None:
        done = CliRunner().invoke(cli, ["--root", str(root), *arguments])
        if done.exit_code:
            raise RuntimeError(f"pipeline {' '.join(arguments)}: {done.output}") from done.exception

    return run


_PROJECT: dict[str, Path] = {}


def _project(root: Path, edited: bool) -> None:
    """A project with a published site, and then an edit that a new run has to bring in."""
    if "base" not in _PROJECT:
        base = Path(tempfile.mkdtemp(prefix="faults-base-", dir=PLACE))
        for path, text in PROJECT.items():
            (base / path).parent.mkdir(parents=True, exist_ok=True)
            (base / path).write_text(text, "utf-8")
        _command("init", "fr", "de")(base)
        _command("update")(base)
        _command("publish", "--jobs", "1")(base)
        _PROJECT["base"] = base
    shutil.copytree(_PROJECT["base"], root, dirs_exist_ok=True)
    if edited:
        article = root / "source/dose.md"
        article.write_text(article.read_text("utf-8").replace("one tablet", "two tablets"), "utf-8")


PROJECT = {
    "pyproject.toml": '[tool.pipeline]\nbase_url = "https://example.org"\nsite_name = "Health"\n'
    "[tool.pipeline.languages.de]\n[tool.pipeline.languages.fr]\n",
    "source/dose.md": "---\ntitle: Dose\n---\n\n# Dose\n\nTake one tablet a day.\n\nDrink water.\n",
    "source/tea.md": "---\ntitle: Tea\n---\n\n# Tea\n\nBoil water. See [Dose](dose.md).\n",
}

STORE = (
    Case("store publish", ("publish",), _publish_old, _site, _publish_new),
    Case("store first publish", ("publish",), lambda root: None, _site, _publish_new),
    Case("store update", ("update",), fixture.make_catalogs, _catalogs, _update, each=True),
)
COMMANDS = (
    Case(
        "pipeline publish",
        ("command", "publish", "--jobs", "1"),
        lambda root: _project(root, True),
        _site,
        _command("publish", "--jobs", "1"),
    ),
    Case(
        "pipeline update",
        ("command", "update"),
        lambda root: _project(root, True),
        _catalogs,
        _command("update"),
        each=True,
    ),
)


def main() -> int:
    """Run the sweeps and print their sums; exit code 1 if anything was torn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=0, help="faults a case; 0: all of them")
    parser.add_argument("--only", choices=("store", "commands"))
    chosen = parser.parse_args()
    if not AVAILABLE:
        print("strace is not installed: apt install strace", file=sys.stderr)
        return 2
    cases = {"store": STORE, "commands": COMMANDS}.get(chosen.only, STORE + COMMANDS)
    problems = 0
    print(f"{'what':22} {'points':>6} {'faults':>6} {'old':>5} {'new':>5} {'mixed':>5} {'torn':>5}")
    for case in cases:
        begun = time.monotonic()
        one = sweep(case, chosen.sample, report=True)
        problems += len(one.problems)
        print(
            f"{case.name:22} {one.points:6} {sum(one.faults.values()):6} {one.old:5} {one.new:5} "
            f"{one.mixed:5} {len(one.problems):5}   {time.monotonic() - begun:.0f} s",
            flush=True,
        )
        for problem in one.problems:
            print(f"  {problem}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
