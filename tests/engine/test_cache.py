"""The cache may be slow, absent or broken; what it returns is right."""

import multiprocessing
import os
import random
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.cache import FragmentCache

ROOT = Path(__file__).resolve().parents[2]


class Cache(FragmentCache):
    """The cache, with texts for its bytes."""

    def put(self, texts):
        """Remember these."""
        self.put_blobs({key: text.encode() for key, text in texts.items()})

    def get(self, keys):
        """What is known of `keys`."""
        return {key: data.decode() for key, data in self.get_blobs(keys).items()}


@pytest.fixture
def path(tmp_path):
    """Where the cache is; its folder is made when needed."""
    return tmp_path / "work" / "cache.sqlite"


def test_bytes_are_remembered_across_runs(path):
    """Each under its own key."""
    with FragmentCache(path) as cache:
        cache.put_blobs({"a": b"\0\xff", "b": b""})
    with FragmentCache(path) as cache:
        assert cache.get_blobs(["a", "b", "c"]) == {"a": b"\0\xff", "b": b""}
        assert cache.note == ""


@given(st.dictionaries(st.text(max_size=9), st.text(max_size=30), max_size=20))
@settings(max_examples=20, deadline=None)
def test_what_was_put_is_what_is_got(tmp_path_factory, texts):
    """Any text, control characters and all; what cannot be stored is merely not remembered."""
    with Cache(tmp_path_factory.mktemp("cache") / "c") as cache:
        cache.put(texts)
        assert cache.get(texts) == texts


def test_what_has_no_proper_key_is_not_remembered(path):
    """A lone surrogate is no UTF-8; nothing breaks."""
    with Cache(path) as cache:
        cache.put({"\ud800": "a"})
        cache.put({"b": "x"})
        assert cache.get(["\ud800"]) == {}
        assert cache.get(["b"]) == {"b": "x"}


def test_thousands_of_keys_are_asked_at_once(path):
    """In as many statements as needed."""
    many = {f"key {number}": f"value {number}" for number in range(3000)}
    with Cache(path) as cache:
        cache.put(many)
        assert cache.get(iter([*many, "none"])) == many


@pytest.mark.parametrize(
    "content",
    [b"", b"this is no database" * 500, b"SQLite format 3\0" + b"\xff" * 5000, bytes(9000)],
    ids=["empty", "text", "only the head", "zeros"],
)
def test_a_file_that_is_no_cache_is_set_aside(path, content):
    """And a new one is made in the same run."""
    path.parent.mkdir()
    path.write_bytes(content)
    with Cache(path) as cache:
        assert cache.get(["a"]) == {}
        cache.put({"a": "x"})
        assert cache.get(["a"]) == {"a": "x"}
        if content:
            assert "was damaged and is built anew" in cache.note
    with Cache(path) as cache:
        assert cache.get(["a"]) == {"a": "x"}


def test_somebody_elses_database_is_emptied(path):
    """Of another version of the program, or of another program."""
    path.parent.mkdir()
    with sqlite3.connect(path) as other:
        other.execute("create table fragment (something text)")
    other.close()
    with Cache(path) as cache:
        cache.put({"a": "x"})
        assert cache.get(["a"]) == {"a": "x"}


def test_a_damaged_cache_never_returns_anything_wrong(path):
    """Bytes changed, lost and cut at random: a value comes back right or not at all."""
    values = {f"{number:064}": f"dose {number} " * 20 for number in range(200)}
    with Cache(path) as cache:
        cache.put(values)
    whole = path.read_bytes()
    chance, lost = random.Random(7), 0
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(chance.choice([1, 5, 200])):
            data[chance.randrange(len(data))] = chance.randrange(256)
        if chance.random() < 0.3:
            del data[chance.randrange(len(data)) :]
        path.write_bytes(data)
        with Cache(path) as cache:
            found = cache.get(values)
            cache.put({"new": "x"})
        assert all(values[key] == text for key, text in found.items())
        lost += len(values) - len(found)
        for rest in path.parent.glob("cache.sqlite*"):
            rest.unlink()
    assert lost > 0


def test_a_cache_that_is_deleted_in_mid_run_costs_only_time(path):
    """With its log or without."""
    with Cache(path) as cache:
        cache.put({"a": "x"})
        for name in path.parent.iterdir():
            name.unlink()
        cache.get(["a"])
        cache.put({"b": "y"})
    with Cache(path) as cache:
        cache.put({"c": "z"})
        assert cache.get(["c"]) == {"c": "z"}


def test_a_copy_of_a_cache_in_use_is_a_cache(path, tmp_path):
    """Though what is still in the log may be missing."""
    with Cache(path) as cache:
        cache.put({"a": "x"})
        (tmp_path / "copy").write_bytes(path.read_bytes())
    with Cache(tmp_path / "copy") as cache:
        assert cache.get(["a"]) in ({}, {"a": "x"})
        cache.put({"b": "y"})
        assert cache.get(["b"]) == {"b": "y"}


@pytest.mark.parametrize("obstacle", ["folder", "no folder"])
def test_a_cache_that_cannot_be_written_is_done_without(tmp_path, obstacle):
    """The note says so; the run goes on."""
    path = tmp_path / "cache"
    if obstacle == "folder":
        path.mkdir()
    else:
        (tmp_path / "file").write_text("")
        path = tmp_path / "file" / "cache"
    with Cache(path) as cache:
        cache.put({"a": "x"})
        assert cache.get(["a"]) == {}
        assert "works without the cache" in cache.note


def _write_many(path, name):
    for number in range(30):
        with Cache(path) as cache:
            key = f"{name} {number}"
            cache.put({key: key})
            assert cache.get([key]) in ({key: key}, {})


def test_two_runs_at_once_share_a_cache(path):
    """Neither waits long, neither sees anything wrong; a lost write is only a lost write."""
    context = multiprocessing.get_context("fork")
    runs = [context.Process(target=_write_many, args=(path, name)) for name in "ab"]
    for one in runs:
        one.start()
    for one in runs:
        one.join()
        assert one.exitcode == 0
    keys = [f"{name} {number}" for name in "ab" for number in range(30)]
    with Cache(path) as cache:
        found = cache.get(keys)
        assert all(key == value for key, value in found.items())
        assert len(found) > 30
        assert cache.note == ""


def test_a_run_killed_while_writing_leaves_a_cache(path):
    """Whatever was in its transaction is not there; the rest is."""
    code = (
        "import os, sys; from pipeline.cache import FragmentCache, _transaction\n"
        "cache = FragmentCache(sys.argv[1]); cache.put_blobs({'a': b'x'})\n"
        "db = cache._open(); db.execute('begin immediate')\n"
        "db.executemany('insert into blob values (?, ?, 0, 0)',"
        " [(str(n), 'y' * 5000) for n in range(2000)])\n"
        "os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], cwd=ROOT)
    assert done.returncode == -9
    with Cache(path) as cache:
        assert cache.get(["a", "1"]) == {"a": "x"}
        cache.put({"b": "y"})
        assert cache.get(["b"]) == {"b": "y"}
        assert cache.note == ""


def test_a_forked_worker_opens_the_cache_for_itself(path):
    """A connection may not be used on both sides of a fork."""
    cache = Cache(path)
    cache.put({"a": "x"})
    child = os.fork()
    if child == 0:
        os._exit(0 if cache.get(["a"]) == {"a": "x"} else 1)
    assert os.waitpid(child, 0)[1] == 0
    cache.put({"b": "y"})
    assert cache.get(["a", "b"]) == {"a": "x", "b": "y"}
    cache.close()


def test_what_was_not_used_for_longest_goes_first(path):
    """When the file is beyond its limit; what this run wrote stays."""
    used = {"used in every run": "x"}
    for number in range(40):
        with Cache(path, limit=600_000) as cache:
            cache.put({f"{number} {n}": "x" * 1000 for n in range(40)})
            assert cache.get(used) == used or number == 0
            if number == 0:
                cache.put(used)
    with Cache(path) as cache:
        assert len(cache.get([f"39 {n}" for n in range(40)])) == 40
        assert cache.get([f"0 {n}" for n in range(40)]) == {}
    assert path.stat().st_size < 1_000_000


def test_reading_does_not_write(path):
    """A run in which nothing changed leaves the file as it is."""
    with Cache(path) as cache:
        cache.put({"a": "x"})
    before = path.read_bytes()
    with Cache(path) as cache:
        cache.get(["a", "b"])
    assert path.read_bytes() == before
