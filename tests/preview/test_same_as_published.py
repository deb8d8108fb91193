"""What the preview shows is what `publish` would publish, but for what it adds on purpose."""

import re

import pytest

from pipeline.commands.publish import Choices, publish
from pipeline.commands.workspace import open_workspace

ENTRIES = """
msgid "How to make tea"
msgstr "Tee kochen"

msgid "Good tea needs little: leaves, water and time."
msgstr "Guter Tee braucht wenig: Blätter, Wasser und Zeit."

msgid "Water"
msgstr "Wasser"

msgid "Boil `2` litres of water, see [the cups](cups.md)."
msgstr "`2` Liter Wasser kochen, siehe [die Tassen](cups.md)."

msgid "Leaves"
msgstr "Blätter"
"""


def without_preview(html: str) -> str:
    """A page of the preview with everything taken out that the preview put in."""
    html = re.sub(r"<(link|script)[^>]* data-preview[^>]*>(</script>)?\n", "", html)
    html = re.sub(r'<script type="application/json" id="preview-data">.*?</script>\n', "", html)
    html = re.sub(r'<span data-segment="\d+" data-state="\w+">(.*?)</span>', r"\1", html)
    return re.sub(r' data-segment="\d+" data-state="\w+"', "", html)


def without_policy(html: str) -> str:
    """A published page without its policy, which a preview sends as a header."""
    return re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>\n', "", html)


@pytest.fixture
def published(house):
    """The project with a German edition that is published, and what was published of it."""
    head = house.read(house.po("de")).partition("\n\n")[0]
    house.write(house.po("de"), head + "\n" + ENTRIES)
    house.change("pyproject.toml", 'site_name = "Tea house"\n', "")
    report = publish(open_workspace(house.root), Choices(jobs=1))
    assert report.published is not None, report
    return house.root / "output"


@pytest.mark.parametrize("before", [False, True], ids=["new site", "site that is live"])
@pytest.mark.parametrize("address", ["/en/tea/", "/de/tea/", "/en/cups/", "/en/", "/de/", "/"])
def test_a_page_is_the_published_one(house, published, address, before):
    """Taking out what the preview added gives the published page, byte for byte."""
    page = (published / address[1:] / "index.html").read_text("utf-8")
    if not before:
        (house.root / "output").rename(house.root / "elsewhere")
    shown = house.answers().html(address)
    assert shown != page
    assert without_preview(shown) == without_policy(page)
