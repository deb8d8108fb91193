"""Law 7: the same inputs make the same bytes, whatever the machine around them is like."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "tests/golden/site"
FAKETIME = shutil.which("faketime")

STRANGE_MACHINE = '''
"""A machine whose folders come in another order, and whose clock is years ahead."""
import os
import random
import time

_list, _scan, _now = os.listdir, os.scandir, time.time
_order = random.Random(os.environ["ORDER"])


def listdir(*arguments):
    names = _list(*arguments)
    _order.shuffle(names)
    return names


class Walk:
    def __init__(self, *arguments):
        with _scan(*arguments) as found:
            self.rest = list(found)
        _order.shuffle(self.rest)

    def __iter__(self):
        return self

    def __next__(self):
        if not self.rest:
            raise StopIteration
        return self.rest.pop()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def close(self):
        pass


os.listdir, os.scandir = listdir, Walk
if "AHEAD" in os.environ:
    ahead = int(os.environ["AHEAD"])
    time.time = lambda: _now() + ahead
'''


@dataclass(frozen=True)
class Machine:
    """What differs from one machine to another."""

    variables: dict[str, str] = field(default_factory=dict)
    arguments: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    """What the command is run by."""
    umask: int = 0o022
    folder: str = "project"
    runs: int = 1
    """How often it publishes; before the last time, `output/` is deleted and the cache is warm."""
    age: int = 0
    """Seconds by which the files are older than they are."""


MACHINES = {
    "hash seed": Machine({"PYTHONHASHSEED": "4242"}),
    "time zone and locale": Machine({"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "tr_TR"}),
    "another locale": Machine({"LC_ALL": "C.UTF-8", "LANGUAGE": "ar", "PYTHONUTF8": "0"}),
    "umask": Machine(umask=0o077),
    "directory": Machine(folder="a place/with ünlikely [names]"),
    "order of folders": Machine({"ORDER": "7"}),
    "a clock ahead": Machine({"ORDER": "8", "AHEAD": str(3 * 365 * 86400)}),
    "a fake clock": Machine(before=("faketime", "-f", "+3y")),
    "old files": Machine(age=10 * 365 * 86400),
    "workers": Machine(arguments=("--jobs", "2", "--executor", "pool")),
    "a warm cache": Machine(runs=2),
    "all at once": Machine(
        {"PYTHONHASHSEED": "7", "TZ": "Asia/Kathmandu", "LC_ALL": "C", "ORDER": "9"},
        arguments=("--jobs", "3", "--executor", "pool"),
        before=("faketime", "-f", "-5y") if FAKETIME else (),
        umask=0o027,
        folder="elsewhere/x",
        runs=2,
        age=1000,
    ),
}


def publish_on(machine: Machine, tmp_path: Path) -> dict[str, bytes]:
    """Every file of the site that comes out on a machine."""
    root = tmp_path / machine.folder
    shutil.copytree(SITE, root, ignore=shutil.ignore_patterns("output", ".pipeline"))
    for path in root.rglob("*"):
        if machine.age:
            os.utime(path, (path.stat().st_mtime - machine.age,) * 2)
    (tmp_path / "sitecustomize.py").write_text(STRANGE_MACHINE)
    path = [str(tmp_path)] if "ORDER" in machine.variables else []
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    variables = {**kept, **machine.variables, "PYTHONPATH": os.pathsep.join([*path, str(ROOT)])}
    command = [*machine.before, sys.executable, "-m", "pipeline", "--root", str(root), "publish"]
    for run in range(machine.runs):
        if run:
            shutil.rmtree(root / "output")
        subprocess.run(
            [*command, *machine.arguments],
            check=True, capture_output=True, umask=machine.umask, env=variables, cwd=tmp_path,
        )  # fmt: skip
    output = root / "output"
    return {
        file.relative_to(output).as_posix(): file.read_bytes()
        for file in sorted(output.rglob("*"))
        if file.is_file()
    }


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The site as it comes out of an ordinary run."""
    return publish_on(Machine(), tmp_path_factory.mktemp("here"))


@pytest.mark.parametrize("name", MACHINES)
def test_every_machine_makes_the_same_bytes(
    name: str, here: dict[str, bytes], tmp_path: Path
) -> None:
    """Every file of the site is there, and none differs in a byte."""
    machine = MACHINES[name]
    if "faketime" in machine.before and not FAKETIME:
        pytest.skip("faketime is not installed")
    there = publish_on(machine, tmp_path)
    assert there.keys() == here.keys()
    assert [file for file in here if here[file] != there[file]] == []
    assert len(here) > 20
