"""What is made again after which change: by counting work and comparing bytes, never by time."""

from __future__ import annotations

import os
import pickle
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.corpus import Shape, make_project, poke
from pipeline.article import Fragment, Renderer
from pipeline.commands.publication import Choices, PublishReport
from pipeline.commands.publish import publish
from pipeline.commands.standing import still_stands
from pipeline.commands.workspace import open_workspace
from pipeline.model import Scope
from pipeline.tasks import assessing, run_assess

SHAPE = Shape(articles=5, languages=3)
EDITIONS = SHAPE.articles * (SHAPE.languages + 1)


@pytest.fixture(scope="module", autouse=True)
def _parsed() -> Iterator[None]:
    """All markup takes the parser here, so that small articles show what is remembered of it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.article.rendering.simple_html", lambda text: None)
        yield


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that was published, with its cache."""
    root = tmp_path_factory.mktemp("made") / "site"
    make_project(root, SHAPE)
    assert _publish(root).published
    return root


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    """A copy of it to change; the copy has the cache, and its site is as it was."""
    shutil.copytree(made, tmp_path / "site")
    _publish(tmp_path / "site")
    return tmp_path / "site"


def _publish(root: Path, **asked: object) -> PublishReport:
    return publish(open_workspace(root), Choices(jobs=1, **asked))  # type: ignore[arg-type]


def _files(root: Path) -> dict[str, bytes]:
    top = root / "output"
    return {p.relative_to(top).as_posix(): p.read_bytes() for p in top.rglob("*") if p.is_file()}


def _article(root: Path, number: int) -> Path:
    return sorted((root / "source").rglob("*.md"))[number]


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_a_second_publication_makes_nothing(root: Path) -> None:
    """With the same inputs no edition is assessed, no page rendered, no file written."""
    before = {p: p.stat().st_ino for p in (root / "output").rglob("*")}
    report = _publish(root)
    assert (report.assessed, report.rendered) == (0, 0)
    assert report.published and not report.published.changed
    assert before == {p: p.stat().st_ino for p in (root / "output").rglob("*")}


def test_what_stands_is_known_without_any_work(root: Path) -> None:
    """The inputs are hashed, the site is looked at, and the report is that of the last run."""
    report = still_stands(root, Choices())
    assert report is not None and report.published is not None
    assert not report.published.changed
    whole = _publish(root)
    assert report.editions == whole.editions
    assert report.findings == whole.findings
    assert report.faults == whole.faults


def test_times_of_inputs_mean_nothing(root: Path) -> None:
    """A file with another time is the same file; one with other bytes and the old time is not."""
    for path in (root / "source").rglob("*.md"):
        os.utime(path, (1, 1))
    assert still_stands(root, Choices()) is not None
    path = _article(root, 0)
    facts = path.stat()
    _replace(path, "water", "retaw")
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    assert still_stands(root, Choices()) is None
    assert _publish(root).assessed == SHAPE.languages + 1


CHANGES: tuple[Callable[[Path], object], ...] = (
    lambda root: poke(root, "fr"),
    lambda root: _replace(_article(root, 0), "water", "retaw"),
    lambda root: (root / "source/more.md").write_text("# More\n\nWords.\n"),
    lambda root: (root / "source/picture.png").write_bytes(b"png"),
    lambda root: (root / "locales/fr/glossary.tsv").write_text("water\teau\n"),
    lambda root: _replace(root / "pyproject.toml", "example.org", "example.net"),
    lambda root: _write(root / "theme/extra.css", "p { margin: 2px }"),
    lambda root: _write(root / "static/robots-note.txt", "hello"),
    lambda root: next((root / "output").rglob("*.html")).unlink(),
    lambda root: next((root / "output").rglob("*.html")).write_text("changed by hand"),
)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)


@pytest.mark.parametrize("change", CHANGES, ids=range(len(CHANGES)))
def test_any_change_is_seen(root: Path, change: Callable[[Path], object]) -> None:
    """No input, and no file of the site, can change unnoticed."""
    assert still_stands(root, Choices()) is not None
    change(root)
    assert still_stands(root, Choices()) is None


def test_one_translation_changed_is_one_edition(root: Path) -> None:
    """One edition is assessed, one page is rendered, and beside it the manifest changes alone."""
    path = poke(root, "fr")
    report = _publish(root)
    assert (report.assessed, report.rendered) == (1, 1)
    assert report.changed == (f"fr/{path.stem}/index.html", "manifest.json")


def test_an_english_edit_concerns_its_article(root: Path) -> None:
    """The article is assessed in all its languages, and no other article is rendered."""
    path = _article(root, 2)
    _replace(path, "## Overview\n\n", "## Overview\n\nWait a little. ")
    report = _publish(root)
    assert report.assessed == SHAPE.languages + 1
    assert {one.split("/")[-2] for one in report.changed if one.count("/") == 2} == {path.stem}


def test_a_new_title_reaches_the_pages_that_link_to_it(root: Path) -> None:
    """A page depends on the titles of the articles it links to, so it is rendered again."""
    name = _article(root, 1).stem
    linking = [p.stem for p in (root / "source").rglob("*.md") if f"({name}.md)" in p.read_text()]
    assert linking
    for text in ("title: ", "# "):
        _replace(_article(root, 1), f"{text}Cough", f"{text}Bad cough")
    report = _publish(root)
    assert report.assessed == SHAPE.languages + 1
    assert report.rendered == len({name, *linking}) * (SHAPE.languages + 1)


def test_a_changed_word_of_the_interface_concerns_its_language(root: Path) -> None:
    """Another word on the pages of one language renders these, and no page of another one."""
    path = root / "locales/fr/LC_MESSAGES/interface.po"
    _replace(
        path, 'msgid "Skip to the content"\nmsgstr "', 'msgid "Skip to the content"\nmsgstr "A'
    )
    report = _publish(root)
    assert (report.assessed, report.rendered) == (0, SHAPE.articles)
    pages = {one for one in report.changed if one.endswith(".html")}
    assert pages and all(one.startswith("fr/") for one in pages)


def test_words_of_the_source_concern_all_that_is_compared_with_it(root: Path) -> None:
    """A translated page is judged beside its original, so it is rendered again with that."""
    path = root / "locales/en/LC_MESSAGES/interface.po"
    path.parent.mkdir(parents=True)
    path.write_text('msgid "Skip to the content"\nmsgstr "To the content"\n')
    assert _publish(root).rendered == EDITIONS


def test_an_attachment_concerns_the_pages_that_use_it(root: Path) -> None:
    """Another picture renders its article, that of one language a page, and an unused one none."""
    _replace(_article(root, 2), "## Overview\n\n", "## Overview\n\n![Legs](legs.png)\n\n")
    (root / "source/legs.png").write_bytes(b"none")
    assert _publish(root).published
    for name, pages in (
        ("legs.png", SHAPE.languages + 1),
        ("legs.fr.png", 1),
        ("arms.png", 0),
    ):
        for data in (b"one", b"two"):
            (root / "source" / name).write_bytes(data)
            report = _publish(root)
            assert (report.assessed, report.rendered) == (0, pages), name
            assert report.published and not report.refusals
    (root / "source/legs.fr.png").unlink()
    assert _publish(root).rendered == 1


def test_a_finding_on_the_whole_site_keeps_its_place(root: Path) -> None:
    """What the whole site came to is remembered without places, and told at today's all the same.

    A link to a place that another article does not have is told on the page that has the link.
    """
    link = f"({_article(root, 1).stem}.md#nowhere)"
    _replace(_article(root, 0), "## Overview\n\n", f"## Overview\n\nSee [there]{link}.\n\n")
    for number in range(2):
        _replace(_article(root, 0), "## Overview\n\n", "## Overview\n\nOne line more.\n\n")
        report = _publish(root)
        shutil.rmtree(root / ".pipeline")
        again = _publish(root)
        told = [one for one in report.faults if one.rule == "fragment-broken"]
        assert told and report.faults == again.faults, number


class Counted:
    """Counts what is read and what is rendered; fragments with no markup are not rendered."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.read = 0
        self.texts: list[str] = []
        read, rendered = assessing.read_article, Renderer._rendered

        def reading(*args: Any) -> Any:
            self.read += 1
            return read(*args)

        def rendering(one: Renderer, fragments: list[Fragment], scope: Scope) -> Any:
            self.texts += [fragment.text for fragment in fragments]
            return rendered(one, fragments, scope)

        patch.setattr(assessing, "read_article", reading)
        patch.setattr(Renderer, "_rendered", rendering)


@pytest.fixture
def counted(root: Path, monkeypatch: pytest.MonkeyPatch) -> Counted:
    """Counts the work of the test's own publications."""
    return Counted(monkeypatch)


MARKED = "the translation, **now** with marks"


def _translate(root: Path, locale: str) -> Path:
    """Write the first translation with marks anew, with the same marks."""
    path = next((root / f"locales/{locale}/LC_MESSAGES").glob("0*.po"))
    marked = re.compile(r'^msgstr "[^"*]*\*\*[^"*]+\*\*[^"*]*"$', re.M)
    text, count = marked.subn(f'msgstr "{MARKED}"', path.read_text("utf-8"), 1)
    assert count
    path.write_text(text, "utf-8")
    return path


def test_one_translation_changed_is_one_fragment(root: Path, counted: Counted) -> None:
    """The article is not read again, and of all its fragments one is rendered."""
    _translate(root, "fr")
    assert _publish(root).assessed == 1
    assert counted.read == 0
    assert counted.texts == [MARKED]


def test_what_one_run_rendered_the_next_one_knows(root: Path, counted: Counted) -> None:
    """The fragments of all locales are kept, be they of this run or of an earlier one."""
    _translate(root, "fr")
    _translate(root, "de")
    _publish(root)
    counted.texts.clear()
    with (root / "pyproject.toml").open("a") as file:
        file.write("\n[tool.pipeline.gate]\npublish_at = 0.9\n")
    assert _publish(root).assessed == EDITIONS
    assert (counted.read, counted.texts) == (0, [])


def test_an_english_edit_renders_what_was_edited(root: Path, counted: Counted) -> None:
    """The article is read again; of its fragments the edited one alone is rendered."""
    path = _article(root, 2)
    _replace(path, "## Overview\n\n", "## Overview\n\nWait *a little*. ")
    _publish(root)
    assert counted.read == 1
    assert len(counted.texts) == 1 and counted.texts[0].startswith("Wait *a little*. ")


def test_new_references_concern_the_fragments_with_brackets(root: Path, counted: Counted) -> None:
    """What may refer to a link definition depends on all of them, and nothing else does."""
    with _article(root, 2).open("a") as file:
        file.write("\n[further]: https://example.org/further\n")
    _publish(root)
    assert counted.texts and all("[" in text for text in counted.texts)


@pytest.mark.parametrize("what", ["dialect", "version"])
def test_other_rendering_is_asked_anew(
    root: Path, counted: Counted, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """Another dialect, or another version of a library, knows no fragment and no article."""
    if what == "dialect":
        with (root / "pyproject.toml").open("a") as file:
            file.write('\n[tool.pipeline.markdown]\nextensions = ["tables", "attr_list"]\n')
    else:
        monkeypatch.setattr("pipeline.commands.keys.program_digest", lambda: "another")
    _publish(root)
    assert counted.read == SHAPE.articles
    assert len(counted.texts) > EDITIONS


def test_a_spoilt_memory_of_an_article_is_left_alone(root: Path, counted: Counted) -> None:
    """A row that is not what was put there counts as lost."""
    with sqlite3.connect(root / ".pipeline/cache.sqlite") as cache:
        cache.execute("update blob set value = zeroblob(99) where key like 'k:%' or key like 'f:%'")
    cache.close()
    _translate(root, "fr")
    assert _publish(root).published
    assert counted.read == 1 and MARKED in counted.texts


def test_a_theme_concerns_pages_and_no_edition(root: Path) -> None:
    """Another style is another frame: every page is rendered, nothing is assessed."""
    _write(root / "theme/extra.css", "p { margin: 2px }")
    report = _publish(root)
    assert (report.assessed, report.rendered) == (0, EDITIONS)


def test_a_setting_of_the_gate_concerns_every_edition(root: Path) -> None:
    """What decides a state is part of every edition's key."""
    with (root / "pyproject.toml").open("a") as file:
        file.write("\n[tool.pipeline.gate]\npublish_at = 0.9\n")
    assert _publish(root).assessed == EDITIONS


@pytest.mark.parametrize("change", CHANGES[:8], ids=range(8))
def test_a_warm_build_is_a_cold_build(root: Path, change: Callable[[Path], object]) -> None:
    """After any change, what is made from the cache has the bytes of what is made without."""
    shutil.copytree(root, root.parent / "cold")
    shutil.rmtree(root.parent / "cold/.pipeline")
    for each in (root, root.parent / "cold"):
        change(each)
        assert _publish(each).published
    assert _files(root) == _files(root.parent / "cold")


@pytest.mark.parametrize("choices", [Choices(executor="inside"), Choices(jobs=2), Choices(jobs=3)])
def test_any_number_of_workers_makes_the_same_bytes(
    root: Path, made: Path, choices: Choices
) -> None:
    """Where the work runs changes nothing."""
    shutil.rmtree(root / ".pipeline")
    shutil.rmtree(root / "output")
    publish(open_workspace(root), choices)
    assert _files(root) == _files(made)


@pytest.mark.parametrize("lost", [*(f"{one}:%" for one in "acpljtvwkf"), "%"])
def test_a_cache_may_lose_anything(root: Path, lost: str) -> None:
    """Whatever is missing in the cache is made again, with the same bytes."""
    poke(root, "fr")
    before = _files(root)
    with sqlite3.connect(root / ".pipeline/cache.sqlite") as cache:
        cache.execute("delete from blob where key like ?", (lost,))
    cache.close()
    report = _publish(root)
    assert report.published and report.published.changed
    after = _files(root)
    assert {name for name in after if after[name] != before.get(name)} == {
        *report.changed,
        "SHA256SUMS",
    }


def test_a_refused_publication_is_not_taken_for_a_finished_one(root: Path) -> None:
    """A site that may not be swapped in is built and refused again by the next run."""
    _replace(root / "pyproject.toml", "[tool.pipeline.languages.fr]", "")
    for _ in range(2):
        assert still_stands(root, Choices()) is None
        assert _publish(root).refusals
    assert _publish(root, allow_withdraw=True).published
    assert still_stands(root, Choices()) is not None


def test_a_strict_run_is_another_question(root: Path) -> None:
    """What was published with warnings does not answer for `--strict`."""
    assert still_stands(root, Choices(strict=True)) is None


def test_a_broken_catalog_is_told_by_every_run(root: Path) -> None:
    """A run with something to complain of is never answered from memory."""
    path = root / "locales/fr/LC_MESSAGES" / f"{_article(root, 0).stem}.po"
    path.write_text(path.read_text() + 'msgid "cut')
    for _ in range(2):
        assert still_stands(root, Choices()) is None
        report = _publish(root)
        assert report.exit_code == 1
        assert any(one.path.endswith(path.name) for one in report.findings)


def _fatal(common: bytes, task: bytes) -> bytes:
    """Works as the real one does, but for one article, which ends the process."""
    if pickle.loads(task).name.startswith("00002"):
        os._exit(9)
    return run_assess(common, task)


def test_an_article_that_ends_its_worker_stops_no_other(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is named, its published pages are carried, and all other changes are published."""
    monkeypatch.setattr("pipeline.commands.survey.run_assess", _fatal)
    for number in (1, 2):
        _replace(_article(root, number), "## Overview\n\n", "## Overview\n\nWait a little. ")
    before = _files(root)
    report = publish(open_workspace(root), Choices(jobs=2))
    assert [one.path for one in report.problems] == [f"source/{_article(root, 2).name}"]
    assert report.exit_code == 1
    after = _files(root)
    changed = {name.split("/")[1] for name in after if after[name] != before[name] and "/" in name}
    assert _article(root, 1).stem in changed
    assert all(f"en/{path.stem}/index.html" in after for path in (root / "source").glob("0*.md"))
