"""Search over the articles of each language, by Pagefind where that is installed and asked for.

Pagefind reads finished pages and writes a static index for each language; a reader's browser loads
only the parts that it needs. It is a program of tens of megabytes, so it is no dependency; a site
without it has a list of all articles in the place of the search.

What it writes is the same for the same pages but for the order of the keys in one JSON file, which
is put right here. Its page needs one script and WebAssembly, and has a policy that says so.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Iterator, Mapping

from pipeline.model import Language
from pipeline.site.facts import SiteFacts, home_address
from pipeline.site.frame import page_title, site_name, site_view
from pipeline.site.head import Head, content_policy
from pipeline.site.theme import Theme
from pipeline.site.wording import Interface

SEARCH_INDEX = "/search/"
"""Where the index stands below the base URL."""

_LEFT_OUT = (".notice", ".contents", ".credits", ".lang-hint")
"""What is no text of an article."""

_UNUSED = (
    "pagefind-ui.",
    "pagefind-modular-ui.",
    "pagefind-component-ui.",
    "pagefind-highlight.",
)
"""Its ready-made interfaces: the theme has its own."""

_ENTRY = "pagefind-entry.json"


def can_search() -> bool:
    """Whether Pagefind is installed, its program included."""
    program = any(map(importlib.util.find_spec, ("pagefind_bin", "pagefind_bin_extended")))
    return program and importlib.util.find_spec("pagefind") is not None


def search_address(language: Language) -> str:
    """Where a language's search page stands below the base URL."""
    return f"{home_address(language)}search/"


def index_command(site: str, into: str) -> list[str]:
    """The command that indexes the pages in the folder `site` and writes into the folder `into`."""
    return [
        *(sys.executable, "-m", "pagefind", "--quiet"),
        *("--site", site, "--output-path", into),
        *("--exclude-selectors", ", ".join(_LEFT_OUT)),
    ]


def settle_index(files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """The files of an index that a site needs, each with bytes that depend on the pages alone.

    Names are relative to the index, before and after.
    """
    for name in sorted(files):
        if name == _ENTRY:
            entry = json.loads(files[name])
            text = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            yield name, text.encode()
        elif not name.startswith(_UNUSED):
            yield name, files[name]


def render_search(theme: Theme, facts: SiteFacts, interface: Interface) -> str:
    """The page on which a reader searches the articles of one language."""
    language = interface.language
    name = site_name(facts, interface)
    head = Head(
        title=page_title(interface, interface.gettext("Search the articles"), name.text),
        policy=content_policy(facts, search=True),
        robots="noindex, follow",
        canonical=facts.absolute(search_address(language)),
    )
    view = {
        "language": language,
        "home": facts.href(home_address(language)),
        "languages_shown": False,
        "search_url": facts.href(search_address(language)),
        "index_url": facts.href(SEARCH_INDEX),
        "script": facts.href(theme.search_script_address),
    }
    return theme.render(
        "search-page.html", interface, site=site_view(facts), site_name=name, head=head, page=view
    )
