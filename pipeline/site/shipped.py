"""The package's own files: the theme, and the interface catalogs, that the program brings along."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

STYLESHEET = "site.css"
SCRIPT = "page.js"
"""What keeps a reader's place when the language is changed; pages work without it."""
SEARCH_SCRIPT = "search.js"
"""What the page that searches needs."""
_HERE = Path(__file__).parent
_TEMPLATES = (".html", ".atom")


@lru_cache(maxsize=1)
def shipped_theme() -> Mapping[str, str]:
    """Name to text of every file of the program's own theme."""
    folder = _HERE / "theme"
    names = sorted(one.name for one in folder.iterdir() if one.is_file())
    return MappingProxyType({one: folder.joinpath(one).read_text("utf-8") for one in names})


def shipped_templates() -> Mapping[str, str]:
    """Name to text of the theme's templates, styles left out."""
    return {name: text for name, text in shipped_theme().items() if name.endswith(_TEMPLATES)}


def shipped_interface(locale: str) -> bytes | None:
    """The program's own interface catalog for a locale, as bytes; None where it has none."""
    path = _HERE / "interface" / f"{locale}.po"
    return path.read_bytes() if path.is_file() else None


def shipped_interface_template() -> bytes:
    """The template that the program's interface catalogs are made from."""
    return (_HERE / "interface" / "interface.pot").read_bytes()


def shipped_manifest_schema() -> str:
    """The JSON Schema of `manifest.json`."""
    return (_HERE / "manifest.schema.json").read_text("utf-8")
