"""Sites as `publish` leaves them, a server for them, and a real browser."""

from __future__ import annotations

import http.server
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from pipeline.commands.publish import Choices, publish
from pipeline.commands.workspace import open_workspace

ROOT = Path(__file__).parents[2]
TOOLS = ROOT / ".pipeline" / "tools" / "node_modules"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@dataclass(frozen=True)
class Published:
    """A published site and its address."""

    folder: Path
    address: str
    """Of the site's root, without a slash at the end."""

    def pages(self) -> list[str]:
        """The address of every page, below the site's root."""
        return [
            "/" + path.relative_to(self.folder).as_posix().removesuffix("index.html")
            for path in sorted(self.folder.rglob("*.html"))
        ]


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a folder below a path, with its own page for what is not there."""

    def __init__(self, *args: Any, below: str, **more: Any) -> None:
        self.below = below
        super().__init__(*args, **more)

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix(self.below))

    def send_error(self, code: int, *_: Any) -> None:
        body = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing of each request."""


def _build(
    source: Path, folder: Path, names: tuple[str, ...], settings: str = "", search: bool = False
) -> Path:
    """Publish a copy of a project, with settings of its own added."""
    for name in names:
        if (source / name).is_dir():
            ignored = shutil.ignore_patterns("*.mo", "__pycache__")
            shutil.copytree(source / name, folder / name, ignore=ignored)
    text = (source / "pyproject.toml").read_text("utf-8")
    if search:
        text = text.replace("[tool.pipeline.site]", "[tool.pipeline.site]\nsearch = true", 1)
    (folder / "pyproject.toml").write_text(f"{text}\n{settings}", "utf-8")
    report = publish(open_workspace(folder), Choices(jobs=1))
    assert report.published is not None, report.refusals
    return folder / "output"


def _served(folder: Path, below: str) -> Iterator[Published]:
    handler = partial(_Quiet, directory=str(folder), below=below)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Published(folder, f"http://127.0.0.1:{server.server_address[1]}{below}")
    server.shutdown()
    server.server_close()


PARTS = ("source", "locales", "static", "theme")


@pytest.fixture(scope="session")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    """This project's own site: one article in many languages, with a feedback form."""
    form = '[tool.pipeline.site]\nfeedback_url = "https://forms.example.net/answers"\n'
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    settings = "" if "[tool.pipeline.site]" in text else form
    yield from _served(_build(ROOT, tmp_path_factory.mktemp("own"), PARTS, settings), "")


@pytest.fixture(scope="session")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    """The golden site: complete, stale and draft editions, below a path of its host."""
    source = ROOT / "tests" / "golden" / "site"
    folder = _build(source, tmp_path_factory.mktemp("golden"), PARTS, "")
    yield from _served(folder, "/health")


@pytest.fixture(scope="session")
def searchable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    """The golden site with a search, for which Pagefind must be installed."""
    source = ROOT / "tests" / "golden" / "site"
    folder = _build(source, tmp_path_factory.mktemp("search"), PARTS, search=True)
    yield from _served(folder, "/health")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One browser for a file of tests: a process can have one Playwright at a time."""
    api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    if not CHROMIUM:
        pytest.skip("Chromium is not installed")
    with api.sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def tab(browser: Any) -> Iterator[Any]:
    """A fresh page, which keeps in `complaints` what went wrong or went elsewhere."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.complaints = []

    def complain(text: str) -> None:
        page.complaints.append(text)

    page.on("console", lambda said: complain(f"console: {said.text}"))
    page.on("pageerror", lambda said: complain(f"script: {said}"))
    page.on("requestfailed", lambda asked: complain(f"failed: {asked.url}"))
    page.on(
        "request",
        lambda asked: (
            None
            if asked.url.startswith(("http://127.0.0.1:", "data:"))
            else complain(f"elsewhere: {asked.url}")
        ),
    )
    page.on("response", lambda got: complain(f"{got.status}: {got.url}") if got.status > 399 else 0)
    yield page
    context.close()
