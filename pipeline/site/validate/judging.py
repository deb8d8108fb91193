"""The validator's way through a site: group by group, then the whole.

Pages of one article are read together, judged, compared, and forgotten but for a summary, so
memory grows with the number of pages and not with their text. A group can be judged in another
process, or its result be remembered: `judge_pages` is pure, and all it takes and returns can be
pickled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final, TypeAlias

from pipeline.model import Finding
from pipeline.site.validate import document, language, structure, styles
from pipeline.site.validate.known import Known
from pipeline.site.validate.language import Passages
from pipeline.site.validate.page import Fault, Page
from pipeline.site.validate.placing import Placer
from pipeline.site.validate.reading import read_page
from pipeline.site.validate.summary import Gist, Summary, gist_of, small, summarise

Group: TypeAlias = Sequence[tuple[str, bytes]]
"""The pages of one article, that in the source language first: path and bytes."""

PAGE_RULES: Final = (
    document.shell,
    document.language,
    document.ids,
    document.headings,
    document.names,
    document.characters,
    document.landmarks,
    document.stray,
    document.empty,
    language.redundant,
    language.script,
    language.isolation,
    styles.in_page,
)


@dataclass(frozen=True, slots=True)
class Told:
    """What the pipeline knows of its own pages; nothing of another program's."""

    passages: Mapping[str, Passages] = field(default_factory=dict)
    """By path of the page."""
    interface: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By language tag: the strings of the frame in English and in that language."""
    may_differ: tuple[str, ...] = ()
    """Hosts whose addresses a translation may exchange: `*.wikipedia.org`."""
    authors: tuple[str, ...] = ()
    """Titles and leads of articles that look as if a template had left them."""

    def common(self) -> str:
        """What every page is judged by, in one order."""
        interface = {tag: sorted(some.items()) for tag, some in sorted(self.interface.items())}
        return f"{interface} {self.may_differ} {self.authors}"


@dataclass(frozen=True, slots=True)
class Judged:
    """What one group came to."""

    findings: tuple[Finding, ...]
    summaries: tuple[Summary, ...]
    """Of each page, without places."""
    gists: tuple[Gist, ...]


_NOTHING: Final = Told()

Judge: TypeAlias = Callable[[Iterable[Group], Known, Told], Iterable[Judged]]
"""Runs `judge_pages` over many groups, here or elsewhere."""


def judge_here(several: Iterable[Group], known: Known, told: Told) -> Iterator[Judged]:
    """Judge one group after the other, in this process."""
    return (judge_pages(group, known, told) for group in several)


def judge_pages(group: Group, known: Known, told: Told = _NOTHING) -> Judged:
    """The findings on the pages of one article, and their summaries."""
    findings: list[Finding] = []
    summaries: list[Summary] = []
    gists: list[Gist] = []
    source: Page | None = None
    theirs: frozenset[str] = frozenset()
    for path, data in group:
        page = read_page(path, data)
        summary, wrong = summarise(page)
        summaries.append(small(summary))
        gists.append(gist_of(summary, summaries[-1]))
        faults = [*wrong, *_alone(page, known), *_told(page, told)]
        if source is not None and page.lang.split("-")[0] != source.lang.split("-")[0]:
            faults.extend(_beside(page, source, theirs, known, told))
        elif source is None and page.lang.split("-")[0] == known.source.split("-")[0]:
            source, theirs = page, language.shared_words(page)
        if faults:
            placer = Placer(page.text, known)
            for one in faults:
                fault = document.authors_words(one, page, source, told.authors)
                if fault is not None:
                    findings.append(placer.finding(path, page.lang, fault))
    return Judged(tuple(findings), tuple(summaries), tuple(gists))


def summary_of(path: str, data: bytes) -> Summary:
    """The summary of one page alone, without places."""
    return small(summarise(read_page(path, data))[0])


def _alone(page: Page, known: Known) -> Iterator[Fault]:
    for rule in PAGE_RULES:
        yield from rule(page, known)


def _told(page: Page, told: Told) -> Iterator[Fault]:
    """What is wrong with a page by what the pipeline knows of it."""
    if page.path in told.passages:
        yield from language.passages(page, told.passages[page.path])
    if page.lang in told.interface:
        yield from language.interface(page, told.interface[page.lang])


def _beside(
    page: Page, source: Page, theirs: frozenset[str], known: Known, told: Told
) -> Iterator[Fault]:
    """What is wrong with a translated page beside its source."""
    if not page.elsewhere:
        yield from language.unmarked(page, source, theirs, page.path in told.passages)
        yield from structure.compare(page, source, known, told.may_differ)


def group_paths(paths: Sequence[str], known: Known) -> Iterator[tuple[str, ...]]:
    """The paths of a site's pages, those of one article together, the source language first."""
    pages = [path for path in paths if path.endswith((".html", ".htm"))]
    tongue = known.tongues.get(known.source)
    folder = tongue.url if tongue else known.source.lower()

    def order(path: str) -> tuple[str, bool, str]:
        article = known.article_of(path)
        return article, path.partition("/")[0] != folder and article != path, path

    for _, group in groupby(sorted(pages, key=order), key=known.article_of):
        yield tuple(group)
