"""The validator: what is wrong with a finished site, ours or any other.

`validate_site` reads through a `SiteReader` and returns findings; nothing is written, and no
network is asked. `judge_pages` is its part that can run in another process.
"""

from __future__ import annotations

from pipeline.site.validate.judging import Group, Judged, judge_pages, validate_site
from pipeline.site.validate.known import Known, read_manifest
from pipeline.site.validate.placing import Origin
from pipeline.site.validate.table import SITE_RULES
from pipeline.site.validate.website import SiteReader

__all__ = [
    "SITE_RULES",
    "Group",
    "Judged",
    "Known",
    "Origin",
    "SiteReader",
    "judge_pages",
    "read_manifest",
    "validate_site",
]
