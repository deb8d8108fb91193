"""Which files changed: watchfiles' events, gathered and reduced to what a build depends on.

Native events come within milliseconds; on network and container disks without events,
`WATCHFILES_FORCE_POLLING=1` makes watchfiles look for itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
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
) -> AsyncIterator[frozenset[str]]:
    """Sets of changed paths below `root`, one for each pause in the saving, until `stop` is set.

    Added, removed and renamed files count as changed. Folders that are made later are seen too.
    """
    root = root.resolve()
    found: asyncio.Queue[frozenset[str] | None] = asyncio.Queue()

    async def look(places: list[Path], recursive: bool) -> None:
        def wanted(_change: Change, path: str) -> bool:
            return matters(_below(root, path), folders)

        async for batch in awatch(
            *places,
            watch_filter=wanted,
            step=STEP,
            debounce=LONGEST,
            stop_event=stop,
            recursive=recursive,
            ignore_permission_denied=True,
        ):
            await found.put(frozenset(_below(root, path) for _, path in batch))

    async def keep_looking() -> None:
        """The folders are watched whole, the root alone for settings and for folders to come."""
        while not stop.is_set():
            there = [root / folder for folder in folders if (root / folder).is_dir()]
            watchers = [asyncio.ensure_future(look([root], False))]
            if there:
                watchers.append(asyncio.ensure_future(look(there, True)))
            ended = asyncio.ensure_future(_until_other_folders(root, folders, there, stop))
            await asyncio.wait({ended, *watchers}, return_when=asyncio.FIRST_COMPLETED)
            for task in (ended, *watchers):
                task.cancel()
            await asyncio.gather(ended, *watchers, return_exceptions=True)
            if not stop.is_set():
                new = [one for one in folders if (root / one).is_dir()]
                await found.put(frozenset(f"{folder}/" for folder in new))
        await found.put(None)

    keeper = asyncio.ensure_future(keep_looking())
    try:
        while (batch := await found.get()) is not None:
            yield batch
    finally:
        keeper.cancel()


async def _until_other_folders(
    root: Path, folders: tuple[str, ...], there: list[Path], stop: asyncio.Event
) -> None:
    """Returns when one of the folders has come or gone."""
    while not stop.is_set():
        await asyncio.sleep(1.0)
        if [root / folder for folder in folders if (root / folder).is_dir()] != there:
            return


def _below(root: Path, path: str) -> str:
    try:
        return Path(path).relative_to(root).as_posix()
    except ValueError:
        return path
