"""Reading and listing: what strangers may have put there is named, and never followed."""

import os
import socket

import pytest

from pipeline.config import Config
from pipeline.errors import ArticleError, CatalogError, ConfigError, PipelineError, UsageError
from pipeline.store import Project, address_of, decode, find_project

CONFIG = Config()


@pytest.fixture
def root(tmp_path):
    """A project with two articles, an image and catalogs in two locales."""
    for path, text in {
        "source/dose.md": "# Dose\n",
        "source/a/tea.md": "# Tea\n",
        "source/a/cup.png": "png",
        "locales/fr/LC_MESSAGES/dose.po": "",
        "locales/fr/LC_MESSAGES/a/tea.po": "",
        "locales/pt_BR/LC_MESSAGES/dose.po": "",
        "locales/templates/dose.pot": "",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    return tmp_path


@pytest.fixture
def project(root):
    """The project itself."""
    return Project(root)


def names(found):
    """Only the names."""
    return [one.name for one in found]


def lines(problems):
    """Problems as the user sees them."""
    return [str(problem) for problem in problems]


def test_everything_is_listed_in_order(project):
    """Articles, attachments, locales, catalogs and templates have their names, sorted."""
    sources = project.sources(CONFIG)
    assert names(sources.articles) == ["a/tea", "dose"]
    assert names(sources.attachments) == ["a/cup.png"]
    assert names(project.locales(CONFIG).found) == ["fr", "pt_BR"]
    assert names(project.catalogs(CONFIG, "fr").found) == ["a/tea", "dose"]
    assert names(project.templates(CONFIG).found) == ["dose"]
    assert sources.problems == ()


def test_a_project_is_found_from_below(root):
    """The nearest folder upwards whose settings name it; without settings the folder itself."""
    assert find_project(root).root == root
    (root / "pyproject.toml").write_text("[tool.pipeline]\n")
    assert find_project(root / "source/a").root == root


def test_where_there_is_no_project_the_message_says_what_to_do(tmp_path):
    """Neither settings nor folders."""
    with pytest.raises(UsageError, match=r"no project here.*--root"):
        find_project(tmp_path)


def test_without_a_source_folder_everything_stops(tmp_path):
    """There is nothing that the rest could be about."""
    with pytest.raises(ConfigError, match=r"source: there is no such folder"):
        Project(tmp_path).sources(CONFIG)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda path: path.symlink_to("/etc/passwd"), "symbolic link"),
        (lambda path: path.symlink_to("dose.md"), "symbolic link"),
        (lambda path: os.mkfifo(path), "a FIFO"),
        (lambda path: socket.socket(socket.AF_UNIX).bind(str(path)), "a socket"),
    ],
    ids=["link out", "link inside", "fifo", "socket"],
)
def test_what_is_no_plain_file_is_refused_and_the_rest_goes_on(project, make, says):
    """In the listing, and when it is read all the same: at once, without waiting for anybody."""
    make(project.root / "source/x.md")
    sources = project.sources(CONFIG)
    assert names(sources.articles) == ["a/tea", "dose"]
    (problem,) = lines(sources.problems)
    assert problem.startswith("source/x.md: ")
    assert says in problem
    with pytest.raises(ArticleError, match=says):
        project.read("source/x.md")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes devices")
def test_an_endless_device_is_refused(project):
    """It is neither listed nor read."""
    os.mknod(project.root / "source/zero.md", 0o020644, os.makedev(1, 5))
    assert "a device" in lines(project.sources(CONFIG).problems)[0]
    with pytest.raises(ArticleError, match="a device"):
        project.read("source/zero.md")


def test_no_link_is_followed_on_the_way(project, tmp_path_factory):
    """A folder that is a link hides other files from us, and ours from others."""
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.md").write_text("# Secret\n")
    (project.root / "source/b").symlink_to(outside)
    (project.root / "locales/de").symlink_to(outside)
    assert "symbolic link" in lines(project.sources(CONFIG).problems)[0]
    assert "symbolic link" in lines(project.locales(CONFIG).problems)[0]
    with pytest.raises(ArticleError, match="on the way"):
        project.read("source/b/secret.md")


def test_the_source_folder_may_not_be_a_link(tmp_path):
    """Else a pull request publishes any folder of the machine."""
    (tmp_path / "source").symlink_to("/etc")
    with pytest.raises(ConfigError, match="source: "):
        Project(tmp_path).sources(CONFIG)


@pytest.mark.parametrize(
    "path", ["../x.md", "/etc/passwd", "source/../../x", "a//b", "", ".", "a\0"]
)
def test_a_path_stays_inside_the_project(project, path):
    """Whoever asks."""
    with pytest.raises(UsageError, match="not a path inside the project"):
        project.read(path)


def test_a_file_beyond_its_limit_is_not_read(project):
    """The message has both sizes and the remedy."""
    (project.root / "source/dose.md").write_bytes(b"x" * 2000)
    with pytest.raises(CatalogError, match=r"2,000 bytes, and at most 1,999.*raise the limit"):
        project.read("source/dose.md", 1999, CatalogError)
    assert len(project.read("source/dose.md", 2000)) == 2000


def test_many_files_are_read_with_what_is_wrong_with_each(project):
    """One that cannot be read does not hide the next."""
    paths = ["source/dose.md", "source/none.md", "nowhere/x.md", "source/a/tea.md"]
    found = dict(project.read_many(paths))
    assert found["source/dose.md"] == b"# Dose\n"
    assert found["source/a/tea.md"] == b"# Tea\n"
    assert isinstance(found["source/none.md"], ArticleError)
    assert isinstance(found["nowhere/x.md"], ArticleError)


@pytest.mark.parametrize(
    ("files", "refused", "says"),
    [
        (["two words.md"], ["two words.md"], "cannot be an address"),
        (["-x.md"], ["-x.md"], "cannot be an address"),
        (["thé.md"], ["thé.md"], "cannot be an address"),
        (["a\nb.md"], ["a\\nb.md"], "cannot be an address"),
        (["x" * 65 + ".md"], ["x" * 65 + ".md"], "cannot be an address"),
        (["Dose.md"], ["Dose.md", "dose.md"], "same address"),
        (["a.md", "a/index.md"], ["a.md", "a/index.md"], "same address"),
        (["b/README.md", "b/index.md"], ["b/README.md", "b/index.md"], "same address"),
        (["assets/x.md"], ["assets/x.md"], "reserved"),
        (["404.md"], ["404.md"], "reserved"),
        (["interface.md"], ["interface.md"], "reserved"),
        (["Search/x.md"], ["Search/x.md"], "reserved"),
    ],
    ids=lambda value: value if isinstance(value, str) else value[0][:20].strip(),
)
def test_a_name_that_cannot_be_an_address_is_refused(project, files, refused, says):
    """Of articles that want one address none is used: either could be the wrong one."""
    for name in files:
        path = project.root / "source" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("# X\n")
    sources = project.sources(CONFIG)
    problems = lines(sources.problems)
    assert [problem.split(": ")[0] for problem in problems] == [f"source/{n}" for n in refused]
    assert all(says in problem for problem in problems)
    assert not {f"source/{name}" for name in refused} & {one.path for one in sources.articles}
    assert "a/tea" in names(sources.articles)


def test_files_of_editors_and_systems_are_passed_over(project):
    """They are neither articles nor attachments, and nobody needs to hear of them."""
    for name in (".dose.md.swp", ".git", ".DS_Store", "Thumbs.db"):
        (project.root / "source" / name).write_text("x")
    sources = project.sources(CONFIG)
    assert names(sources.attachments) == ["a/cup.png"]
    assert sources.problems == ()


def test_static_files_may_be_hidden(project):
    """`.well-known` and `.nojekyll` belong to a site; what belongs to git or an editor does not."""
    for name in (".well-known/security.txt", ".nojekyll", "CNAME", ".git/config", ".x.swp"):
        path = project.root / "static" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    found = project.static(CONFIG)
    assert names(found.found) == [".nojekyll", ".well-known/security.txt", "CNAME"]


def test_folders_nested_too_deep_are_refused(project):
    """Deeper than anybody writes by hand."""
    deep = project.root / "source" / "/".join("d" * 20)
    deep.mkdir(parents=True)
    (deep / "x.md").write_text("# X\n")
    assert "nested more than" in lines(project.sources(CONFIG).problems)[0]


def test_a_text_that_is_not_utf_8_has_the_line_of_the_first_wrong_byte():
    """Likewise for a NUL character."""
    with pytest.raises(ArticleError, match=r"a\.md:3: byte 0xe9 is not UTF-8; save"):
        decode("a\nb\nthé".encode("latin-1"), "a.md", ArticleError)
    with pytest.raises(ArticleError, match=r"a\.md:2: there is a NUL"):
        decode(b"a\nb\0", "a.md", ArticleError)


@pytest.mark.parametrize(
    ("name", "address"),
    [("a/b", "a/b"), ("a/index", "a"), ("README", ""), ("a/indexes", "a/indexes")],
    ids=lambda value: value or "root",
)
def test_the_address_of_an_article(name, address):
    """`index` and `README` are the folder's own address."""
    assert address_of(name) == address


def test_settings_that_cannot_be_read_are_named(tmp_path):
    """Absent ones are the defaults."""
    assert Project(tmp_path).config() == Config()
    (tmp_path / "pyproject.toml").symlink_to("/etc/passwd")
    with pytest.raises(ConfigError, match=r"pyproject.toml: this is a symbolic link"):
        Project(tmp_path).config()


def test_a_folder_that_is_not_there_is_no_project(tmp_path):
    """One line, whoever asks for it."""
    with pytest.raises(PipelineError, match="there is no such folder; give"):
        Project(tmp_path / "nowhere")
