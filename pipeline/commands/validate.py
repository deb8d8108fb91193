"""`validate`: judge a finished site, ours or any other."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import UsageError
from pipeline.model import Finding
from pipeline.site.validate import Asked, validate_site
from pipeline.store import FolderSite


def validate(folder: Path, base_url: str = "") -> tuple[Finding, ...]:
    """Everything that is wrong with the site in a folder; nothing is written."""
    if not folder.is_dir():
        raise UsageError(
            "there is no such folder", path=str(folder), hint="publish first, or name another one"
        )
    return validate_site(FolderSite(folder), asked=Asked(base_url=base_url))
