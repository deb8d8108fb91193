"""Bad input gets one clear line with its place and an exit code of the contract."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent
FR = "locales/fr/LC_MESSAGES/tea.po"


def write(project, path, text):
    """Put a text into a file of the project."""
    file = project / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def settings(extra):
    """Settings with one more line."""
    return f'[tool.pipeline]\nbase_url = "https://a.example"\n{extra}\n'


BAD = {
    # name: (path, text, command, exit code, what is said)
    "broken catalog": (FR, 'msgid "a\nmsgstr ""\n', "publish", 1, f"{FR}:1: error:"),
    "conflict in a catalog": (
        FR, '<<<<<<< HEAD\nmsgid "a"\nmsgstr ""\n', "update", 1, f"{FR}:1: error:"),
    "catalog in another encoding": (
        FR, 'msgid "a"\nmsgstr "\udcff"\n', "update", 1, f"{FR}:2: error:"),
    "front matter that is no mapping": (
        "source/bad.md", "---\n- a\n- b\n---\n# T\n", "publish", 1, "source/bad.md:2: error:"),
    "front matter that is no YAML": (
        "source/bad.md", "---\ntitle: [a\n---\n# T\n", "extract", 1, "source/bad.md:"),
    "front matter without an end": (
        "source/bad.md", "---\ntitle: a\n\n# T\n", "extract", 1, "source/bad.md:"),
    "two articles with one address": (
        "source/tea/index.md", "# Tea\n", "publish", 1, "source/tea.md"),
    "a name that is no address": ("source/a b.md", "# T\n", "extract", 1, "source/a b.md"),
    "a reserved name": ("source/assets.md", "# T\n", "extract", 1, "source/assets.md"),
    "a name that is a page's file": (
        "source/index.html.md", "# T\n", "publish", 1, "source/index.html.md: error: the name"),
    "a former name that leads away": (
        "source/bad.md", "---\naliases: [../evil]\n---\n# T\n", "publish", 1,
        "source/bad.md: error: `aliases` has '../evil'"),
    "an escape that names no character": (
        "source/bad.md", '---\ntitle: "\\U00110000"\n---\n# T\n', "extract", 1,
        "source/bad.md:2: error: the front matter is not YAML"),
    "unknown language in the settings": (
        "pyproject.toml", settings("[tool.pipeline.languages.xx]"), "publish", 2, "`xx`"),
    "unknown setting": (
        "pyproject.toml", settings('sorce = "a"'), "publish", 2,
        "pyproject.toml:3: there is no setting `sorce`; did you mean `source`?"),
    "settings that are no TOML": ("pyproject.toml", "[tool.pipeline\n", "check", 2, "TOML"),
    "no base_url": ("pyproject.toml", "[tool.pipeline]\n", "publish", 2, "`base_url` is not set"),
    "a missing source folder": (
        "pyproject.toml", settings('source = "texts"'), "publish", 2, "texts: there is no such"),
    "a folder outside the project": (
        "pyproject.toml", settings('output = "../site"'), "publish", 2, "inside the project"),
    "a theme outside the project": (
        "pyproject.toml", settings('[tool.pipeline.site]\ntheme = "../.."'), "publish", 2,
        "pyproject.toml:4: `theme` must name a folder inside the project"),
    "an output folder with articles in it": (
        "pyproject.toml", settings('output = "source"'), "publish", 2, "lie inside each other"),
    "an output folder in the working folder": (
        "pyproject.toml", settings('output = ".pipeline/x"'), "publish", 2, "pyproject.toml:3:"),
    "a host that is cut": (
        "pyproject.toml", '[tool.pipeline]\nbase_url = "https://[::1"\n', "publish", 2,
        "pyproject.toml:2: `base_url` is 'https://[::1'"),
    "an address with a character that nobody sees": (
        "pyproject.toml", '[tool.pipeline]\nbase_url = "https://a.b/\\u0000"\n', "publish", 2,
        "pyproject.toml:2:"),
    "a limit of nothing": (
        "pyproject.toml", settings("[tool.pipeline.bounds]\narticle_bytes = 0"), "check", 2,
        "pyproject.toml:4: `article_bytes` must be more than 0"),
    "settings that are a list": (
        "pyproject.toml", "[tool]\npipeline = [1]\n", "check", 2, "`[tool.pipeline]` must be"),
    "a language where the assets are": (
        "pyproject.toml", settings('[tool.pipeline.languages.fr]\nurl = "assets"'), "publish", 2,
        "the site has that folder itself"),
    "a broken glossary": (
        "locales/fr/glossary.tsv", "water\n", "publish", 1, "locales/fr/glossary.tsv:1: error:"),
    "a glossary that is no text": (
        "locales/fr/glossary.tsv", "water\teau\x00\n", "publish", 1, "locales/fr/glossary.tsv:1:"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_line_with_its_place(project, run, name):
    """The line says where and what; there is no traceback, and the code is the contract's."""
    path, text, command, code, said = BAD[name]
    file = project / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    result = run("--root", project, command)
    assert result.code == code, result.err + result.out
    lines = [line for line in result.err.splitlines() if said in line]
    assert lines, result.err
    assert "Traceback" not in result.err + result.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("chek",), "Did you mean"),
        (("publish", "--jobs", "many"), "--jobs"),
        (("update", "--locale", "de"), "known: ar, fr, ja"),
        (("extract", "coffee"), "there is no article `coffee`"),
        (("init", "xx"), "xx"),
        (("init", "../evil"), "../evil"),
        (("export", "de", "--to", "out"), "there is no language `de`"),
        (("validate", "nowhere"), "there is no such folder"),
        (("new", "../evil"), "cannot be the name of an article"),
        (("new", "tea"), "there is an article of this name already"),
        (("publish", "--rollback"), ""),
        (("check", "--select", "nmber"), "pipeline: error: there is no rule `nmber`; did you mean"),
        (("check", "--baseline", "none.json"), "none.json: cannot be read: it is not there"),
        (("publish", "--previous", "nowhere"), "does not exist"),
        (("validate", HERE), "there is no page in this folder"),
        (("check", "--baseline", __file__), "this is not a baseline file"),
        (("publish", "--executor", "NONSENSE"), "there is no executor `NONSENSE`"),
        (("publish", "--executor", "nowhere:nothing"), "cannot be loaded"),
    ],
)
def test_wrong_usage_exits_with_two(project, run, arguments, said):
    """What cannot be asked for is refused in a line that says what can."""
    result = run("--root", project, *arguments)
    assert result.code == 2, result.err + result.out
    assert said in result.err


def test_a_folder_without_a_project_is_named(tmp_path, run):
    """Outside a project the message says how to name one."""
    result = run("--root", tmp_path / "nowhere", "status")
    assert result.code == 2
    assert "nowhere: there is no such folder; give the folder of a project with" in result.err


def test_a_broken_article_stops_no_other(project, run):
    """The others are published; the broken one is named and the exit code says so."""
    write(project, "source/bad.md", "---\n- a\n---\n# T\n")
    result = run("--root", project, "publish")
    assert result.code == 1
    assert (project / "output/ar/tea/index.html").is_file()
    assert not (project / "output/en/bad").exists()


def test_a_broken_glossary_stops_no_language(project, run):
    """Its own language is checked without it; all are published, and the exit code says so."""
    write(project, "locales/fr/glossary.tsv", "water\n")
    assert run("--root", project, "publish").code == 1
    assert (project / "output/ja/tea/index.html").is_file()
    assert (project / "output/fr/tea/index.html").is_file()


def test_an_executor_is_asked_for_rightly_though_the_site_stands(project, run):
    """The short way for a site that stands already forgives no mistake."""
    assert run("--root", project, "publish").code == 0
    assert run("--root", project, "publish", "--executor", "NONSENSE").code == 2


def test_an_empty_article_is_told(project, run):
    """It is published, for its title may be all; its author hears of it."""
    write(project, "source/none.md", "")
    result = run("--root", project, "publish")
    assert result.code == 0
    assert "[article-empty]" in result.err


def test_a_broken_catalog_stops_no_other_language(project, run):
    """Its published page is carried; other languages are published anew."""
    assert run("--root", project, "publish").code == 0
    page = (project / "output/ar/tea/index.html").read_text("utf-8")
    body = page.split("<!-- article -->")[1].split("<!-- /article -->")[0]
    write(project, "locales/ar/LC_MESSAGES/tea.po", "msgid oops\n")
    ja = project / "locales/ja/LC_MESSAGES/tea.po"
    ja.write_text(ja.read_text("utf-8").replace("大人", "成人"), "utf-8")
    result = run("--root", project, "publish")
    assert result.code == 1
    assert "locales/ar/LC_MESSAGES/tea.po:1: error:" in result.err
    carried = (project / "output/ar/tea/index.html").read_text("utf-8")
    assert body in carried
    assert "成人" in (project / "output/ja/tea/index.html").read_text("utf-8")


def test_a_page_does_not_disappear_unasked(project, run):
    """Removing an article refuses to publish until the withdrawal is asked for."""
    assert run("--root", project, "publish").code == 0
    (project / "source/index.md").unlink()
    refused = run("--root", project, "publish")
    assert refused.code == 1
    assert "--allow-withdraw" in refused.err
    home = project / "output/en/index.html"
    assert "Short answers" in home.read_text("utf-8")
    assert run("--root", project, "publish", "--allow-withdraw").code == 0
    assert "Short answers" not in home.read_text("utf-8")


def test_a_fence_that_is_read_as_text_is_named(project, run):
    """An author hears of code that would stand on the page as text, without asking for more."""
    write(project, "source/code.md", "# Code\n\n1. one\n\n    ```python\n    x = 1\n    ```\n")
    result = run("--root", project, "extract")
    assert result.code == 0
    assert "source/code.md:5: left out (a fence that is not read as one): ```python" in result.err


@pytest.mark.parametrize(
    ("name", "said"),
    [("assets/a", "reserved"), ("Tea", "source/tea.md"), ("tea/index", "source/tea.md")],
)
def test_a_new_article_that_could_not_be_used_is_not_started(project, run, name, said):
    """A name that the site needs, and an address that another article has, are refused."""
    result = run("--root", project, "new", name)
    assert result.code == 2 and said in result.err
    assert not (project / f"source/{name}.md").is_file() or name == "Tea"


def test_a_home_without_its_article_stops_no_publication(project, run):
    """A language whose first page is not translated yet has a home that lists its articles."""
    catalog = project / "locales/fr/LC_MESSAGES/index.po"
    catalog.unlink(missing_ok=True)
    result = run("--root", project, "publish")
    assert result.code == 0, result.err
    home = (project / "output/fr/index.html").read_text("utf-8")
    assert "hreflang" in home


def test_a_broken_link_is_told_once_at_the_line_of_its_article(project, run):
    """The author who can mend it hears of it; no translator who copied it faithfully does."""
    write(project, "source/far.md", "# Far\n\nFirst.\n\nSee [this](nowhere.md).\n")
    result = run("--root", project, "publish")
    assert result.code == 1
    told = [line for line in result.err.splitlines() if "[link-broken]" in line]
    assert len(told) == 1 and told[0].startswith("source/far.md:5: error: ")
    assert "source/far.md: error: this article is held back" in result.err


def test_a_second_first_heading_is_a_warning(project, run):
    """An author who writes `#` for every section is told so, and the site is published."""
    write(project, "source/far.md", "# Far\n\nFirst.\n\n# Farther\n\nLast.\n")
    result = run("--root", project, "publish")
    assert result.code == 0
    assert "source/far.md:5: warning: <h1> stands 2 times" in result.err


def test_a_home_is_a_draft_while_its_article_is(project, run):
    """A language's home that shows a draft is none for search engines, whatever else it lists."""
    assert run("--root", project, "publish").code == 0
    source = project / "source/index.md"
    more = "\n\n".join(f"Nobody has translated sentence number {n} yet." for n in range(30))
    source.write_text(f"{source.read_text('utf-8')}\n{more}\n", "utf-8")
    result = run("--root", project, "publish")
    assert result.code == 0, result.err
    assert "-> draft" in result.out
    home = (project / "output/ja/index.html").read_text("utf-8")
    assert '<meta name="robots" content="noindex, follow">' in home
    assert 'hreflang="ja" href="https' not in (project / "output/en/index.html").read_text("utf-8")


def test_a_finished_site_is_judged_without_a_word_of_catalogs(run, tmp_path):
    """The last line counts what was found in the site, and nothing else."""
    write(tmp_path, "index.html", "<p>Tea")
    result = run("validate", tmp_path)
    assert result.code == 1
    assert "catalog" not in result.out
    assert result.out.rstrip().endswith("warnings") and result.out.count(" warnings") == 1


def test_a_report_for_people_says_what_is_wrong(project, run, tmp_path):
    """The summary of a failed job names the place; nobody has to search the log."""
    write(project, "source/far.md", "# Far\n\nFirst.\n\nSee [this](nowhere.md).\n")
    run("--root", project, "publish", "--report", tmp_path / "report.md")
    assert "this article is held back" in (tmp_path / "report.md").read_text("utf-8")
    run("--root", project, "publish", "--strict", "--report", tmp_path / "report.md")
    text = (tmp_path / "report.md").read_text("utf-8")
    assert "**Nothing was published.**" in text
    assert "source/far.md:5: error: `nowhere.md` leads to" in text
