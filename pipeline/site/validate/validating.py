"""The validator's way through a site: its pages, then the whole, then findings with places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.model import Finding
from pipeline.site.validate.judging import Judge, Told, group_paths, judge_here
from pipeline.site.validate.known import MANIFEST, Known, read_manifest
from pipeline.site.validate.links import loaded
from pipeline.site.validate.page import Fault
from pipeline.site.validate.placing import Origin, Placer, lead_back
from pipeline.site.validate.styles import addresses, judge_styles
from pipeline.site.validate.summary import Spot, Summary
from pipeline.site.validate.website import SiteReader, Website
from pipeline.site.validate.whole import Asked, read_sitemaps, whole_site

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
    pages elsewhere, or knows what it came to.
    """
    paths = sorted(site.paths())
    known, faults = read_manifest(site.read(MANIFEST)) if MANIFEST in paths else (Known(), ())
    found: dict[str, list[Fault]] = {MANIFEST: list(faults)} if faults else {}
    findings: list[Finding] = []
    summaries: list[Summary] = []
    groups = ([(path, site.read(path)) for path in some] for some in group_paths(paths, known))
    for one in (judge or judge_here)(groups, known, told):
        findings.extend(one.findings)
        summaries.extend(one.summaries)
    summaries.sort(key=lambda page: page.path)
    whole = Website(summaries, frozenset(paths), known, asked.base_url)
    whole.sitemap, wrong = read_sitemaps(site, whole.paths, whole.base)
    for path, fault in (*wrong, *whole_site(whole, site, asked), *_styles(site, whole, asked)):
        found.setdefault(path, []).append(fault)
    for path, several in found.items():
        page = whole.page(path)
        text = site.read(path) if path in whole.paths else b""
        placer = Placer(text.decode("utf-8", "replace").removeprefix("\ufeff"), known)
        findings.extend(placer.finding(path, page.lang if page else "", one) for one in several)
    if origin is not None:
        findings = lead_back(findings, site, origin)
    return tuple(sorted(findings, key=_place))


def _place(finding: Finding) -> tuple[str, int, int, str, str]:
    return finding.path, finding.line, finding.column, finding.rule, finding.message


def _styles(site: SiteReader, whole: Website, asked: Asked) -> Iterator[tuple[str, Fault]]:
    """What is wrong with the site's stylesheets, and with what they load."""
    for path in sorted(whole.paths):
        if not path.endswith(".css"):
            continue
        text = site.read(path).decode("utf-8", "replace").removeprefix("\ufeff")
        for fault in judge_styles(text):
            yield path, fault
        for href, at in addresses(text):
            wrong = loaded(whole, path, Spot(href, at), asked.allowed)
            if wrong is not None:
                yield path, wrong
