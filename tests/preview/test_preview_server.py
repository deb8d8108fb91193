"""The preview server under bad manners: raw sockets on the loopback interface."""

import asyncio
import random
import socket
from collections.abc import AsyncIterator

import pytest

from pipeline.preview.exchange import Request, Response
from pipeline.preview.server import Limits, Server

QUICK = Limits(connections=32, streams=2, seconds=0.25, head_bytes=2048)


async def greet(request: Request) -> Response:
    """What the server under test answers."""
    if request.path == "/defect":
        raise RuntimeError("a defect")
    if request.path == "/stream":

        async def ticks() -> AsyncIterator[bytes]:
            for number in range(1000):
                yield b"data: %d\n\n" % number
                await asyncio.sleep(0.02)

        return Response(200, type="text/event-stream", stream=ticks())
    if request.path == "/big":
        return Response(200, b"x" * 3_000_000)
    return Response(200, f"hello {request.path}".encode())


class Running:
    """A server, and what it reported."""

    def __init__(self, limits: Limits = QUICK) -> None:
        self.reports: list[Exception] = []
        self.server = Server(greet, self.reports.append, limits)

    async def __aenter__(self) -> "Running":
        self.complaints: list[dict] = []
        asyncio.get_running_loop().set_exception_handler(
            lambda _loop, context: self.complaints.append(context)
        )
        self.port = await self.server.start()
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.server.stop()
        assert self.complaints == []

    async def connect(self):
        return await asyncio.open_connection("127.0.0.1", self.port)

    async def send(self, data: bytes) -> bytes:
        reader, writer = await self.connect()
        writer.write(data)
        try:
            async with asyncio.timeout(5):
                return await reader.read()
        except ConnectionResetError:
            return b""
        finally:
            writer.close()

    async def get(self, path: str = "/", method: str = "GET") -> bytes:
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n"
        return await self.send(head.encode())


def test_it_listens_on_loopback_only():
    """Every address that the server listens on is this machine's own."""

    async def scene() -> set[str]:
        async with Running() as it:
            return {one.getsockname()[0] for server in it.server._servers for one in server.sockets}

    assert asyncio.run(scene()) <= {"127.0.0.1", "::1"}


def test_it_answers_and_closes():
    """GET brings head and body, HEAD the same head alone."""

    async def scene() -> tuple[bytes, bytes]:
        async with Running() as it:
            return await it.get("/fr/"), await it.get("/fr/", "HEAD")

    full, bare = asyncio.run(scene())
    assert full.startswith(b"HTTP/1.1 200 OK\r\n")
    assert full.endswith(b"\r\n\r\nhello /fr/")
    assert full.startswith(bare)
    assert bare.endswith(b"\r\n\r\n")


def test_a_foreign_host_gets_nothing():
    """A page of another site that resolves to this machine reads no draft."""

    async def scene() -> bytes:
        async with Running() as it:
            return await it.send(b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n")

    answer = asyncio.run(scene())
    assert answer.startswith(b"HTTP/1.1 421 ")
    assert b"hello" not in answer


def malformed(number: int) -> bytes:
    """One of many broken requests, always the same for a number."""
    rng = random.Random(number)
    good = b"GET /fr/ HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\n\r\n"
    kind = number % 5
    if kind == 0:
        return rng.randbytes(rng.randrange(1, 400)) + b"\r\n\r\n"
    if kind == 1:
        at = rng.randrange(len(good))
        return good[:at] + rng.randbytes(rng.randrange(1, 9)) + good[at:]
    if kind == 2:
        return good[: rng.randrange(len(good))]
    if kind == 3:
        return b"GET /" + rng.choice([b"%00", b"\xff", b"..%2f" * 50, b"a" * 9000]) + good[8:]
    return b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999\r\n\r\n" + rng.randbytes(5000)


def test_two_hundred_malformed_requests_do_no_harm():
    """None gets content, none is reported as a defect, and the next good one is served."""

    async def scene() -> tuple[list[bytes], bytes, list[Exception]]:
        async with Running() as it:
            answers = []
            for start in range(0, 200, 20):
                batch = [it.send(malformed(number)) for number in range(start, start + 20)]
                answers += await asyncio.gather(*batch)
            return answers, await it.get("/after"), it.reports

    answers, after, reports = asyncio.run(scene())
    assert len(answers) == 200
    assert not any(one.startswith(b"HTTP/1.1 2") or b"hello" in one for one in answers)
    assert not any(one.startswith(b"HTTP/1.1 500") for one in answers)
    assert after.endswith(b"hello /after")
    assert reports == []


def test_a_hundred_half_open_connections_do_not_block():
    """With more silent connections than there are places, a request is answered at once."""

    async def scene() -> tuple[bytes, int]:
        patient = Limits(connections=32, streams=2, seconds=60, head_bytes=2048)
        async with Running(patient) as it:
            silent = [await it.connect() for _ in range(100)]
            for _, writer in silent[::2]:
                writer.write(b"GET / HTTP/1.1\r\nHost: ")
            answer = await it.get("/after")
            held = len(it.server._open)
            for _, writer in silent:
                writer.close()
            return answer, held

    answer, held = asyncio.run(scene())
    assert answer.endswith(b"hello /after")
    assert held <= 32


def test_a_silent_connection_is_ended():
    """Who sends nothing, or a byte now and then, is told so and cut off after the time allowed."""

    async def scene() -> tuple[bytes, int]:
        async with Running() as it:
            answer = await it.send(b"GET / HTTP/1.1\r\n")
            for _ in range(50):
                if not it.server._open:
                    break
                await asyncio.sleep(0.05)
            return answer, len(it.server._open)

    answer, held = asyncio.run(scene())
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert held == 0


def test_who_does_not_take_the_answer_is_cut_off():
    """A client that stops reading holds neither the server nor its place."""

    async def scene() -> int:
        async with Running() as it:
            raw = socket.create_connection(("127.0.0.1", it.port))
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            raw.sendall(f"GET /big HTTP/1.1\r\nHost: 127.0.0.1:{it.port}\r\n\r\n".encode())
            for _ in range(80):
                await asyncio.sleep(0.05)
                if not it.server._open:
                    break
            held = len(it.server._open)
            raw.close()
            return held

    assert asyncio.run(scene()) == 0


def test_a_long_head_is_refused():
    """A head beyond the bound is refused without being read to its end."""

    async def scene() -> bytes:
        async with Running() as it:
            return await it.send(b"GET / HTTP/1.1\r\nX: " + b"a" * 5000 + b"\r\n\r\n")

    assert asyncio.run(scene()).startswith(b"HTTP/1.1 431 ")


def test_a_defect_is_reported_and_answered():
    """A defect ends its own answer with 500, is reported once, and leaves the rest alone."""

    async def scene() -> tuple[bytes, bytes, list[Exception]]:
        async with Running() as it:
            return await it.get("/defect"), await it.get("/"), it.reports

    broken, after, reports = asyncio.run(scene())
    assert broken.startswith(b"HTTP/1.1 500 ")
    assert b"a defect" not in broken.replace(b"has a defect", b"")
    assert after.startswith(b"HTTP/1.1 200 ")
    assert [str(one) for one in reports] == ["a defect"]


def test_streams_are_few_and_free_their_place():
    """A tab too many is asked to come back later; when one closes, its place is free again."""

    async def scene() -> tuple[bytes, bytes, bytes]:
        async with Running() as it:
            head = f"GET /stream HTTP/1.1\r\nHost: 127.0.0.1:{it.port}\r\n\r\n".encode()
            tabs = [await it.connect() for _ in range(2)]
            firsts = []
            for reader, writer in tabs:
                writer.write(head)
                firsts.append(await reader.readuntil(b"data: 1\n\n"))
            third = await it.send(head)
            tabs[0][1].close()
            await asyncio.sleep(0.2)
            reader, writer = await it.connect()
            writer.write(head)
            fourth = await reader.readuntil(b"data: 0\n\n")
            return firsts[0], third, fourth

    first, third, fourth = asyncio.run(scene())
    assert first.startswith(b"HTTP/1.1 200 ")
    assert third.startswith(b"HTTP/1.1 503 ")
    assert fourth.startswith(b"HTTP/1.1 200 ")


def test_a_taken_port_is_an_error():
    """Two previews cannot share a port, and the second is told."""

    async def scene() -> None:
        async with Running() as it:
            other = Server(greet, it.reports.append)
            with pytest.raises(OSError):
                await other.start(it.port)

    asyncio.run(scene())
