"""The pass over a page's tags: what is open, whose words they are, and what does not fit."""

from __future__ import annotations

from functools import lru_cache
from html import unescape
from itertools import accumulate
from typing import Final

from pipeline.site.validate import elements
from pipeline.site.validate.attributes import wrong_with
from pipeline.site.validate.page import Block, Fault, Frame, Heading, Link, Run
from pipeline.site.validate.tokens import ALONE, END, OTHER, RAW, START, Tag, cut, understand

DEEPEST: Final = 64
"""How far outwards an end tag is looked for; a browser gives up at 512."""

MOST_RUNS: Final = 200
"""How many stretches of text name a heading or a link: enough for any honest one."""

_ROOT: Final = Tag("", OTHER, "", {})


@lru_cache(maxsize=1 << 13)
def understood(raw: str) -> Tag:
    """The tag that a piece of markup is, with its faults."""
    # Spellings of tags, remembered over the pages of a site: nine of ten were seen before.
    tag = understand(raw)
    tag.faults = wrong_with(tag)
    tag.traits = bool(
        tag.faults or tag.references or "id" in tag.attributes or tag.name in elements.ASKED_FOR
    )
    return tag


class Walk:
    """One pass: what is open, and what was found so far."""

    def __init__(self, text: str) -> None:
        self.text = text
        parts = cut(text)
        starts = [0, *accumulate(map(len, parts))]
        self.texts, self.text_places = parts[0::2], starts[0::2]
        self.tags, self.places = [understood(raw) for raw in parts[1::2]], starts[1::2]
        self.places.append(len(text))
        self.frame = Frame("")
        self.stack = [_ROOT]
        self.open: list[tuple[int, Frame, Tag, int, int, int]] = []
        """Depth, outer frame, tag, its place, the number of runs and of images before it."""
        self.html: tuple[Tag, int] | None = None
        self.title: tuple[Tag, int] | None = None
        self.lang = ""
        self.counts = dict.fromkeys(("html", "head", "body", "main", "h1"), 0)
        self.runs: list[Run] = []
        self.blocks: list[Block] = []
        self.block: Block | None = None
        self.headings: list[Heading] = []
        self.links: list[Link] = []
        self.buttons: list[Link] = []
        self.nested: list[tuple[Tag, int, str]] = []
        self.landmarks: list[tuple[str, str, int]] = []
        self.stray: list[Fault] = []
        self.images = 0
        """Images with a text so far: they name a link as words do."""

    def walk(self) -> None:
        """Go over text and tags once, and keep what is open."""
        stack = self.stack
        for text, begin, tag, at in zip(
            self.texts, self.text_places, self.tags, self.places, strict=False
        ):
            if text and not text.isspace():
                self.words(text, begin)
            kind = tag.kind
            if kind == END:
                if tag.block:
                    self.block = None
                if stack[-1].name == tag.name:
                    if stack.pop().marked:
                        self.close(len(stack))
                else:
                    self.mend(tag, at)
            elif kind == START:
                top = stack[-1]
                while top.name in tag.closes:
                    if stack.pop().marked:
                        self.close(len(stack))
                    top = stack[-1]
                if tag.parents is not None or top.children is not None:
                    self.place(tag, top, at)
                if tag.block:
                    self.block = None
                elif tag.inline and self.block is not None:
                    self.block.inline.append(tag.name)
                if tag.marked:
                    self.enter(tag, at)
                stack.append(tag)
            elif kind != OTHER:
                self.alone(tag, at)
            if tag.torn:
                self.complain(tag, at)
        if self.texts[-1] and not self.texts[-1].isspace():
            self.words(self.texts[-1], self.text_places[-1])
        self.finish()

    def words(self, text: str, at: int) -> None:
        """Text that is not only white space."""
        if "<" in text:
            message = "`<` stands in the text as it is"
            self.wrong("tag-unbalanced", at + text.index("<"), message, "write `&lt;`")
        block = self.block
        if block is None:
            top = self.stack[-1]
            self.block = block = Block(top.name, at)
            self.blocks.append(block)
            if top.children is not None and top.name not in ("html", "head"):
                self.misplaced(f"text stands directly in <{top.name}>", at)
        run = Run(unescape(text) if "&" in text else text, at, self.frame)
        block.runs.append(run)
        self.runs.append(run)

    def alone(self, tag: Tag, at: int) -> None:
        """An element without content of its own to walk through."""
        top = self.stack[-1]
        if tag.parents is not None or top.children is not None:
            self.place(tag, top, at)
        if tag.name == "img":
            self.images += bool(tag.attributes.get("alt", "").strip())
            if self.block is not None:
                self.block.inline.append("img")
        elif tag.kind == RAW:
            if tag.name == "title" and self.title is None:
                self.title = (tag, at)  # that of a drawing comes later
            elif tag.name == "textarea":
                self.block = None
        elif tag.name == "hr":
            self.block = None
        elif tag.kind == ALONE and tag.name not in elements.VOID and not self.frame.code:
            message = f"<{tag.name}/> does not close itself in HTML"
            self.wrong("tag-unbalanced", at, message, f"write <{tag.name}></{tag.name}>")

    def enter(self, tag: Tag, at: int) -> None:
        """Remember what has to be known at the end of this element."""
        outer, attributes, name = self.frame, tag.attributes, tag.name
        self.open.append((len(self.stack), outer, tag, at, len(self.runs), self.images))
        if name in self.counts:
            self.counts[name] += 1
            if name == "html" and self.html is None:
                self.html, self.lang = (tag, at), attributes.get("lang", "").lower()
        if tag.landmark:
            self.landmarks.append((*tag.landmark, at))
        if not tag.framing:
            return
        lang = attributes.get("lang", outer.lang)
        if lang and "lang" in attributes and lang == outer.lang and not _named_by(tag):
            self.nested.append((tag, at, lang))
        self.frame = Frame(
            lang,
            attributes.get("dir", outer.direction),
            lang.lower() != self.lang if "lang" in attributes else outer.foreign,
            outer.isolated or name == "bdi" or ("dir" in attributes and name != "html"),
            outer.hidden or attributes.get("aria-hidden") == "true" or name == "template",
            outer.code or name in elements.CODE or attributes.get("translate") == "no",
        )

    def close(self, depth: int) -> None:
        """The innermost remembered element ended: keep what is known of it."""
        while self.open and self.open[-1][0] >= depth:
            _, self.frame, tag, at, before, images = self.open.pop()
            name = tag.name
            if name in elements.HEADINGS:
                text = _text(self.runs[before : before + MOST_RUNS]) or (
                    "?" if self.images > images else ""
                )
                identity = tag.attributes.get("id", "")
                self.headings.append(Heading(elements.HEADINGS[name], text, identity, at))
            elif name in ("a", "button"):
                self.named(tag, at, before, images)

    def named(self, tag: Tag, at: int, before: int, images: int) -> None:
        """A link or a button ended: its name is its words, or what its attributes say."""
        attributes = tag.attributes
        name = _text(
            [run for run in self.runs[before : before + MOST_RUNS] if not run.frame.hidden]
        )
        name = name or attributes.get("aria-label", "") or attributes.get("title", "")
        if not name and (self.images > images or "aria-labelledby" in attributes):
            name = "?"
        link = Link(attributes.get("href", ""), name, at, tag, self.frame.hidden)
        (self.links if tag.name == "a" else self.buttons).append(link)

    def place(self, tag: Tag, top: Tag, at: int) -> None:
        """Complain where an element may not stand in the one around it."""
        if top.children is not None:
            # The tags of head and body may be left out: anything may seem to stand in html.
            if tag.name not in top.children and top.name not in ("html", "head"):
                self.misplaced(f"<{tag.name}> stands directly in <{top.name}>", at)
        elif tag.parents is not None and top.name not in (*tag.parents, "template", ""):
            self.misplaced(f"<{tag.name}> stands in <{top.name}>", at)

    def misplaced(self, message: str, at: int) -> None:
        """Something stands where it may not."""
        hint = "a list holds only its items, a table only its rows and cells"
        self.wrong("child-misplaced", at, message, hint)

    def mend(self, tag: Tag, at: int) -> None:
        """An end tag that does not fit: end what is open up to its element, if there is one."""
        name, stack = tag.name, self.stack
        outermost = max(0, len(stack) - DEEPEST)
        depth = len(stack) - 1
        while depth > outermost and stack[depth].name != name:
            depth -= 1
        if depth <= outermost:
            self.wrong("tag-unbalanced", at, f"</{name}> ends nothing that is open", "delete it")
            return
        while len(stack) > depth:
            top = stack.pop()
            if top.name != name and top.name not in elements.OPTIONAL_END:
                message = f"<{top.name}> is still open where </{name}> stands"
                self.wrong("tag-unbalanced", at, message, f"write </{top.name}> before it")
            if top.marked:
                self.close(len(stack))

    def complain(self, tag: Tag, at: int) -> None:
        """A tag that is wrong in itself."""
        if tag.unclosed:
            self.wrong("tag-unbalanced", at, f"<{tag.name} … is never closed", "close it")
        else:
            message = f"<{tag.name}> has the attribute `{tag.repeated}` twice"
            self.wrong("tag-unbalanced", at, message, "keep one of them")

    def finish(self) -> None:
        """The page is over: whatever is open ends."""
        while len(self.stack) > 1:
            top = self.stack.pop()
            if top.name not in elements.OPTIONAL_END:
                message = f"<{top.name}> is never closed"
                self.wrong("tag-unbalanced", len(self.text), message, f"write </{top.name}>")
            if top.marked:
                self.close(len(self.stack))

    def wrong(self, rule: str, at: int, message: str, hint: str) -> None:
        """Keep a fault of the tags themselves."""
        self.stray.append(Fault(rule, at, message, hint))


def _text(runs: list[Run]) -> str:
    return " ".join("".join([run.text for run in runs]).split())


def _named_by(tag: Tag) -> bool:
    """Whether an element holds a name, which says its language wherever it stands."""
    return tag.name == "bdi" or tag.attributes.get("translate") == "no"
