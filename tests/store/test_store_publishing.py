"""Publishing: one step, three ways back, and nothing deleted that the program did not write."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.config import Config
from pipeline.errors import ConfigError, PipelineError, UsageError
from pipeline.store import SUMS, Busy, Disk, NoExchange, Project, parse_sums
from pipeline.store.record import (
    File,
    Record,
    format_record,
    format_sums,
    is_safe,
    parse_record,
)
from tests.faults.fixture import site_in

CONFIG = Config()


def publish(root, site, disk=None, config=CONFIG):
    """Publish `site`, whose values are texts."""
    with Project(root, disk).staging(config) as staging:
        for name, text in site.items():
            staging.write(name, text.encode())
        return staging.publish()


def shown(root, output="output"):
    """What a reader finds."""
    found = site_in(root / output)
    return found and {name: data.decode() for name, data in found.items()}


def test_a_site_is_published_as_a_plain_folder(tmp_path):
    """With a list of its files that `sha256sum` understands."""
    done = publish(tmp_path, {"index.html": "root", "en/a/index.html": "a"})
    assert (done.changed, done.files, done.written) == (True, 2, 2)
    assert shown(tmp_path) == {"index.html": "root", "en/a/index.html": "a"}
    assert not (tmp_path / "output").is_symlink()
    check = ["sha256sum", "--check", "--strict", "--quiet", SUMS]
    assert subprocess.run(check, cwd=tmp_path / "output").returncode == 0


def test_the_same_site_again_touches_nothing(tmp_path):
    """No generation is used up, and the folder is the same folder."""
    site = {"index.html": "root", "a": "x"}
    first = publish(tmp_path, site)
    before = (tmp_path / "output").stat()
    again = publish(tmp_path, site)
    assert (again.changed, again.written, again.number) == (False, 0, first.number)
    assert (tmp_path / "output").stat() == before


def test_unchanged_files_are_taken_over_and_not_written(tmp_path):
    """The same inode, so a server's idea of when they changed stays true."""
    publish(tmp_path, {"same": "x", "other": "1", "gone": "x"})
    inode = (tmp_path / "output/same").stat().st_ino
    done = publish(tmp_path, {"same": "x", "other": "2"})
    assert (done.written, done.files, done.removed) == (1, 2, ("gone",))
    assert (tmp_path / "output/same").stat().st_ino == inode
    assert shown(tmp_path) == {"same": "x", "other": "2"}


def test_a_file_is_kept_by_its_hash_alone(tmp_path):
    """`keep` says whether it is there; what is not there has to be made."""
    publish(tmp_path, {"a": "x", "b": "y"})
    with Project(tmp_path).staging(CONFIG) as staging:
        known = staging.published()
        assert set(known) == {"a", "b"}
        assert staging.keep("a", known["a"])
        assert not staging.keep("b", known["a"])
        assert not staging.keep("c", known["a"])
        staging.write("c", b"z")
        assert staging.paths() == ("a", "c")
        assert staging.written() == ("c",)
        assert staging.removed() == ("b",)
        assert (staging.read("a"), staging.read("c")) == (b"x", b"z")
        staging.publish()
    assert shown(tmp_path) == {"a": "x", "c": "z"}


def test_what_is_staged_and_not_published_is_removed(tmp_path):
    """An error while rendering leaves the site, and no litter."""
    publish(tmp_path, {"a": "x"})
    before = sorted((tmp_path / ".pipeline").rglob("*"))
    with pytest.raises(ValueError, match="broken"), Project(tmp_path).staging(CONFIG) as staging:
        staging.write("a", b"y")
        raise ValueError("broken")
    assert shown(tmp_path) == {"a": "x"}
    assert sorted((tmp_path / ".pipeline").rglob("*")) == before


def test_three_earlier_sites_are_kept(tmp_path):
    """And no more, however often it is published."""
    for number in range(9):
        publish(tmp_path, {"a": str(number)})
    kept = [shown(tmp_path, f".pipeline/generations/{number}")["a"] for number in (7, 8, 9)]
    assert kept == ["5", "6", "7"]
    folders = [path for path in (tmp_path / ".pipeline/generations").iterdir() if path.is_dir()]
    assert len(folders) == 3


def test_going_back_goes_back_step_by_step(tmp_path):
    """To what was live before, three times; then the message says that no more is kept."""
    for number in range(6):
        publish(tmp_path, {"a": str(number)})
    project = Project(tmp_path)
    for expected in "432":
        project.rollback(CONFIG)
        assert shown(tmp_path) == {"a": expected}
    with pytest.raises(UsageError, match="no earlier publication is kept"):
        project.rollback(CONFIG)
    assert shown(tmp_path) == {"a": "2"}


def test_after_going_back_and_publishing_the_way_back_leads_to_what_was_live(tmp_path):
    """Not to the site that somebody had gone back from."""
    for text in ("good", "bad"):
        publish(tmp_path, {"a": text})
    Project(tmp_path).rollback(CONFIG)
    publish(tmp_path, {"a": "better"})
    Project(tmp_path).rollback(CONFIG)
    assert shown(tmp_path) == {"a": "good"}


def test_going_back_to_a_damaged_site_is_refused(tmp_path):
    """A torn page is worse than a new one that somebody regrets."""
    publish(tmp_path, {"a": "old"})
    publish(tmp_path, {"a": "new"})
    (tmp_path / ".pipeline/generations/2/a").write_text("torn")
    with pytest.raises(PipelineError, match="not as it was: look at a"):
        Project(tmp_path).rollback(CONFIG)
    assert shown(tmp_path) == {"a": "new"}


def test_a_first_publication_cannot_be_taken_back(tmp_path):
    """There is nothing before it."""
    publish(tmp_path, {"a": "x"})
    with pytest.raises(UsageError, match="no earlier publication"):
        Project(tmp_path).rollback(CONFIG)


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_foreign_file_in_the_output_stops_the_publication(tmp_path, when):
    """It is named, and the message says where such files belong."""
    if when == "after":
        publish(tmp_path, {"a": "x"})
    (tmp_path / "output").mkdir(exist_ok=True)
    (tmp_path / "output/CNAME").write_text("example.org")
    with pytest.raises(PipelineError, match=r"output/CNAME was not written.*`static/`"):
        publish(tmp_path, {"a": "y"})
    assert (tmp_path / "output/CNAME").read_text() == "example.org"
    (tmp_path / "output/CNAME").unlink()
    publish(tmp_path, {"a": "y"})
    assert shown(tmp_path) == {"a": "y"}


def test_a_page_that_somebody_edited_by_hand_is_replaced_and_never_lost(tmp_path):
    """The site is right again, and the edit stays in the working folder."""
    publish(tmp_path, {"a": "x", "b": "x"})
    (tmp_path / "output/a").write_text("edited")
    done = publish(tmp_path, {"a": "x", "b": "x"})
    assert done.changed
    assert shown(tmp_path) == {"a": "x", "b": "x"}
    (note,) = done.notes
    kept = tmp_path / note.rpartition("kept in ")[2]
    assert kept.read_text() == "edited"
    for number in range(6):
        done = publish(tmp_path, {"a": str(number)})
    assert kept.read_text() == "edited"
    assert not (kept.parent / "b").exists()
    assert "somebody changed or added files" in done.notes[0]


def test_a_file_that_was_removed_by_hand_comes_back(tmp_path):
    """A site with a hole is not the same site."""
    site = {"a": "x", "b": "y"}
    publish(tmp_path, site)
    (tmp_path / "output/b").unlink()
    assert publish(tmp_path, site).changed
    assert shown(tmp_path) == site


def test_a_restored_site_is_known_as_ours(tmp_path):
    """A fresh clone into which the deployed site was copied: kept files are not written again."""
    site = {"a": "x", "b": "y"}
    publish(tmp_path / "one", site) if (tmp_path / "one").mkdir() is None else None
    two = tmp_path / "two"
    two.mkdir()
    shutil.copytree(tmp_path / "one/output", two / "output")
    assert not publish(two, site).changed
    assert publish(two, {"a": "x", "b": "z"}).written == 1
    Project(two).rollback(CONFIG)
    assert shown(two) == site


def test_deleting_the_working_folder_costs_nothing_but_the_way_back(tmp_path):
    """It may be deleted at any time."""
    publish(tmp_path, {"a": "x"})
    shutil.rmtree(tmp_path / ".pipeline")
    assert not publish(tmp_path, {"a": "x"}).changed
    assert publish(tmp_path, {"a": "y"}).changed


def test_deleting_the_lock_while_a_site_is_built_publishes_nothing(tmp_path):
    """Somebody else could be publishing by now."""
    publish(tmp_path, {"a": "x"})
    with (
        pytest.raises(PipelineError, match="the lock was deleted"),
        Project(tmp_path).staging(CONFIG) as staging,
    ):
        staging.write("a", b"y")
        (tmp_path / ".pipeline/publish.lock").unlink()
        staging.publish()
    assert shown(tmp_path) == {"a": "x"}


@pytest.mark.parametrize(
    "names", [("a", "A"), ("x/é", "x/e\u0301"), ("a", "a"), ("STRASSE", "straße"), (SUMS, "a")]
)
def test_two_files_may_not_want_one_address(tmp_path, names):
    """Capitals and Unicode form do not count: not every file system tells them apart."""
    with pytest.raises(PipelineError, match="two files of the site"):
        publish_pairs(tmp_path, names)
    assert shown(tmp_path) is None


def publish_pairs(root, names):
    """Publish files of these names, which may be equal."""
    with Project(root).staging(CONFIG) as staging:
        for number, name in enumerate(names):
            staging.write(name, b"%d" % number)
        staging.publish()


@pytest.mark.parametrize("name", ["../x", "/x", "a/../../x", "", "a//b"])
def test_no_name_leads_out_of_the_site(tmp_path, name):
    """Wherever it comes from."""
    with pytest.raises(PipelineError, match="not a path inside"):
        publish(tmp_path, {name: "x"})


@pytest.mark.parametrize("made", ["link", "file"])
def test_an_output_that_is_no_folder_is_refused(tmp_path, made):
    """Exchanging a link would change what it leads to, or nothing."""
    (tmp_path / "elsewhere").mkdir()
    if made == "link":
        (tmp_path / "output").symlink_to("elsewhere")
    else:
        (tmp_path / "output").write_text("x")
    with pytest.raises(ConfigError, match="must be a plain folder"):
        publish(tmp_path, {"a": "x"})
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_working_folder_that_is_a_link_is_refused(tmp_path):
    """Else a pull request would choose where this program writes."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / ".pipeline").symlink_to("elsewhere")
    with pytest.raises(ConfigError, match="working folder must be a plain folder"):
        publish(tmp_path, {"a": "x"})
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_the_output_may_lie_deeper(tmp_path):
    """The folders on the way are made."""
    publish(tmp_path, {"a": "x"}, config=Config(output="public/site"))
    assert shown(tmp_path, "public/site") == {"a": "x"}


class PlainDisk(Disk):
    """A file system without exchange, on which the run may be killed at call number `at`."""

    def __init__(self, at=0):
        self.at, self.renames = at, 0

    def exchange(self, one, other, one_folder=None, other_folder=None):
        raise NoExchange(22, "not here")

    def rename(self, old, new, old_folder=None, new_folder=None):
        self.renames += not old.endswith("~")
        if self.at and self.renames == self.at:
            raise KeyboardInterrupt
        super().rename(old, new, old_folder, new_folder)


def test_without_the_exchange_the_site_is_published_in_two_steps_and_says_so(tmp_path):
    """It is never silent about a moment without a site."""
    publish(tmp_path, {"a": "x"})
    done = publish(tmp_path, {"a": "y"}, PlainDisk())
    assert shown(tmp_path) == {"a": "y"}
    assert "cannot exchange two folders in one step" in done.notes[0]
    Project(tmp_path).rollback(CONFIG)
    assert shown(tmp_path) == {"a": "x"}


@pytest.mark.parametrize("at", [1, 2, 3])
def test_killed_between_the_two_steps_a_rerun_heals(tmp_path, at):
    """The old site is put back before anything else."""
    publish(tmp_path, {"a": "x"})
    with pytest.raises(KeyboardInterrupt):
        publish(tmp_path, {"a": "y"}, PlainDisk(at))
    assert shown(tmp_path) in (None, {"a": "x"}, {"a": "y"})
    publish(tmp_path, {"a": "z"})
    assert shown(tmp_path) == {"a": "z"}


def test_generations_stay_on_the_file_system_of_the_output(tmp_path, monkeypatch):
    """Where the working folder is on another one, they lie beside the output, ignored by git."""
    other = Path("/dev/shm")
    if not other.is_dir() or other.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("no second file system here")
    working = other / f"pipeline-test-{os.getpid()}"
    working.mkdir()
    try:
        (tmp_path / ".pipeline").mkdir()
        real = os.stat

        def elsewhere(path, *args, **kwargs):
            is_working = str(path) == str(tmp_path / ".pipeline")
            return real(working if is_working else path, *args, **kwargs)

        monkeypatch.setattr(os, "stat", elsewhere)
        publish(tmp_path, {"a": "x"})
        publish(tmp_path, {"a": "y"})
    finally:
        shutil.rmtree(working)
    assert shown(tmp_path) == {"a": "y"}
    assert (tmp_path / ".output.generations/.gitignore").read_text() == "*\n"
    assert shown(tmp_path, ".output.generations/2") == {"a": "x"}


def test_two_publications_do_not_run_at_once(tmp_path):
    """The second one ends at once, and names the process that holds the lock."""
    project = Project(tmp_path)
    with (
        project.publishing(),
        pytest.raises(Busy, match=rf"another publish is running \(pid {os.getpid()}\)"),
        project.publishing(),
    ):
        raise AssertionError("the lock let two in")
    with project.publishing() as lock:
        assert lock.held()
    assert not lock.held()


NAMES = st.from_regex(r"[a-zA-Z0-9 é._-]{1,20}(/[a-z0-9._-]{1,9}){0,2}", fullmatch=True).filter(
    is_safe
)
DIGESTS = st.from_regex(r"[0-9a-f]{64}", fullmatch=True)
NUMBERS = st.integers(0, 2**63)


@given(st.dictionaries(NAMES, DIGESTS, min_size=1))
@settings(max_examples=50, deadline=None)
def test_a_list_of_sums_reads_back_as_it_was_written(digests):
    """Law: parse_sums(format_sums(digests)) == digests."""
    assert parse_sums(format_sums(digests)) == digests


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_a_list_of_sums_that_is_none_is_no_list(data):
    """Whatever the bytes: names that lead elsewhere are never among them."""
    found = parse_sums(data)
    assert found is None or all(is_safe(name) for name in found)


FILES = st.builds(File, DIGESTS, NUMBERS, NUMBERS, NUMBERS)


@given(NUMBERS, st.none() | NUMBERS, st.dictionaries(NAMES, FILES, max_size=5), st.data())
@settings(max_examples=50, deadline=None)
def test_a_record_reads_back_as_it_was_written_and_a_cut_one_does_not(inode, parent, files, data):
    """Law: parse_record(format_record(record)) == record; a cut one is None."""
    record = Record(7, inode, parent, files)
    text = format_record(record)
    assert parse_record(text, 7) == record
    assert parse_record(text[: data.draw(st.integers(0, len(text) - 1))], 7) is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "it is not JSON"),
        ("{", "it is not JSON"),
        ("[]", "it is not a JSON object"),
        ("[" * 100_000, "it is not JSON"),
        ("\udcff", "it is not JSON"),
    ],
    ids=["empty", "cut", "list", "nested", "bytes"],
)
def test_a_broken_previous_publication_is_one_warning(tmp_path, text, says):
    """The run goes on as if there were none."""
    (tmp_path / "site").mkdir()
    data = text.encode("utf-8", "surrogateescape")
    (tmp_path / "site/manifest.json").write_bytes(data)
    previous = Project(tmp_path).previous("site")
    assert previous.manifest is None
    assert previous.note.startswith(f"site/manifest.json: {says}; the run goes on")


def test_a_previous_publication_is_read_carefully(tmp_path):
    """Pages by name; links, and names that lead elsewhere, are as if they were not there."""
    publish(tmp_path, {"manifest.json": '{"a": 1}', "en/x/index.html": "page"})
    (tmp_path / "output/link").symlink_to("/etc/passwd")
    previous = Project(tmp_path).previous("output")
    assert previous.manifest == {"a": 1}
    assert previous.read("en/x/index.html") == b"page"
    assert previous.read("link") is None
    assert previous.read("en") is None
    assert previous.read("../pyproject.toml") is None
    assert previous.read("none/such") is None
    assert previous.note == ""
    none = Project(tmp_path).previous("nowhere")
    assert (none.manifest, none.note, none.read("a")) == (None, "", None)
