"""Catalogs of older extraction rules, carried over to today's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from pipeline.catalog.template import RULES_FIELD, is_header, with_field
from pipeline.catalog.writing import change_entry
from pipeline.model import Catalog

Migration: TypeAlias = Callable[[str], str]
"""An msgid as one version of the rules cut it -> the same text as the next version cuts it."""


def migrate_catalog(
    catalog: Catalog, template: Catalog, migrations: Sequence[Migration]
) -> Catalog:
    """The catalog with its msgids as today's rules of extraction spell them."""
    today = template.header.get(RULES_FIELD, "")
    then = catalog.header.get(RULES_FIELD, "1")
    if not today.isdigit() or not then.isdigit() or int(then) >= int(today):
        return catalog
    steps = migrations[int(then) - 1 : int(today) - 1]
    taken = {entry.key for entry in catalog.entries}
    entries = []
    for entry in catalog.entries:
        changes: dict[str, Any] = {}
        for name in ("msgid", "plural", "previous", "previous_plural"):
            text = getattr(entry, name)
            if text:
                for step in steps:
                    text = step(text)
                changes[name] = text
        key = (entry.context, changes.get("msgid", entry.msgid))
        if is_header(entry) or (key != entry.key and key in taken):
            entries.append(entry)
            continue
        taken.add(key)
        entries.append(change_entry(entry, **changes))
    return with_field(replace(catalog, entries=tuple(entries)), RULES_FIELD, today)
