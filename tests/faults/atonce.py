"""Processes in each other's way, counted: `python -m tests.faults.atonce` for many rounds."""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pipeline.store.saving as saving
from pipeline.store import SUMS, Busy, Changed, Disk, Project, parse_sums
from tests.faults.fixture import CONFIG, publish, site_in

PAGES = 40
KEPT = 3
PO = "locales/fr/LC_MESSAGES/a.po"
_FORK = multiprocessing.get_context("fork")


@dataclass
class Contended:
    """Two publishers at once, again and again."""

    published: int = 0
    busy: int = 0
    torn: int = 0


@dataclass
class Scanned:
    """A reader while a site is published again and again."""

    scans: int = 0
    overtaken: int = 0
    """Scans in which four publications ended or began: by then the tree may be let go of."""
    wrong: int = 0


@dataclass
class Edited:
    """An editor that saves while an update runs."""

    saved: int = 0
    told: int = 0
    lost: int = 0


def site(version: str) -> dict[str, bytes]:
    """A site all of whose pages say which version they are of."""
    return {f"en/{n}/index.html": f"<p>{version} {n}</p>".encode() * 50 for n in range(PAGES)}


def contend(root: Path, rounds: int) -> Contended:
    """Let two processes publish different sites at the same moment."""
    outcome = Contended()
    for number in range(rounds):
        barrier = _FORK.Barrier(2)
        names = [f"{side} {number}" for side in "ab"]
        runs = [_FORK.Process(target=_publish_at, args=(root, barrier, name)) for name in names]
        for one in runs:
            one.start()
        for one in runs:
            one.join()
        codes = [one.exitcode for one in runs]
        outcome.published += codes.count(0)
        outcome.busy += codes.count(75)
        outcome.torn += site_in(root / "output") not in [site(name) for name in names]
    return outcome


def _publish_at(root: Path, barrier: object, name: str) -> None:
    barrier.wait()  # type: ignore[attr-defined]
    try:
        publish(root, site(name))
    except Busy:
        sys.exit(75)


def scan_while_publishing(root: Path, publications: int) -> Scanned:
    """Read the whole site by one handle of its folder, while another process publishes."""
    publish(root, site("0"))
    begun = _FORK.Value("i", 0)
    writer = _FORK.Process(target=_publish_often, args=(root, publications, begun))
    writer.start()
    outcome = Scanned()
    while writer.is_alive():
        before = begun.value
        whole = _is_whole(root / "output")
        outcome.scans += 1
        if not whole and begun.value - before >= KEPT:
            outcome.overtaken += 1
        else:
            outcome.wrong += not whole
    writer.join()
    if writer.exitcode:
        raise RuntimeError("the publisher failed")
    return outcome


def _publish_often(root: Path, publications: int, begun: object) -> None:
    for number in range(publications):
        begun.value = number + 1  # type: ignore[attr-defined]
        publish(root, site(str(number)))


def _is_whole(output: Path) -> bool:
    """Whether every file is there and has the bytes that this very publication gave it."""
    folder = os.open(output, os.O_RDONLY | os.O_DIRECTORY)
    try:
        sums = parse_sums(_read(folder, SUMS))
        if sums is None or len(sums) != PAGES:
            return False
        return all(
            hashlib.sha256(_read(folder, name)).hexdigest() == digest
            for name, digest in sums.items()
        )
    except OSError:
        return False
    finally:
        os.close(folder)


def _read(folder: int, name: str) -> bytes:
    with os.fdopen(os.open(name, os.O_RDONLY, dir_fd=folder), "rb") as stream:
        return stream.read()


def edit_and_update(root: Path, rounds: int) -> Edited:
    """Let an editor save a catalog by rename, again and again, while updates run."""
    (root / PO).parent.mkdir(parents=True, exist_ok=True)
    (root / PO).write_bytes(b"start\n")
    bound, saving.KEPT = saving.KEPT, 1 << 30  # the history is the witness: it forgets nothing
    outcome = Edited()
    saves = _FORK.Value("i", 0)
    stop = _FORK.Event()
    editor = _FORK.Process(target=_edit_often, args=(root, stop, saves))
    editor.start()
    project = Project(root)
    updated = 0
    while updated < rounds or saves.value < rounds:
        was = (root / PO).read_bytes()
        try:
            with project.updating(CONFIG):
                project.save(PO, was + b"updated %d\n" % updated, was)
        except Changed:
            outcome.told += 1
        updated += 1
    stop.set()
    editor.join()
    with project.updating(CONFIG):
        outcome.saved = saves.value
    saving.KEPT = bound
    outcome.lost = sum(not _found(root, number) for number in _unaccounted(root, saves.value))
    return outcome


def _edit_often(root: Path, stop: object, saves: object) -> None:
    """Save a new version every moment, each with a number of its own, and note what it replaced.

    A version that the editor itself replaced was not lost by us; so that it knows which one that
    was at the very moment, it saves by exchange.
    """
    number = 0
    other = root / PO.replace("a.po", "editor.tmp")
    while not stop.is_set():  # type: ignore[attr-defined]
        number += 1
        other.write_bytes(b"edit %d\n" % number)
        Disk().exchange(str(other), str(root / PO))
        with (root / "replaced").open("ab") as log:
            log.write(other.read_bytes().split(b"\n")[0] + b"\n")
        saves.value = number  # type: ignore[attr-defined]


def _unaccounted(root: Path, count: int) -> list[int]:
    """Versions that the editor did not itself overwrite."""
    gone = set((root / "replaced").read_bytes().split(b"\n"))
    return [number for number in range(1, count + 1) if b"edit %d" % number not in gone]


def _found(root: Path, number: int) -> bool:
    """Whether a version is in the catalog, or in the history."""
    text = b"edit %d\n" % number
    places = [root / PO, *(root / ".pipeline/history").rglob("0*")]
    return any(place.is_file() and place.read_bytes().startswith(text) for place in places)


def main() -> int:
    """Many rounds of each, and their sums."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as top:
        contended = contend(_made(top, "a"), rounds)
        print(contended, flush=True)
        scanned = scan_while_publishing(_made(top, "b"), rounds * 10)
        print(scanned, flush=True)
        edited = edit_and_update(_made(top, "c"), rounds * 5)
        print(edited, flush=True)
    return int(bool(contended.torn or scanned.wrong or edited.lost))


def _made(top: str, name: str) -> Path:
    folder = Path(top, name)
    folder.mkdir(exist_ok=True)
    return folder


if __name__ == "__main__":
    sys.exit(main())
