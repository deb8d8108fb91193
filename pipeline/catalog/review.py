"""Small English edits, laid before the maintainer, who says which of them change no meaning.

A review is a TOML text, so that an editor and a diff show it: a table for each changed text, with
a line of the words that went and came, and `keep = false` to be made true. Nothing is ever ticked
by the program.
"""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.catalog.kept import KeptEdit
from pipeline.catalog.lookup import live, trusted
from pipeline.config import parse_toml
from pipeline.errors import ContentError
from pipeline.model import Catalog

_HEAD = """\
# English edits whose translations wait for a review.
# Where an edit changes no meaning, write `keep = true`: every language keeps its translation.
"""


@dataclass(frozen=True, slots=True)
class Change:
    """A text that changed after it was translated."""

    old: str
    new: str
    locales: tuple[str, ...] = ()
    """The languages whose translation is of the old text."""


def changed_texts(catalogs: Mapping[str, Iterable[Catalog]]) -> tuple[Change, ...]:
    """The texts, over all languages, that are fuzzy because their English changed; each once."""
    found: dict[tuple[str, str], list[str]] = {}
    for locale, some in catalogs.items():
        for catalog in some:
            for entry in live(catalog):
                if entry.fuzzy and trusted(entry) and entry.previous not in (None, entry.msgid):
                    locales = found.setdefault((str(entry.previous), entry.msgid), [])
                    if locale not in locales:
                        locales.append(locale)
    return tuple(Change(old, new, tuple(locales)) for (old, new), locales in found.items())


def word_diff(old: str, new: str) -> str:
    """The new text with the words that went in `[-…-]` and those that came in `{+…+}`.

    >>> word_diff("Take two tabelts daily.", "Take two tablets daily.")
    'Take two [-tabelts-]{+tablets+} daily.'
    """
    ours, theirs = (re.findall(r"\w+|\s+|[^\w\s]", text) for text in (old, new))
    pieces = []
    matcher = difflib.SequenceMatcher(None, ours, theirs, autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            pieces.append("".join(ours[a:b]))
            continue
        pieces += [f"[-{''.join(ours[a:b])}-]"] if a < b else []
        pieces += [f"{{+{''.join(theirs[c:d])}+}}"] if c < d else []
    return "".join(pieces)


def format_review(changes: Iterable[Change]) -> str:
    """The text in which a maintainer ticks the edits that change no meaning."""
    pieces = [_HEAD]
    for one in changes:
        diff = " ".join(word_diff(one.old, one.new).split())
        pieces.append(
            f"\n# {', '.join(one.locales)}: {diff}\n[[change]]\nkeep = false\n"
            f"old = {_quote(one.old)}\nnew = {_quote(one.new)}\n"
        )
    return "".join(pieces)


def parse_review(text: str, path: str, date: str) -> tuple[KeptEdit, ...]:
    """The ticked edits of a review, as decisions made on `date`.

    >>> ticked = format_review([Change("Teh", "The", ("fr",))]).replace("false", "true")
    >>> parse_review(ticked, "review.toml", "2026-01-02")
    (KeptEdit(old='Teh', new='The', date='2026-01-02'),)
    """
    try:
        rows = parse_toml(text).get("change", [])
    except tomllib.TOMLDecodeError as error:
        hint = "write only true or false after `keep =`"
        raise ContentError(f"this is no review: {error}", path=path, hint=hint) from None
    edits = []
    for number, row in enumerate(rows if isinstance(rows, list) else [rows], 1):
        texts = [row.get("old"), row.get("new")] if isinstance(row, dict) else []
        if not texts or not all(isinstance(one, str) for one in texts):
            hint = "delete the file and run `pipeline update --keep` again"
            raise ContentError(f"change {number} has no `old` and `new`", path=path, hint=hint)
        if row.get("keep") is True:
            edits.append(KeptEdit(str(texts[0]), str(texts[1]), date))
    return tuple(edits)


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
