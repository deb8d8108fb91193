"""The gate: every transition between what was published and what the catalog holds now."""

import itertools

import pytest

from pipeline.config import Gate
from pipeline.edition import Circumstances, assess, reject, show
from pipeline.model import (
    INDEXED,
    LINKED,
    Article,
    EditionState,
    Finding,
    Kind,
    Match,
    Role,
    Segment,
    Severity,
    State,
    Unit,
)

GATE = Gate()
NUMBERS = itertools.count(1)
ARTICLE = Article(name="tea", path="source/tea.md", text="")


def unit(words: int, state: State = State.TRANSLATED, *roles: Role, previous: str | None = None):
    """A unit of so many source words in a state."""
    number = next(NUMBERS)
    text = " ".join([f"word{number}"] * words) or "–" * number
    target = "" if state is State.UNTRANSLATED else "mot"
    segment = Segment(text, text, Kind.PARAGRAPH, roles=frozenset(roles))
    return Unit(segment, state, target, previous=previous, match=Match.EXACT)


def units(percent: int, *, title=State.TRANSLATED, lead=State.TRANSLATED, drift: bool = False):
    """Units with so many percent of their words translated."""
    done, rest = percent, 100 - percent
    made = [unit(0, title, Role.TITLE), unit(0, lead, Role.LEAD)]
    if done:
        made.append(unit(done))
    if rest:
        made.append(
            unit(rest, State.FUZZY, previous="old") if drift else unit(rest, State.UNTRANSLATED)
        )
    return made


S = EditionState
FRESH, DRAFT, LIVE = None, S.DRAFT, S.COMPLETE

TRANSITIONS = [
    # was, percent, drift, now
    (FRESH, 100, False, S.COMPLETE),
    (FRESH, 85, False, S.PARTIAL),
    (FRESH, 85, True, S.STALE),
    (FRESH, 80, False, S.PARTIAL),
    (FRESH, 79, False, S.DRAFT),
    (FRESH, 50, False, S.DRAFT),
    (FRESH, 49, False, S.WITHHELD),
    (FRESH, 0, False, S.WITHHELD),
    (LIVE, 100, False, S.COMPLETE),
    (LIVE, 75, False, S.PARTIAL),
    (LIVE, 75, True, S.STALE),
    (LIVE, 70, True, S.STALE),
    (LIVE, 69, True, S.DRAFT),
    (LIVE, 10, True, S.DRAFT),
    (S.STALE, 69, False, S.DRAFT),
    (S.PARTIAL, 70, False, S.PARTIAL),
    (DRAFT, 100, False, S.COMPLETE),
    (DRAFT, 80, False, S.PARTIAL),
    (DRAFT, 75, False, S.DRAFT),
    (DRAFT, 10, False, S.DRAFT),
]


@pytest.mark.parametrize(("was", "percent", "drift", "now"), TRANSITIONS)
def test_the_state_follows_coverage_drift_and_what_was_published(was, percent, drift, now):
    """Each row of the table is a transition; shares are of source words."""
    edition = assess(ARTICLE, "fr", units(percent, drift=drift), GATE, Circumstances(was=was))
    assert edition.state is now


@pytest.mark.parametrize("was", [FRESH, DRAFT, LIVE])
@pytest.mark.parametrize("role", ["title", "lead"])
def test_a_required_segment_prevents_first_publication_only(was, role):
    """Without its title a new page is withheld and a live one is at most a draft."""
    made = units(100, **{role: State.UNTRANSLATED})
    edition = assess(ARTICLE, "fr", made, GATE, Circumstances(was=was))
    if was is FRESH:
        assert edition.state is S.WITHHELD
    elif was is DRAFT or role == "title":
        assert edition.state is S.DRAFT
    else:
        assert edition.state is S.PARTIAL
    assert any(role in reason for reason in edition.reasons)


@pytest.mark.parametrize("was", [FRESH, DRAFT, LIVE])
def test_an_incomplete_interface_prevents_first_publication_only(was):
    """A page whose furniture would be half English is not published for the first time."""
    around = Circumstances(was=was, interface_missing=3)
    edition = assess(ARTICLE, "fr", units(100), GATE, around)
    assert edition.state is {FRESH: S.WITHHELD, DRAFT: S.DRAFT, LIVE: S.COMPLETE}[was]
    assert "3 messages of the interface" in edition.reasons[0]


@pytest.mark.parametrize(
    ("setting", "now"),
    [("notice", S.COMPLETE), ("noindex", S.DRAFT), ("withhold", S.WITHHELD)],
)
def test_machine_drafts_are_treated_as_the_settings_say(setting, now):
    """A machine draft is disclosed by default; hiding it is the site's choice."""
    edition = assess(ARTICLE, "fr", units(100), Gate(machine=setting), Circumstances(machine=True))
    assert edition.state is now


@pytest.mark.parametrize(
    ("was", "percent"), list(itertools.product([DRAFT, *sorted(INDEXED)], [1, 30, 69, 70, 79, 100]))
)
def test_an_english_edit_never_makes_a_page_vanish(was, percent):
    """Law: whatever becomes fuzzy, a published edition stays published."""
    edition = assess(ARTICLE, "fr", units(percent, drift=True), GATE, Circumstances(was=was))
    assert was in LINKED and edition.state in LINKED


@pytest.mark.parametrize("was", [DRAFT, LIVE])
@pytest.mark.parametrize("state", [State.FUZZY, State.REJECTED, State.UNTRANSLATED])
def test_a_live_page_whose_every_passage_went_bad_is_a_draft(was, state):
    """An article rewritten from end to end, or a catalog full of errors, withdraws no page."""
    made = [unit(5, state, Role.TITLE), unit(50, state)]
    around = Circumstances(was=was, has_words=True)
    assert assess(ARTICLE, "fr", made, GATE, around).state is S.DRAFT
    assert assess(ARTICLE, "fr", made, GATE, Circumstances(has_words=True)).state is S.WITHHELD


def test_a_catalog_that_shrank_to_nothing_withdraws_its_page():
    """Where no translation is left there is no edition, and that counts as a withdrawal."""
    edition = assess(
        ARTICLE,
        "fr",
        units(0, title=State.UNTRANSLATED, lead=State.UNTRANSLATED),
        GATE,
        Circumstances(was=LIVE),
    )
    assert edition.state is S.WITHHELD
    assert LIVE in LINKED and edition.state not in LINKED


def test_an_error_rejects_its_own_unit_and_no_other():
    """A rejected unit counts as missing and is shown in the source language."""
    made = [unit(5), unit(5), unit(5, State.FUZZY)]
    error = Finding("code-missing", Severity.ERROR, "fr.po", 1, "…")
    warning = Finding("length", Severity.WARNING, "fr.po", 1, "…")
    after = reject(made, [(error,), (warning,), (error,)])
    assert [one.state for one in after] == [State.REJECTED, State.TRANSLATED, State.FUZZY]
    assert [one.foreign for one in show(after, GATE)] == [True, False, True]


def test_a_changed_passage_shows_today_s_english_by_default():
    """What was translated from another wording is not shown as if it were current."""
    made = [unit(3, State.FUZZY, previous="old")]
    assert show(made, GATE, [True])[0].text == made[0].segment.text


@pytest.mark.parametrize(
    ("roles", "sound", "outdated"),
    [((), True, True), ((Role.CRITICAL,), True, False), ((), False, False)],
)
def test_a_changed_passage_can_show_its_old_translation_marked(roles, sound, outdated):
    """With `marked` the old translation stays, except for critical or unsound passages."""
    made = [unit(3, State.FUZZY, *roles, previous="old")]
    passage = show(made, Gate(changed_passages="marked"), [sound])[0]
    assert (passage.outdated, passage.foreign) == (outdated, not outdated)


def test_a_fuzzy_suggestion_without_a_previous_text_is_missing_not_drifted():
    """An imported or machine suggestion was never a translation of another English."""
    edition = assess(ARTICLE, "fr", [unit(9), unit(1, State.FUZZY)], GATE, Circumstances())
    assert (edition.drifted, edition.missing, edition.state) == (0, 1, S.PARTIAL)


@pytest.mark.parametrize("title", ["<svg/onload=x>", "[](x)", "&nbsp;", "\u2060", "…"])
def test_a_title_without_words_is_none(title):
    """Lists link by the title, and a link without words is a fault of every page with the list."""
    from pipeline.edition import _has_words

    assert not _has_words(title)
    assert _has_words("茶") and _has_words("[Tea](tea.md)") and _has_words("<b>5</b>")
