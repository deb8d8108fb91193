"""The pages in a real browser: room, direction, keyboard, print, and nothing from elsewhere."""

import functools
import http.server
import shutil
import threading

import pytest

from tests.site.site_samples import SITE_LOCALES, TAGS, sample_site
from tests.waiting import until

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
try:
    from playwright.sync_api import sync_playwright
except ImportError:
    sync_playwright = None

pytestmark = [
    pytest.mark.chromium,
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed"),
    pytest.mark.skipif(sync_playwright is None, reason="Playwright is not installed"),
]


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """Say nothing of each request."""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Where the sample site is served."""
    root = tmp_path_factory.mktemp("site")
    for name, text in sample_site():
        path = root / name.lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    serve = functools.partial(_Quiet, directory=str(root))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), serve)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser():
    """One browser for all tests of this file."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def tab(browser):
    """A fresh page of the browser, which keeps what it complains of."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.complaints = []
    opened.on("console", lambda said: opened.complaints.append(said.text))
    opened.on("pageerror", lambda said: opened.complaints.append(str(said)))
    opened.on(
        "request", lambda asked: opened.complaints.append(asked.url) if _far(asked.url) else None
    )
    yield opened
    context.close()


def _far(url):
    return not url.startswith(("http://127.0.0.1:", "data:"))


PAGES = ("/", "/404.html", "/status/", "/ar/", "/de/")
ARTICLES = tuple(f"/{TAGS.get(one, one)}/tea/" for one in SITE_LOCALES)

OVERFLOW = """() => [
  document.documentElement.scrollWidth - innerWidth,
  [...document.querySelectorAll('main *')].filter(one => {
    const box = one.getBoundingClientRect();
    return box.width && !one.closest('.visually-hidden, .table, .skip')
      && (box.left < -1 || box.right > innerWidth + 1);
  }).map(one => one.outerHTML.slice(0, 80)),
]"""


@pytest.mark.parametrize("width", [320, 768, 1440, 3840])
def test_nothing_leaves_the_screen(tab, address, width):
    """No page scrolls sideways and no element passes an edge, from a phone to a wall."""
    tab.set_viewport_size({"width": width, "height": 900})
    for path in (*PAGES, *ARTICLES):
        tab.goto(address + path)
        assert tab.evaluate(OVERFLOW) == [0, []], path
    assert tab.complaints == []


@pytest.mark.parametrize("path", ["/de/tea/", "/ar/tea/", "/ja/tea/", "/"])
def test_text_may_be_three_times_as_long(tab, address, path):
    """Long words and long labels wrap; nothing has a width that only fits English."""
    tab.set_viewport_size({"width": 320, "height": 900})
    tab.goto(address + path)
    tab.evaluate("""() => {
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const found = [];
      while (texts.nextNode()) found.push(texts.currentNode);
      for (const one of found) if (one.data.trim()) one.data = one.data.trim().repeat(3);
    }""")
    assert tab.evaluate(OVERFLOW) == [0, []]


LINES = """() => {
  const counts = [];
  for (const one of document.querySelectorAll('.prose > p')) {
    if (one.innerText.length < 150) continue;
    const text = one.firstChild, lines = {};
    for (let at = 0; at < text.length; at++) {
      const range = document.createRange();
      range.setStart(text, at); range.setEnd(text, at + 1);
      const key = Math.round(range.getBoundingClientRect().top / 12);
      lines[key] = (lines[key] || 0) + (/\\p{M}/u.test(text.data[at]) ? 0 : 1);
    }
    const inOrder = Object.keys(lines).map(Number).sort((a, b) => a - b).map(key => lines[key]);
    counts.push(...inOrder.slice(0, -1));
  }
  return counts;
}"""


@pytest.mark.parametrize("width", [768, 1440, 3840])
def test_lines_have_a_length_that_reads_well(tab, address, width):
    """45 to 90 characters a line, 25 to 45 in Chinese and Japanese."""
    tab.set_viewport_size({"width": width, "height": 900})
    for path in ARTICLES:
        tab.goto(address + path)
        counts = tab.evaluate(LINES)
        low, high = (25, 45) if path.startswith(("/ja", "/zh")) else (45, 90)
        assert low <= min(counts), (path, sorted(counts))
        assert max(counts) <= high, (path, sorted(counts))


def test_the_page_reads_from_its_own_side(tab, address):
    """In Arabic text begins at the right, the box stands left of it, lists are indented right."""
    tab.set_viewport_size({"width": 1440, "height": 900})
    for path, rtl in (("/ar/tea/", True), ("/de/tea/", False)):
        tab.goto(address + path)
        boxes = {
            name: tab.locator(where).first.bounding_box()
            for name, where in (("box", ".infobox"), ("prose", ".prose"), ("item", ".prose li"))
        }

        def start(name, boxes=boxes, rtl=rtl):
            box = boxes[name]
            return -(box["x"] + box["width"]) if rtl else box["x"]

        def end(name, boxes=boxes, rtl=rtl):
            box = boxes[name]
            return -box["x"] if rtl else box["x"] + box["width"]

        assert start("box") > end("prose")
        assert start("item") > start("prose") + 10
        heading = tab.locator(".prose h2").nth(1).bounding_box()
        edge = -(heading["x"] + heading["width"]) if rtl else heading["x"]
        assert abs(edge - start("prose")) < 1


def test_a_fragment_means_the_same_place_in_every_language(tab, address):
    """`#brewing` leads to that section, whichever language one switches to."""
    for path in ARTICLES:
        tab.goto(f"{address}{path}#brewing")
        until(lambda: 0 <= tab.locator("#brewing").bounding_box()["y"] < 900)
        assert tab.evaluate("document.querySelector(':target').id") == "brewing", path


@pytest.mark.parametrize("where", [".notice-links a[hreflang]", "#page--languages a"])
def test_a_change_of_language_keeps_the_place(tab, address, where):
    """From `#brewing` every link to another language leads to `#brewing`, and scrolls there."""
    tab.goto(f"{address}/hi/tea/#brewing")
    link = tab.locator(where).first
    link.click()
    tab.wait_for_url(f"{address}/en/tea/#brewing")
    assert tab.locator("#brewing").evaluate("one => one === document.querySelector(':target')")
    until(lambda: 0 <= tab.locator("#brewing").bounding_box()["y"] < 100)
    tab.go_back()
    assert tab.url == f"{address}/hi/tea/#brewing"
    assert tab.complaints == []


def test_the_way_over_the_list_of_languages_keeps_the_place(tab, address):
    """What is carried over is the last place in the article, not the list that was jumped to."""
    tab.goto(f"{address}/de/tea/")
    tab.locator(".contents a[href='#causes'], .prose a[href='#causes']").first.click()
    tab.wait_for_url("**#causes")
    tab.locator(".language-jump").click()
    tab.wait_for_url("**#page--languages")
    tab.locator("#page--languages a[hreflang=ar]").click()
    tab.wait_for_url(f"{address}/ar/tea/#causes")
    assert tab.evaluate("document.querySelector(':target').id") == "causes"
    until(lambda: 0 <= tab.locator("#causes").bounding_box()["y"] < 100)


def test_links_to_other_articles_keep_their_own_address(tab, address):
    """Only what leads to the same article in another language follows the reader's place."""
    outside = "a:not(#page--languages a):not(.notice-links a)"
    addresses = "all => all.map(one => one.href)"
    tab.goto(f"{address}/hi/tea/")
    before = tab.eval_on_selector_all(outside, addresses)
    tab.goto(f"{address}/hi/tea/#causes")
    assert tab.eval_on_selector_all(outside, addresses) == before


def test_no_script_that_stands_in_a_page_runs(tab, address):
    """Whatever comes into the text of a page, its policy lets nothing of it run."""
    text = tab.request.get(f"{address}/de/tea/").text()
    text = text.replace(
        '<div class="prose">',
        '<div class="prose"><script>window.ran = "inline"</script>'
        '<script src="data:text/javascript,window.ran=1"></script>'
        """<img src="x" onerror="window.ran = 'handler'">"""
        """<a id="bad" href="javascript:window.ran = 'link'">x</a>""",
        1,
    )
    tab.route("**/de/tea/", lambda route: route.fulfill(body=text, content_type="text/html"))
    tab.goto(f"{address}/de/tea/")
    tab.locator("#bad").click()
    until(lambda: sum("script-src" in one for one in tab.complaints) >= 4)
    assert tab.evaluate("window.ran") is None


def test_the_languages_are_one_step_from_the_top(tab, address):
    """The jump link stands in the first screen and leads to the list; a link there switches."""
    tab.set_viewport_size({"width": 320, "height": 568})
    tab.goto(address + "/de/tea/")
    jump = tab.locator(".language-jump")
    assert jump.bounding_box()["y"] < 568
    jump.click()
    until(lambda: 0 <= tab.locator("#page--languages").bounding_box()["y"] < 568)
    tab.get_by_role("link", name="العربية").click()
    tab.wait_for_url(address + "/ar/tea/")
    assert tab.locator("html").get_attribute("dir") == "rtl"


def test_the_keyboard_reaches_everything(tab, address):
    """The first stop skips to the content; every link and button can be reached and is seen."""
    tab.goto(address + "/de/tea/")
    tab.keyboard.press("Tab")
    focused = tab.locator(":focus")
    assert focused.get_attribute("href") == "#page--main"
    assert focused.bounding_box()["y"] >= 0
    wanted = tab.locator("a[href]:visible, button:visible, textarea:visible").count()
    seen = set()
    for _ in range(wanted + 5):
        seen.add(
            tab.evaluate("document.activeElement.outerHTML + document.activeElement.offsetTop")
        )
        outline = tab.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        at_body = tab.evaluate("document.activeElement === document.body")
        assert at_body or outline != "none"
        tab.keyboard.press("Tab")
    assert len(seen) >= wanted


def test_what_can_be_touched_is_large_enough(tab, address):
    """Links in lists and buttons are at least 24 pixels high, as WCAG 2.2 asks."""
    tab.set_viewport_size({"width": 320, "height": 900})
    for path in ("/de/tea/", "/ur/tea/", "/ja/tea/", "/"):
        tab.goto(address + path)
        heights = tab.evaluate("""() => [...document.querySelectorAll(
          'nav a, .answers button, .help-list a, .footer-links a, .language-jump, .language-list a'
        )].map(one => one.getBoundingClientRect().height).filter(height => height)""")
        assert min(heights) >= 24, path


def test_thanks_are_given_without_a_script(tab, address):
    """The thanks are hidden until the answer has been sent and the reader is led back."""
    tab.goto(address + "/de/tea/")
    assert not tab.locator("#page--thanks").is_visible()
    tab.goto(address + "/de/tea/#page--thanks")
    assert tab.locator("#page--thanks").is_visible()
    form = tab.locator("form")
    assert form.get_attribute("method") == "post"
    with tab.expect_request("https://forms.example.net/") as asked:
        tab.route("https://forms.example.net/", lambda route: route.fulfill(body="thanks"))
        tab.locator("textarea").fill("Mehr über Grünen Tee")
        tab.get_by_role("button").first.click()
    sent = asked.value.post_data
    assert "helpful=yes" in sent
    assert "lang=de" in sent
    assert "Gr%C3%BCnen" in sent


def test_paper_gets_what_paper_needs(tab, address):
    """Notices, credits and the address are printed; links to other places are not."""
    tab.goto(address + "/hi/tea/")
    tab.emulate_media(media="print")
    for where in (".notice", ".prose", ".print-only"):
        assert tab.locator(where).first.is_visible(), where
    for where in (".language-jump", ".contents", "#page--languages", ".feedback", ".help"):
        assert not tab.locator(where).first.is_visible(), where
    ground = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(255, 255, 255)"


def test_dark_is_dark(tab, address):
    """A reader who asks for dark colours gets them, and paper stays white."""
    tab.emulate_media(color_scheme="dark")
    tab.goto(address + "/de/tea/")
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 24, 27)"
    tab.emulate_media(color_scheme="dark", media="print")
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_emphasis_suits_the_script(tab, address):
    """No slanted letters where a script has none."""
    style = "getComputedStyle(document.querySelector('.prose em')).fontStyle"
    for path in ("/ar/tea/", "/ja/tea/", "/hi/tea/", "/ur/tea/", "/zh-hans/tea/"):
        tab.goto(address + path)
        assert tab.evaluate(style) == "normal", path
    tab.goto(address + "/de/tea/")
    assert tab.evaluate(style) == "italic"


def test_a_browser_complains_of_nothing(tab, address):
    """No message on the console and no request to elsewhere, in dark colours and on paper too."""
    for path in (*PAGES, *ARTICLES[:3]):
        tab.emulate_media(color_scheme="dark", media="screen")
        tab.goto(address + path)
        tab.emulate_media(media="print")
    assert tab.complaints == []
