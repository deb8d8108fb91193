"""One article in the stage between block and inline parsing: its segments, each with its place."""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as etree

import markdown
from markdown.util import AtomicString

from pipeline.article.directives import COMMENT, NO_WISHES, Directive, Wishes, directives_in
from pipeline.article.front_matter import FrontMatter
from pipeline.article.html_blocks import ATTRIBUTES, Cut, cut_html
from pipeline.article.kinds import VERBATIM, is_default_title, kind_of
from pipeline.article.pieces import HEADINGS, PLACEHOLDER, STASHED, cut_markdown
from pipeline.article.places import CODE, Draft, Parse, Place, code_in, resolved
from pipeline.article.stages import front_half, named
from pipeline.article.wording import EDGE, has_letters, has_words
from pipeline.config import Dialect
from pipeline.model import Kind, Left

_COMMENT = re.compile(
    r"(?:^[ \t]*|[ \t]{2,})(?:#+|//+|--|;+)[ \t]+(?P<text>[^\s#/](?:[^\n]*\S)?)", re.MULTILINE
)
"""A comment in code: a line of its own, or set off by two spaces, as style guides have it."""


def dissect(md: markdown.Markdown, text: str, front: FrontMatter, dialect: Dialect) -> Parse:
    """The segments of a text in reading order: front matter, body, footnotes, titles of links."""
    body = text[front.body :]
    root = front_half(md, body)
    parse = Parse(md, root, list(root.iter()), front)
    for index, scalar in enumerate(front.scalars):
        if scalar.key in dialect.translate and has_letters(scalar.value):
            place = Place("field", index, scalar.key)
            parse.drafts.append(_whole(place, scalar.value, Kind.FIELD))
    _Walker(parse, body, dialect.code).run()
    for label, (_, title) in md.references.items():
        if title and has_letters(title):
            parse.drafts.append(_whole(Place("reference", 0, label), title, Kind.TOOLTIP))
    for term, expansion in parse.terms.items():
        if has_letters(expansion):
            place = Place("abbreviation", 0, term)
            parse.drafts.append(_whole(place, expansion, Kind.ABBREVIATION))
    return parse


def _whole(place: Place, text: str, kind: Kind) -> Draft:
    start = len(text) - len(text.lstrip(EDGE))
    end = max(start, len(text.rstrip(EDGE)))
    return Draft(place, start, end, text[start:end], kind)


class _Walker:
    """Goes through the tree in document order and makes drafts."""

    def __init__(self, parse: Parse, body: str, comments: bool) -> None:
        self.parse = parse
        self.md = parse.md
        self.body = body
        self.comments = comments
        self.source = "\n".join(self.md.preprocessors["normalize_whitespace"].run([body]))
        self.numbers = {id(element): n for n, element in enumerate(parse.elements)}
        self.attributes = "attr_list" in self.md.treeprocessors
        contents = named(self.md.treeprocessors, "toc")
        self.marker = str(getattr(contents, "marker", "")) or None
        self.path: list[tuple[int, str]] = []
        self.heading = -1
        self.off = False
        self.in_footnotes = False

    def run(self) -> None:
        self._children(self.parse.root, Kind.PARAGRAPH, NO_WISHES)

    def _children(self, parent: etree.Element, kind: Kind, wishes: Wishes) -> None:
        pending = NO_WISHES
        for child in parent:
            directives = self._directives(child)
            if directives:
                pending = self._obey(directives, pending)
            else:
                self._element(child, parent, kind, wishes.joined(pending))
                pending = NO_WISHES
            if child.tail and not child.tail.isspace():
                self._text(child, "tail", kind, parent.tag, wishes)

    def _directives(self, element: etree.Element) -> tuple[Directive, ...]:
        """The directives of a paragraph that holds nothing but comments."""
        text = element.text
        if not text:
            return ()
        if not len(element) and "l10n:" in text and not COMMENT.sub("", text).strip():
            # After a `<` that opens nothing, comments are not taken out of the text.
            return directives_in(text)
        if "\x02" not in text or len(element) or PLACEHOLDER.sub("", text).strip():
            return ()
        entries = [self._stash(int(match[1])) for match in STASHED.finditer(text)]
        if not all(entry.strip().startswith("<!--") for entry in entries):
            return ()
        return tuple(one for entry in entries for one in directives_in(entry))

    def _obey(self, directives: tuple[Directive, ...], wishes: Wishes) -> Wishes:
        for directive in directives:
            if directive.word in ("off", "on"):
                self.off = directive.word == "off"
            wishes = wishes.with_directive(directive)
        return wishes

    def _stash(self, index: int) -> str:
        blocks = self.md.htmlStash.rawHtmlBlocks
        return str(blocks[index]) if index < len(blocks) else ""

    def _element(
        self, element: etree.Element, parent: etree.Element, kind: Kind, wishes: Wishes
    ) -> None:
        tag = element.tag
        if not isinstance(tag, str) or element.get("class") == "footnote-backref":
            return
        if tag == "pre":
            self._code(element, wishes)
            return
        if tag in HEADINGS:
            self.heading += 1
            level = int(tag[1])
            while self.path and self.path[-1][0] >= level:
                self.path.pop()
        if element.get("class") == "footnote" and tag == "div":
            self.in_footnotes = True
        kind = kind_of(element, parent, in_footnotes=self.in_footnotes)
        self._attributes(element, wishes)
        if is_default_title(element, parent, self.body):
            self.parse.words.append(element)
        elif element.text and not element.text.isspace():
            self._text(element, "text", kind, tag, wishes, parent is self.parse.root)
        self._children(element, kind, wishes)
        if element.get("class") == "footnote" and tag == "div":
            self.in_footnotes = False

    def _text(
        self,
        element: etree.Element,
        where: str,
        kind: Kind,
        tag: str,
        wishes: Wishes,
        top: bool = False,
    ) -> None:
        text = (element.text if where == "text" else element.tail) or ""
        if text.strip() == self.marker:
            return
        place = Place(where, self.numbers[id(element)])
        if isinstance(text, AtomicString):
            if tag not in VERBATIM:
                self._atomic(place, text, wishes)
            return
        if tag in VERBATIM:
            return
        cuts, left = cut_markdown(
            text,
            kind,
            tag,
            attributes=self.attributes,
            block=self.md.is_block_level(tag),
        )
        if left:
            self._leave(*left)
        self._keep(place, text, cuts, wishes, top and kind is Kind.PARAGRAPH)
        for one in left:
            if "[^" in one.text:
                start = text.index(one.text)
                draft = Draft(place, start, start + len(one.text), one.text, kind)
                self.parse.silent.append(draft)
        if "\x02" in text:
            for match in STASHED.finditer(text):
                self._held(int(match[1]), wishes)

    def _atomic(self, place: Place, text: str, wishes: Wishes) -> None:
        """Text of an element in whose parent Markdown is on and in itself off."""
        whole = resolved(self.md, text)
        start = len(whole) - len(whole.lstrip(EDGE))
        end = len(whole.rstrip(EDGE))
        if "\x02" not in whole and has_words(whole):
            self._keep(place, whole, [Cut(start, end, Kind.HTML)], wishes)

    def _attributes(self, element: etree.Element, wishes: Wishes) -> None:
        for name, kind in ATTRIBUTES.items() if element.attrib else ():
            value = element.get(name)
            # What is not in the source as it stands was made by an extension.
            if value and has_letters(value) and value in self.body:
                place = Place("attribute", self.numbers[id(element)], name)
                self._keep(place, value, [Cut(0, len(value), kind)], wishes)

    def _held(self, index: int, wishes: Wishes) -> None:
        """A stash entry: a raw HTML block, or code that an extension has finished."""
        entry = self._stash(index)
        code = CODE.search(entry)
        if any(part.strip() not in self.source for part in PLACEHOLDER.split(entry)):
            shown = code_in(code["code"]) if code else entry
            if code and has_letters(shown):
                plain = "<" not in code["code"]
                self._code_text(Place("fence", index), shown, wishes, plain)
            elif has_words(shown):
                self._leave(Left("code" if code else "made by an extension", shown))
            return
        cuts, left = cut_html(entry)
        self._leave(*left)
        self._keep(Place("stash", index), entry, cuts, wishes)
        for match in STASHED.finditer(entry):
            self._held(int(match[1]), wishes)

    def _code(self, pre: etree.Element, wishes: Wishes) -> None:
        for code in pre.iter():
            text = html.unescape(code.text or "")
            if code.tag != "code" or not has_letters(text):
                continue
            self._code_text(Place("code", self.numbers[id(code)]), text, wishes, True)

    def _code_text(self, place: Place, text: str, wishes: Wishes, plain: bool) -> None:
        """A code block: all of it where the author asks, or its comments, or nothing."""
        if wishes.code:
            self._keep(place, text, [Cut(0, len(text.rstrip("\n")), Kind.CODE)], wishes)
            return
        self._leave(Left("code", text))
        if self.comments and plain:
            found = (match.span("text") for match in _COMMENT.finditer(text))
            cuts = [Cut(*span, Kind.CODE) for span in found if has_words(text[slice(*span)])]
            self._keep(place, text, cuts, wishes)

    def _leave(self, *left: Left) -> None:
        self.parse.left += left
        self.parse.order += [len(self.parse.drafts)] * len(left)

    def _keep(
        self, place: Place, text: str, cuts: list[Cut], wishes: Wishes, top: bool = False
    ) -> None:
        for cut in cuts:
            wished = wishes.joined(cut.wishes)
            piece = text[cut.start : cut.end]
            if self.off or wished.skip:
                self._leave(Left("skipped", piece))
                continue
            level = 0
            headings = () if self.in_footnotes else tuple(name for _, name in self.path)
            if cut.kind is Kind.HEADING:
                level = int(self.parse.elements[place.index].tag[1])
                self.path.append((level, piece))
            heading = -1 if self.in_footnotes else self.heading
            self.parse.drafts.append(
                Draft(
                    place,
                    cut.start,
                    cut.end,
                    piece,
                    cut.kind,
                    wished,
                    headings,
                    heading,
                    level,
                    top and cut.kind is Kind.PARAGRAPH,
                )
            )
