"""Tests of what is written need not wait for a disk that others keep busy."""

import pytest

from pipeline.store import Disk


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch):
    """The order of the calls is what counts; real processes under `strace` make them all."""
    monkeypatch.setattr(Disk, "fsync", lambda self, file: None)
    monkeypatch.setattr(Disk, "syncfs", lambda self, folder: None)
