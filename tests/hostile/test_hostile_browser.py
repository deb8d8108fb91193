"""Payloads in a real Chromium, behind one protection at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.hostile import browser
from tests.hostile.cases import payloads

pytestmark = [
    pytest.mark.chromium,
    pytest.mark.skipif(browser.CHROMIUM is None, reason="Chromium is not installed"),
]
SAMPLE = [browser.unseen(text) for _, text in payloads()[::6]]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """One browser for all tests."""
    pytest.importorskip("playwright", reason="Playwright is missing")
    with browser.browser() as one:
        yield one


def test_without_protection_payloads_run(chromium: Any) -> None:
    """The sample does harm, so the other tests have something to stop."""
    assert len(browser.watch(chromium, SAMPLE[:14], protected=False).ran) >= 4


def test_the_policy_alone_stops_them(chromium: Any) -> None:
    """With rules, renderer and assertion off, the page's content security policy holds."""
    seen = browser.watch(chromium, SAMPLE, protected=True)
    assert seen.pages == len(SAMPLE)
    assert seen.ran == [] and seen.away == []


def test_the_rules_alone_stop_them(chromium: Any) -> None:
    """Pages with a payload in every passage run nothing, even without a policy."""
    count, bodies = browser.injected(step=4)
    assert count > 300
    seen = browser.watch(chromium, bodies[:8], protected=False)
    assert seen.pages > 5
    assert seen.ran == [] and seen.away == []
