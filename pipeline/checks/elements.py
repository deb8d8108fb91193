"""Rules S about HTML: a translation adds no element, attribute or comment, and runs nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pipeline.checks.pair import Pair, Problem, UnitRule
from pipeline.checks.signs import CURLY, TAGS, of_either
from pipeline.checks.text import named, shortened, without_code
from pipeline.checks.view import View
from pipeline.model import Example, Kind, Severity

_SOFT = frozenset({"a", "img", "em", "strong", "code", "br"})
"""Elements that are judged by other rules than `html-tags`."""

_HARMLESS = frozenset({"bdi", "wbr"})
"""Elements that a translation may add: they order the directions of writing, or break words."""

_ACTIVE = frozenset(
    [
        "script",
        "style",
        "iframe",
        "frame",
        "object",
        "embed",
        "applet",
        "form",
        "input",
        "button",
        "textarea",
        "select",
        "link",
        "meta",
        "base",
        "svg",
        "math",
        "template",
        "portal",
        "dialog",
        "audio",
        "video",
        "marquee",
        "noscript",
        "title",
        "plaintext",
        "xmp",
    ]
)

_BAD_SCHEME = re.compile(r"^[\s\x00-\x20]*(?:javascript|vbscript|data|file|blob)\s*:", re.I)


def html_tags(pair: Pair) -> Iterator[Problem]:
    """A translation adds no element, attribute or comment, and leaves none out."""
    if pair.same_tags:
        return
    ours, theirs = _elements(pair.source, pair), _elements(pair.target, pair)
    for name in sorted(theirs - ours):
        if (
            name in _HARMLESS
            or name in _ACTIVE
            or _is_broken(name)
            or (name == "span" and _only_direction(pair))
        ):
            continue
        yield Problem(
            f"the translation has {_tag_name(name)} more often than its source",
            "write the tags of the source and no others; "
            "a `<` that is meant as a sign is written `\\<` or stands in backticks",
            name,
        )
    for name in sorted(ours - theirs):
        yield Problem(
            f"the translation has lost {_tag_name(name)}",
            "put it back as it stands in the source",
            name,
            Severity.WARNING,
        )
    for name in pair.target.unbalanced:
        if name not in pair.source.unbalanced and name not in theirs - ours:
            yield Problem(
                f"`<{name}>` is opened and closed a different number of times",
                f"write `<{name}>` before and `</{name}>` after the words it belongs to",
                f"unbalanced {name}",
            )
    yield from _attribute_changes(pair)


def _elements(view: View, pair: Pair) -> Counter[str]:
    # Abbreviations of the article are marked wherever their letters stand.
    soft = _SOFT | {"abbr"} if pair.scope.abbreviations else _SOFT
    return Counter({n: c for n, c in view.elements.items() if n not in soft})


def _is_broken(name: str) -> bool:
    """Whether a tag is named by its own text, because it is none, and is not a comment."""
    return name.startswith("<") and not name.startswith("<!--")


def _tag_name(name: str) -> str:
    return f"`{shortened(named(name), 40)}`" if name.startswith("<") else f"`<{name}>`"


def _only_direction(pair: Pair) -> bool:
    """Whether the spans that a translation adds do nothing but order the direction of writing."""
    added = pair.target.attributes - pair.source.attributes
    values = {(name, value) for tag, name, value in added if tag == "span"}
    return bool(values) and all(n == "dir" or n == "lang" for n, _ in values)


def _attribute_changes(pair: Pair) -> Iterator[Problem]:
    added = pair.target.attributes - pair.source.attributes
    for name, attribute, value in sorted(added):
        free = name in ("span", "bdi") and attribute in ("dir", "lang")
        if free or attribute.startswith("on") or name in _ACTIVE:
            continue
        # Footnotes number the places that lead to them, and the place is counted a page.
        if attribute == "id" and value.startswith("fnref"):
            continue
        yield Problem(
            f"`<{name}>` has `{named(attribute)}={named(shortened(value, 40))}`, "
            "which the source has not",
            "write tags and `{…}` lists as they stand in the source",
            f"{name} {attribute}",
        )


def unsafe_html(pair: Pair) -> Iterator[Problem]:
    """No translation runs a program or takes a page over."""
    if pair.same_tags:
        return
    added = (pair.target.elements - pair.source.elements).keys()
    for name in sorted(one for one in added if _is_broken(one)):
        yield Problem(
            f"{_tag_name(name)} is no well-written tag, and browsers may make one of it",
            "take it out; a `<` that is meant as a sign is written `\\<` or stands in backticks",
            name,
        )
    for name in sorted(added & _ACTIVE):
        yield Problem(
            f"the translation has the element `<{name}>`, which its source has not",
            "take it out",
            name,
        )
    for name, attribute, value in sorted(pair.target.attributes - pair.source.attributes):
        if attribute.startswith("on") or attribute in ("style", "srcdoc"):
            yield Problem(
                f"`<{name}>` has `{named(attribute)}={named(shortened(value, 40))}`, "
                "which could run a program",
                "take it out",
                f"{name} {attribute}",
            )
    for address in sorted(pair.target.targets - pair.source.targets):
        if _BAD_SCHEME.match(address):
            yield Problem(
                f"the address `{named(shortened(address, 40))}` could run a program",
                "write the address that stands in the source",
                address,
            )


_ATTRIBUTE_LIST = re.compile(r"(?<!\\)\{(?::[^{}\n]{0,200}|[ ]?[#.][\w-][^{}\n]{0,200})\}")


def attribute_list(pair: Pair) -> Iterator[Problem]:
    """Lists such as `{#dose .wide}` are the same on both sides."""
    if "{" not in pair.target.text and "{" not in pair.source.text:
        return
    ours = Counter(_ATTRIBUTE_LIST.findall(without_code(pair.source.text)))
    theirs = Counter(_ATTRIBUTE_LIST.findall(without_code(pair.target.text)))
    for one in sorted((theirs - ours) + (ours - theirs)):
        verb = "has" if one in theirs - ours else "has lost"
        yield Problem(
            f"the translation {verb} `{named(one)}`"
            + (", its source has not" if verb == "has" else ""),
            "links from elsewhere lead to it: write it as it stands in the source",
            one,
        )


RULES = (
    UnitRule(
        "unsafe-html",
        "S",
        "catalog",
        Severity.ERROR,
        finds="An element, attribute or address that could run a program in a reader's browser.",
        why="A translation is words; nothing in it may act.",
        good=Example("Zwei Tabletten", "Two tablets"),
        bad=Example("Zwei <b onclick='x()'>Tabletten</b>", "Two <b>tablets</b>"),
        silence="It cannot be silenced by a translator's comment.",
        locked=True,
        look=unsafe_html,
        signs=TAGS,
    ),
    UnitRule(
        "html-tags",
        "S",
        "catalog",
        Severity.ERROR,
        finds="An HTML tag, attribute or comment that the source has not, or that is gone.",
        why="The page's layout may break, and words between `<` and `>` vanish from it. "
        "A tag that is only gone is a warning.",
        good=Example("Wasser: H<sub>2</sub>O", "Water: H<sub>2</sub>O"),
        bad=Example("<u>Wasser</u>: H<sub>2</sub>O", "Water: H<sub>2</sub>O"),
        silence="A translator's comment silences a warning of it and no error; an author allows "
        "more with `<!-- l10n: ignore html-tags -->`.",
        locked=True,
        look=html_tags,
        signs=TAGS,
    ),
    UnitRule(
        "attribute-list",
        "S",
        "catalog",
        Severity.ERROR,
        finds="A list such as `{#dose}` or `{: .wide}` that is changed, new or gone.",
        why="Links from other pages lead to the names in it.",
        good=Example("Dosis {#dose}", "Dose {#dose}", kind=Kind.HEADING),
        bad=Example("Dosis {#dosis}", "Dose {#dose}", kind=Kind.HEADING),
        look=attribute_list,
        signs=of_either(CURLY),
    ),
)
