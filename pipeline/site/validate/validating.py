"""The validator's way through a site: its pages, then the whole, then findings with places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from pipeline.model import Finding
from pipeline.site.validate.files import weights
from pipeline.site.validate.judging import Judge, Told, group_paths, judge_here
from pipeline.site.validate.known import MANIFEST, Known, read_manifest
from pipeline.site.validate.page import Fault
from pipeline.site.validate.placing import Origin, Placer, lead_back
from pipeline.site.validate.summary import Gist, Summary, share
from pipeline.site.validate.website import SiteReader, Website
from pipeline.site.validate.whole import Asked, judge_whole

_NOTHING: Final = Told()
_PLAINLY: Final = Asked()


def validate_site(
    site: SiteReader,
    *,
    told: Told = _NOTHING,
    asked: Asked = _PLAINLY,
    origin: Origin | None = None,
    judge: Judge | None = None,
) -> tuple[Finding, ...]:
    """Everything that is wrong with a finished site, sorted by place.

    `told` is what the pipeline knows of its own pages, `origin` leads from a page's words to the
    catalog they come from; any other site is judged without them. `judge` does the work on the
    pages elsewhere.
    """
    paths = sorted(site.paths())
    known, faults = read_manifest(site.read(MANIFEST)) if MANIFEST in paths else (Known(), ())
    found = [(MANIFEST, one) for one in faults]
    findings: list[Finding] = []
    summaries: list[Summary] = []
    gists: list[Gist] = []
    pool: dict[object, object] = {}
    groups = ([(path, site.read(path)) for path in some] for some in group_paths(paths, known))
    for one in (judge or judge_here)(groups, known, told):
        findings.extend(one.findings)
        gists.extend(one.gists)
        summaries.extend(share(page, pool) for page in one.summaries)
    found.extend(judge_whole(site, known, summaries, asked))
    found.extend(heavy_pages(site, known, gists, asked, summaries))
    langs = {page.path: page.lang for page in gists}
    findings.extend(place_faults(site, known, found, langs))
    if origin is not None:
        findings = lead_back(findings, site, origin)
    return in_order(findings)


def heavy_pages(
    site: SiteReader,
    known: Known,
    gists: Iterable[Gist],
    asked: Asked,
    pages: Sequence[Summary] = (),
) -> Iterator[tuple[str, Fault]]:
    """The pages that weigh more than was asked for.

    Only where neither `known` nor `asked` says where the site stands, `pages` are asked for it.
    """
    whole = Website(pages, frozenset(site.paths()), known, asked.base_url)
    return weights(whole, gists, site, asked.budget)


def place_faults(
    site: SiteReader,
    known: Known,
    faults: Iterable[tuple[str, Fault]],
    langs: Mapping[str, str],
) -> Iterator[Finding]:
    """The findings that faults are, each with line and column; `langs` is by path of a page."""
    by_path: dict[str, list[Fault]] = {}
    for path, fault in faults:
        by_path.setdefault(path, []).append(fault)
    there = frozenset(site.paths())
    for path, several in by_path.items():
        text = site.read(path) if path in there else b""
        placer = Placer(text.decode("utf-8", "replace").removeprefix("\ufeff"), known)
        yield from (placer.finding(path, langs.get(path, ""), one) for one in several)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings sorted by place."""
    return tuple(sorted(findings, key=_place))


def _place(finding: Finding) -> tuple[str, int, int, str, str]:
    return finding.path, finding.line, finding.column, finding.rule, finding.message
