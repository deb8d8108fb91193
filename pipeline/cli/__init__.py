"""The command line: arguments in, text and exit code out.

Each command lives in a module of its own and is imported only when it is called, so that
`pipeline --help` starts as fast as the interpreter allows.
"""

from __future__ import annotations

import contextlib
import errno
import importlib
import io
import os
import sys
from typing import NoReturn

import click

from pipeline.cli.shared import Shared, shared_options
from pipeline.errors import PipelineError

COMMANDS: tuple[tuple[str, str], ...] = (
    ("extract", "Write the templates that translators start from."),
    ("update", "Bring every catalog up to date with the English of today."),
    ("init", "Start catalogs for new languages."),
    ("check", "Judge all catalogs, or those of PATHS, and name each problem with file and line."),
    ("status", "Say how far each language is and what to translate next."),
    ("publish", "Build, validate and swap in the site, in one step or not at all."),
    ("validate", "Judge a finished site."),
    ("serve", "Preview all languages on this machine, rebuilt on every save."),
    ("export", "Write translated Markdown for other site generators."),
    ("import", "Fill catalogs from translated Markdown, every unit fuzzy."),
    ("new", "Start an article."),
    ("merge-driver", "Merge two branches of one catalog for Git."),
)
"""Name and one line of help, in the order of the daily round."""


_OF_THE_MACHINE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}
"""What keeps us from writing and is no defect of ours."""


class _Lazy(click.Group):
    """A group that knows its commands from the table and imports one when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name, _ in COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in dict(COMMANDS):
            return None
        module = importlib.import_module(f"pipeline.cli.{cmd_name.replace('-', '_')}_command")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        known = dict(COMMANDS)
        if args and args[0] not in known and not args[0].startswith("-"):
            import difflib

            close = difflib.get_close_matches(args[0], known, n=1)
            hint = f" Did you mean '{close[0]}'?" if close else ""
            ctx.fail(f"No such command '{args[0]}'.{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        # click would import every command for its short help.
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS))


def _version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from pipeline import __version__

        click.echo(f"pipeline {__version__}")
        ctx.exit()


def _help_width() -> int:
    """How wide help is: what click would come to, without the archive formats of `shutil`.

    They are a tenth of the time of `pipeline --help`.
    """
    columns = os.environ.get("COLUMNS", "")
    wide = int(columns) if columns.isdecimal() else 0
    if not wide:
        with contextlib.suppress(AttributeError, ValueError, OSError):
            wide = os.get_terminal_size(sys.__stdout__.fileno()).columns  # type: ignore[union-attr]
    return max(min(wide or 80, 80) - 2, 50)


@click.command(
    cls=_Lazy,
    context_settings={"help_option_names": ["-h", "--help"], "terminal_width": _help_width()},
)
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_version,
    help="Print the version.",
)  # fmt: skip
@shared_options
def cli(shared: Shared) -> None:
    """English Markdown articles, translated through gettext catalogs, published as one site."""


def main() -> NoReturn:
    """Run the program; every way of ending is one of the contract's exit codes."""
    _speak()
    try:
        code = cli.main(prog_name="pipeline", standalone_mode=False)
        sys.stdout.flush()
        sys.exit(code if isinstance(code, int) else 0)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except click.Abort:
        click.echo("pipeline: stopped", err=True)
        sys.exit(130)
    except PipelineError as error:
        from pipeline.cli.terminal import visible

        click.echo(f"pipeline: error: {visible(str(error))}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # Whoever read our output has gone; nobody may take that for a clean end.
        _fall_silent()
        sys.exit(1)
    except OSError as error:
        if error.errno not in _OF_THE_MACHINE:
            _confess()
            sys.exit(3)
        with contextlib.suppress(OSError):
            click.echo(f"pipeline: error: {error.strerror}; make room, and run again", err=True)
        _fall_silent()
        sys.exit(2)
    except Exception:
        _confess()
        sys.exit(3)


def _speak() -> None:
    """Make the streams take any character, whatever the terminal's encoding, and be there.

    Reports are UTF-8 like every other file of a project, so a file or a pipe gets that.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started us
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
        elif isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def _fall_silent() -> None:
    """Let Python not complain at exit of what it cannot write."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _confess() -> None:
    """Save the traceback of a defect of the program itself, and say where."""
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile(
        "w", prefix="pipeline-defect-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        traceback.print_exc(file=file)
    message = f"pipeline: this is a defect of the program; please report it with {file.name}"
    click.echo(message, err=True)
