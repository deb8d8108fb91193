"""What a reader is told of a translation before reading it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pipeline.model import EditionState
from pipeline.site.pages import ArticlePage, Heading
from pipeline.site.wording import Interface

SECTIONS_NAMED = 5
"""How many headings a notice names before it says how many more there are."""


@dataclass(frozen=True, slots=True)
class Notice:
    """The facts that one notice states."""

    kind: str
    """Names the style: draft, stale, partial, carried or machine."""
    draft: bool
    stale: bool
    partial: bool
    carried: bool
    machine: bool
    changed: int
    changed_in: tuple[str, ...]
    outdated: int
    outdated_in: tuple[str, ...]
    missing: int
    missing_in: tuple[str, ...]


def make_notice(page: ArticlePage) -> Notice | None:
    """What must be said of an edition; nothing of the source, nor of a whole and reviewed one."""
    edition, marks = page.edition, page.marks
    state = edition.state
    if state is EditionState.SOURCE:
        return None
    notice = Notice(
        kind=_kind(page),
        draft=state is EditionState.DRAFT,
        stale=state is EditionState.STALE,
        partial=state is EditionState.PARTIAL,
        carried=edition.carried,
        machine=edition.machine,
        changed=len(marks.changed),
        changed_in=_once(marks.changed),
        outdated=len(marks.outdated),
        outdated_in=_once(marks.outdated),
        missing=len(marks.missing),
        missing_in=_once(marks.missing),
    )
    return notice if notice.kind else None


def section_list(
    anchors: Sequence[str], headings: Sequence[Heading], interface: Interface
) -> Markup:
    """Links to the sections that passages stand in, in the order of the page, at most a few."""
    named = {one.id: one for one in headings}
    order = {one.id: number for number, one in enumerate(headings)}
    places = sorted(set(anchors), key=lambda one: order.get(one, -1))
    links = [_link(named.get(one), interface) for one in places[:SECTIONS_NAMED]]
    rest = len(places) - len(links)
    if rest == 1:
        links.append(_link(named.get(places[-1]), interface))
    elif rest:
        key, plural = (None, "{count} more section"), "{count} more sections"
        links.append(interface.html(key, {}, plural, rest))
    return interface.listing(links)


def _link(heading: Heading | None, interface: Interface) -> Markup:
    if heading is None:
        words = interface.html((None, "Introduction"), {})
        return Markup('<a href="#page--main">{}</a>').format(words)
    return Markup('<a href="#{}">{}</a>').format(heading.id, Markup(without_links(heading.html)))


_LINK_TAGS = re.compile(r"</?a\b[^>]*>|<sup\b.*?</sup>|\s(?:id|name)=\"[^\"]*\"", re.S)


def without_links(heading: str) -> str:
    """The HTML of a heading, fit to stand inside a link: no links, no anchors, no note marks."""
    return _LINK_TAGS.sub("", heading)


def _kind(page: ArticlePage) -> str:
    edition = page.edition
    if edition.carried:
        return "carried"
    if edition.state in (EditionState.DRAFT, EditionState.STALE, EditionState.PARTIAL):
        return edition.state.value
    return "machine" if edition.machine else ""


def _once(anchors: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(anchors))
