"""The nouns of the pipeline: frozen values that know nothing of files, Markdown or HTML.

An *article* is what an author writes; its *segments* are the stretches that a translator sees.
A *catalog* holds *entries*; a segment paired with its entry in one locale is a *unit*.
An article in one locale is an *edition*; the editions that may link to each other are a *cluster*.
A *finding* is one problem, at the place where somebody must type.
"""

from pipeline.model.articles import Article, Key, Kind, Left, Role, Scope, Segment, Span
from pipeline.model.catalogs import Catalog, Entry, Match, State, Unit
from pipeline.model.editions import (
    INDEXED,
    LINKED,
    Alternate,
    Cluster,
    Counts,
    Edition,
    EditionState,
    Passage,
    Tally,
)
from pipeline.model.findings import Example, Finding, Rule, Severity
from pipeline.model.languages import Language
from pipeline.model.memory import Memo

__all__ = [
    "INDEXED",
    "LINKED",
    "Alternate",
    "Article",
    "Catalog",
    "Cluster",
    "Counts",
    "Edition",
    "EditionState",
    "Entry",
    "Example",
    "Finding",
    "Key",
    "Kind",
    "Language",
    "Left",
    "Match",
    "Memo",
    "Passage",
    "Role",
    "Rule",
    "Scope",
    "Segment",
    "Severity",
    "Span",
    "State",
    "Tally",
    "Unit",
]
