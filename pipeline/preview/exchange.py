"""What is asked of the preview server and what it answers, as values: no socket in here.

The standard library's `http.server` parses requests too, but kindly: it takes any `Host`, folded
header lines and bodies, and a NUL in a path ends in a traceback. A preview needs only the heads of
GET and HEAD requests, and must refuse all else, so the head is read strictly, in one place.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import unquote_to_bytes

LONGEST_TARGET = 2048
MOST_HEADERS = 100

_REQUEST_LINE = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+) (\S+) HTTP/([0-9]\.[0-9])")
_HEADER = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*")
_TARGET = re.compile(r"/[!-~]*")
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")

ALWAYS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("X-Frame-Options", "SAMEORIGIN"),
    ("Referrer-Policy", "same-origin"),
    ("Cache-Control", "no-store"),
    ("Connection", "close"),
)
"""What every answer carries, refusals included."""

NOTHING = "default-src 'none'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
"""The policy of an answer that brings none of its own."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request that may be answered: asked by us, of us, and only to read."""

    path: str
    """Decoded, begins with a slash; no part of it is empty (but the last) or begins with a dot."""
    query: Mapping[str, str]
    head: bool = False
    headers: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """What is answered."""

    status: int
    body: bytes = b""
    type: str = "text/plain; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()
    policy: str = NOTHING
    stream: AsyncIterator[bytes] | None = None
    """What follows the body, for as long as the other side listens."""


class Refused(Exception):
    """A request that is not answered, and why."""

    def __init__(self, status: int, reason: str, *headers: tuple[str, str]) -> None:
        super().__init__(reason)
        self.response = Response(status, f"{status} {reason}\n".encode(), headers=headers)


def own_hosts(port: int) -> frozenset[str]:
    """The names under which a browser on this machine may ask: all others are somebody's trick.

    A page elsewhere can make its own name resolve to this machine and would then read drafts.

    >>> "localhost:8000" in own_hosts(8000), "evil.example:8000" in own_hosts(8000)
    (True, False)
    """
    names = ("localhost", "127.0.0.1", "[::1]")
    bare = names if port == 80 else ()
    return frozenset({*(f"{name}:{port}" for name in names), *bare})


def read_request(head: bytes, hosts: frozenset[str]) -> Request:
    r"""The request in the bytes up to and with the first empty line; raises Refused.

    >>> read_request(b"GET /fr/?a=1 HTTP/1.1\r\nHost: localhost:1\r\n\r\n", own_hosts(1)).path
    '/fr/'
    """
    try:
        text = head.decode("ascii")
    except UnicodeDecodeError:
        raise Refused(400, "a request is written in ASCII") from None
    lines = text.removesuffix("\r\n\r\n").split("\r\n")
    line = _REQUEST_LINE.fullmatch(lines[0])
    if not line:
        raise Refused(400, "this is no request line")
    method, target, version = line.groups()
    if not version.startswith("1."):
        raise Refused(505, "only HTTP/1.1 is spoken here")
    headers = _read_headers(lines[1:])
    if headers.get("host", "").lower() not in hosts:
        raise Refused(421, "this server answers to its own name only")
    if method not in ("GET", "HEAD"):
        raise Refused(405, "a preview can only be read", ("Allow", "GET, HEAD"))
    if "transfer-encoding" in headers or headers.get("content-length", "0") != "0":
        raise Refused(400, "a request to read has no body")
    _refuse_strangers(headers)
    if len(target) > LONGEST_TARGET:
        raise Refused(414, "the address is too long")
    if not _TARGET.fullmatch(target) or "#" in target:
        raise Refused(400, "this is no address of a page")
    path, _, query = target.partition("?")
    return Request(_read_path(path), _read_query(query), method == "HEAD", headers)


def _read_headers(lines: list[str]) -> dict[str, str]:
    if len(lines) > MOST_HEADERS:
        raise Refused(431, "too many headers")
    headers: dict[str, str] = {}
    for line in lines:
        match = _HEADER.fullmatch(line)
        if not match or any(ord(one) < 32 and one != "\t" for one in line):
            raise Refused(400, "this is no header line")
        name = match[1].lower()
        if name in ("host", "content-length") and name in headers:
            raise Refused(400, f"{match[1]} stands twice")
        headers[name] = match[2]
    return headers


def _refuse_strangers(headers: Mapping[str, str]) -> None:
    """Another site may link here, but not load our pages as its images, scripts or frames."""
    site, mode = headers.get("sec-fetch-site", ""), headers.get("sec-fetch-mode", "")
    top = headers.get("sec-fetch-dest", "document") == "document"
    if site in ("cross-site", "same-site") and not (mode == "navigate" and top):
        raise Refused(403, "another site asked")
    origin = headers.get("origin")
    if origin is not None and origin != f"http://{headers['host']}":
        raise Refused(403, "another site asked")


def _read_path(path: str) -> str:
    if _BROKEN_ESCAPE.search(path) or re.search("%2f|%5c", path, re.I):
        raise Refused(400, "this is no address of a page")
    try:
        decoded = unquote_to_bytes(path).decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(400, "the address is not UTF-8") from None
    if "\\" in decoded or not decoded.isprintable():
        raise Refused(400, "this is no address of a page")
    parts = decoded.split("/")[1:]
    if "" in parts[:-1] or any(part.startswith(".") for part in parts):
        raise Refused(404, "there is nothing here")
    return decoded


def _read_query(query: str) -> dict[str, str]:
    found = {}
    for pair in query.split("&") if query else ():
        name, _, value = pair.partition("=")
        found[name] = unquote_to_bytes(value.replace("+", " ")).decode("utf-8", "replace")
    return found


def format_head(response: Response) -> bytes:
    """The status line and the headers of an answer."""
    lines = [f"HTTP/1.1 {response.status} {HTTPStatus(response.status).phrase}"]
    headers = [("Content-Type", response.type), *ALWAYS, *response.headers]
    if response.policy:
        headers.append(("Content-Security-Policy", response.policy))
    if response.stream is None:
        headers.append(("Content-Length", str(len(response.body))))
    for name, value in headers:
        if not value.isprintable() or not value.isascii():
            raise ValueError(f"{name} must be one line of ASCII: {value!r}")
        lines.append(f"{name}: {value}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")
