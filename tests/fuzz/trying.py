"""What must hold of any file: one clear answer, in time, and no loss."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from pipeline.article import Renderer, read_article
from pipeline.catalog import format_catalog, make_template, read_catalog, update_catalog
from pipeline.checks import check_file
from pipeline.config import Bounds, Checks, Config, Dialect, Gate
from pipeline.errors import ArticleError, CatalogError, ContentError
from pipeline.locales import language
from pipeline.model import Article, Severity
from pipeline.tasks import AssessTask, CatalogFile, Common, assess_article
from tests.hostile.oracle import judge

_GATE = Gate(publish_at=0, draft_at=0, unpublish_below=0, required=())
_TESTS = Path(__file__).parents[1]
_SOURCES = {
    "tea": _TESTS / "golden/site/source/tea.md",
    "guide/rest": _TESTS / "golden/site/source/guide/rest.md",
    "everything": _TESTS / "cases/hostile/source/everything.md",
}
_OF = re.compile(rb"^#: source/(tea|guide/rest|everything)\.md", re.M)
_IN = re.compile(rb'"Language: (ar|de|fr|ja)\\n"')


@lru_cache(maxsize=1)
def _renderer() -> Renderer:
    return Renderer(Dialect())


@lru_cache(maxsize=8)
def _article(name: str) -> Article:
    text = _SOURCES[name].read_text("utf-8")
    return read_article(name, f"source/{name}.md", text, Dialect())


def try_catalog(data: bytes) -> str:
    """Read, check, publish from, and update a catalog; what became of it, or AssertionError."""
    said, of = _IN.search(data), _OF.search(data)
    own = language(said[1].decode() if said else "fr")
    article = _article(of[1].decode() if of else "tea")
    findings = check_file(data, "x.po", own, Checks())
    assert all(one.line > 0 and one.message for one in findings if one.severity is Severity.ERROR)
    try:
        catalog = read_catalog(data, "x.po")
    except CatalogError as error:
        assert error.path and error.message and "Traceback" not in str(error)
        assert any(one.severity is Severity.ERROR for one in findings), "refused without a finding"
        return "refused"
    assert format_catalog(catalog) == data, "reading and writing changes it"
    common = Common(Config(gate=_GATE), language("en"))
    file = CatalogFile(own, "x.po", data)
    task = AssessTask(article.name, article.path, article.text, (file,))
    source, edition = assess_article(common, _renderer(), task).editions
    if edition.body:
        found, targets = judge(edition.body)
        plain, allowed = judge(source.body)
        assert sorted(found) == sorted(plain), found
        astray = {one for one in targets - allowed if not one.startswith("#fnref")}
        assert not astray, astray
    try:
        updated = update_catalog(make_template(article, 1), catalog, own)
    except ContentError as error:
        assert error.message
        return "not updated"
    again = format_catalog(updated.catalog)
    assert read_catalog(again, "x.po").entries, "what update writes cannot be read"
    return "published" if edition.body else "withheld"


def try_article(data: bytes) -> str:
    """Read, compile and show an article; what became of it, or AssertionError."""
    text = data.decode("utf-8", "replace")
    common = Common(Config(gate=_GATE, bounds=Bounds()), language("en"))
    done = assess_article(common, _renderer(), AssessTask("x", "source/x.md", text, ()))
    if done.problem:
        assert isinstance(done.problem, ArticleError)
        assert done.problem.path == "source/x.md" and done.problem.message
        return "refused"
    assert done.editions[0].body is not None
    return "read"
