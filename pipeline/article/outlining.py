"""What of a translation the block parser can see: texts with the same outline are read alike.

To the stage that cuts a document into blocks a word is a word: its rules look at signs, at the
beginnings of lines, and at empty lines. So of the translations into ten languages, which differ in
words alone, one has to be read back as proof for all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.article.stages import BUILT_IN, short_name
from pipeline.config import Dialect
from pipeline.model import Kind

_TEXTS = frozenset(
    (
        Kind.PARAGRAPH,
        Kind.HEADING,
        Kind.ITEM,
        Kind.CELL,
        Kind.TERM,
        Kind.DEFINITION,
        Kind.FOOTNOTE,
    )
)
_LABELS = frozenset((Kind.ALT, Kind.TOOLTIP))
"""In quotes or brackets, so without such signs of their own."""

_MEANT = re.compile(r"[\x00-\x09\x0b-\x1f\\<>&{}|]|!\[|\[\^|\]:|:(?=\S)")
"""Signs with which a word may be more than a word: tags, entities, cells, labels, addresses."""

# Letters, signs of a sentence, and all beyond ASCII that is no space: no rule of blocks names any.
_WORD = r"[^\s\x00-\x1f!#&*+:<=>\[\\\]^_`{|}~\x7f-\xbf]"
_WORDS = re.compile(rf"{_WORD}+(?: {_WORD}+)*")
_LABEL = re.compile(r"[^\W\d_](?:[0-9A-Za-z,;.?%/$@ -]|[^\s\x00-\xbf])*")
_ADDRESS = re.compile(r"\]\([^()\s]*\)")
_LINK = re.compile(r"\[[^\[\]`]*\]\(")

_TAG_OPENS = re.compile(r"<(?=[A-Za-z/!?])")
_TAG = re.compile(r"<!--.*?-->|<[^<>\n|]*>", re.DOTALL)


def blind_to_words(dialect: Dialect, text: str) -> bool:
    """Whether nothing in an article lets words decide about blocks.

    Extensions must be known not to: even the parser's own `meta` takes a first line `Note: wait`
    for a setting. And a tag that does not end where it begins takes the words behind it as its own.

    >>> blind_to_words(Dialect(), "Tea"), blind_to_words(Dialect(), "Tea <b is")
    (True, False)
    """
    names = {short_name(name) for name in dialect.extensions}
    return names <= BUILT_IN - {"meta"} and tags_end(text)


def tags_end(text: str) -> bool:
    """Whether each tag ends in its line, with all its quotes closed."""
    for opening in _TAG_OPENS.finditer(text) if "<" in text else ():
        tag = _TAG.match(text, opening.start())
        if not tag or tag[0].count('"') % 2 or tag[0].count("'") % 2:
            return False
    return True


def outline(kind: Kind, lines: Sequence[str]) -> tuple[str, ...]:
    """The lines with one word in the place of many; as they are where words may have a meaning.

    >>> outline(Kind.ITEM, ["Wait *two* hours, see [the guide](guide.md)."])
    ('a *a* a [a]a',)
    >>> outline(Kind.ITEM, ["2020. aastal"])
    ('2020. aastal',)
    """
    if len(lines) == 1 and kind in _TEXTS and _WORDS.fullmatch(lines[0]) and lines[0][0].isalpha():
        # Most passages; and nothing that is looked for below is a word.
        return ("a",)
    shown = []
    for line in lines:
        if kind in _TEXTS:
            plain = _ADDRESS.sub("](a)", line) if "](" in line else line
            if _MEANT.search(plain) or not _begins_with_word(plain):
                return tuple(lines)
            shown.append(_WORDS.sub("a", plain))
        elif kind in _LABELS and _LABEL.fullmatch(line) and line[0].isalpha():
            shown.append("a")
        else:
            return tuple(lines)
    return tuple(shown)


def _begins_with_word(line: str) -> bool:
    """Whether a line begins with a letter, be it stressed or the first of a link."""
    if line.startswith("["):
        return line[1:2].isalpha() and bool(_LINK.match(line))
    start = 2 if line.startswith("**") else 1 if line.startswith("*") else 0
    return line[start : start + 1].isalpha()
