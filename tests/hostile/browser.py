"""The payloads in a real browser: `python -m tests.hostile.browser`.

First as they stand, on a page without any protection: that shows that they do harm here. Then
behind one protection at a time: the content security policy alone, with rules, renderer and
assertion off; the rules alone, over injected passages of whole articles; renderer and assertion
alone. Whatever runs calls `hostile()` or sends a request away.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import markdown

from tests.hostile.cases import payloads
from tests.hostile.inject import Outcome, with_rules, without_rules
from tests.hostile.injecting import specimens

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SITE = "https://golden.example"
PAGE = Path(__file__).parents[1] / "golden/expected/ar/tea/index.html"
_BODY = re.compile(r"(<!-- article -->).*?(<!-- /article -->)", re.S)
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')


@dataclass
class Seen:
    """What pages did: the bodies that ran, and those that sent requests away."""

    pages: int = 0
    ran: list[str] = field(default_factory=list)
    away: list[str] = field(default_factory=list)


def unseen(text: str) -> str:
    """A body made of Markdown that nobody looked at."""
    return markdown.markdown(f"Tea.\n\n{text}\n", extensions=["extra", "admonition", "toc"])


def page_with(body: str, *, protected: bool) -> str:
    """The page of an article with this body, with its content security policy or without."""
    page = PAGE.read_text("utf-8")
    page = _BODY.sub(lambda match: match[1] + body + match[2], page)
    assert _POLICY.search(page)
    return page if protected else _POLICY.sub("", page)


def injected(step: int = 1) -> tuple[int, list[str]]:
    """How many passages were injected, and the bodies that came through the rules."""
    texts = [text for _, text in payloads()]
    outcome = Outcome()
    for specimen in specimens():
        with_rules(specimen, texts[::step], outcome, ("before", "behind", "instead"))
    return outcome.injected, outcome.bodies


def unruled(step: int = 1) -> list[str]:
    """The bodies that came through renderer and assertion, with all rules off."""
    texts = [text for _, text in payloads()]
    outcome = Outcome()
    without_rules(specimens()[-1], texts[::step], outcome, ("before", "behind"))
    return outcome.bodies


@contextmanager
def browser() -> Iterator[Any]:
    """A page of a headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield chromium
        finally:
            chromium.close()


def watch(chromium: Any, bodies: list[str], *, protected: bool) -> Seen:
    """Open a page for each body, touch everything on it, and note what happens."""
    seen = Seen()
    context = chromium.new_context()
    ran: list[str] = []
    # The binding stands outside the page, so a policy cannot hide a call of it.
    context.expose_binding("hostile", lambda source, *_: ran.append(source["page"].url))
    html = {"text": ""}
    away: list[str] = []

    def answer(route: Any) -> None:
        url = route.request.url
        if url == f"{SITE}/ar/tea/":
            route.fulfill(body=html["text"], content_type="text/html; charset=utf-8")
        elif url.startswith(SITE):
            route.fulfill(status=404, body="")
        else:
            # A link that somebody clicks may lead away; what loads by itself may not.
            if not route.request.is_navigation_request():
                away.append(url)
            route.abort()

    context.route("**/*", answer)
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.dismiss())
    for body in bodies:
        html["text"] = page_with(body, protected=protected)
        ran.clear()
        away.clear()
        try:
            page.goto(f"{SITE}/ar/tea/", wait_until="load", timeout=5000)
            page.evaluate(_TOUCH)
            page.wait_for_timeout(30)
        except Exception:
            page.close()
            page = context.new_page()
        seen.pages += 1
        if ran:
            seen.ran.append(body)
        if away:
            seen.away.append(body)
    context.close()
    return seen


_TOUCH = """() => {
  for (const one of document.querySelectorAll('a, area, button, b, x, em, code, [onclick]')) {
    const href = one.getAttribute('href') || one.getAttribute('xlink:href') || 'javascript:';
    if (!/^[\\s\\x00-\\x20]*(?:https?:|\\/\\/|mailto:)/i.test(href) && one.closest('main')) {
      if (/^(?:javascript|data|vbscript):/i.test(one.href || '') || one.hasAttribute('onclick')) {
        one.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}));
      }
    }
  }
}"""


def main() -> int:
    """All of them behind each protection."""
    bare = [unseen(text) for _, text in payloads()]
    count, ruled = injected()
    free = unruled()
    wrong = 0
    with browser() as chromium:
        for name, bodies, protected in (
            ("nothing", bare, False),
            ("the policy alone", bare, True),
            (f"the rules alone, {count} passages", ruled, False),
            ("renderer and assertion alone", free, False),
        ):
            seen = watch(chromium, bodies, protected=protected)
            print(f"{name}: {seen.pages} pages, {len(seen.ran)} ran, {len(seen.away)} sent away")
            if name != "nothing":
                # Without rules an image may come from elsewhere, as an author's may.
                away = [] if bodies is free else seen.away
                wrong += len(seen.ran) + len(away)
                for body in seen.ran + away:
                    print("  ", repr(body[:300]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
