"""Single faults that other checkers were measured with: ours finds each of them."""

from __future__ import annotations

import pytest

from pipeline.model import Severity
from pipeline.site.validate import Passages, Told, validate_site
from tests.site.validate.site_specimens import base, seal

GERMAN, ARABIC = "de/tea/index.html", "ar/tea/index.html"
LI = "<li>Warte 3 Minuten</li>"

FAULTS = {
    "another language on html": (GERMAN, '<html lang="de"', '<html lang="fr"'),
    "no language on html": (GERMAN, '<html lang="de"', "<html"),
    "a locale for a tag": (GERMAN, '<html lang="de"', '<html lang="de_DE"'),
    "an unknown script": (GERMAN, '<html lang="de"', '<html lang="de-Xyzz"'),
    "a bad tag on a part": (GERMAN, LI, '<li lang="english">Wait</li>'),
    "hreflang with a wrong region": (
        GERMAN, 'hreflang="en" href="https', 'hreflang="en-UK" href="https'
    ),
    "hreflang with an underscore": (
        GERMAN, 'hreflang="en" href="https', 'hreflang="en_GB" href="https'
    ),
    "the same hreflang twice": (GERMAN, 'hreflang="ar" href="https', 'hreflang="en" href="https'),
    "hreflang without the page itself": (
        GERMAN, '<link rel="alternate" hreflang="de" href="https://example.org/de/tea/">', ""
    ),
    "Arabic without direction": (ARABIC, ' dir="rtl">\n<head>', ">\n<head>"),
    "an id twice": (GERMAN, 'id="care"', 'id="effect"'),
    "an image without alt": (GERMAN, LI, '<li><img src="/robots.txt"></li>'),
    "a level skipped": (GERMAN, '<h2 id="effect">Wirkung</h2>', '<h4 id="effect">Wirkung</h4>'),
    "two first headings": (GERMAN, '<h2 id="effect">Wirkung</h2>', '<h1 id="effect">Wirkung</h1>'),
    "an empty heading": (GERMAN, ">Wirkung<", "><"),
    "an element that is not closed": (GERMAN, LI, "<li><span>Warte 3 Minuten</li>"),
    "a list directly in a list": (GERMAN, LI, "<ul><li>Warte 3 Minuten</li></ul>"),
    "a label that is not there": (GERMAN, 'aria-labelledby="languages-h"', 'aria-labelledby="x"'),
    "a bare less-than sign": (GERMAN, "Warte 3", "Warte <3"),
    "a link without words": (GERMAN, ">Koffein</a>", "></a>"),
    "an empty title": (GERMAN, "<title>Tee – Enzyklopädie der Gesundheit<", "<title><"),
    "an id with a separate accent": (GERMAN, 'id="care"', 'id="care\u0301"'),
    "a broken link": (GERMAN, 'href="/de/coffee/"', 'href="/de/kaffee/"'),
    "a broken fragment": (GERMAN, 'href="#languages"', 'href="#sprachen"'),
    "two canonical addresses": (
        GERMAN, "</head>", '<link rel="canonical" href="https://example.org/de/"></head>'
    ),
    "broken JSON-LD": (GERMAN, '{"@context"', "{@context"),
    "English without its language": (GERMAN, LI, "<li>Wait for 3 minutes</li>"),
    "a placeholder left over": (GERMAN, "Warte 3", "Warte %(count)s"),
    "a name in braces left over": (GERMAN, "Warte 3", "Warte {count}"),
    "a damaged letter": (GERMAN, "Warte 3", "Warte \ufffd 3"),
    "a character that turns the text": (GERMAN, "Warte 3", "Warte \u202e3"),
}  # fmt: skip

TOLD = Told({GERMAN: Passages(frozenset({"Wait for 3 minutes"}))})


@pytest.mark.parametrize("name", FAULTS)
def test_a_single_fault_is_an_error(name: str) -> None:
    """Each of these faults alone is found, on the page that has it, and is an error."""
    path, old, new = FAULTS[name]
    site = base()
    assert old.encode() in site[path]
    site[path] = site[path].replace(old.encode(), new.encode(), 1)
    found = validate_site(seal(site), told=TOLD)
    assert [one for one in found if one.path == path and one.severity is Severity.ERROR]
