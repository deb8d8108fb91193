"""A disk that is really full, in bytes or in inodes: `unshare -rm python -m tests.faults.full DIR`.

DIR gets a small file system in memory of its own; it vanishes with the process.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from pipeline.errors import PipelineError
from tests.faults.fixture import NEW, OLD, publish, site_in


def main(folder: str) -> int:
    """Publish with ever less room; print how often it was refused and how often it succeeded."""
    top = Path(folder)
    options = "size=256k,nr_inodes=80"
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", folder], check=True)
    outcomes = {"refused": 0, "published": 0}
    for kind, most in (("bytes", 24), ("inodes", 30)):
        for room in range(most):
            _prepare(top, kind, room)
            try:
                publish(top / "work", NEW)
            except PipelineError as error:
                outcomes["refused"] += 1
                assert "\n" not in str(error)
                assert site_in(top / "work/output") in (OLD, NEW), f"torn: {kind} {room}"
            else:
                outcomes["published"] += 1
                assert site_in(top / "work/output") == NEW
            shutil.rmtree(top / "filler")
            publish(top / "work", NEW)
            assert site_in(top / "work/output") == NEW, f"no healing: {kind} {room}"
    print(outcomes)
    return 0 if all(outcomes.values()) else 1


def _prepare(top: Path, kind: str, room: int) -> None:
    """Fill the disk up to `room` pages of 4 KB, or `room` inodes."""
    for one in top.iterdir():
        shutil.rmtree(one)
    (top / "work").mkdir()
    publish(top / "work", OLD)
    filler = top / "filler"
    filler.mkdir()
    try:
        if kind == "bytes":
            with (filler / "f").open("wb") as stream:
                for _ in range(64):
                    stream.write(bytes(4096))
                    stream.flush()
        else:
            for number in range(100):
                (filler / str(number)).touch()
    except OSError:
        pass
    _make_room(filler, kind, room)


def _make_room(filler: Path, kind: str, room: int) -> None:
    if kind == "bytes":
        with (filler / "f").open("r+b") as stream:
            size = stream.seek(0, 2)
            stream.truncate(max(0, size - room * 4096))
    else:
        for one in list(filler.iterdir())[:room]:
            one.unlink()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
