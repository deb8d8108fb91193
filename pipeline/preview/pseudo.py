"""Languages that nobody speaks: a theme is tested with them before any translator starts.

`en-XA` shows English with accents, about 40 % longer, in brackets: what is plain on a page was
never offered to translators, a bracket that is missing was cut off, a box that breaks is too tight.
`ar-XB` shows English in Arabic letters: the whole page runs from right to left. CLDR makes its
`ar-XB` with bidirectional overrides; those are refused in every translation here, and they would
hide what real letters show (where numbers, punctuation and English passages end up), so each Latin
letter becomes an Arabic one.

Only words change. What a translator must leave as it is stays: addresses, code, tags, attribute
lists, placeholders, references, numbers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from pipeline.model import Article, Catalog, Entry, Kind, Language, Match, Segment, State, Unit

ACCENTED = Language(
    locale="en_XA", tag="en-XA", url="en-xa", autonym="⟦Ḗḗƞƞɠŀīıīşħ⟧", direction="ltr",
    english="English with accents (made up)", script="Latn", og="en_XA",
)  # fmt: skip
MIRRORED = Language(
    locale="ar_XB", tag="ar-XB", url="ar-xb", autonym="عنغلهسح", direction="rtl",
    english="English mirrored (made up)", script="Arab", og="ar_XB",
)  # fmt: skip
LANGUAGES = (ACCENTED, MIRRORED)

GROWTH = 0.4
"""W3C's rule of thumb for running text from English into other European languages."""

_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ACCENTS = str.maketrans(_PLAIN, "ȧƀƈḓḗƒɠħīĵķŀḿƞǿƥɋřşŧŭṽẇẋẏẑ" + "ȦƁƇḒḖƑƓĦĪĴĶĿḾȠǾƤɊŘŞŦŬṼẆẊẎẐ")
_ARABIC = str.maketrans(_PLAIN, "ابثدعفغهيجكلمنوضقرستطظشخصز" * 2)
_MARKS = re.compile("[\u0300-\u036f]")
_VOWELS = frozenset("aeiouyAEIOUY")

# In the order in which a Markdown parser would see them.
_KEPT = re.compile(
    r"""
      (?<!`)(?P<ticks>`+)(?!`)(?:.|\n)*?(?<!`)(?P=ticks)(?!`)        # code
    | \\[\\`*_{}\[\]()>#+.!|~:-]                                      # escaped signs
    | <!--.*?--> | <[A-Za-z][\w+.-]*:[^\s<>]*> | <[^\s<>@]+@[^\s<>]+>
    | </?[A-Za-z](?:[^<>"']|"[^"]*"|'[^']*')*>                        # tags
    | &(?:\#\d+|\#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);             # entities
    | \[\^[^\]\n]*\] | \[\[[^\]\n]*\]\]                               # footnotes, wiki links
    | ^\[[ xX]\](?=\s)                                                # boxes of task lists
    | \]\(\s*<[^<>\n]*>(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)               # ends of links
    | \]\((?:[^()\s]|\([^()\s]*\))*(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)
    | \]\s?\[(?P<label>[^\]\n]+)\]                                    # ends of links by label
    | \b(?:https?|ftp|mailto|tel):[^\s<>]+ | \bwww\.[^\s<>]+ | [\w.+-]+@[\w-]+\.[\w.-]*\w
    | \$?\{\{.*?\}\} | \{%.*?%\} | \$?\{:?[^{}\n]*\}                  # placeholders, attributes
    | %\([^()\n]*\)[#0 +-]*\d*[a-zA-Z] | %(?:\d+\$)?[sdifuxr](?!\w)
    | \+\+[a-z0-9+-]+\+\+ | (?<![\w:]):[a-z0-9_+-]+:(?![\w:])         # keys, emoji
    """,
    re.VERBOSE | re.DOTALL,
)
_SHORT_LINK = re.compile(
    r"(?<!\])(?<!\]\s)\[(?P<label>[^\[\]^\\`\n][^\[\]\\`\n]*)\](?:\s?\[\])?"
    r"(?![(:])(?!\s?\[[^\]\n]+\])"
)


def pseudo_units(article: Article, language: Language) -> tuple[Unit, ...]:
    """One translated unit a segment, as if somebody had translated all of the article."""
    labels = frozenset(label.lower() for label, _, _ in article.scope.references)
    terms = tuple(term for term, _ in article.scope.abbreviations)
    return tuple(
        Unit(
            segment=one,
            state=State.TRANSLATED,
            target=_pseudo_segment(one, language, labels, terms),
            match=Match.EXACT,
        )
        for one in article.segments
    )


def pseudo_catalog(template: Catalog, language: Language) -> Catalog:
    """A catalog in which every message is translated; for the furniture of the page."""

    def filled(entry: Entry) -> Entry:
        if entry.msgid == "" or entry.obsolete:
            return entry
        forms = (entry.msgid,) if entry.plural is None else (entry.msgid, entry.plural)
        msgstr = tuple(pseudo_text(one, language) for one in forms)
        return Entry(entry.msgid, msgstr, entry.context, entry.plural)

    return Catalog(template.path, tuple(map(filled, template.entries)))


def _pseudo_segment(
    segment: Segment, language: Language, labels: frozenset[str], terms: tuple[str, ...]
) -> str:
    if segment.kind is Kind.CODE:
        return segment.msgid
    return pseudo_text(segment.msgid, language, labels, terms)


def pseudo_text(
    text: str,
    language: Language,
    labels: frozenset[str] = frozenset(),
    terms: Iterable[str] = (),
) -> str:
    """A Markdown text in one of the two made-up languages.

    `labels` are the link definitions of the article, in lower case, and `terms` its abbreviations.
    Law: code, addresses, tags, placeholders and numbers stay as they are, in number and in order.

    >>> pseudo_text("Take *two* of `{n}` [tablets](a.md).", ACCENTED)
    '⟦Ŧȧȧķḗḗ *ŧẇǿǿ* ǿƒ `{n}` [ŧȧȧƀŀŀḗḗŧş](a.md).⟧'
    >>> pseudo_text("Take two", MIRRORED)
    'تاكع تشو'
    """
    spell = _Spelling(language)
    kept = _KEPT
    if terms := sorted(terms, key=len, reverse=True):
        words = "|".join(map(re.escape, terms))
        kept = re.compile(rf"{_KEPT.pattern}|(?-x:\b(?:{words})\b)", _KEPT.flags)
    if labels:
        text = _SHORT_LINK.sub(lambda match: _long_link(match, labels), text)
    pieces, end = [], 0
    for match in kept.finditer(text):
        label = match["label"]
        literal = label is not None and _folded(label) not in labels
        pieces += [spell(text[end : match.start()]), spell(match[0]) if literal else match[0]]
        end = match.end()
    pieces.append(spell(text[end:]))
    return spell.framed("".join(pieces))


def _long_link(match: re.Match[str], labels: frozenset[str]) -> str:
    """`[Tea]`, a link by its own words, named in full: the words are about to change."""
    label = match["label"]
    return f"[{label}][{label}]" if _folded(label) in labels else match[0]


def _folded(label: str) -> str:
    return " ".join(label.lower().split())


class _Spelling:
    """One text's way of spelling; what lengthens it is spread over the whole of it."""

    def __init__(self, language: Language) -> None:
        self._arabic = language.locale == MIRRORED.locale
        self._due = 0.0

    def __call__(self, text: str) -> str:
        if self._arabic:
            return _bare(text).translate(_ARABIC)
        return "".join(map(self._letter, text))

    def _letter(self, one: str) -> str:
        if not one.isalpha():
            return one
        self._due += GROWTH
        accented = one.translate(_ACCENTS)
        # Vowels first, as a drawl is still readable; any letter when too much is due.
        if self._due >= (0.5 if one in _VOWELS else 1.2):
            self._due -= 1
            return accented + accented.lower()
        return accented

    def framed(self, text: str) -> str:
        """With the brackets; a box of a task list stays in front of them."""
        if self._arabic:
            return text
        box = re.match(r"\[[ xX]\]\s+", text)
        head = box[0] if box else ""
        return f"{head}⟦{text[len(head) :]}⟧"


def _bare(text: str) -> str:
    """Latin letters without their accents; all else as it is."""
    if text.isascii():
        return text
    folded = (unicodedata.normalize("NFD", one) for one in text)
    return "".join(
        _MARKS.sub("", pair) if pair[0] in _PLAIN else one
        for one, pair in zip(text, folded, strict=True)
    )
