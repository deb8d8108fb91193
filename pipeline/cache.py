"""What earlier runs worked out, in one SQLite file that may be deleted at any moment.

A cache may be slow, absent or wrong on disk, and must then cost time and nothing else. So every
value carries a checksum over its key and itself; a file that is no database is set aside and built
anew; and a file that cannot be written is done without. Keys are hashes of everything that a value
depends on, so nothing in it can be out of date; or they name a bundle whose parts have such keys.
"""

from __future__ import annotations

import contextlib
import os
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import sqlite3

T = TypeVar("T")

_VERSION = 2
_CHUNK = 500
_PATIENCE_MS = 2000
_COARSE = 8
"""A use is noted only when the last note is so many runs old: reading must not become writing."""
_SCHEMA = """\
create table meta (name text primary key, value integer) without rowid;
create table blob (key text primary key, value blob, mark integer, used integer);
insert into meta values ('run', 0);
pragma user_version = 2;
"""
_ELSEWHERE = frozenset({3, 7, 8, 13, 14, 23})
"""SQLite's PERM, NOMEM, READONLY, FULL, CANTOPEN and AUTH: a new file would not help."""

_inherited: list[object] = []
"""Connections of a parent process: SQLite forbids to use them here, and to close them."""


class FragmentCache:
    """Remembers named bytes across runs: fragments, articles, editions, pages, findings.

    Law: what it returns for a key is what was put under that key, whatever happened to the file.
    """

    def __init__(self, path: str | Path, *, limit: int = 512 << 20) -> None:
        self.path = Path(path)
        self.limit = limit
        self.note = ""
        """Why the cache was rebuilt or is not used, for the user."""
        self._connection: sqlite3.Connection | None = None
        self._process = os.getpid()
        self._off = False
        self._run = 1
        self._stale: set[str] = set()
        self._written = 0

    def __enter__(self) -> FragmentCache:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def get_blobs(self, keys: Iterable[str]) -> dict[str, bytes]:
        """The named bytes that are known of `keys`."""
        return self._guarded(lambda db: self._select(db, keys), {})

    def put_blobs(self, blobs: Mapping[str, bytes]) -> None:
        """Remember these bytes; in one transaction, or not at all."""
        self._guarded(lambda db: self._insert(db, blobs), None)

    def close(self) -> None:
        """Note what was used, let go of what was not used for longest, and close the file."""
        if self._connection is not None and self._process == os.getpid():
            self._guarded(self._finish, None)
            connection, self._connection = self._connection, None
            if connection is not None:
                with contextlib.suppress(Exception):
                    connection.close()

    def _select(self, db: sqlite3.Connection, keys: Iterable[str]) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        for chunk in _chunks(keys):
            marks = ",".join("?" * len(chunk))
            rows = db.execute(
                f"select key, value, mark, used from blob where key in ({marks})", chunk
            )
            for key, value, mark, used in rows:
                if _is_as_put(key, value, mark):
                    found[key] = value
                    if isinstance(used, int) and used <= self._run - _COARSE:
                        self._stale.add(key)
        return found

    def _insert(self, db: sqlite3.Connection, values: Mapping[str, bytes]) -> None:
        if not values or self._written > self.limit:
            return
        rows = [(key, value, _mark(key, value), self._run) for key, value in values.items()]
        self._written += sum(len(value) + len(key) for key, value, _, _ in rows)
        with _transaction(db):
            db.executemany("insert or replace into blob values (?, ?, ?, ?)", rows)
            db.execute("update meta set value = max(value, ?) where name = 'run'", (self._run,))

    def _finish(self, db: sqlite3.Connection) -> None:
        if self._stale:
            with _transaction(db):
                rows = [(self._run, key) for key in self._stale]
                db.executemany("update blob set used = ? where key = ?", rows)
                db.execute("update meta set value = max(value, ?) where name = 'run'", (self._run,))
        if self._written or self._stale:
            self._evict(db)

    def _evict(self, db: sqlite3.Connection) -> None:
        """Delete what was used longest ago, until four fifths of the limit are kept to."""
        size = _pragma(db, "page_size") * (
            _pragma(db, "page_count") - _pragma(db, "freelist_count")
        )
        if size <= self.limit:
            return
        ages = db.execute(
            "select used, sum(length(value) + 100) from blob "
            "where used < ? group by used order by used",
            (self._run,),
        ).fetchall()
        with _transaction(db):
            for used, bytes_ in ages:
                if size <= self.limit * 4 // 5:
                    break
                db.execute("delete from blob where used = ?", (used,))
                size -= bytes_
        db.execute("pragma incremental_vacuum").fetchall()

    def _guarded(self, work: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        """Work with the file; set a damaged one aside and try once more; else do without."""
        import sqlite3

        for attempt in (1, 2):
            if self._off:
                break
            try:
                return work(self._open())
            except UnicodeEncodeError:
                break
            except (sqlite3.Error, OSError, ValueError) as error:
                # A damaged file can make any error, down to messages that are no UTF-8.
                code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
                if code == sqlite3.SQLITE_BUSY:
                    break
                outside = isinstance(error, OSError) or code in _ELSEWHERE
                if attempt == 1 and not outside:
                    self._set_aside()
                else:
                    self._off = True
                    self.note = f"{self.path}: works without the cache ({error})"
        return otherwise

    def _open(self) -> sqlite3.Connection:
        import sqlite3

        if self._process != os.getpid():
            _inherited.append(self._connection)
            self._connection, self._process = None, os.getpid()
        if self._connection is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            db = sqlite3.connect(
                self.path,
                isolation_level=None,
                timeout=_PATIENCE_MS / 1000,
                check_same_thread=False,
            )
            self._connection = db
            if _pragma(db, "page_count") == 0:
                # Big pages: a value over a quarter of a page takes up one more by itself.
                db.execute("pragma page_size = 16384")
                db.execute("pragma auto_vacuum = incremental")
            db.execute("pragma journal_mode = wal").fetchall()
            # No waiting for the disk: what a loss of power damages, the checksums find.
            db.execute("pragma synchronous = off")
            if _pragma(db, "user_version") != _VERSION:
                self._create(db)
            row = db.execute("select value from meta where name = 'run'").fetchone()
            if row is None or not isinstance(row[0], int):
                raise ValueError("the number of the run is not there")
            self._run = row[0] + 1
        return self._connection

    def _create(self, db: sqlite3.Connection) -> None:
        """Make the tables in one transaction: of two runs that start at once, one makes them."""
        with _transaction(db):
            if _pragma(db, "user_version") == _VERSION:
                return
            for (name,) in db.execute("select name from sqlite_master where type = 'table'"):
                db.execute(f'drop table "{name}"')
            for statement in _SCHEMA.splitlines():
                db.execute(statement)

    def _set_aside(self) -> None:
        """Put a file that is no database of ours out of the way, where it can be looked at."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(Exception):
                connection.close()
        for suffix in ("-wal", "-shm", "-journal"):
            with contextlib.suppress(OSError):
                self.path.with_name(self.path.name + suffix).unlink()
        with contextlib.suppress(OSError):
            self.path.replace(self.path.with_name(self.path.name + ".damaged"))
        self.note = f"{self.path}: the cache was damaged and is built anew"


@contextlib.contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("begin immediate")
    try:
        yield
    except BaseException:
        with contextlib.suppress(Exception):
            db.execute("rollback")
        raise
    db.execute("commit")


def _mark(key: str, value: bytes) -> int:
    """A checksum that ties a value to its key; it guards against decay, not against people."""
    return zlib.crc32(value, zlib.crc32(key.encode()))


def _is_as_put(key: object, value: object, mark: object) -> bool:
    """Whether a row is what was written: in a damaged file anything can stand anywhere."""
    return isinstance(key, str) and isinstance(value, bytes) and _mark(key, value) == mark


def _pragma(db: sqlite3.Connection, name: str) -> int:
    row = db.execute(f"pragma {name}").fetchone()
    return row[0] if row and isinstance(row[0], int) else 0


def _chunks(keys: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(keys)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk
