"""What every command takes: `--root`, `--quiet`, `--verbose`, before or after its name."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.cli.progress import Progress


@dataclass(frozen=True, slots=True)
class Shared:
    """The options that all commands share."""

    root: Path | None = None
    quiet: bool = False
    verbose: bool = False

    def progress(self) -> Progress | None:
        """What shows the progress of long work; None where nobody would see it."""
        from pipeline.cli.progress import Progress

        return None if self.quiet else Progress()


def shared_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """A command that takes the shared options and receives them as its first argument."""

    @click.option(
        "--root", type=click.Path(file_okay=False), metavar="DIR",
        help="The project's folder (default: found upwards from here).",
    )  # fmt: skip
    @click.option("-q", "--quiet", is_flag=True, help="Results and errors only.")
    @click.option("-v", "--verbose", is_flag=True, help="Say more.")
    @functools.wraps(function)
    def command(*args: Any, root: str | None, quiet: bool, verbose: bool, **kw: Any) -> Any:
        ctx = click.get_current_context()
        given = ctx.find_object(Shared) or Shared()
        shared = replace(
            given,
            root=_folder(root) if root else given.root,
            quiet=quiet or given.quiet,
            verbose=verbose or given.verbose,
        )
        ctx.obj = shared
        return function(shared, *args, **kw)

    return command


def _folder(name: str) -> Path:
    # Imported when it is needed: it would be a fifteenth of the time of `pipeline --help`.
    from pathlib import Path

    return Path(name)
