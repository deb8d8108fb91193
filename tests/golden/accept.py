"""`make golden`: what the golden site looks like now is what it is meant to look like."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from tests.golden.building import EXPECTED, build


def main() -> None:
    """Build the golden site and put it in the place of what was expected."""
    with tempfile.TemporaryDirectory() as folder:
        output, report = build(Path(folder) / "site")
        if report.refusals:
            raise SystemExit("\n".join(report.refusals))
        shutil.rmtree(EXPECTED, ignore_errors=True)
        shutil.copytree(output, EXPECTED)
    print(f"accepted {sum(1 for one in EXPECTED.rglob('*') if one.is_file())} files")


# Guarded: collecting doctests imports this file, and a test run must accept nothing.
if __name__ == "__main__":
    main()
