"""What suggestions are made of: sentences, markup, places, likeness; and what counts as lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.catalog import lost
from pipeline.catalog.index import CANDIDATES, WordIndex
from pipeline.catalog.markup import transplant
from pipeline.catalog.normal import normal_form
from pipeline.catalog.places import fixed_points, pair_places
from pipeline.catalog.sentences import cover, split_sentences
from pipeline.catalog.similarity import similarity
from pipeline.model import Catalog, Entry
from tests.catalog.catalog_examples import HEADER


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Rest. Sleep well! Why not?", ["Rest.", "Sleep well!", "Why not?"]),
        ("Take 1.5 mg, e.g. at night. Then rest.", ["Take 1.5 mg, e.g. at night.", "Then rest."]),
        ("Dr. Who and J. Smith agree.", ["Dr. Who and J. Smith agree."]),
        ("He said “rest.” Then he left.", ["He said “rest.”", "Then he left."]),
        ("See [tea](a.md). *It* is hot.", ["See [tea](a.md).", "*It* is hot."]),
        ("睡觉前要休息。不要喝茶！好吗？", ["睡觉前要休息。", "不要喝茶！", "好吗？"]),
        ("「はい。」と言った。", ["「はい。」と言った。"]),
        ("आराम करें। सो जाएँ।", ["आराम करें।", "सो जाएँ।"]),
        ("هل أنت متعب؟ نم جيدا.", ["هل أنت متعب؟", "نم جيدا."]),
        ("no end", ["no end"]),
        ("", [""]),
    ],
)
def test_sentences_of_many_languages(text: str, sentences: list[str]) -> None:
    """Sentences end where the language ends them; abbreviations and numbers end none."""
    assert list(split_sentences(text)) == sentences


@pytest.mark.parametrize(
    ("old", "new", "msgstr", "made"),
    [
        (
            "[a](x.md) [b](y.md)",
            "[a](p.md) [b](q.md)",
            "[B](y.md) [A](x.md)",
            "[B](q.md) [A](p.md)",
        ),
        ("[a](x) [b](y)", "[a](p) [b](q)", "[B](y) [A](x)", "[B](q) [A](p)"),
        ("[a](x.md) [b](x.md)", "[a](p.md) [b](q.md)", "[A](x.md) [B](x.md)", None),
        ("[a](x.md)", "[a](y.md)", "A", None),
        (
            "See <https://a.org>.",
            "See <https://b.org>.",
            "Voir <https://a.org>.",
            "Voir <https://b.org>.",
        ),
        ("a [tea](x.md) now", "a tea now", "un [thé](x.md) là", "un thé là"),
        ("Use `a` now", "Use [`a`](x.md) now", "Là, `a` sert", "Là, [`a`](x.md) sert"),
        ("Use `a` now", "Use a now", "Là, `a` sert", "Là, a sert"),
        ("Run `v1` now", "Run `v2` now", "Là, `v1`", "Là, `v2`"),
        ("Run `v1` now", "Run `v2` now", "Là, `v1` et `v1`", None),
        ("*a* b", "_a_ b", "*A* b", "_A_ b"),
        ("**a** b", "__a__ b", "**A** b", "__A__ b"),
        ("*a* b", "**a** b", "*A* b", None),
        ("a b", "*a* b", "A b", None),
        ("same", "same", "pareil", "pareil"),
    ],
)
def test_markup_is_put_into_a_translation(
    old: str, new: str, msgstr: str, made: str | None
) -> None:
    """New marks take the places of old ones where they stand one for one, or nothing is made."""
    assert transplant(old, new, msgstr) == made


def test_a_text_is_covered_by_known_sentences() -> None:
    """What nobody translated stays in English in its place; too little is nothing."""
    known = [
        ("Rest for one hour. Drink warm green tea.", "Reposez-vous. Buvez du thé."),
        ("Rest for one hour. Only here.", "Une seule phrase"),
    ]
    made = cover("Drink warm green tea. New words.", known)
    assert made is not None and made.msgstr == "Buvez du thé. New words."
    assert 0.5 < made.share < 1
    assert cover("Drink warm green tea. New words that go on and on for long.", known) is None
    assert cover("See below. New words.", [("See below.", "Voir ci-dessous.")]) is None


def test_texts_are_paired_within_their_gap() -> None:
    """A changed text is paired with the one that stood there, not with a twin elsewhere."""
    old = [("Take one tablet daily.", ""), ("Sleep.", ""), ("Take one tablet weekly.", "")]
    new = [("Take two tablets daily.", ""), ("Sleep.", ""), ("Take two tablets weekly.", "")]
    assert pair_places([old[0], None, old[2]], [new[0], None, new[2]], [(1, 1)]) == {0: 0, 2: 2}
    assert pair_places([old[0], None], [None, new[2]], [(1, 0)]) == {}


def test_the_longest_run_of_fixed_points() -> None:
    """One text that moved far does not tear the others apart."""
    assert fixed_points([9, 0, 1, 2, 3], [0, 1, 2, 3, 4]) == [(0, 1), (1, 2), (2, 3), (3, 4)]
    assert fixed_points([], []) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Operators", "Iterators"),
        ("Storing Books", "String"),
        ("Generic Functions", "Extern Functions"),
        ("3 tablets", "Take a rest"),
        ("", "x"),
    ],
)
def test_strangers_do_not_resemble_each_other(old: str, new: str) -> None:
    """Short texts that share letters by accident are no suggestion."""
    assert similarity(old, new, 0.5) == 0


def test_a_look_up_is_bounded() -> None:
    """However many texts share a word, a look-up gives a few; a word in all tells nothing."""
    index = WordIndex([f"tea number {n} of many" for n in range(3000)])
    assert index.candidates("tea number many") == []
    assert len(index.candidates("tea number 5")) <= CANDIDATES
    assert index.candidates("nothing known") == []


@pytest.mark.parametrize(
    "text",
    [
        "a  b",
        "“a” — b…",
        "a\u00a0b",
        "é",
        "a `“b”` c",
        "x--y",
        "a  \nb",
        "    code\n  x",
        "`",
        "a\n",
    ],
)
def test_the_normal_form_is_one(text: str) -> None:
    """The normal form of a normal form is itself, and no letter or digit is lost in it."""
    form = normal_form(text)
    assert normal_form(form) == form
    assert [c for c in form if c.isalnum()] == [c for c in normal_form(text) if c.isalnum()]


def test_numbers_and_signs_of_code_are_no_style() -> None:
    """What could change a dose or a command is never evened out."""
    for one, other in (("5 mg", "50 mg"), ("1.5", "1,5"), ("`a-b`", "`a–b`"), ("a  \nb", "a b")):
        assert normal_form(one) != normal_form(other)
    assert normal_form("5–10 mg") == normal_form("5-10 mg")


def test_everything_that_is_lost_is_named() -> None:
    """A msgstr, a comment, a header line, a last comment: each by its text."""
    entry = Entry("a", ("A",), comments=("mine",))
    before = Catalog("x", (HEADER, entry, Entry("b", ("A",))), tail="# end\n")
    assert lost(before, before) == ()
    assert lost(before, replace(before, entries=(HEADER, entry))) == ("A",)
    assert lost(
        before, replace(before, entries=(HEADER, replace(entry, comments=()), *before.entries[2:]))
    ) == ("# mine",)
    assert lost(before, replace(before, tail="")) == ("# end",)
    header = replace(HEADER, msgstr=(HEADER.msgstr[0].replace("A. Translator", ""),))
    assert lost(before, replace(before, entries=(header, *before.entries[1:]))) == (
        "Last-Translator: A. Translator",
    )
    dead = replace(entry, obsolete=True, flags=("fuzzy",))
    assert lost(before, replace(before, entries=(HEADER, Entry("b", ("A",)), dead))) == ()
