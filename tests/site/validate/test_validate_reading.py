"""Pages are read as the standard library reads them, in linear time, and whatever they hold."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.site.validate import Known, judge_pages
from pipeline.site.validate.reading import read_page
from pipeline.site.validate.tokens import ALONE, END, OTHER, RAW, START, cut, understand


class Standard(HTMLParser):
    """What `html.parser` makes of a text, as a list of plain facts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, object]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes: dict[str, str] = {}
        for name, value in attrs:
            attributes.setdefault(name, value or "")
        self.found.append((tag, attributes))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(("/", tag))

    def handle_comment(self, data: str) -> None:
        self.found.append(("!--", data))


def ours(text: str) -> list[tuple[str, object]]:
    """The same facts, by our own reader."""
    found: list[tuple[str, object]] = []
    for tag in map(understand, cut(text)[1::2]):
        if tag.kind == END:
            found.append(("/", tag.name))
        elif tag.kind in (START, ALONE, RAW):
            found.append((tag.name, tag.attributes))
            if tag.kind == RAW and not tag.unclosed:
                found.append(("/", tag.name))
        elif tag.name == "!--":
            found.append(("!--", tag.content))
    return found


def theirs(text: str) -> list[tuple[str, object]]:
    """The facts by the standard library; an element closed by `/>` has no end tag there too."""
    parser = Standard()
    parser.handle_startendtag = parser.handle_starttag  # type: ignore[method-assign]
    parser.feed(text)
    parser.close()
    return parser.found


NAMES = st.sampled_from(["p", "a", "li", "h2", "Strong", "br", "img", "bdi", "section"])
VALUES = st.text("ab <>&=\n/é\u202e", max_size=6)
QUOTED = st.one_of(
    VALUES.map(lambda value: f'"{value}"'),
    VALUES.map(lambda value: f"'{value}'"),
    st.text("ab-é", min_size=1, max_size=4),
)
ATTRIBUTES = st.builds(
    lambda name, equals, value: f" {name}" + (equals + value if equals else ""),
    st.sampled_from(["href", "LANG", "data-x", "hidden", "title"]),
    st.sampled_from(["=", " = ", ""]),
    QUOTED,
)
TAGS = st.one_of(
    st.builds(
        lambda name, attributes, end: f"<{name}{''.join(attributes)}{end}>",
        NAMES,
        st.lists(ATTRIBUTES, max_size=3),
        st.sampled_from(["", " ", " /"]),
    ),
    NAMES.map(lambda name: f"</{name}>"),
    st.text("ab <>\n-", max_size=5).map(lambda text: f"<!-- {text.replace('-', '')} -->"),
    st.text("ab <p>\n", max_size=8).map(lambda text: f"<script>{text}</script>"),
)
TEXTS = st.text("ab &;\n>é", max_size=8)


@given(st.lists(st.one_of(TAGS, TEXTS)))
@settings(max_examples=300, deadline=None)
def test_tags_are_those_of_the_standard_library(pieces: list[str]) -> None:
    """Names, attributes, comments and end tags are those that `html.parser` finds."""
    text = "".join(pieces)
    assert ours(text) == theirs(text)


@given(st.text("<>/!-=\"' aphscriptle&;\n\x00é", max_size=60))
@settings(max_examples=500, deadline=None)
def test_any_text_is_read_whole(text: str) -> None:
    """Cutting loses nothing, and no text makes the reader fail."""
    assert "".join(cut(text)) == text
    page = read_page("x.html", text.encode())
    assert page.text == text.removeprefix("\ufeff")


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read(data: bytes) -> None:
    """Bytes that are no UTF-8 are a page with damaged characters, and no failure."""
    assert read_page("x.html", data).size == len(data)


HOSTILE = [
    *("<a ", '<a "', "<a b='", "<a =", "<a b=c ", "<!--", "<!", "<", "</", "&"),
    *("<script>", "<title>", "</title", "<b>", "<ul><li>", "</p>", "<p><div>", "<h1>"),
    *(
        "<span lang=x>",
        "<table>",
        "<a href=x>",
        "<nav>",
        "{{",
        "\u0627 1",
        "<li>x</b>",
        "<a href=x>x",
        "<h2>x<b>",
        "<b lang=en>x",
        "<ul><li>x",
    ),
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hostile_page_is_judged_in_linear_time(piece: str) -> None:
    """A piece of markup repeated to 50 KB is judged; what takes squares would not end."""
    data = f'<html lang="de"><h1>{piece * (50_000 // len(piece))}'.encode()
    assert judge_pages([("en/x.html", data), ("de/x.html", data)], Known()).summaries


def test_optional_end_tags_may_be_left_out() -> None:
    """A list, a table and paragraphs without their end tags are as good as with them."""
    text = b"""<!DOCTYPE html><html lang=en><title>T</title><body><p>one<p>two
    <ul><li>a<li>b<ul><li>c</ul></ul><table><tr><td>1<td>2<tr><td>3</table><dl><dt>t<dd>d</dl>"""
    page = read_page("x.html", text)
    assert page.stray == ()
    assert [name for name, _ in page.shape].count("li") == 3


def test_raw_text_holds_no_tags() -> None:
    """What looks like a tag in a script, a style or a title is none."""
    page = read_page("x.html", b"<title>a <b> c</title><script>if (a<b) '<p>'</script>")
    assert page.title == "a <b> c" and page.stray == () and page.blocks == ()


def test_the_language_of_a_text_is_that_of_the_nearest_element() -> None:
    """A part's language holds inside it, and ends with it."""
    page = read_page("x.html", b'<html lang="de"><p>eins <i lang="en">two <b>three</b></i> vier')
    spoken = [(run.text.strip(), run.frame.lang, run.frame.foreign) for run in page.blocks[0].runs]
    assert spoken == [
        ("eins", "de", False),
        ("two", "en", True),
        ("three", "en", True),
        ("vier", "de", False),
    ]


def test_a_link_is_named_by_what_is_heard() -> None:
    """Words, an image's text or a label name a link; what no screen reader says does not."""
    text = (
        '<a href="1">x</a><a href="2"><img alt="y"></a><a href="3" aria-label="z"></a>'
        '<a href="4"><span aria-hidden="true">q</span></a><a href="5"><img alt=""></a>'
    )
    page = read_page("x.html", text.encode())
    assert [bool(link.name) for link in page.links] == [True, True, True, False, False]


def test_other_kinds_of_markup_are_passed_over() -> None:
    """Document types, processing instructions and bogus comments are none of our business."""
    kinds = [understand(raw).kind for raw in cut("<!DOCTYPE html><?php x ?></3></>")[1::2]]
    assert set(kinds) == {OTHER}
