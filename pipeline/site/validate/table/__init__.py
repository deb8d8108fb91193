"""The rules on a finished site, in one ordered table: the documentation is made of it.

Families: D document, L language, C cluster, S structure against the English page, W website.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pipeline.model import Rule
from pipeline.site.validate.table.cluster import CLUSTER
from pipeline.site.validate.table.document import DOCUMENT
from pipeline.site.validate.table.language import LANGUAGE
from pipeline.site.validate.table.structure import STRUCTURE
from pipeline.site.validate.table.website import WEBSITE

SITE_RULES: Final[tuple[Rule, ...]] = (*DOCUMENT, *LANGUAGE, *CLUSTER, *STRUCTURE, *WEBSITE)

BY_ID: Final[Mapping[str, Rule]] = {one.id: one for one in SITE_RULES}

__all__ = ["BY_ID", "SITE_RULES"]
