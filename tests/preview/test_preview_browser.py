"""The preview in a real browser: what a translator sees while a catalog is edited on disk."""

import asyncio
import re
import shutil
import threading
from collections.abc import Iterator

import pytest

from pipeline.cli.serve_command import load_project
from pipeline.cli.shared import Shared
from pipeline.preview import Session
from tests.waiting import until

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

try:
    from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright
except ImportError:  # pragma: no cover
    sync_playwright = None

pytestmark = [
    pytest.mark.chromium,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
    pytest.mark.skipif(sync_playwright is None, reason="Playwright is not installed"),
]

PARAGRAPHS = 60


class Running:
    """A preview in a thread of its own, for as long as a page looks at it."""

    def __init__(self, house, page) -> None:
        self.page = page
        self.ready = threading.Event()
        self.over: asyncio.Event | None = None
        self.said: list[str] = []
        self.address = ""
        self.thread = threading.Thread(target=lambda: asyncio.run(self.run(house)))

    async def run(self, house) -> None:
        """Serve until it is over."""
        self.loop, self.over = asyncio.get_running_loop(), asyncio.Event()

        def load():
            return load_project(Shared(root=house.root))

        session = Session(load, pseudo=True, say=self.said.append)
        started = await session.start(0)
        self.address = f"http://127.0.0.1:{started.port}"
        await asyncio.sleep(0.3)
        self.ready.set()
        await self.over.wait()
        await session.stop()

    def __enter__(self) -> "Running":
        self.thread.start()
        assert self.ready.wait(20)
        return self

    def __exit__(self, *_exc: object) -> None:
        # A page that asks while the preview goes away complains of it, and rightly.
        self.page.goto("about:blank")
        self.loop.call_soon_threadsafe(self.over.set)
        self.thread.join(20)
        assert not self.thread.is_alive()
        assert self.said == []


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    """One Chromium for all tests: starting it takes longer than any of them."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@pytest.fixture
def page(browser: "Browser") -> "Iterator[Page]":
    """A page with a memory of its own; an error of a script in it fails the test."""
    page = browser.new_page(viewport={"width": 1000, "height": 700})
    page.set_default_timeout(30_000)
    expect.set_options(timeout=30_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))

    def hear(said: "ConsoleMessage") -> None:
        # Chromium opens sockets ahead of need, which the server closes after a while; a request
        # that was given such a socket is told of here, and made again.
        stale = "ERR_SOCKET_NOT_CONNECTED" in said.text
        if said.type == "error" and not stale and "favicon" not in said.location.get("url", ""):
            errors.append(said.text)

    page.on("console", hear)
    yield page
    page.context.close()
    assert errors == []


@pytest.fixture
def long_house(house):
    """The project with an article that must be scrolled, translated but for its last passage."""
    texts = [f"This is paragraph number {n} about tea and water." for n in range(PARAGRAPHS)]
    article = "# Long tea\n\nAll about it.\n\n" + "\n\n".join(texts) + "\n"
    house.write("source/long.md", article)
    entries = ['msgid "Long tea"\nmsgstr "Langer Tee"', 'msgid "All about it."\nmsgstr "Alles."']
    for number, text in enumerate(texts[:-1]):
        words = f"Das ist der Absatz Nummer {number} über Tee und Wasser, etwas länger."
        entries.append(f'msgid "{text}"\nmsgstr "{words}"')
    head = house.read(house.po("de")).partition("\n\n")[0]
    house.write(house.po("de", "long"), head + "\n\n" + "\n\n".join(entries) + "\n")
    return house


def top(page, number: int) -> float:
    """Where a passage is, in pixels below the top of the window.

    In one go: between finding an element and asking it, it could be exchanged.
    """
    find = "number => document.querySelector(`[data-segment='${number}']`)"
    return page.evaluate(f"number => ({find})(number).getBoundingClientRect().top", number)


def test_edit_break_and_mend_a_catalog(long_house, page):
    """An edit shows without a jump, a break lies over the last good page, mending takes it off."""
    path = long_house.po("de", "long")
    with Running(long_house, page) as preview:
        page.goto(f"{preview.address}/de/long/")
        page.eval_on_selector('[data-segment="40"]', "one => one.scrollIntoView()")
        page.evaluate("window.stays = true")
        before = top(page, 40)
        long_house.change(path, "Absatz Nummer 3 über", "dritte <b>Absatz</b> über")
        # The checks refuse the tag, so English is shown: also longer or shorter above the eye.
        expect(page.locator('[data-segment="5"]')).to_have_attribute("data-state", "rejected")
        assert abs(top(page, 40) - before) <= 1
        long_house.change(
            path, "dritte <b>Absatz</b> über", "dritte Absatz " + "sehr " * 60 + "über"
        )
        expect(page.locator('[data-segment="5"]')).to_contain_text("sehr sehr sehr")
        assert abs(top(page, 40) - before) <= 1
        assert page.evaluate("scrollY") > 500

        good = long_house.read(path)
        overlay = page.get_by_role("alertdialog")
        expect(overlay).to_be_hidden()
        long_house.write(path, good.replace('msgstr "Langer Tee"', 'msgstr "Langer Tee'))
        expect(overlay).to_be_visible()
        line = good[: good.index('msgstr "Langer Tee"')].count("\n") + 1
        expect(overlay).to_contain_text(f"{path}:{line}")
        expect(overlay.locator(".remedy")).not_to_be_empty()
        expect(page.locator('[data-segment="5"]')).to_contain_text("sehr sehr sehr")
        assert abs(top(page, 40) - before) <= 1

        long_house.write(path, good.replace("Langer Tee", "Sehr langer Tee"))
        expect(overlay).to_be_hidden()
        expect(page.locator("h1")).to_have_text("Sehr langer Tee")
        assert page.title().startswith("Sehr langer Tee")
        assert page.evaluate("window.stays"), "the page was exchanged in place, not loaded anew"


def test_the_bar_describes_passages_and_walks_between_them(house, page):
    """A click describes a passage; keys lead to those to work on, and to the next article."""
    with Running(house, page) as preview:
        page.goto(f"{preview.address}/de/tea/")
        panel = page.get_by_role("complementary", name="Passage")
        expect(panel).to_be_hidden()
        page.locator('[data-segment="5"]').click()
        expect(panel).to_be_visible()
        expect(panel).to_contain_text(house.po("de"))
        expect(panel.locator("del")).to_have_text("Leaf")
        expect(panel.locator("ins")).to_have_text("Leaves")
        link = panel.get_by_role("link", name=re.compile("editor"))
        assert re.fullmatch(r"vscode://file/.*tea\.po:\d+", link.get_attribute("href"))
        page.keyboard.press("Escape")
        expect(panel).to_be_hidden()
        seen = []
        for _ in range(3):
            page.keyboard.press("n")
            seen.append(page.locator("[data-preview-selected]").get_attribute("data-state"))
        assert seen == ["rejected", "fuzzy", "untranslated"]
        expect(panel).to_contain_text("Ask the tea master.")
        page.keyboard.press("n")
        expect(panel.get_by_role("link")).to_have_attribute("href", "/de/cups/")
        page.keyboard.press("p")
        expect(page.locator("[data-preview-selected]")).to_have_attribute(
            "data-state", "untranslated"
        )


def test_states_differ_without_colour(house, page):
    """Each state has its own line and sign; `h` hides them, and the browser remembers it."""
    with Running(house, page) as preview:
        page.goto(f"{preview.address}/de/tea/")
        looks = {
            state: page.eval_on_selector(
                f'[data-state="{state}"][data-segment]',
                "one => getComputedStyle(one).outlineStyle "
                "+ getComputedStyle(one, '::before').content",
            )
            for state in ("untranslated", "fuzzy", "rejected", "translated")
        }
        assert len(set(looks.values())) == 4, looks
        page.keyboard.press("h")
        page.reload()
        style = "one => getComputedStyle(one).outlineStyle"
        assert page.eval_on_selector('[data-segment="6"]', style) == "none"


def test_side_by_side_scrolls_passage_by_passage(long_house, page):
    """Where one page is read, the other shows the same passage, though it is longer or shorter."""
    path = long_house.po("de", "long")
    long_house.change(path, "Absatz Nummer 3 über", "Absatz " + "sehr " * 120 + "über")
    with Running(long_house, page) as preview:
        page.goto(f"{preview.address}/_preview/side/de/long")
        source, target = page.frames[1], page.frames[2]
        source.wait_for_selector('[data-segment="50"]')
        target.wait_for_selector('[data-segment="50"]')
        for here, there in ((source, target), (target, source)):
            here.evaluate("dispatchEvent(new Event('wheel'))")
            here.eval_on_selector(
                '[data-segment="30"]', "one => scrollBy(0, one.getBoundingClientRect().top - 80)"
            )
            until(lambda there=there: abs(top(there, 30) - 80) < 3)
            here.evaluate("scrollTo(0, 0)")
            until(lambda there=there: there.evaluate("scrollY") < 5)
        target.locator('[data-segment="30"]').click()
        expect(page.get_by_role("complementary", name="Passage")).to_contain_text("number 28")
        long_house.change(path, "Absatz Nummer 28 über", "achtundzwanzigste Absatz über")
        expect(
            page.frame_locator("iframe >> nth=1").locator('[data-segment="30"]')
        ).to_contain_text("achtundzwanzigste")


def test_a_hidden_tab_does_not_listen(house, page):
    """A tab in the background lets its connection go, and catches up when it is looked at."""
    hide = (
        "Object.defineProperty(document, 'hidden', {value: %s, configurable: true});"
        " document.dispatchEvent(new Event('visibilitychange'))"
    )
    with Running(house, page) as preview:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{preview.address}/de/tea/")
        page.evaluate(hide % "true")
        asked.clear()
        house.change(house.po("de"), 'msgstr "Wasser"', 'msgstr "Klares Wasser"')
        page.wait_for_timeout(600)
        assert asked == []
        page.evaluate(hide % "false")
        expect(page.locator('[data-segment="3"]')).to_have_text("Klares Wasser")


def test_the_dashboard_follows(house, page):
    """The dashboard counts anew when a catalog is saved, and leads to the page to work on."""
    with Running(house, page) as preview:
        page.goto(f"{preview.address}/_preview/")
        row = page.get_by_role("row", name=re.compile("Deutsch")).first
        expect(row).to_contain_text("✕ 1")
        house.change(house.po("de"), "mugs.md", "cups.md")
        expect(row).not_to_contain_text("✕")
        row.get_by_role("cell").last.get_by_role("link").click()
        # The keys work when the bar is painted; the page itself can be seen a moment earlier.
        expect(page.get_by_role("region", name="Preview")).to_be_visible()
        page.keyboard.press("d")
        expect(page).to_have_url(re.compile("/_preview/$"))


def test_the_mirrored_language_mirrors_the_page(house, page):
    """In `ar-XB` the heading stands on the right, and the bar of the preview is not mirrored."""
    with Running(house, page) as preview:
        page.goto(f"{preview.address}/ar-xb/tea/")
        assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
        assert (
            page.evaluate("getComputedStyle(document.querySelector('#preview-host')).direction")
            == "ltr"
        )
        page.goto(f"{preview.address}/en-xa/tea/")
        expect(page.locator("h1")).to_have_text(re.compile("^⟦.*⟧$"))
