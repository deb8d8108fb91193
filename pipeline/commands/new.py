"""`new`: start an article."""

from __future__ import annotations

import re

from pipeline.commands.workspace import Workspace
from pipeline.errors import UsageError

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
    title = parts[-1].replace("-", " ").replace("_", " ").capitalize()
    workspace.project.write(path, _TEMPLATE.format(title=title, date=today).encode())
    return path
