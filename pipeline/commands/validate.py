"""`validate`: judge a finished site, ours or any other."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import UsageError
from pipeline.model import Finding
from pipeline.site.validate import Asked, validate_site
from pipeline.store import FolderSite


def validate(folder: Path, asked: Asked) -> tuple[Finding, ...]:
    """Everything that is wrong with the site in a folder; nothing is written."""
    if not folder.is_dir():
        raise UsageError(
            "there is no such folder", path=str(folder), hint="publish first, or name another one"
        )
    site = FolderSite(folder)
    if not any(path.lower().endswith((".html", ".htm")) for path in site.paths()):
        raise UsageError("there is no page in this folder", path=str(folder), hint="name a site's")
    return validate_site(site, asked=asked)
