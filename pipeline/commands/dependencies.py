"""What each file of a site depends on, as hashes: the same hash is the same file."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace

from pipeline.commands.planning import Plan
from pipeline.commands.versions import program_digest
from pipeline.model import LINKED, Edition, EditionState
from pipeline.tasks import Outline


class Dependencies:
    """The hashes of one plan; those that many files share are taken once."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.frame = _frame_key(plan)
        """What all files depend on."""
        self.clusters = {name: hash_of(plan.cluster(name)) for name in sorted(plan.known)}
        """By article."""
        self._mark = {
            (one.article, one.locale): hash_of(replace(one, digest="")) for one in plan.editions()
        }

    def pages(self, name: str) -> str:
        """Everything that an article's pages depend on; empty where it has none."""
        editions = linked(self._plan, name)
        if not editions:
            return ""
        clusters = {one: self.clusters.get(one) for one in neighbours(name, editions)}
        contents = [(one.edition.locale, one.content) for one in editions]
        key = hash_of(self.frame, name, contents, clusters, source_updated(editions))
        return f"p:{key}"

    def marks(self, editions: Iterable[Edition]) -> str:
        """All that lists say of editions: everything but what their bodies show."""
        return hash_of([self._mark[one.article, one.locale] for one in editions])


def hash_of(*parts: object) -> str:
    """A hash of plain values, the same in every process."""
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


def linked(plan: Plan, name: str) -> tuple[Outline, ...]:
    """The editions of an article that have a page."""
    return tuple(one for one in plan.articles[name] if one.edition.state in LINKED)


def neighbours(name: str, editions: Sequence[Outline]) -> list[str]:
    """The articles whose clusters the pages of an article depend on, its own among them."""
    return sorted({name}.union(*(one.links for one in editions)))


def source_updated(editions: Iterable[Outline]) -> str:
    """The date that the source edition of an article bears."""
    for one in editions:
        if one.edition.state is EditionState.SOURCE:
            return one.edition.updated
    return ""


def _frame_key(plan: Plan) -> str:
    facts = plan.facts
    told = {one.name: _ordered(getattr(facts, one.name)) for one in fields(facts)}
    interfaces = pickle.dumps(sorted(plan.frame.interfaces.items(), key=lambda pair: pair[0]))
    frame = plan.frame
    rest = (plan.theme.digest, frame.theme_folder, frame.words, frame.may_differ)
    return hash_of(program_digest(), told, hashlib.sha256(interfaces).hexdigest(), rest)


def _ordered(value: object) -> object:
    """A set in an order that is the same in every process."""
    return sorted(value) if isinstance(value, frozenset | set) else value
