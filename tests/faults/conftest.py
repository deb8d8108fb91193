"""Tests of what is written need not wait for a disk that others keep busy."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from pipeline.store import Disk

MEMORY = Path("/dev/shm")


@pytest.fixture
def tmp_path():
    """A folder in memory where there is such a thing: thousands of small trees are made here."""
    where = MEMORY if os.access(MEMORY, os.W_OK) else None
    path = Path(tempfile.mkdtemp(prefix="faults-", dir=where))
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch):
    """The order of the calls is what counts; real processes under `strace` make them all."""
    monkeypatch.setattr(Disk, "fsync", lambda self, file: None)
    monkeypatch.setattr(Disk, "syncfs", lambda self, folder: None)
