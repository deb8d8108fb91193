"""A function run in a child process that can be ended: for input that may never let go.

For some texts only trying can tell whether a parser will finish, and inside this process nothing
can stop it. The child has its own processor time and its own memory, and dies with its parent.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable
from typing import Any, BinaryIO, TypeVar

from pipeline.errors import PipelineError

A = TypeVar("A")
B = TypeVar("B")

_START = (
    "import os, pickle, sys; task = os.fdopen(0, 'rb'); sys.path[:] = pickle.load(task); "
    "from pipeline.bounded import _serve; _serve(task)"
)
"""The path comes first: without it neither this module nor the task's would be found."""
_PIECE = 1 << 16


class Ended(PipelineError):
    """The child was ended, or ended itself, before it had a result; the message says why."""

    exit_code = 1


def run_bounded(
    function: Callable[[A], B],
    argument: A,
    seconds: float | None = None,
    memory: int | None = None,
) -> B:
    """What `function(argument)` returns or raises, or `Ended` where it goes beyond its bounds.

    `seconds` is processor time, and twice that (and one second) by the clock; `memory` is in bytes,
    beyond what the process has already. Nesting too deep for the interpreter is `Ended` as well.

    >>> run_bounded(len, "abc", seconds=5)
    3
    """
    import threading

    # A fork is a hundred times cheaper than a new interpreter, but not safe beside other threads.
    alone = threading.active_count() == 1 and hasattr(os, "fork")
    child, pipe = (_fork if alone else _spawn)(function, argument, seconds, memory)
    try:
        answer, late = _listen(pipe, None if seconds is None else 2 * seconds + 1)
    except BaseException:
        _kill(child)
        raise
    finally:
        os.close(pipe)
    if late:
        _kill(child)
        raise Ended(_too_slow(seconds))
    _, status = os.waitpid(child, 0)
    return _understand(answer, status, seconds, memory)  # type: ignore[no-any-return]


def _fork(
    function: Callable[[Any], Any], argument: Any, seconds: float | None, memory: int | None
) -> tuple[int, int]:
    read, write = os.pipe()
    child = os.fork()
    if child:
        os.close(write)
        return child, read
    try:
        os.close(read)
        _answer(write, function, argument, seconds, memory)
    finally:
        os._exit(0)


def _spawn(
    function: Callable[[Any], Any], argument: Any, seconds: float | None, memory: int | None
) -> tuple[int, int]:
    """A new interpreter that gets the task on its standard input."""
    import pickle
    import tempfile

    read, write = os.pipe()
    with tempfile.TemporaryFile() as task:
        pickle.dump(sys.path, task)
        pickle.dump((function, argument, seconds, memory), task)
        task.seek(0)
        child = os.posix_spawn(
            sys.executable,
            [sys.executable, "-c", _START],
            os.environ,
            file_actions=[
                (os.POSIX_SPAWN_DUP2, task.fileno(), 0),
                (os.POSIX_SPAWN_DUP2, write, 1),
            ],
        )
    os.close(write)
    return child, read


def _serve(task: BinaryIO) -> None:
    """What the new interpreter does; what the task prints goes to the standard error."""
    import pickle

    answer = os.dup(1)
    os.dup2(2, 1)
    _answer(answer, *pickle.load(task))


def _answer(
    pipe: int,
    function: Callable[[Any], Any],
    argument: Any,
    seconds: float | None,
    memory: int | None,
) -> None:
    """Work within the bounds and write the outcome; the process ends right after it."""
    import pickle

    _bind(seconds, memory)
    outcome: tuple[str, Any]
    try:
        outcome = ("result", function(argument))
        data = pickle.dumps(outcome)
    except MemoryError:
        data = pickle.dumps(("memory", None))
    except RecursionError:
        data = pickle.dumps(("depth", None))
    except BaseException as error:
        try:
            data = pickle.dumps(("error", error))
        except Exception:
            data = pickle.dumps(("error", RuntimeError(repr(error))))
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(pipe, rest) :]


def _bind(seconds: float | None, memory: int | None) -> None:
    """Set the bounds of this process; going beyond them ends it, or raises MemoryError."""
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(Exception):
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: end with the parent
    if seconds is not None:
        # The kernel's own action ends the process even inside one long call of a C library.
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, seconds)
    if memory is not None:
        limit = _address_space() + memory
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _address_space() -> int:
    """How much this process has mapped already: the limit counts that too."""
    try:
        with open("/proc/self/statm", "rb") as stream:  # noqa: PTH123
            return int(stream.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 1 << 30


def _listen(pipe: int, seconds: float | None) -> tuple[bytes, bool]:
    """Everything that the child writes until it ends, and whether the time was up before."""
    import select
    import time

    until = None if seconds is None else time.monotonic() + seconds
    poll = select.poll()
    poll.register(pipe, select.POLLIN)
    pieces: list[bytes] = []
    while True:
        left = None if until is None else max(0, int((until - time.monotonic()) * 1000))
        if not poll.poll(left):
            return b"", True
        piece = os.read(pipe, _PIECE)
        if not piece:
            return b"".join(pieces), False
        pieces.append(piece)


def _understand(answer: bytes, status: int, seconds: float | None, memory: int | None) -> Any:
    import pickle

    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        if number == signal.SIGPROF:
            raise Ended(_too_slow(seconds))
        if number == signal.SIGKILL:
            raise Ended("it was killed from outside, most likely because memory ran out")
        raise Ended(f"it crashed the interpreter ({signal.Signals(number).name})")
    try:
        kind, value = pickle.loads(answer)
    except Exception:
        raise Ended("it ended without a result") from None
    if kind == "memory":
        raise Ended(f"it needs more than {(memory or 0) >> 20} MB of memory")
    if kind == "depth":
        raise Ended("it is nested too deeply")
    if kind == "error":
        raise value
    return value


def _too_slow(seconds: float | None) -> str:
    return f"it needs more than {seconds:g} seconds"


def _kill(child: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(child, 0)
