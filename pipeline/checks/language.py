"""Rules L about the language of a translation: is it one, and is it the right one?

Only letters are looked at, no dictionary: which script they belong to, and for near relatives
which letters one has and the other has not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pipeline.checks.pair import Pair, Problem, UnitRule, code_of
from pipeline.checks.scripts import SCRIPTS, letters_of, letters_of_kin, script_of
from pipeline.checks.signs import COPY, FOREIGN, KIN
from pipeline.checks.terms import names_within
from pipeline.checks.text import named, shortened
from pipeline.checks.view import HOLE, WORD
from pipeline.model import Example, Language, Severity

_TELLING = {"ar": 0.08}
"""The share of such letters that is too many, where names bring more than a few."""
_ENOUGH = 25

_SMALL = (
    "the of and to is are that this with for from you your can be not it on as by or if when "
    "which will have has should may must at an"
)
_FUNCTION_WORDS = frozenset(_SMALL.split(" "))
_URL = re.compile(
    r"(?<![!-~])[!-~]{0,200}?(?:://|www\.|@)[!-~]*|(?<![!-~])[!-~]{1,200}?\.(?:com|org|net|io)\b[!-~]*"
)


def _plain(text: str) -> str:
    text = text.replace(HOLE, " ")
    return _URL.sub(" ", text) if "." in text or "@" in text or ":" in text else text


def wrong_script(pair: Pair) -> Iterator[Problem]:
    """A translation is written in the script of its language."""
    if _mostly(pair.target.words, pair.language.script):
        return
    text = _without_names(pair.target.words, pair)
    share, letters, other = _share(text, SCRIPTS[pair.language.script])
    if letters < _ENOUGH or share >= 0.25 or _is_copy(pair):
        return
    if other == "LATIN" and not (is_prose(text) or _is_sentence(text)):
        return  # names, code, a list of terms
    yield Problem(
        f"{letters - round(letters * share)} of {letters} letters are {other.title()}, "
        f"the language is {pair.language.english or pair.language.locale}",
        "was another language's file taken, or is the English still there?",
        other,
    )


def _mostly(text: str, script: str) -> bool:
    """Whether a text is so plainly in a script that its letters need no counting one by one."""
    pattern = letters_of(script)
    return pattern is not None and len(pattern.findall(text)) * 4 >= len(text)


def _without_names(text: str, pair: Pair) -> str:
    text = _plain(text)
    for name in names_within(pair.settings.do_not_translate, text):
        text = text.replace(name, " ")
    return text


def _share(text: str, expected: tuple[str, ...]) -> tuple[float, int, str]:
    """The share of letters in the expected scripts, how many letters, and the commonest other."""
    found: Counter[str] = Counter()
    for letter, count in Counter(text).items():
        script = script_of(letter)
        if script:
            found[script] += count
    letters = found.total()
    if not letters:
        return 1.0, 0, ""
    right = sum(found[one] for one in expected)
    others = [name for name, _ in found.most_common() if name not in expected]
    return right / letters, letters, others[0] if others else ""


def is_prose(text: str) -> bool:
    """Whether a text has the small words that only English sentences have."""
    words = [word.casefold() for word in WORD.findall(text)]
    small = sum(word in _FUNCTION_WORDS for word in words)
    return len(words) >= 4 and small >= 2 and small * 8 >= len(words)


def _is_sentence(text: str) -> bool:
    """Whether most words of a text begin with a small letter, as those of lists of names do not."""
    words = WORD.findall(text)
    return len(words) >= 6 and sum(word[0].islower() for word in words) * 5 >= len(words) * 3


def _is_copy(pair: Pair) -> bool:
    return pair.source.spelt == pair.target.spelt


def unchanged(pair: Pair) -> Iterator[Problem]:
    """A translation is not the English itself."""
    if not _may_be_copy(pair) or not _is_copy(pair):
        return
    words = [word for word in WORD.findall(_plain(pair.target.words)) if len(word) >= 3]
    names = " ".join(names_within(pair.settings.do_not_translate, pair.target.words))
    words = [word for word in words if word not in names]
    if len(words) < 3:
        return
    yield Problem(
        "the translation is the English text",
        "translate it, or leave it empty: an empty one counts as missing, this one as done",
        severity=None if is_prose(pair.target.words) else Severity.INFO,
    )


def _may_be_copy(pair: Pair) -> bool:
    return abs(len(pair.source.words) - len(pair.target.words)) <= 12


_ONLY_ENGLISH = frozenset({"the", "and", "with", "this", "that", "your", "which", "should", "from"})
_MUCH_ENGLISH = (4, 0.15)
"""How many such words, and which share of all words, no other language has by chance."""


def _may_hold_english(language: Language) -> bool:
    return language.script == "Latn" and code_of(language) != "en"


def _english_left(pair: Pair) -> Iterator[Problem]:
    text = pair.target.folded
    if "the " not in text or not _may_hold_english(pair.language) or _is_copy(pair):
        return
    words = WORD.findall(_without_names(text, pair))
    small = sum(word in _ONLY_ENGLISH for word in words)
    if small >= _MUCH_ENGLISH[0] and small >= _MUCH_ENGLISH[1] * len(words):
        yield Problem(
            "whole sentences of the translation are English",
            "translate them, or leave the translation empty",
            "English",
        )


def wrong_language(pair: Pair) -> Iterator[Problem]:
    """A translation is not English, and not written in a near relative of its language."""
    yield from _english_left(pair)
    strange = letters_of_kin(pair.language)
    if strange is None:
        return
    text = _without_names(pair.target.words, pair)
    strangers = strange.findall(text.casefold())
    if len(strangers) < 2 or pair.target.letters < _ENOUGH:
        return
    limit = _TELLING.get(pair.code, 0.02)
    if len(strangers) < limit * pair.target.letters or any(
        one in pair.source.text for one in strangers
    ):
        return
    shown = ", ".join(f"`{one}`" for one in sorted(set(strangers))[:5])
    yield Problem(
        f"{pair.language.english or pair.language.locale} has no letters {shown}",
        "is this another language? Translate into the language of the folder",
    )


_MIXABLE = ("LATIN", "CYRILLIC", "GREEK")
_MEETING = re.compile(
    r"[A-Za-z\u00c0-\u024f][\u0370-\u052f]|[\u0370-\u052f][A-Za-z\u00c0-\u024f]"
    r"|[\u0370-\u03ff][\u0400-\u052f]|[\u0400-\u052f][\u0370-\u03ff]"
)
_LOOKALIKES = frozenset("aceiopsxyABCEHIKMOPTXYасеіорѕхуАВСЕНІКМОРТХУαονρΑΒΕΖΗΙΚΜΝΟΡΤΥΧ")


def _has_lookalikes(language: Language) -> bool:
    return language.script in ("Latn", "Cyrl", "Grek")


def homoglyph(pair: Pair) -> Iterator[Problem]:
    """The letters of a word come from one script."""
    text = pair.target.words
    if not _MEETING.search(text):
        return
    for word in re.findall(r"[^\W\d_]{3,}", text):
        if word.isascii():
            continue
        scripts = Counter(script_of(letter) for letter in word)
        mixed = [one for one in _MIXABLE if one in scripts]
        if len(mixed) < 2 or word in pair.source.text:
            continue
        rare = min(mixed, key=lambda one: scripts[one])
        odd = [letter for letter in word if script_of(letter) == rare]
        if len(odd) > 2 or not _LOOKALIKES.issuperset(odd):
            continue
        yield Problem(
            f"the word `{shortened(named(word), 40)}` has a {rare.title()} `{odd[0]}` in it",
            "it looks right and is not found by a search: type the word anew",
            word,
        )


RULES = (
    UnitRule(
        "unchanged",
        "L",
        "catalog",
        Severity.WARNING,
        finds="A translation that is the English text itself.",
        why="It counts as done, and readers find English where they were told there is none.",
        good=Example("Trink genug Wasser.", "Drink plenty of water if you can."),
        bad=Example("Drink plenty of water if you can.", "Drink plenty of water if you can."),
        silence="Names belong into `do_not_translate` in the settings. It is a remark for texts "
        "without the small words of sentences: names, titles, lists of terms.",
        look=unchanged,
        signs=COPY,
        suits=lambda language: code_of(language) != "en",
    ),
    UnitRule(
        "wrong-script",
        "L",
        "catalog",
        Severity.WARNING,
        finds="A translation of which most letters belong to another script.",
        why="It is another language, or it was not translated.",
        good=Example("Пейте достаточно воды каждый день.", "Drink water every day.", "ru"),
        bad=Example("Please drink some water and rest if you can.", "Drink water every day.", "ru"),
        silence="It is an error where nearly a whole article is so.",
        look=wrong_script,
        signs=FOREIGN,
        suits=lambda language: language.script in SCRIPTS,
    ),
    UnitRule(
        "wrong-language",
        "L",
        "catalog",
        Severity.WARNING,
        finds="Letters that the language does not have and a near relative has, or whole English "
        "sentences.",
        why="Somebody translated into Russian what should be Ukrainian, into traditional Chinese "
        "what should be simplified, or only half of a passage.",
        good=Example("Пийте достатньо води щодня і відпочивайте.", "Drink water.", "uk"),
        bad=Example("Каждый день вы должны пить воды больше, чем обычно.", "Drink water.", "uk"),
        look=wrong_language,
        signs=KIN,
        suits=lambda one: _may_hold_english(one) or letters_of_kin(one) is not None,
    ),
    UnitRule(
        "homoglyph",
        "L",
        "catalog",
        Severity.INFO,
        finds="A letter of another script inside a word, which looks like the right one.",
        why="The word looks right and no search finds it.",
        good=Example("Сон", "Sleep", "ru"),
        bad=Example("Снотвoрное", "A sleeping pill", "ru"),
        look=homoglyph,
        signs=FOREIGN,
        suits=_has_lookalikes,
    ),
)
