"""The text of one place in the tree, cut into what a translator sees and what stays as it is."""

from __future__ import annotations

import re

from markdown.extensions.attr_list import AttrListTreeprocessor, get_attrs_and_remainder

from pipeline.article.directives import COMMENT, NO_WISHES, Wishes, directives_in
from pipeline.article.html_blocks import ATTRIBUTE, ATTRIBUTES, Cut, cut_html
from pipeline.article.wording import EDGE, has_letters, has_words, without_code
from pipeline.model import Kind, Left

PLACEHOLDER = re.compile("\x02[^\x03]*\x03")
"""What stands in the tree for something that an extension took out."""

STASHED = re.compile("\x02wzxhzdk:([0-9]+)\x03")

UNREAD_FENCE = "a fence that is not read as one"
"""What is left out where code was meant, and a reader gets its signs as text."""

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

_FENCE = re.compile(r"^[ ]*(?:```|~~~)", re.MULTILINE)

_LONE_IMAGE = re.compile(
    r"(?P<link>\[)?!\[(?P<alt>[^\[\]\\`\n]*)\]"
    r"\((?P<src>[^\s()<>]+)(?:[ ]+\"(?P<title>[^\"\\`\n]*)\")?\)(?(link)\]\([^\s()]+\))"
    r"(?P<list>\{:?[ ]*[^}\n ][^}\n]*\})?"
)


def cut_markdown(
    text: str, kind: Kind, tag: str, *, attributes: bool, block: bool
) -> tuple[list[Cut], list[Left]]:
    r"""The segments of a Markdown text, by offset, and what is left out of translation.

    Attribute lists at the end, edge space and placeholders stay outside.

    >>> [(cut.start, cut.end) for cut in
    ...     cut_markdown("Tea {#tea}", Kind.HEADING, "h2", attributes=True, block=True)[0]]
    [(0, 3)]
    """
    cuts: list[Cut] = []
    left: list[Left] = []
    # Most texts have none of these signs; looking for one costs less than any expression.
    end = _without_attributes(text, tag) if attributes and block and "{" in text else len(text)
    start = 0
    held = PLACEHOLDER.finditer(text, 0, end) if "\x02" in text else ()
    for match in [*held, None]:
        stop = match.start() if match else end
        if stop > start:
            _cut_region(text, start, stop, kind, cuts, left)
        if match:
            start = match.end()
    fenced = "```" in text or "~~~" in text
    if fenced and (fence := _FENCE.search(text, 0, end)):
        # Most likely code that the dialect does not see as such: info words, or an indent.
        left = [one for one in left if not _FENCE.match(one.text)]
        left.append(Left(UNREAD_FENCE, text[fence.start() :].strip()))
    for attribute in ATTRIBUTE.finditer(text, end) if end < len(text) else ():
        value = attribute["double"] or attribute["single"] or ""
        what = ATTRIBUTES.get(attribute["name"].lower())
        if what and has_letters(value):
            cuts.append(Cut(*attribute.span("double" if attribute["double"] else "single"), what))
    return cuts, left


def _without_attributes(text: str, tag: str) -> int:
    """Where the text ends when the block's own attribute list is cut off."""
    heading = tag in HEADINGS
    like_heading = heading or tag in ("dt", "td", "th")
    pattern = AttrListTreeprocessor.HEADER_RE if like_heading else AttrListTreeprocessor.BLOCK_RE
    match = pattern.search(text)
    if not match or get_attrs_and_remainder(match[1])[1]:
        return len(text)
    return len(text[: match.start()].rstrip("#")) if heading else match.start()


def _cut_region(
    text: str, start: int, end: int, kind: Kind, cuts: list[Cut], left: list[Left]
) -> None:
    start, end = _trimmed(text, start, end)
    wishes = NO_WISHES
    if "<!--" in text:
        start, end, wishes = _without_directives(text, start, end)
    if start == end:
        return
    if "l10n:" in text[start:end]:
        for one in directives_in(without_code(text[start:end])):
            wishes = wishes.with_directive(one)
    image = _LONE_IMAGE.fullmatch(text, start, end) if "![" in text else None
    if image:
        for group, what in (("alt", Kind.ALT), ("title", Kind.TOOLTIP)):
            first, last = _trimmed(text, *image.span(group)) if image[group] else (0, 0)
            if has_letters(text[first:last]):
                cuts.append(Cut(first, last, what, wishes))
    elif has_words(text[start:end]):
        cuts.append(Cut(start, end, kind, wishes))
    else:
        # Tags without words around them may still say something in their attributes.
        tags = without_code(text[start:end])
        inner = [cut for cut in cut_html(tags)[0] if cut.kind is not Kind.HTML]
        for cut in inner:
            cuts.append(Cut(start + cut.start, start + cut.end, cut.kind, wishes))
        if not inner:
            left.append(Left("no words", text[start:end]))


def _without_directives(text: str, start: int, end: int) -> tuple[int, int, Wishes]:
    """The region without the author's comments at both ends, and what they ask for."""
    wishes = NO_WISHES
    while directive := COMMENT.match(text, start, end):
        for one in directives_in(directive[0]):
            wishes = wishes.with_directive(one)
        start, end = _trimmed(text, directive.end(), end)
    while text.endswith("-->", start, end) and (at := text.rfind("<!--", start, end)) >= start:
        directives = directives_in(text[at:end])
        if not directives:
            break
        for one in directives:
            wishes = wishes.with_directive(one)
        start, end = _trimmed(text, start, at)
    return start, end, wishes


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in EDGE:
        start += 1
    while end > start and text[end - 1] in EDGE:
        end -= 1
    return start, end
