"""Catalogs: read and written without loss, matched to an article, updated, merged.

The only part that knows polib and rapidfuzz. Text and bytes in, values out; saving is `store`'s.
"""

from pipeline.catalog.asked import Asked
from pipeline.catalog.assemble import Updated
from pipeline.catalog.gate import refusals
from pipeline.catalog.index import Vocabulary
from pipeline.catalog.kept import Kept, KeptEdit, format_kept, parse_kept
from pipeline.catalog.loss import lost
from pipeline.catalog.memory import Memory
from pipeline.catalog.merge import Merged, merge_catalogs
from pipeline.catalog.migration import Migration
from pipeline.catalog.reading import read_again, read_catalog
from pipeline.catalog.reconcile import reconcile
from pipeline.catalog.renames import find_renames
from pipeline.catalog.review import (
    Change,
    changed_texts,
    format_review,
    parse_review,
    word_diff,
)
from pipeline.catalog.template import (
    ORIGIN_FIELD,
    RULES_FIELD,
    describe,
    kind_of,
    make_template,
    new_catalog,
)
from pipeline.catalog.update import update_catalog
from pipeline.catalog.writing import change_entry, format_catalog, format_entry

__all__ = [
    "ORIGIN_FIELD",
    "RULES_FIELD",
    "Asked",
    "Change",
    "Kept",
    "KeptEdit",
    "Memory",
    "Merged",
    "Migration",
    "Updated",
    "Vocabulary",
    "change_entry",
    "changed_texts",
    "describe",
    "find_renames",
    "format_catalog",
    "format_entry",
    "format_kept",
    "format_review",
    "kind_of",
    "lost",
    "make_template",
    "merge_catalogs",
    "new_catalog",
    "parse_kept",
    "parse_review",
    "read_again",
    "read_catalog",
    "reconcile",
    "refusals",
    "update_catalog",
    "word_diff",
]
