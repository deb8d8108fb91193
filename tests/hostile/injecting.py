"""Payloads put into the translations of real passages, and what comes out at the other end.

Every passage of the articles is taken with its translation; a payload is put before it, into it,
behind it, after a new line, or in its place. The whole way from the bytes of the catalog to the
body of the page is gone, and the layers can be switched off one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.article import Renderer, read_article
from pipeline.catalog import format_catalog, read_catalog
from pipeline.checks import RULES
from pipeline.config import Checks, Config, Dialect, Gate
from pipeline.locales import language
from pipeline.model import Article, Catalog, Entry
from pipeline.tasks import Assessed, AssessTask, CatalogFile, Common, assess_article

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests/golden/site"
SOURCES = (
    # root of the project, article, locale
    (GOLDEN, "tea", "ar"),
    (GOLDEN, "guide/rest", "ja"),
    (ROOT, "sleep-twitching", "fr"),
    (ROOT, "sleep-twitching", "ur"),
    (ROOT / "tests/cases/hostile", "everything", "de"),
)
POSITIONS = ("before", "within", "behind", "line", "instead")

OPEN = Gate(publish_at=0, draft_at=0, unpublish_below=0, required=())
"""A gate that shows every page, so that the oracle has one to judge."""
NO_RULES = Checks(ignore=tuple(sorted({one.family for one in RULES})))


@dataclass(frozen=True)
class Specimen:
    """An article, its catalog, and the places in it where a payload can go."""

    name: str
    article: Article
    catalog: Catalog
    locale: str

    @property
    def places(self) -> list[int]:
        """The numbers of the entries that are translated."""
        return [n for n, one in enumerate(self.catalog.entries) if one.msgid and one.translated]


def specimens() -> list[Specimen]:
    """All articles with their catalogs."""
    found = []
    for root, name, locale in SOURCES:
        path = root / "source" / f"{name}.md"
        article = read_article(name, f"source/{name}.md", path.read_text("utf-8"), Dialect())
        file = root / "locales" / locale / "LC_MESSAGES" / f"{name}.po"
        catalog = read_catalog(file.read_bytes(), file.name)
        found.append(Specimen(name, article, catalog, locale))
    return found


def mixed(text: str, payload: str, position: str) -> str:
    """A translation with a payload in it.

    >>> [mixed("ein Tee", "X", one) for one in POSITIONS]
    ['X ein Tee', 'ein X Tee', 'ein Tee X', 'ein Tee\\nX', 'X']
    """
    at = text.find(" ", len(text) // 3) + 1 or len(text) // 2
    return {
        "before": f"{payload} {text}",
        "within": f"{text[:at]}{payload} {text[at:]}",
        "behind": f"{text} {payload}",
        "line": f"{text}\n{payload}",
        "instead": payload,
    }[position]


def spoilt(specimen: Specimen, payloads: dict[int, tuple[str, str]], comment: str = "") -> bytes:
    """The catalog with a payload and position in each of the given entries."""
    entries: list[Entry] = list(specimen.catalog.entries)
    for number, (payload, position) in payloads.items():
        one = entries[number]
        text = mixed(one.msgstr[0], payload, position)
        notes = (*one.comments, comment) if comment else one.comments
        entries[number] = replace(one, msgstr=(text,), comments=notes, raw=None)
    return format_catalog(replace(specimen.catalog, entries=tuple(entries)))


def assessed(
    specimen: Specimen, data: bytes, renderer: Renderer, checks: Checks | None = None
) -> tuple[Assessed, Assessed]:
    """The English edition and the one of a catalog, as `publish` gets them."""
    config = Config(gate=OPEN, check=checks or Checks())
    common = Common(config, language("en"))
    file = CatalogFile(language(specimen.locale), "hostile.po", data)
    article = specimen.article
    task = AssessTask(article.name, article.path, article.text, (file,))
    source, edition = assess_article(common, renderer, task).editions
    return source, edition


def rounds(
    specimen: Specimen, payloads: Sequence[str], positions: Sequence[str] = POSITIONS
) -> Iterator[dict[int, tuple[str, str]]]:
    """Every payload at every position in some passage: a different one in every passage at once."""
    every = [(one, position) for one in payloads for position in positions]
    places = specimen.places
    for start in range(0, len(every), len(places)):
        yield dict(zip(places, every[start : start + len(places)], strict=False))
