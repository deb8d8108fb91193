"""What the bar of a page is told: the edition, its passages, what cannot be read, where to go."""

from __future__ import annotations

import os
import shutil
from functools import lru_cache
from pathlib import PurePath
from urllib.parse import quote

from pipeline.counts import coverage, percent
from pipeline.model import Language
from pipeline.preview.dressing import RESERVED
from pipeline.preview.editors import Way, way_to
from pipeline.preview.pages import Page
from pipeline.preview.passages import Data, empty_data, problem_data, sheet_data
from pipeline.preview.shelf import Problem
from pipeline.preview.standings import next_article, step
from pipeline.preview.surroundings import PSEUDO
from pipeline.preview.workbench import Workbench
from pipeline.site import article_address, plain_words


class Bar:
    """Gathers the data of a page's bar; `token` lets our own pages start an editor."""

    def __init__(self, bench: Workbench, token: str) -> None:
        self.bench = bench
        self.generation = 0
        """Raised with every change that a page may show."""
        self._token = token
        # Asked for each passage of a page, and a search through the disk.
        self._which = lru_cache(maxsize=8)(shutil.which)

    def data(self, page: Page, wrong: tuple[Problem, ...], good: bool) -> Data:
        """All of it for one page; `wrong` is what the page itself ran into, and `good` whether
        there is a good page below the overlay that says so.
        """
        bench, around = self.bench, self.bench.around
        name, locale = page.article, page.locale
        every = (*wrong, *bench.problems())
        here = (*wrong, *bench.problems_of(name, locale))
        data: Data = {
            **empty_data(),
            "kind": "page",
            "generation": self.generation,
            "topics": list(page.topics),
            "problems": [problem_data(one, self._way_to) for one in here],
            "elsewhere": len(every) - len(here),
            "lastGood": good,
            "sourceLanguage": _language(around.source),
            "language": None,
        }
        language = bench.language(locale)
        sheet = bench.sheet(name, locale) if name else None
        if sheet is None or language is None:
            return data
        data |= sheet_data(sheet, self._way_to)
        data["languages"] = [self._choice(name, one, locale) for one in around.languages]
        if locale != around.source.locale:
            data["language"] = _language(language)
            data["side"] = f"{RESERVED}side/{language.url}/{quote(name)}"
            data["next"] = self._next(language, name)
        return data

    def _choice(self, name: str, language: Language, locale: str) -> Data:
        around = self.bench.around
        found = self.bench.summary(name, language.locale)
        edition = found.edition if found else None
        return {
            "autonym": language.autonym,
            "href": around.facts.href(article_address(name, language)),
            "here": language.locale == locale,
            "state": edition.state.value if edition else "unknown",
            "percent": percent(coverage(edition.counts)) if edition else 0,
        }

    def _next(self, language: Language, name: str) -> Data | None:
        if language.locale in PSEUDO:
            return None
        found = next_article(self.bench, language.locale, name)
        if found is None:
            return None
        edition = found.edition
        href = self.bench.around.facts.href(article_address(edition.article, language))
        title = plain_words(edition.title) or edition.article
        return {"href": href, "title": title, "step": step(found)}

    def way(self, path: str, line: int) -> Way:
        """How a line of a file of the project is opened."""
        around = self.bench.around
        whole = str(around.project.root / path)
        return way_to(around.config.preview.editor, whole, line, os.environ, self._which)

    def _way_to(self, path: str, line: int) -> Data:
        way = self.way(path, line)
        found: Data = {"address": way.address, "command": way.words}
        if way.starts:
            where = f"{quote(path)}?line={max(line, 1)}"
            found["start"] = f"{RESERVED}open/{self._token}/{where}"
            found["program"] = PurePath(way.command[0]).name
        return found


def _language(one: Language) -> Data:
    return {"tag": one.tag, "direction": one.direction, "english": one.english}
