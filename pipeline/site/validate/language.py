"""Rules on the languages of a page's parts: marked where they change, and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pipeline.model import Severity
from pipeline.site.validate.known import Known
from pipeline.site.validate.language_tags import direction_of
from pipeline.site.validate.page import Fault, Page, Run
from pipeline.site.validate.scripts import expected_script, letters_in, share_of

FEWEST_WORDS: Final = 3
"""A text of fewer words may well be the same in two languages: a name, a term."""
_SAMPLE: Final = 600
_LEAST_SHARE: Final = 0.6


@dataclass(frozen=True, slots=True)
class Passages:
    """What the pipeline knows of the passages on a page: their words, without markup."""

    foreign: frozenset[str] = frozenset()
    """Shown in the source language."""
    translated: frozenset[str] = frozenset()


def redundant(page: Page, known: Known) -> Iterator[Fault]:
    """A part says its language only where it differs from what is around it."""
    for tag, at, lang in page.nested:
        message = f'<{tag.name} lang="{lang}"> stands in text that is `{lang}` already'
        yield Fault("lang-redundant", at, message, "leave the attribute out")


def script(page: Page, known: Known) -> Iterator[Fault]:
    """Most letters of a page are of the script that its language is written in."""
    tongue = known.tongues.get(page.lang)
    wanted = (tongue.script if tongue else "") or expected_script(page.lang)
    if not wanted:
        return
    pieces, length = [], 0
    for run in _own(page):
        pieces.append(run.text)
        length += len(run.text)
        if length > _SAMPLE:
            break
    text = " ".join(pieces)
    share = share_of(wanted, text)
    if letters_in(text) >= 100 and share < _LEAST_SHARE:
        message = f"{share:.0%} of the letters are of the script that `{page.lang}` is written in"
        hint = "is it in that language, and is what is not marked by `lang`?"
        yield Fault("script-unexpected", page.html_at, message, hint)


def _own(page: Page) -> Iterator[Run]:
    """The text in the page's own language: its article's, or all where there is none."""
    for block in page.body or page.blocks:
        for run in block.runs:
            if not run.frame.foreign and not run.frame.code:
                yield run


_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
# A number right behind Arabic words is drawn into them and changes its side.
_AFTER_RTL = re.compile(rf"[{_RTL}][\u0300-\u036f]*[\s(\[]*[-+]?\d")
# A sign at the edge of Latin letters jumps to their other end: C++ becomes ++C.
_LATIN_EDGE = re.compile(r"[A-Za-z0-9][+#]+(?![\w+#])|(?<![\w.])[.$#@](?=[A-Za-z])")


def isolation(page: Page, known: Known) -> Iterator[Fault]:
    """Words of the other direction that end at signs or numbers are isolated."""
    if (page.direction or "ltr") != direction_of(page.lang):
        return  # told, and everything else follows from it
    if page.direction == "rtl":
        for run in _mixed(page, "rtl") if _LATIN_EDGE.search(page.words) else ():
            if match := _LATIN_EDGE.search(run.text):
                yield _loose(run, match.start(), match[0])
    elif _AFTER_RTL.search(page.words):
        for run in _mixed(page, "ltr"):
            if match := _AFTER_RTL.search(run.text):
                yield _loose(run, match.start(), match[0])


def _mixed(page: Page, direction: str) -> Iterator[Run]:
    for block in page.blocks:
        for run in block.runs:
            frame = run.frame
            if not frame.isolated and not frame.code and (frame.direction or "ltr") == direction:
                yield run


def _loose(run: Run, at: int, text: str) -> Fault:
    message = f"`{text}` stands in text of the other direction, and is drawn in another order"
    return Fault("bidi-unisolated", run.at + at, message, "put the words into <bdi>")


def passages(page: Page, told: Passages) -> Iterator[Fault]:
    """Every passage in the source language is marked so, and no translation is."""
    for block in page.body:
        text = block.text
        if (text in told.foreign) == (text in told.translated):
            continue
        if text in told.foreign and any(map(_bare, block.runs)):
            yield _unmarked(block.runs[0], text, page, None)
        elif text in told.translated and all(run.frame.foreign for run in block.runs):
            lang = block.runs[0].frame.lang
            message = f"`{_short(text)}` is a translation, and marked as `{lang}`"
            yield Fault("translation-marked", block.runs[0].at, message)


def _bare(run: Run) -> bool:
    """Whether a text claims to be in the page's own language."""
    return not run.frame.foreign and not run.frame.code


def shared_words(source: Page) -> frozenset[str]:
    """The texts of the source page that would be foreign on any other."""
    return frozenset(
        [
            text
            for block in source.blocks
            for run in block.runs
            if _bare(run)
            and run.text.count(" ") >= FEWEST_WORDS - 1
            and _words(text := run.text.strip())
        ]
    )


def unmarked(page: Page, source: Page, theirs: frozenset[str], exact: bool) -> Iterator[Fault]:
    """Nothing that stands on the source page too stands here without its language.

    A guess: a name may be the same in both. Where the passages are known it looks at the page's
    frame alone.
    """
    inside = {id(block) for block in page.body} if exact else set()
    for block in page.blocks:
        for run in block.runs:
            text = run.text.strip()
            if text in theirs and _bare(run) and id(block) not in inside:
                yield _unmarked(run, text, source, Severity.WARNING)


def _words(text: str) -> bool:
    """Whether a text has enough words of letters to belong to a language."""
    return sum(any(sign.isalpha() for sign in word) for word in text.split()) >= FEWEST_WORDS


def _unmarked(run: Run, text: str, source: Page, severity: Severity | None) -> Fault:
    lang = source.lang if severity else "en"
    message = f"`{_short(text)}` is in the source language, and not marked so"
    hint = f'put lang="{lang}" on the element around it'
    return Fault("english-unmarked", run.at, message, hint, severity, detail=text)


def interface(page: Page, translated: Mapping[str, str]) -> Iterator[Fault]:
    """No string of the page's frame is English where the interface catalog has a translation."""
    inside = {id(block) for block in page.body}
    for block in page.blocks:
        if id(block) in inside:
            continue
        for run in filter(_bare, block.runs):
            text = run.text.strip()
            wanted = translated.get(text)
            if wanted and wanted != text:
                message = f"`{_short(text)}` is English, but the interface catalog has `{wanted}`"
                yield Fault("interface-english", run.at, message, detail=text)


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57].rstrip() + "…"
