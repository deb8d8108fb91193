"""What authors tell the program in HTML comments: `<!-- l10n: note A kind of tea. -->`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import get_close_matches

WORDS = ("note", "context", "skip", "off", "on", "code", "critical", "ignore")

COMMENT = re.compile(r"<!--\s*l10n:\s*(?P<word>[A-Za-z]+)\b(?P<value>.*?)-->", re.DOTALL)


_SAYING = ("note", "context", "ignore")
"""Those that say nothing without a text of their own."""


class DirectiveError(Exception):
    """A comment that means to tell the program something, and does not."""

    def __init__(self, word: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.word = word
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Directive:
    """One comment of the author."""

    word: str
    value: str


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the author asks for about the next block."""

    notes: tuple[str, ...] = ()
    context: str | None = None
    skip: bool = False
    code: bool = False
    critical: bool = False
    ignored: frozenset[str] = frozenset()

    def with_directive(self, directive: Directive) -> Wishes:
        """These wishes and one more."""
        match directive.word:
            case "note":
                return replace(self, notes=(*self.notes, directive.value))
            case "context":
                return replace(self, context=directive.value or None)
            case "skip":
                return replace(self, skip=True)
            case "code":
                return replace(self, code=True)
            case "critical":
                return replace(self, critical=True)
            case "ignore":
                rules = re.split(r"[\s,]+", directive.value)
                return replace(self, ignored=self.ignored | frozenset(filter(None, rules)))
            case _:
                return self

    def joined(self, inner: Wishes) -> Wishes:
        """These wishes for a block, and `inner` ones for a part of it."""
        if inner is NO_WISHES:
            # Nearly always: most blocks come without a comment.
            return self
        if self is NO_WISHES:
            return inner
        return Wishes(
            (*self.notes, *inner.notes),
            inner.context if inner.context is not None else self.context,
            self.skip or inner.skip,
            self.code or inner.code,
            self.critical or inner.critical,
            self.ignored | inner.ignored,
        )


NO_WISHES = Wishes()


def directives_in(html: str) -> tuple[Directive, ...]:
    """The directives among the comments of a text, in order.

    >>> directives_in("<!-- l10n: note Not the drink. -->")
    (Directive(word='note', value='Not the drink.'),)
    """
    if "l10n:" not in html:
        return ()
    found = []
    for match in COMMENT.finditer(html):
        lines = [line.strip() for line in match["value"].strip().splitlines()]
        found.append(_checked(Directive(match["word"].lower(), "\n".join(lines))))
    return tuple(found)


def _checked(directive: Directive) -> Directive:
    # A misspelt `critical` would leave a dose unguarded without a word.
    word = directive.word
    if word not in WORDS:
        close = get_close_matches(word, WORDS, n=1)
        hint = f"did you mean `{close[0]}`?" if close else f"known: {', '.join(WORDS)}"
        raise DirectiveError(word, f"there is no comment `l10n: {word}`", hint)
    if word in _SAYING and not directive.value:
        hint = f"write it behind: <!-- l10n: {word} … -->"
        raise DirectiveError(word, f"the comment `l10n: {word}` says nothing", hint)
    return directive
