"""Connections: one thread, however many sockets are open; deadlines; a firm upper bound.

`http.server.ThreadingHTTPServer` would be shorter, but every half-open connection and every
listening tab costs it a thread, it knows no deadline for a whole head, and it has no bound. With
asyncio's streams, also of the standard library, an idle connection costs a few kilobytes.
Every answer closes its connection: on one machine that costs nothing, and no request can hide
behind another.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from pipeline.preview.exchange import (
    Refused,
    Request,
    Response,
    format_head,
    own_hosts,
    read_request,
)

Answer = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much the server takes from the other side."""

    connections: int = 256
    """When they are all taken, the oldest that has not asked anything yet makes room."""
    streams: int = 48
    """Tabs that listen for changes."""
    seconds: float = 10.0
    """For a whole head to arrive, and for an answer to be taken."""
    head_bytes: int = 16_384


class Server:
    """Answers GET and HEAD on the loopback interface, and nothing else anywhere."""

    def __init__(
        self, answer: Answer, report: Callable[[Exception], None], limits: Limits | None = None
    ) -> None:
        self._answer = answer
        self._report = report
        self._limits = limits or Limits()
        self._silent: dict[asyncio.StreamWriter, None] = {}
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._streams = 0
        self._servers: list[asyncio.Server] = []
        self._hosts: frozenset[str] = frozenset()
        self.port = 0

    async def start(self, port: int = 0) -> int:
        """Listen on 127.0.0.1, and on ::1 where there is one; the port, chosen freely for 0.

        Raises OSError where the port is taken.
        """
        first = await self._listen("127.0.0.1", port)
        self.port = first.sockets[0].getsockname()[1]
        self._servers = [first]
        if socket.has_ipv6:
            with contextlib.suppress(OSError):
                self._servers.append(await self._listen("::1", self.port))
        self._hosts = own_hosts(self.port)
        return self.port

    async def _listen(self, address: str, port: int) -> asyncio.Server:
        return await asyncio.start_server(
            self._serve, address, port, limit=self._limits.head_bytes, backlog=128
        )

    async def stop(self) -> None:
        """Close everything; who still listens is cut off."""
        for server in self._servers:
            server.close()
        for writer in tuple(self._open):
            writer.transport.abort()
        for server in self._servers:
            await server.wait_closed()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(self._open) >= self._limits.connections:
            if not self._silent:
                writer.transport.abort()
                return
            oldest = next(iter(self._silent))
            del self._silent[oldest]
            oldest.transport.abort()
        self._open.add(writer)
        if task := asyncio.current_task():
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        self._silent[writer] = None
        # Draining then means that the kernel has all of it, so that closing never waits.
        writer.transport.set_write_buffer_limits(0)
        # Whatever the other side does, gone or silent, ends this connection and no other.
        try:
            with contextlib.suppress(OSError, EOFError, TimeoutError):
                await self._converse(reader, writer)
        finally:
            self._open.discard(writer)
            self._silent.pop(writer, None)
            writer.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(self._limits.seconds):
                head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.LimitOverrunError:
            response, bodiless = Refused(431, "the head is too long").response, False
        except TimeoutError:
            response, bodiless = Refused(408, "no request came").response, False
        else:
            self._silent.pop(writer, None)
            response, bodiless = await self._respond(head)
        async with asyncio.timeout(self._limits.seconds):
            writer.write(format_head(response))
            if not bodiless:
                writer.write(response.body)
            await writer.drain()
        if response.stream is not None and not bodiless:
            await self._stream(response, reader, writer)
        else:
            await self._part(reader, writer)

    async def _respond(self, head: bytes) -> tuple[Response, bool]:
        try:
            request = read_request(head, self._hosts)
        except Refused as refused:
            return refused.response, head.startswith(b"HEAD ")
        try:
            response = await self._answer(request)
        except Refused as refused:
            return refused.response, request.head
        except Exception as error:
            self._report(error)
            return Refused(500, "the preview has a defect; see its terminal").response, request.head
        if response.stream is not None and self._streams >= self._limits.streams:
            busy = Refused(503, "too many tabs are listening", ("Retry-After", "5"))
            return busy.response, request.head
        return response, request.head

    async def _stream(
        self, response: Response, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Write what comes until the other side is gone."""
        assert response.stream is not None
        self._streams += 1
        gone = asyncio.ensure_future(_end(reader))
        try:
            stream = response.stream.__aiter__()
            while not gone.done():
                coming = asyncio.ensure_future(anext(stream, None))
                await asyncio.wait({coming, gone}, return_when=asyncio.FIRST_COMPLETED)
                if gone.done() or (piece := coming.result()) is None:
                    coming.cancel()
                    break
                async with asyncio.timeout(self._limits.seconds):
                    writer.write(piece)
                    await writer.drain()
        finally:
            self._streams -= 1
            gone.cancel()

    async def _part(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # Closing with bytes unread makes the kernel take back the answer: read a little first.
        with contextlib.suppress(OSError, TimeoutError):
            writer.write_eof()
            async with asyncio.timeout(min(1.0, self._limits.seconds)):
                for _ in range(64):
                    if not await reader.read(4096):
                        break


async def _end(reader: asyncio.StreamReader) -> None:
    """Returns when the other side has closed its end."""
    with contextlib.suppress(OSError):
        while await reader.read(4096):
            pass
