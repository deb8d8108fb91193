"""Which request gets which answer. Runs in the one thread that owns the workbench."""

from __future__ import annotations

import mimetypes
import secrets
from collections import OrderedDict
from collections.abc import Callable, Sequence
from importlib.resources import files
from urllib.parse import quote

from markupsafe import Markup

from pipeline.errors import PipelineError
from pipeline.model import Language
from pipeline.preview.bar import Bar
from pipeline.preview.dashboard import dashboard
from pipeline.preview.dressing import OWN_POLICY, RESERVED, dress
from pipeline.preview.exchange import NOTHING, Request, Response
from pipeline.preview.pages import Page, Pages
from pipeline.preview.shelf import Problem
from pipeline.preview.workbench import EVERYTHING, Workbench
from pipeline.site import article_address

HTML = "text/html; charset=utf-8"
_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}
_ASSETS = frozenset(("preview.js", "marks.css", "bar.css", "dashboard.css"))
_SEALED = f"{NOTHING}; img-src 'self' data:; style-src 'unsafe-inline'; sandbox"
"""For files that authors attach: an SVG or an HTML page shows, and runs nothing."""
_MOST_GOOD = 200


class Answers:
    """Answers requests from what the workbench knows, and remembers the last good pages."""

    def __init__(self, bench: Workbench, start: Callable[[Sequence[str]], object]) -> None:
        self.bench = bench
        self._pages = Pages(bench)
        self._start = start
        self._token = secrets.token_urlsafe(16)
        self._bar = Bar(bench, self._token)
        self._good: OrderedDict[str, Page] = OrderedDict()

    def answer(self, request: Request) -> Response:
        """The answer to any request but that for the stream of changes."""
        if request.path.startswith(RESERVED):
            return self._own(request)
        prefix = self.bench.around.facts.prefix
        if request.path == "/" and prefix:
            return _moved(f"{prefix}/")
        if not request.path.startswith(f"{prefix}/"):
            return self._page(self._pages.not_found())
        return self._site(request.path[len(prefix) :])

    @property
    def generation(self) -> int:
        """How often something changed that a page may show."""
        return self._bar.generation

    def changed(self) -> int:
        """Note that something changed; the new generation."""
        self._bar.generation += 1
        return self._bar.generation

    # --- the site -----------------------------------------------------------------------------

    def _site(self, address: str) -> Response:
        if address == "/status/":
            return _moved(RESERVED)
        wrong: tuple[Problem, ...] = ()
        try:
            page = self._pages.find(address)
        except PipelineError as error:
            wrong, page = (Problem.of(error),), None
        if page is not None:
            self._good[address] = page
            self._good.move_to_end(address)
            if len(self._good) > _MOST_GOOD:
                self._good.popitem(last=False)
            return self._page(page)
        name, language = self._meant(address)
        last = self._good.get(address)
        if wrong or (name and language):
            broken = last or self._blank(name, language)
            return self._page(broken, wrong, last is not None)
        return self._file(address)

    def _meant(self, address: str) -> tuple[str, Language | None]:
        folder, _, rest = address[1:].partition("/")
        found = (one for one in self.bench.around.languages if one.url == folder)
        return self.bench.addresses.get(rest, ""), next(found, None)

    def _blank(self, name: str, language: Language | None) -> Page:
        """What stands under an overlay where no good page has ever been."""
        around = self.bench.around
        locale = language.locale if language else around.source.locale
        tag = Markup(
            '<!DOCTYPE html>\n<html lang="en" dir="ltr"><head><meta charset="utf-8">'
            "<title>{}</title></head><body><main><h1>{}</h1></main></body></html>\n"
        )
        html = tag.format(name or "Preview", "This page cannot be shown yet.")
        topics = (EVERYTHING, f"article:{name}", f"edition:{name}:{locale}")
        return Page(html, locale, name, topics, 200)

    def _file(self, address: str) -> Response:
        data = None if address.endswith("/") else self._pages.file(address)
        if data is None:
            if not address.endswith("/") and self._pages.find(f"{address}/"):
                return _moved(self.bench.around.facts.href(quote(f"{address}/")))
            return self._page(self._pages.not_found())
        kind, _ = mimetypes.guess_type(address)
        if kind and (kind.startswith("text/") or kind.endswith(("/json", "/javascript", "+xml"))):
            kind += "; charset=utf-8"
        return Response(200, data, kind or "application/octet-stream", policy=_SEALED)

    def _page(self, page: Page, wrong: tuple[Problem, ...] = (), good: bool = True) -> Response:
        data = self._bar.data(page, wrong, good)
        html, policy = dress(page.html, data)
        return Response(page.status, html.encode(), HTML, policy=policy)

    # --- the editor ---------------------------------------------------------------------------

    def _open(self, rest: str, query: dict[str, str]) -> Response:
        """Start the editor. The token is known to our own pages alone, the program is not asked
        for by the request, and the file must be one of the project's own texts.
        """
        token, _, path = rest.partition("/")
        line = query.get("line", "1")
        text = path.endswith((".md", ".po", ".toml", ".html", ".css", ".tsv"))
        known = text and ".." not in path and self.bench.around.project.exists(path)
        if not secrets.compare_digest(token.encode(), self._token.encode()) or not known:
            return Response(404, b"there is nothing here\n")
        way = self._bar.way(path, int(line) if line.isascii() and line.isdigit() else 1)
        if not way.starts:
            return Response(404, b"there is nothing to start\n")
        self._start(way.command)
        return Response(204)

    # --- the preview's own pages ----------------------------------------------------------------

    def _own(self, request: Request) -> Response:
        name, _, rest = request.path[len(RESERVED) :].partition("/")
        if name == "":
            return self._board(None)
        if name in _ASSETS and not rest:
            data = files("pipeline.preview").joinpath("assets", name).read_bytes()
            return Response(200, data, _TYPES[name.rpartition(".")[2]])
        if name == "open":
            return self._open(rest, dict(request.query))
        folder, _, article = rest.partition("/")
        found = (one for one in self.bench.around.languages if one.url == folder)
        language = next(found, None)
        if name == "language" and language and not article:
            return self._board(language)
        if name == "side" and language and article in self.bench.articles:
            return self._side(article, language)
        return Response(404, b"there is nothing here\n")

    def _board(self, only: Language | None) -> Response:
        locale = only.locale if only else self.bench.around.source.locale
        html = dashboard(self.bench, only)
        page = Page(html, locale, topics=(EVERYTHING, "summary:", "edition:", "article:"))
        data = self._bar.data(page, (), True) | {"problems": [], "elsewhere": 0}
        html, _ = dress(html, data)
        return Response(200, html.encode(), HTML, policy=OWN_POLICY)

    def _side(self, name: str, language: Language) -> Response:
        around = self.bench.around
        source = around.facts.href(article_address(name, around.source))
        target = around.facts.href(article_address(name, language))
        frames = _SIDE.format(name=name, tag=language.tag, source=source, target=target)
        page = self._pages.article(name, language)
        topics = page.topics if page else (EVERYTHING, f"article:{name}")
        data = self._bar.data(Page(frames, language.locale, name, topics), (), True)
        data |= {"kind": "side", "side": target}
        for one in data.get("languages", ()):
            one["href"] = (
                f"{RESERVED}side/{_folder(one['href'], around.facts.prefix)}/{quote(name)}"
            )
        html, _ = dress(frames, data)
        return Response(200, html.encode(), HTML, policy=OWN_POLICY)


_SIDE = Markup("""<!DOCTYPE html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<title>{name}: source and {tag}</title>
<link rel="stylesheet" href="/_preview/dashboard.css">
</head>
<body class="side">
<main class="beside">
<iframe src="{source}" title="Source"></iframe>
<iframe src="{target}" title="Translation ({tag})"></iframe>
</main>
</body>
</html>
""")


def _folder(href: str, prefix: str) -> str:
    return href[len(prefix) :].split("/")[1]


def _moved(address: str) -> Response:
    return Response(302, headers=(("Location", address),))
