"""Any history of publications, kills, ways back and meddling keeps the laws of the store."""

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import PipelineError, UsageError
from pipeline.store import Project
from tests.faults.conftest import MEMORY
from tests.faults.disks import Killed, KilledDisk, QuietDisk
from tests.faults.fixture import CONFIG, publish, site_in

NAMES = ("index.html", "en/a/index.html", "fr/a/index.html", "assets/x.css")
SITES = st.dictionaries(st.sampled_from(NAMES), st.binary(min_size=1, max_size=6), min_size=1)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("publish"), SITES, st.just(0)),
        st.tuples(st.just("killed"), SITES, st.integers(1, 45)),
        st.tuples(st.just("back"), st.none(), st.just(0)),
        st.tuples(st.just("edit"), st.sampled_from(NAMES), st.integers(0, 255)),
        st.tuples(st.just("remove"), st.sampled_from(NAMES), st.just(0)),
        st.tuples(st.just("forget"), st.none(), st.just(0)),
    ),
    max_size=14,
)

KEPT = 3


class History:
    """A project, what ought to be live in it, and what was live before."""

    def __init__(self, root):
        self.root = root
        self.live = None
        self.before = []
        self.patch = {}
        """What somebody did to the live site by hand."""
        self.edits = []
        """What somebody typed into published files: none of it may ever be lost."""

    def publish(self, site, _):
        publish(self.root, site, QuietDisk())
        self.now_live(site)

    def killed(self, site, at):
        with contextlib.suppress(Killed):
            publish(self.root, site, KilledDisk(at))
        found = site_in(self.root / "output")
        assert found in (self.touched(), site)
        if found == site:
            self.now_live(site)

    def back(self, _, __):
        project = Project(self.root, QuietDisk())
        if not self.before:
            with pytest.raises(UsageError, match="no earlier publication"):
                project.rollback(CONFIG)
        elif not self.before[-1][1]:
            with pytest.raises(PipelineError, match="not as it was"):
                project.rollback(CONFIG)
        else:
            project.rollback(CONFIG)
            self.live, _ = self.before.pop()
            self.patch = {}

    def edit(self, name, number):
        path = self.root / "output" / name
        if path.is_file():
            self.remove(name, 0)
            text = b"typed by hand %d %d" % (number, len(self.edits))
            path.write_bytes(text)
            self.edits.append(text)
            self.patch[name] = text

    def remove(self, name, _):
        path = self.root / "output" / name
        if path.is_file():
            data = path.read_bytes()
            self.edits = [text for text in self.edits if text != data]
            path.unlink()
            self.patch[name] = None

    def forget(self, _, __):
        shutil.rmtree(self.root / ".pipeline", ignore_errors=True)
        kept = self.touched() or {}
        self.edits = [text for text in self.edits if text in kept.values()]
        self.before = []

    def touched(self):
        """The live site with what somebody did to it by hand."""
        if self.live is None:
            return None
        both = {**self.live, **self.patch}
        return {name: data for name, data in both.items() if data is not None}

    def now_live(self, site):
        if self.live is not None and (self.live != site or self.patch):
            # A tree that somebody meddled with is nothing to go back to.
            self.before = [*self.before, (self.live, not self.patch)][-KEPT:]
        self.live, self.patch = site, {}


@given(STEPS)
@settings(max_examples=60, deadline=None)
def test_any_history_keeps_the_laws(steps):
    """The site is always a whole one; what people typed is always somewhere; a rerun heals."""
    where = MEMORY if os.access(MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="faults-", dir=where) as folder:
        history = History(Path(folder))
        for name, first, second in steps:
            getattr(history, name)(first, second)
            assert site_in(history.root / "output") == history.touched()
            kept = {path.read_bytes() for path in history.root.rglob("*") if path.is_file()}
            assert all(text in kept for text in history.edits)
        publish(history.root, {"index.html": b"last"}, QuietDisk())
        assert site_in(history.root / "output") == {"index.html": b"last"}
