"""Catalogs: read and written without loss, matched to an article, updated, merged.

The only part that knows polib and rapidfuzz. Text and bytes in, values out; saving is `store`'s.
"""

from pipeline.catalog.assemble import Updated
from pipeline.catalog.gate import refusals
from pipeline.catalog.kept import Kept, KeptEdit, format_kept, parse_kept
from pipeline.catalog.loss import lost
from pipeline.catalog.memory import Memory
from pipeline.catalog.merge import Merged, merge_catalogs
from pipeline.catalog.reading import read_catalog
from pipeline.catalog.reconcile import reconcile
from pipeline.catalog.template import RULES_FIELD, describe, kind_of, make_template, new_catalog
from pipeline.catalog.update import update_catalog
from pipeline.catalog.writing import change_entry, format_catalog, format_entry

__all__ = [
    "RULES_FIELD",
    "Kept",
    "KeptEdit",
    "Memory",
    "Merged",
    "Updated",
    "change_entry",
    "describe",
    "format_catalog",
    "format_entry",
    "format_kept",
    "kind_of",
    "lost",
    "make_template",
    "merge_catalogs",
    "new_catalog",
    "parse_kept",
    "read_catalog",
    "reconcile",
    "refusals",
    "update_catalog",
]
