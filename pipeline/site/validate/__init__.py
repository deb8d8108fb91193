"""The validator: what is wrong with a finished site, ours or any other.

`validate_site` reads through a `SiteReader` and returns findings; nothing is written, and no
network is asked. `judge_pages` is the part of it that can run in another process.
"""

from __future__ import annotations

from pipeline.site.validate.document import has_remnants
from pipeline.site.validate.judging import Group, Judge, Judged, Told, judge_here, judge_pages
from pipeline.site.validate.known import Known, read_manifest
from pipeline.site.validate.language import Passages
from pipeline.site.validate.pages import explain, rules_page
from pipeline.site.validate.placing import Origin
from pipeline.site.validate.table import SITE_RULES
from pipeline.site.validate.validating import validate_site
from pipeline.site.validate.website import SiteReader
from pipeline.site.validate.whole import Asked

__all__ = [
    "SITE_RULES",
    "Asked",
    "Group",
    "Judge",
    "Judged",
    "Known",
    "Origin",
    "Passages",
    "SiteReader",
    "Told",
    "explain",
    "has_remnants",
    "judge_here",
    "judge_pages",
    "read_manifest",
    "rules_page",
    "validate_site",
]
