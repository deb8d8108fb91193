"""The daily round: an English edit, an update, a decision, a rename, a translation by hand."""

import shutil

import pytest

from pipeline.commands import cutting


def edit(project, path, old, new):
    """Change a text in one file."""
    file = project / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def catalogs(project):
    """Path to bytes of every catalog."""
    return {path: path.read_bytes() for path in sorted((project / "locales").rglob("*.po*"))}


def test_an_update_of_nothing_changes_no_byte(project, run):
    """Quiet: nothing changed means nothing written, also the second time."""
    before = catalogs(project)
    for _ in range(2):
        result = run("--root", project, "update")
        assert result.code == 0
        assert "nothing to change" in result.out
        assert catalogs(project) == before


def test_what_is_remembered_of_articles_changes_no_byte(project, run):
    """Templates and catalogs are the same with the cache, without it, and with one of elsewhere."""
    edit(project, "source/tea.md", "Add a spoon of honey", "Add two spoons of good honey")
    assert run("--root", project, "update").code == 0
    warm = catalogs(project)
    for path in (project / "locales/templates").rglob("*.pot"):
        path.unlink()
    again = run("--root", project, "extract")
    assert catalogs(project) == warm
    shutil.rmtree(project / ".pipeline")
    assert run("--root", project, "update").code == 0
    assert catalogs(project) == warm
    for path in (project / "locales/templates").rglob("*.pot"):
        path.unlink()
    shutil.rmtree(project / ".pipeline")
    assert run("--root", project, "extract").out == again.out
    assert catalogs(project) == warm


def test_a_check_of_a_fresh_clone_makes_no_file(project, run):
    """`extract --check` leaves nothing behind, not even what it would remember."""
    before = set(project.rglob("*"))
    assert run("--root", project, "extract", "--check").code == 0
    assert set(project.rglob("*")) == before


def test_an_edited_article_is_cut_again_and_the_others_are_not(project, run, monkeypatch):
    """A template is remembered under the text that it was cut from."""
    cut = []
    whole = cutting._cut
    monkeypatch.setattr(cutting, "_cut", lambda *args: cut.append(args[1].path) or whole(*args))
    run("--root", project, "extract")
    assert len(cut) > 1
    cut.clear()
    edit(project, "source/tea.md", "Add a spoon", "Add one spoon")
    run("--root", project, "extract")
    assert cut == ["source/tea.md"]


def test_check_says_what_would_change_and_writes_nothing(project, run):
    """`--check` exits 1 where an update would change a file."""
    edit(project, "source/tea.md", "Add a spoon", "Add one spoon")
    before = catalogs(project)
    result = run("--root", project, "update", "--check")
    assert result.code == 1
    assert catalogs(project) == before
    assert run("--root", project, "extract", "--check").code == 1


def test_an_english_edit_makes_its_translations_fuzzy_with_the_old_text(project, run):
    """The translator sees what the English said; all other entries keep their bytes."""
    edit(project, "source/tea.md", "Add a spoon of honey", "Add two spoons of good honey")
    before = (project / "locales/ja/LC_MESSAGES/tea.po").read_text("utf-8")
    run("--root", project, "update")
    after = (project / "locales/ja/LC_MESSAGES/tea.po").read_text("utf-8")
    assert '#, fuzzy\n#| msgid "Add a spoon of honey."\n' in after
    changed = set(after.split("\n\n")) - set(before.split("\n\n"))
    assert len(changed) == 1


def test_an_edit_that_changes_no_meaning_keeps_its_translations(project, run, tmp_path):
    """Ticked in the review file, an edit is recorded and no language loses its translation."""
    edit(project, "source/tea.md", "Add a spoon of honey", "Add one spoon of honey")
    review = tmp_path / "review.toml"
    assert run("--root", project, "update", "--keep", review).code == 0
    text = review.read_text("utf-8")
    assert "# ar, ja: Add [-a-]{+one+} spoon of honey." in text
    review.write_text(text.replace("keep = false", "keep = true"), "utf-8")
    assert run("--root", project, "update", "--keep", review).code == 0
    ar = (project / "locales/ar/LC_MESSAGES/tea.po").read_text("utf-8")
    assert 'msgid "Add one spoon of honey."\nmsgstr "أضف ملعقة من العسل."' in ar
    assert "fuzzy" not in ar
    assert "Add one spoon" in (project / "locales/kept.toml").read_text("utf-8")


def test_keep_without_a_file_needs_a_terminal(project, run):
    """Where nobody can be asked, the message says to name a file."""
    result = run("--root", project, "update", "--keep")
    assert result.code == 2
    assert "--keep review.toml" in result.err


def test_a_renamed_article_carries_its_catalogs_along(project, run):
    """The catalogs move with every translation, and the old files are gone."""
    (project / "source/drinks").mkdir()
    moved = project / "source/drinks/tea.md"
    (project / "source/tea.md").rename(moved)
    result = run("--root", project, "update")
    assert result.code == 0
    assert "the catalogs of `tea` go on as those of `drinks/tea`" in result.err
    assert not (project / "locales/ar/LC_MESSAGES/tea.po").exists()
    ar = (project / "locales/ar/LC_MESSAGES/drinks/tea.po").read_text("utf-8")
    assert "الشاي بالعسل" in ar
    assert "fuzzy" not in ar
    assert "nothing to change" in run("--root", project, "update").out


def test_the_catalog_of_a_removed_article_stays(project, run):
    """Nobody's work goes because an article went; the update says that it lies there."""
    (project / "source/guide/rest.md").unlink()
    result = run("--root", project, "update")
    assert (project / "locales/ar/LC_MESSAGES/guide/rest.po").is_file()
    assert "locales/ar/LC_MESSAGES/guide/rest.po: its article is gone" in result.err


@pytest.mark.parametrize("name", ["pl", "zh-hant", "he", "sr@latin"])
def test_a_new_language_starts_with_the_headers_it_needs(project, run, name):
    """`init` takes any spelling and writes catalogs with the plural forms of CLDR."""
    settings = project / "pyproject.toml"
    locale = {"zh-hant": "zh_Hant", "sr@latin": "sr_Latn"}.get(name, name)
    settings.write_text(settings.read_text("utf-8") + f"[tool.pipeline.languages.{locale}]\n")
    assert run("--root", project, "init", name).code == 0
    text = (project / f"locales/{locale}/LC_MESSAGES/tea.po").read_text("utf-8")
    assert f'"Language: {locale}\\n"' in text
    assert '"Plural-Forms: nplurals=' in text
    assert "every article has its catalog already" in run("--root", project, "init", name).out


def test_exported_english_is_the_source_byte_for_byte(project, run, tmp_path):
    """Export of the source language copies, whatever the bytes are."""
    odd = project / "source/odd.md"
    odd.write_bytes(b"\xef\xbb\xbf# A\r\n\r\nb\t\x0c c \r\n")
    assert run("--root", project, "export", "en", "--to", tmp_path / "en").code == 0
    for path in sorted((project / "source").rglob("*.md")):
        name = path.relative_to(project / "source")
        assert (tmp_path / "en" / name).read_bytes() == path.read_bytes()


def test_exported_markdown_differs_only_in_its_words(project, run, tmp_path):
    """Structure marks, directives and untranslated front matter stay as they are."""
    assert run("--root", project, "export", "ar", "--to", tmp_path / "ar").code == 0
    text = (tmp_path / "ar/tea.md").read_text("utf-8")
    assert "1. اغلِ **كوبًا واحدًا** من الماء.\n" in text
    assert "| البالغون | 3 أكواب في اليوم |\n" in text
    assert "date: 2026-01-02\nupdated: 2026-03-04\n" in text
    assert "<!-- l10n: critical -->\n\n!!! warning\n    لا تعطِ" in text


def test_imported_markdown_fills_catalogs_and_is_fuzzy(project, run, tmp_path):
    """What was exported comes back to an empty catalog, every unit marked for review."""
    run("--root", project, "export", "ar", "--to", tmp_path / "ar")
    catalog = project / "locales/ar/LC_MESSAGES/tea.po"
    translated = catalog.read_text("utf-8").count('msgstr "') - 1
    catalog.unlink()
    result = run("--root", project, "import", "ar", "--from", tmp_path / "ar")
    assert result.code == 0, result.err
    text = catalog.read_text("utf-8")
    assert text.count("#, fuzzy") >= translated - 1
    assert "الشاي بالعسل" in text


def test_import_never_overwrites_a_translation(project, run, tmp_path):
    """A catalog that is translated keeps every byte of it."""
    (tmp_path / "ja").mkdir()
    (tmp_path / "ja/tea.md").write_text("---\ntitle: 別の題\n---\n\n# 別の題\n", "utf-8")
    before = (project / "locales/ja/LC_MESSAGES/tea.po").read_bytes()
    run("--root", project, "import", "ja", "--from", tmp_path / "ja", "tea")
    assert (project / "locales/ja/LC_MESSAGES/tea.po").read_bytes() == before


def test_publishing_twice_changes_nothing_the_second_time(project, run):
    """The second run finds that the site is already this."""
    assert run("--root", project, "publish").code == 0
    before = catalogs(project)
    result = run("--root", project, "publish")
    assert result.code == 0
    assert "nothing changed" in result.out
    assert catalogs(project) == before


def test_a_dry_run_says_what_would_happen_and_touches_nothing(project, run):
    """`--dry-run` counts the files and leaves the output as it is."""
    result = run("--root", project, "publish", "--dry-run")
    assert result.code == 0
    assert "would be added" in result.out
    assert not (project / "output").exists()


def test_rollback_puts_the_site_before_back(project, run):
    """One command brings the earlier publication back, byte for byte."""
    run("--root", project, "publish")
    page = project / "output/en/tea/index.html"
    before = page.read_bytes()
    edit(project, "source/tea.md", "soothes", "eases")
    assert run("--root", project, "publish").code == 0
    assert page.read_bytes() != before
    assert run("--root", project, "publish", "--rollback").code == 0
    assert page.read_bytes() == before


def test_strict_publishes_nothing_where_a_translation_has_an_error(project, run):
    """Without `--strict` the passage is English; with it nothing is swapped."""
    result = run("--root", project, "publish", "--strict")
    assert result.code == 1
    assert "--strict" in result.err
    assert not (project / "output").exists()


def test_a_language_without_dated_articles_has_no_feed_and_links_to_none(project, run):
    """A language whose only pages are drafts offers no feed, in no page's head."""
    run("--root", project, "publish")
    assert "feed.atom" in (project / "output/ar/tea/index.html").read_text("utf-8")
    (project / "source/index.md").unlink()
    assert run("--root", project, "publish", "--allow-withdraw").code == 0
    assert not (project / "output/fr/feed.atom").exists()
    assert "feed.atom" not in (project / "output/fr/tea/index.html").read_text("utf-8")


def test_a_link_to_a_folder_leads_to_its_article(project, run):
    """`[x](teas/)` means the folder's `index.md`, though nobody names that file."""
    (project / "source/teas").mkdir()
    (project / "source/teas/index.md").write_text("# All teas\n\nGreen and black.\n")
    (project / "source/kettle.md").write_text("# Kettle\n\nFor [all of them](teas/).\n")
    assert run("--root", project, "publish").code == 0
    page = (project / "output/en/kettle/index.html").read_text()
    assert '<a href="/health/en/teas/">all of them</a>' in page
