"""A running preview: the server, the watcher, and the one thread that does the work.

Everything that touches the workbench goes through a pool of one thread, so nothing in it needs a
lock; connections, streams and waiting are asyncio's.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
import traceback
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from pipeline.preview.answers import Answers
from pipeline.preview.dressing import RESERVED
from pipeline.preview.exchange import Refused, Request, Response
from pipeline.preview.server import Limits, Server
from pipeline.preview.surroundings import Loaded
from pipeline.preview.watching import changes
from pipeline.preview.workbench import Workbench

T = TypeVar("T")

SETTLING = 0.15
"""Seconds after which a file that looks half-saved is taken for broken."""
HEARTBEAT = 15.0
"""Seconds after which a silent stream sends a sign of life, so that a gone reader is noticed."""
SELDOM = 1.0
"""Seconds between two tidings of what was worked out in the background."""
_MOST_WAITING = 64
"""Requests that may queue for the working thread."""


@dataclass(frozen=True, slots=True)
class Started:
    """A preview that answers now."""

    address: str
    port: int


class Session:
    """One preview, from start to stop."""

    def __init__(
        self,
        load: Callable[[], Loaded],
        *,
        pseudo: bool = False,
        say: Callable[[str], None] = lambda line: None,
        limits: Limits | None = None,
    ) -> None:
        self._say = say
        self.bench = Workbench(load, pseudo=pseudo)
        self.answers = Answers(self.bench, _start)
        self.server = Server(self._answer, self._report, limits)
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="preview")
        self._listeners: set[asyncio.Queue[str]] = set()
        self._waiting = 0
        self._stop = asyncio.Event()
        self._wake = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self, port: int, *, others: bool = False) -> Started:
        """Listen, watch and work; with `others`, on any free port where this one is taken."""
        try:
            port = await self.server.start(port)
        except OSError:
            if not others:
                raise
            port = await self.server.start(0)
        self._tasks = [asyncio.create_task(one) for one in (self._watch(), self._work_ahead())]
        self._wake.set()
        return Started(f"http://127.0.0.1:{port}{RESERVED}", port)

    async def stop(self) -> None:
        """Close everything, in the order in which nothing is left waiting for another."""
        self._stop.set()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.server.stop()
        self._worker.shutdown(wait=True, cancel_futures=True)

    # --- answering ----------------------------------------------------------------------------

    async def _answer(self, request: Request) -> Response:
        if request.path == f"{RESERVED}events":
            return Response(200, type="text/event-stream", stream=self._events())
        if self._waiting >= _MOST_WAITING:
            raise Refused(503, "too many requests at once", ("Retry-After", "1"))
        self._waiting += 1
        try:
            return await self._in_turn(lambda: self.answers.answer(request))
        finally:
            self._waiting -= 1

    async def _in_turn(self, work: Callable[[], T]) -> T:
        """Do something with the workbench, and tell everybody what it turned up."""
        result, news = await self._quietly(work)
        if news:
            self._tell(news)
        return result

    async def _quietly(self, work: Callable[[], T]) -> tuple[T, frozenset[str]]:
        def work_and_news() -> tuple[T, frozenset[str]]:
            return work(), self.bench.take_news()

        return await asyncio.get_running_loop().run_in_executor(self._worker, work_and_news)

    def _report(self, error: Exception) -> None:
        self._say("this is a defect of the preview; please report it:")
        self._say("".join(traceback.format_exception(error)))

    # --- telling ------------------------------------------------------------------------------

    def _tell(self, topics: Iterable[str]) -> None:
        generation = self.answers.changed()
        text = json.dumps({"generation": generation, "topics": sorted(topics)})
        for queue in self._listeners:
            queue.put_nowait(f"event: change\ndata: {text}\n\n")

    async def _events(self) -> AsyncIterator[bytes]:
        queue: asyncio.Queue[str] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            yield f"event: hello\ndata: {self.answers.generation}\n\n".encode()
            while True:
                try:
                    async with asyncio.timeout(HEARTBEAT):
                        text = await queue.get()
                except TimeoutError:
                    text = ":\n\n"
                yield text.encode()
        finally:
            self._listeners.discard(queue)

    # --- following the disk -------------------------------------------------------------------

    async def _watch(self) -> None:
        root = self.bench.around.project.root
        while not self._stop.is_set():
            folders = self._folders()
            async with contextlib.aclosing(changes(root, folders, self._stop)) as batches:
                async for paths in batches:
                    try:
                        await self.follow(paths)
                    except Exception as error:
                        # A defect must not end the watching: the next save may mend it.
                        self._report(error)
                    if self._folders() != folders:
                        break

    def _folders(self) -> tuple[str, ...]:
        config = self.bench.around.config
        return (config.source, config.locales, config.site.theme, config.static)

    async def follow(self, paths: Iterable[str]) -> None:
        """Take note of changed files; what looks half-saved is looked at again in a moment."""
        outcome = await self._in_turn(lambda: self.bench.change(paths))
        if outcome.topics:
            self._tell(outcome.topics)
        if outcome.unsettled:
            await asyncio.sleep(SETTLING)
            unsettled = outcome.unsettled
            late = await self._in_turn(lambda: self.bench.change(unsettled, final=True))
            self._tell(late.topics)
        self._wake.set()

    async def _work_ahead(self) -> None:
        """Assess what nobody has asked for yet, one edition at a time, so that pages come first."""
        clock = asyncio.get_running_loop().time
        while not self._stop.is_set():
            await self._wake.wait()
            self._wake.clear()
            told, news = clock(), set[str]()
            while self.bench.waiting and not self._stop.is_set():
                try:
                    _, new = await self._quietly(self.bench.work)
                except Exception as error:
                    self._report(error)
                    break
                news |= new
                if news and clock() - told > SELDOM:
                    self._tell(news)
                    told, news = clock(), set()
            if news:
                self._tell(news)


def _start(command: Sequence[str]) -> None:
    """Start an editor that opens a window of its own; whether it works out is seen there."""
    quiet = subprocess.DEVNULL
    subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
