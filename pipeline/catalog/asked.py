"""What a template asks of a catalog: worked out once, and asked of every language."""

from __future__ import annotations

from functools import cached_property

from pipeline.catalog.lookup import Wanted, live
from pipeline.catalog.template import RULES_FIELD, kind_of
from pipeline.model import Catalog, Key


class Asked:
    """The texts of a template, in its order."""

    def __init__(self, template: Catalog) -> None:
        self.template = template
        self.entries = tuple(live(template))
        self.wanted = tuple(
            Wanted(one.msgid, one.context, one.plural, kind_of(one)) for one in self.entries
        )

    @cached_property
    def keys(self) -> frozenset[Key]:
        """The names of its messages."""
        return frozenset(one.key for one in self.entries)

    @cached_property
    def plain(self) -> bool:
        """Whether all of it is as articles are: each text once, no plural forms, no flags."""
        some = any(one.flags or one.plural is not None for one in self.entries)
        return not some and len(self.keys) == len(self.entries)

    @cached_property
    def rules(self) -> str:
        """The line of its header that names the rules of extraction, line ends on both sides."""
        return f"\n{RULES_FIELD}: {self.template.header.get(RULES_FIELD, '')}\n"
