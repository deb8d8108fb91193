"""What the links of one page depend on, and what following them brings to light."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from pipeline.model import Cluster, Language
from pipeline.site.facts import SiteFacts
from pipeline.site.frame import source_hint
from pipeline.site.wording import Interface


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """A link of an article that leads nowhere."""

    article: str
    address: str
    """As the author wrote it."""
    target: str
    """What was looked for: the path of an article or a file below the source folder."""
    near: str = ""
    """What there is that is called nearly so."""


@dataclass(frozen=True, slots=True)
class Around:
    """What the links of one page depend on."""

    article: str
    language: Language
    clusters: Mapping[str, Cluster]
    """The published editions of every article that may be linked to, by article."""
    hint: Markup = field(default_factory=lambda: Markup("(in English)"))
    """What stands behind a link to the source language, in the words of the page."""
    table: str = "Table"
    """What a screen reader says of a table that can be scrolled."""

    @classmethod
    def of(
        cls, facts: SiteFacts, interface: Interface, article: str, clusters: Mapping[str, Cluster]
    ) -> Around:
        """What the links of an article depend on, its words taken from the interface."""
        return cls(
            article,
            interface.language,
            clusters,
            source_hint(facts, interface),
            interface.gettext("Table"),
        )


@dataclass(frozen=True, slots=True)
class Relinked:
    """A body with its links led home."""

    html: str
    broken: tuple[BrokenLink, ...] = ()
    files: tuple[str, ...] = ()
    """The files below the source folder that the page uses."""
    articles: tuple[str, ...] = ()
    """The articles that it links to."""
