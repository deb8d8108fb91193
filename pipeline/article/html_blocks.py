"""Raw HTML as translators see it: runs of text with their inline tags, and texts of attributes.

A small tokenizer, because a stretch must keep its exact offsets: parsers give back a tree, and
writing that would change the author's bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.article.directives import NO_WISHES, Wishes, directives_in
from pipeline.article.wording import EDGE, has_letters, has_words, words
from pipeline.model import Kind, Left

PHRASING = words(
    "a abbr b bdi bdo big br cite code data del dfn em font i img ins kbd label mark meter nobr "
    "q rp rt ruby s samp small span strike strong sub sup time tt u var wbr"
)
"""Elements that may stand inside a sentence."""

BLOCKS = words(
    "address article aside base blockquote body caption center col colgroup dd details dialog "
    "dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head "
    "header hgroup hr html legend li link main map menu meta nav object ol optgroup option p "
    "param picture search section source summary table tbody td tfoot th thead title tr track "
    "ul video audio embed button input output progress"
)
"""Elements that end a sentence; any other tag, known or not, may stand in one."""

VOID = words("area base br col embed hr img input link meta param source track wbr")

OPAQUE = words(
    "script style pre textarea svg math canvas template object iframe noscript select xmp "
    "plaintext noembed noframes"
)
"""Elements whose content is no prose; left as it stands."""

ATTRIBUTES = {
    "alt": Kind.ALT,
    "title": Kind.TOOLTIP,
    "aria-label": Kind.TOOLTIP,
    "data-toc-label": Kind.TOOLTIP,
}

TOKEN = re.compile(
    r"(?P<held>\x02[^\x03]*\x03)|<!--.*?-->|<![^>]*>|<\?.*?\?>"
    r"|<(?P<close>/?)(?P<tag>[A-Za-z][^\s/>]*)(?P<attrs>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>",
    re.DOTALL,
)
ATTRIBUTE = re.compile(
    r"(?<=[\s{:])(?P<name>[A-Za-z_:][-\w:.]*)\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)')"
)


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch of a text that is one segment."""

    start: int
    end: int
    kind: Kind
    wishes: Wishes = NO_WISHES


def cut_html(html: str) -> tuple[list[Cut], list[Left]]:
    """The segments of a raw HTML block, by offset, and what is left out.

    >>> [html[cut.start : cut.end] for html in ['<p title="Tip">Warm <b>feet</b></p>']
    ...     for cut in cut_html(html)[0]]
    ['Tip', 'Warm <b>feet</b>']
    """
    cutter = _Cutter(html)
    cutter.run()
    return cutter.cuts, cutter.left


class _Cutter:
    def __init__(self, html: str) -> None:
        self.html = html
        self.cuts: list[Cut] = []
        self.left: list[Left] = []
        self.run_start = 0
        self.tags: list[re.Match[str]] = []
        self.wishes = NO_WISHES

    def run(self) -> None:
        position = 0
        while match := TOKEN.search(self.html, position):
            position = match.end()
            tag = (match["tag"] or "").lower()
            if match["held"]:
                self._close_run(match.start())
                self.run_start = position
            elif not tag:
                self._comment(match)
            elif tag in OPAQUE or (not match["close"] and _untranslated(match["attrs"])):
                if match["close"]:
                    continue
                self._close_run(match.start())
                position = self._end_of(tag, match)
                text = self.html[match.start() : position]
                if has_words(text):
                    self.left.append(Left(f"HTML <{tag}>", text))
                self.run_start = position
            elif tag not in BLOCKS:
                self.tags.append(match)
            else:
                self._close_run(match.start())
                self._attributes(match)
                self.run_start = position
        self._close_run(len(self.html))

    def _comment(self, match: re.Match[str]) -> None:
        if not self.html[self.run_start : match.start()].strip():
            self._close_run(match.start())
            self.run_start = match.end()
        for directive in directives_in(match[0]):
            self.wishes = self.wishes.with_directive(directive)

    def _end_of(self, tag: str, match: re.Match[str]) -> int:
        """Where an element ends whose content is not looked into."""
        if tag in VOID or match["attrs"].rstrip().endswith("/"):
            return match.end()
        depth = 1
        for other in re.finditer(rf"<(/?){re.escape(tag)}\b[^>]*>", self.html[match.end() :], re.I):
            depth += -1 if other[1] else 1
            if depth == 0 or (other[1] and tag in OPAQUE):
                return match.end() + other.end()
        return len(self.html)

    def _close_run(self, end: int) -> None:
        start, tags = self.run_start, self.tags
        self.tags = []
        while start < end and self.html[start] in EDGE:
            start += 1
        while end > start and self.html[end - 1] in EDGE:
            end -= 1
        text = self.html[start:end]
        if has_words(text):
            self.cuts.append(Cut(start, end, Kind.HTML, self.wishes))
            self.wishes = NO_WISHES
        else:
            for match in tags:
                self._attributes(match)

    def _attributes(self, match: re.Match[str]) -> None:
        if match["close"]:
            return
        for attribute in attributes_of(match["attrs"]):
            kind = ATTRIBUTES.get(attribute["name"].lower())
            group = "double" if attribute["double"] is not None else "single"
            if kind and has_letters(attribute[group]):
                base = match.start("attrs")
                start, end = attribute.span(group)
                self.cuts.append(Cut(base + start, base + end, kind, self.wishes))
                self.wishes = NO_WISHES


def attributes_of(attrs: str) -> Iterator[re.Match[str]]:
    """The quoted attributes of a tag."""
    return ATTRIBUTE.finditer(attrs)


def _untranslated(attrs: str) -> bool:
    return bool(re.search(r"\stranslate\s*=\s*[\"']?no\b|\bnotranslate\b", attrs, re.I))
