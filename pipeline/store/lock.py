"""One writer at a time, by a lock that dies with its holder.

The kernel keeps the lock, not the file: after `kill -9` it is free. It is not handed down either:
a worker that was forked while the lock is held closes it, or it would hold it for a dead parent.
"""

# Single system calls, and names relative to open folders, are the subject here.
# ruff: noqa: PTH116
from __future__ import annotations

import contextlib
import os
from types import TracebackType

from pipeline.store.problems import Busy, failure

_held: set[int] = set()
_hooked = False


class Lock:
    """Held from `with` to its end; `Busy` at once if somebody else holds it."""

    def __init__(self, path: str, doing: str, shown: str) -> None:
        self.path = path
        self.doing = doing
        self.shown = shown
        self._file = -1

    def __enter__(self) -> Lock:
        try:
            self._file = self._take()
        except OSError as error:
            raise failure(error, self.shown) from None
        _held.add(self._file)
        _close_in_children()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        file, self._file = self._file, -1
        if file in _held:
            _held.discard(file)
            os.close(file)

    def held(self) -> bool:
        """Whether the lock is still ours: somebody may have deleted the file and made another."""
        try:
            return self._file >= 0 and os.path.samestat(os.fstat(self._file), os.stat(self.path))
        except OSError:
            return False

    def _take(self) -> int:
        import fcntl

        while True:
            file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if os.path.samestat(os.fstat(file), os.stat(self.path)):
                    os.ftruncate(file, 0)
                    os.pwrite(file, f"{os.getpid()}\n".encode(), 0)
                    return file
            except BlockingIOError:
                holder = os.pread(file, 20, 0).decode("ascii", "replace").strip()
                os.close(file)
                raise Busy(
                    f"another {self.doing} is running" + (f" (pid {holder})" if holder else ""),
                    hint="wait until it has ended",
                ) from None
            except FileNotFoundError:
                pass
            except BaseException:
                os.close(file)
                raise
            os.close(file)


def _close_in_children() -> None:
    global _hooked
    if not _hooked:
        _hooked = True
        os.register_at_fork(after_in_child=_forget)


def _forget() -> None:
    for file in _held:
        with contextlib.suppress(OSError):
            os.close(file)
    _held.clear()
