"""The pages under the checkers that the web is checked with: axe, the Nu checker, html-validate.

`make tools` installs them from npm; without them these tests are skipped, never passed.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.site.site_samples import sample_site

ROOT = Path(__file__).resolve().parents[2]
TOOLS = Path(os.environ.get("PIPELINE_TOOLS", ROOT / ".pipeline" / "tools")) / "node_modules"
AXE = TOOLS / "axe-core" / "axe.min.js"
NU = TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar"
VALIDATE = TOOLS / "html-validate" / "bin" / "html-validate.mjs"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
RULES = {
    "extends": ["html-validate:recommended", "html-validate:document"],
    "rules": {
        "require-sri": "off",  # everything comes from the site itself
        "void-style": "off",  # Python-Markdown writes `<br />`
        "valid-id": ["error", {"relaxed": True}],  # footnotes are `fn:1`
        "long-title": "off",  # a title is as long as its language makes it
    },
}
KINDS = (
    "index.html",
    "404.html",
    "status/index.html",
    "de/index.html",
    "de/search/index.html",
    *(f"{one}/tea/index.html" for one in ("en", "ar", "de", "hi", "ja", "ur")),
)
"""Every kind of page and notice, in both directions; axe is slow."""

try:
    from playwright.sync_api import sync_playwright
except ImportError:
    sync_playwright = None


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The sample site in a folder: its HTML files."""
    root = tmp_path_factory.mktemp("site")
    for name, text in sample_site():
        path = root / name.lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return sorted(root.rglob("*.html"))


@pytest.mark.skipif(not NU.exists() or not shutil.which("java"), reason="no Nu checker, or no Java")
def test_the_nu_checker_finds_no_error(pages):
    """HTML, ARIA and language tags are as the standards say."""
    command = ["java", "-jar", str(NU), "--errors-only", "--no-langdetect", "--format", "json"]
    done = subprocess.run([*command, *map(str, pages)], capture_output=True, check=False)
    found = json.loads(done.stderr)["messages"]
    assert [(one["url"][-40:], one["message"]) for one in found] == []


@pytest.mark.skipif(not VALIDATE.exists() or not shutil.which("node"), reason="no html-validate")
def test_html_validate_finds_nothing(pages, tmp_path):
    """Headings, references, names of landmarks and the like."""
    rules = tmp_path / "rules.json"
    rules.write_text(json.dumps(RULES))
    command = ["node", str(VALIDATE), "--config", str(rules), "--formatter", "json"]
    done = subprocess.run([*command, *map(str, pages)], capture_output=True, check=False)
    found = [
        (one["filePath"][-40:], said["ruleId"], said["message"])
        for one in json.loads(done.stdout)
        for said in one["messages"]
    ]
    assert found == []


@pytest.mark.chromium
@pytest.mark.skipif(not AXE.exists(), reason="axe is not installed")
@pytest.mark.skipif(not CHROMIUM or sync_playwright is None, reason="no Chromium or Playwright")
def test_axe_finds_no_violation(pages):
    """No violation on any kind of page, on a phone and on a desk, in light and dark."""
    script = AXE.read_text("utf-8")
    root = Path(os.path.commonpath(pages))
    found = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for scheme, width in (("light", 320), ("dark", 1440)):
            # The checker is a script, which the pages' own policy would not let in.
            context = browser.new_context(
                bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 900}
            )
            tab = context.new_page()
            tab.route("**/*", lambda route: _serve(root, route))
            for path in pages:
                name = path.relative_to(root).as_posix()
                if name not in KINDS:
                    continue
                tab.goto(f"https://example.org/{name}")
                tab.evaluate(script)
                result = tab.evaluate("axe.run()")
                found += [(name, scheme, one["id"]) for one in result["violations"]]
            context.close()
        browser.close()
    assert found == []


def _serve(root, route):
    path = root / route.request.url.removeprefix("https://example.org/")
    if path.is_file():
        kinds = {".css": "text/css", ".html": "text/html; charset=utf-8", ".js": "text/javascript"}
        route.fulfill(body=path.read_bytes(), content_type=kinds[path.suffix])
    else:
        route.fulfill(status=404, body="")
