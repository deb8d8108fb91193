"""`pipeline serve`."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import webbrowser
from typing import TYPE_CHECKING

import click

from pipeline.cli.report import note, report_problems
from pipeline.cli.shared import Shared, shared_options
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.preview import Loaded, Session

PORT = 8000


@click.command("serve")
@click.option(
    "--port", type=click.IntRange(0, 65535), metavar="N",
    help=f"Listen on this port (default: {PORT}, or a free one; 0: any free one).",
)  # fmt: skip
@click.option("--open", "open_", is_flag=True, help="Open the dashboard in the browser.")
@click.option("--pseudo", is_flag=True, help="Add en-XA (accents, longer) and ar-XB (mirrored).")
@shared_options
def command(shared: Shared, port: int | None, open_: bool, pseudo: bool) -> int:
    """Preview all languages on this machine, rebuilt on every save."""
    from pipeline.preview import Session

    def load() -> Loaded:
        return load_project(shared)

    async def run() -> int:
        session = Session(load, pseudo=pseudo, say=lambda line: click.echo(line, err=True))
        return await _serve(session, shared, port, open_)

    return asyncio.run(run())


def load_project(shared: Shared) -> Loaded:
    """The project as all commands open it, and the words of its furniture."""
    from pipeline.commands.interfaces import open_interfaces
    from pipeline.commands.workspace import open_workspace
    from pipeline.preview import Loaded

    workspace = open_workspace(shared.root)
    interfaces = open_interfaces(workspace)
    return Loaded(
        project=workspace.project,
        config=workspace.config,
        source=workspace.source,
        languages=workspace.languages,
        kept=workspace.kept,
        theme=interfaces.theme,
        interfaces=interfaces.of,
        problems=(*workspace.problems, *interfaces.problems),
    )


async def _serve(session: Session, shared: Shared, port: int | None, open_: bool) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    try:
        started = await session.start(PORT if port is None else port, others=port is None)
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        why = "something else uses it" if taken else os.strerror(error.errno or 0)
        hint = "choose another with --port"
        raise UsageError(f"port {port} cannot be used: {why}", hint=hint) from None
    report_problems(session.bench.around.problems)
    click.echo(started.address)
    note(shared, "Every save is seen at once. Stop with Ctrl+C.")
    if open_:
        webbrowser.open(started.address)
    try:
        await stop.wait()
    finally:
        await session.stop()
    return 0
