"""How a translator gets from a passage to the place in a file where it is written.

A setting that holds an address (`vscode://file{path}:{line}`) becomes a link, and the browser
opens it. `poedit` and `EDITOR` are programs: they are started by this machine, and only those two
can be, so that the settings of somebody else's project cannot name a command.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from pipeline.errors import ConfigError

PROGRAMS = ("poedit", "EDITOR")
_ADDRESS = re.compile(r"(?!javascript:|data:|vbscript:)[a-z][a-z0-9+.-]*:", re.I)

# What the common editors take instead of `+LINE FILE`. All of these open a window of their own.
_WINDOWED: Mapping[str, tuple[str, ...]] = {
    "code": ("--goto", "{path}:{line}"),
    "codium": ("--goto", "{path}:{line}"),
    "cursor": ("--goto", "{path}:{line}"),
    "zed": ("{path}:{line}",),
    "subl": ("{path}:{line}",),
    "mate": ("--line", "{line}", "{path}"),
    "kate": ("--line", "{line}", "{path}"),
    "gedit": ("+{line}", "{path}"),
    "gnome-text-editor": ("{path}",),
    "xed": ("+{line}", "{path}"),
    "pluma": ("+{line}", "{path}"),
    "geany": ("--line", "{line}", "{path}"),
    "gvim": ("--remote-silent", "+{line}", "{path}"),
    "emacsclient": ("--no-wait", "+{line}", "{path}"),
    "poedit": ("--line={line}", "{path}"),
}


@dataclass(frozen=True, slots=True)
class Way:
    """How to open one place: an address for the browser, a command to start, or one to copy."""

    address: str = ""
    command: tuple[str, ...] = ()
    starts: bool = False
    """Whether the server may start the command: it opens a window, not our terminal."""

    @property
    def words(self) -> str:
        """The command as somebody would type it."""
        return shlex.join(self.command)


def check_editor(editor: str) -> None:
    """Raises ConfigError for a setting that is neither an address nor a known program."""
    if editor in PROGRAMS or editor == "" or _ADDRESS.match(editor):
        return
    raise ConfigError(
        f"`editor` is {editor!r}, which is no address that a browser could open",
        path="pyproject.toml",
        hint="write an address such as vscode://file{path}:{line}, or one of poedit, EDITOR",
    )


def way_to(
    editor: str,
    path: str,
    line: int,
    environment: Mapping[str, str],
    which: Callable[[str], str | None],
) -> Way:
    """How to open a line of a file (given with its whole path) the way the settings ask for.

    >>> way_to("vscode://file{path}:{line}", "/home/a/tea é.po", 7, {}, lambda name: None).address
    'vscode://file/home/a/tea%20%C3%A9.po:7'
    >>> way_to("EDITOR", "/home/a/tea.po", 7, {"EDITOR": "vim"}, lambda name: None).words
    'vim +7 /home/a/tea.po'
    """
    line = max(line, 1)
    if editor == "":
        return Way()
    if editor not in PROGRAMS:
        where = quote(path.replace("\\", "/"), safe="/:")
        return Way(address=editor.replace("{path}", where).replace("{line}", str(line)))
    program = ["poedit"]
    if editor == "EDITOR":
        program = _split(environment.get("VISUAL") or environment.get("EDITOR") or "vi")
    name = program[0].replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".exe").lower()
    windowed = name in _WINDOWED and not {"-t", "-nw", "--tty"} & set(program)
    pattern = _WINDOWED[name] if windowed else ("+{line}", "{path}")
    rest = [one.replace("{line}", str(line)).replace("{path}", path) for one in pattern]
    return Way(command=(*program, *rest), starts=windowed and which(program[0]) is not None)


def _split(text: str) -> list[str]:
    try:
        return shlex.split(text) or ["vi"]
    except ValueError:
        return text.split() or ["vi"]
