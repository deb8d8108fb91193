"""A site on its way: staged beside the published one, checked, and put in its place in one step.

The order is the whole point, and every part of it has a reason in `docs/reliability.md`:
write all files; verify them; write the record; sync the file system once; exchange; sync the two
folders; only then remove trees that are too old. Killed before the exchange, the old site stands;
killed after it, the new one.
"""

# Single system calls, and names relative to open folders, are the subject here.
# ruff: noqa: PTH116, PTH120
from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType

from pipeline.errors import PipelineError
from pipeline.store.disk import write_file
from pipeline.store.generations import Generations
from pipeline.store.lock import Lock
from pipeline.store.problems import failure, shown
from pipeline.store.reading import read_file, split_path
from pipeline.store.record import SUMS, File, Record, digest_file, format_sums
from pipeline.store.tree import remove_all, scan

_NO_LIMIT = 1 << 62


@dataclass(frozen=True, slots=True)
class Published:
    """What became of a publication."""

    changed: bool
    """False: the site is already exactly this, and nothing was touched."""
    number: int
    files: int
    bytes: int
    written: int
    """Files that are new or different; the others were taken over as they are."""
    removed: tuple[str, ...] = ()
    """Files of the site before that the new one does not have."""
    notes: tuple[str, ...] = ()
    """What the user must hear, a sentence each."""


class Staging:
    """Collects the files of a new site; `with` removes what was staged and not published.

    Use it only while the publishing lock is held.
    """

    def __init__(self, generations: Generations, lock: Lock) -> None:
        self.generations = generations
        self.disk = generations.disk
        self.lock = lock
        generations.recover()
        self._live, tree = generations.live()
        generations.refuse_foreign(tree)
        self._altered = tree.altered
        self._missing = tree.missing
        self._own: Mapping[str, File] = tree.own
        self._number = generations.next_number()
        self._place = generations.place(self._number)
        self._new: dict[str, File] = {}
        self._kept: dict[str, File] = {}
        self._spare: dict[str, File] = {}
        """Written before `begin_again`, and not asked for since."""
        self._folded: dict[str, str] = {}
        self._folders: set[str] = set()
        self._done = False

    def __enter__(self) -> Staging:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if not self._done:
            self._discard()

    def write(self, name: str, data: bytes) -> str:
        """Add one file of the new site, written only if it is new; returns its SHA-256."""
        digest = hashlib.sha256(data).hexdigest()
        if self.keep(name, digest):
            return digest
        self._claim(name)
        path = f"{self._place}/{name}"
        try:
            if self._spare.pop(name, None):
                self.disk.unlink(path)
            self._make_folder(os.path.dirname(path))
            facts = write_file(self.disk, path, data)
        except OSError as error:
            raise self._failure(error, name) from None
        self._new[name] = File(digest, len(data), facts.st_mtime_ns, facts.st_ino)
        return digest

    def keep(self, name: str, digest: str) -> bool:
        """Take over one file of the published site, if it is there and has this SHA-256."""
        if not self.stands(name, digest):
            return False
        self._claim(name)
        own = self._own.get(name)
        if own is not None and own.digest == digest:
            self._kept[name] = own
        else:
            self._new[name] = self._spare.pop(name)
        return True

    def stands(self, name: str, digest: str) -> bool:
        """Whether `keep` would take over this file; nothing is done."""
        own = self._own.get(name)
        if own is not None and own.digest == digest:
            return True
        spare = self._spare.get(name) if self._spare else None
        return spare is not None and spare.digest == digest

    def begin_again(self) -> None:
        """Forget which files the new site has; `keep` finds those that were written already."""
        self._spare |= self._new
        self._new, self._kept, self._folded = {}, {}, {}

    def published(self) -> Mapping[str, str]:
        """Name and SHA-256 of every file of the present site that is still as it was written."""
        return {name: one.digest for name, one in self._own.items() if name != SUMS}

    def paths(self) -> tuple[str, ...]:
        """The files of the new site so far, sorted."""
        return tuple(sorted((*self._new, *self._kept)))

    def written(self) -> tuple[str, ...]:
        """Those of them that are not taken over from the present site, sorted."""
        return tuple(sorted(self._new))

    def removed(self) -> tuple[str, ...]:
        """Files of the present site that the new one does not have so far, sorted."""
        mine = self._new.keys() | self._kept.keys() | {SUMS}
        return tuple(sorted(name for name in self._own if name not in mine))

    def digest(self, name: str) -> str:
        """The SHA-256 of one file of the new site."""
        return (self._new.get(name) or self._kept[name]).digest

    def read(self, name: str) -> bytes:
        """The bytes of one file of the new site."""
        top = self._place if name in self._new else self.generations.output
        folder = os.open(os.path.dirname(f"{top}/{name}"), os.O_RDONLY | os.O_DIRECTORY)
        try:
            last = name.rpartition("/")[2]
            return read_file(folder, last, name, _NO_LIMIT, PipelineError).data
        finally:
            os.close(folder)

    def publish(self) -> Published:
        """Put the new site in the place of the old one, in one step.

        Law: whatever stops this, and wherever, `output/` is the whole old site or the whole new
        one, and a later run succeeds.
        """
        removed = self.removed()
        size = sum(one.size for one in (*self._new.values(), *self._kept.values()))
        files = len(self._new) + len(self._kept)
        if self._is_live(removed):
            number = self._live.number if self._live else 0
            notes = self._clean()
            self._discard()
            return Published(False, number, files, size, 0, (), notes)
        written = len(self._new)
        try:
            self._complete()
            self._verify()
            self._seal()
        except OSError as error:
            raise self._failure(error, "") from None
        if not self.lock.held():
            raise PipelineError(
                "the lock was deleted while the site was built, and nothing was published",
                path=self.lock.shown,
                hint="run the command again",
            )
        note = self.generations.swap(self._number)
        self._done = True
        notes = (*((note,) if note else ()), *self._altered_notes(), *self._clean())
        return Published(True, self._number, files, size, written, removed, notes)

    def _is_live(self, removed: tuple[str, ...]) -> bool:
        harmed = self._altered or self._missing or removed
        return self._live is not None and not self._new and not harmed

    def _complete(self) -> None:
        """Bring over what is kept, and add the list of all files."""
        self._drop_spare()
        self._make_folder(self._place)
        for name, own in list(self._kept.items()):
            self._bring_over(name, own)
        digests = {name: one.digest for name, one in (*self._new.items(), *self._kept.items())}
        data = format_sums(digests)
        facts = write_file(self.disk, f"{self._place}/{SUMS}", data)
        digest = hashlib.sha256(data).hexdigest()
        self._new[SUMS] = File(digest, len(data), facts.st_mtime_ns, facts.st_ino)

    def _drop_spare(self) -> None:
        """Remove what was written before `begin_again` alone, and the folders that it leaves."""
        for name in self._spare:
            path = f"{self._place}/{name}"
            self.disk.unlink(path)
            with contextlib.suppress(OSError):  # another file lies there
                while (path := os.path.dirname(path)) != self._place:
                    self.disk.rmdir(path)
                    self._folders.discard(path)
        self._spare.clear()

    def _bring_over(self, name: str, own: File) -> None:
        """Link a file of the live site; copy it where the file system will not link."""
        old, new = f"{self.generations.output}/{name}", f"{self._place}/{name}"
        self._make_folder(os.path.dirname(new))
        try:
            self.disk.link(old, new, None, None)
        except OSError as error:
            if error.errno not in (errno.EXDEV, errno.EPERM, errno.EMLINK, errno.EOPNOTSUPP):
                raise
            facts = write_file(self.disk, new, self.read(name))
            self._kept[name] = File(own.digest, own.size, facts.st_mtime_ns, facts.st_ino)

    def _verify(self) -> None:
        """Compare what lies in the staged folder with what was meant to, by reading it again."""
        found = scan(self._place)
        meant = {**self._kept, **self._new}
        wrong = sorted(found.keys() ^ meant.keys())
        for name in () if wrong else meant:
            again = name in self._new and digest_file(f"{self._place}/{name}")
            if not meant[name].is_as_written(found[name]) or again not in (
                False,
                meant[name].digest,
            ):
                wrong.append(name)
        if wrong:
            raise PipelineError(
                "the staged file is not what was written, and nothing was published",
                path=f"{self.generations.shown}/{shown(wrong[0])}",
                hint="run the command again; if it happens again, look after the disk",
            )

    def _seal(self) -> None:
        """Write the record, and bring everything to the disk before anybody can see it."""
        parent = self._live.number if self._live else None
        inode = os.stat(self._place).st_ino
        files = {**self._kept, **self._new}
        self.generations.write_record(Record(self._number, inode, parent, files))
        folder = os.open(self.generations.folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            self.disk.syncfs(folder)
        finally:
            os.close(folder)

    def _clean(self) -> tuple[str, ...]:
        try:
            return self.generations.clean()
        except OSError as error:
            # The new site stands: an old one that cannot be removed today is removed tomorrow.
            return (str(failure(error, self.generations.folder, "an old site cannot be removed")),)

    def _altered_notes(self) -> tuple[str, ...]:
        kept = os.path.relpath(self._place, self.generations.root)
        return tuple(
            f"{self.generations.shown}/{name} had been changed by hand; "
            f"that version is kept in {kept}/{name}"
            for name in self._altered
        )

    def _claim(self, name: str) -> None:
        """Give a name to one file alone, capitals and Unicode form not counting."""
        split_path(name)
        folded = name.casefold() if name.isascii() else _fold(name)
        taken = self._folded.setdefault(folded, name)
        if taken != name or name in self._new or name in self._kept or name == SUMS:
            raise PipelineError(
                f"two files of the site want this address: {shown(taken)} and {shown(name)}",
                path=f"{self.generations.shown}/{shown(name)}",
                hint="rename one of them",
            )

    def _make_folder(self, path: str) -> None:
        if path in self._folders:
            return
        if path != self._place:
            self._make_folder(os.path.dirname(path))
        with contextlib.suppress(FileExistsError):
            self.disk.mkdir(path)
        self._folders.add(path)

    def _discard(self) -> None:
        self._done = True
        if self._folders:
            with contextlib.suppress(OSError):
                remove_all(self.disk, self._place)

    def _failure(self, error: OSError, name: str) -> PipelineError:
        path = f"{self.generations.shown}/{name}" if name else self.generations.shown
        found = failure(error, path)
        return PipelineError(
            f"{found.message}, and the published site is as it was", path=path, hint=found.hint
        )


def _fold(name: str) -> str:
    return unicodedata.normalize("NFC", name.casefold())
