"""The publication before this one, read as something that may be broken, or not ours at all."""

# Single system calls, and names relative to open folders, are the subject here.
from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.store.problems import shown
from pipeline.store.reading import open_folder, read_file, split_path

MANIFEST = "manifest.json"
_MANIFEST_LIMIT = 1 << 28
_PAGE_LIMIT = 1 << 24


class PreviousPublication:
    """The manifest and the pages of an earlier publication; absent ones are simply None.

    Law: nothing in that folder can stop a run; what is wrong is told once, in `note`.
    """

    def __init__(self, folder: Path, path: str) -> None:
        self.path = path
        self.note = ""
        self._folder = folder
        self.manifest: Mapping[str, object] | None = self._read_manifest()

    def read(self, name: str) -> bytes | None:
        """The bytes of one file; None where it is not there, not plain, or too big."""
        try:
            return self._read(name, _PAGE_LIMIT)
        except PipelineError:
            return None

    def _read_manifest(self) -> Mapping[str, object] | None:
        if not os.path.lexists(self._folder / MANIFEST):
            return None
        try:
            found = json.loads(self._read(MANIFEST, _MANIFEST_LIMIT))
        except PipelineError as error:
            reason = error.message
        except (ValueError, RecursionError):
            reason = "it is not JSON"
        else:
            if isinstance(found, dict):
                return found
            reason = "it is not a JSON object"
        self.note = (
            f"{self.path}/{MANIFEST}: {reason}; "
            f"the run goes on as if nothing had been published before"
        )
        return None

    def _read(self, name: str, limit: int) -> bytes:
        parts = split_path(name)
        try:
            root = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError:
            raise PipelineError("there is no such folder", path=self.path) from None
        try:
            folder = open_folder(root, parts[:-1])
        except OSError:
            raise PipelineError("there is no such file", path=shown(name)) from None
        finally:
            os.close(root)
        try:
            return read_file(folder, parts[-1], name, limit, PipelineError).data
        finally:
            os.close(folder)
