"""Numbers in prose, read by value: `1,5` in German is `1.5`, and `۲۵۰` is 250.

A number on the page is a token: digits of any script with separators between them. What it may
mean depends on the language, so a token has one value by the language's own convention and others
that it has elsewhere. Nothing is compared by its digits alone: that would take 1.5 for 15.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from pipeline.locales import Separators, separators

_SPACES = " \u00a0\u202f\u2009"
_PATTERN = (
    r"(?P<mixed>(?:(?<!\d)\d{1,2}[ ]?)?[\u00bc-\u00be\u2150-\u215e])"
    r"|(?P<fraction>(?<![\d/.,])[1-7]/[2-8](?![\d/.,]))"
    r"|(?P<number>(?:(?<![^\s(\[{«„“\"'‚‘>=:：、，。])[-−])?\d+(?:[.,٫٬'’\u00a0\u202f\u2009 ]\d+)*)"
)
_TOKEN = re.compile(_PATTERN)
_PERSIAN_TOKEN = re.compile(r"(?P<slashed>(?<![\d/])\d+/\d+(?![\d/]))|" + _PATTERN)
"""Persian writes ۰/۵ for one half."""
_HAS_DIGIT = re.compile(r"\d|[\u00bc-\u00be\u2150-\u215e]")
_WIDE_POINT = str.maketrans({"．": ".", "＋": "+", "－": "-"})

_LONGEST = 40
"""No number in prose has more signs; a longer run of groups is cut."""

_MAGNITUDES = {
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "萬": 10**4,
    "億": 10**8,
    "亿": 10**8,
    "兆": 10**12,
    "백": 100,
    "천": 1000,
    "만": 10**4,
    "억": 10**8,
    "조": 10**12,
}
_COMPOUND = re.compile(rf"\s?([{''.join(_MAGNITUDES)}]+)")
_PART = re.compile(rf"(\d+)([{''.join(_MAGNITUDES)}]*)")
_TAIL = re.compile(rf"(?:[{''.join(_MAGNITUDES)}]+\d+)+[{''.join(_MAGNITUDES)}]*")
_WORD_MAGNITUDE = re.compile(
    r"[\s\u00a0-]*(hundred|thousand|million|billion|trillion|lakhs?|crores?"
    r"|हज़ार|हजार|लाख|करोड़|ہزار|لاکھ|کروڑ|هزار|میلیون|میلیارد|ألف|آلاف|مليون|ملايين|مليار"
    r"|тыс|тисяч|млн|мільйон|миллион|млрд|мільярд|миллиард|bin|milyon|milyar"
    r"|mil|mill|mille|Mio|Mrd|Million|Milliard|million|milliard|milhão|milhões|millón|millones"
    r"|bilhão|bilhões|Tausend|ribu|juta|nghìn|triệu|tỷ|พัน|หมื่น|แสน|ล้าน)\w*",
    re.I,
)
_POWERS = (
    ("hundred", 10**2),
    ("thousand тыс тисяч bin mil mille tausend हज़ार हजार ہزار هزار ألف آلاف ribu nghìn พัน", 10**3),
    ("หมื่น", 10**4),
    ("lakh lakhs लाख لاکھ แสน", 10**5),
    (
        "million mill mio milyon мільйон миллион млн milhão milhões millón millones میلیون مليون "
        "ملايين juta triệu ล้าน",
        10**6,
    ),
    ("crore crores करोड़ کروڑ", 10**7),
    ("billion milliard mrd milyar млрд мільярд миллиард میلیارد مليار bilhão bilhões tỷ", 10**9),
    ("trillion", 10**12),
)
_POWER = {word: power for words, power in _POWERS for word in words.casefold().split()}


@dataclass(frozen=True, slots=True)
class Amount:
    """One number as it stands in a text."""

    text: str
    value: Decimal | None
    """By the convention of the language; None for what it cannot read, such as `1.2.3`."""
    others: frozenset[Decimal]
    """What it may mean besides: elsewhere, or together with a word such as `million`."""
    start: int
    end: int

    @property
    def values(self) -> frozenset[Decimal]:
        """All that it may mean."""
        return self.others if self.value is None else self.others | {self.value}


ENGLISH = Separators(decimal=".", groups=",\u00a0\u202f\u2009'’")
_SPACED = Separators(".", f",'’{_SPACES}")
_CONVENTIONS = (ENGLISH, Separators(",", f".'’{_SPACES}"), Separators("٫", "٬،,"))


@lru_cache(maxsize=256)
def _separators(locale: str) -> Separators:
    return separators(locale)


@lru_cache(maxsize=32768)
def read_amounts(text: str, locale: str = "en") -> tuple[Amount, ...]:
    """The numbers of a text in order, read by the convention of a locale.

    >>> [str(one.value) for one in read_amounts("1.500 mg und ٢٥٠ ml, 2,5-5, ½", "de")]
    ['1500', '250', '2.5', '5', '0.5']
    """
    if not _HAS_DIGIT.search(text):
        return ()
    return tuple(_amounts(text.translate(_WIDE_POINT), locale))


def _amounts(text: str, locale: str) -> Iterator[Amount]:
    pattern = _PERSIAN_TOKEN if locale[:2] in ("fa", "ur", "ps") else _TOKEN
    taken = 0
    for match in pattern.finditer(text):
        if match.start() < taken:
            continue
        # `1億5千万` is one number.
        tail = _TAIL.match(text, match.end())
        taken = tail.end() if tail else 0
        if match.lastgroup == "slashed":
            yield _slashed(match)
        elif match["mixed"]:
            whole, part = match[0][:-1].strip(), unicodedata.numeric(match[0][-1])
            value = Decimal(whole or 0) + Decimal(str(round(part, 6)))
            yield Amount(match[0], value, frozenset(), match.start(), match.end())
        elif match["fraction"]:
            above, below = map(Decimal, match[0].split("/"))
            value = round(above / below, 6).normalize()
            yield Amount(match[0], value, frozenset(), match.start(), match.end())
        else:
            start = match.start()
            for token in _split_at_spaces(match[0], locale):
                at = text.index(token, start)
                start = at + len(token)
                yield _amount(text, token, at, locale)


def _slashed(match: re.Match[str]) -> Amount:
    above, below = map(_ascii, match[0].split("/"))
    others = {round(Decimal(above) / Decimal(below), 6).normalize()} if int(below) else set()
    value = Decimal(f"{int(above)}.{below}")
    return Amount(match[0], value, frozenset(others), match.start(), match.end())


def _split_at_spaces(run: str, locale: str) -> Iterator[str]:
    """The numbers in one run of digits: `10 000` is one, `pins 0 21` are two.

    In English a space groups only what can be nothing else, because `2 500 mg tablets` are two.
    """
    parts = re.split(rf"([{_SPACES}])", run)
    token = parts[0]
    for index in range(2, len(parts), 2):
        space, part = parts[index - 1], parts[index]
        last = re.split(rf"[{_SPACES}]", token)[-1].lstrip("-−")
        first = last == token.lstrip("-−")
        joins: object = re.match(r"\d{3}(?!\d)", part) and re.fullmatch(
            r"[^\D0٠۰०]\d{0,2}" if first else r"\d{3}", last
        )
        if space == " " and locale.startswith("en") and first:
            joins = joins and (
                part == "000" or re.match(r"\d{3}$", "".join(parts[index + 2 : index + 3]))
            )
        if joins and len(token) < _LONGEST:
            token += space + part
        else:
            yield token
            token = part
    yield token


def _amount(text: str, token: str, at: int, locale: str) -> Amount:
    plain = _ascii(token).replace("−", "-")
    english = locale.partition("_")[0] == "en"
    own = _value(plain, ENGLISH if english else _separators(locale))
    others = set()
    for convention in (_SPACED,) if english else _CONVENTIONS:
        other = _value(plain, convention)
        if other is not None:
            others.add(other)
    if "٫" in plain or "٬" in plain:
        own = _value(plain, Separators("٫", "٬"))
    end = at + len(token)
    base = own if own is not None else next(iter(others), None)
    if base is not None:
        others |= set(_magnified(text, end, base))
        # Where letters run from right to left, the sign often stands behind: `۳-`.
        if text[end : end + 1] in ("-", "−") and not text[end + 1 : end + 2].isalnum():
            others.add(-base)
    return Amount(token, own, frozenset(others), at, end)


def _ascii(token: str) -> str:
    if token.isascii():
        return token
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in token)


def _value(plain: str, convention: Separators) -> Decimal | None:
    """A token's value where it is well written by a convention, else None."""
    sign = "-" if plain.startswith("-") else ""
    body = plain.lstrip("-")
    if body.isdigit():
        return Decimal(sign + body)
    whole, point, fraction = body.partition(convention.decimal)
    if point and not fraction.isdigit():
        return None
    if not whole.isdigit():
        groups = re.split(rf"[{re.escape(convention.groups)}]", whole)
        marks = set(re.findall(r"\D", whole))
        if len(marks) > 1 or not _grouped(groups):
            return None
        whole = "".join(groups)
    return Decimal(f"{sign}{whole}{'.' + fraction if point else ''}")


def _grouped(groups: list[str]) -> bool:
    """Whether digits stand in threes, or in the Indian way: two, two, three."""
    if len(groups) < 2 or not all(one.isdigit() for one in groups):
        return False
    first, *middle, last = groups
    if first.startswith("0") or len(last) != 3:
        return False
    threes = len(first) <= 3 and all(len(one) == 3 for one in middle)
    return threes or (len(first) <= 2 and all(len(one) == 2 for one in middle))


def _magnified(text: str, end: int, base: Decimal) -> Iterator[Decimal]:
    """What a number means together with the sign or word behind it: `2万`, `2 million`."""
    compound = _COMPOUND.match(text, end)
    if compound:
        value = base
        for sign in compound[1]:
            value *= _MAGNITUDES[sign]
        yield value
        tail = _TAIL.match(text, end)
        for digits, signs in _PART.findall(tail[0]) if tail else ():
            part = Decimal(digits)
            for sign in signs:
                part *= _MAGNITUDES[sign]
            value += part
        yield value
    word = _WORD_MAGNITUDE.match(text, end)
    if word:
        power = _POWER.get(word[1].casefold())
        if power:
            yield base * power
