"""The Nu checker, html-validate and our own validator find nothing on any page."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.model import Severity
from pipeline.site import can_search
from pipeline.site.validate import validate_site
from pipeline.store import FolderSite
from tests.browser.conftest import TOOLS, Published
from tests.site.validate.site_specimens import base, seal

VNU = TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar"
HTML_VALIDATE = TOOLS / "html-validate" / "bin" / "html-validate.mjs"
RULES = {
    "extends": ["html-validate:recommended", "html-validate:document", "html-validate:a11y"],
    "root": True,
    "rules": {
        "long-title": "off",  # the length of a title is its author's choice
        "require-sri": "off",  # every file comes from the site itself
        "valid-id": ["error", {"relaxed": True}],  # Markdown's footnotes have colons
    },
}

needs_vnu = pytest.mark.skipif(
    not VNU.is_file() or not shutil.which("java"),
    reason="the Nu checker or Java is not installed; `make tools` installs the checker",
)
needs_html_validate = pytest.mark.skipif(
    not HTML_VALIDATE.is_file() or not shutil.which("node"),
    reason="html-validate or Node is not installed; `make tools` installs it",
)


def nu(*folders: Path) -> list[str]:
    """What the Nu checker finds in folders; its remarks on reading from a disk left out."""
    ran = subprocess.run(
        ["java", "-jar", VNU, "--skip-non-html", "--format", "json", *folders],
        capture_output=True,
        timeout=120,
        check=False,
    )
    return [
        f"{one['url']}:{one.get('lastLine')} {one['message']}"
        for one in json.loads(ran.stderr)["messages"]
        if one["type"] == "error" or "Content Security Policy" not in one["message"]
    ]


def html_validate(settings: Path, *folders: Path) -> list[str]:
    """What html-validate finds in folders."""
    config = settings / "rules.json"
    config.write_text(json.dumps(RULES), "utf-8")
    pages = [page for folder in folders for page in sorted(folder.rglob("*.html"))]
    ran = subprocess.run(
        ["node", HTML_VALIDATE, "-c", config, "--formatter", "json", *pages],
        capture_output=True,
        timeout=120,
        check=False,
    )
    return [
        f"{one['filePath']}:{said['line']} {said['ruleId']}: {said['message']}"
        for one in json.loads(ran.stdout)
        for said in one["messages"]
    ]


def write(site: dict[str, bytes], folder: Path) -> Path:
    """A site in memory as files."""
    for name, data in site.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


@needs_vnu
def test_the_nu_checker_finds_nothing(own: Published, golden: Published, tmp_path: Path) -> None:
    """No error and no warning on two published sites, nor on what our validator calls faultless."""
    assert nu(own.folder, golden.folder, write(seal(base()), tmp_path / "specimen")) == []


@needs_html_validate
def test_html_validate_finds_nothing(own: Published, golden: Published, tmp_path: Path) -> None:
    """No finding on two published sites, nor on what our validator calls faultless."""
    specimen = write(seal(base()), tmp_path / "specimen")
    assert html_validate(tmp_path, own.folder, golden.folder, specimen) == []


@needs_html_validate
@pytest.mark.skipif(not can_search(), reason="Pagefind is not installed")
def test_html_validate_finds_nothing_in_a_search(searchable: Published, tmp_path: Path) -> None:
    """No finding on a site with a search."""
    assert html_validate(tmp_path, searchable.folder) == []


def test_our_own_validator_finds_nothing(own: Published, golden: Published) -> None:
    """No error and no warning on two published sites."""
    for site in (own, golden):
        found = validate_site(FolderSite(site.folder))
        assert [one for one in found if one.severity is not Severity.INFO] == []
