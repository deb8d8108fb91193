"""`pipeline serve` as somebody types it."""

import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def serve(house, *options: str) -> subprocess.Popen:
    """The command, started."""
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline", "serve", "--root", str(house.root), *options],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_it_says_where_and_ends_quietly(house):
    """The address stands alone on standard output, and Ctrl+C ends it with 0 and no traceback."""
    process = serve(house, "--port", "0")
    address = process.stdout.readline().strip()
    with urllib.request.urlopen(address, timeout=10) as answer:
        html = answer.read().decode()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/_preview/", address)
    assert "Deutsch" in html
    assert process.returncode == 0
    assert out == ""
    assert "Traceback" not in err
    assert "Ctrl+C" in err


def test_a_port_that_is_taken_is_named(house):
    """With `--port`, a taken port is an error of usage that says what to do."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = serve(house, "--port", str(port))
        out, err = process.communicate(timeout=20)
    assert process.returncode == 2
    assert out == ""
    assert f"port {port}" in err
    assert "--port" in err
    assert "Traceback" not in err


def test_a_project_without_articles_is_an_error(house):
    """Where there is nothing to preview, the command says so at once, with exit code 2."""
    house.write("pyproject.toml", '[tool.pipeline]\nsource = "nowhere"\n')
    process = serve(house)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 2
    assert err.startswith("pipeline: error: nowhere: ")
