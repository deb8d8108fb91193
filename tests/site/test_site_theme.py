"""The theme: overrides, and what the stylesheet promises."""

import re
from pathlib import Path

import pytest

from pipeline.errors import ConfigError
from pipeline.locales import digits_of
from pipeline.site import Theme, find_messages, render_article
from pipeline.site.shipped import shipped_templates
from tests.site.site_samples import EN, THEME, edition, facts, interface, page

FACTS = facts("en", "de")


def render(theme):
    """A page made with a theme."""
    return render_article(theme, FACTS, interface("de"), page(edition("de"), EN))


def test_a_site_replaces_any_template():
    """A file of the same name takes the place of the program's."""
    theme = Theme({"feedback.html": "<p>Call us & ask.</p>"})
    assert "<p>Call us & ask.</p>" in render(theme)
    assert theme.overrides == {"feedback.html": "<p>Call us & ask.</p>"}


def test_a_template_may_have_messages_of_its_own():
    """They are found for translators, with the comments that stand before them."""
    theme = Theme({"help.html": '{# l10n: A greeting. #}<p>{{ _("Hello {name}", name="x") }}</p>'})
    (found,) = [one for one in theme.messages if one.msgid == "Hello {name}"]
    assert (found.comment, found.places) == ("A greeting.", ("help.html",))
    assert '<span lang="en" dir="ltr">Hello x</span>' in render(theme)


def test_new_templates_can_be_included():
    """A theme may be cut into further files."""
    theme = Theme({"help.html": '{% include "mine.html" %}', "mine.html": "<p>mine</p>"})
    assert "<p>mine</p>" in render(theme)


def test_a_template_escapes_by_itself():
    """Whatever its name, a template's values are escaped unless they are HTML already."""
    theme = Theme({"help.html": '{% include "odd.txt" %}', "odd.txt": "{{ '<b>' }}"})
    assert "&lt;b&gt;" in render(theme)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\n{% if %}", 2),
        ("a\n\n{{ nothing.here }}", 3),
        ("{% include 'gone.html' %}", 1),
        ("a\n{{ 1 + 'b' }}", 2),
        ("a\n{{ percent('much') }}", 2),
    ],
    ids=["syntax", "unknown value", "missing file", "odd sum", "odd value"],
)
def test_a_template_that_cannot_be_used_is_named(text, line):
    """The message names the file, the line, and what to do; a traceback helps nobody."""
    with pytest.raises(ConfigError) as caught:
        render(Theme({"help.html": text}))
    assert (caught.value.path, caught.value.line) == ("theme/help.html", line)
    assert "remove it" in caught.value.hint


def test_a_broken_template_is_named_before_anything_is_made():
    """Looking for its messages finds the same place."""
    with pytest.raises(ConfigError, match=r"looks/help\.html:2: ") as caught:
        print(Theme({"help.html": "a\n{% if %}", "extra.css": "{% if"}, "looks").messages)
    assert caught.value.line == 2


def test_what_is_not_constant_is_no_message():
    """A message made at run time cannot be translated, and is left out of the template."""
    theme = Theme({"help.html": "{{ _(a) }}{{ pgettext(a, 'x') }}{{ ngettext('y', b, 1) }}"})
    assert not {"x", "y"} & {one.msgid for one in theme.messages}


def test_styles_are_replaced_or_added():
    """`site.css` takes the place of the stylesheet, `extra.css` is added to it."""
    assert Theme({"site.css": "a{}"}).stylesheet == "a{}"
    added = Theme({"extra.css": "b{}"})
    assert added.stylesheet == THEME.stylesheet + "b{}"
    assert added.stylesheet_address != THEME.stylesheet_address


def test_the_digest_tells_themes_apart():
    """Anything rendered with a theme depends on all of its files."""
    digests = {THEME.digest, Theme({"help.html": ""}).digest, Theme({"extra.css": ""}).digest}
    assert len(digests) == 3
    assert Theme().digest == THEME.digest


def test_every_message_is_found_once():
    """No message stands twice in the template, and each plural one has its plural."""
    found = find_messages(THEME.templates)
    keys = [one.key for one in found]
    assert len(keys) == len(set(keys))
    assert all(one.plural for one in found if "{count} " in one.msgid)


# --- the stylesheet

CSS = re.sub(r"/\*.*?\*/", "", THEME.stylesheet, flags=re.S)


def test_styles_know_no_left_and_right():
    """Only logical directions, so that both writing directions have the same rules."""
    physical = r"\b(left|right)\b|(margin|padding|border)-(top|bottom)|text-align:\s*(left|right)"
    assert re.findall(physical, CSS) == []
    assert not re.search(r"[^-]direction:\s*(ltr|rtl)", CSS)


def test_styles_fetch_nothing():
    """No font, no image, no other stylesheet comes from anywhere."""
    assert not re.search(r"url\(|@import|@font-face", CSS)


def test_no_script_is_set_in_capitals_or_spaced():
    """Letter case and spacing belong to Latin typography alone."""
    assert not re.search(r"text-transform|letter-spacing|font-variant-caps", CSS)


def palettes():
    """The colours by name of each scheme: light, dark, print."""
    blocks = re.findall(r":root \{([^}]*)\}", CSS)
    made = [dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", one)) for one in blocks]
    return [one for one in made if len(one) > 5]


def luminance(colour):
    """The relative luminance of a colour, as WCAG defines it."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """The contrast of two colours, from 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", palettes(), ids=["light", "dark", "print"])
def test_colours_can_be_read(palette):
    """Every colour of text has at least 4.5:1 on every surface, in each scheme."""
    for text in ("ink", "quiet", "link", "visited", "accent", "danger"):
        for ground in ("paper", "surface", "notice"):
            assert contrast(palette[text], palette[ground]) >= 4.5, (text, ground)
    assert contrast(palette["on-accent"], palette["accent"]) >= 4.5 if "on-accent" in palette else 1
    assert contrast(palette["mark"], palette["paper"]) >= 3
    assert contrast(palette["notice-line"], palette["paper"]) >= 3


DIGITS = {
    "0": "decimal",
    "۰": "persian",
    "٠": "arabic-indic",
    "০": "bengali",
    "०": "devanagari",
    "၀": "myanmar",
    "༠": "tibetan",
}


COUNTED = """
en de fr ru ar ar_EG ar_SA ar_MA fa ps ks ur ur_IN ckb sd he hi mr ne sa bn as th my dz ja ko
zh_Hans zh_Hant ta te
"""


@pytest.mark.parametrize("locale", COUNTED.split())
def test_lists_count_in_the_digits_of_the_page(locale):
    """Numbers of a list, of a date and of a percentage are written alike."""
    rules = re.findall(r"ol:(?:is\()?([^{]*)\{ list-style-type: ([\w-]+); \}", CSS)
    tag = locale.replace("_", "-")
    styles = [
        style for langs, style in rules if f":lang({tag})" in langs or f"lang({tag})" in langs
    ]
    assert (styles or ["decimal"]) == [DIGITS[digits_of(locale)[0]]]


# --- the documentation


def test_the_documentation_names_every_template():
    """`docs/theming.md` has a row for each file of the theme, and none for another."""
    text = (Path(__file__).parents[2] / "docs" / "theming.md").read_text("utf-8")
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    named = {name for row in rows for name in re.findall(r"`([\w-]+\.(?:html|atom))`", row)}
    assert named == set(shipped_templates())


def test_the_documentation_names_the_colours():
    """Each custom property in the documentation is one of the stylesheet."""
    text = (Path(__file__).parents[2] / "docs" / "theming.md").read_text("utf-8")
    named = set(re.findall(r"`(--[\w-]+)`", text))
    assert named
    assert all(f"{one}:" in CSS for one in named)
