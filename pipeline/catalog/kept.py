"""`locales/kept.toml`: small English edits of which a maintainer said that they change no meaning.

A translation of the old text counts as a translation of the new one, in every language, until
the text changes again. Decisions are made by people and read in a diff; never by a score.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pipeline.catalog.normal import normal_form
from pipeline.config import parse_toml
from pipeline.errors import ContentError

_HEAD = """\
# English edits that change no meaning: their translations stay as they are, in every language.
# `pipeline update --keep` writes them; delete one, and its translations need a review again.
"""


@dataclass(frozen=True, slots=True)
class KeptEdit:
    """One decision."""

    old: str
    new: str
    date: str
    """ISO date on which it was made."""


@dataclass(frozen=True, slots=True)
class Kept:
    """All decisions of a project."""

    edits: tuple[KeptEdit, ...] = ()
    _olds: dict[str, list[str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for edit in self.edits:
            self._olds.setdefault(normal_form(edit.new), []).append(normal_form(edit.old))

    def has_olds(self, text: str) -> bool:
        """Whether any older text stands for `text`."""
        return bool(self._olds) and normal_form(text) in self._olds

    def olds(self, text: str) -> Iterator[str]:
        """The older texts, in normal form, whose translations stand for `text`; newest first.

        >>> list(Kept((KeptEdit("a", "b", ""), KeptEdit("b", "c", ""))).olds("c"))
        ['b', 'a']
        """
        if not self._olds:
            return
        start = normal_form(text)
        seen, queue = {start}, [start]
        while queue:
            for old in reversed(self._olds.get(queue.pop(0), [])):
                if old not in seen:
                    seen.add(old)
                    queue.append(old)
                    yield old


NOTHING_KEPT = Kept()


def parse_kept(text: str, path: str) -> Kept:
    """The decisions in the text of a `kept.toml`.

    >>> parse_kept(format_kept([KeptEdit("Teh", "The", "2026-01-02")]), "kept.toml").edits[0].new
    'The'
    """
    try:
        table = parse_toml(text)
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"this is not TOML: {error}", path=path) from None
    edits = []
    rows = table.get("kept", [])
    for number, row in enumerate(rows if isinstance(rows, list) else [rows], 1):
        if not isinstance(row, dict) or not all(
            isinstance(row.get(k), str) for k in ("old", "new")
        ):
            raise ContentError(
                f"decision {number} has no `old` and `new` text",
                path=path,
                hint='write [[kept]] with old = "…" and new = "…", or delete it',
            )
        edits.append(KeptEdit(row["old"], row["new"], str(row.get("date", ""))))
    return Kept(tuple(edits))


def format_kept(edits: Iterable[KeptEdit], text: str = "") -> str:
    """The text of a `kept.toml`: `text` as it stands, and the edits after it.

    Law: `parse_kept(format_kept(edits, text), path).edits` is what `text` held, then `edits`.
    """
    pieces = [text or _HEAD]
    for edit in edits:
        gap = "" if pieces[-1].endswith("\n") else "\n"
        date = f"date = {edit.date}\n" if edit.date else ""
        pieces.append(
            f"{gap}\n[[kept]]\n{date}old = {_quote(edit.old)}\nnew = {_quote(edit.new)}\n"
        )
    return "".join(pieces)


def _quote(text: str) -> str:
    # A JSON string is a TOML basic string, but for DEL, which TOML wants escaped.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
