"""The words of the page furniture in one language.

gettext's own classes would do for the looking up; they are not used because a catalog is written
by people who are not trusted with HTML, and whose placeholders may be wrong: here a message whose
placeholders do not fit counts as not translated, and text reaches a page escaped.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

from markupsafe import Markup, escape

from pipeline.locales import (
    format_date,
    format_list,
    format_number,
    format_percent,
    plural_form,
)
from pipeline.model import Catalog, Entry, Key, Language
from pipeline.site.messages import PLACEHOLDER, Message, shipped_messages

NATIVE = "en"
"""The language that the program's messages are in, whatever the articles are written in."""

_COUNT = "count"


class Interface:
    """The words of one language: the site's own catalog first, then the program's, then English.

    Law: a translation reaches a page only where it uses the placeholders of its own message.

    >>> fr = Language("fr", "fr", "fr", "français", "ltr")
    >>> own = Catalog("fr.po", (Entry("Contents", ("Sommaire",)),))
    >>> Interface(fr, [own]).gettext("Contents")
    'Sommaire'
    """

    def __init__(
        self,
        language: Language,
        catalogs: Sequence[Catalog] = (),
        *,
        source: str = NATIVE,
        messages: Sequence[Message] | None = None,
    ) -> None:
        """`source` is the locale that the site's own messages are in, such as its name."""
        self.language = language
        self.source = source
        self._messages = messages
        # Kept, so that it goes along to other processes: to find these, all templates are parsed.
        self._shipped = _shipped_keys()
        self._known: dict[Key, tuple[str, ...]] = {}
        self._plain: dict[Key, Markup] = {}
        forms = _forms(language.locale)
        for catalog in catalogs:
            for entry in catalog.entries:
                if entry.key not in self._known and _usable(entry, forms):
                    self._known[entry.key] = entry.msgstr

    @property
    def digest(self) -> str:
        """A hash of all that it can say."""
        said = (self.language, self.source, list(self._known.items()))
        return hashlib.sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def missing(self) -> tuple[str, ...]:
        """The messages of the theme that have no usable translation; none for English."""
        messages = shipped_messages() if self._messages is None else self._messages
        return tuple(one.msgid for one in messages if not self.knows(one.msgid, one.context))

    def knows(self, msgid: str, context: str | None = None) -> bool:
        """Whether a message has its words in this language."""
        key = (context, msgid)
        return key in self._known or self.language.locale.split("_")[0] == self._own(key)

    def _own(self, key: Key) -> str:
        """The language that a message is written in."""
        return NATIVE if key in self._shipped else self.source.split("_")[0]

    def gettext(self, msgid: str, **values: object) -> str:
        """A message as plain text, its placeholders filled."""
        return self._text((None, msgid), values)

    def ngettext(self, singular: str, plural: str, count: int, **values: object) -> str:
        """A message in the plural form of a number; `{count}` is the number as people write it."""
        return self._text((None, singular), self._counted(count, values), plural, count)

    def pgettext(self, context: str, msgid: str, **values: object) -> str:
        """A message that is told from others of the same text by its context."""
        return self._text((context, msgid), values)

    def html(
        self,
        key: Key,
        values: Mapping[str, object],
        plural: str | None = None,
        count: int | None = None,
    ) -> Markup:
        """A message as HTML: its own text is escaped, so are values that are not HTML already.

        What has no translation comes out as it was written, and marked so.
        """
        if count is None and not values:
            # Most messages stand on every page as they are.
            known = self._plain.get(key)
            if known is None:
                known = self._plain[key] = self._html(key, values, None, None)
            return known
        return self._html(key, values, plural, count)

    def _html(
        self, key: Key, values: Mapping[str, object], plural: str | None, count: int | None
    ) -> Markup:
        if count is not None:
            values = self._counted(count, values)
        words = _fill(self._words(key, plural, count), values, escape)
        if self.knows(key[1], key[0]):
            return Markup(words)
        return Markup('<span lang="{}" dir="ltr">{}</span>').format(self._own(key), Markup(words))

    def marked(self, msgid: str, **values: object) -> Markup:
        """A message as HTML, marked where it has no translation."""
        return self.html((None, msgid), values)

    def marked_ngettext(self, singular: str, plural: str, count: int, **values: object) -> Markup:
        """A message in the plural form of a number, as HTML, marked as above."""
        return self.html((None, singular), values, plural, count)

    def number(self, number: int) -> str:
        """A whole number as the language writes it."""
        return format_number(number, self.language.locale)

    def percent(self, percent: int) -> str:
        """A percentage as the language writes it."""
        return format_percent(percent, self.language.locale)

    def date(self, iso: str) -> str:
        """An ISO date in the language's long form."""
        return format_date(iso, self.language.locale)

    def listing(self, items: Iterable[str]) -> Markup:
        """Words or pieces of HTML, joined the way the language joins them."""
        given = [escape(one) for one in items]
        # Babel joins plain strings: the HTML stays out of its sight behind private characters.
        marks = [chr(0xE000 + number) for number in range(len(given))]
        text = str(escape(format_list(marks, self.language.locale)))
        for mark, item in zip(marks, given, strict=True):
            text = text.replace(mark, item)
        return Markup(text)

    def _counted(self, count: int, values: Mapping[str, object]) -> dict[str, object]:
        return {**values, _COUNT: self.number(count)}

    def _text(
        self,
        key: Key,
        values: Mapping[str, object],
        plural: str | None = None,
        count: int | None = None,
    ) -> str:
        return _fill(self._words(key, plural, count), values, str)

    def _words(self, key: Key, plural: str | None, count: int | None) -> str:
        known = self._known.get(key)
        if count is None or plural is None:
            return known[0] if known else key[1]
        if known is None:
            return key[1] if count == 1 else plural
        return known[min(plural_form(self.language.locale, count), len(known) - 1)]


@lru_cache(maxsize=512)
def _forms(locale: str) -> int:
    """How many plural forms a locale has."""
    return 1 + max(plural_form(locale, number) for number in (*range(201), 1000, 1_000_000))


@lru_cache(maxsize=1)
def _shipped_keys() -> frozenset[Key]:
    return frozenset(one.key for one in shipped_messages())


def _usable(entry: Entry, forms: int) -> bool:
    """Whether an entry may stand on a page: whole, not fuzzy, and with placeholders that fit."""
    if entry.obsolete or not entry.translated or not entry.msgid:
        return False
    if entry.plural is not None and len(entry.msgstr) != forms:
        return False
    allowed = set(PLACEHOLDER.findall(entry.msgid + (entry.plural or "")))
    # A language may say “one article” in words: only the count may be left out, and only there.
    needed = allowed - {_COUNT} if entry.plural is not None else allowed
    return all(needed <= set(PLACEHOLDER.findall(text)) <= allowed for text in entry.msgstr)


def _fill(text: str, values: Mapping[str, object], show: Callable[[object], str]) -> str:
    """The text with its placeholders filled; one without a value stays as it stands."""
    pieces = PLACEHOLDER.split(text)
    for number, piece in enumerate(pieces):
        if number % 2:
            pieces[number] = show(values[piece]) if piece in values else "{" + piece + "}"
        else:
            pieces[number] = show(piece)
    return "".join(pieces)
