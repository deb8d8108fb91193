"""One fault in one system call of a real process, by `strace -e inject`.

The trap: `when=N` counts the calls of each name, so a rule with several names stops at the largest
single count and looks complete. Here every name has its own rule, and the numbers come from a trace
of the same run without faults.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DRIVER = Path(__file__).with_name("driver.py")
MARK = "/where-the-run-begins"
AVAILABLE = shutil.which("strace") is not None

CHANGING = (
    *("write", "pwrite64", "writev", "ftruncate", "fallocate", "fchmod", "chmod"),
    *("rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat"),
    *("unlink", "unlinkat", "rmdir", "mkdir", "mkdirat"),
    *("fsync", "fdatasync", "syncfs", "sync", "openat"),
)
ERRORS = ("ENOSPC", "EDQUOT", "EIO", "EROFS", "EACCES", "EMFILE")
_LINE = re.compile(r"^(?:\[pid +\d+\] |\d+ +)?(\w+)\((.*)")


@dataclass(frozen=True, slots=True)
class Point:
    """One call that changes something: the number of its kind in the run, and its text."""

    call: str
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens at a point: the process is killed, the call fails, or it lies."""

    name: str
    rule: str


KILL = Fault("kill", "signal=KILL")
SHORT = Fault("short write", "retval=3")
"""The call is not made, and claims that it took three bytes."""


def faults_of(point: Point) -> Iterator[Fault]:
    """Every fault that a call can have."""
    yield KILL
    for error in ERRORS:
        yield Fault(error, f"error={error}")
    if point.call in ("write", "pwrite64"):
        yield SHORT


def points(root: Path, action: Sequence[str]) -> list[Point]:
    """The calls of a run that change something, from a trace of one without faults."""
    calls = ",".join((*CHANGING, "access", "faccessat", "faccessat2"))
    done = _strace(["-e", f"trace={calls}", "-s", "80"], root, action)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"the run without faults fails:\n{done.stderr}")
    counts: Counter[str] = Counter()
    found, begun = [], False
    for line in done.stderr.splitlines():
        parts = _LINE.match(line)
        if parts is None:
            continue
        counts[parts[1]] += 1
        begun = begun or MARK in line
        if begun and _changes(parts[1], parts[2]):
            found.append(Point(parts[1], counts[parts[1]], parts[2]))
    return found


def _changes(call: str, arguments: str) -> bool:
    """Whether a call changes files: not a message, and not a file opened for reading."""
    if call == "openat":
        return "O_CREAT" in arguments
    if call == "write":
        return not arguments.startswith(("1,", "2,"))
    return call in CHANGING


def inject(root: Path, action: Sequence[str], point: Point, fault: Fault) -> tuple[int, str]:
    """Run the action with one fault; its exit code (negative: killed) and what it said."""
    rule = f"inject={point.call}:{fault.rule}:when={point.number}"
    done = _strace(["-e", f"trace={point.call}", "-e", rule], root, action)
    if "(INJECTED)" not in done.stderr and "killed by SIGKILL" not in done.stderr:
        raise RuntimeError(f"nothing was injected at {point}:\n{done.stderr}")
    lines = done.stderr.splitlines()
    said = "\n".join(
        line for line in lines if not _LINE.match(line) and not line.startswith(("+++", "strace"))
    )
    return done.returncode, said


def _strace(
    options: Sequence[str], root: Path, action: Sequence[str]
) -> subprocess.CompletedProcess[str]:
    # Filtered in the kernel the rest of the run is not slowed down; but a signal that strace 6.1
    # is to deliver with a filtered call never arrives.
    quick = [] if any("signal=" in one for one in options) else ["--seccomp-bpf"]
    python = [sys.executable, "-B", str(DRIVER), MARK, str(root), *action]
    return subprocess.run(
        ["strace", "-f", "-qq", *quick, *options, *python],
        capture_output=True,
        text=True,
        errors="replace",
        timeout=120,
        env={"PATH": "/usr/bin:/bin", "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"},
    )
