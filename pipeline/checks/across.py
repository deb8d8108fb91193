"""Rules C over many units: what only shows when translations are laid side by side."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.checks.silence import Choice, ignores, in_order
from pipeline.checks.text import named, shortened
from pipeline.config import Checks
from pipeline.model import (
    Article,
    Example,
    Finding,
    Kind,
    Language,
    Match,
    Rule,
    Severity,
    State,
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
        "not-updated",
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
    """The units of one article in one language, with what was found in them."""

    article: Article
    language: Language
    units: Sequence[Unit]
    findings: Sequence[Iterable[Finding]] = ()


def check_across(checked: Iterable[Checked], settings: Checks) -> tuple[Finding, ...]:
    """What shows over many articles and languages, in the order of places.

    Law: the order in which articles and languages come changes nothing.
    """
    parts = sorted(checked, key=lambda one: (one.language.locale, one.article.name))
    found: list[Finding] = []
    by_locale: dict[str, list[Checked]] = defaultdict(list)
    for one in parts:
        by_locale[one.language.locale].append(one)
        found += _not_updated(one, settings)
    for group in by_locale.values():
        found += _inconsistent(group, settings)
        found += _reused(group, settings)
    found += _source_at_fault(parts, settings)
    return tuple(sorted(found, key=in_order))


def _finding(
    rule: str, settings: Checks, one: Checked, unit: Unit, message: str, hint: str, detail: str
) -> list[Finding]:
    """The finding, if the settings and the unit's comments let it be one."""
    choice = Choice(RULES, settings, one.language.locale)
    silenced = rule in unit.segment.ignored or any(
        rule in comment.rules and comment.reason for comment in ignores(unit.comments)
    )
    if silenced or not choice.on(rule):
        return []
    return [
        Finding(
            rule=rule,
            severity=choice.severity(_RULES[rule], None),
            path=unit.path,
            line=unit.line,
            message=message,
            hint=hint,
            locale=one.language.locale,
            article=one.article.name,
            context=unit.segment.context,
            source=unit.segment.msgid,
            target=unit.target,
            detail=detail,
        )
    ]


@lru_cache(maxsize=65536)
def _normal(text: str) -> str:
    """A text without what may differ between two places: case, marks at the end, spaces."""
    return " ".join(text.split()).strip(" .:;!?…。：；！？।۔*_").casefold()


def _inconsistent(group: Sequence[Checked], settings: Checks) -> list[Finding]:
    places: dict[str, dict[str, list[tuple[Checked, Unit]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for one in group:
        for unit in one.units:
            if unit.state is State.TRANSLATED and unit.segment.kind is not Kind.CODE:
                targets = places[_normal(unit.segment.msgid)]
                targets[_normal(unit.target)].append((one, unit))
    found = []
    for targets in places.values():
        if len(targets) < 2:
            continue
        # The commonest way is taken for the right one, the first in the alphabet failing that.
        ranked = sorted(targets.items(), key=lambda item: (-len(item[1]), item[0]))
        usual = ranked[0][1][0][1].target
        for _, others in ranked[1:]:
            for one, unit in others:
                found += _finding(
                    "inconsistent",
                    settings,
                    one,
                    unit,
                    f"elsewhere the same English is `{shortened(named(usual), 60)}`",
                    "use one translation, or say in a comment why there are two",
                    "",
                )
    return found


_LETTERS = re.compile(r"[^\W\d_]")


def _reused(group: Sequence[Checked], settings: Checks) -> list[Finding]:
    places: dict[str, list[tuple[Checked, Unit]]] = defaultdict(list)
    for one in group:
        for unit in one.units:
            dense = one.language.script in ("Hans", "Hant", "Jpan", "Kore")
            if unit.state is State.TRANSLATED and len(unit.target) >= (10 if dense else 25):
                places[_normal(unit.target)].append((one, unit))
    found = []
    for text, uses in places.items():
        if len(uses) < 2 or len(_LETTERS.findall(text)) < (8 if len(text) < 25 else 20):
            continue
        first = uses[0][1]
        for one, unit in uses[1:]:
            if _alike(unit.segment.msgid, first.segment.msgid):
                continue
            found += _finding(
                "reused",
                settings,
                one,
                unit,
                f"the same translation stands for `{shortened(named(first.segment.msgid), 80)}`",
                "one of the two is probably pasted from the other",
                "",
            )
    return found


def _alike(one: str, other: str) -> bool:
    """Whether two English texts differ in nothing but marks, numbers and single letters."""
    words = [set(re.findall(r"[^\W\d_]{2,}", _normal(text))) for text in (one, other)]
    return len(words[0] ^ words[1]) <= max(1, min(map(len, words)) // 5)


def _source_at_fault(parts: Sequence[Checked], settings: Checks) -> list[Finding]:
    languages: dict[tuple[str, str, str | None, str], set[str]] = defaultdict(set)
    articles: dict[str, Article] = {}
    for one in parts:
        articles[one.article.name] = one.article
        for finding in (found for findings in one.findings for found in findings):
            if finding.severity is not Severity.INFO and not finding.rule.startswith("ignore-"):
                key = (one.article.name, finding.rule, finding.context, finding.source)
                languages[key].add(one.language.locale)
    choice = Choice(RULES, settings)
    if not choice.on("source-at-fault"):
        return []
    lines: Mapping[tuple[str, str | None, str], int] = {
        (name, segment.context, segment.msgid): segment.line
        for name, article in articles.items()
        for segment in article.segments
    }
    return [
        Finding(
            rule="source-at-fault",
            severity=choice.severity(_RULES["source-at-fault"], None),
            path=articles[name].path,
            line=lines.get((name, context, source), 0),
            message=f"the translations into {', '.join(sorted(failed))} all fail `{rule}`",
            hint="is the English hard to translate, or the rule wrong about it? "
            f"`<!-- l10n: ignore {rule} -->` above it silences the rule for all languages",
            article=name,
            context=context,
            source=source,
            detail=rule,
        )
        for (name, rule, context, source), failed in sorted(
            languages.items(), key=lambda item: (item[0][0], item[0][3], item[0][1])
        )
        if len(failed) >= 3
    ]


def _not_updated(one: Checked, settings: Checks) -> list[Finding]:
    """One finding a catalog that knows less than today's English."""
    choice = Choice(RULES, settings, one.language.locale)
    path = next((unit.path for unit in one.units if unit.path), "")
    new = sum(unit.line == 0 and unit.match is Match.NONE for unit in one.units)
    moved = sum(unit.match in (Match.NORMAL, Match.PLACE) for unit in one.units)
    if not choice.on("not-updated") or not path or not (new or moved):
        return []
    return [
        Finding(
            rule="not-updated",
            severity=choice.severity(_RULES["not-updated"], None),
            path=path,
            line=1,
            message=f"the English has changed: {new} new, {moved} changed",
            hint="run `make update`",
            locale=one.language.locale,
            article=one.article.name,
        )
    ]
