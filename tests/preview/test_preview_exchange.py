"""What the preview server takes for a request, and what it refuses."""

import pytest

from pipeline.preview.exchange import (
    Refused,
    Request,
    Response,
    format_head,
    own_hosts,
    read_request,
)

HOSTS = own_hosts(8000)


def ask(target: str = "/", host: str = "localhost:8000", *more: str) -> Request:
    """What is read from a browser's request."""
    lines = [f"GET {target} HTTP/1.1", f"Host: {host}", *more, "", ""]
    return read_request("\r\n".join(lines).encode("utf-8"), HOSTS)


def refused(head: bytes) -> int:
    """The status with which a head is refused."""
    with pytest.raises(Refused) as caught:
        read_request(head, HOSTS)
    return caught.value.response.status


@pytest.mark.parametrize(
    "host", ["localhost:8000", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST:8000"]
)
def test_own_names_are_answered(host):
    """The server answers to the three names of this machine, with its own port."""
    assert ask("/fr/tea/?a=1&b=x%20y", host).path == "/fr/tea/"


@pytest.mark.parametrize(
    "host",
    [
        "evil.example:8000", "localhost", "localhost:8001", "127.0.0.1", "0.0.0.0:8000", "",
        "localhost:8000@evil.example", "localhost.evil.example:8000", "127.0.0.2:8000",
        "localhost:8000, evil.example", "127.1:8000", "2130706433:8000", "localhost.:8000",
    ],
)  # fmt: skip
def test_foreign_names_are_refused(host):
    """A name that some other site made to resolve here is answered with 421 and nothing else."""
    assert refused(f"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()) == 421


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get", "X"]
)
def test_only_reading_is_allowed(method):
    """Every method but GET and HEAD is refused, and the answer says which are allowed."""
    head = f"{method} / HTTP/1.1\r\nHost: localhost:8000\r\n\r\n".encode()
    with pytest.raises(Refused) as caught:
        read_request(head, HOSTS)
    assert caught.value.response.status == 405
    assert ("Allow", "GET, HEAD") in caught.value.response.headers


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("/../etc/passwd", 404), ("/%2e%2e/etc/passwd", 404), ("/..%2fetc/passwd", 400),
        ("/a/..%5c..%5cetc", 400), ("/a\\b", 400), ("/.env", 404), ("/fr/.git/config", 404),
        ("//evil.example/", 404), ("/a//b", 404), ("/./a", 404), ("/%00", 400), ("/a%0d%0ab", 400),
        ("/%zz", 400), ("/%c0%ae%c0%ae/", 400), ("/a%e2%80%ae.md", 400),
        ("http://localhost:8000/", 400),
        ("*", 400), ("fr", 400), ("/" + "a" * 3000, 414), ("/a#b", 400), ("/%ff", 400),
    ],
)  # fmt: skip
def test_odd_addresses_are_refused(target, status):
    """A path that climbs or hides is refused before any file is named."""
    assert refused(f"GET {target} HTTP/1.1\r\nHost: localhost:8000\r\n\r\n".encode()) == status


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"\r\n\r\n", 400),
        (b"GET /\r\n\r\n", 400),
        (b"GET  / HTTP/1.1\r\nHost: localhost:8000\r\n\r\n", 400),
        (b"GET / HTTP/2.0\r\nHost: localhost:8000\r\n\r\n", 505),
        (b"GET / HTTP/1.1\r\n\r\n", 421),
        (b"GET / HTTP/1.1\r\nHost: localhost:8000\r\nHost: localhost:8000\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost:8000\r\n folded\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost : localhost:8000\r\n\r\n", 400),
        (b"GET / HTTP/1.1\nHost: localhost:8000\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost:8000\r\nX: a\x00b\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost:8000\r\nX: a\rb\r\n\r\n", 400),
        (b"GET /\xff HTTP/1.1\r\nHost: localhost:8000\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost:8000\r\nContent-Length: 5\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost:8000\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost:8000\r\n" + b"X: 1\r\n" * 200 + b"\r\n", 431),
    ],
)
def test_malformed_heads_are_refused(head, status):
    """A head that two readers could read in two ways is read in none."""
    assert refused(head) == status


def test_another_site_may_link_but_not_embed():
    """A link from elsewhere opens; a frame, an image or a stream from elsewhere does not."""
    link = ("Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document")
    assert ask("/", "localhost:8000", *link).path == "/"
    for more in (
        ("Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: image"),
        ("Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: iframe"),
        ("Origin: http://evil.example",),
        ("Origin: null",),
        ("Origin: http://localhost:8001",),
    ):
        with pytest.raises(Refused) as caught:
            ask("/", "localhost:8000", *more)
        assert caught.value.response.status == 403
    assert ask("/", "localhost:8000", "Origin: http://localhost:8000").path == "/"


def test_every_answer_carries_the_headers_that_protect():
    """No answer, refusals included, can be sniffed, framed or read by another site."""
    for response in (Response(200, b"x"), Refused(404, "nothing").response):
        head = format_head(response).decode()
        assert "X-Content-Type-Options: nosniff\r\n" in head
        assert "Cross-Origin-Resource-Policy: same-origin\r\n" in head
        assert "Content-Security-Policy: default-src 'none'" in head
        assert head.endswith("\r\n\r\n")


def test_a_header_cannot_be_split():
    """A value with a line break never reaches the wire."""
    with pytest.raises(ValueError, match="one line"):
        format_head(Response(302, headers=(("Location", "/a\r\nX: y"),)))
