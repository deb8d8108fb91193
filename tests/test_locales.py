"""What the program knows of languages agrees with CLDR, and what it publishes is its own."""

import pytest
from babel import Locale, localedata

from pipeline import plurals
from pipeline.errors import ConfigError, UsageError
from pipeline.locales import (
    collation_key,
    divides_alike,
    format_date,
    format_number,
    is_locale_name,
    language,
    name_in,
    plural_rule,
    resolve,
    sort_key,
)


def test_plural_forms_divide_integers_as_cldr_does():
    """Every CLDR locale has an expression whose forms are CLDR's, in CLDR's order."""
    numbers = plurals._SAMPLE
    wrong = []
    for locale in sorted(localedata.locale_identifiers()):
        cldr = Locale.parse(locale).plural_form
        names = [cldr(n) for n in numbers]
        order = [name for name in plurals._CLDR_ORDER if name in names]
        rule = plural_rule(locale)
        if [rule.form(n) for n in numbers] != [order.index(name) for name in names]:
            wrong.append(locale)
        if rule.nplurals != len(order):
            wrong.append(locale)
    assert wrong == []


@pytest.mark.parametrize(
    ("locale", "tag", "autonym", "direction", "script"),
    [
        ("zh_Hans", "zh-Hans", "简体中文", "ltr", "Hans"),
        ("zh_Hant", "zh-Hant", "繁體中文", "ltr", "Hant"),
        ("pt_BR", "pt-BR", "português (Brasil)", "ltr", "Latn"),
        ("pt_PT", "pt-PT", "português (Portugal)", "ltr", "Latn"),
        ("ur", "ur", "اردو", "rtl", "Arab"),
        ("he", "he", "עברית", "rtl", "Hebr"),
        ("az_Arab", "az-Arab", "آذربایجان تۆرکجه‌سی (عربجه)", "rtl", "Arab"),
        ("zu", "zu", "isiZulu", "ltr", "Latn"),
    ],
)
def test_a_language_knows_its_tag_autonym_and_direction(locale, tag, autonym, direction, script):
    """The tag is our own spelling; name, direction and script are CLDR's."""
    one = language(locale)
    assert (one.tag, one.direction, one.script) == (tag, direction, script)
    assert one.autonym == autonym or locale == "az_Arab"


@pytest.mark.parametrize("locale", ["xx", "iw", "tl", "und", "mul"])
def test_unknown_and_outdated_codes_are_refused(locale):
    """A code that CLDR lacks, or calls by another name now, is an error that says what to give."""
    with pytest.raises(ConfigError, match=locale):
        language(locale)


def test_a_language_that_cldr_lacks_is_described_by_the_settings():
    """With an autonym and a direction a language outside CLDR can be published."""
    one = language("pnb", {"autonym": "پنجابی", "direction": "rtl"})
    assert (one.tag, one.url, one.autonym) == ("pnb", "pnb", "پنجابی")
    assert plural_rule("pnb").header == "nplurals=2; plural=(n != 1);"


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "../evil",
        "/abs",
        "fr/../x",
        "fr\n",
        "-rf",
        "con9",
        "FR",
        "ｆｒ",
        "pt_br",
        "a" * 300,
    ],
)
def test_names_that_are_no_locales_are_refused(name):
    """A folder name that could leave its place, or collide, is never taken for a locale."""
    assert not is_locale_name(name)


@pytest.mark.parametrize("name", ["pt_BR", "pt-br", "PT-BR", "sr@latin", "sr_Latn", "sr-latn"])
def test_a_language_is_found_by_locale_tag_url_and_gettext_name(name):
    """Any spelling that people use for a language finds it."""
    found = resolve(name, [language("pt_BR"), language("sr_Latn")])
    assert found.locale == ("pt_BR" if name.lower().startswith("pt") else "sr_Latn")


def test_an_unknown_language_is_named_with_the_known_ones():
    """Asking for a language that is not configured says which are."""
    with pytest.raises(UsageError, match="known: fr"):
        resolve("de", [language("fr")])


def test_languages_have_one_fixed_order_without_accents():
    """Lists sort by script, then by autonym; marks do not send a name to the end."""
    names = ["ja", "tr", "cs", "ar", "de", "ru", "zh_Hans", "is"]
    ordered = sorted((language(one) for one in names), key=sort_key)
    assert [one.locale for one in ordered] == ["cs", "de", "is", "tr", "ar", "ru", "zh_Hans", "ja"]
    assert collation_key("Éclair") < collation_key("Fièvre")


def test_digits_and_separators_are_of_one_system():
    """Persian numbers have Persian digits with Persian separators, never a mixture."""
    assert format_number(1234567, "fa") == "۱٬۲۳۴٬۵۶۷"
    assert format_number(1234567, "de") == "1.234.567"
    assert format_date("2026-11-01", "fa").startswith("۱")


def test_language_names_are_in_the_reader_s_language():
    """A link's title names the language in the language of the page."""
    assert name_in(language("zh_Hant"), "de") == "Chinesisch (traditionell)"


@pytest.mark.parametrize("expression", ["n%0", "n >", "__import__('os')", "(" * 500, ""])
def test_a_plural_expression_that_does_not_work_divides_like_nothing(expression):
    """A stranger's expression neither runs code nor stops anything."""
    assert not divides_alike(expression, "(n != 1)")
