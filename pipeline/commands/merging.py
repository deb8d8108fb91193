"""`merge-driver`: two branches of one catalog, merged entry by entry for Git."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.catalog import format_catalog, merge_catalogs, read_catalog
from pipeline.errors import CatalogError
from pipeline.model import Catalog
from pipeline.store import read_outside, write_outside

_LIMIT = 1 << 26


@dataclass(frozen=True, slots=True)
class MergeResult:
    """How a merge went."""

    conflicts: tuple[str, ...]
    """Texts that both branches translated anew: both translations are in the file."""


def merge_files(base: Path, ours: Path, theirs: Path, name: str) -> MergeResult:
    """Merge two versions of a catalog into `ours`, as Git asks of a merge driver.

    Law: every translation that either branch has is in the result.
    """
    old = base.read_bytes() if base.is_file() else b""
    before = read_catalog(old, name) if old.strip() else None
    merged = merge_catalogs(before, _read(ours, name), _read(theirs, name))
    write_outside(ours, format_catalog(merged.catalog))
    return MergeResult(tuple(msgid for _, msgid in merged.conflicts))


def _read(path: Path, name: str) -> Catalog:
    try:
        return read_catalog(read_outside(path, _LIMIT), name)
    except CatalogError as error:
        hint = "mend that branch's version of the file, then merge again"
        raise CatalogError(error.message, path=name, line=error.line, hint=hint) from None
