"""What the program itself is: a part of the key of everything that is remembered."""

from __future__ import annotations

import hashlib
import sys
from functools import cache
from pathlib import Path


def hash_of(*parts: object) -> str:
    """A hash of plain values, the same in every process."""
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


@cache
def program_digest() -> str:
    """A hash over the program's own files, the interpreter and every installed distribution.

    Law: where this is the same, the same inputs give the same bytes.
    """
    digest = hashlib.sha256(repr(sys.version_info).encode())
    top = Path(__file__).resolve().parents[1]
    for path in sorted(top.rglob("*")):
        if "__pycache__" not in path.parts and path.is_file():
            data = path.read_bytes()
            name = path.relative_to(top).as_posix()
            digest.update(f"{name}\0{len(data)}\0".encode() + data)
    # The names of these folders carry the versions; asking each package costs ten times as much.
    installed = {
        one.name
        for folder in map(Path, filter(None, sys.path))
        if folder.is_dir()
        for one in folder.glob("*.dist-info")
    }
    digest.update("\n".join(sorted(installed)).encode())
    return digest.hexdigest()
