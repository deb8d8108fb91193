"""Publishing and updating stopped at every call, by a model of the disk that runs everywhere."""

import contextlib
import errno
import shutil

import pytest

from pipeline.errors import PipelineError
from tests.faults import fixture
from tests.faults.disks import (
    ERRORS,
    CountingDisk,
    Killed,
    KilledDisk,
    LyingDisk,
    PowerDisk,
    RefusingDisk,
)
from tests.faults.fixture import (
    ADDED,
    CATALOGS,
    NEW,
    OLD,
    UPDATED,
    fresh,
    make_catalogs,
    publish,
    site_in,
    update,
)


def named(value):
    """An error by its name, and whether it lasts by a word."""
    if isinstance(value, bool):
        return "lasting" if value else "once"
    return errno.errorcode.get(value, value)


SITUATIONS = ("first", "later", "restored")
GRID = [
    *(("later", error, False) for error in ERRORS),
    *(("later", error, True) for error in (errno.ENOSPC, errno.EROFS)),
    *((other, errno.ENOSPC, True) for other in ("first", "restored")),
    *((other, errno.EIO, False) for other in ("first", "restored")),
]
"""Situation, error, and whether it lasts: every error once, and every situation."""


def situation(name, tmp_path):
    """A project with nothing published, with five sites one after the other, or a copy of one."""
    root = fresh(tmp_path / "before")
    if name == "restored":
        publish(root, OLD)
        shutil.rmtree(root / ".pipeline")
    if name == "later":
        for number in range(4):
            publish(root, {**OLD, "n": b"%d" % number})
        publish(root, OLD)
    return root


@pytest.fixture(params=SITUATIONS)
def before(request, tmp_path):
    """Each of them."""
    return situation(request.param, tmp_path)


def copied(before, tmp_path):
    """A copy to break, published once more so that the records fit its inodes."""
    root = tmp_path / "work"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(before, root)
    if (root / ".pipeline").exists():
        publish(root, OLD)
    return root


def old_of(before):
    """What the site was before."""
    return OLD if (before / "output").exists() else None


def calls_of_publish(before, tmp_path):
    """The calls of a publication that nothing stops."""
    disk = CountingDisk()
    publish(copied(before, tmp_path), NEW, disk)
    return disk.calls


def test_a_killed_publish_leaves_the_old_site_or_the_new_one(before, tmp_path):
    """Killed before any call that changes the disk; a rerun then publishes the new site."""
    count = len(calls_of_publish(before, tmp_path))
    outcomes = set()
    for at in range(1, count + 2):
        root = copied(before, tmp_path)
        disk = KilledDisk(at)
        with contextlib.suppress(Killed):
            publish(root, NEW, disk)
        found = site_in(root / "output")
        assert found in (old_of(before), NEW), f"torn before call {at}"
        outcomes.add(found == NEW)
        publish(root, NEW)
        assert site_in(root / "output") == NEW, f"the rerun after {at} does not heal"
    assert outcomes == {True, False}


@pytest.mark.parametrize(
    ("name", "error", "lasting"),
    GRID,
    ids=named,
)
def test_an_error_of_the_system_publishes_all_or_nothing(tmp_path, name, error, lasting):
    """The error is one line for people; success means that the new site stands; a rerun heals."""
    before = situation(name, tmp_path)
    count = len(calls_of_publish(before, tmp_path))
    refused = 0
    for at in range(1, count + 1):
        root = copied(before, tmp_path)
        try:
            publish(root, NEW, RefusingDisk(at, error, lasting=lasting))
        except PipelineError as problem:
            refused += 1
            assert "\n" not in str(problem)
            assert site_in(root / "output") in (old_of(before), NEW), f"torn at call {at}"
        else:
            assert site_in(root / "output") == NEW, f"success without the new site at call {at}"
        publish(root, NEW)
        assert site_in(root / "output") == NEW, f"the rerun after {at} does not heal"
    assert refused > count / 2


@pytest.mark.parametrize("honest", [True, False], ids=["short", "lost"])
def test_a_short_write_publishes_no_short_file(before, tmp_path, honest):
    """A write that takes half is continued; one that takes half and says all is found out."""
    calls = calls_of_publish(before, tmp_path)
    writes = [number for number, name in enumerate(calls, 1) if name == "write"]
    for at in writes:
        root = copied(before, tmp_path)
        try:
            publish(root, NEW, LyingDisk(at, honest=honest))
        except PipelineError:
            assert not honest
            assert site_in(root / "output") == old_of(before)
        else:
            assert honest
            assert site_in(root / "output") == NEW
    assert writes


def test_power_lost_in_a_publish_leaves_the_old_site_or_the_new_one(before, tmp_path):
    """Whatever of the un-synced bytes and names arrives on the disk."""
    root = copied(before, tmp_path)
    old = site_in(root / "output")
    disk = PowerDisk(root)
    publish(root, NEW, disk)
    states = healed = 0
    seen = set()
    for crash in disk.crashes():
        states += 1
        found = crash.tree("output")
        if found is not None:
            found.pop("SHA256SUMS", None)
        assert found in (old, NEW), "torn after a loss of power"
        sample = (found == NEW, len(crash.names))
        if sample not in seen:
            seen.add(sample)
            again = fresh(tmp_path / "again")
            crash.lay_out(again)
            publish(again, NEW)
            assert site_in(again / "output") == NEW
            healed += 1
    assert states > 500
    assert healed > 2


def test_without_the_sync_the_model_finds_torn_sites(tmp_path):
    """The model is able to see what it looks for: leaving out the sync tears the site."""

    class Careless(PowerDisk):
        def syncfs(self, folder):
            self.calls.append("syncfs")

    root = fresh(tmp_path / "root")
    publish(root, OLD)
    disk = Careless(root)
    publish(root, NEW, disk)
    torn = 0
    for crash in disk.crashes():
        found = crash.tree("output")
        if found is not None:
            found.pop("SHA256SUMS", None)
        torn += found not in (OLD, NEW)
    assert torn > 0


def catalogs_in(root):
    """The bytes of every catalog that is there."""
    paths = (*CATALOGS, *ADDED)
    return {path: (root / path).read_bytes() for path in paths if (root / path).exists()}


def assert_each_old_or_new(found):
    """None is torn, and none is missing."""
    assert found.keys() >= CATALOGS.keys()
    for path, data in found.items():
        assert data in (CATALOGS.get(path), UPDATED.get(path), ADDED.get(path)), f"{path} is torn"


def calls_of_update(tmp_path):
    """The calls of an update that nothing stops."""
    root = fresh(tmp_path / "count")
    make_catalogs(root)
    disk = CountingDisk()
    update(root, disk)
    return disk.calls


def litter(root):
    """What lies among the catalogs and is none."""
    return [path.name for path in (root / "locales").rglob(".*")]


def test_a_killed_update_leaves_each_catalog_old_or_new(tmp_path):
    """A rerun finishes, and nothing that the killed run left lies among the catalogs."""
    for at in range(1, len(calls_of_update(tmp_path)) + 2):
        root = fresh(tmp_path / "work")
        make_catalogs(root)
        with contextlib.suppress(Killed):
            update(root, KilledDisk(at))
        assert_each_old_or_new(catalogs_in(root))
        update(root)
        assert catalogs_in(root) == {**UPDATED, **ADDED}
        assert litter(root) == []


@pytest.mark.parametrize(
    ("error", "lasting"),
    [*((error, False) for error in ERRORS), (errno.ENOSPC, True), (errno.EROFS, True)],
    ids=named,
)
def test_an_error_in_an_update_leaves_each_catalog_old_or_new(tmp_path, error, lasting):
    """Each catalog is told apart: written, or why not; and success means its new bytes."""
    for at in range(1, len(calls_of_update(tmp_path)) + 1):
        root = fresh(tmp_path / "work")
        make_catalogs(root)
        try:
            results = update(root, RefusingDisk(at, error, lasting=lasting))
        except PipelineError:
            pass
        else:
            goal = {**UPDATED, **ADDED}
            for (path, new), result in zip(goal.items(), results, strict=True):
                if isinstance(result, str):
                    assert (root / path).read_bytes() == new
        assert_each_old_or_new(catalogs_in(root))
        update(root)
        assert catalogs_in(root) == {**UPDATED, **ADDED}
        assert litter(root) == []


def test_power_lost_in_an_update_leaves_each_catalog_old_or_new(tmp_path):
    """The new bytes are on the disk before their name is."""
    root = fresh(tmp_path / "work")
    make_catalogs(root)
    disk = PowerDisk(root)
    update(root, disk)
    states = 0
    for crash in disk.crashes():
        states += 1
        assert_each_old_or_new(
            {path: data for path in (*CATALOGS, *ADDED) if (data := crash.file(path)) is not None}
        )
    assert states > 50


def templates_in(root):
    """The bytes of every template that is there."""
    return {
        path: (root / path).read_bytes() for path in fixture.TEMPLATES if (root / path).exists()
    }


def assert_each_template_old_or_new(found):
    """None is torn, and none that was there is missing."""
    assert found.keys() >= fixture.OLD_TEMPLATES.keys()
    for path, data in found.items():
        known = (fixture.TEMPLATES[path], fixture.OLD_TEMPLATES.get(path))
        assert data in known, f"{path} is torn"


def calls_of_extract(tmp_path, count):
    """The calls of an extraction that nothing stops."""
    root = fresh(tmp_path / "count")
    fixture.make_templates(root)
    disk = CountingDisk()
    fixture.extract(root, disk, count)
    return disk.calls


@pytest.mark.parametrize("count", [4, 9])
def test_a_killed_extraction_leaves_each_template_old_or_new(tmp_path, count):
    """A rerun finishes, and nothing that the killed run left lies among the templates."""
    for at in range(1, len(calls_of_extract(tmp_path, count)) + 2):
        root = fresh(tmp_path / "work")
        fixture.make_templates(root)
        with contextlib.suppress(Killed):
            fixture.extract(root, KilledDisk(at), count)
        assert_each_template_old_or_new(templates_in(root))
        fixture.extract(root)
        assert templates_in(root) == fixture.TEMPLATES
        assert litter(root) == []


@pytest.mark.parametrize("count", [4, 9])
@pytest.mark.parametrize(
    ("error", "lasting"),
    [*((error, False) for error in ERRORS), (errno.ENOSPC, True), (errno.EROFS, True)],
    ids=named,
)
def test_an_error_in_an_extraction_leaves_each_template_old_or_new(tmp_path, error, lasting, count):
    """Each template is told apart: written, or why not; and success means its new bytes."""
    for at in range(1, len(calls_of_extract(tmp_path, count)) + 1):
        root = fresh(tmp_path / "work")
        fixture.make_templates(root)
        results = fixture.extract(root, RefusingDisk(at, error, lasting=lasting), count)
        for (path, new), result in zip(fixture.TEMPLATES.items(), results, strict=False):
            if isinstance(result, str):
                assert (root / path).read_bytes() == new
        assert_each_template_old_or_new(templates_in(root))
        fixture.extract(root)
        assert templates_in(root) == fixture.TEMPLATES


@pytest.mark.parametrize("count", [4, 9])
def test_power_lost_in_an_extraction_leaves_each_template_old_or_new(tmp_path, count):
    """All new bytes are on the disk before the first name is."""
    root = fresh(tmp_path / "work")
    fixture.make_templates(root)
    disk = PowerDisk(root)
    fixture.extract(root, disk, count)
    states = 0
    for crash in disk.crashes():
        states += 1
        found = {path: crash.file(path) for path in fixture.TEMPLATES}
        assert_each_template_old_or_new({p: data for p, data in found.items() if data is not None})
    assert states > 20
