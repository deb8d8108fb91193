"""An article whose page has errors is held back; everything else is published as if without it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.commands.publication import Choices, PublishReport
from pipeline.commands.publish import publish
from pipeline.commands.validate import validate
from pipeline.commands.workspace import open_workspace
from pipeline.model import Severity
from pipeline.site.validate import Asked

SITE = Path(__file__).parent / "golden" / "site"
UNCLOSED = "# Dose\n\nTake two.\n\n<div>never closed\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of a small project in four languages."""
    shutil.copytree(SITE, tmp_path / "site")
    return tmp_path / "site"


def _publish(root: Path, **asked: object) -> PublishReport:
    return publish(open_workspace(root), Choices(jobs=1, **asked))  # type: ignore[arg-type]


def _files(root: Path) -> dict[str, bytes]:
    top = root / "output"
    return {p.relative_to(top).as_posix(): p.read_bytes() for p in top.rglob("*") if p.is_file()}


def _write(root: Path, name: str, text: str) -> None:
    (root / name).write_text(text, "utf-8")


def _edit(root: Path, name: str, old: str, new: str) -> None:
    text = (root / name).read_text("utf-8")
    assert old in text
    _write(root, name, text.replace(old, new, 1))


def _errors(report: PublishReport) -> list[tuple[str, int, str]]:
    told = (*report.findings, *report.faults)
    return [(o.path, o.line, o.rule) for o in told if o.severity is Severity.ERROR]


BROKEN = {
    "an element that is never closed": (UNCLOSED, 5, "tag-unbalanced"),
    "the end of the page": ("# Dose\n\n</main>\n", 3, "tag-unbalanced"),
    "a footnote without reference": ("# Dose\n\nTake one.\n\n[^2]: No.\n", 5, "fragment-broken"),
    "a picture on another host": ("# D\n\n![x](https://a.example/a.png)\n", 3, "resource-external"),
    "a skipped heading": ("# Dose\n\n### Deep\n\nTake one.\n", 3, "heading-skipped"),
    "an address that is not there": ('# Dose\n\n<a href="/x/">x</a>\n', 3, "link-broken"),
    "two of an id": ('# Dose\n\n<p id="a">a</p>\n\n<p id="a">b</p>\n', 5, "id-duplicate"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_new_article_with_an_error_is_left_out_alone(root: Path, name: str) -> None:
    """The site is that without the article, byte for byte; the error is told at its line."""
    _publish(root)
    without = _files(root)
    shutil.rmtree(root / "output")
    text, line, rule = BROKEN[name]
    _write(root, "source/dose.md", text)
    report = _publish(root)
    assert ("source/dose.md", line, rule) in _errors(report)
    assert report.published and report.exit_code == 1
    assert [one.path for one in report.problems] == ["source/dose.md"]
    assert _files(root) == without
    assert not [path for path in (root / "output").rglob("*") if path.name == "dose"]


def test_readers_keep_what_was_published_last(root: Path) -> None:
    """All languages of a live article stay as they were, until its author mends it."""
    _publish(root)
    before = _files(root)
    _edit(root, "source/tea.md", "## How to make it", "<div>\n\n## How to make it")
    report = _publish(root)
    assert report.published and report.exit_code == 1 and not report.refusals
    after = _files(root)
    assert after.keys() == before.keys()
    for name in ("en/tea/index.html", "ja/tea/index.html", "sitemap.xml"):
        assert _article(after[name]) == _article(before[name])
    assert not [one for one in validate(root / "output", Asked()) if one.severity == "error"]
    _edit(root, "source/tea.md", "<div>\n\n## How", "<div></div>\n\n## How")
    assert _publish(root).exit_code == 0
    assert b"<div></div>" in _files(root)["en/tea/index.html"]


def _article(page: bytes) -> bytes:
    return page.partition(b"<!-- article -->")[2].partition(b"<!-- /article -->")[0]


def test_the_same_again_is_the_same(root: Path) -> None:
    """Held back twice, or without the cache, or in a pool: the same bytes, and nothing staged."""
    _publish(root)
    _edit(root, "source/tea.md", "## How to make it", "<div>\n\n## How to make it")
    _write(root, "source/dose.md", UNCLOSED)
    shutil.copytree(root, root.parent / "other")
    _publish(root)
    once = _files(root)
    _publish(root)
    assert _files(root) == once
    shutil.rmtree(root.parent / "other/.pipeline")
    publish(open_workspace(root.parent / "other"), Choices(jobs=2))
    assert _files(root.parent / "other") == once


def test_the_others_are_rendered_once(root: Path) -> None:
    """What is sound is taken over when the site is made again without what is not."""
    whole = _publish(root).rendered
    shutil.rmtree(root / "output")
    shutil.rmtree(root / ".pipeline")
    _write(root, "source/dose.md", UNCLOSED)
    assert _publish(root).rendered == whole + 1


@pytest.mark.parametrize("text", [f"{UNCLOSED}\n## One\n", "# Dose\n\n" + "[" * 9000])
def test_a_link_to_what_is_not_published_is_words(root: Path, text: str) -> None:
    """Held back or unreadable: who links to a new article is published, without the link."""
    _write(root, "source/dose.md", text)
    _edit(root, "source/tea.md", "## How", "See [the *dose*](dose.md#one).\n\n## How")
    report = _publish(root)
    assert report.published
    assert {one.path for one in report.problems} == {"source/dose.md"}
    assert b"<p>See <a>the <em>dose</em></a>.</p>" in _files(root)["en/tea/index.html"]
    assert b"dose/" not in b"".join(_files(root).values())
    _write(root, "source/dose.md", "# Dose\n\n## One\n\nTake one.\n")
    assert not _publish(root).problems
    assert b'See <a href="/health/en/dose/#one">' in _files(root)["en/tea/index.html"]


def test_a_translation_costs_its_own_page_alone(root: Path) -> None:
    """What only the finished page shows of a translation holds back that language's page."""
    catalog = "locales/ja/LC_MESSAGES/tea.po"
    _publish(root)
    before = _files(root)
    data = (root / catalog).read_text("utf-8").split("\n")
    at = next(n for n, line in enumerate(data) if line.startswith('msgid "How to make it'))
    data[at + 1] = 'msgstr "TODO: more"'
    _write(root, catalog, "\n".join(data))
    report = _publish(root)
    assert (catalog, at + 2, "remnant-left") in _errors(report)
    assert report.published and report.exit_code == 1
    after = _files(root)
    assert _article(after["ja/tea/index.html"]) == _article(before["ja/tea/index.html"])
    assert after["ar/tea/index.html"] == before["ar/tea/index.html"]


def test_the_article_at_the_home_of_the_languages_can_be_held_back(root: Path) -> None:
    """Its readers keep the words of the last publication above today's list."""
    _publish(root)
    before = _files(root)
    text = (root / "source/index.md").read_text("utf-8")
    _write(root, "source/index.md", f"{text}\n<div>\n")
    _write(root, "source/more.md", "# More\n\nWords.\n")
    report = _publish(root)
    assert report.published and report.exit_code == 1
    after = _files(root)
    assert _article(after["en/index.html"]) == _article(before["en/index.html"])
    assert b"/en/more/" in after["en/index.html"]


def test_a_file_that_is_too_large_costs_who_uses_it(root: Path) -> None:
    """A picture that cannot be read is named, and holds back the page that shows it alone."""
    with (root / "source/big.png").open("wb") as file:
        file.truncate(100_000_000)
    _write(root, "source/dose.md", "# Dose\n\n![x](big.png)\n")
    report = _publish(root)
    assert report.published and report.exit_code == 1
    paths = sorted(one.path for one in report.problems)
    assert paths == ["source/big.png", "source/dose.md"]


def test_a_list_is_not_blamed_for_what_it_lists(root: Path) -> None:
    """A description that no page may show costs its article, not the one that stands at home."""
    _write(root, "source/dose.md", '---\ndescription: "a \\u202e b"\n---\n\n# Dose\n\nTake.\n')
    report = _publish(root)
    assert [one.path for one in report.problems] == ["source/dose.md"]
    assert b"<!-- article --><!-- /article -->" not in _files(root)["en/index.html"]


def test_a_fault_of_the_frame_swaps_nothing(root: Path) -> None:
    """Where every page has the error, it is nobody's article, and the old site stands."""
    _publish(root)
    before = _files(root)
    (root / "theme/templates").mkdir(parents=True, exist_ok=True)
    _write(root, "source/more.md", "# More\n\nWords.\n")
    for path in (root / "source").rglob("*.md"):
        path.write_text(f"{path.read_text('utf-8')}\n<div>\n", "utf-8")
    report = _publish(root)
    assert report.refusals and report.exit_code == 1 and not report.published
    assert _files(root) == before


def test_strict_swaps_nothing(root: Path) -> None:
    """Who asks for `--strict` gets no site that lacks an article."""
    _write(root, "source/dose.md", UNCLOSED)
    assert _publish(root, strict=True).refusals
    assert not (root / "output").exists()
