"""The search index of a site: Pagefind runs over copies of the pages, in a folder of its own."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from pipeline.errors import ConfigError
from pipeline.site import index_command, settle_index


def index_pages(pages: Iterable[str], read: Callable[[str], bytes]) -> dict[str, bytes]:
    """The files of the index over these pages, by name below the folder of the search.

    `pages` are names below the output folder; only articles are indexed, whatever else there is.

    Law: the same pages give the same bytes.
    """
    with tempfile.TemporaryDirectory(prefix="pipeline-search-") as folder:
        site, into = Path(folder, "site"), Path(folder, "index")
        for name in sorted(pages):
            path = site / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(read(name))
        command = index_command(str(site), str(into))
        # Neither a `pagefind.toml` where somebody works nor their variables may change the index.
        env = {name: value for name, value in os.environ.items() if "PAGEFIND" not in name}
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, cwd=folder, env=env
        )
        if done.returncode:
            said = (done.stderr or done.stdout).strip().splitlines()
            raise ConfigError(
                f"the search index cannot be made: {said[-1] if said else 'Pagefind failed'}",
                path="pyproject.toml",
                hint="put `search = false` into [tool.pipeline.site], or install Pagefind anew",
            )
        found = {
            one.relative_to(into).as_posix(): one.read_bytes()
            for one in into.rglob("*")
            if one.is_file()
        }
    return dict(settle_index(found))
