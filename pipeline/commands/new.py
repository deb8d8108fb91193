"""`new`: start an article."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.commands.workspace import Workspace
from pipeline.errors import UsageError
from pipeline.store import RESERVED, Found, address_of

_TEMPLATE = """\
---
title: {title}
description:
date: {date}
author:
job_title:
institution:
acknowledgement:
---

# {title}

<!-- The first paragraph is the lead: what a reader must know, in three sentences. -->
"""
_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,63}")


def new(workspace: Workspace, name: str, today: str) -> str:
    """Write the beginning of an article and return its path; an existing one is left alone."""
    name = name.removeprefix(f"{workspace.config.source}/").removesuffix(".md")
    parts = name.split("/")
    if not name or not all(_PART.fullmatch(part) for part in parts):
        raise UsageError(
            f"`{name}` cannot be the name of an article",
            hint="use letters, digits, hyphens and slashes: folder/name",
        )
    path = f"{workspace.config.source}/{name}.md"
    if workspace.project.exists(path):
        raise UsageError("there is an article of this name already", path=path)
    if parts[0].casefold() in RESERVED:
        raise UsageError(
            f"the name `{parts[0]}` is reserved for the site itself", hint="choose another name"
        )
    for one in _others(workspace):
        if address_of(one.name).casefold() == address_of(name).casefold():
            raise UsageError(
                f"`{name}` would have the same address as {one.path} (capitals do not count)",
                hint="choose another name",
            )
    title = parts[-1].replace("-", " ").replace("_", " ").capitalize()
    workspace.project.write(path, _TEMPLATE.format(title=title, date=today).encode())
    return path


def _others(workspace: Workspace) -> Sequence[Found]:
    """The articles that are there already; none in a project that has not begun."""
    exists = workspace.project.exists(workspace.config.source)
    return workspace.project.sources(workspace.config).articles if exists else ()
