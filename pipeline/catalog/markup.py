"""Changes of markup alone: the same words with other marks, code spans or addresses.

Where the old marks stand in the translation one for one, the new ones take their places, and the
translator has only to look; where they do not, the old translation is offered as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from pipeline.catalog.normal import normal_form
from pipeline.catalog.similarity import SHORT, words_of

_LINK_OPEN = re.compile(r"!?\[")
_ADDRESS = re.compile(r"\]\(\s*+([^()\s]*+(?:\([^()\s]*+\)[^()\s]*+)*)(\s++\"[^\"\n]*+\")?\s*+\)")
_LABEL = re.compile(r"\]\[([^\[\]\n]*+)\]")
_BARE = re.compile(r"<?\bhttps?://[^\s<>)\]]+>?")
_TAG = re.compile(r"</?[a-z][^<>\n]*+>")
_CODE = re.compile(r"(?<!`)(`++)(?!`)([^`]++)\1(?!`)")
_LINKED_CODE = re.compile(r"\[(`[^`\]]++`)\]\(([^()\s]++)\)")
_INLINE = re.compile(r"(?<!!)\[([^\[\]]++)\]\(([^()\s]++)\)")
_MARKS = re.compile(r"[*_`]+")
_STRONG = ("**", "__")
_EMPHASIS = ("*", "_")


@lru_cache(maxsize=65536)
def plain_form(text: str) -> str:
    """The words alone: no emphasis, code marks, tags or addresses.

    >>> plain_form("**Take** `two` [tablets](a.md)") == plain_form("Take two [tablets](b.md)")
    True
    """
    text = _ADDRESS.sub("]", text)
    text = _LABEL.sub("]", text)
    text = _BARE.sub("§", text)
    text = _TAG.sub("", text)
    text = _LINK_OPEN.sub("", text).replace("]", "")
    return normal_form(_MARKS.sub("", text))


def same_names(old: str, new: str) -> bool:
    """Whether two texts have the same code, where they are so short that code is half of them.

    “`Duration`” is a name that stays as it is, “Duration” is a word.
    """
    if min(len(words_of(old)), len(words_of(new))) > SHORT:
        return True
    return len(_CODE.findall(old)) == len(_CODE.findall(new))


def addresses(text: str) -> list[str]:
    """Where the links, images and bare addresses of a text lead, in order."""
    inline = [(found.start(1), found[1]) for found in _ADDRESS.finditer(text)]
    rest = _ADDRESS.sub(lambda found: " " * len(found[0]), text)
    bare = [(found.start(), found[0].strip("<>")) for found in _BARE.finditer(rest)]
    return [address for _, address in sorted(inline + bare)]


def transplant(old: str, new: str, msgstr: str) -> str | None:
    """The translation of `old` with the markup of `new`; None where that cannot be told.

    >>> transplant("See [tea](a.md).", "See [tea](b.md).", "Voir [le thé](a.md).")
    'Voir [le thé](b.md).'
    >>> transplant("Use Box<T> here", "Use `Box<T>` here", "Ici, Box<T> sert")
    'Ici, `Box<T>` sert'
    """
    done: str | None = msgstr
    for exchange in (_exchange_links, _exchange_addresses, _exchange_code, _exchange_emphasis):
        done = exchange(old, new, done) if done is not None else None
    return done


def _exchange_links(old: str, new: str, msgstr: str) -> str | None:
    """Code that became a link, or a link that became plain code: its label stands as it is."""
    before, after = (dict(_LINKED_CODE.findall(text)) for text in (old, new))
    for label in after.keys() - before.keys():
        if msgstr.count(label) != 1 or old.count(label) != 1:
            return None
        msgstr = msgstr.replace(label, f"[{label}]({after[label]})")
    if not addresses(new) and not _LABEL.search(new):
        return _unlinked(old, msgstr)
    for label in before.keys() - after.keys():
        linked = f"[{label}]({before[label]})"
        if msgstr.count(linked) != 1:
            return None
        msgstr = msgstr.replace(linked, label)
    return msgstr


def _unlinked(old: str, msgstr: str) -> str | None:
    """The translation without its links, where they are the links of the old text."""
    links = _INLINE.findall(msgstr)
    if sorted(address for _, address in links) != sorted(addresses(old)):
        return None
    return _INLINE.sub(r"\1", msgstr)


def _exchange_addresses(old: str, new: str, msgstr: str) -> str | None:
    before, after = addresses(old), addresses(new)
    if before == after or sorted(addresses(msgstr)) == sorted(after):
        return msgstr
    if len(before) != len(after) or Counter(addresses(msgstr)) != Counter(before):
        return None
    new_of: dict[str, str] = {}
    for one, other in zip(before, after, strict=True):
        if new_of.setdefault(one, other) != other:
            return None
    # Longest first: one address may begin with another.
    some = "|".join(re.escape(one) for one in sorted(new_of, key=len, reverse=True) if one)
    return re.sub(rf"(?:{some})(?=[\s)>\]\"]|$)", lambda found: new_of[found[0]], msgstr)


def _exchange_code(old: str, new: str, msgstr: str) -> str | None:
    """Code that changed, words that became code, or code that became words; each standing once."""
    before = Counter(found[0] for found in _CODE.finditer(old))
    after = Counter(found[0] for found in _CODE.finditer(new))
    gone, came = list(before - after), list(after - before)
    if any(abs(before[span] - after[span]) != 1 for span in (*gone, *came)):
        return None
    if gone and came:
        changes = list(zip(gone, came, strict=False)) if len(gone) == len(came) else []
    else:
        changes = [(span, span.strip("`")) for span in gone]
        changes += [(span.strip("`"), span) for span in came]
    for one, other in changes:
        alone = re.compile(rf"(?<![\w`]){re.escape(one)}(?![\w`])")
        if len(alone.findall(msgstr)) != 1:
            return None
        msgstr = alone.sub(lambda _, other=other: other, msgstr)  # type: ignore[misc]
    return msgstr if changes or not (gone or came) else None


def _exchange_emphasis(old: str, new: str, msgstr: str) -> str | None:
    """Another style of the same emphasis; emphasis that came or went is for the translator."""
    bare = [_CODE.sub("", _TAG.sub("", _ADDRESS.sub("]", text))) for text in (old, new)]
    marks = [re.findall(r"\*++|(?<!\w)_++|_++(?!\w)", text) for text in bare]
    if marks[0] == marks[1]:
        return msgstr
    if [len(mark) for mark in marks[0]] != [len(mark) for mark in marks[1]]:
        return None
    for pair in (_STRONG, _EMPHASIS):
        for one, other in (pair, pair[::-1]):
            if set(marks[0]) == {one} and set(marks[1]) == {other}:
                if msgstr.count(one) != len(marks[0]) or one in "".join(_CODE.findall(msgstr)[0:1]):
                    return None
                return msgstr.replace(one, other)
    return None
