"""All files of a site, from a plan: pages, lists, and what stands around them.

Nothing that stands already as it should is made again: a page is known by the content of its
article's editions, the clusters that it links into, and the frame; a list by what it lists.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from pipeline.cache import FragmentCache
from pipeline.commands.article_pages import ArticlePages
from pipeline.commands.dependencies import Dependencies
from pipeline.commands.lists import Lists
from pipeline.commands.planning import Plan
from pipeline.commands.searching import add_search
from pipeline.commands.templates import compiled_templates
from pipeline.commands.workspace import Workspace
from pipeline.errors import ArticleError, ConfigError
from pipeline.site import (
    host_files,
    manifest,
    moved_pages,
    page_file,
    render_moved,
    robots,
    sitemap,
)
from pipeline.store import PreviousPublication, Staging

_ASSET = re.compile(r'"[^"\s]*?(/assets/[^"\s?#]+)')


class Composer:
    """Puts every file of a site into the staging area."""

    def __init__(
        self, plan: Plan, staging: Staging, cache: FragmentCache, previous: PreviousPublication
    ) -> None:
        """`previous` is where carried pages come from, and the files that they use."""
        compiled = compiled_templates(plan.theme, cache)
        self.plan = plan = replace(plan, frame=replace(plan.frame, compiled=compiled))
        self.staging = staging
        self.cache = cache
        self.previous = previous
        self._needs = Dependencies(plan)
        self.pages = ArticlePages(plan, staging, cache, self._needs)

    def compose(
        self, workspace: Workspace, executor: Any, progress: Callable[[int], None] | None
    ) -> None:
        """All files but the manifest."""
        self.pages.make(executor, progress)
        lists = Lists(self.plan, self.staging, self.cache, self._needs, self.pages)
        lists.make()
        self._around()
        lists.feeds()
        add_search(self.plan, self.staging, self.cache, self.pages.digests)
        for name, data in self._copies(workspace):
            self.staging.write(name, data)

    def manifest(self) -> bytes:
        """The record of what is published, with the SHA-256 of every other file."""
        plan, staging = self.plan, self.staging
        sums = {name: f"sha256:{staging.digest(name)}" for name in staging.paths()}
        return manifest(plan.facts, plan.editions(), plan.clusters, plan.missing, sums)

    def _around(self) -> None:
        """Styles, scripts, the sitemap, the pages of moved addresses, and what hosts read."""
        plan, facts, theme = self.plan, self.plan.facts, self.plan.theme
        self._write(theme.stylesheet_address, theme.stylesheet)
        if theme.script_address:
            self._write(theme.script_address, theme.script)
        editions = {(one.article, one.locale): one for one in plan.editions()}
        for name, text in sitemap(facts, plan.clusters.values(), editions, plan.homes).items():
            self._write(name, text)
        self._write("robots.txt", robots(facts))
        moved = moved_pages(plan.aliases, plan.clusters, facts)
        for move in moved:
            interface = plan.frame.interfaces[move.locale]
            self._write(page_file(move.old), render_moved(theme, facts, interface, move.new))
        for name, text in host_files(facts, moved, plan.homes).items():
            self._write(name, text)

    def _write(self, address: str, text: str) -> None:
        self.staging.write(address.lstrip("/"), text.encode())

    def _copies(self, workspace: Workspace) -> Iterator[tuple[str, bytes]]:
        """The files that pages use, and those of `static/`."""
        project, config = workspace.project, workspace.config
        done = {self.plan.theme.stylesheet_address.lstrip("/")}
        for name in sorted(self.pages.used):
            path = self.plan.attachments.get(name)
            if path:
                address = self.plan.facts.assets[name]
                done.add(_unquoted(address))
                yield _unquoted(address), project.read(path, kind=ArticleError)
        for address in sorted(self._carried_files() - done):
            data = self.previous.read(address)
            if data is not None:
                yield address, data
        static = project.static(config)
        for problem in static.problems:
            raise problem
        for one in static.found:
            yield one.name, project.read(one.path, kind=ConfigError)

    def _carried_files(self) -> set[str]:
        """Files below the output folder that carried pages use, whose names nobody knows today."""
        bodies = (one.body for one in self.plan.carried.values())
        return {_unquoted(found) for body in bodies for found in _ASSET.findall(body)}


def _unquoted(address: str) -> str:
    return unquote(address).lstrip("/")
