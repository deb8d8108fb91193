"""Which files changed: watchfiles' events, gathered and reduced to what a build depends on.

Native events come within milliseconds; on network and container disks without events,
`WATCHFILES_FORCE_POLLING=1` makes watchfiles look for itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterable
from pathlib import Path

from watchfiles import Change, awatch

STEP = 30
"""Milliseconds without an event after which a save is taken for finished."""
LONGEST = 400
"""Milliseconds after which changes are handed on even though more keep coming."""


def matters(path: str, folders: Iterable[str]) -> bool:
    """Whether a build depends on a file: not on an editor's droppings, nor on anything hidden.

    >>> folders = ("source", "locales", "theme")
    >>> matters("locales/fr/LC_MESSAGES/tea.po", folders), matters("pyproject.toml", folders)
    (True, True)
    >>> matters("source/.tea.md.swp", folders), matters("source/tea.md~", folders)
    (False, False)
    >>> matters("output/fr/tea/index.html", folders)
    False
    """
    if path == "pyproject.toml":
        return True
    parts = path.split("/")
    name = parts[-1]
    if any(part.startswith(".") for part in parts) or name.endswith(("~", ".swp", ".tmp", ".mo")):
        return False
    return any(path.startswith(f"{folder}/") for folder in folders)


async def changes(
    root: Path, folders: tuple[str, ...], stop: asyncio.Event
) -> AsyncGenerator[frozenset[str], None]:
    """Sets of changed paths below `root`, one for each pause in the saving, until `stop` is set.

    Added, removed and renamed files count as changed. A folder that is made later is named with a
    slash at its end, and watched from then on.
    """
    found: asyncio.Queue[frozenset[str] | None] = asyncio.Queue()
    keeper = asyncio.ensure_future(_keep_looking(root.resolve(), folders, stop, found))
    try:
        while (batch := await found.get()) is not None:
            yield batch
    finally:
        keeper.cancel()


async def _keep_looking(
    root: Path,
    folders: tuple[str, ...],
    stop: asyncio.Event,
    found: asyncio.Queue[frozenset[str] | None],
) -> None:
    """Watch the folders whole and the root alone (for settings), anew when a folder comes."""
    try:
        while not stop.is_set():
            there = _there(root, folders)
            # Its own event for each round: watchfiles sets the one it was given when it ends.
            halt = asyncio.Event()
            places = [(root, False), *((root / one, True) for one in there)]
            watchers = [
                asyncio.ensure_future(_look(root, place, deep, folders, halt, found))
                for place, deep in places
            ]
            try:
                await _until_other(root, folders, there, stop)
            finally:
                halt.set()
                await asyncio.gather(*watchers, return_exceptions=True)
            new = [f"{one}/" for one in _there(root, folders) if one not in there]
            if new:
                await found.put(frozenset(new))
    finally:
        found.put_nowait(None)


async def _look(
    root: Path,
    place: Path,
    deep: bool,
    folders: tuple[str, ...],
    halt: asyncio.Event,
    found: asyncio.Queue[frozenset[str] | None],
) -> None:
    def wanted(_change: Change, path: str) -> bool:
        return matters(_below(root, path), folders)

    async for batch in awatch(
        place,
        watch_filter=wanted,
        step=STEP,
        debounce=LONGEST,
        stop_event=halt,
        recursive=deep,
        ignore_permission_denied=True,
    ):
        await found.put(_files(root, folders, {path for _, path in batch}))


def _files(root: Path, folders: tuple[str, ...], paths: set[str]) -> frozenset[str]:
    """The changed files; of a changed folder all it holds, for what was put into a new folder
    before anybody watched it has made no event.
    """
    files = {_below(root, path) for path in paths}
    for path in paths:
        if Path(path).is_dir() and not Path(path).is_symlink():
            files |= {_below(root, str(one)) for one in Path(path).rglob("*") if one.is_file()}
    return frozenset(path for path in files if matters(path, folders))


def _there(root: Path, folders: tuple[str, ...]) -> list[str]:
    return [one for one in folders if (root / one).is_dir()]


async def _until_other(
    root: Path, folders: tuple[str, ...], there: list[str], stop: asyncio.Event
) -> None:
    """Returns when one of the folders has come or gone, or when it is time to stop."""
    while _there(root, folders) == there:
        try:
            async with asyncio.timeout(1.0):
                await stop.wait()
            return
        except TimeoutError:
            continue


def _below(root: Path, path: str) -> str:
    try:
        return Path(path).relative_to(root).as_posix()
    except ValueError:
        return path
