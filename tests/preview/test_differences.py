"""Word diffs."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.preview.differences import MOST_WORDS, word_changes

WORDS = st.lists(st.sampled_from(["tea", "pot", " ", "\n", ".", "é", "猫"]), max_size=30).map(
    "".join
)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(before=WORDS, after=WORDS)
def test_a_diff_holds_both_wordings(before, after):
    """What stayed and went is the old wording; what stayed and came is the new one."""
    changes = word_changes(before, after)
    assert "".join(text for kind, text in changes if kind != "new") == before
    assert "".join(text for kind, text in changes if kind != "gone") == after


def test_words_are_compared_whole():
    """A changed number shows as a number, not as the digit that differs."""
    assert ("gone", "15") in word_changes("Take 15 drops", "Take 16 drops")


def test_very_long_texts_are_not_compared():
    """Beyond the bound the old wording goes and the new one comes, whole."""
    long = "a " * MOST_WORDS
    assert word_changes(long, long + "b") == (("gone", long), ("new", long + "b"))
