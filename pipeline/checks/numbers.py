"""Rules N about numbers: each number of the source stands in the translation, by its value.

An error where a wrong number does harm (a passage marked critical, a number with a dose unit
behind it), a warning elsewhere, and only a remark where languages rightly differ: small numbers
written as words, times of day, years of another calendar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from pipeline.checks.amounts import Amount, read_amounts
from pipeline.checks.doses import (
    COUNTS,
    MEASURES,
    SUITS,
    dimension,
    is_written_out,
    knows_words,
    numbers_in_words,
    unit_at,
)
from pipeline.checks.pair import Pair, Problem, UnitRule
from pipeline.checks.signs import DIGIT, of_either
from pipeline.checks.text import named
from pipeline.model import Example, Severity

_NO_PROSE = re.compile(
    r"(?:https?://|www\.)[!#-'*-;=?-~]+|(?<![!-~])[!-~]{1,80}@[!-~]{1,80}\.\w+|\[\^[^\[\]\s]{1,100}\]"
)
_OWN_CALENDAR = frozenset({"fa", "th", "ja", "ar", "he", "am", "ne", "ps", "ckb"})
_CLOCK_BEFORE = re.compile(r"\d[:.h]$")
_CLOCK_AFTER = re.compile(r"\s?(?:[ap]\.?\s?m\b|o['’]clock|[:h]\s?\d\d\b)", re.I)
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b", re.I)
_PLACEHOLDER_UNIT = frozenset(COUNTS)


@dataclass(frozen=True, slots=True)
class _Numbers:
    """How the numbers of a unit were matched."""

    pairs: tuple[tuple[Amount, Amount], ...]
    missing: tuple[Amount, ...]
    extra: tuple[Amount, ...]


def _prose(text: str) -> str:
    """The words without addresses and footnote marks, whose digits are no numbers."""
    suspect = "/" in text or "@" in text or "www" in text or "[^" in text
    return _NO_PROSE.sub(" ", text) if suspect else text


def _numbers(pair: Pair) -> tuple[str, str, _Numbers] | None:
    """Both texts and their numbers matched by value; None where there are none."""
    if "numbers" not in pair.remembered:
        source, target = _prose(pair.source.words), _prose(pair.target.words)
        ours = read_amounts(source)
        theirs = read_amounts(target, pair.language.locale)
        found = (source, target, _matched(ours, theirs)) if ours or theirs else None
        pair.remembered["numbers"] = found
    return cast("tuple[str, str, _Numbers] | None", pair.remembered["numbers"])


_MANY = 200
"""More numbers than any passage has: beyond it only what is surely the same is matched."""


def _matched(ours: tuple[Amount, ...], theirs: tuple[Amount, ...]) -> _Numbers:
    # What is sure is matched first: the same value, or the same signs; then what may be meant.
    waiting: dict[Decimal | str, list[Amount]] = {}
    for other in reversed(theirs):
        waiting.setdefault(_surely(other), []).append(other)
    pairs: list[tuple[Amount, Amount]] = []
    missing: list[Amount] = []
    for one in ours:
        same = waiting.get(_surely(one))
        if same:
            pairs.append((one, same.pop()))
        else:
            missing.append(one)
    matched = {id(other) for _, other in pairs}
    left = [other for other in theirs if id(other) not in matched]
    for one in tuple(missing) if len(missing) <= _MANY and len(left) <= _MANY else ():
        found = next((other for other in left if _perhaps(one, other)), None)
        if found is not None:
            left.remove(found)
            missing.remove(one)
            pairs.append((one, found))
    # `2 500 mg tablets` is one number where a space groups digits, and two in English.
    for other in left[:_MANY]:
        parts = other.text.split(" ")
        if len(parts) > 1 and len(missing) <= _MANY:
            for one in tuple(missing):
                if one.text in parts:
                    missing.remove(one)
                    if other in left:
                        left.remove(other)
    return _Numbers(tuple(pairs), tuple(missing), tuple(left))


def _surely(one: Amount) -> Decimal | str:
    """What a number is by the convention of its language; its signs where that cannot read it."""
    return one.text if one.value is None else one.value


def _perhaps(one: Amount, other: Amount) -> bool:
    return one.text == other.text or bool(one.values & other.values)


def number(pair: Pair) -> Iterator[Problem]:
    """Every number of the source stands in the translation with the same value."""
    found = _numbers(pair)
    if found is None:
        return
    source, target, numbers = found
    written = numbers_in_words(source)
    spare = [one for one in numbers.extra if not one.values & written]
    # One number gone and one come is another number, however small; `4 pm` and `16` are not.
    exchanged = len(numbers.missing) == len(spare) == 1
    for one in numbers.missing:
        unit = unit_at(source, one.start, one.end, pair.settings.dose_units)
        severity = _severity_of_missing(pair, one, unit, source, target)
        if exchanged and severity is Severity.INFO and not _is_clock(one, source):
            severity = Severity.WARNING
        near = _nearest(one, spare, target, pair) if severity is not Severity.INFO else None
        instead = ""
        if near is not None:
            spare.remove(near)
            instead = f" (it has `{named(near.text)}`)"
        yield Problem(
            f"the number `{named(_with_unit(one, source))}` is missing in the translation{instead}",
            _hint(one, pair),
            one.text,
            severity,
        )
    yield from _extras(pair, spare, target)


def _with_unit(one: Amount, text: str) -> str:
    tail = re.match(r"[\s\u00a0]?(?:[A-Za-zµμ°%][\w%/]{0,7})", text[one.end :])
    return one.text + (tail[0] if tail and unit_at(text, one.start, one.end) else "")


def _hint(one: Amount, pair: Pair) -> str:
    if one.value is not None and one.value != one.value.to_integral_value():
        sign = pair.language.locale
        return f"write the same value, in the way of {pair.language.english or sign}"
    return "write the same number"


def _nearest(one: Amount, spare: list[Amount], target: str, pair: Pair) -> Amount | None:
    """The number that seems to stand in its place: one with as good a unit, else the only one."""
    with_unit = [a for a in spare if unit_at(target, a.start, a.end, pair.settings.dose_units)]
    return next(iter(with_unit), None) or (spare[0] if len(spare) == 1 else None)


def _severity_of_missing(pair: Pair, one: Amount, unit: str, source: str, target: str) -> Severity:
    measured = bool(unit) and unit not in _PLACEHOLDER_UNIT
    value = one.value
    if value is not None and not measured and is_written_out(value, target, pair.code):
        return Severity.INFO
    if _is_clock(one, source):
        return Severity.INFO
    if unit == "%" and value == 50 and is_written_out(Decimal("0.5"), target, pair.code):
        return Severity.INFO
    if measured or pair.critical:
        return Severity.ERROR
    small = value is not None and abs(value) <= 12 and value == value.to_integral_value()
    if unit:
        return Severity.WARNING if small and not knows_words(pair.code) else Severity.ERROR
    if small or _ORDINAL.match(source, one.end):
        return Severity.INFO
    if value is not None and 1900 <= value <= 2100 and pair.code in _OWN_CALENDAR:
        return Severity.INFO
    return Severity.WARNING


def _is_clock(one: Amount, text: str) -> bool:
    before = text[max(0, one.start - 3) : one.start]
    return bool(_CLOCK_AFTER.match(text, one.end) or _CLOCK_BEFORE.search(before))


def _extras(pair: Pair, extra: list[Amount], target: str) -> Iterator[Problem]:
    for one in extra:
        unit = unit_at(target, one.start, one.end, pair.settings.dose_units)
        measured = unit in MEASURES or unit in pair.settings.dose_units
        if measured:
            severity = Severity.ERROR if pair.critical else Severity.WARNING
        else:
            severity = (
                Severity.WARNING if pair.critical and (one.value or 0) > 12 else Severity.INFO
            )
        yield Problem(
            f"the translation has the number `{named(_with_unit(one, target))}`, "
            "its source has not",
            "take it out, or write the number of the source",
            f"+{one.text}",
            severity,
        )


def number_ambiguous(pair: Pair) -> Iterator[Problem]:
    """A number means the same to readers of the translation as to readers of the source."""
    found = _numbers(pair)
    if found is None:
        return
    source, target, numbers = found
    for one, other in numbers.pairs:
        if one.value is None or other.value is None or one.value == other.value:
            continue
        if not re.search(r"[.,]", other.text) or _is_name(source, one):
            continue
        # `2 million` and `2.000.000` are the same by another way than by their signs.
        if other.value in one.values:
            continue
        unit = unit_at(source, one.start, one.end, pair.settings.dose_units)
        language = pair.language.english or pair.language.locale
        yield Problem(
            f"`{named(_with_unit(other, target))}` means {other.value} in {language}; "
            f"the source says {one.value}",
            f"write {_written(one.value, pair)}",
            one.text,
            Severity.ERROR if unit or pair.critical else Severity.WARNING,
        )


def _written(value: Decimal, pair: Pair) -> str:
    from_source = str(value.normalize()) if value != value.to_integral_value() else str(int(value))
    sign = "," if _comma(pair) else "."
    return f"`{from_source.replace('.', sign)}`"


def _comma(pair: Pair) -> bool:
    amounts = read_amounts("1,5", pair.language.locale)
    return amounts[0].value == Decimal("1.5")


def _is_name(text: str, one: Amount) -> bool:
    """Whether a number is part of a name: `v1.500`, `Section 1.200`."""
    before = text[max(0, one.start - 12) : one.start]
    return (
        re.search(r"(?:[A-Za-z]|§|[Vv]ersion |[Ss]ection |[Cc]hapter |[Nn]o\. )$", before)
        is not None
    )


def unit(pair: Pair) -> Iterator[Problem]:
    """A number keeps its unit."""
    found = _numbers(pair)
    if found is None or not found[2].pairs:
        return
    source, target, numbers = found
    more = pair.settings.dose_units
    for one, other in numbers.pairs:
        ours = unit_at(source, one.start, one.end, more)
        if not ours:
            continue
        theirs = unit_at(target, other.start, other.end, more)
        if not theirs or theirs == ours or theirs in SUITS.get(ours, ()):
            continue
        if any(
            unit_at(target, twin.start, twin.end, more) == ours
            for _, twin in numbers.pairs
            if twin.value == other.value
        ):
            continue
        grave = dimension(ours) == dimension(theirs)
        yield Problem(
            f"`{named(_with_unit(one, source))}` has become `{named(_with_unit(other, target))}`: "
            f"{ours} is not {theirs}",
            f"write the unit of the source: {ours}",
            f"{one.text} {ours}",
            Severity.ERROR if grave or pair.critical else Severity.WARNING,
        )


RULES = (
    UnitRule(
        "number",
        "N",
        "catalog",
        Severity.WARNING,
        finds="A number of the source that the translation has not, or another one in its place.",
        why="10 mg is not 100 mg. Values are compared, so `1.5` may be `1,5` and `250` may be "
        "`٢٥٠`.",
        good=Example("Nimm 1,5 mg.", "Take 1.5 mg."),
        bad=Example("Nimm 15 mg.", "Take 1.5 mg."),
        silence="It is an error in critical passages and for numbers with a dose unit, and a "
        "remark for small numbers written as words, times of day and years of another calendar.",
        look=number,
        signs=of_either(DIGIT),
    ),
    UnitRule(
        "number-ambiguous",
        "N",
        "catalog",
        Severity.WARNING,
        finds="A number copied as it stands that means another value in the language.",
        why="`1.500 mg` is one and a half in English and fifteen hundred in German.",
        good=Example("Nimm 1,500 mg.", "Take 1.500 mg."),
        bad=Example("Nimm 1.500 mg.", "Take 1.500 mg."),
        silence="It is an error in critical passages and for numbers with a dose unit.",
        look=number_ambiguous,
        signs=of_either(DIGIT),
    ),
    UnitRule(
        "unit",
        "N",
        "catalog",
        Severity.WARNING,
        finds="A number that has another unit than in the source.",
        why="5 g is a thousand times 5 mg.",
        good=Example("Nimm 5 Milligramm.", "Take 5 mg."),
        bad=Example("Nimm 5 g.", "Take 5 mg."),
        silence="It is an error where both units measure the same, and in critical passages.",
        look=unit,
        signs=of_either(DIGIT),
    ),
)
