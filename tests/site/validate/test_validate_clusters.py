"""Laws of clusters, over clusters with something changed at random."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.site.validate import Told, read_manifest
from pipeline.site.validate.cluster import clusters, language_links
from pipeline.site.validate.judging import group_paths, judge_here
from pipeline.site.validate.website import Website
from pipeline.site.validate.whole import read_sitemaps
from pipeline.site.validate.wholeness import whole_clusters
from tests.site.validate.site_specimens import Memory, base

PAGES = [f"{tag}/{name}" for tag in ("ar", "de", "en") for name in ("tea/index.html", "index.html")]


def website(site: Memory) -> Website:
    """A site as the rules on the whole of it see it."""
    known, _ = read_manifest(site["manifest.json"])
    groups = ([(path, site[path]) for path in some] for some in group_paths(sorted(site), known))
    pages = [page for one in judge_here(groups, known, Told()) for page in one.summaries]
    whole = Website(sorted(pages, key=lambda page: page.path), frozenset(site), known)
    whole.sitemap, _ = read_sitemaps(site, whole.paths, whole.base)
    return whole


def spoil(site: Memory, seed: int) -> None:
    """Change one line that names another edition: lose it, repeat it, or lead it elsewhere."""
    chance = random.Random(seed)
    path = chance.choice([*PAGES, "index.html", "sitemap.xml"])
    lines = site[path].decode().split("\n")
    places = [
        index for index, line in enumerate(lines) if "hreflang=" in line and "atom" not in line
    ]
    place = chance.choice(places)
    other = lines[chance.choice(places)]
    lines[place] = chance.choice(
        ["", f"{lines[place]}{lines[place]}", other, lines[place].replace("/de/", "/ar/")]
    )
    site[path] = "\n".join(lines).encode()


@given(st.lists(st.integers(0, 10_000), max_size=3))
@settings(max_examples=60, deadline=None)
def test_a_glance_finds_what_looking_at_every_pair_finds(seeds: list[int]) -> None:
    """Where a cluster is taken for whole, judging each pair of its members finds nothing."""
    site = base()
    for seed in seeds:
        spoil(site, seed)
    whole = website(site)
    quick = whole_clusters(whole)
    faults, faulty = clusters(whole, quick)
    slow_faults, slow_faulty = clusters(whole, {})
    assert sorted(faults) == sorted(slow_faults) and faulty == slow_faulty
    assert sorted(language_links(whole, quick, faulty)) == sorted(
        language_links(whole, {}, slow_faulty)
    )
    assert not faulty & quick.keys()


def test_no_link_between_editions_can_be_lost_unseen() -> None:
    """Whichever hreflang link of a page is taken away, something is found."""
    for path in PAGES:
        lines = base()[path].decode().split("\n")
        for index, line in enumerate(lines):
            if line.startswith('<link rel="alternate" hreflang='):
                site = base()
                site[path] = "\n".join(lines[:index] + lines[index + 1 :]).encode()
                whole = website(site)
                assert clusters(whole, whole_clusters(whole))[0], line
