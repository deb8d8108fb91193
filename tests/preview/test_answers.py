"""What a browser gets from the preview, without the sockets."""

import json
import os
import re

import pytest

from pipeline.preview.dressing import dress, widen

BROKEN_PO = 'msgid "How to make tea"\nmsgstr "Tee\n'


def data(html: str) -> dict:
    """What the bar is told."""
    found = re.search(r'<script type="application/json" id="preview-data">(.*?)</script>', html)
    return json.loads(found[1])


def test_all_languages_are_served_at_once(house):
    """Every article is there in every language, withheld ones too, as are the lists."""
    asked = house.answers()
    for path in ("/", "/en/", "/de/", "/ar/", "/en/tea/", "/de/tea/", "/ar/tea/", "/ar/cups/"):
        assert "<main" in asked.html(path), path
    assert "Guter Tee braucht wenig" in asked.html("/de/tea/")
    assert 'lang="ar" dir="rtl"' in asked.html("/ar/tea/")


def test_passages_carry_their_number_and_state(house):
    """Each passage says on the page what a translator must know of it."""
    html = house.answers().html("/de/tea/")
    assert re.search(r'<p[^>]* data-segment="2" data-state="translated"', html)
    assert re.search(r'data-segment="4" data-state="rejected"', html)
    assert re.search(r'data-segment="5" data-state="fuzzy"', html)
    assert re.search(r'data-segment="6" data-state="untranslated"', html)


def test_a_passage_is_described(house):
    """The panel learns file, line, source, translation, changes, comments, findings, editor."""
    told = data(house.answers().html("/de/tea/"))
    fuzzy, untranslated, rejected = told["segments"][5], told["segments"][6], told["segments"][4]
    assert fuzzy["previous"] == [["gone", "Leaf"], ["new", "Leaves"]]
    assert fuzzy["target"] == "Blatt"
    assert untranslated["comments"] == ["Ask the tea master."]
    assert untranslated["target"] == ""
    assert rejected["source"].startswith("Boil `2` litres")
    assert [one["rule"] for one in rejected["findings"] if one["severity"] == "error"]
    lines = house.read(house.po("de")).splitlines()
    for one in (fuzzy, untranslated, rejected):
        assert one["path"] == house.po("de")
        assert lines[one["line"] - 1].startswith("msgstr")
        assert one["open"]["address"].endswith(f"{house.po('de')}:{one['line']}")
    assert told["counts"] == {"untranslated": 1, "fuzzy": 1, "rejected": 1, "machine": 0}
    assert told["wordsToGo"] == sum(one["words"] for one in (fuzzy, untranslated, rejected))


def test_a_machine_draft_is_told_from_a_translation(house):
    """Where the catalog says that a machine wrote it, translated passages say so."""
    house.change(
        house.po("de"), '"Language: de', '"X-Translation-Origin: machine\\n"\n"Language: de'
    )
    html = house.answers().html("/de/tea/")
    assert 'data-segment="2" data-state="machine"' in html
    assert data(html)["machine"] is True


def test_a_title_leads_to_its_heading(house):
    """The title in the front matter, not visible itself, points to the heading of the same text."""
    told = data(house.answers().html("/de/tea/"))
    assert told["segments"][0]["twin"] == 1
    assert told["segments"][1]["twin"] is None


def test_what_to_do_next_is_named(house):
    """The bar leads on to the other article of the language that has words to go."""
    told = data(house.answers().html("/de/tea/"))
    assert told["next"]["href"] == "/de/cups/"
    assert told["next"]["step"] == "3 words to draft"


def test_the_page_policy_is_widened_only_for_the_preview(house):
    """The policy of production is sent as a header, with this server's script and style added."""
    response = house.answers().get("/de/tea/")
    html = response.body.decode()
    assert "http-equiv" not in html
    rules = dict(one.partition(" ")[::2] for one in response.policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["connect-src"] == "'self'"
    assert rules["frame-ancestors"] == "'self'"
    assert "unsafe" not in response.policy


def test_widening_keeps_what_a_page_allows_already():
    """Sources that the page names stay, `none` gives way, and nothing else is added."""
    rules = widen("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'none'")
    assert "script-src 'self' 'wasm-unsafe-eval'" in rules
    assert "connect-src 'self'" in rules
    assert "img-src" not in rules


def test_text_cannot_leave_the_data():
    """Text of a catalog that looks like the end of a script stays text."""
    html, _ = dress("<html><head></head><body></body></html>", {"text": "</script><b>&\u2028"})
    assert html.count("</script>") == 2
    assert data(html)["text"] == "</script><b>&\u2028"


def test_the_page_is_the_one_that_is_published(house):
    """Without marks, script and policy the page of an edition is what the site has."""
    asked = house.answers()
    html = asked.html("/de/tea/")
    body = re.search(r"<!-- article -->(.*?)<!-- /article -->", html, re.S)[1]
    assert "preview" not in body
    assert "data-segment" in body


def test_a_broken_catalog_lies_over_the_last_good_page(house):
    """The page stays, and the overlay is told file, line, what is so and what to do."""
    asked = house.answers()
    asked.html("/de/tea/")
    path = house.write(house.po("de"), BROKEN_PO)
    asked.bench.change([path], final=True)
    html = asked.html("/de/tea/")
    assert "Guter Tee braucht wenig" in html
    (problem,) = data(html)["problems"]
    assert (problem["path"], problem["line"]) == (path, 2)
    assert problem["message"]
    assert problem["remedy"]
    assert problem["open"]["address"].endswith(":2")
    other = data(asked.html("/ar/tea/"))
    assert other["problems"] == []
    assert other["elsewhere"] == 1
    assert path in asked.html("/_preview/")


def test_an_article_that_never_could_be_read_has_a_page_with_its_problem(house):
    """There is no last good page, but a page that waits for the mending."""
    house.change("source/tea.md", "title: How", "title: [How")
    told = data(house.answers().html("/de/tea/"))
    assert told["lastGood"] is False
    assert told["problems"][0]["path"] == "source/tea.md"
    assert "article:tea" in told["topics"]


def test_a_broken_template_lies_over_the_last_good_page(house):
    """A mistake in a template of the site's theme is shown with its file and line."""
    asked = house.answers()
    good = asked.html("/de/tea/")
    path = house.write("theme/article.html", "<p>\n{% if %}</p>\n")
    asked.bench.change([path], final=True)
    html = asked.html("/de/tea/")
    assert {(one["path"], one["line"]) for one in data(html)["problems"]} == {(path, 2)}
    assert re.search(r"<title>.*</title>", html)[0] == re.search(r"<title>.*</title>", good)[0]


def test_the_dashboard_shows_every_language_and_article(house):
    """State, coverage, words to go, findings and what comes next stand there for all."""
    html = house.answers().html("/_preview/")
    for word in (
        "Deutsch",
        "العربية",
        "How to make tea",
        "Cups",
        "withheld",
        "words to draft)",
        "✕ 1",
    ):
        assert word in html, word
    one = house.answers().html("/_preview/language/de/")
    assert "/de/tea/" in one
    assert "العربية" not in one


def test_text_of_catalogs_is_escaped_on_the_dashboard(house):
    """A title with tags in it is shown as text."""
    house.change("source/cups.md", "# Cups", "# Cups &lt;script&gt;alert(1)&lt;/script&gt;")
    assert "<script>alert" not in house.answers().html("/_preview/")


def test_source_and_translation_stand_side_by_side(house):
    """The page has both pages in frames, and the passages' data for the panel."""
    response = house.answers().get("/_preview/side/de/tea")
    html = response.body.decode()
    assert re.findall(r'<iframe src="([^"]+)"', html) == ["/en/tea/", "/de/tea/"]
    assert "frame-src 'self'" in response.policy
    told = data(html)
    assert told["kind"] == "side"
    assert len(told["segments"]) == 7
    assert {one["href"] for one in told["languages"]} >= {"/_preview/side/ar/tea"}


def test_a_base_path_is_kept(house):
    """A site that will live in a folder is previewed in that folder."""
    house.change("pyproject.toml", "https://example.org", "https://example.org/health")
    asked = house.answers()
    assert asked.get("/").headers == (("Location", "/health/"),)
    html = asked.html("/health/de/tea/")
    assert 'href="/health/de/' in html
    assert data(html)["next"]["href"] == "/health/de/cups/"
    assert asked.get("/de/tea/").status == 404


@pytest.mark.parametrize(
    "path", ["/xx/", "/de/nothing/", "/de/tea", "/pyproject.toml", "/source/tea.md"]
)
def test_what_is_not_on_the_site_is_not_served(house, path):
    """No file of the project is served but attachments and static files; a slash is added."""
    response = house.answers().get(path)
    if path == "/de/tea":
        assert response.headers == (("Location", "/de/tea/"),)
    else:
        assert response.status == 404
    assert b"tool.pipeline" not in response.body


def test_files_beside_the_articles_are_served_sealed(house):
    """Attachments and static files come with a policy under which nothing in them runs."""
    house.write("source/img/pot.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    house.write("static/favicon.ico", b"icon")
    house.change("source/cups.md", "Any cup will do.", "Any cup will do. ![A pot](img/pot.svg)")
    asked = house.answers()
    address = re.search(r'src="([^"]+pot[^"]+)"', asked.html("/en/cups/"))[1]
    response = asked.get(address)
    assert response.type.startswith("image/svg+xml")
    assert "sandbox" in response.policy
    assert asked.get("/favicon.ico").body == b"icon"


def test_an_image_that_changes_gets_another_address(house):
    """So that the browser asks for it again when the page is exchanged in place."""
    path = house.write("source/pot.png", b"1")
    house.change("source/cups.md", "Any cup", "![A pot](pot.png) Any cup")
    asked = house.answers()
    before = re.search(r'src="([^"]+)"', asked.html("/en/cups/").partition("<main")[2])[1]
    house.write(path, b"another")
    assert "*" in asked.bench.change([path]).topics
    after = re.search(r'src="([^"]+)"', asked.html("/en/cups/").partition("<main")[2])[1]
    assert before != after
    assert asked.get(after).body == b"another"


def test_links_out_of_the_project_are_not_followed(house, tmp_path_factory):
    """A symbolic link among attachments or static files is not served, nor is a pipe waited for."""
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.txt"
    secret.write_text("secret")
    (house.root / "static").mkdir()
    (house.root / "static/leak.txt").symlink_to(secret)
    (house.root / "static/folder").symlink_to(secret.parent)
    os.mkfifo(house.root / "static/pipe")
    asked = house.answers()
    for path in ("/leak.txt", "/folder/secret.txt", "/pipe"):
        assert asked.get(path).status == 404, path


def test_the_editor_is_started_only_by_our_own_pages(house, monkeypatch, tmp_path_factory):
    """A program is started for a page that knows the token, for a text of the project alone."""
    programs = tmp_path_factory.mktemp("bin")
    (programs / "poedit").write_text("#!/bin/sh\n")
    (programs / "poedit").chmod(0o755)
    monkeypatch.setenv("PATH", str(programs))
    house.write("pyproject.toml", '[tool.pipeline.preview]\neditor = "poedit"\n')
    asked = house.answers()
    way = data(asked.html("/de/tea/"))["segments"][6]["open"]
    assert way["program"] == "poedit"
    path, _, query = way["start"].partition("?line=")
    token = path.split("/")[3]
    for wrong in (
        path.replace(token, "guess"),
        path.replace("/locales/", "/../locales/"),
        f"/_preview/open/{token}/no/such.po",
        f"/_preview/open/{token}/source/pot.png",
    ):
        assert asked.get(wrong, line=query).status == 404
    assert house.started == []
    assert asked.get(path, line=query).status == 204
    assert house.started == [("poedit", f"--line={query}", str(house.root / house.po("de")))]


def test_an_editor_for_terminals_is_a_command_to_copy(house, monkeypatch):
    """Nothing is started on the terminal that the preview runs in."""
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "vim")
    house.write("pyproject.toml", '[tool.pipeline.preview]\neditor = "EDITOR"\n')
    way = data(house.answers().html("/de/tea/"))["segments"][6]["open"]
    assert way["command"].startswith("vim +")
    assert "start" not in way


def test_the_preview_brings_no_foreign_script(house):
    """The one script and its styles come from this server and name no other."""
    asked = house.answers()
    for name in ("preview.js", "marks.css", "bar.css", "dashboard.css"):
        response = asked.get(f"/_preview/{name}")
        assert response.status == 200
        assert b"http://" not in response.body
        assert b"https://" not in response.body
    assert b"innerHTML" not in asked.get("/_preview/preview.js").body
    assert asked.get("/_preview/answers.py").status == 404
