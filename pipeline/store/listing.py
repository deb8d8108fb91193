"""What lies in a project's folders: articles, attachments, locales, catalogs, theme, static files.

Everything is sorted, so that the order of a directory never reaches the site. What cannot be used
is returned as a problem of its own, and the rest goes on. Only a missing `source` stops everything.
"""

# Single system calls, and names relative to open folders, are the subject here.
from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pipeline.errors import ArticleError, CatalogError, ConfigError, PipelineError
from pipeline.store.problems import shown
from pipeline.store.reading import explain, not_plain, open_folder, split_path

RESERVED = frozenset({"assets", "404", "404.html", "feed.atom", "status", "search", "interface"})
"""First parts of a path that the site needs for itself."""
PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,63}")
DEPTH = 16
"""Folders inside folders; deeper is a mistake or an attack."""
_JUNK = frozenset({"Thumbs.db", "desktop.ini", "__pycache__"})
_NAME_HINT = "use letters, digits, `.`, `_` and `-`, at most 64, none of `.` and `-` first"


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """One file that can be used."""

    name: str
    """Below its folder: of an article or catalog without suffix, of any other file with it."""
    path: str
    """From the project root."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What authors wrote."""

    articles: tuple[Found, ...] = ()
    attachments: tuple[Found, ...] = ()
    problems: tuple[PipelineError, ...] = ()


@dataclass(frozen=True, slots=True)
class Files:
    """The files of one folder that can be used, and what is wrong with the others."""

    found: tuple[Found, ...] = ()
    problems: tuple[PipelineError, ...] = ()


Refuse = Callable[[PipelineError], None]


def address_of(name: str) -> str:
    """The folder of the site that an article becomes; two articles may not share one.

    >>> address_of("a/b"), address_of("a/index"), address_of("README")
    ('a/b', 'a', '')
    """
    folder, _, last = name.rpartition("/")
    return folder if last in ("index", "README") else name


def list_sources(root: int, folder: str) -> Sources:
    """Articles and attachments below `folder`, each of a name that is safe as file and as URL.

    Law: no two articles have one address, even where case and Unicode form do not count; of those
    that would, none is used, because either could be the wrong one.
    """
    problems: list[PipelineError] = []
    articles, attachments = [], []
    for path in _walk(root, folder, ArticleError, problems.append, PART):
        inside = path[len(folder) + 1 :]
        if inside.endswith(".md"):
            name = inside.removesuffix(".md")
            first, *_ = parts = name.split("/")
            # Each page is a folder with this file in it.
            page = next((one for one in parts if one.casefold() == "index.html"), "")
            if page or first.casefold() in RESERVED:
                message = f"the name `{page or first}` is reserved for the site itself"
                problems.append(ArticleError(message, path=path, hint="choose another name"))
            else:
                articles.append(Found(name, path))
        else:
            attachments.append(Found(inside, path))
    articles, clashes = _apart(articles, lambda one: address_of(one.name), "address", ArticleError)
    attachments, more = _apart(attachments, lambda one: one.name, "name", ArticleError)
    return Sources(tuple(articles), tuple(attachments), (*problems, *clashes, *more))


def list_files(root: int, folder: str, suffix: str, kind: type[PipelineError]) -> Files:
    """Files below `folder` that end in `suffix`, named without it; none without the folder."""
    problems: list[PipelineError] = []
    found = []
    for path in _walk(root, folder, kind, problems.append, PART, suffix):
        inside = path[len(folder) + 1 :]
        found.append(Found(inside.removesuffix(suffix), path))
    found, clashes = _apart(found, lambda one: one.name, "name", kind)
    return Files(tuple(found), (*problems, *clashes))


def list_static(root: int, folder: str) -> Files:
    """Files that are copied to the root of the site as they are; hidden ones count here."""
    problems: list[PipelineError] = []
    pattern = re.compile(r"[A-Za-z0-9_.][A-Za-z0-9._-]{0,63}")
    paths = _walk(root, folder, ConfigError, problems.append, pattern, hidden=True)
    found = [Found(path[len(folder) + 1 :], path) for path in paths]
    found, clashes = _apart(found, lambda one: one.name, "name", ConfigError)
    return Files(tuple(found), (*problems, *clashes))


def list_locales(root: int, folder: str, is_locale: Callable[[str], bool]) -> Files:
    """Folders below `folder` that are named like a locale; the templates are none."""
    problems: list[PipelineError] = []
    found = []
    for name, kind in _scan(root, split_path(folder), folder, ConfigError, problems.append):
        path = f"{folder}/{name}"
        if not is_locale(name) or name == "templates":
            continue
        if kind == stat.S_IFDIR:
            found.append(Found(name, path))
        elif kind == stat.S_IFLNK:
            problems.append(not_plain(kind, path, CatalogError))
    found, clashes = _apart(found, lambda one: one.name, "name", CatalogError)
    return Files(tuple(found), (*problems, *clashes))


def _walk(
    root: int,
    folder: str,
    error: type[PipelineError],
    refuse: Refuse,
    pattern: re.Pattern[str],
    suffix: str = "",
    *,
    hidden: bool = False,
) -> Iterator[str]:
    """Paths of the plain files below a folder, sorted; what is not plain is refused."""
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        below = []
        for name, kind in _scan(root, split_path(here), here, error, refuse):
            path = f"{here}/{name}"
            if name in _JUNK or (name.startswith(".") and not _wanted(name, hidden)):
                continue
            if kind != stat.S_IFDIR and not name.endswith(suffix):
                continue
            if kind not in (stat.S_IFREG, stat.S_IFDIR):
                refuse(not_plain(kind, path, error))
            elif not pattern.fullmatch(name):
                refuse(error("this name cannot be an address", path=shown(path), hint=_NAME_HINT))
            elif kind == stat.S_IFREG:
                yield path
            elif here.count("/") - folder.count("/") >= DEPTH:
                refuse(error(f"folders are nested more than {DEPTH} deep", path=shown(path)))
            else:
                below.append(path)
        waiting.extend(reversed(below))


def _wanted(name: str, hidden: bool) -> bool:
    return hidden and name not in (".git", ".hg", ".svn", ".DS_Store") and not name.endswith(".swp")


def _scan(
    root: int, parts: tuple[str, ...], path: str, error: type[PipelineError], refuse: Refuse
) -> list[tuple[str, int]]:
    """Name and file type of everything in one folder, sorted; empty where there is none."""
    try:
        folder = open_folder(root, parts)
    except FileNotFoundError:
        return []
    except OSError as problem:
        refuse(explain(problem, path, error))
        return []
    try:
        with os.scandir(folder) as entries:
            return sorted((one.name, _type_of(one)) for one in entries)
    except OSError as problem:
        refuse(explain(problem, path, error))
        return []
    finally:
        os.close(folder)


def _type_of(entry: os.DirEntry[str]) -> int:
    """The file type; from the folder itself for files and folders, so that none is asked twice."""
    if entry.is_symlink():
        return stat.S_IFLNK
    if entry.is_file(follow_symlinks=False):
        return stat.S_IFREG
    if entry.is_dir(follow_symlinks=False):
        return stat.S_IFDIR
    try:
        return stat.S_IFMT(entry.stat(follow_symlinks=False).st_mode)
    except OSError:
        return 0


def _apart(
    found: Iterable[Found],
    key: Callable[[Found], str],
    what: str,
    error: type[PipelineError],
) -> tuple[list[Found], list[PipelineError]]:
    """Those whose key nobody else has, and a problem for each of the others."""
    groups: dict[str, list[Found]] = {}
    for one in found:
        groups.setdefault(unicodedata.normalize("NFC", key(one).casefold()), []).append(one)
    alone = sorted(group[0] for group in groups.values() if len(group) == 1)
    problems: list[PipelineError] = []
    for group in groups.values():
        for one in group if len(group) > 1 else ():
            others = ", ".join(other.path for other in group if other is not one)
            problems.append(
                error(
                    f"it has the same {what} as {others} (capitals do not count)",
                    path=one.path,
                    hint="rename one of them; until then neither is used",
                )
            )
    return alone, problems
