"""The segments of an article, construct by construct; a new case is a new text file.

A case is a sentence, then parts headed by `%% name`: `article`, `segments` (kind @line: text, with
what else is to be known in brackets), `left` (what @line: text) and, where wanted, `extensions`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.article import locate, read_article
from pipeline.config import Dialect
from pipeline.model import Article, Segment
from tests.article.article_cases import cases, parts

CASES = cases("segments")


def shown(segment: Segment) -> str:
    """A segment in one line."""
    facts = [
        *(f"context {segment.context}" for _ in [0] if segment.context),
        *(sorted(role.value for role in segment.roles)),
        *(f"note {segment.note}" for _ in [0] if segment.note),
        *(f"ignore {' '.join(sorted(segment.ignored))}" for _ in [0] if segment.ignored),
        *(f"field {segment.field}" for _ in [0] if segment.field),
    ]
    text = segment.msgid.replace("\n", "\\n")
    brackets = f" [{'; '.join(facts)}]".replace("\n", " / ") if facts else ""
    return f"{segment.kind.value} @{segment.line}: {text}{brackets}"


def listed(article: Article) -> str:
    """All segments of an article, a line each."""
    return "".join(f"{shown(one)}\n" for one in article.segments)


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_an_article_has_these_segments(path: Path) -> None:
    """Each construct gives the segments that its case lists, at their lines, exactly located."""
    case = parts(path)
    extensions = case.get("extensions", "").split() or list(Dialect().extensions)
    dialect = Dialect(extensions=tuple(extensions), translate=("title", "description", "tags"))
    article = read_article("case", f"source/{path.name}", case["article"], dialect)
    located = locate(article, dialect)
    assert listed(located.article).strip() == case["segments"].strip()
    assert located.proven, located.note
    if "left" in case:
        left = "\n".join(f"{one.what} @{one.line}: {one.text.strip()!r}" for one in article.left)
        assert left == case["left"].strip()
