"""Mutants of catalogs and articles by the hundred thousand: `python -m tests.fuzz`.

Every mutant gets one clear answer within its time: a finding with its line, or an edition in which
nothing acts and nothing is lost. What breaks that is written to a folder, to become a case.
The laws of catalogs are tried over as many generated examples by the same command.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
import traceback
from collections import Counter
from pathlib import Path
from types import FrameType
from typing import NoReturn

from tests.fuzz.mutants import mutant
from tests.fuzz.trying import try_article, try_catalog

HANGS_AFTER = 10
"""Seconds of processor time after which a mutant counts as a hang."""
KINDS = {"po": try_catalog, "md": try_article}


class TooLong(BaseException):
    """A mutant that does not come to an end."""


def _ring(number: int, frame: FrameType | None) -> NoReturn:
    raise TooLong


def try_one(kind: str, data: bytes) -> tuple[str, str]:
    """What became of one file, and how it broke, if it did."""
    signal.signal(signal.SIGPROF, _ring)
    signal.setitimer(signal.ITIMER_PROF, HANGS_AFTER)
    try:
        return KINDS[kind](data), ""
    except TooLong:
        return "hang", "".join(traceback.format_exc(limit=-3))
    except Exception:
        return "broken", "".join(traceback.format_exc(limit=-3))
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def run(count: int, first: int, seconds: float, keep: Path) -> int:
    """Try mutants of both kinds in turn until there are enough, or the time is up."""
    until = time.monotonic() + seconds if seconds else float("inf")
    told: Counter[str] = Counter()
    slowest = (0.0, "")
    number = first
    while number < first + count and time.monotonic() < until:
        kind = "po" if number % 2 else "md"
        data = mutant(kind, number)
        began = time.process_time()
        outcome, why = try_one(kind, data)
        slowest = max(slowest, (time.process_time() - began, f"{kind} {number}"))
        told[f"{kind} {outcome}"] += 1
        if why:
            keep.mkdir(parents=True, exist_ok=True)
            (keep / f"{number}.{kind}").write_bytes(data)
            print(f"{kind} {number} {outcome}:\n{why}", flush=True)
        number += 1
    wrong = sum(n for name, n in told.items() if name.endswith((" broken", " hang")))
    print(f"{number - first} mutants from {first} on, {wrong} broken or hanging")
    print(", ".join(f"{n} {name}" for name, n in sorted(told.items())))
    print(f"the slowest took {slowest[0]:.1f} s: {slowest[1]}")
    return wrong


def main() -> int:
    """The mutants, then the laws."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000, help="how many mutants")
    parser.add_argument("--first", type=int, default=0, help="the number of the first")
    parser.add_argument("--seconds", type=float, default=0, help="time for the mutants, and laws")
    parser.add_argument("--examples", type=int, default=2_000, help="for each law; 0 for none")
    parser.add_argument("--keep", type=Path, default=Path(".pipeline/fuzz"), help="for findings")
    options = parser.parse_args()
    wrong = run(options.count, options.first, options.seconds, options.keep)
    if options.examples:
        variables = {**os.environ, "PIPELINE_FUZZ": str(options.examples)}
        laws = [sys.executable, "-m", "pytest", "tests/catalog/test_catalog_laws.py"]
        limit = options.seconds or None
        try:
            wrong += subprocess.run(laws, env=variables, check=False, timeout=limit).returncode
        except subprocess.TimeoutExpired:
            print("the time for the laws was up; none was broken until then")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
