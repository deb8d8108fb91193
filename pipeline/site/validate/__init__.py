"""The validator: what is wrong with a finished site, ours or any other.

`validate_site` reads through a `SiteReader` and returns findings; nothing is written, and no
network is asked. `judge_pages` is the part of it that can run in another process.
"""

from __future__ import annotations

from pipeline.site.validate.document import has_remnants
from pipeline.site.validate.judging import (
    Group,
    Judge,
    Judged,
    Told,
    group_paths,
    judge_here,
    judge_pages,
    summary_of,
)
from pipeline.site.validate.known import Known, Tongue, Version, read_manifest
from pipeline.site.validate.language import Passages
from pipeline.site.validate.pages import explain, rules_page
from pipeline.site.validate.placing import Origin, lead_back
from pipeline.site.validate.summary import Gist, Summary, share
from pipeline.site.validate.table import SITE_RULES
from pipeline.site.validate.validating import (
    heavy_pages,
    in_order,
    place_faults,
    validate_site,
)
from pipeline.site.validate.website import SiteReader
from pipeline.site.validate.whole import Asked, judge_whole

__all__ = [
    "SITE_RULES",
    "Asked",
    "Gist",
    "Group",
    "Judge",
    "Judged",
    "Known",
    "Origin",
    "Passages",
    "SiteReader",
    "Summary",
    "Told",
    "Tongue",
    "Version",
    "explain",
    "group_paths",
    "has_remnants",
    "heavy_pages",
    "in_order",
    "judge_here",
    "judge_pages",
    "judge_whole",
    "lead_back",
    "place_faults",
    "read_manifest",
    "rules_page",
    "share",
    "summary_of",
    "validate_site",
]
