"""What a site will consist of: the barrier between assessing editions and rendering pages."""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.article import ContentsItem
from pipeline.commands.contents import Contents
from pipeline.commands.interfaces import Interfaces
from pipeline.commands.survey import Survey
from pipeline.commands.workspace import Workspace
from pipeline.errors import ContentError, PipelineError
from pipeline.model import LINKED, Cluster, Edition, EditionState
from pipeline.site import (
    Before,
    SiteFacts,
    Theme,
    asset_address,
    body_of,
    build_cluster,
    build_home_cluster,
    can_search,
    feed_locales,
    in_order,
    read_aliases,
)
from pipeline.store import PreviousPublication
from pipeline.tasks import Assessed, Frame, Outline, pack

Pages = Mapping[tuple[str, str], Before]
"""(article, locale) to what the previous publication says."""

HELD = "the page has errors"
"""Why an article is held back that can be read; the sentence may stand on a public page."""

_HEADING = re.compile(r'<h([1-6])[^<>]*?\sid="([^"]+)"[^<>]*>(.*?)</h\1>', re.S)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a site will consist of, before any page is rendered."""

    frame: Frame
    theme: Theme
    articles: Mapping[str, tuple[Outline, ...]]
    """By article, all editions of it, withheld ones included."""
    contents: Contents
    carried: Mapping[tuple[str, str], Assessed]
    """By article and locale the editions that are shown as they were published last."""
    clusters: Mapping[str, Cluster]
    homes: Cluster
    aliases: Mapping[str, tuple[str, ...]]
    missing: Mapping[str, int]
    """For each locale the messages of the interface without a translation."""
    attachments: Mapping[str, str]
    """Name below the source folder to path, of every file that pages may use."""
    known: frozenset[str]
    """All articles that there are, those that cannot be published among them."""
    problems: tuple[PipelineError, ...] = ()
    """Files that cannot be used."""

    @property
    def facts(self) -> SiteFacts:
        """What all pages know of the site."""
        return self.frame.facts

    def cluster(self, name: str) -> Cluster:
        """The cluster of a known article; an empty one where no page of it is published."""
        return self.clusters.get(name) or Cluster(name)

    def editions(self) -> Iterator[Edition]:
        """All of them, withheld ones included."""
        return (one.edition for some in self.articles.values() for one in some)


def make_plan(
    workspace: Workspace, found: Survey, before: Pages, previous: PreviousPublication
) -> Plan:
    """Decide what is published and how it is linked; the barrier between the two phases."""
    config, source = workspace.config, workspace.source
    languages = in_order((source, *workspace.languages), source.locale)
    articles = {one.name: one.editions for one in found.articles}
    articles |= _unreadable(workspace, found, before)
    articles = dict(sorted(articles.items()))
    carried = _carry(articles, before, previous)
    clusters = {
        name: build_cluster(name, [one.edition for one in editions], languages, source.locale)
        for name, editions in articles.items()
    }
    every = [one.edition for some in articles.values() for one in some]
    theme = found.interfaces.theme
    homes = build_home_cluster(every, languages, source.locale)
    attachments = {one.name: one.path for one in found.sources.attachments}
    assets, unread = _assets(workspace, attachments)
    facts = SiteFacts(
        base_url=config.base_url,
        source=source,
        languages=languages,
        settings=config.site,
        site_name=config.site_name,
        stylesheet=theme.stylesheet_address,
        script=theme.script_address,
        assets=assets,
        feeds=feed_locales(every),
        searchable=frozenset(
            one.locale for one in homes.linked if config.site.search and can_search()
        ),
    )
    return Plan(
        frame=Frame(
            facts,
            found.interfaces.of,
            theme.overrides,
            config.site.theme,
            _words(found.interfaces),
            config.check.external_may_differ,
        ),
        theme=theme,
        articles=articles,
        contents=found.contents,
        carried=carried,
        clusters=clusters,
        homes=homes,
        aliases=_aliases(articles, source.locale),
        missing={locale: len(one.missing) for locale, one in found.interfaces.of.items()},
        attachments=attachments,
        known=frozenset(one.name for one in found.sources.articles),
        problems=unread,
    )


def _unreadable(
    workspace: Workspace, found: Survey, before: Pages
) -> dict[str, tuple[Outline, ...]]:
    """Articles that cannot be used today but were published: all their pages are carried."""
    read = {one.name for one in found.articles}
    known = {workspace.source.locale, *(one.locale for one in workspace.languages)}
    editions: dict[str, list[Outline]] = {}
    for one in found.sources.articles:
        for (article, locale), was in before.items():
            if article == one.name and one.name not in read and locale in known:
                edition = Edition(
                    article=article,
                    locale=locale,
                    state=was.state,
                    reasons=(HELD if article in found.held else "the article cannot be read",),
                    unusable=True,
                    carried=was.state in LINKED,
                )
                editions.setdefault(article, []).append(Outline(edition, settled=False))
    return {name: tuple(some) for name, some in editions.items()}


def _carry(
    articles: dict[str, tuple[Outline, ...]], before: Pages, previous: PreviousPublication
) -> dict[tuple[str, str], Assessed]:
    """Put the carried editions into `articles`; returns their last published bodies."""
    bodies = {}
    for name, editions in articles.items():
        if any(one.edition.carried for one in editions):
            found = [_carried(one.edition, before, previous) for one in editions]
            bodies.update({(name, one.edition.locale): one for one in found if one.body})
            # The findings stay with the outline; the rest of it is that of the page before.
            articles[name] = tuple(
                replace(pickle.loads(pack(now)[0]), findings=one.findings, settled=False)
                if one.edition.carried
                else one
                for one, now in zip(editions, found, strict=True)
            )
    return bodies


def _carried(edition: Edition, before: Pages, previous: PreviousPublication) -> Assessed:
    """The last published body for an edition that is carried; withheld where there is none."""
    if not edition.carried:
        return Assessed(edition)
    was = before.get((edition.article, edition.locale))
    page = previous.read(was.file) if was and was.file else None
    body = body_of(page.decode("utf-8", "replace")) if page else None
    if was is None or body is None:
        reasons = (*edition.reasons, "there is no earlier page to carry")
        state = EditionState.WITHHELD
        return Assessed(replace(edition, state=state, carried=False, reasons=reasons))
    contents = tuple(ContentsItem(int(m[1]), m[2], m[3]) for m in _HEADING.finditer(body))
    edition = replace(
        edition,
        title=was.title,
        title_foreign=was.title_foreign,
        description=was.description,
        updated=was.updated,
        digest=was.digest,
        counts=was.counts,
    )
    return Assessed(edition, body=body, contents=contents)


def _words(interfaces: Interfaces) -> dict[str, dict[str, str]]:
    """By language tag the plain strings of the page furniture, in English and in that language."""
    plain = [
        one.msgid
        for one in interfaces.messages
        if one.context is None and one.plural is None and "{" not in one.msgid
    ]
    return {
        one.language.tag: {msgid: one.gettext(msgid) for msgid in plain if one.knows(msgid)}
        for one in interfaces.of.values()
    }


def _assets(
    workspace: Workspace, attachments: Mapping[str, str]
) -> tuple[dict[str, str], tuple[PipelineError, ...]]:
    """The addresses of all attachments; one that cannot be read is a problem of who uses it."""
    read = workspace.project.read_many(attachments.values(), kind=ContentError)
    addresses, problems = {}, []
    for name, (_, data) in zip(attachments, read, strict=True):
        if isinstance(data, PipelineError):
            problems.append(data)
        else:
            addresses[name] = asset_address(name, data)
    return addresses, tuple(problems)


def _aliases(
    articles: Mapping[str, tuple[Outline, ...]], source: str
) -> dict[str, tuple[str, ...]]:
    """The former names of each article, as its front matter lists them."""
    return {
        name: read_aliases(one.meta, name)
        for name, editions in articles.items()
        for one in editions
        if one.edition.locale == source and one.meta
    }


def withdrawals(plan: Plan, before: Pages) -> Sequence[tuple[str, str]]:
    """(article, locale) of every page that readers have and would no longer have."""
    linked = {(one.article, one.locale) for one in plan.editions() if one.state in LINKED}
    return sorted(key for key, was in before.items() if was.state in LINKED and key not in linked)
