"""From the text of a source file to an `Article`."""

from __future__ import annotations

import contextlib
import re
from collections import defaultdict
from dataclasses import replace

from pipeline.article.bounding import DEFAULT, check_article, deepest_line, is_suspect
from pipeline.article.directives import DirectiveError
from pipeline.article.front_matter import read_front_matter
from pipeline.article.places import Draft, Parse, footnote_extension
from pipeline.article.segmenting import dissect
from pipeline.article.stages import forget_parser, parser
from pipeline.article.wording import EDGE, normal_form
from pipeline.bounded import Ended, run_bounded
from pipeline.config import Bounds, Dialect
from pipeline.errors import ArticleError, PipelineError
from pipeline.model import Article, Kind, Left, Role, Scope, Segment

RULES_VERSION = 1
"""Of extraction: raised when the same article would give other segments."""


SECONDS, BYTES_A_SECOND = 1.0, 100_000
"""Processor time that an article may take, and how many bytes give it one second more."""
MEMORY = 384 << 20


def read_article(
    name: str, path: str, text: str, dialect: Dialect, bounds: Bounds = DEFAULT
) -> Article:
    r"""The article that a source file holds, its segments in reading order.

    Law: the same text gives the same article, whatever was read before.

    >>> article = read_article("tea", "source/tea.md", "# Tea\n\nDrink *it*.\n", Dialect())
    >>> [(segment.kind.value, segment.msgid) for segment in article.segments]
    [('heading', 'Tea'), ('paragraph', 'Drink *it*.')]
    """
    return read_parsed(name, path, text, dialect, bounds)[0]


def read_parsed(
    name: str, path: str, text: str, dialect: Dialect, bounds: Bounds
) -> tuple[Article, Parse]:
    """The article, and the state in which this thread's parser is now."""
    check_article(text, path, bounds)
    if is_suspect(text):
        _try(path, text, dialect)
    return _read(name, path, text, dialect, bounds)


def _try(path: str, text: str, dialect: Dialect) -> None:
    """Read and compile an article in a child process, and refuse it where that has no end."""
    seconds = round(SECONDS + len(text) / BYTES_A_SECOND, 1)
    try:
        run_bounded(_attempt, (path, text, dialect), seconds, MEMORY)
    except Ended as ended:
        if "nested" in ended.message:
            raise too_deep(text, path) from None
        raise ArticleError(
            f"the Markdown parser does not come to an end with it: {ended.message}",
            path=path,
            hint="take the article apart to find the passage, and write that more simply",
        ) from None


def _attempt(task: tuple[str, str, Dialect]) -> None:
    from pipeline.article.compiling import compile_article

    path, text, dialect = task
    # What is wrong with the article otherwise is said where it is read for use.
    with contextlib.suppress(ArticleError):
        compile_article(_read("", path, text, dialect, DEFAULT)[0], dialect)


def _read(
    name: str, path: str, text: str, dialect: Dialect, bounds: Bounds
) -> tuple[Article, Parse]:
    parse = parse_article(path, text, dialect)
    segments = _segments(parse, "nl2br" in dialect.extensions)
    for segment in segments:
        if len(segment.text) > bounds.segment_chars:
            where = text.find(segment.text.split("\n")[0])
            raise ArticleError(
                f"one passage has {len(segment.text):,} characters, and "
                f"{bounds.segment_chars:,} are allowed",
                path=path,
                line=text.count("\n", 0, max(where, 0)) + 1,
                hint="make several paragraphs of it",
            )
    article = Article(
        name=name,
        path=path,
        text=text,
        meta=parse.front.meta,
        segments=segments,
        left=_left(parse, text),
        scope=scope_of(parse),
    )
    return article, parse


def _left(parse: Parse, text: str) -> tuple[Left, ...]:
    """What is left out, each with the line where its text is found.

    Segments and what is left out are looked for in one go, in their order: cheap, and right as
    long as nothing is moved. What is not found on the way has no line.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    placed: list[Left] = []
    position = counted = number = 0
    line = 1
    for one, before in zip(parse.left, parse.order, strict=True):
        for draft in parse.drafts[number:before]:
            at = plain.find(draft.text.split("\n")[0], position)
            position = at + 1 if at >= 0 else position
        number = before
        first = next((part for part in one.text.split("\n") if part.strip()), "").strip()
        at = plain.find(first, position)
        if at < 0 or not first:
            placed.append(one)
            continue
        line += plain.count("\n", counted, at)
        counted, position = at, at + len(first)
        placed.append(replace(one, line=line))
    return tuple(placed)


def parse_article(path: str, text: str, dialect: Dialect) -> Parse:
    """The parser's state after the front half, with every segment's place."""
    front = read_front_matter(text, path)
    md = parser(dialect)
    try:
        return dissect(md, text, front, dialect)
    except PipelineError:
        raise
    except DirectiveError as error:
        at = re.search(rf"<!--\s*l10n:\s*{error.word}\b", text, re.IGNORECASE)
        line = len(re.findall(r"\r\n|\r|\n", text[: at.start()])) + 1 if at else 0
        raise ArticleError(error.message, path=path, line=line, hint=error.hint) from None
    except RecursionError:
        forget_parser(dialect)
        raise too_deep(text, path) from None
    except Exception as error:
        # A defect of the parser, or of an extension, must name the article and stop no other.
        forget_parser(dialect)
        raise gave_up(error, path) from error


def gave_up(error: Exception, path: str) -> ArticleError:
    """What to say where the parser, or an extension, failed."""
    return ArticleError(
        f"the Markdown parser gave up on it: {type(error).__name__}: {error}",
        path=path,
        hint="take the article apart to find the passage, and write that more simply",
    )


def too_deep(text: str, path: str) -> ArticleError:
    """What to say where the parser ran out of stack."""
    return ArticleError(
        "lists, quotes or definitions are nested too deeply to be read",
        path=path,
        line=deepest_line(text),
        hint="make them flatter, or put the lines in a fenced code block",
    )


def scope_of(parse: Parse) -> Scope:
    """What the fragments of the article may refer to."""
    notes = footnote_extension(parse.md)
    return Scope(
        references=tuple(
            (label, address, title or None)
            for label, (address, title) in parse.md.references.items()
        ),
        footnotes=tuple(notes.footnotes) if notes else (),
        abbreviations=tuple(parse.terms.items()),
    )


def _segments(parse: Parse, breaks: bool) -> tuple[Segment, ...]:
    drafts = parse.drafts
    msgids = [_msgid(draft, breaks) for draft in drafts]
    roles = _roles(drafts, msgids)
    contexts = _contexts(drafts, msgids, roles)
    # All segments below a heading stand under the same ones.
    headings = {path: tuple(map(normal_form, path)) for path in {one.headings for one in drafts}}
    return tuple(
        Segment(
            text=draft.text,
            msgid=msgid,
            kind=draft.kind,
            context=context,
            roles=role,
            headings=headings[draft.headings],
            note="\n".join(draft.wishes.notes),
            field=draft.place.name if draft.kind is Kind.FIELD else "",
            ignored=draft.wishes.ignored,
        )
        for draft, msgid, role, context in zip(drafts, msgids, roles, contexts, strict=True)
    )


def _msgid(draft: Draft, breaks: bool) -> str:
    if draft.kind is Kind.CODE:
        return draft.text
    if draft.kind is Kind.FIELD:
        return draft.text.strip(EDGE)
    return normal_form(draft.text, breaks=breaks and draft.kind is not Kind.HTML)


def _roles(drafts: list[Draft], msgids: list[str]) -> list[frozenset[Role]]:
    found: list[set[Role]] = [
        {Role.CRITICAL} if draft.wishes.critical else set() for draft in drafts
    ]
    title = next(
        (n for n, one in enumerate(drafts) if one.place.name == "title" and one.kind is Kind.FIELD),
        None,
    )
    heading = next((n for n, one in enumerate(drafts) if one.level == 1), None)
    if title is not None:
        found[title].add(Role.TITLE)
    if heading is not None and (title is None or msgids[title] == msgids[heading]):
        found[heading].add(Role.TITLE)
    for number, draft in enumerate(drafts):
        if draft.level >= 2:
            break
        if draft.top:
            found[number].add(Role.LEAD)
            break
    return [frozenset(one) for one in found]


def _contexts(
    drafts: list[Draft], msgids: list[str], roles: list[frozenset[Role]]
) -> list[str | None]:
    """One context a segment: the author's, or the kind where one text has several kinds."""
    kinds: dict[str, set[Kind]] = defaultdict(set)
    shown: list[Kind] = []
    for draft, msgid, role in zip(drafts, msgids, roles, strict=True):
        # The title of the front matter and the first heading are one unit where they are one text.
        same = (
            Role.TITLE in role
            and draft.kind is Kind.FIELD
            and any(
                Role.TITLE in other_role and other.kind is Kind.HEADING
                for other, other_role in zip(drafts, roles, strict=True)
            )
        )
        kind = Kind.HEADING if same else draft.kind
        shown.append(kind)
        if draft.wishes.context is None:
            kinds[msgid].add(kind)
    return [
        draft.wishes.context
        if draft.wishes.context is not None
        else kind.value
        if len(kinds[msgid]) > 1 and kind is not Kind.PARAGRAPH
        else None
        for draft, msgid, kind in zip(drafts, msgids, shown, strict=True)
    ]
