"""Python-Markdown, driven stage by stage through its public API.

Between block parsing and inline parsing every block's raw inline Markdown stands in the tree: there
segments are read, and there tokens are put in their place. The same parser that segments renders,
so the two cannot disagree about what a table or a heading is.
"""

from __future__ import annotations

import importlib
import json
import threading
import xml.etree.ElementTree as etree
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Literal

import markdown
from markdown.extensions import Extension
from markdown.extensions.extra import extensions as EXTRA

from pipeline.article.patterns import Patterns
from pipeline.article.wording import words
from pipeline.config import Dialect
from pipeline.errors import ConfigError

OUTPUT: Literal["html"] = "html"
"""Python-Markdown's output format: `<br>`, not `<br />`."""

BUILT_IN = words(
    "abbr admonition attr_list codehilite def_list extra fenced_code footnotes legacy_attrs "
    "legacy_em md_in_html meta nl2br sane_lists smarty tables toc wikilinks"
)

NOTHING: Mapping[str, Any] = {}

_local = threading.local()


def fingerprint(dialect: Dialect) -> str:
    """What of a dialect and of the libraries decides how a text is parsed; part of every cache key.

    >>> fingerprint(Dialect()) == fingerprint(Dialect(translate=("title",)))
    True
    """
    settings = json.dumps(
        [dialect.extensions, dialect.extension_configs], sort_keys=True, default=repr
    )
    versions = " ".join(_version(name) for name in _packages(dialect.extensions))
    return f"markdown {markdown.__version__} {OUTPUT} {versions} {settings}"


@lru_cache
def _packages(extensions: tuple[str, ...]) -> tuple[str, ...]:
    """The packages beside the parser that decide what a page looks like."""
    foreign = {name.partition(".")[0] for name in extensions if short_name(name) not in BUILT_IN}
    colours = {"pygments"} if foreign or "codehilite" in map(short_name, extensions) else set()
    return tuple(sorted(foreign | colours))


@lru_cache
def _version(package: str) -> str:
    try:
        return f"{package} {getattr(importlib.import_module(package), '__version__', '')}"
    except ImportError:
        return package


def short_name(name: str) -> str:
    """The name of an extension without the package of the parser's own ones."""
    return name.removeprefix("markdown.extensions.")


def parser(dialect: Dialect, *, copy: bool = False) -> markdown.Markdown:
    """This thread's parser of a dialect, reset: built once, because building costs 2 to 40 ms.

    Its state is gone with the next call; who needs two states at a time takes the `copy` too.
    """
    known: dict[str, markdown.Markdown] = _local.__dict__.setdefault("parsers", {})
    key = fingerprint(dialect) + (" copy" if copy else "")
    if key not in known:
        known[key] = new_parser(dialect)
    return reset(known[key])


def reset(md: markdown.Markdown) -> markdown.Markdown:
    """The parser as good as new.

    The footnotes' `UNIQUE_IDS` counts resets, and would make ids depend on what was parsed before.
    """
    counters = {
        extension: extension.unique_prefix
        for extension in md.registeredExtensions
        if hasattr(extension, "unique_prefix")
    }
    md.reset()
    for extension, count in counters.items():
        extension.unique_prefix = count
    return md


def forget_parser(dialect: Dialect) -> None:
    """Throw this thread's parser away: one that was stopped half-way may be in any state."""
    known: dict[str, markdown.Markdown] = _local.__dict__.setdefault("parsers", {})
    for key in (fingerprint(dialect), fingerprint(dialect) + " copy"):
        known.pop(key, None)


def new_parser(dialect: Dialect) -> markdown.Markdown:
    """A parser of its own, for one who changes it."""
    extensions: list[Extension] = []
    for name in dialect.extensions:
        config = dialect.extension_configs.get(name, {})
        if short_name(name) == "extra":
            # `extra` loads its parts by entry point, whose discovery costs 40 ms.
            extensions += [_extension(part, config.get(part, {})) for part in EXTRA]
        else:
            extensions.append(_extension(name, config))
    return markdown.Markdown(extensions=extensions, output_format=OUTPUT)


def _extension(name: str, config: Mapping[str, Any]) -> Extension:
    short = short_name(name)
    try:
        if short in BUILT_IN:
            module = importlib.import_module(f"markdown.extensions.{short}")
            made = module.makeExtension(**config)
        else:
            made = markdown.Markdown().build_extension(name, config)
    except (ImportError, AttributeError) as error:
        raise ConfigError(
            f"there is no Markdown extension `{name}` ({error})",
            path="pyproject.toml",
            hint="correct the name under `[tool.pipeline.markdown]`, or install its package",
        ) from None
    except (KeyError, TypeError, ValueError) as error:
        raise ConfigError(
            f"the Markdown extension `{name}` refuses its settings: {error}",
            path="pyproject.toml",
            hint="look at `extension_configs` under `[tool.pipeline.markdown]`",
        ) from None
    assert isinstance(made, Extension)
    return made


def front_half(md: markdown.Markdown, body: str) -> etree.Element:
    """The tree after all block parsing and before any inline parsing."""
    if not body.strip():
        # Blank text never reaches the parser in `convert`; there it could be a code block.
        return etree.Element(md.doc_tag)
    lines = body.split("\n")
    for preprocessor in md.preprocessors:
        lines = preprocessor.run(lines)
    root = md.parser.parseDocument(lines).getroot()
    assert isinstance(root, etree.Element)
    for processor in md.treeprocessors[: inline_index(md)]:
        changed = processor.run(root)
        root = root if changed is None else changed
    return root


def back_half(
    md: markdown.Markdown,
    root: etree.Element,
    before: Mapping[str, Callable[[etree.Element], None]] = NOTHING,
    text: str | None = None,
) -> str:
    """The HTML of a tree from the front half; `before` sees it before the processors it names.

    What is to come before `toc` comes at the end where headings get no ids. Where it is known that
    all words of the tree are those of a `text`, only the inline patterns that it needs are tried.

    Law: ``back_half(md, front_half(md, body))`` is what ``md.convert(body)`` gives.
    """
    hooks = {id(named(md.treeprocessors, name)): hook for name, hook in before.items()}
    patterns = Patterns(md)
    inline: Any = md.treeprocessors["inline"]
    inline.inlinePatterns = patterns.every if text is None else patterns.needed(text)
    for processor in md.treeprocessors[inline_index(md) :]:
        if hook := hooks.get(id(processor)):
            hook(root)
        changed = processor.run(root)
        root = root if changed is None else changed
    if "toc" in before and "toc" not in md.treeprocessors:
        before["toc"](root)
    return finish(md, root)


def finish(md: markdown.Markdown, root: etree.Element) -> str:
    """Serialise a finished tree and run the postprocessors, as `Markdown.convert` does."""
    output = md.serializer(root)
    start = output.index(f"<{md.doc_tag}>") + len(md.doc_tag) + 2
    output = output[start : output.rindex(f"</{md.doc_tag}>")].strip()
    for postprocessor in md.postprocessors:
        output = postprocessor.run(output)
    return output.strip()


def named(registry: Any, name: str) -> Any:
    """A processor by its name, or None; the registry itself knows no `get`."""
    return registry[name] if name in registry else None  # noqa: SIM401


def of_the_parser(dialect: Dialect) -> bool:
    """Whether all extensions of a dialect are the parser's own."""
    return {short_name(name) for name in dialect.extensions} <= BUILT_IN


def inline_index(md: markdown.Markdown) -> int:
    """Where among the tree processors the inline parser stands."""
    return md.treeprocessors.get_index_for_name("inline")
