"""Settings, read from the text of a `pyproject.toml`; every mistake is named with its line.

One dataclass a table, and the fields of a dataclass are the keys of its table: adding a setting
is adding a field. Everything has a default, so a folder with only `source/` works.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from pipeline.errors import ConfigError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Gate:
    """When an edition is published; shares are of source words."""

    publish_at: float = 0.80
    draft_at: float = 0.50
    unpublish_below: float = 0.70
    required: tuple[str, ...] = ("title", "lead")
    changed_passages: str = "source"
    machine: str = "notice"


@dataclass(frozen=True, slots=True)
class Dialect:
    """The Markdown that authors write."""

    extensions: tuple[str, ...] = ("extra", "admonition", "toc", "sane_lists")
    """Names as Python-Markdown knows them."""
    extension_configs: Mapping[str, Any] = field(default_factory=dict)
    translate: tuple[str, ...] = ("title", "description")
    """Front-matter keys whose values are translated."""
    code: bool = False
    """Whether comments in code blocks are offered to translators."""


@dataclass(frozen=True, slots=True)
class Checks:
    """Which rules look at a translation, and how strictly."""

    strict: bool = False
    fail_under: float = 0.0
    """Percent of source words."""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, str] = field(default_factory=dict)
    """Rule id to error, warning, info or off."""
    languages: Mapping[str, Any] = field(default_factory=dict)
    """Locale to a table with `ignore`, `select`, `severity`."""
    do_not_translate: tuple[str, ...] = ()
    external_may_differ: tuple[str, ...] = ("*.wikipedia.org",)
    """Host patterns whose addresses a translation may exchange."""
    dose_units: tuple[str, ...] = ()
    """Units beside the built-in ones after which a number must be right."""
    placeholders: tuple[str, ...] = ()
    """Regular expressions of what must reappear as it stands."""
    baseline: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """What the pages offer."""

    feedback_url: str = ""
    """Where the feedback form posts to."""
    contact: str = ""
    """A mail address or a URL."""
    edit_url: str = ""
    """Where translators work; `{locale}`, `{tag}` and `{article}` are filled in."""
    twitter: str = ""
    show_languages_up_to: int = 20
    search: bool = False
    status_page: bool = True
    hosts: tuple[str, ...] = ()
    """Host files to write: netlify, cloudflare, apache, nginx."""
    budget: int = 60_000
    """Bytes that a page may weigh, without images and search."""
    theme: str = "theme"
    """Folder with templates and styles that take the place of the program's own."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is refused before any parser sees it."""

    article_bytes: int = 2 * 1024 * 1024
    catalog_bytes: int = 16 * 1024 * 1024
    segment_chars: int = 20_000
    nesting: int = 60


@dataclass(frozen=True, slots=True)
class Preview:
    """How the preview opens a translator's editor."""

    editor: str = "vscode://file{path}:{line}"
    """An address that the browser opens, or `poedit`, `EDITOR`, or empty for none."""


@dataclass(frozen=True, slots=True)
class Config:
    """All settings of one project."""

    source: str = "source"
    locales: str = "locales"
    output: str = "output"
    static: str = "static"
    source_language: str = "en"
    base_url: str = ""
    site_name: str = ""
    gate: Gate = Gate()
    languages: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Locale to overrides; empty means: every locale that has a folder below `locales`."""
    markdown: Dialect = Dialect()
    check: Checks = Checks()
    site: Site = Site()
    bounds: Bounds = Bounds()
    preview: Preview = Preview()


_ADDRESS = re.compile(
    r"https?://[^\s/?#@:\[\]\\\"'<>\x00-\x20\x7f]+(?::\d{1,5})?(?:/[^\s?#\\\"'<>\x00-\x20\x7f]*)?"
)
"""The address of a site, with or without a path."""

LANGUAGE_KEYS = ("tag", "url", "autonym", "direction", "og", "hreflang")

CHOICES: Mapping[tuple[str, str], Sequence[str]] = {
    ("gate", "changed_passages"): ("source", "marked"),
    ("gate", "machine"): ("notice", "noindex", "withhold"),
}


def parse_config(text: str, path: str = "pyproject.toml") -> Config:
    """The settings in `[tool.pipeline]` of a TOML text.

    >>> parse_config('[tool.pipeline]\\nsource = "docs"').source
    'docs'
    >>> parse_config("").gate.publish_at
    0.8
    """
    try:
        document = parse_toml(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        raise ConfigError(
            f"this is not TOML: {error}", path=path, line=int(at[1]) if at else 0
        ) from None
    table = document.get("tool", {})
    table = table.get("pipeline", {}) if isinstance(table, dict) else {}
    config = _Reader(text, path).read(Config, table, ())
    _check(config, text, path)
    return config


_LONG_KEY = re.compile(r"(?<![\w\"'-])(?:[\w\"'-]++[ \t]*+\.[ \t]*+){64}")


def parse_toml(text: str) -> dict[str, Any]:
    """The table in a TOML text; TOMLDecodeError for anything else, hostile texts among it.

    >>> parse_toml("a.b = 1")
    {'a': {'b': 1}}
    """
    if _LONG_KEY.search(text):
        # Each part of a key is a table in a table: 20,000 of them take sixteen seconds.
        raise tomllib.TOMLDecodeError("a key has more than 64 parts")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise tomllib.TOMLDecodeError("its lists are nested too deeply") from None


def has_settings(text: str) -> bool:
    """Whether a TOML text has a `[tool.pipeline]` table; a cheap look, not a parse."""
    return re.search(r"^\s*\[\s*tool\s*\.\s*pipeline\s*[\].]", text, re.M) is not None


class _Reader:
    """Turns tables into dataclasses, and knows the line of a key for its messages."""

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.path = path

    def read(self, kind: type[T], table: object, where: tuple[str, ...]) -> T:
        if not isinstance(table, dict):
            name = ".".join(where) or "[tool.pipeline]"
            raise self.wrong(where, f"`{name}` must be a table")
        known = [one.name for one in fields(kind)]  # type: ignore[arg-type]
        hints = get_type_hints(kind)
        values = {}
        for key, value in table.items():
            if key not in known:
                close = difflib.get_close_matches(key, known, n=1)
                hint = f"did you mean `{close[0]}`?" if close else f"known: {', '.join(known)}"
                raise self.wrong((*where, key), f"there is no setting `{key}`", hint)
            values[key] = self.value(hints[key], value, (*where, key))
        return kind(**values)

    def value(self, wanted: Any, value: object, where: tuple[str, ...]) -> Any:
        name = where[-1]
        if name == "languages" and len(where) == 1:
            return self.languages(value, where)
        if hasattr(wanted, "__dataclass_fields__"):
            return self.read(wanted, value, where)
        origin = get_origin(wanted) or wanted
        if origin is tuple:
            if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
                raise self.wrong(where, f"`{name}` must be a list of strings")
            return tuple(value)
        if origin is UnionType:
            origin = get_args(wanted)[0]
        if origin is float and isinstance(value, int) and not isinstance(value, bool):
            return float(value)
        plain = {str: "a string", float: "a number", int: "a whole number", bool: "true or false"}
        if origin in plain:
            if type(value) is not origin:
                raise self.wrong(where, f"`{name}` must be {plain[origin]}, not {value!r}")
            return value
        if not isinstance(value, dict):
            raise self.wrong(where, f"`{name}` must be a table")
        return value

    def languages(self, value: object, where: tuple[str, ...]) -> dict[str, dict[str, str]]:
        if not isinstance(value, dict):
            raise self.wrong(where, "`languages` must be a table of tables")
        for locale, table in value.items():
            if not isinstance(table, dict):
                raise self.wrong((*where, locale), f"`languages.{locale}` must be a table")
            for key, one in table.items():
                if key not in LANGUAGE_KEYS:
                    hint = f"known: {', '.join(LANGUAGE_KEYS)}"
                    message = f"there is no setting `{key}` for a language"
                    raise self.wrong((*where, locale, key), message, hint)
                if not isinstance(one, str):
                    raise self.wrong((*where, locale, key), f"`{key}` must be a string")
        return value

    def wrong(self, where: tuple[str, ...], message: str, hint: str = "") -> ConfigError:
        return ConfigError(message, path=self.path, line=line_of(self.text, where), hint=hint)


def line_of(text: str, where: Sequence[str]) -> int:
    """The line of a setting below `[tool.pipeline]`, from 1; its table's line failing that; or 0.

    >>> line_of('[tool.pipeline]\\nsource = 1', ["source"])
    2
    """
    table, found, best = "", 0, 0
    wanted = ".".join(("tool", "pipeline", *where[:-1]))
    for number, line in enumerate(text.splitlines(), 1):
        head = re.match(r"\s*\[\s*([^\]]+?)\s*\]", line)
        if head:
            table = re.sub(r"\s*\.\s*", ".", head[1]).replace('"', "").replace("'", "")
            if table == wanted:
                best = number
            if where and table == f"{wanted}.{where[-1]}":
                return number
            continue
        if (
            table == wanted
            and where
            and re.match(rf"""\s*["']?{re.escape(where[-1])}["']?\s*=""", line)
        ):
            found = number
    return found or best


def _check(config: Config, text: str, path: str) -> None:
    """Refuse values that cannot work, by name."""

    def refuse(where: tuple[str, ...], message: str, hint: str = "") -> None:
        raise ConfigError(message, path=path, line=line_of(text, where), hint=hint)

    gate = config.gate
    for name in ("publish_at", "draft_at", "unpublish_below"):
        if not 0 <= getattr(gate, name) <= 1:
            refuse(("gate", name), f"`{name}` must be between 0 and 1", "0.8 is eighty percent")
    if not gate.draft_at <= gate.publish_at or not gate.unpublish_below <= gate.publish_at:
        refuse(
            ("gate", "publish_at"),
            "`publish_at` must be the highest of the gate's thresholds",
            "lower `draft_at` and `unpublish_below`",
        )
    for (table, name), allowed in CHOICES.items():
        value = getattr(getattr(config, table), name)
        if value not in allowed:
            refuse((table, name), f"`{name}` is {value!r}", f"use one of {', '.join(allowed)}")
    for one in fields(Bounds):
        if getattr(config.bounds, one.name) < 1:
            refuse(("bounds", one.name), f"`{one.name}` must be more than 0")
    names = ("source", "locales", "static", "output")
    folders: dict[tuple[str, ...], str] = {(name,): getattr(config, name) for name in names}
    folders["site", "theme"] = config.site.theme
    for where, value in folders.items():
        parts = value.split("/")
        inside = value and not value.startswith("/") and not {"", ".", ".."} & set(parts)
        if not inside or "\\" in value or not value.isprintable() or parts[0] == ".pipeline":
            refuse(where, f"`{where[-1]}` must name a folder inside the project, not {value!r}")
        elif where != ("output",) and _overlap(value, config.output):
            refuse(
                ("output",),
                f"`output` ({config.output}) and `{where[-1]}` ({value}) lie inside each other",
                "a publication replaces the whole folder `output`: give it one of its own",
            )
    if config.base_url and not _ADDRESS.fullmatch(config.base_url):
        refuse(
            ("base_url",),
            f"`base_url` is {config.base_url!r}",
            "write the whole address of the site: https://example.org",
        )


def _overlap(one: str, other: str) -> bool:
    return f"{one}/".startswith(f"{other}/") or f"{other}/".startswith(f"{one}/")
