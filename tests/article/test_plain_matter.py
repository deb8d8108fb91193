"""Front matter that is read without a YAML parser, against the parser as the judge."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.article.plain_matter import read_plain, reads_as
from pipeline.article.scalars import Scalar, _parsed_as
from pipeline.article.yaml_matter import read_yaml
from pipeline.errors import ArticleError

SIGNS = st.sampled_from(
    [*"abZ09 _-.,;:!?'\"#&*@%|<>=+/~^`$()[]{}\\\téÀ—“क語\xa0\u2028\x85\ufeff\xad", "yes", "null",
     "  ", "- ", ": ", " #", "---", "...", "<<", "\r", "\n"]
)  # fmt: skip
VALUE = st.builds(
    "{0}{1}{2}{0}".format,
    st.sampled_from(["", "", "", "'", '"']),
    st.sampled_from(["", "", "Tea", "7", "語", "12:30", "2026-01-15"]),
    st.lists(SIGNS, max_size=6).map("".join),
)
BLOCK = st.lists(
    st.builds(
        "{}: {}{}".format,
        st.sampled_from(["title", "a", "x-1", "null", "on", "a b", "é"]),
        VALUE,
        st.sampled_from(["\n", "\n", "\r\n", " \n", "\r"]),
    ),
    max_size=4,
).map("".join)
OFTEN = settings(max_examples=400, deadline=None, derandomize=True)


@OFTEN
@given(BLOCK)
def test_what_is_read_without_the_parser_is_what_it_reads(block: str) -> None:
    """The same values, places and quotes, or nothing; and nothing wherever the parser objects."""
    found = read_plain(block)
    try:
        meta, scalars = read_yaml(block, 4, "a.md")
    except ArticleError:
        assert found is None
        return
    if found is not None:
        assert {key: value for key, value, *_ in found} == meta
        assert scalars == tuple(
            Scalar(key, value, 4 + start, 4 + end, style) for key, value, start, end, style in found
        )


def test_the_usual_kind_needs_no_parser() -> None:
    """Titles, sentences, dates, quotes: in any alphabet, with either line end."""
    block = "title: Tea, and how\r\nabout: '語 #1: x'\nupdated: 2026-01-15\nby: \"Ana O'Neil\"\n"
    found = read_plain(block)
    assert found is not None
    assert [value for _, value, *_ in found] == [
        "Tea, and how", "語 #1: x", "2026-01-15", "Ana O'Neil",
    ]  # fmt: skip


@OFTEN
@given(VALUE, st.booleans())
def test_what_is_written_reads_back_as_the_parser_says(written: str, quoted: bool) -> None:
    """Whether a value reads as itself is said without the parser only where that agrees."""
    value = written[1:-1] if quoted else written
    said = reads_as(written, value)
    assert said is None or said == _parsed_as(written, value)
