"""One run of one command: processor time, wall time, peak memory; medians over many."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OURS = "pipeline"


@dataclass(frozen=True)
class Sample:
    """What one run took."""

    wall: float
    cpu: float
    """User and system time of the process and all that it started."""
    peak: float
    """MiB of the largest process among them."""


@dataclass
class Contest:
    """One headline case: what each tool needs for it."""

    name: str
    what: str
    entries: list[Entry] = field(default_factory=list)

    def add(
        self, tool: str, command: Sequence[str], folder: Path, prepare: Callable[[], object]
    ) -> None:
        """Let one more tool take part; `prepare` comes before each run and is not measured."""
        self.entries.append(Entry(tool, command, folder, prepare))


@dataclass
class Entry:
    """One tool in one case."""

    tool: str
    command: Sequence[str]
    folder: Path
    prepare: Callable[[], object]
    samples: list[Sample] = field(default_factory=list)

    @property
    def median(self) -> Sample:
        """The median of each number."""
        return Sample(
            *(
                statistics.median(getattr(one, name) for one in self.samples)
                for name in ("wall", "cpu", "peak")
            )
        )


def ours(*arguments: str) -> list[str]:
    """The command of this program."""
    return [sys.executable, "-m", "pipeline", *arguments]


def shell(script: str) -> list[str]:
    """A command of several processes."""
    return ["sh", "-ec", script]


def run(contests: Sequence[Contest], rounds: int) -> Iterator[int]:
    """Measure everything, round by round, so that a busy minute hits all tools alike.

    After each round its number comes back: the tables so far can be looked at.
    """
    for number in range(rounds):
        for contest in contests:
            for entry in contest.entries:
                entry.prepare()
                print(f"{number + 1}/{rounds} {contest.name} {entry.tool}", file=sys.stderr)
                entry.samples.append(measure(entry.command, entry.folder))
        yield number + 1


def measure(command: Sequence[str], folder: Path) -> Sample:
    """Run a command that must succeed."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    # A program that is installed is compiled; where this is set it would be compiled every time.
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    start = time.perf_counter()
    with subprocess.Popen(
        command, cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        assert process.stderr is not None
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{said.decode()[-2000:]}")
    return Sample(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def table(contests: Sequence[Contest]) -> str:
    """The results as Markdown; the ratio is that of processor times, ours to theirs."""
    lines = [
        "| case | tool | wall s | cpu s | peak MiB | ours ÷ theirs |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for contest in contests:
        own = next((one.median for one in contest.entries if one.tool == OURS), None)
        for entry in contest.entries:
            it = entry.median
            ratio = f"{own.cpu / it.cpu:.2f}" if own and entry.tool != OURS and it.cpu else ""
            name = f"**{contest.name}** {contest.what}" if entry is contest.entries[0] else ""
            lines.append(
                f"| {name} | {entry.tool} | {it.wall:.2f} | {it.cpu:.2f} | {it.peak:.0f} "
                f"| {ratio} |"
            )
    return "\n".join(lines) + "\n"
