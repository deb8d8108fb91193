"""The files around the pages: sitemap, feeds, robots, manifest, host files, redirects."""

import json
from dataclasses import replace

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.errors import ArticleError, ConfigError
from pipeline.model import EditionState
from pipeline.site import (
    asset_address,
    build_cluster,
    build_home_cluster,
    feed,
    host_files,
    manifest,
    moved_pages,
    page_file,
    read_aliases,
    read_manifest,
    robots,
    security_headers,
    shipped_manifest_schema,
    sitemap,
)
from pipeline.site.json_text import indented
from pipeline.site.validate import read_manifest as known_site
from pipeline.tasks.validating import known_of
from tests.site.site_samples import EN, THEME, edition, facts, interface, languages

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ATOM = "{http://www.w3.org/2005/Atom}"
LOCALES = ("en", "ar", "de")
FACTS = facts(*LOCALES)
EDITIONS = (EN, edition("de", updated="2026-05-06"), edition("ar", EditionState.DRAFT))
CLUSTER = build_cluster("tea", EDITIONS, FACTS.languages)
HOMES = build_home_cluster(EDITIONS, FACTS.languages)
BY_KEY = {(one.article, one.locale): one for one in EDITIONS}


def test_the_sitemap_names_what_is_indexed():
    """Every indexed page once, with the date of its content; drafts and their homes not."""
    (text,) = sitemap(FACTS, [CLUSTER], BY_KEY, HOMES).values()
    urls = etree.fromstring(text.encode())
    assert [(one.findtext(f"{MAP}loc"), one.findtext(f"{MAP}lastmod")) for one in urls] == [
        ("https://example.org/", None),
        ("https://example.org/en/", None),
        ("https://example.org/en/tea/", "2026-03-04"),
        ("https://example.org/de/", None),
        ("https://example.org/de/tea/", "2026-05-06"),
    ]


def test_a_home_that_is_an_article_is_named_once():
    """`index.md` and the list of articles are one page."""
    index = [replace(one, article="index") for one in EDITIONS]
    by_key = {(one.article, one.locale): one for one in index}
    cluster = build_cluster("index", index, FACTS.languages)
    (text,) = sitemap(FACTS, [cluster], by_key, HOMES).values()
    urls = etree.fromstring(text.encode())
    assert [(one.findtext(f"{MAP}loc"), one.findtext(f"{MAP}lastmod")) for one in urls] == [
        ("https://example.org/", None),
        ("https://example.org/en/", "2026-03-04"),
        ("https://example.org/de/", "2026-05-06"),
    ]


def test_a_large_sitemap_is_split_by_language():
    """An index in the root, no file above the limit, no page lost, each cluster whole."""
    names = [f"a{n:02}" for n in range(9)]
    editions = {
        (name, one.locale): replace(one, article=name) for name in names for one in EDITIONS
    }
    clusters = [
        build_cluster(
            name, [one for key, one in editions.items() if key[0] == name], FACTS.languages
        )
        for name in names
    ]
    files = sitemap(FACTS, clusters, editions, HOMES, most_urls=6)
    index = etree.fromstring(files.pop("sitemap.xml").encode())
    assert {one.findtext(f"{MAP}loc") for one in index} == {
        f"https://example.org/{name}" for name in files
    }
    found = [
        one.findtext(f"{MAP}loc")
        for text in files.values()
        for one in etree.fromstring(text.encode())
    ]
    assert len(found) == len(set(found)) == 1 + 2 + 2 * 9
    assert all(len(etree.fromstring(text.encode())) <= 6 for text in files.values())
    assert set(files) == {
        "sitemap-en.xml", "sitemap-en-2.xml", "sitemap-de.xml", "sitemap-de-2.xml",
    }  # fmt: skip


def test_a_feed_speaks_its_language():
    """Title in the language's words, entries with their own dates, ids that outlive addresses."""
    text = feed(THEME, FACTS, interface("de"), {"tea": CLUSTER}, EDITIONS)
    root = etree.fromstring(text.encode())
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "de"
    assert root.findtext(f"{ATOM}title").endswith("The Book of Tea")
    assert "changed" not in root.findtext(f"{ATOM}title")
    assert root.findtext(f"{ATOM}updated") == "2026-05-06T00:00:00Z"
    (entry,) = root.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id") == "tag:example.org,2026:de/tea"
    ids = [one.text for one in root.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))


def test_a_feed_needs_dates():
    """Without a dated article there is no feed; a draft is no news."""
    undated = [replace(one, updated="") for one in EDITIONS]
    assert feed(THEME, FACTS, interface("de"), {"tea": CLUSTER}, undated) is None
    assert feed(THEME, FACTS, interface("ar"), {"tea": CLUSTER}, EDITIONS) is None


def test_a_feed_escapes_what_translators_write():
    """A title cannot end its element."""
    evil = replace(EDITIONS[1], title="a </title>&lt;b>", description="x & y")
    text = feed(THEME, FACTS, interface("de"), {"tea": CLUSTER}, [evil])
    entry = etree.fromstring(text.encode()).find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "a <b>"
    assert entry.findtext(f"{ATOM}summary") == "x & y"


def test_the_latest_come_first():
    """By date, then by name, and not without end."""
    editions = [
        replace(EN, article=f"a{n:02}", updated=f"2026-01-{1 + n % 28:02}") for n in range(60)
    ]
    clusters = {one.article: build_cluster(one.article, [one], FACTS.languages) for one in editions}
    root = etree.fromstring(feed(THEME, FACTS, interface("en"), clusters, editions).encode())
    dates = [one.findtext(f"{ATOM}updated") for one in root.findall(f"{ATOM}entry")]
    assert dates == sorted(dates, reverse=True)
    assert len(dates) == 50


def test_robots_lead_to_the_sitemap():
    """Everything may be read."""
    assert robots(FACTS).endswith("Sitemap: https://example.org/sitemap.xml\n")


def test_the_manifest_can_be_read_back():
    """State, address, file and digest of every edition serve the next publication."""
    editions = (*EDITIONS, edition("fr", EditionState.WITHHELD, reasons=("nothing is translated",)))
    data = manifest(FACTS, editions, {"tea": CLUSTER}, {"de": 2}, {"index.html": "sha256:0"})
    text = data.decode()
    before = read_manifest(text)
    german = before["tea", "de"]
    assert (german.state, german.address, german.file, german.updated) == (
        EditionState.COMPLETE, "/de/tea/", "de/tea/index.html", "2026-05-06",
    )  # fmt: skip
    assert before["tea", "fr"].state is EditionState.WITHHELD
    assert before["tea", "fr"].address == ""
    record = json.loads(text)
    assert record["articles"]["tea"]["versions"]["fr"]["reasons"] == ["nothing is translated"]
    assert record["articles"]["tea"]["x_default"] == "en"
    assert record["languages"]["de"]["interface_missing"] == 2
    assert record["files"] == {"index.html": "sha256:0"}
    assert text == json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"schema": 99, "articles": {}}', '{"schema": 1, "articles": 3}',
     '{"schema": 1, "articles": {"a": {"versions": {"de": {"state": "new"}}}}}'],
)  # fmt: skip
def test_a_manifest_of_another_make_is_none(text):
    """What cannot be understood is no previous publication, and stops nothing."""
    assert read_manifest(text) == {}


def test_former_names_lead_to_todays_pages():
    """In every published language; never over a page that exists."""
    moved = moved_pages({"tea": ["old/tea", "tea", "old/index"]}, {"tea": CLUSTER}, FACTS)
    assert [(one.locale, one.old, one.new) for one in moved] == [
        ("en", "/en/old/tea/", "/en/tea/"),
        ("de", "/de/old/tea/", "/de/tea/"),
        ("ar", "/ar/old/tea/", "/ar/tea/"),
        ("en", "/en/old/", "/en/tea/"),
        ("de", "/de/old/", "/de/tea/"),
        ("ar", "/ar/old/", "/ar/tea/"),
    ]
    assert page_file(moved[0].old) == "en/old/tea/index.html"


@pytest.mark.parametrize(
    "given", [3, ["../x"], ["/"], ["a//b"], [["a"]], ["a b"], {"a": "b"}, ["index.html"]]
)
def test_a_former_name_must_be_a_name(given):
    """What cannot have been an article is refused, with the place."""
    with pytest.raises(ArticleError, match=r"source/tea\.md: `aliases`"):
        read_aliases({"aliases": given}, "source/tea.md")


def test_host_files_are_written_on_request():
    """Errors by language, moved pages, safe headers; each host in its own words."""
    made = facts(*LOCALES, base="https://example.org/h", hosts=("netlify", "apache", "nginx"))
    moved = moved_pages({"tea": ["old"]}, {"tea": CLUSTER}, made)
    files = host_files(made, moved)
    assert sorted(files) == [
        ".htaccess",
        "_headers",
        "_redirects",
        "ar/.htaccess",
        "de/.htaccess",
        "en/.htaccess",
        "nginx-http.conf",
        "nginx-server.conf",
    ]
    assert "/h/de/old/ /h/de/tea/ 301\n" in files["_redirects"]
    assert "/h/de/* /h/de/404.html 404\n" in files["_redirects"]
    assert "RedirectMatch permanent ^/h/de/old/$ /h/de/tea/\n" in files[".htaccess"]
    assert files["de/.htaccess"] == "ErrorDocument 404 /h/de/404.html\n"
    assert '"/h/de/old/" "/h/de/tea/";' in files["nginx-http.conf"]
    for text in (files["_headers"], files[".htaccess"], files["nginx-server.conf"]):
        assert all(name in text and value in text for name, value in security_headers(made))
    assert host_files(FACTS, moved) == {}


def test_hosts_are_told_of_languages_that_have_pages():
    """A language of which nothing is published yet has no 404 to lead to."""
    made = facts("en", "de", "ur", hosts=("netlify", "apache", "nginx"))
    files = host_files(made, (), HOMES)
    assert "de/.htaccess" in files
    assert "/ur/" not in "".join(files.values())
    assert "ur/.htaccess" not in files


def test_an_unknown_host_is_named():
    """A host that nobody knows is a mistake in the settings."""
    with pytest.raises(ConfigError, match="`hosts` names `geocities`"):
        host_files(facts("en", hosts=("geocities",)), ())


def test_headers_forbid_framing():
    """What a page cannot say of itself is said by the server."""
    headers = dict(security_headers(FACTS))
    assert headers["Content-Security-Policy"].endswith("frame-ancestors 'none'")
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("a/b.png", "/assets/a/b.e3b0c442.png"),
        ("a.b/c", "/assets/a.b/c.e3b0c442"),
        ("größe.svg", "/assets/gr%C3%B6%C3%9Fe.e3b0c442.svg"),
        ("a b.pdf", "/assets/a%20b.e3b0c442.pdf"),
    ],
)
def test_assets_are_named_by_their_bytes(path, address):
    """A file that changes gets a new address, so browsers may keep the old one for ever."""
    assert asset_address(path, b"") == address
    assert asset_address(path, b"x") != address


def test_languages_are_in_one_order_everywhere():
    """The manifest and the pages are made from the same order."""
    assert [one.locale for one in languages("de", "ar", "en")] == ["en", "de", "ar"]


def test_the_manifest_has_the_shape_that_it_promises():
    """It fits the schema that ships with the program, withheld editions included."""
    schema = json.loads(shipped_manifest_schema())
    checker = jsonschema.Draft202012Validator(schema)
    checker.check_schema(schema)
    editions = (*EDITIONS, edition("fr", EditionState.WITHHELD, reasons=("nothing is translated",)))
    record = json.loads(
        manifest(FACTS, editions, {"tea": CLUSTER}, {}, {"a": f"sha256:{'0' * 64}"})
    )
    assert list(checker.iter_errors(record)) == []
    del record["articles"]["tea"]["versions"]["de"]["address"]
    record["languages"]["de"]["direction"] = "up"
    assert len(list(checker.iter_errors(record))) == 2


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
@settings(max_examples=100, deadline=None)
def test_a_record_is_written_as_json_is(value: object) -> None:
    """The manifest's own writer gives the bytes of the standard library's."""
    assert indented(value) == json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)


def test_the_validator_knows_of_an_article_what_the_manifest_will_say():
    """A task that has no manifest yet judges its pages by the very same facts."""
    editions = [EDITIONS[2], replace(EDITIONS[1], carried=True), EDITIONS[0]]
    said, faults = known_site(manifest(FACTS, editions, {"tea": CLUSTER}))
    assert not faults
    assert known_of(FACTS, editions, CLUSTER) == said
