"""Whatever address is asked for: an answer, and never a defect."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.preview.exchange import Request, format_head

KNOWN = [
    "_preview",
    "open",
    "side",
    "language",
    "events",
    "de",
    "en",
    "ar",
    "tea",
    "cups",
    "assets",
    "status",
    "search",
    "feed.atom",
    "preview.js",
    "source",
    "locales",
    "pyproject.toml",
    "index.html",
    "tea.po",
    "a:b.po",
    "~",
    "CON",
    "é.po",
    "%41",
    "'\"><script>",
]
LETTERS = st.characters(exclude_characters="/\\", exclude_categories=("C", "Z"))
PARTS = st.sampled_from(KNOWN) | st.text(LETTERS, min_size=1, max_size=9).filter(
    lambda part: not part.startswith(".")
)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(parts=st.lists(PARTS, max_size=5), slash=st.booleans(), line=st.text(max_size=3))
def test_every_address_is_answered(any_asked, parts, slash, line):
    """A page, a way to one, or that there is nothing: in bytes that can be sent."""
    path = "/" + "/".join(parts) + ("/" if slash and parts else "")
    response = any_asked.answers.answer(Request(path, {"line": line}))
    assert response.status in (200, 302, 404)
    assert format_head(response)
    assert b"tool.pipeline" not in response.body
