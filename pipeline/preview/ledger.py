"""Which editions are known, which are due again, and which lists now say something else."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from pipeline.model import Edition, Severity
from pipeline.preview.desk import Sheet

Key: TypeAlias = tuple[str, str]
"""(article, locale)"""

_MOST_SHEETS = 400
"""Editions of which all is kept; of the others, the summary."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What lists and the dashboard say of one edition."""

    edition: Edition
    errors: int = 0
    warnings: int = 0

    @classmethod
    def of(cls, sheet: Sheet) -> Summary:
        """The summary of an edition."""
        severities = [one.severity for one in sheet.findings]
        return cls(
            sheet.edition, severities.count(Severity.ERROR), severities.count(Severity.WARNING)
        )


class Ledger:
    """The state of all editions of a project; it assesses none itself."""

    def __init__(self) -> None:
        self._sheets: OrderedDict[Key, Sheet] = OrderedDict()
        self._summaries: dict[Key, Summary] = {}
        self._due: OrderedDict[Key, None] = OrderedDict()
        self._news: set[str] = set()

    def list(self, keys: Iterable[Key]) -> None:
        """Take the editions that there are: what is gone is forgotten, what is new is due."""
        every = dict.fromkeys(keys)
        for held in (self._sheets, self._summaries):
            for key in [key for key in held if key not in every]:
                del held[key]
        self._due = OrderedDict.fromkeys(
            key for key in every if key in self._due or key not in self._summaries
        )

    @property
    def waiting(self) -> int:
        """How many editions are due."""
        return len(self._due)

    @property
    def next(self) -> Key | None:
        """The edition to assess next."""
        return next(iter(self._due), None)

    def mark(self, key: Key) -> None:
        """Something changed: the edition is due, before all others."""
        self._due[key] = None
        self._due.move_to_end(key, last=False)

    def drop(self, key: Key) -> None:
        """The edition cannot be assessed for now."""
        self._due.pop(key, None)

    def put(self, key: Key, sheet: Sheet) -> None:
        """The edition as it is now."""
        self._due.pop(key, None)
        self._sheets[key] = sheet
        self._sheets.move_to_end(key)
        if len(self._sheets) > _MOST_SHEETS:
            self._sheets.popitem(last=False)
        summary = Summary.of(sheet)
        if self._summaries.get(key) != summary:
            self._news.add(f"summary:{key[0]}")
        self._summaries[key] = summary

    def fresh(self, key: Key) -> Sheet | None:
        """The edition, if it is known and not due."""
        if key in self._due or key not in self._sheets:
            return None
        self._sheets.move_to_end(key)
        return self._sheets[key]

    def summary(self, key: Key) -> Summary | None:
        """What was last known of an edition, though it may be due."""
        return self._summaries.get(key)

    def take_news(self) -> frozenset[str]:
        """The topics of what lists now say otherwise, since this was last asked."""
        news, self._news = frozenset(self._news), set()
        return news
