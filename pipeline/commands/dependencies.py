"""What each file of a site depends on, as hashes: the same hash is the same file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import fields
from operator import attrgetter

from pipeline.commands.planning import Plan
from pipeline.commands.versions import hash_of, program_digest
from pipeline.model import LINKED, Edition, EditionState, Language
from pipeline.site import choices
from pipeline.tasks import Outline

_OF_ONE = ("assets", "feeds", "searchable")
"""Facts of the site of which a page reads only those about its own language, or its own files."""

_LISTED = attrgetter(*(one.name for one in fields(Edition) if one.name != "digest"))
"""What lists may say of an edition; its digest is that of its body too."""


class Dependencies:
    """The hashes of one plan; those that many files share are taken once."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.frame = _frame_key(plan)
        """What all files depend on."""
        self.words = {one.locale: _words_key(plan, one) for one in plan.facts.languages}
        """By locale, what the files of one language depend on beside."""
        self.clusters = {name: hash_of(plan.cluster(name)) for name in sorted(plan.known)}
        """By article."""
        self._mark = {(one.article, one.locale): hash_of(_LISTED(one)) for one in plan.editions()}

    def pages(self, name: str) -> dict[str, str]:
        """By locale, everything that a page of an article depends on; the source stands first.

        A translated page depends on the page in the source language too: it is compared with it.
        """
        editions = linked(self._plan, name)
        clusters = [(one, self.clusters.get(one)) for one in neighbours(name, editions)]
        shared = (self.frame, name, clusters, source_updated(editions))
        common = hashlib.sha256(repr(shared).encode("utf-8", "surrogatepass"))
        source = self._plan.facts.source.locale
        keys: dict[str, str] = {}
        for one in sorted(editions, key=lambda outline: outline.edition.locale != source):
            own = common.copy()
            locale = one.edition.locale
            files = [(name, self._plan.facts.assets[name]) for name in self.files(one)]
            said = (locale, one.content, self.words[locale], files, keys.get(source))
            own.update(repr(said).encode("utf-8", "surrogatepass"))
            keys[locale] = own.hexdigest()
        return keys

    def marks(self, editions: Iterable[Edition]) -> str:
        """All that lists say of editions: everything but what their bodies show."""
        return hash_of([self._mark[one.article, one.locale] for one in editions])

    def files(self, one: Outline) -> list[str]:
        """The files below the source folder that a page uses."""
        facts = self._plan.facts
        language = facts.language(one.edition.locale)
        found = (
            next((name for name in choices(file, language) if name in facts.assets), "")
            for file in one.files
            if language
        )
        return list(filter(None, found))


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
    told = {one.name: getattr(facts, one.name) for one in fields(facts) if one.name not in _OF_ONE}
    rest = (plan.theme.digest, plan.frame.theme_folder, plan.frame.may_differ)
    return hash_of(program_digest(), told, rest)


def _words_key(plan: Plan, language: Language) -> str:
    frame, facts, locale = plan.frame, plan.facts, language.locale
    interface = frame.interfaces[locale].digest if locale in frame.interfaces else ""
    words = sorted(frame.words.get(language.tag, {}).items())
    return hash_of(interface, words, locale in facts.feeds, locale in facts.searchable)
