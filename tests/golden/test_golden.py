"""The golden site is built byte for byte as it was accepted."""

import difflib

import pytest

from tests.golden.building import EXPECTED, build, files_below


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The golden site, built once."""
    return build(tmp_path_factory.mktemp("golden") / "site")


def test_the_golden_site_is_as_accepted(built):
    """Every file of the site has the accepted bytes; `make golden` accepts a change."""
    output, _ = built
    found, wanted = files_below(output), files_below(EXPECTED)
    assert sorted(found) == sorted(wanted), "files came or went; if that is meant: make golden"
    for name, data in found.items():
        if data != wanted[name]:
            diff = difflib.unified_diff(
                wanted[name].decode("utf-8", "replace").splitlines(),
                data.decode("utf-8", "replace").splitlines(),
                f"accepted/{name}", f"built/{name}", lineterm="", n=1,
            )  # fmt: skip
            pytest.fail("\n".join(diff) + "\n\nif that is meant: make golden", pytrace=False)


def test_the_golden_site_has_every_state(built):
    """Complete, stale, draft and withheld editions are all among the nine, each for its reason."""
    _, report = built
    states = {(one.article, one.locale): one.state.value for one in report.editions}
    assert states["tea", "ar"] == "complete"
    assert states["tea", "ja"] == "stale"
    assert states["tea", "fr"] == "draft"
    assert states["guide/rest", "fr"] == "withheld"
    assert [one.rule for one in report.findings if one.severity == "error"] == ["link-target"]


def test_the_wrong_link_is_named_at_its_line_and_not_published(built):
    """The Japanese passage whose link leads elsewhere is shown in English, and reported."""
    output, report = built
    error = next(one for one in report.findings if one.severity == "error")
    assert error.path == "locales/ja/LC_MESSAGES/guide/rest.po"
    line = (output.parent / error.path).read_text("utf-8").splitlines()[error.line - 1]
    assert "coffee.md" in line
    page = (output / "ja/guide/rest/index.html").read_text("utf-8")
    assert "coffee" not in page
    assert 'lang="en" dir="ltr" class="untranslated">Most people need' in page


def test_a_changed_critical_passage_is_today_s_english(built):
    """The warning that changed since it was translated stands in English on the Japanese page."""
    output, _ = built
    page = (output / "ja/tea/index.html").read_text("utf-8")
    assert "Give no honey to children under 12 months." in page
    assert "1歳未満" not in page


def test_a_localised_image_is_used_where_there_is_one(built):
    """The Arabic page shows `cup.ar.svg`, the others the image that the author named."""
    output, _ = built
    assert "/assets/cup.ar." in (output / "ar/tea/index.html").read_text("utf-8")
    assert "/assets/cup.ar." not in (output / "en/tea/index.html").read_text("utf-8")
