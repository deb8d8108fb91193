"""A renderer for one article's work: what the checks have rendered, the page need not again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.article import Fragment, Renderer
from pipeline.model import Kind, Scope

_SOURCED = frozenset((Kind.HTML, Kind.CODE))
"""Kinds that are compared with their source whatever they hold."""
_SPECIAL = re.compile("[{<\x00-\x08\x0b-\x1f\x7f]")


class OnceRenderer(Renderer):
    """Renders like the renderer it is made of, each text once.

    Law: the same HTML as without it. A translation is rendered beside its source only for its
    attribute lists, its tags and its control characters; one that has none comes out alike
    without, and so the checks and the page can share it.
    """

    def __init__(self, inner: Renderer) -> None:
        self._inner = inner
        self._known: dict[Scope, dict[Fragment, str]] = {}

    def render(self, fragments: Sequence[Fragment], scope: Scope) -> list[str]:
        """The HTML of each fragment, in order."""
        known = self._known.setdefault(scope, {})
        plain = [_alone(one) for one in fragments]
        new = [one for one in dict.fromkeys(plain) if one not in known]
        if new:
            known.update(zip(new, self._inner.render(new, scope), strict=True))
        return [known[one] for one in plain]


def _alone(fragment: Fragment) -> Fragment:
    """The fragment without its source, where that makes no difference."""
    source, text = fragment.source, fragment.text
    if source is None or fragment.kind in _SOURCED or "<" in source or _SPECIAL.search(text):
        return fragment
    return Fragment(text, fragment.kind)
