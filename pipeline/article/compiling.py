"""From an article to its skeleton: parsed once, filled in every language.

Each segment is replaced by a token, the rest of the parser runs over that, and the HTML is cut at
the tokens. The article's own page is made the ordinary way beside it, and tells what stands in each
hole when nothing is translated.
"""

from __future__ import annotations

import hashlib
import xml.etree.ElementTree as etree
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import markdown
from markdown.util import AtomicString, code_escape

from pipeline.article.bounding import check_depth
from pipeline.article.fitting import fit, mark_holes, with_own
from pipeline.article.front_matter import read_front_matter
from pipeline.article.pieces import HEADINGS
from pipeline.article.places import CODE, Draft, Parse, footnote_extension, places, text_at
from pipeline.article.reading import gave_up, parse_article, scope_of, too_deep
from pipeline.article.rendering import RENDERING_VERSION, Fragment, Renderer
from pipeline.article.skeleton import BACK_LINK, Hole, Piece, Section, Skeleton
from pipeline.article.stages import (
    back_half,
    fingerprint,
    forget_parser,
    front_half,
    named,
    of_the_parser,
    parser,
)
from pipeline.article.tokens import BACK, OWN, SEGMENT, WORD, Tokens
from pipeline.config import Dialect
from pipeline.errors import PipelineError
from pipeline.model import Article

SKELETON_VERSION = 1


def compile_article(
    article: Article, dialect: Dialect, renderer: Renderer | None = None
) -> Skeleton:
    """The skeleton of an article.

    Law: filled with the article's own texts it is what `markdown.markdown` makes of the article.
    """
    try:
        return _compile(article, dialect, renderer or Renderer(dialect))
    except RecursionError:
        forget_parser(dialect)
        raise too_deep(article.text, article.path) from None
    except PipelineError:
        raise
    except Exception as error:
        # A defect of the parser, or of an extension, must name the article and stop no other.
        forget_parser(dialect)
        raise gave_up(error, article.path) from error


def _compile(article: Article, dialect: Dialect, renderer: Renderer) -> Skeleton:
    expected, ids, notes = _own_page(article, dialect)
    check_depth(expected, article.text, article.path)
    parse = parse_article(article.path, article.text, dialect)
    tokens = Tokens.for_text(article.text)
    words = _put_tokens(parse, tokens)
    text = _words_of(article, dialect)
    page, contents = _page_of_tokens(parse, tokens, ids, notes, words, text)
    scope = scope_of(parse)
    texts = [Fragment(one.text, one.kind) for one in (*parse.drafts, *parse.silent)]
    alone = renderer.render(texts, scope)
    silent = alone[len(parse.drafts) :]
    pieces = list(mark_holes(_holes(tokens, page, words, silent)))
    fitted = fit(pieces, expected, alone)
    skeleton = Skeleton(
        pieces=tuple(fitted or (with_own(one, alone) for one in pieces)),
        sections=tuple(
            Section(
                level,
                anchor,
                tuple(with_own(one, alone) for one in _holes(tokens, name, words, silent)),
            )
            for level, anchor, name in contents
        ),
        anchors=tuple(
            ids[one.heading] if 0 <= one.heading < len(ids) else "" for one in parse.drafts
        ),
        texts=tuple(one.text for one in parse.drafts),
        kinds=tuple(one.kind for one in parse.drafts),
        scope=scope,
        titles=_named(parse.drafts, "reference"),
        expansions=_named(parse.drafts, "abbreviation"),
        whole=None if fitted is not None else expected,
    )
    seal = f"{SKELETON_VERSION} {RENDERING_VERSION} {fingerprint(dialect)} {skeleton!r}"
    digest = hashlib.sha256(seal.encode("utf-8", "surrogatepass")).hexdigest()
    return replace(skeleton, digest=digest)


def _own_page(article: Article, dialect: Dialect) -> tuple[str, list[str], dict[str, Any]]:
    """The page in the article's own words, the ids of its headings, and its footnotes' counts."""
    md = parser(dialect)
    body = article.text[read_front_matter(article.text, article.path).body :]
    headings: list[etree.Element] = []
    hooks = {"toc": lambda root: headings.extend(_headings(root))}
    page = back_half(md, front_half(md, body), hooks, _words_of(article, dialect))
    notes = footnote_extension(md)
    counts = (
        {"found_refs": dict(notes.found_refs), "footnote_order": list(notes.footnote_order)}
        if notes
        else {}
    )
    return page, [str(heading.get("id") or "") for heading in headings], counts


def _words_of(article: Article, dialect: Dialect) -> str | None:
    """The text that all words of the page come from; extensions of others may bring in more."""
    return article.text if of_the_parser(dialect) else None


def _headings(root: etree.Element) -> list[etree.Element]:
    return [element for element in root.iter() if element.tag in HEADINGS]


def _put_tokens(parse: Parse, tokens: Tokens) -> list[str]:
    """Put a token in the place of each segment; what comes back are the renderer's own words."""
    blocks = parse.md.htmlStash.rawHtmlBlocks
    for place, ones in places([*parse.drafts, *parse.silent]):
        text = text_at(parse, place)
        for number, draft in reversed(ones):
            order = number - len(parse.drafts)
            token = tokens.make(SEGMENT, number) if order < 0 else tokens.make(OWN, order)
            text = text[: draft.start] + token + text[draft.end :]
        if place.store in ("code", "fence"):
            text = code_escape(text)
            text = text.replace(chr(34), "&quot;") if place.store == "fence" else text
        match place.store:
            case "text" | "tail":
                element = parse.elements[place.index]
                held = isinstance(getattr(element, place.store), AtomicString)
                setattr(element, place.store, AtomicString(text) if held else text)
            case "code":
                parse.elements[place.index].text = AtomicString(text)
            case "attribute":
                parse.elements[place.index].set(place.name, text)
            case "stash":
                blocks[place.index] = text
            case "fence":
                entry = str(blocks[place.index])
                code = CODE.search(entry)
                assert code is not None
                blocks[place.index] = entry[: code.start("code")] + text + entry[code.end("code") :]
    words = []
    for element in parse.words:
        words.append(str(element.text))
        element.text = tokens.make(WORD, len(words) - 1)
    links = (one for one in parse.root.iter("a") if one.get("class") == "footnote-backref")
    for number, link in enumerate(links, 1):
        notes = footnote_extension(parse.md)
        if notes and link.get("title") == BACK_LINK.format(number=number):
            link.set("title", tokens.make(BACK, number))
    return words


def _page_of_tokens(
    parse: Parse,
    tokens: Tokens,
    ids: list[str],
    counts: dict[str, Any],
    words: list[str],
    text: str | None,
) -> tuple[str, list[tuple[int, str, str]]]:
    """The HTML with tokens in it, and the headings as (level, id, name with tokens)."""
    md = parse.md
    notes = footnote_extension(md)
    headings: list[etree.Element] = []

    def give_ids(root: etree.Element) -> None:
        headings.extend(_headings(root))
        for heading, anchor in zip(headings, ids, strict=False):
            if anchor and "id" not in heading.attrib:
                heading.set("id", anchor)

    def give_counts(root: etree.Element) -> None:
        # What the article's own references counted: tokens refer to nothing.
        for name, count in counts.items():
            setattr(notes, name, count)

    hooks = {"toc": give_ids, "footnote-duplicate": give_counts, "footnote-reorder": give_counts}
    with _named_contents(md, tokens, words):
        page = back_half(md, parse.root, hooks, text)
    if "toc" in md.treeprocessors:
        flat = _flat(getattr(md, "toc_tokens", []))
        found = [(one["level"], one["id"], tokens.as_names(one["name"])) for one in flat]
    else:
        found = [
            (int(one.tag[1]), one.get("id") or "", tokens.as_names("".join(one.itertext())))
            for one in headings
            if one.get("id")
        ]
    return page, found


@contextmanager
def _named_contents(md: markdown.Markdown, tokens: Tokens, words: list[str]) -> Iterator[None]:
    """While it lasts, a table of contents in the text holds names, not whole headings.

    Its title and that of links beside headings are words of the renderer, added to `words`.
    """
    contents: Any = named(md.treeprocessors, "toc")
    build = getattr(contents, "build_toc_div", None)
    if build is None:
        yield
        return

    def build_with_names(items: list[dict[str, Any]]) -> etree.Element:
        for item in _flat(items):
            item["name"] = tokens.as_names(item["name"])
        made: etree.Element = build(items)
        return made

    said = {name: getattr(contents, name, "") for name in ("title", "permalink_title")}
    contents.build_toc_div = build_with_names
    for name, word in said.items():
        if word:
            words.append(word)
            setattr(contents, name, tokens.make(WORD, len(words) - 1))
    try:
        yield
    finally:
        del contents.build_toc_div
        for name, word in said.items():
            setattr(contents, name, word)


def _flat(items: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for item in items:
        yield item
        yield from _flat(item["children"])


def _holes(tokens: Tokens, page: str, words: list[str], silent: list[str]) -> list[Piece]:
    pieces: list[Piece] = []
    for part in tokens.split(page):
        if isinstance(part, str):
            pieces.append(part)
        else:
            what, number = part
            listed = {WORD: words, OWN: silent}.get(what)
            pieces.append(Hole(what, number, text=listed[number] if listed else ""))
    return pieces


def _named(drafts: list[Draft], store: str) -> tuple[tuple[str, int], ...]:
    return tuple(
        (draft.place.name, number)
        for number, draft in enumerate(drafts)
        if draft.place.store == store
    )
