"""Rules S: what a translation may hold is what its own source segment holds.

Both sides are rendered alone and compared as multisets, so the order of words is free. What adds
something that the source has not (an address, an element, an attribute) is an error, because a
reader could be led astray by it; what only leaves something out is mostly a warning.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import lru_cache
from urllib.parse import urlsplit

from pipeline.checks.blocks import block_marks
from pipeline.checks.pair import Pair, Problem, UnitRule
from pipeline.checks.text import named, shortened
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


def conflict_marker(pair: Pair) -> Iterator[Problem]:
    """A translation is one, and not two with the marks of a merge between them."""
    found = _MERGED.search(pair.unit.target)
    if found:
        yield Problem(
            f"two versions were joined here, with `{found[0][:7]}` between them",
            "keep one of them, and delete the marks",
        )


_MERGED = re.compile(r"#-#-#-#-#|^(?:<{7}|>{7}|={7}$)", re.M)


# --- links ----------------------------------------------------------------------------------


def link_target(pair: Pair) -> Iterator[Problem]:
    """Every address of the translation is one of the source, as often as there."""
    if pair.same_tags:
        return
    lost, added = _target_changes(pair)
    if not lost and not added:
        return
    for address in sorted(lost):
        if _broken_syntax(pair) or _lost_labels(pair):
            break
        if added:
            continue
        inner = address in pair.source.images or not _external(address)
        what = "image" if address in pair.source.images else "link to"
        yield Problem(
            f"the translation has lost the {what} `{named(address)}`",
            f"put it back as it stands in the source: {_as_written(pair.source.text, address)}",
            address,
            Severity.ERROR if inner else Severity.WARNING,
        )
    for address in sorted(added):
        wanted = shortened(min(lost)) if lost else ""
        yield Problem(
            f"the translation leads to `{named(address)}`, which its source does not"
            + (f" (the source leads to `{named(wanted)}`)" if wanted else ""),
            f"write the address as it stands in the source: `{named(wanted)}`"
            if wanted
            else "take it out, or ask the author to add it to the source",
            address,
        )


def _target_changes(pair: Pair) -> tuple[Counter[str], Counter[str]]:
    """The addresses that the translation lost and added, allowed exchanges taken off."""
    source, target = pair.source.targets, pair.target.targets
    if source == target:
        return Counter(), Counter()
    lost, added = source - target, target - source
    for address in list(added.elements()):
        twin = next(
            (one for one in lost if lost[one] > 0 and _exchangeable(one, address, pair)), None
        )
        if twin is not None:
            added[address] -= 1
            lost[twin] -= 1
    return +lost, +added


def _exchangeable(old: str, new: str, pair: Pair) -> bool:
    if _plain_address(old) == _plain_address(new):
        return True
    if not (_external(old) and _external(new)):
        return False
    hosts = [(urlsplit(one).hostname or "") if _splits(one) else "" for one in (old, new)]
    return any(
        all(host and (fnmatchcase(host, p) or p == f"*.{host}") for host in hosts)
        for p in pair.settings.external_may_differ
    )


@lru_cache(maxsize=4096)
def _plain_address(address: str) -> str:
    """An address without what makes no difference: a last slash, http for https."""
    plain = re.sub(r"^http://", "https://", address)
    return plain.rstrip("/") if "#" not in plain and "?" not in plain else plain


def _splits(address: str) -> bool:
    try:
        return bool(urlsplit(address).hostname) or True
    except ValueError:
        return False


def _external(address: str) -> bool:
    return re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//", address) is not None


def _as_written(text: str, address: str) -> str:
    """The link of the source as Markdown, if it can be found there."""
    found = re.search(rf"!?\[[^\]]*\]\(\s*<?{re.escape(address)}[^)]*\)", text)
    return f"`{shortened(named(found[0]), 80)}`" if found else f"`{shortened(named(address), 80)}`"


_BROKEN = re.compile(
    r"(?P<text>\[[^\[\]\n]{1,200}\](?P<gap>[\s\u200b-\u200f\u2060\ufeff\u00ad]+)[(（](?=[^\s()（）]+[)）])"
    r"|\[[^\[\]\n]{1,200}\]（(?=[^（）]*[)）])"
    r"|[【［〔][^\n\[\]【】［］]{1,200}[】］〕]\s?[(（](?=[^\s()（）]+[)）]))"
)


def _broken_syntax(pair: Pair) -> re.Match[str] | None:
    """A link of the translation that Markdown does not see, where the source has more links."""
    if pair.same_tags or pair.source.targets.total() <= pair.target.targets.total():
        return None
    return _BROKEN.search(pair.target.text)


def link_syntax(pair: Pair) -> Iterator[Problem]:
    """A link is written so that Markdown sees it."""
    found = _broken_syntax(pair)
    if found is None:
        return
    text = found["text"]
    if found["gap"]:
        gap = "a space" if not found["gap"].strip(" ") else named(found["gap"])
        culprit = f"{gap} between `]` and `(`"
    elif text[0] == "[":
        culprit = "a wide `（` in place of `(`"
    else:
        culprit = f"`{text[0]}` in place of `[`"
    yield Problem(
        f"`{shortened(named(text), 60)}…` is not seen as a link: {culprit}",
        "write [text](address) with plain brackets and nothing between them",
        text,
    )


# --- references -------------------------------------------------------------------------------

_CODE_SPAN = re.compile(r"(?<!\\)(`+)(?!`).*?(?<!`)\1(?!`)", re.S)
_FOOTNOTE = re.compile(r"(?<!\\)\[\^([^\]\s]+)\](?!:)")
_LABEL = re.compile(r"(?<!\\)\]\s?\[([^\]\n]*)\]")


def _without_code(text: str) -> str:
    return _CODE_SPAN.sub("", text) if "`" in text else text


def _labels(text: str, pattern: re.Pattern[str]) -> Counter[str]:
    return Counter(label.casefold() for label in pattern.findall(_without_code(text)))


def _lost_labels(pair: Pair) -> Counter[str]:
    """Labels of links that are gone together with their address."""
    if "][" not in pair.source.text and "] [" not in pair.source.text:
        return Counter()
    lost = _labels(pair.source.text, _LABEL) - _labels(pair.target.text, _LABEL)
    known = {label.casefold(): address for label, address, _ in pair.scope.references}
    gone = pair.source.targets - pair.target.targets
    return Counter(
        {one: n for one, n in lost.items() if one and (one not in known or known[one] in gone)}
    )


def reference(pair: Pair) -> Iterator[Problem]:
    """Footnote marks and labels of links are the same on both sides."""
    source, target = pair.source.text, pair.target.text
    if "[^" in source or "[^" in target:
        ours, theirs = _labels(source, _FOOTNOTE), _labels(target, _FOOTNOTE)
        for label in sorted(ours - theirs):
            yield Problem(
                f"the translation has lost the footnote mark `[^{named(label)}]`",
                "put it where the statement stands that it belongs to",
                label,
            )
        for label in sorted(theirs - ours):
            yield Problem(
                f"the translation has a footnote mark `[^{named(label)}]` that its source has not",
                "labels are not translated: write them as in the source",
                label,
            )
    for label in sorted(_lost_labels(pair)):
        yield Problem(
            f"the translation has lost the link label `[{named(label)}]`",
            "labels are not translated: write `[text][label]` with the label of the source",
            label,
        )


# --- blocks, HTML -------------------------------------------------------------------------------


def block_structure(pair: Pair) -> Iterator[Problem]:
    """A translation begins no list, heading, quotation or paragraph that its source does not."""
    found = Counter(block_marks(pair.target.text, pair.kind))
    if not found:
        return
    allowed = Counter(name for name, _ in block_marks(pair.source.text, pair.kind))
    for (name, mark), count in found.items():
        if allowed[name] >= count:
            allowed[name] -= count
            continue
        yield Problem(
            f"in a Markdown file {_opening(mark)} would begin {name}",
            _escape_hint(mark),
            f"{name} {mark}",
        )


def _opening(mark: str) -> str:
    return mark if mark.startswith("a") and " " in mark else f"`{named(mark)}`"


def _escape_hint(mark: str) -> str:
    if " " in mark:
        return "write the translation in one piece"
    if re.fullmatch(r"\d+\.", mark):
        return f"write a backslash before the full stop: `{mark[:-1]}\\.`"
    return f"write a backslash before it, `\\{named(mark)}`, or begin with another word"


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


_ATTRIBUTE_LIST = re.compile(r"(?<!\\)\{(?::[^}\n]*|[ ]?[#.][\w-][^}\n]*)\}")


def attribute_list(pair: Pair) -> Iterator[Problem]:
    """Lists such as `{#dose .wide}` are the same on both sides."""
    if "{" not in pair.target.text and "{" not in pair.source.text:
        return
    ours = Counter(_ATTRIBUTE_LIST.findall(_without_code(pair.source.text)))
    theirs = Counter(_ATTRIBUTE_LIST.findall(_without_code(pair.target.text)))
    for one in sorted((theirs - ours) + (ours - theirs)):
        verb = "has" if one in theirs - ours else "has lost"
        yield Problem(
            f"the translation {verb} `{named(one)}`"
            + (", its source has not" if verb == "has" else ""),
            "links from elsewhere lead to it: write it as it stands in the source",
            one,
        )


@lru_cache(maxsize=64)
def _placeholder_pattern(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join((*patterns, r"\{\{.*?\}\}", r"\{%.*?%\}")))


def placeholder(pair: Pair) -> Iterator[Problem]:
    """What a program fills in stands in the translation as in the source."""
    source, target = pair.source.text, pair.target.text
    if not pair.settings.placeholders and "{" not in source and "{" not in target:
        return
    pattern = _placeholder_pattern(pair.settings.placeholders)
    ours, theirs = (
        Counter(match[0] for match in pattern.finditer(_without_code(text)))
        for text in (source, target)
    )
    for one in sorted((ours - theirs).keys() | (theirs - ours).keys()):
        verb = "has lost" if one in ours - theirs else "has a new"
        yield Problem(
            f"the translation {verb} placeholder `{named(one)}`",
            "a program fills it in: write it exactly as in the source",
            one,
        )


# --- code and emphasis ----------------------------------------------------------------------------


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def code_verbatim(pair: Pair) -> Iterator[Problem]:
    """Code is copied as it stands."""
    if pair.source.codes == pair.target.codes:
        return
    ours = Counter(map(_squeezed, pair.source.codes))
    theirs = Counter(map(_squeezed, pair.target.codes))
    everything = _squeezed(pair.target.everything)
    lost = [one for one in ours - theirs if one not in everything]
    source_text = _squeezed(pair.source.everything)
    added = [one for one in theirs - ours if one not in theirs & ours and one not in source_text]
    for one in lost:
        yield Problem(
            f"the translation has lost the code `{shortened(named(one), 60)}`"
            + (f" (it has `{shortened(named(added[0]), 60)}`)" if added else ""),
            f"code is copied as it stands: put `{shortened(named(one), 60)}` back",
            one,
        )
    if not lost:
        for one in added:
            yield Problem(
                f"the translation has the code `{shortened(named(one), 60)}`, its source has not",
                "take the backticks off, or write the code of the source",
                one,
            )


def code_marks(pair: Pair) -> Iterator[Problem]:
    """Code keeps its backticks."""
    if pair.source.codes == pair.target.codes:
        return
    ours = Counter(map(_squeezed, pair.source.codes))
    theirs = Counter(map(_squeezed, pair.target.codes))
    everything = _squeezed(pair.target.everything)
    for one in ours - theirs:
        if one not in theirs and one in everything:
            yield Problem(
                f"`{shortened(named(one), 60)}` is code in the source and plain words here",
                "put backticks around it",
                one,
            )


# What a translator may change in code: comments and texts between quotes. `#` and `--` begin a
# comment only with a space behind them, `//` only with one before, or `#include`, `--force` and
# addresses would be comments too.
_TRANSLATABLE = re.compile(
    r"\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|/\*.*?\*/|<!--.*?-->|(?<!\S)//[^\n]*"
    r"|(?<!\S)(?:\#+|--|;+|%+)[ \t!][^\n]*",
    re.S,
)


def code_lines(pair: Pair) -> Iterator[Problem]:
    """In a code block nothing but comments and quoted texts is translated."""
    if pair.kind is not Kind.CODE:
        return
    ours, theirs = (_code_alone(text) for text in (pair.source.text, pair.unit.target))
    if ours == theirs:
        return
    if len(ours) != len(theirs):
        said = f"the code has {len(ours)} lines, the translation {len(theirs)}"
    else:
        line = next(n for n, (a, b) in enumerate(zip(ours, theirs, strict=True)) if a != b)
        said = (
            f"line {line + 1} of the code is `{shortened(named(theirs[line].strip()), 60)}` "
            f"and not `{shortened(named(ours[line].strip()), 60)}`"
        )
    yield Problem(said, "only comments and texts between quotes are translated", "code")


def _code_alone(text: str) -> list[str]:
    """The lines of code without what may be translated."""
    bare = _TRANSLATABLE.sub(lambda found: "…" + "\n" * found[0].count("\n"), text)
    return [line.rstrip() for line in bare.rstrip("\n").split("\n")]


def emphasis(pair: Pair) -> Iterator[Problem]:
    """What is stressed in the source is stressed in the translation."""
    if pair.same_tags or ("<strong" not in pair.source.html and "<em" not in pair.source.html):
        return
    for name, mark in (("strong", "**"), ("em", "*")):
        ours, theirs = pair.source.elements[name], pair.target.elements[name]
        if ours <= theirs:
            continue
        other = "em" if name == "strong" else "strong"
        if pair.source.elements[other] < pair.target.elements[other]:
            continue
        yield Problem(
            f"the source stresses {_times(ours)} with `{mark}`, the translation {_times(theirs)}",
            "put the marks around the words that matter as much here; "
            f"write `{mark}word{mark}` and not `{'_' * len(mark)}word{'_' * len(mark)}` "
            "where words have no spaces between them",
            name,
        )


def _times(count: int) -> str:
    return {0: "nothing", 1: "one place", 2: "two places"}.get(count, f"{count} places")


def emphasis_added(pair: Pair) -> Iterator[Problem]:
    """What is stressed in the translation is stressed in the source."""
    if "<strong" not in pair.target.html and "<em" not in pair.target.html:
        return
    for name in ("strong", "em"):
        if pair.target.elements[name] > pair.source.elements[name]:
            yield Problem(
                f"the translation has `<{name}>` more often than its source",
                "fine for a foreign word; else take it out",
                name,
            )


_LEFTOVER = re.compile(
    r"\*\*|(?<![\w*])\*(?=\w)[^*\n]{1,80}(?<=\w)\*(?![\w*])|(?<!`)`(?!`)|\]\(|(?<!\w)__?(?=\w)[^_\n]+(?<=\w)__?(?!\w)"
    r"|[^\x00-\x7f]__?(?=\w)[^_\n]{1,80}(?<=\w)__?(?=[^\x00-\x7f])|＊[^＊\n]+＊"
)


def leftover_markup(pair: Pair) -> Iterator[Problem]:
    """No mark of Markdown is left for readers to see."""
    words = pair.target.words
    if not _SIGNS.search(words):
        return
    theirs = Counter(match[0] for match in _LEFTOVER.finditer(words))
    if not theirs:
        return
    ours = Counter(match[0] for match in _LEFTOVER.finditer(pair.source.words))
    for one in theirs:
        sign = re.sub(r"\w.*\w|\w", "…", one, flags=re.S)
        same = sum(
            n for text, n in ours.items() if re.sub(r"\w.*\w|\w", "…", text, flags=re.S) == sign
        )
        if theirs[one] <= same or (_BROKEN.search(pair.target.text) and one == "]("):
            continue
        yield Problem(
            f"readers would see the mark {_quoted(one)}",
            "marks stand directly at the word, in pairs: `**word**`, `*word*`, `` `code` ``; "
            "a sign that is meant as such has a backslash before it",
            one,
        )


_SIGNS = re.compile(r"[*_`＊]|\]\(")


def _quoted(text: str) -> str:
    return f"`` {text} ``" if "`" in text else f"`{shortened(named(text), 40)}`"


def line_break(pair: Pair) -> Iterator[Problem]:
    """Hard line breaks are as many as in the source."""
    if pair.same_tags:
        return
    ours, theirs = pair.source.elements["br"], pair.target.elements["br"]
    if ours != theirs:
        yield Problem(
            f"the source has {_breaks(ours)}, the translation {_breaks(theirs)}",
            "a line break is two spaces at the end of a line",
            "br",
        )


def _breaks(count: int) -> str:
    return {0: "no line break", 1: "one line break"}.get(count, f"{count} line breaks")


def edge_newline(pair: Pair) -> Iterator[Problem]:
    """A translation begins and ends with a new line exactly where its source does."""
    source, target = pair.segment.msgid, pair.unit.target
    for edge, ours, theirs in (
        ("begins", source.startswith("\n"), target.startswith("\n")),
        ("ends", source.endswith("\n"), target.endswith("\n")),
    ):
        if ours != theirs:
            yield Problem(
                f"the {'source' if ours else 'translation'} {edge} with a new line, "
                f"the {'translation' if ours else 'source'} does not",
                "GNU gettext refuses the whole file for it: make both alike",
                edge,
            )


RULES = (
    UnitRule(
        "conflict-marker",
        "S",
        "catalog",
        Severity.ERROR,
        finds="The marks that `msgcat` or Git write between two versions: `#-#-#-#-#`, `<<<<<<<`.",
        why="Readers would see two translations and the marks between them.",
        good=Example("Tee", "Tea"),
        bad=Example("#-#-#-#-# a.po #-#-#-#-#\nTee\n#-#-#-#-# b.po #-#-#-#-#\nChai", "Tea"),
        look=conflict_marker,
        code=True,
    ),
    UnitRule(
        "link-target",
        "S",
        "catalog",
        Severity.ERROR,
        finds="An address that the source does not lead to, or a link or image that is gone.",
        why="A reader would be led somewhere the author never meant, or not be helped on at all.",
        good=Example("Lies [die Warnung](warn.md).", "Read [the warning](warn.md)."),
        bad=Example("Lies [die Warnung](warnung.md).", "Read [the warning](warn.md)."),
        silence="Addresses of one host that differ by language are allowed with "
        "`external_may_differ` in the settings; `*.wikipedia.org` is from the start. "
        "A lost link to another site is a warning.",
        look=link_target,
    ),
    UnitRule(
        "link-syntax",
        "S",
        "catalog",
        Severity.ERROR,
        finds="A link that Markdown does not see, because of a space or another kind of bracket.",
        why="Readers see the brackets and the address, and cannot follow the link.",
        good=Example("Lies [die Warnung](warn.md).", "Read [the warning](warn.md)."),
        bad=Example("Lies [die Warnung] (warn.md).", "Read [the warning](warn.md)."),
        fixable=True,
        look=link_syntax,
    ),
    UnitRule(
        "reference",
        "S",
        "catalog",
        Severity.ERROR,
        finds="A footnote mark or the label of a link that is gone, new or translated.",
        why="The statement loses its source, or the link its address.",
        good=Example("Selten.[^1]", "It is rare.[^1]"),
        bad=Example("Selten.", "It is rare.[^1]"),
        look=reference,
    ),
    UnitRule(
        "block-structure",
        "S",
        "catalog",
        Severity.ERROR,
        finds="A beginning of a line that Markdown takes for a list, a heading, a quotation or "
        "another block, or an empty line.",
        why="A year such as `1986.` becomes item 1986 of a list, and the page is torn.",
        good=Example("1986\\. Ein gutes Jahr", "A good year: 1986"),
        bad=Example("1986. Ein gutes Jahr", "A good year: 1986"),
        look=block_structure,
    ),
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
        look=html_tags,
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
    ),
    UnitRule(
        "placeholder",
        "S",
        "catalog",
        Severity.ERROR,
        finds="A placeholder such as `{{ name }}`, or one of the settings, that is changed.",
        why="A program looks for it letter by letter, and fills nothing in if it differs.",
        good=Example("Stand: {{ date }}", "As of {{ date }}"),
        bad=Example("Stand: {{ datum }}", "As of {{ date }}"),
        look=placeholder,
        code=True,
    ),
    UnitRule(
        "edge-newline",
        "S",
        "catalog",
        Severity.ERROR,
        finds="A new line at the very beginning or end that only one side has.",
        why="GNU gettext refuses a catalog with one, and with it all its translations.",
        good=Example("Guten Tag", "Good day"),
        bad=Example("Guten Tag\n", "Good day"),
        fixable=True,
        look=edge_newline,
        code=True,
    ),
    UnitRule(
        "code-lines",
        "S",
        "catalog",
        Severity.ERROR,
        finds="A code block in which more is translated than comments and quoted texts.",
        why="Readers copy code as it stands; translated, it does not run.",
        good=Example("brew(tea)  # heiß", "brew(tea)  # hot", kind=Kind.CODE),
        bad=Example("braue(tee)  # heiß", "brew(tea)  # hot", kind=Kind.CODE),
        look=code_lines,
        code=True,
    ),
    UnitRule(
        "code-verbatim",
        "S",
        "catalog",
        Severity.WARNING,
        finds="Code that is gone, changed or translated.",
        why="Readers copy code as it stands; changed, it does something else or nothing.",
        good=Example("Tippe `make tea` und warte.", "Run `make tea` and wait."),
        bad=Example("Tippe `mach tee` und warte.", "Run `make tea` and wait."),
        look=code_verbatim,
    ),
    UnitRule(
        "code-marks",
        "S",
        "catalog",
        Severity.INFO,
        finds="Code that has lost its backticks; its text is still there.",
        why="It no longer looks like something to be copied.",
        good=Example("Tippe `make tea`.", "Run `make tea`."),
        bad=Example("Tippe make tea.", "Run `make tea`."),
        look=code_marks,
    ),
    UnitRule(
        "emphasis",
        "S",
        "catalog",
        Severity.WARNING,
        finds="Fewer stressed places (`*…*`, `**…**`) than in the source.",
        why="A stressed *not* may be what keeps somebody from harm.",
        good=Example("Nimm es **nicht** nüchtern.", "Do **not** take it on an empty stomach."),
        bad=Example("Nimm es nicht nüchtern.", "Do **not** take it on an empty stomach."),
        look=emphasis,
    ),
    UnitRule(
        "emphasis-added",
        "S",
        "catalog",
        Severity.INFO,
        finds="More stressed places than in the source.",
        why="Mostly a foreign word in italics, which is fine.",
        good=Example("Ein Kater", "A hangover"),
        bad=Example("Ein *Hangover*", "A hangover"),
        look=emphasis_added,
    ),
    UnitRule(
        "leftover-markup",
        "S",
        "catalog",
        Severity.WARNING,
        finds="A mark of Markdown that readers would see: a lone `**`, a backtick, `](`.",
        why="The mark does nothing there but disturb, and what it should do is not done.",
        good=Example("**Achtung**: heiß", "**Careful**: hot"),
        bad=Example("**Achtung: heiß", "**Careful**: hot"),
        look=leftover_markup,
    ),
    UnitRule(
        "line-break",
        "S",
        "catalog",
        Severity.WARNING,
        finds="Another number of hard line breaks than in the source.",
        why="Lines of an address or a verse run together.",
        good=Example("Weg 1  \nBonn", "Road 1  \nBonn"),
        bad=Example("Weg 1 Bonn", "Road 1  \nBonn"),
        look=line_break,
    ),
)
