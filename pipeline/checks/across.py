"""Rules C over many units: what only shows when translations are laid side by side."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from pipeline.checks.silence import Choice, ignores, in_order
from pipeline.checks.text import named, shortened
from pipeline.config import Checks
from pipeline.model import (
    Article,
    Catalog,
    Entry,
    Example,
    Finding,
    Language,
    Match,
    Rule,
    Severity,
    Unit,
)

RULES = (
    Rule(
        "inconsistent",
        "C",
        "catalog",
        Severity.INFO,
        finds="One English text that is translated in more than one way.",
        why="Readers take two words for two things; often one of them is simply older.",
        good=Example('msgid "Tea"\nmsgstr "Tee"\n\nmsgctxt "cell"\nmsgid "Tea"\nmsgstr "Tee"\n'),
        bad=Example('msgid "Tea"\nmsgstr "Tee"\n\nmsgctxt "cell"\nmsgid "Tea"\nmsgstr "Chai"\n'),
        silence="A comment at any of the places silences that place.",
    ),
    Rule(
        "reused",
        "C",
        "catalog",
        Severity.WARNING,
        finds="One long translation for two different English texts.",
        why="One of them is often pasted or shifted from its neighbour.",
        good=Example(
            'msgid "Muscles twitch before sleep."\nmsgstr "Muskeln zucken vor dem Schlaf."\n\n'
            'msgid "Calcium helps the nerves a lot."\nmsgstr "Calcium hilft den Nerven sehr."\n'
        ),
        bad=Example(
            'msgid "Muscles twitch before sleep."\nmsgstr "Muskeln zucken vor dem Schlaf."\n\n'
            'msgid "Calcium helps the nerves a lot."\nmsgstr "Muskeln zucken vor dem Schlaf."\n'
        ),
    ),
    Rule(
        "source-at-fault",
        "C",
        "catalog",
        Severity.INFO,
        finds="An English text whose translations fail the same rule in three or more languages.",
        why="The English is hard to translate: mend it once, and all languages are mended.",
        good=Example("Rule `number` in de and fr."),
        bad=Example("Rule `number` in de, fr and ja."),
    ),
    Rule(
        "stale-catalog",
        "C",
        "catalog",
        Severity.WARNING,
        finds="A catalog that does not know the English of today.",
        why="Translators work on old text; new text cannot be translated at all.",
        good=Example('msgid "Tea"\nmsgstr "Tee"\n', "Tea"),
        bad=Example('msgid "Tea"\nmsgstr "Tee"\n', "Green tea"),
        silence="`make update` mends it.",
    ),
)
_RULES = {rule.id: rule for rule in RULES}


@dataclass(frozen=True, slots=True)
class Checked:
    """The catalog of one article in one language."""

    article: str
    language: Language
    catalog: Catalog


Place: TypeAlias = tuple[Checked, Entry]
"""A translated message and the catalog that it stands in."""


def check_across(checked: Iterable[Checked], settings: Checks) -> tuple[Finding, ...]:
    """What shows over all catalogs of a language, in the order of places.

    Law: the order in which articles and languages come changes nothing.
    """
    parts = sorted(checked, key=lambda one: (one.language.locale, one.article))
    by_locale: dict[str, list[Checked]] = defaultdict(list)
    for one in parts:
        by_locale[one.language.locale].append(one)
    found: list[Finding] = []
    for group in by_locale.values():
        places = [(one, entry) for one in group for entry in _translated(one)]
        found += _inconsistent(places, settings)
        found += _reused(places, settings)
    return tuple(sorted(found, key=in_order))


def check_stale(
    article: Article, units: Sequence[Unit], path: str, language: Language, settings: Checks
) -> tuple[Finding, ...]:
    """One finding for a catalog that knows less than today's English: such units have no line."""
    choice = Choice(RULES, settings, language.locale)
    new = sum(unit.line == 0 and unit.match is Match.NONE for unit in units)
    changed = sum(unit.match in (Match.NORMAL, Match.PLACE) for unit in units)
    if not choice.on("stale-catalog") or not (new or changed):
        return ()
    return (
        Finding(
            rule="stale-catalog",
            severity=choice.severity(_RULES["stale-catalog"], None),
            path=path,
            line=1,
            message=f"the English is ahead of this catalog: {new} new, {changed} changed",
            hint="run `make update`",
            locale=language.locale,
            article=article.name,
        ),
    )


def _finding(
    rule: str, settings: Checks, one: Checked, entry: Entry, message: str, hint: str
) -> list[Finding]:
    """The finding, if the settings and the entry's comments let it be one."""
    choice = Choice(RULES, settings, one.language.locale)
    silenced = any(rule in said.rules and said.reason for said in ignores(entry.comments))
    if silenced or not choice.on(rule):
        return []
    return [
        Finding(
            rule=rule,
            severity=choice.severity(_RULES[rule], None),
            path=one.catalog.path,
            line=entry.msgstr_line,
            message=message,
            hint=hint,
            locale=one.language.locale,
            article=one.article,
            context=entry.context,
            source=entry.msgid,
            target=entry.msgstr[0],
        )
    ]


def _translated(one: Checked) -> Iterator[Entry]:
    return (
        e
        for e in one.catalog.entries
        if e.msgid and e.translated and not e.obsolete and not e.plural
    )


@lru_cache(maxsize=65536)
def _normal(text: str) -> str:
    """A text without what may differ between two places: case, marks at the end, spaces."""
    return " ".join(text.split()).strip(" .:;!?…。：；！？।۔*_").casefold()


def _inconsistent(places: Sequence[Place], settings: Checks) -> list[Finding]:
    by_source: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        by_source[_normal(place[1].msgid)].append(place)
    found = []
    # Most texts stand in one place: their translations need no comparing.
    for several in (some for some in by_source.values() if len(some) > 1):
        targets: dict[str, list[Place]] = defaultdict(list)
        for place in several:
            targets[_normal(place[1].msgstr[0])].append(place)
        if len(targets) < 2:
            continue
        # The commonest way is taken for the right one, the first in the alphabet failing that.
        ranked = sorted(targets.items(), key=lambda item: (-len(item[1]), item[0]))
        usual = shortened(named(ranked[0][1][0][1].msgstr[0]), 60)
        for _, others in ranked[1:]:
            for one, entry in others:
                found += _finding(
                    "inconsistent",
                    settings,
                    one,
                    entry,
                    f"elsewhere the same English is `{usual}`",
                    "use one translation, or say in a comment why there are two",
                )
    return found


_LETTERS = re.compile(r"[^\W\d_]")


def _reused(places: Sequence[Place], settings: Checks) -> list[Finding]:
    by_target: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        text = place[1].msgstr[0]
        if len(text) >= _few_letters(place):
            by_target[_normal(text)].append(place)
    found = []
    for several in (some for some in by_target.values() if len(some) > 1):
        # Letters are counted in these few alone.
        uses = [one for one in several if _letters(one) >= _few_letters(one)]
        for one, entry in uses[1:]:
            first = uses[0][1]
            if not _alike(entry.msgid, first.msgid):
                found += _finding(
                    "reused",
                    settings,
                    one,
                    entry,
                    f"the same translation stands for `{shortened(named(first.msgid), 80)}`",
                    "one of the two is probably pasted from the other",
                )
    return found


def _letters(place: Place) -> int:
    return len(_LETTERS.findall(place[1].msgstr[0]))


def _few_letters(place: Place) -> int:
    """As few letters as two translations may share by chance: one sign says more in some."""
    return 10 if place[0].language.script in ("Hans", "Hant", "Jpan", "Kore") else 25


def _alike(one: str, other: str) -> bool:
    """Whether two English texts differ in nothing but marks, numbers and single letters."""
    words = [set(re.findall(r"[^\W\d_]{2,}", _normal(text))) for text in (one, other)]
    return len(words[0] ^ words[1]) <= max(1, min(map(len, words)) // 5)


def check_sources(
    findings: Iterable[Finding], articles: Mapping[str, Article], settings: Checks
) -> tuple[Finding, ...]:
    """English texts whose translations fail one rule in three or more languages.

    `articles` gives their paths and lines; an article that is not among them is left out.
    """
    choice = Choice(RULES, settings)
    if not choice.on("source-at-fault"):
        return ()
    languages: dict[tuple[str, str, str | None, str], set[str]] = defaultdict(set)
    for one in findings:
        own = one.rule.startswith("ignore-") or one.rule in _RULES
        if one.severity is not Severity.INFO and one.source and not own:
            languages[one.article, one.source, one.context, one.rule].add(one.locale)
    found = []
    for (name, source, context, rule), failed in sorted(languages.items(), key=repr):
        if len(failed) < 3 or name not in articles:
            continue
        article = articles[name]
        lines = (s.line for s in article.segments if (s.msgid, s.context) == (source, context))
        found.append(
            Finding(
                rule="source-at-fault",
                severity=choice.severity(_RULES["source-at-fault"], None),
                path=article.path,
                line=next(lines, 0),
                message=f"the translations into {', '.join(sorted(failed))} all fail `{rule}`",
                hint="is the English hard to translate, or the rule wrong about it? "
                f"`<!-- l10n: ignore {rule} -->` above it silences the rule for all languages",
                article=name,
                context=context,
                source=source,
                detail=rule,
            )
        )
    return tuple(sorted(found, key=in_order))
