"""Generated articles and catalogs for the laws of this part.

`PIPELINE_FUZZ=100000 pytest tests/catalog` runs the same laws over that many examples.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from pipeline.catalog import format_catalog, make_template, read_catalog
from pipeline.locales import language
from pipeline.model import Article, Catalog, Entry, Kind, Segment

FRENCH = language("fr")
_FUZZ = int(os.environ.get("PIPELINE_FUZZ", "0"))


def law(examples: int) -> settings:
    """Settings for a law: so many examples in the suite, and as many as asked for in a fuzz run."""
    return settings(
        max_examples=_FUZZ or examples,
        deadline=None,
        derandomize=not _FUZZ,
        suppress_health_check=list(HealthCheck),
    )


HEADER = Entry(
    "",
    (
        "Project-Id-Version: a\nPO-Revision-Date: \nLast-Translator: A. Translator\n"
        "Language-Team: \nLanguage: fr\nMIME-Version: 1.0\n"
        "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n"
        "Plural-Forms: nplurals=2; plural=(n > 1);\n",
    ),
)

WORDS = re.findall(
    r"\S+",
    "take two tablets daily with green tea or water before bed Sleep is not 5 10 mg `dose` *soft*"
    ' [link](a.md) [link](b.md) “it’s” "it\'s" warm feet. Rest. Why? muscle twitch convulsion',
)

sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join)
wild = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), min_size=1, max_size=30
)
texts = sentences | sentences | sentences | wild
contexts = st.sampled_from([None, None, None, None, "heading", "list item", "menu"])
kinds = st.sampled_from([Kind.PARAGRAPH, Kind.PARAGRAPH, Kind.HEADING, Kind.ITEM])


@st.composite
def segments(draw: st.DrawFn) -> Segment:
    """One stretch of an article."""
    text = draw(texts)
    return Segment(
        text,
        text,
        draw(kinds),
        draw(contexts),
        headings=tuple(draw(st.lists(st.sampled_from(["Causes", "Tea"]), max_size=2))),
        note=draw(st.sampled_from(["", "", "", "Keep it short."])),
    )


def article(some: Sequence[Segment], name: str = "a") -> Article:
    """An article of these segments."""
    return Article(name, f"source/{name}.md", "", segments=tuple(some))


@st.composite
def edited(draw: st.DrawFn, before: Sequence[Segment]) -> list[Segment]:
    """The article after an author's work: moved, edited, split, joined, dropped, new."""
    after: list[Segment] = []
    for one in before:
        what = draw(st.sampled_from(["keep", "keep", "keep", "edit", "drop", "split", "style"]))
        words = one.msgid.split(" ")
        if what == "edit":
            words[draw(st.integers(0, len(words) - 1))] = draw(st.sampled_from(WORDS))
        if what == "style":
            words = one.msgid.replace("'", "’").replace(" ", "  ").split(" ")
        if what == "split" and len(words) > 1:
            half = len(words) // 2
            after += [_with(one, " ".join(words[:half])), _with(one, " ".join(words[half:]))]
        elif what != "drop":
            after.append(_with(one, " ".join(words)))
    for one in draw(st.lists(segments(), max_size=3)):
        after.insert(draw(st.integers(0, len(after))), one)
    if len(after) > 1 and draw(st.booleans()):
        after.append(after.pop(draw(st.integers(0, len(after) - 1))))
    return after


def _with(one: Segment, text: str) -> Segment:
    text = text or "x"
    return replace(one, text=text, msgid=text)


@st.composite
def catalogs(draw: st.DrawFn, source: Sequence[Segment], mark: str) -> Catalog:
    """A catalog of an article after translators' work, with leftovers of older articles.

    Every msgstr and comment in it is unique, so that a lost one is seen.
    """
    template = make_template(article(source), 1)
    entries = [
        replace(one, msgstr=("",) * (1 if one.plural is None else 2))
        for one in template.entries[1:]
    ]
    known = {one.key for one in entries}
    for text, context in draw(st.lists(st.tuples(texts, contexts), max_size=4)):
        if (context, text) not in known:
            known.add((context, text))
            old = Entry(text, ("",), context, obsolete=draw(st.booleans()))
            entries.append(old)
    entries.sort(key=lambda one: one.obsolete)
    worked = [draw(_worked(one, f"{mark}{n}")) for n, one in enumerate(entries)]
    catalog = Catalog(f"{mark}.po", (HEADER, *worked))
    return read_catalog(format_catalog(catalog), catalog.path)


@st.composite
def _worked(draw: st.DrawFn, entry: Entry, mark: str) -> Entry:
    what = draw(st.sampled_from(["none", "done", "done", "done", "fuzzy", "previous", "guess"]))
    comments = (f"note {mark}", "") if draw(st.integers(0, 5)) == 0 else ()
    entry = replace(entry, comments=comments)
    if what == "none":
        return entry
    done = replace(entry, msgstr=tuple(f"[{mark}-{n}] mots" for n, _ in enumerate(entry.msgstr)))
    if what == "done":
        return done
    if what == "fuzzy":
        return replace(done, flags=("fuzzy", *draw(st.sampled_from([(), ("no-wrap",)]))))
    previous = draw(texts)
    said = ("suggestion: look",) if what == "guess" else ()
    return replace(done, flags=("fuzzy",), previous=previous, extracted=(*entry.extracted, *said))
