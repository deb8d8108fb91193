"""A translation is in its language: in its script, no copy, no near relative, no half English."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.article import Renderer
from pipeline.checks import check_units
from pipeline.config import Checks, Dialect
from pipeline.locales import language
from pipeline.model import Article, Kind, Match, Segment, Severity, State, Unit

Judge = Callable[..., dict[str, Severity]]
ENGLISH = "The muscles of the legs twitch while the sleeper is not aware of it."
ABOUT = ("unchanged", "wrong-script", "wrong-language", "homoglyph")


CASES = Path(__file__).parents[1] / "cases" / "checks" / "language.txt"


def rows() -> list[list[str]]:
    """The table in `language.txt`."""
    lines = CASES.read_text(encoding="utf-8").split("\n")
    return [
        [cell.strip(" ") for cell in line.split(" |")]
        for line in lines
        if line.strip() and not line.startswith("#")
    ]


@pytest.mark.parametrize(("locale", "source", "target", "wanted"), rows())
def test_language(judge: Judge, locale: str, source: str, target: str, wanted: str) -> None:
    """Each row of the table is answered as it says."""
    found = judge(source, target, locale)
    said = [f"{rule} {found[rule].value}" for rule in sorted(found) if rule in ABOUT]
    assert ", ".join(said) == wanted


def test_names_are_no_copies(judge: Judge) -> None:
    """A text of names that are never translated is no copy."""
    settings = Checks(do_not_translate=("Red Cross Lisbon Office",))
    source = "Red Cross Lisbon Office"
    assert "unchanged" not in judge(source, source, settings=settings)


def test_a_whole_article_in_another_script_is_an_error() -> None:
    """Where nearly all of an article is in another script, it is another language's file."""
    russian = "Мышцы ног подёргиваются, пока спящий этого не замечает, и это не больно."
    arabic = "ترتعش عضلات الساقين بينما لا يلاحظ النائم ذلك، وهذا لا يؤلم أبدا."

    def judged(targets: list[str], settings: Checks) -> list[set[Severity]]:
        units = [
            Unit(Segment(f"{ENGLISH} {n}", f"{ENGLISH} {n}", Kind.PARAGRAPH), State.TRANSLATED,
                 f"{target} {n}", match=Match.EXACT, line=n + 1)
            for n, target in enumerate(targets)
        ]  # fmt: skip
        found = check_units(
            Article("a", "", ""), units, language("ar"), settings, Renderer(Dialect())
        )
        return [{one.severity for one in some if one.rule == "wrong-script"} for some in found]

    assert judged([russian] * 6, Checks()) == [{Severity.ERROR}] * 6
    mixed = judged([russian] * 2 + [arabic] * 4, Checks())
    assert mixed == [{Severity.WARNING}] * 2 + [set()] * 4
    settled = judged([russian] * 6, Checks(severity={"wrong-script": "info"}))
    assert settled == [{Severity.INFO}] * 6
