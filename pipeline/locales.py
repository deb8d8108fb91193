"""Facts about languages, and formatting in them; all of it from CLDR through Babel.

The published tag is our own, made from the configured locale: Babel rewrites tags (`iw` becomes
`he_IL`, `tl` becomes `fil_PH`), so `str(babel.Locale)` never reaches a page.

Babel is imported by the first question that needs it: many commands ask none.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.errors import ConfigError, UsageError
from pipeline.model import Language
from pipeline.plurals import PluralRule, divides_alike, plural_rule

if TYPE_CHECKING:
    from babel import Locale

__all__ = [
    "PluralRule",
    "Separators",
    "collation_key",
    "digits_of",
    "divides_alike",
    "format_date",
    "format_list",
    "format_number",
    "format_percent",
    "is_locale_name",
    "language",
    "name_in",
    "plural_form",
    "plural_rule",
    "resolve",
    "separators",
    "sort_key",
    "spelt",
]

_NAME = re.compile(r"[a-z]{2,3}(_[A-Z][a-z]{3})?(_[A-Z]{2}|_[0-9]{3})?")
_GETTEXT_SCRIPTS = {"latin": "Latn", "cyrillic": "Cyrl", "devanagari": "Deva", "arabic": "Arab"}
_OG = {"ar": "ar_AR", "en": "en_US", "es": "es_ES", "es_419": "es_LA", "fr": "fr_FR", "pt": "pt_PT"}
"""Where the platforms that read `og:locale` differ from CLDR's likely territory."""

_ZEROS = {
    "arab": 0x0660, "arabext": 0x06F0, "beng": 0x09E6, "deva": 0x0966, "mymr": 0x1040,
    "tibt": 0x0F20, "khmr": 0x17E0, "laoo": 0x0ED0, "gujr": 0x0AE6, "guru": 0x0A66,
    "telu": 0x0C66, "knda": 0x0CE6, "mlym": 0x0D66, "tamldec": 0x0BE6, "orya": 0x0B66,
    "thai": 0x0E50, "olck": 0x1C50, "cakm": 0x11136, "nkoo": 0x07C0, "mtei": 0xABF0,
    "adlm": 0x1E950, "hmnp": 0x1E140, "rohg": 0x10D30,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Separators:
    """The signs inside a language's numbers."""

    decimal: str
    groups: str
    """Every character that may stand between groups of digits."""


def is_locale_name(name: str) -> bool:
    """Whether a name is shaped like a locale that this program takes: `fr`, `pt_BR`, `zh_Hans`.

    >>> [is_locale_name(one) for one in ("fr", "zh_Hans", "es_419", "../fr", "FR", "fr\\n")]
    [True, True, True, False, False, False]
    """
    return _NAME.fullmatch(name) is not None


_TAKEN = frozenset({"assets", "404", "status", "search"})
"""Folders and pages of every site, which no language can have."""


def language(locale: str, overrides: Mapping[str, str] | None = None) -> Language:
    """Every fact about a locale that a page needs; what the settings say goes first.

    >>> language("pt_BR").tag, language("zh_Hans").autonym, language("ur").direction
    ('pt-BR', '简体中文', 'rtl')
    """
    given = dict(overrides or {})
    if not is_locale_name(locale):
        raise ConfigError(
            f"`{locale}` is not a locale", hint="write it as CLDR does: fr, pt_BR, zh_Hans"
        )
    cldr = _cldr(locale)
    if cldr is None and not {"autonym", "direction"} <= given.keys():
        raise ConfigError(
            f"CLDR does not know the language `{locale}`",
            hint="correct it, or give `autonym` and `direction` in "
            f"[tool.pipeline.languages.{locale}]",
        )
    direction = given.get("direction") or (cldr.text_direction if cldr else "ltr")
    if direction not in ("ltr", "rtl"):
        raise ConfigError(f"`direction` of `{locale}` is {direction!r}", hint="use ltr or rtl")
    tag = given.get("hreflang") or given.get("tag") or locale.replace("_", "-")
    if not re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", tag):
        raise ConfigError(f"`tag` of `{locale}` is {tag!r}", hint="write a language tag: pt-BR")
    url = given.get("url") or locale.replace("_", "-").lower()
    if url in _TAKEN:
        raise ConfigError(f"`url` of `{locale}` is {url!r}", hint="the site has that folder itself")
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,63}", url):
        raise ConfigError(
            f"`url` of `{locale}` is {url!r}", hint="use small letters, digits and hyphens"
        )
    return Language(
        locale=locale,
        tag=tag,
        url=url,
        autonym=given.get("autonym") or (_autonym(cldr, locale) if cldr else locale),
        direction=direction,
        english=(cldr.get_display_name("en") if cldr else None) or locale,
        script=_script(locale),
        og=given.get("og") or _og(locale),
    )


def resolve(name: str, languages: Sequence[Language]) -> Language:
    """The configured language that somebody means by a locale, a tag, a url or gettext's spelling.

    >>> resolve("PT-br", [language("fr"), language("pt_BR")]).locale
    'pt_BR'
    """
    wanted = _folded(name)
    for one in languages:
        if wanted in {_folded(one.locale), _folded(one.tag), _folded(one.url)}:
            return one
    known = ", ".join(one.locale for one in languages) or "none"
    raise UsageError(f"there is no language `{name}` here", hint=f"known: {known}")


def spelt(name: str) -> str:
    """A locale as CLDR writes it, from a tag, a url or gettext's spelling.

    >>> spelt("pt-br"), spelt("ZH_hans"), spelt("sr@latin"), spelt("es-419"), spelt("../fr")
    ('pt_BR', 'zh_Hans', 'sr_Latn', 'es_419', '../fr')
    """
    first, *rest = _folded(name).split("_")
    found = "_".join([first, *(one.title() if len(one) == 4 else one.upper() for one in rest)])
    return found if is_locale_name(found) else name


def _folded(name: str) -> str:
    base, _, modifier = name.partition("@")
    if modifier:
        script = _GETTEXT_SCRIPTS.get(modifier.lower(), modifier)
        head, *rest = base.split("_")
        base = "_".join([head, script, *rest])
    return base.replace("-", "_").lower()


def name_in(language: Language, inside: str) -> str:
    """The name of a language in another one; its English name where CLDR has none.

    >>> name_in(language("fr"), "de")
    'Französisch'
    """
    cldr, other = _cldr(language.locale), _cldr(inside)
    if cldr is None or other is None:
        return language.english
    return other.languages.get(language.locale) or cldr.get_display_name(other) or language.english


def plural_form(locale: str, n: int) -> int:
    """Which msgstr a number takes in a locale, from 0."""
    return plural_rule(locale if _cldr(locale) else "en").form(n)


@lru_cache(maxsize=4096)
def format_percent(percent: int, locale: str) -> str:
    """A whole percentage as the language writes it.

    >>> format_percent(84, "en"), format_percent(84, "tr"), format_percent(84, "fa")
    ('84%', '%84', '۸۴٪')
    """
    from babel.numbers import format_percent as format_share

    text = format_share(percent / 100, locale=_known(locale))
    symbols = _known_cldr(locale)
    system = symbols.number_symbols.get(symbols.default_numbering_system, {})
    # Babel writes `%` whatever the digits are.
    return _in_digits(text.replace("%", system.get("percentSign", "%")), locale)


@lru_cache(maxsize=4096)
def format_number(number: int, locale: str) -> str:
    """A whole number as the language writes it: its own digits with its own separators.

    >>> format_number(1234, "de"), format_number(1234, "fa")
    ('1.234', '۱٬۲۳۴')
    """
    from babel.numbers import format_decimal

    text = format_decimal(number, locale=_known(locale), numbering_system="default")
    return _in_digits(text, locale)


@lru_cache(maxsize=4096)
def format_date(iso: str, locale: str) -> str:
    """An ISO date in the language's long form; the text itself where it is no date.

    >>> format_date("2026-11-01", "de")
    '1. November 2026'
    """
    from babel.dates import format_date as format_day

    try:
        day = datetime.date.fromisoformat(iso[:10])
    except ValueError:
        return iso
    return _in_digits(format_day(day, format="long", locale=_known(locale)), locale)


def format_list(items: Iterable[str], locale: str) -> str:
    """Words joined the way the language joins them.

    >>> format_list(["A", "B", "C"], "fr")
    'A, B et C'
    """
    from babel.lists import format_list as format_words

    return format_words(list(items), locale=_known(locale))


@lru_cache(maxsize=256)
def separators(locale: str) -> Separators:
    """The decimal sign and all grouping signs of a locale.

    >>> separators("de").decimal, separators("de").groups[0]
    (',', '.')
    """
    symbols = _known_cldr(locale).number_symbols
    system = symbols.get("latn", {})
    decimal, group = system.get("decimal", "."), system.get("group", ",")
    groups = group + "\u00a0 \u202f\u2009’'٬"
    return Separators(decimal, "".join(dict.fromkeys(groups.replace(decimal, ""))))


def digits_of(locale: str) -> str:
    """The ten digits that formatted numbers of a locale use, from nought to nine."""
    cldr = _cldr(locale)
    zero = _ZEROS.get(cldr.default_numbering_system if cldr else "latn", 0x30)
    return "".join(chr(zero + n) for n in range(10))


def sort_key(language: Language) -> tuple[bool, str, str, str]:
    """The fixed place of a language in every list: by script, then autonym without marks.

    Latin comes first; the caller puts the source language before all others.
    """
    return (
        language.script != "Latn",
        language.script,
        collation_key(language.autonym),
        language.tag,
    )


def collation_key(text: str) -> str:
    """What to sort titles and names by: no marks, no case.

    >>> sorted(["Türkçe", "čeština", "dansk"], key=collation_key)
    ['čeština', 'dansk', 'Türkçe']
    """
    plain = unicodedata.normalize("NFKD", text)
    return "".join(one for one in plain if not unicodedata.combining(one)).casefold()


@lru_cache(maxsize=512)
def _cldr(locale: str) -> Locale | None:
    from babel import Locale, UnknownLocaleError

    if locale.startswith("und"):
        return None
    try:
        found = Locale.parse(locale)
    except (UnknownLocaleError, ValueError):
        return None
    # An old code (`iw`, `tl`) comes back as another language: not what the folder says.
    return found if found.language == locale.split("_")[0] else None


def _known(locale: str) -> str:
    return locale if _cldr(locale) else "en"


def _known_cldr(locale: str) -> Locale:
    from babel import Locale

    return _cldr(locale) or Locale.parse("en")


def _autonym(cldr: Locale, locale: str) -> str:
    if cldr.script and not cldr.territory:
        named = cldr.languages.get(locale)
        if named:
            return str(named)
    if cldr.territory or cldr.script:
        return cldr.get_display_name() or locale
    return str(cldr.languages.get(cldr.language) or cldr.get_display_name() or locale)


def _likely(locale: str) -> tuple[str, str]:
    """(script, territory) by CLDR's likely subtags; empty where it says nothing."""
    from babel.core import get_global

    parts = locale.split("_")
    script = next((one for one in parts[1:] if len(one) == 4), "")
    territory = next((one for one in parts[1:] if len(one) in (2, 3)), "")
    table = get_global("likely_subtags")
    for key in ("_".join(filter(None, (parts[0], script or territory))), parts[0]):
        if key in table:
            _, likely_script, likely_territory = table[key].split("_")[:3]
            return script or likely_script, territory or likely_territory
    return script or "Latn", territory


def _script(locale: str) -> str:
    return _likely(locale)[0]


def _og(locale: str) -> str:
    if locale in _OG:
        return _OG[locale]
    base, territory = locale.split("_")[0], _likely(locale)[1]
    return f"{base}_{territory}" if territory.isalpha() else base


def _in_digits(text: str, locale: str) -> str:
    # Babel changes separators but not digits; the mixture (Latin digits with Persian separators)
    # is right nowhere.
    digits = {0x30 + n: digit for n, digit in enumerate(digits_of(locale))}
    return text.translate(digits)
