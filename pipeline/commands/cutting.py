"""The templates of articles: cut out of them, or remembered from the last time.

Between two runs few articles change. What an article's template depends on is its text, the
settings of the parser, and this program; under their hash its bytes are in the cache, and then
neither Markdown nor YAML has to be imported. Without the cache everything is cut anew.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.catalog import format_catalog, make_template, read_catalog
from pipeline.commands.versions import hash_of, program_digest
from pipeline.commands.workspace import Workspace, choose, open_cache
from pipeline.errors import ArticleError, PipelineError
from pipeline.model import Catalog, Entry
from pipeline.store import Found, Sources, decode


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A stretch of an article that its template leaves out."""

    what: str
    text: str
    line: int
    meant: bool
    """False where nobody can have meant it: code that stands on the page as text."""


@dataclass(frozen=True)
class Cut:
    """The template of one article."""

    name: str
    path: str
    data: bytes
    texts: int
    """How many segments the article has; one text may stand in several."""
    left: tuple[LeftOut, ...]

    @cached_property
    def template(self) -> Catalog:
        """The template as values: what `make_template` gave."""
        entries = (
            Entry(
                one.msgid,
                one.msgstr,
                one.context,
                extracted=one.extracted,
                references=one.references,
            )
            for one in read_catalog(self.data, self.path).entries
        )
        return Catalog(path="", entries=tuple(entries))


@dataclass(frozen=True, slots=True)
class Cuts:
    """The templates of the articles that can be used, and what is wrong with the others."""

    cuts: tuple[Cut, ...]
    sources: Sources
    problems: tuple[PipelineError, ...]


def cut_articles(workspace: Workspace, names: Sequence[str], *, remember: bool = True) -> Cuts:
    """Cut the named articles, or all; a broken one is a problem and stops no other.

    Law: what is remembered changes nothing but the time; without `remember` nothing is written.
    """
    config, project = workspace.config, workspace.project
    sources = project.sources(config)
    wanted = {one.path: one for one in choose(sources.articles, names)}
    read = dict(project.read_many(wanted, config.bounds.article_bytes, ArticleError))
    keys = {
        path: _key(workspace, wanted[path], data)
        for path, data in read.items()
        if isinstance(data, bytes)
    }
    cuts, problems = [], list(sources.problems)
    with contextlib.ExitStack() as stack:
        cache = stack.enter_context(open_cache(workspace)) if remember else None
        known = cache.get_blobs(keys.values()) if cache else {}
        new: dict[str, bytes] = {}
        for path, data in read.items():
            try:
                if isinstance(data, PipelineError):
                    raise data
                packed = known.get(keys[path])
                if packed is None:
                    packed = new[keys[path]] = _cut(workspace, wanted[path], data)
                cuts.append(_unpacked(wanted[path], json.loads(packed)))
            except PipelineError as problem:
                problems.append(problem)
        if cache and new:
            cache.put_blobs(new)
    return Cuts(tuple(cuts), sources, tuple(problems))


def _key(workspace: Workspace, article: Found, data: bytes) -> str:
    config = workspace.config
    return f"cut:{hash_of(program_digest(), config.markdown, config.bounds, article, data)}"


def _cut(workspace: Workspace, found: Found, data: bytes) -> bytes:
    """All that is taken from one article, as bytes."""
    from pipeline.article import RULES_VERSION, UNREAD_FENCE, read_article

    config = workspace.config
    text = decode(data, found.path, ArticleError)
    article = read_article(found.name, found.path, text, config.markdown, config.bounds)
    template = format_catalog(make_template(article, RULES_VERSION)).decode()
    left = [[one.what, one.text, one.line, one.what != UNREAD_FENCE] for one in article.left]
    return json.dumps({"template": template, "texts": len(article.segments), "left": left}).encode()


def _unpacked(found: Found, values: Mapping[str, object]) -> Cut:
    template, texts, left = values["template"], values["texts"], values["left"]
    assert isinstance(template, str) and isinstance(texts, int) and isinstance(left, list)
    return Cut(
        found.name, found.path, template.encode(), texts, tuple(LeftOut(*one) for one in left)
    )
