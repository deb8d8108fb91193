"""Rendering of single texts: each one alone, many in one go, remembered by what they depend on.

A fragment sees the links, footnotes and abbreviations of the source article and nothing else. Only
inline Markdown is parsed, so no text can begin a list, define a link or end its own element.
"""

from __future__ import annotations

import copy
import hashlib
import html
import json
import re
import threading
import xml.etree.ElementTree as etree
from collections.abc import Sequence
from dataclasses import dataclass

from markdown.serializers import RE_AMP
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from pipeline.article.balance import as_balanced
from pipeline.article.bounding import too_hard
from pipeline.article.inline import OwnAttributes, Unnumbered
from pipeline.article.patterns import Patterns, are_the_parsers, names_of
from pipeline.article.places import footnote_extension
from pipeline.article.simple_spans import simple_html
from pipeline.article.stages import fingerprint, inline_index, new_parser, reset
from pipeline.config import Dialect
from pipeline.model import Kind, Memo, Scope, Segment

MARKDOWN = frozenset(
    (
        Kind.PARAGRAPH,
        Kind.HEADING,
        Kind.ITEM,
        Kind.CELL,
        Kind.TERM,
        Kind.DEFINITION,
        Kind.CAPTION,
        Kind.FOOTNOTE,
    )
)
"""Kinds whose text is inline Markdown; the others are HTML or plain text."""

RENDERING_VERSION = 1
"""Part of every key: raised when the same fragment would come out otherwise."""

MAX_CHARS = 60_000
"""Of a translation; a source has its own bound. Longer ones are shown as text."""

_BATCH = 400
_SEPARATOR = "\x02\x1d\x03"
_PLAIN = re.compile(r"[^\\`*_\[\]<>&!{}^~\x00-\x09\x0b-\x1f]*")
_SPACE_AT_BREAK = re.compile(r"[ \t]\n|\n[ \t]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_PAGE_WIDE = frozenset(("toc", "footnote", "footnote-duplicate", "footnote-reorder", "attr_list"))
_PLAIN_PROCESSORS = _PAGE_WIDE | frozenset(("inline", "prettify", "abbr", "unescape"))


@dataclass(frozen=True, slots=True)
class Fragment:
    """A text to be rendered alone.

    A translation names its `source`: attribute lists, tags and loose ends that the source has it
    may have too, and no others. Without a source the text is the author's and is taken as it is.
    """

    text: str
    kind: Kind
    source: str | None = None

    @classmethod
    def of(cls, segment: Segment, target: str | None = None) -> Fragment:
        """The fragment of a segment, or of a translation of it."""
        if target is None:
            return cls(segment.text, segment.kind)
        return cls(target, segment.kind, segment.text)


class Renderer:
    """Renders fragments with one Markdown parser; make one a process.

    >>> from pipeline.config import Dialect
    >>> Renderer(Dialect()).render([Fragment("*Tea* & milk", Kind.CELL)], Scope())
    ['<em>Tea</em> &amp; milk']
    """

    def __init__(self, dialect: Dialect, memo: Memo | None = None) -> None:
        self.memo = memo
        self._lock = threading.Lock()
        self._base = f"{RENDERING_VERSION} {fingerprint(dialect)}"
        self._md = md = new_parser(dialect)
        self._notes = footnote_extension(md)
        if self._notes is not None:
            md.inlinePatterns.register(Unnumbered(self._notes), "footnote", 175)
        self._abbrs = next(
            (one.abbrs for one in md.registeredExtensions if hasattr(one, "abbrs")), None
        )
        processors = list(md.treeprocessors[inline_index(md) :])
        names = {id(md.treeprocessors[name]): name for name in names_of(md.treeprocessors)}
        self._attributes = OwnAttributes(md) if "attr_list" in md.treeprocessors else None
        self._processors: list[Treeprocessor] = [
            self._attributes if self._attributes and names[id(one)] == "attr_list" else one
            for one in processors
            if names[id(one)] not in _PAGE_WIDE - {"attr_list"}
        ]
        self._patterns = Patterns(md)
        # Without signs a text is its own HTML; with the parser's own processors, simple ones too.
        self._plain = (
            self._patterns.named
            and set(names.values()) <= _PLAIN_PROCESSORS
            and are_the_parsers(md.postprocessors)
        )
        self._simple = self._plain and self._patterns.known and are_the_parsers(md.treeprocessors)

    def remembering(self, memo: Memo) -> Renderer:
        """The same renderer, parser and lock, with another memory."""
        other = copy.copy(self)
        other.memo = memo
        return other

    def render(self, fragments: Sequence[Fragment], scope: Scope) -> list[str]:
        """The HTML of each fragment, in order: what stands inside its element or attribute.

        Law: each comes out as it would alone, with the article's own references.
        """
        done: dict[Fragment, str] = {}
        slow: list[Fragment] = []
        for fragment in dict.fromkeys(fragments):
            quick = self._quick(fragment, scope)
            if quick is None:
                slow.append(fragment)
            else:
                done[fragment] = quick
        if slow:
            done.update(self._remembered(slow, scope))
        return [done[fragment] for fragment in fragments]

    def _quick(self, fragment: Fragment, scope: Scope) -> str | None:
        text = fragment.text
        if fragment.kind not in MARKDOWN:
            return _verbatim(fragment)
        termless = self._plain and not any(term in text for term, _ in scope.abbreviations)
        if termless and _PLAIN.fullmatch(text) and not _SPACE_AT_BREAK.search(text):
            return text
        if too_hard(text) or (fragment.source is not None and len(text) > MAX_CHARS):
            return html.escape(_clean(fragment), quote=False)
        return simple_html(text) if termless and self._simple else None

    def _remembered(self, fragments: list[Fragment], scope: Scope) -> dict[Fragment, str]:
        if self.memo is None:
            return self._rendered(fragments, scope)
        common = _digest(self._base, scope.references, scope.footnotes)
        keys = {one: self._key(one, scope, common) for one in fragments}
        known = self.memo.get(keys.values())
        done = {one: known[key] for one, key in keys.items() if key in known}
        missing = [one for one in fragments if one not in done]
        if missing:
            fresh = self._rendered(missing, scope)
            self.memo.put({keys[one]: text for one, text in fresh.items()})
            done.update(fresh)
        return done

    def _key(self, fragment: Fragment, scope: Scope, common: str) -> str:
        """The hash of all that the HTML depends on, and of nothing else."""
        text = fragment.text
        terms = [pair for pair in scope.abbreviations if pair[0] in text]
        return _digest(
            common if "[" in text else self._base, text, fragment.kind.value, fragment.source, terms
        )

    def _rendered(self, fragments: list[Fragment], scope: Scope) -> dict[Fragment, str]:
        # The parser holds the state of one batch; a preview renders in several threads.
        with self._lock:
            return self._parsed(fragments, scope)

    def _parsed(self, fragments: list[Fragment], scope: Scope) -> dict[Fragment, str]:
        done: dict[Fragment, str] = {}
        for start in range(0, len(fragments), _BATCH):
            batch = fragments[start : start + _BATCH]
            try:
                made = self._batch(batch, scope)
            except RecursionError:
                made = [self._alone(one, scope) for one in batch]
            done.update(zip(batch, made, strict=True))
        for fragment, made_html in list(done.items()):
            if fragment.source is not None and ("<" in fragment.text or "<" in fragment.source):
                done[fragment] = self._balanced(fragment, made_html, scope)
        return done

    def _alone(self, fragment: Fragment, scope: Scope) -> str:
        try:
            return self._batch([fragment], scope)[0]
        except RecursionError:
            return html.escape(_clean(fragment), quote=False)

    def _balanced(self, fragment: Fragment, made: str, scope: Scope) -> str:
        """The HTML of a translation, with the tags shown as text that would leave its element."""
        if (safe := as_balanced(made, "")) is not None:
            return safe
        source = self._batch([Fragment(fragment.source or "", fragment.kind)], scope)[0]
        safe = as_balanced(made, source)
        if safe is not None:
            return safe
        shown = _clean(fragment).replace("<", "&lt;")
        return self._batch([Fragment(shown, fragment.kind, fragment.source)], scope)[0]

    def _batch(self, fragments: Sequence[Fragment], scope: Scope) -> list[str]:
        md = reset(self._md)
        md.references.update({label: (url, title) for label, url, title in scope.references})  # type: ignore[misc]
        if self._notes is not None:
            self._notes.footnotes.update(dict.fromkeys(scope.footnotes, ""))
        if self._abbrs is not None:
            self._abbrs.clear()
            self._abbrs.update(scope.abbreviations)
        root = etree.Element("div")
        for fragment in fragments:
            # `span` is neither a block, which would take attribute lists, nor excluded anywhere.
            child = etree.SubElement(root, "span")
            child.text = _clean(fragment)
            child.tail = AtomicString(_SEPARATOR)
        together = "\n\n".join(one.text for one in fragments)
        md.treeprocessors["inline"].inlinePatterns = self._patterns.needed(together)  # type: ignore[attr-defined]
        if self._attributes is not None:
            self._attributes.sources = [one.source for one in fragments]
        for processor in self._processors:
            changed = processor.run(root)
            root = root if changed is None else changed
        output = md.serializer(root)
        for postprocessor in md.postprocessors:
            output = postprocessor.run(output)
        parts = output[output.index(">") + 1 :].split(_SEPARATOR)[: len(fragments)]
        return [part[len("<span>") : -len("</span>")] for part in parts]


def _clean(fragment: Fragment) -> str:
    """The text without signs that the parser uses for itself."""
    text = fragment.text.replace("\x02", "").replace("\x03", "")
    return text if fragment.source is None else _CONTROLS.sub("", text)


def _digest(*parts: object) -> str:
    return hashlib.sha256(
        json.dumps(parts, ensure_ascii=False).encode("utf-8", "replace")
    ).hexdigest()


def escape_attribute(text: str) -> str:
    """A text as the value of an attribute; entities stay.

    >>> escape_attribute('5 > 4 &amp; "so"')
    '5 &gt; 4 &amp; &quot;so&quot;'
    """
    text = RE_AMP.sub("&amp;", text)
    return text.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _verbatim(fragment: Fragment) -> str:
    """What is not Markdown: HTML as it stands, or plain text escaped."""
    text = _clean(fragment)
    if fragment.kind is Kind.HTML:
        if fragment.source is None:
            return text
        safe = as_balanced(text, fragment.source)
        return html.escape(text, quote=False) if safe is None else safe
    if fragment.kind is Kind.CODE:
        if fragment.source is not None and "\n" not in fragment.source:
            # A comment must not go on where the next line is code.
            text = " ".join(text.splitlines())
        return html.escape(text)
    return escape_attribute(text)
