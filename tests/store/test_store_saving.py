"""Saving catalogs: the old bytes or the new ones, and whoever saved in between wins."""

import os
import stat

import pytest

from pipeline.config import Config
from pipeline.store import Busy, Change, Changed, Disk, NoExchange, Project, write_outside
from tests.faults.disks import CALLS, CountingDisk

PO = "locales/fr/LC_MESSAGES/a.po"
OLD, NEW, EDITED = b"old\n", b"new, longer\n", b"what the translator saved\n"


@pytest.fixture
def root(tmp_path):
    """A project with one catalog."""
    (tmp_path / PO).parent.mkdir(parents=True)
    (tmp_path / PO).write_bytes(OLD)
    return tmp_path


def history(root):
    """The bytes of every earlier version that is kept, oldest first."""
    kept = root / ".pipeline/history" / PO
    return [path.read_bytes() for path in sorted(kept.iterdir())] if kept.exists() else []


def beside(root):
    """What lies beside the catalog."""
    return [path.name for path in (root / PO).parent.iterdir() if path.name != "a.po"]


def test_saving_replaces_the_file_and_keeps_the_old_bytes(root):
    """Its permissions stay; nothing is left beside it."""
    (root / PO).chmod(0o640)
    assert Project(root).save(PO, NEW, OLD)
    assert (root / PO).read_bytes() == NEW
    assert stat.S_IMODE((root / PO).stat().st_mode) == 0o640
    assert history(root) == [OLD]
    assert beside(root) == []


def test_saving_the_same_bytes_writes_nothing(root):
    """Not even the file's time of modification changes."""
    disk, before = CountingDisk(), (root / PO).stat()
    assert not Project(root, disk).save(PO, OLD, OLD)
    assert (root / PO).stat() == before
    assert "rename" not in disk.calls
    assert "exchange" not in disk.calls


def test_a_new_catalog_is_made_with_its_folders(tmp_path):
    """But only if nobody else has made it since."""
    assert Project(tmp_path).save(PO, NEW, None)
    assert (tmp_path / PO).read_bytes() == NEW
    with pytest.raises(Changed, match="somebody saved this file"):
        Project(tmp_path).save(PO, b"other", None)
    assert (tmp_path / PO).read_bytes() == NEW


def test_a_catalog_that_changed_since_it_was_read_stays(root):
    """The message names it and says what to do."""
    (root / PO).write_bytes(EDITED)
    with pytest.raises(Changed, match=rf"{PO}: somebody saved .* run the command again"):
        Project(root).save(PO, NEW, OLD)
    assert (root / PO).read_bytes() == EDITED


def test_a_link_is_not_written_through(root, tmp_path_factory):
    """Neither as the catalog nor as its folder."""
    outside = tmp_path_factory.mktemp("outside") / "victim"
    outside.write_bytes(OLD)
    (root / PO).unlink()
    (root / PO).symlink_to(outside)
    with pytest.raises(Exception, match="symbolic link"):
        Project(root).save(PO, NEW, OLD)
    assert outside.read_bytes() == OLD


def saves_by_rename(path):
    """As Poedit and vim do."""
    other = path.with_name("editor.tmp")
    other.write_bytes(EDITED)
    other.replace(path)


def saves_in_place(path):
    """As the simplest editors do."""
    path.write_bytes(EDITED)


class EditorDisk(CountingDisk):
    """Somebody saves the catalog right before call number `at`, or right after it."""

    def __init__(self, at, path, saves, *, after):
        super().__init__()
        self.at, self.path, self.saves, self.after = at, path, saves, after

    def before(self, name, number, args):
        if not self.after and number == self.at:
            self.saves(self.path)


def _then_saved(name):
    counted = getattr(CountingDisk, name)

    def call(self, *args, **kwargs):
        result = counted(self, *args, **kwargs)
        if self.after and len(self.calls) == self.at:
            self.saves(self.path)
        return result

    return call


for _name in CALLS:
    setattr(EditorDisk, _name, _then_saved(_name))


@pytest.mark.parametrize("saves", [saves_by_rename, saves_in_place])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_an_editor_that_saves_in_mid_update_wins(tmp_path, saves, after):
    """At whichever moment: its version stands, and before the exchange the update says so."""
    counting = CountingDisk()
    (tmp_path / "count" / PO).parent.mkdir(parents=True)
    (tmp_path / "count" / PO).write_bytes(OLD)
    Project(tmp_path / "count", counting).save(PO, NEW, OLD)
    told = 0
    for at in range(1, len(counting.calls) + 1):
        root = tmp_path / str(at)
        (root / PO).parent.mkdir(parents=True)
        (root / PO).write_bytes(OLD)
        try:
            Project(root, EditorDisk(at, root / PO, saves, after=after)).save(PO, NEW, OLD)
        except Changed:
            told += 1
        assert (root / PO).read_bytes() == EDITED, f"lost at call {at}"
        assert beside(root) == []
    assert told > 3


def test_an_editor_that_writes_to_the_file_it_had_open_loses_nothing(root):
    """Its bytes go to the old file, and that is in the history."""
    with (root / PO).open("r+b") as editor:
        Project(root).save(PO, NEW, OLD)
        editor.write(EDITED)
    assert (root / PO).read_bytes() == NEW
    assert history(root) == [EDITED]


def test_many_catalogs_are_saved_each_for_itself(root):
    """One that changed meanwhile hinders no other; from eight on there is one sync for all."""
    paths = [PO.replace("/a.po", f"/{number}.po") for number in range(12)]
    for path in paths:
        (root / path).write_bytes(OLD)
    (root / paths[3]).write_bytes(EDITED)
    disk = CountingDisk()
    results = Project(root, disk).save_many([Change(path, NEW, OLD) for path in paths])
    assert isinstance(results[3], Changed)
    assert [one for one in results if isinstance(one, str)] == paths[:3] + paths[4:]
    assert (root / paths[3]).read_bytes() == EDITED
    assert disk.calls.count("syncfs") == 1


def test_the_history_is_bounded(root):
    """Twenty versions of each catalog stay."""
    for number in range(30):
        was = (root / PO).read_bytes()
        Project(root).save(PO, b"%d\n" % number, was)
    assert history(root) == [b"%d\n" % number for number in range(9, 29)]


def test_without_the_exchange_catalogs_are_still_replaced_in_one_step(root):
    """A file system that cannot exchange two names still renames."""

    class Plain(Disk):
        def exchange(self, one, other, one_folder=None, other_folder=None):
            raise NoExchange(38, "not here")

    assert Project(root, Plain()).save(PO, NEW, OLD)
    assert (root / PO).read_bytes() == NEW
    assert history(root) == [OLD]


def test_what_a_killed_update_left_is_moved_into_the_history(root):
    """It may be what an editor saved: it is never deleted."""
    left = (root / PO).with_name(".a.po.0123456789abcdef~")
    left.write_bytes(EDITED)
    with Project(root).updating(Config()):
        assert not left.exists()
    assert history(root) == [EDITED]


def test_two_updates_do_not_run_at_once(root):
    """The second says who holds the lock, and touches nothing."""
    project = Project(root)
    with (
        project.updating(Config()),
        pytest.raises(Busy, match=rf"another update is running \(pid {os.getpid()}\)"),
        project.updating(Config()),
    ):
        raise AssertionError("the lock let two in")


def test_small_files_are_written_when_they_differ(root, tmp_path):
    """Templates inside the project, reports and exports outside."""
    project = Project(root)
    assert project.write("locales/templates/a.pot", b"x")
    assert not project.write("locales/templates/a.pot", b"x")
    assert project.write_many({"a/1": b"1", "locales/templates/a.pot": b"y"}) == (
        "a/1",
        "locales/templates/a.pot",
    )
    project.remove("a/1")
    project.remove("a/1")
    assert not (root / "a/1").exists()
    assert write_outside(tmp_path / "out/report.json", b"{}")
    assert not write_outside(tmp_path / "out/report.json", b"{}")
