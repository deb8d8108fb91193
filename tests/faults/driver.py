"""What runs under `strace`: one action of `store`, or a whole command, after a mark in the trace.

Run as `python -B tests/faults/driver.py MARK ROOT ACTION…`: everything before the call on MARK is
Python starting and modules being read, in which no fault of ours can lie.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


def main(mark: str, root: str, action: str, *rest: str) -> int:
    """Run one action and return its exit code."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    if action == "command":
        return _command(mark, root, rest)
    from pipeline.errors import PipelineError
    from tests.faults.fixture import NEW, publish, update

    for module in ("ctypes", "fcntl", "pipeline.locales"):
        __import__(module)
    _mark(mark)
    try:
        if action == "publish":
            publish(Path(root), NEW)
        else:
            for result in update(Path(root)):
                if isinstance(result, PipelineError):
                    raise result
    except PipelineError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


def _command(mark: str, root: str, arguments: tuple[str, ...]) -> int:
    from pipeline.cli import main as pipeline

    _mark(mark)
    sys.argv = ["pipeline", "--root", root, *arguments]
    try:
        pipeline()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    return 0


def _mark(mark: str) -> None:
    os.access(mark, os.F_OK)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
