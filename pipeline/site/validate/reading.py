"""From the text of a page to its facts, in one pass over its tags."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from itertools import accumulate
from typing import Final

from pipeline.site.validate import elements
from pipeline.site.validate.attributes import wrong_with
from pipeline.site.validate.page import Block, Fault, Frame, Heading, Link, Page, Placed, Run
from pipeline.site.validate.tokens import ALONE, END, OTHER, RAW, START, Tag, cut, understand

DEEPEST: Final = 200
"""Elements inside each other; a browser gives up at 512."""


# Spellings of tags, remembered over the pages of a site: nine of ten were seen before.
@lru_cache(maxsize=1 << 16)
def _understand(raw: str) -> Tag:
    tag = understand(raw)
    tag.faults = wrong_with(tag)
    return tag


_ROOT: Final = Tag("", OTHER, "", {})
_BODY: Final = ("article", "main", "body")


def read_page(path: str, data: bytes) -> Page:
    """The facts of one page.

    >>> page = read_page("a.html", b"<html lang=en><h1 id=tea>Tea <b>now</b></h1>")
    >>> page.lang, page.headings[0].text, page.ids
    ('en', 'Tea now', {'tea': 14})
    """
    text = data.decode("utf-8", "replace").removeprefix("\ufeff")
    return _Reading(path, text, len(data), _suspect(data)).page()


_CONTROLS: Final = bytes((*range(9), 11, *range(14, 32), 127))
_HIGH_CONTROL = re.compile(rb"\xc2[\x80-\x9f]")
_TURNING = re.compile(rb"\xe2\x80[\xaa-\xae]")


def _suspect(data: bytes) -> bool:
    """Whether bytes may hold a control or a damaged character: a look twenty times as fast."""
    return (
        len(data.translate(None, _CONTROLS)) != len(data)
        or b"\xef\xbf\xbd" in data
        or b"\xef\xb7" in data
        or _TURNING.search(data) is not None
        or _HIGH_CONTROL.search(data) is not None
    )


class _Reading:
    """The state of one pass: what is open, and what was found so far."""

    def __init__(self, path: str, text: str, size: int, suspect: bool) -> None:
        self.path, self.text, self.size = path, text, size
        self.parts = cut(text)
        self.starts = [0, *accumulate(map(len, self.parts))]
        self.tags = [_understand(raw) for raw in self.parts[1::2]]
        self.frame = Frame("")
        self.stack = [_ROOT]
        self.open: list[tuple[int, Frame, Tag, int, int, int]] = []
        """Depth, outer frame, tag, its place, the number of runs and of images before it."""
        self.runs: list[Run] = []
        self.blocks: list[Block] = []
        self.block: Block | None = None
        self.headings: list[Heading] = []
        self.links: list[Link] = []
        self.buttons: list[Link] = []
        self.named_tags: dict[str, list[Placed]] = {}
        self.faulty: list[Placed] = []
        self.referring: list[Placed] = []
        self.doubles: list[Placed] = []
        self.ids: dict[str, int] = {}
        self.suspect = suspect
        self.nested: list[tuple[Tag, int, str]] = []
        self.landmarks: list[tuple[str, str, int]] = []
        self.stray: list[Fault] = []
        self.images = 0
        """Images with a text so far: they name a link as words do."""
        first, last, self.is_article = _body(self.tags)
        self.body = first, last
        self.low = self.starts[2 * first + 1] if self.tags else 0
        self.high = self.starts[2 * last + 1] if self.tags else 0

    def page(self) -> Page:
        """Everything at once."""
        html = next((tag for tag in self.tags if tag.name == "html" and tag.kind == START), None)
        attributes = html.attributes if html else {}
        self.lang = attributes.get("lang", "").lower()
        self.walk()
        starts, (first, last), low, high = self.starts, self.body, self.low, self.high
        title = _title(self.tags)
        counts = dict.fromkeys(("html", "head", "body", "main", "h1"), 0)
        for tag in self.tags:
            if tag.name in counts and tag.kind == START:
                counts[tag.name] += 1
        self.sort()
        return Page(
            path=self.path,
            text=self.text,
            size=self.size,
            lang=attributes.get("lang", ""),
            direction=attributes.get("dir", ""),
            html_at=starts[2 * self.tags.index(html) + 1] if html else 0,
            doctype=_has_doctype(self.tags),
            counts=counts,
            title=None if title is None else unescape(self.tags[title].content).strip(),
            title_at=0 if title is None else starts[2 * title + 1],
            ids=self.ids,
            headings=tuple(self.headings),
            links=tuple(self.links),
            buttons=tuple(self.buttons),
            landmarks=tuple(self.landmarks),
            named={name: tuple(some) for name, some in self.named_tags.items()},
            faulty=tuple(self.faulty),
            referring=tuple(self.referring),
            doubles=tuple(self.doubles),
            suspect=self.suspect,
            blocks=tuple(self.blocks),
            nested=tuple(self.nested),
            inside=(low, high),
            is_article=self.is_article,
            body=tuple([block for block in self.blocks if low <= block.at < high]),
            shape=tuple(
                [
                    (tag.shape, starts[2 * index + 1])
                    for index, tag in enumerate(self.tags[first:last], first)
                    if tag.shape
                ]
            ),
            stray=tuple(self.stray),
        )

    def sort(self) -> None:
        """Lay the tags that have attributes ready for the rules that ask for them."""
        starts = self.starts
        for index, tag in enumerate(self.tags):
            attributes = tag.attributes
            if not attributes:
                continue
            placed = Placed(tag, starts[2 * index + 1])
            if tag.name in self.named_tags:
                self.named_tags[tag.name].append(placed)
            else:
                self.named_tags[tag.name] = [placed]
            if tag.faults:
                self.faulty.append(placed)
            if tag.references:
                self.referring.append(placed)
            if "id" in attributes:
                if attributes["id"] in self.ids:
                    self.doubles.append(placed)
                else:
                    self.ids[attributes["id"]] = placed.at

    def walk(self) -> None:
        """Go over text and tags once, and keep what is open."""
        parts, starts, stack = self.parts, self.starts, self.stack
        for index, tag in enumerate(self.tags):
            text = parts[2 * index]
            if text and not text.isspace():
                self.words(text, starts[2 * index])
            kind = tag.kind
            if kind == END:
                if tag.block:
                    self.block = None
                if stack[-1].name == tag.name:
                    top = stack.pop()
                    if top.marked:
                        self.close(len(stack))
                else:
                    self.mend(tag, starts[2 * index + 1])
            elif kind == START:
                while stack[-1].name in tag.closes:
                    if stack.pop().marked:
                        self.close(len(stack))
                top = stack[-1]
                if tag.parents is not None or top.children is not None:
                    self.place(tag, top, starts[2 * index + 1])
                if tag.block:
                    self.block = None
                elif tag.inline and self.block is not None:
                    self.block.inline.append(tag.name)
                if tag.marked:
                    self.enter(tag, starts[2 * index + 1])
                stack.append(tag)
            elif kind != OTHER:
                self.alone(tag, starts[2 * index + 1])
            if tag.repeated or tag.unclosed:
                self.torn(tag, starts[2 * index + 1])
        if parts[-1] and not parts[-1].isspace():
            self.words(parts[-1], starts[-2])
        self.finish()

    def words(self, text: str, at: int) -> None:
        """Text that is not only white space."""
        if "<" in text:
            here = at + text.index("<")
            self.stray.append(
                Fault("tag-unbalanced", here, "`<` stands in the text as it is", "write `&lt;`")
            )
        block = self.block
        if block is None:
            self.block = block = Block(self.stack[-1].name, at)
            self.blocks.append(block)
            if self.stack[-1].children is not None and self.stack[-1].name not in ("html", "head"):
                self.misplaced(f"text stands directly in <{self.stack[-1].name}>", at)
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
        elif tag.kind == ALONE and tag.name not in elements.VOID and not self.frame.code:
            message = f"<{tag.name}/> does not close itself in HTML"
            hint = f"write <{tag.name}></{tag.name}>"
            self.stray.append(Fault("tag-unbalanced", at, message, hint))
        elif tag.name == "hr" or (tag.kind == RAW and tag.name == "textarea"):
            self.block = None

    def enter(self, tag: Tag, at: int) -> None:
        """Remember what has to be known at the end of this element."""
        self.open.append((len(self.stack), self.frame, tag, at, len(self.runs), self.images))
        attributes, name = tag.attributes, tag.name
        landmark = elements.LANDMARKS.get(attributes.get("role", name))
        if landmark:
            label = attributes.get("aria-label", "").strip() or attributes.get(
                "aria-labelledby", ""
            )
            self.landmarks.append((landmark, label, at))
        outer = self.frame
        said = attributes.get("lang", "")
        if said and said == outer.lang and name != "bdi" and attributes.get("translate") != "no":
            self.nested.append((tag, at, said))
        lang = attributes.get("lang", outer.lang)
        self.frame = Frame(
            lang,
            attributes.get("dir", outer.direction),
            lang.lower() != self.lang if "lang" in attributes else outer.foreign,
            outer.isolated or name == "bdi" or ("dir" in attributes and name not in ("html",)),
            outer.hidden or attributes.get("aria-hidden") == "true" or name == "template",
            outer.code or name in elements.CODE or attributes.get("translate") == "no",
        )

    def close(self, depth: int) -> None:
        """The innermost remembered element ended: keep what is known of it."""
        while self.open and self.open[-1][0] >= depth:
            _, self.frame, tag, at, before, images = self.open.pop()
            name = tag.name
            if name in elements.HEADINGS:
                text = _text(self.runs[before:])
                identity = tag.attributes.get("id", "")
                self.headings.append(Heading(elements.HEADINGS[name], text, identity, at))
            elif name in ("a", "button"):
                self.named(tag, at, before, images)

    def named(self, tag: Tag, at: int, before: int, images: int) -> None:
        """A link or a button ended: its name is its words, or what its attributes say."""
        attributes = tag.attributes
        name = _text([run for run in self.runs[before:] if not run.frame.hidden])
        name = name or attributes.get("aria-label", "") or attributes.get("title", "")
        if not name and (self.images > images or "aria-labelledby" in attributes):
            name = "?"
        inside = self.low <= at < self.high
        link = Link(attributes.get("href", ""), name, at, tag, inside, self.frame.hidden)
        (self.links if tag.name == "a" else self.buttons).append(link)

    def place(self, tag: Tag, top: Tag, at: int) -> None:
        """Complain where an element may not stand in the one around it."""
        if top.children is not None and tag.name not in top.children:
            if top.name == "html" and tag.name not in ("html",):
                return  # head and body may be left out
            if top.name != "head":
                self.misplaced(f"<{tag.name}> stands directly in <{top.name}>", at)
        elif tag.parents is not None and top.name not in (*tag.parents, "template", ""):
            self.misplaced(f"<{tag.name}> stands in <{top.name}>", at)

    def misplaced(self, message: str, at: int) -> None:
        hint = "a list holds only its items, a table only its rows and cells"
        self.stray.append(Fault("child-misplaced", at, message, hint))

    def mend(self, tag: Tag, at: int) -> None:
        """An end tag that does not fit: end what is open up to its element, if there is one."""
        name = tag.name
        depth = next(
            (
                depth
                for depth in range(len(self.stack) - 1, max(0, len(self.stack) - DEEPEST), -1)
                if self.stack[depth].name == name
            ),
            0,
        )
        if not depth:
            message = f"</{name}> ends nothing that is open"
            self.stray.append(Fault("tag-unbalanced", at, message, "delete it"))
            return
        while len(self.stack) > depth:
            top = self.stack.pop()
            if top.name != name and top.name not in elements.OPTIONAL_END:
                message = f"<{top.name}> is still open where </{name}> stands"
                hint = f"write </{top.name}> before it"
                self.stray.append(Fault("tag-unbalanced", at, message, hint))
            if top.marked:
                self.close(len(self.stack))

    def torn(self, tag: Tag, at: int) -> None:
        """A tag that is wrong in itself."""
        if tag.unclosed:
            message = f"<{tag.name} … is never closed"
            self.stray.append(Fault("tag-unbalanced", at, message, "close it"))
        else:
            message = f"<{tag.name}> has the attribute `{tag.repeated}` twice"
            self.stray.append(Fault("tag-unbalanced", at, message, "keep one of them"))

    def finish(self) -> None:
        """The page is over: whatever is open ends."""
        end = len(self.text)
        while len(self.stack) > 1:
            top = self.stack.pop()
            if top.name not in elements.OPTIONAL_END:
                message = f"<{top.name}> is never closed"
                self.stray.append(Fault("tag-unbalanced", end, message, f"write </{top.name}>"))
            if top.marked:
                self.close(len(self.stack))


def _text(runs: list[Run]) -> str:
    return " ".join("".join([run.text for run in runs]).split())


def _has_doctype(tags: list[Tag]) -> bool:
    first = next((tag for tag in tags if tag.name != "!--"), None)
    return first is not None and first.content.lower().split() == ["<!doctype", "html>"]


def _title(tags: list[Tag]) -> int | None:
    """Which tag is the page's title; the title of a drawing is none."""
    return next((index for index, tag in enumerate(tags) if tag.name == "title"), None)


def _body(tags: list[Tag]) -> tuple[int, int, bool]:
    """The first and the last tag of the article itself, and whether it is known to be one.

    Between the marks that this program sets; failing them the first `article`, `main` or `body`.
    """
    marks = [
        index
        for index, tag in enumerate(tags)
        if tag.name == "!--" and tag.content.strip() in ("article", "/article")
    ]
    if len(marks) == 2:
        return marks[0], marks[1], True
    for name in _BODY:
        ends = [index for index, tag in enumerate(tags) if tag.name == name]
        if len(ends) > 1:
            return ends[0], ends[-1], name == "article"
    return 0, max(0, len(tags) - 1), False
