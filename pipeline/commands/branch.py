"""What Git knows: how a file was where a branch began."""

from __future__ import annotations

import subprocess
from pathlib import Path

from pipeline.errors import UsageError


class Branch:
    """The files of a project as they were where its branch left another one."""

    def __init__(self, root: Path, ref: str) -> None:
        self._root = root
        # The branch answers for what it changed, not for what happened on the other one since.
        found = self._git("merge-base", "--end-of-options", ref, "HEAD") or self._git(
            "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}"
        )
        self.base = (found or b"").decode().strip()
        if not self.base:
            raise UsageError(
                f"Git knows no `{ref}` here",
                hint="in CI, fetch the whole history first: `fetch-depth: 0`",
            )

    def read(self, path: str) -> bytes | None:
        """The bytes of a file as it was; None where there was none."""
        return self._git("show", f"{self.base}:./{path}")

    def _git(self, *arguments: str) -> bytes | None:
        """What a Git command prints; None where it fails."""
        try:
            done = subprocess.run(
                ["git", "--no-pager", *arguments],
                cwd=self._root,
                capture_output=True,
                stdin=subprocess.DEVNULL,
                check=False,
            )
        except FileNotFoundError:
            raise UsageError("`--diff-base` needs Git, and there is none") from None
        return done.stdout if done.returncode == 0 else None
