"""Nothing that a translation brings acts, leaves its place, or leads astray; each layer alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.article import Renderer, rendering
from pipeline.config import Dialect
from tests.hostile.blast import make_project, refusals
from tests.hostile.cases import payloads
from tests.hostile.inject import SILENCING, Outcome, inject, with_rules, without_rules
from tests.hostile.injecting import NO_RULES, Specimen, specimens
from tests.hostile.oracle import judge

TEXTS = [text for _, text in payloads()]
SPECIMENS = specimens()
EVERYTHING = SPECIMENS[-1]


@pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda one: f"{one.name}-{one.locale}")
def test_no_payload_acts_or_leads_astray(specimen: Specimen) -> None:
    """Every payload goes into some passage of every article; none comes out of it alive."""
    outcome = Outcome()
    with_rules(specimen, TEXTS, outcome, positions=("within",))
    assert outcome.injected >= 150
    assert outcome.active == [] and outcome.astray == []


def test_no_comment_helps_a_payload() -> None:
    """Whatever a translator's comment silences, nothing acts and no link is added."""
    outcome = Outcome()
    with_rules(EVERYTHING, TEXTS, outcome, ("behind",), SILENCING)
    assert outcome.active == [] and outcome.astray == []


def test_without_any_rule_nothing_acts() -> None:
    """Fragments are rendered alone and balanced, and what is left over withholds the page."""
    outcome = Outcome()
    without_rules(EVERYTHING, TEXTS, outcome, positions=("behind",))
    assert outcome.active == []
    assert outcome.withheld, "the assertion over the body had nothing to do"
    assert outcome.shown > outcome.withheld, "most of it is harmless once it stands alone"


def test_the_oracle_sees_what_it_looks_for() -> None:
    """Put onto a page as they stand, most of the payloads act, leave it or lead astray."""
    seen = [one for one in TEXTS if judge(f"<p>{one}</p>")[0] or judge(f"<p>{one}</p>")[1]]
    assert len(seen) > 70


def test_the_assertion_withholds_what_no_rule_and_no_renderer_stopped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With the rules off, and the tags of translations left as they are, no page is harmed."""
    monkeypatch.setattr(rendering, "as_balanced", lambda made, source: made)
    outcome = Outcome()
    without_rules(EVERYTHING, TEXTS, outcome, positions=("behind",))
    assert outcome.active == []
    assert outcome.withheld > 40


def test_a_defect_of_the_rules_costs_one_page() -> None:
    """The page of one language is withheld, and the finding says why."""
    outcome = Outcome()
    spoilt = {EVERYTHING.places[2]: ("[x](javascript:hostile())", "behind")}
    inject(EVERYTHING, spoilt, Renderer(Dialect()), outcome, NO_RULES)
    assert outcome.withheld == 1


def test_no_translation_stops_the_site(tmp_path: Path) -> None:
    """Whatever stands in the place of translations, the finished site has no fault from it."""
    root = make_project(tmp_path / "project")
    texts = [one for one in TEXTS if not any(ord(sign) < 9 for sign in one)]
    assert refusals(root, texts, ("instead",), SILENCING) == []
