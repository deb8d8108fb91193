"""A small project that the preview's tests look at."""

from pathlib import Path

import pytest

from pipeline.cli.serve_command import load_project
from pipeline.cli.shared import Shared
from pipeline.preview.answers import Answers
from pipeline.preview.exchange import Request, Response
from pipeline.preview.workbench import Workbench

SETTINGS = """[tool.pipeline]
base_url = "https://example.org"
site_name = "Tea house"

[tool.pipeline.languages.de]
[tool.pipeline.languages.ar]
"""

TEA = """---
title: How to make tea
---

# How to make tea

Good tea needs little: leaves, water and time.

## Water

Boil `2` litres of water, see [the cups](cups.md).

## Leaves

Take two spoons of leaves. Warm the pot first.
"""

CUPS = """# Cups

Any cup will do.
"""

HEADER = """msgid ""
msgstr ""
"Language: {locale}\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"
"""

TEA_DE = """
msgid "How to make tea"
msgstr "Tee kochen"

msgid "Good tea needs little: leaves, water and time."
msgstr "Guter Tee braucht wenig: Blätter, Wasser und Zeit."

msgid "Water"
msgstr "Wasser"

msgid "Boil `2` litres of water, see [the cups](cups.md)."
msgstr "`2` Liter Wasser kochen, siehe [die Tassen](mugs.md)."

#, fuzzy
#| msgid "Leaf"
msgid "Leaves"
msgstr "Blatt"

# Ask the tea master.
msgid "Take two spoons of leaves. Warm the pot first."
msgstr ""
"""

PLURALS = {
    "de": "nplurals=2; plural=(n != 1);",
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
    "n%100>=11 ? 4 : 5);",
}


def catalog(locale: str, entries: str) -> str:
    """The text of a catalog."""
    return HEADER.format(locale=locale, plurals=PLURALS[locale]) + entries


class House:
    """A project on disk, and a workbench over it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.started: list[tuple[str, ...]] = []
        self.write("pyproject.toml", SETTINGS)
        self.write("source/tea.md", TEA)
        self.write("source/cups.md", CUPS)
        self.write(self.po("de"), catalog("de", TEA_DE))

    def po(self, locale: str, article: str = "tea") -> str:
        """Where a catalog is, from the root."""
        return f"locales/{locale}/LC_MESSAGES/{article}.po"

    def write(self, path: str, text: str | bytes) -> str:
        """Save a file, whole, and say its path."""
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def read(self, path: str) -> str:
        """The text of a file."""
        return (self.root / path).read_text("utf-8")

    def change(self, path: str, old: str, new: str) -> str:
        """Save a file with one thing exchanged."""
        text = self.read(path)
        assert old in text
        return self.write(path, text.replace(old, new))

    def bench(self, **options: bool) -> Workbench:
        """A workbench over the project as it is now."""
        return Workbench(lambda: load_project(Shared(root=self.root)), **options)

    def answers(self, **options: bool) -> "Asked":
        """The answers of a preview of the project as it is now."""
        return Asked(Answers(self.bench(**options), self.started.append))


class Asked:
    """A preview without its sockets."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.bench = answers.bench

    def get(self, path: str, **query: str) -> Response:
        """What is answered to a GET."""
        return self.answers.answer(Request(path, query))

    def html(self, path: str) -> str:
        """The text of an answer that must be good."""
        response = self.get(path)
        assert response.status == 200, path
        return response.body.decode()


@pytest.fixture
def house(tmp_path: Path) -> House:
    """The project, made anew."""
    return House(tmp_path)


@pytest.fixture(scope="module")
def any_asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """A preview without its sockets that many examples may ask, for they change nothing."""
    return House(tmp_path_factory.mktemp("house")).answers(pseudo=True)
