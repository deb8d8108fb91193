"""All rules about translations over the units of one article in one language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from weakref import WeakKeyDictionary

from pipeline.article import Fragment, Renderer
from pipeline.checks.bench import bench_for
from pipeline.checks.pair import Pair, Problem, UnitRule
from pipeline.checks.silence import Choice, Ignore, did_you_mean, ignores
from pipeline.checks.table import RULES, UNIT_RULES
from pipeline.checks.terms import Glossary
from pipeline.checks.text import named
from pipeline.checks.view import View
from pipeline.config import Checks
from pipeline.model import Article, Finding, Language, Scope, Severity, State, Unit

_IDS = {rule.id: rule for rule in RULES}
_JUDGED = frozenset(rule.id for rule in UNIT_RULES)
_NO_TERMS = Glossary()

Findings = tuple[Finding, ...]


def check_units(
    article: Article,
    units: Sequence[Unit],
    language: Language,
    settings: Checks,
    renderer: Renderer,
    *,
    glossary: Glossary = _NO_TERMS,
    fuzzy: bool = False,
) -> tuple[Findings, ...]:
    """What the rules find in the units of one article: one tuple a unit, in the units' order.

    A unit with an error among its findings must not be published. Translated units are judged;
    fuzzy ones only by what harms those who open the file, or wholly, and against the English
    that they translate, with `fuzzy` (for a site that shows outdated passages).

    Law: what is found in a unit depends on nothing but the unit, its language, the settings and
    the scope of its article; only `wrong-script` is worse where nearly the whole article is so.
    """
    bench = bench_for(language, settings, glossary)
    judged = [i for i, unit in enumerate(units) if unit.target and _is_judged(unit, fuzzy)]
    pairs = _pairs(
        [units[i] for i in judged], article.scope, language, settings, renderer, glossary
    )
    found: list[Findings] = [()] * len(units)
    for index, pair in zip(judged, pairs, strict=True):
        found[index] = _judge(pair, bench.rules_for(pair), bench.choice, article.name)
    _condemn(found, pairs, bench.choice)
    for index, unit in enumerate(units):
        if unit.state is State.FUZZY and unit.target and not found[index] and not fuzzy:
            view = View(unit.target, "")
            bare = Pair(unit, View(unit.segment.text, ""), view, language, settings)
            found[index] = _judge(bare, bench.locked_for(bare), bench.choice, article.name)
    return tuple(found)


_LONG, _FEW, _NEARLY_ALL = 25, 5, 0.8


def _condemn(found: list[Findings], pairs: Sequence[Pair], choice: Choice) -> None:
    """Make `wrong-script` an error where nearly a whole article is in another script."""
    wrong = sum(any(one.rule == "wrong-script" for one in findings) for findings in found)
    if not wrong or "wrong-script" in choice.settled:
        return
    long = sum(pair.target.letters >= _LONG for pair in pairs)
    if long < _FEW or wrong < long * _NEARLY_ALL:
        return
    for index, findings in enumerate(found):
        if any(one.rule == "wrong-script" for one in findings):
            found[index] = tuple(
                replace(one, severity=Severity.ERROR) if one.rule == "wrong-script" else one
                for one in findings
            )


def _is_judged(unit: Unit, fuzzy: bool) -> bool:
    return unit.state in (State.TRANSLATED, State.REJECTED) or (fuzzy and unit.state is State.FUZZY)


def _pairs(
    units: Sequence[Unit],
    scope: Scope,
    language: Language,
    settings: Checks,
    renderer: Renderer,
    glossary: Glossary,
) -> list[Pair]:
    """The units with both sides rendered; the sources come out of the renderer's memo mostly."""
    kinds = [unit.segment.kind for unit in units]
    english = [Fragment(_english(unit), kind) for unit, kind in zip(units, kinds, strict=True)]
    ours = _source_views(english, scope, renderer)
    theirs = renderer.render(
        [Fragment(unit.target, kind) for unit, kind in zip(units, kinds, strict=True)], scope
    )
    return [
        Pair(unit, view, View(unit.target, html), language, settings, scope, glossary)
        for unit, view, html in zip(units, ours, theirs, strict=True)
    ]


_KNOWN: WeakKeyDictionary[Renderer, dict[Scope, dict[Fragment, View]]] = WeakKeyDictionary()
_MOST = 32_768


def _source_views(fragments: Sequence[Fragment], scope: Scope, renderer: Renderer) -> list[View]:
    """The sources taken apart, each once for all languages: every one is compared with the same.

    They are kept as long as their renderer, and forgotten when they become too many.
    """
    scopes = _KNOWN.setdefault(renderer, {})
    if sum(map(len, scopes.values())) > _MOST:
        scopes.clear()
    known = scopes.setdefault(scope, {})
    new = [one for one in dict.fromkeys(fragments) if one not in known]
    for fragment, html in zip(new, renderer.render(new, scope), strict=True):
        known[fragment] = View(fragment.text, html)
    return [known[one] for one in fragments]


def _english(unit: Unit) -> str:
    """The English that the target translates."""
    if unit.state is State.FUZZY and unit.previous is not None:
        return unit.previous
    return unit.segment.text or unit.segment.msgid


def _judge(pair: Pair, rules: Sequence[UnitRule], choice: Choice, article: str) -> Findings:
    problems = [(rule, problem) for rule in rules for problem in rule.look(pair)]
    if not problems and not pair.unit.comments and not pair.segment.ignored:
        return ()
    wanted = ignores(pair.unit.comments)
    used: set[str] = set()
    kept = []
    for rule, problem in problems:
        if rule.id in pair.segment.ignored or rule.family in pair.segment.ignored:
            used.add(rule.id)
            continue
        severity = choice.severity(rule, problem.severity)
        # An error of a locked rule is what a stranger would silence first.
        free = not rule.locked or severity is not Severity.ERROR
        if free and any(rule.id in one.rules and one.reason for one in wanted):
            used.add(rule.id)
            continue
        kept.append(_finding(pair, article, rule.id, severity, problem))
    for one in wanted:
        kept += _about_ignore(one, used, pair, article, choice)
    for name in sorted(pair.segment.ignored - {*_IDS, *(rule.family for rule in RULES)}):
        hint = did_you_mean(name, list(_IDS))
        problem = Problem(
            f"the author ignores the rule `{named(name)}`, which there is not", hint, name
        )
        kept.append(_finding(pair, article, "ignore-wrong", Severity.WARNING, problem))
    return tuple(kept)


def _about_ignore(
    ignore: Ignore, used: set[str], pair: Pair, article: str, choice: Choice
) -> Iterator[Finding]:
    """What is wrong with a comment that silences: an unknown rule, no reason, nothing silenced."""
    wrong = _IDS["ignore-wrong"]
    for name in ignore.rules or ("",):
        rule = _IDS.get(name)
        if rule is None:
            text = f"the comment ignores the rule `{named(name)}`, which there is not"
            hint = did_you_mean(name, list(_IDS))
        elif rule.locked and name not in used:
            text = f"a comment cannot ignore `{name}`"
            hint = "mend the translation, or ask a maintainer"
        elif not ignore.reason:
            text = f"the comment ignores `{name}` and gives no reason"
            hint = f"write `# check: ignore {name} -- why it is right here`"
        else:
            judged = name in _JUDGED and choice.on(name) and choice.on("ignore-unused")
            if judged and name not in used:
                yield _finding(
                    pair,
                    article,
                    "ignore-unused",
                    choice.severity(_IDS["ignore-unused"], None),
                    Problem(
                        f"there is nothing here for `{name}` to ignore",
                        "take the comment out",
                        name,
                    ),
                )
            continue
        if choice.on(wrong.id):
            severity = choice.severity(wrong, None)
            yield _finding(pair, article, wrong.id, severity, Problem(text, hint, name))


def _finding(pair: Pair, article: str, rule: str, severity: Severity, problem: Problem) -> Finding:
    unit = pair.unit
    return Finding(
        rule=rule,
        severity=severity,
        path=unit.path,
        line=unit.line,
        message=problem.message,
        hint=problem.hint,
        locale=pair.language.locale,
        article=article,
        context=unit.segment.context,
        source=unit.segment.msgid,
        target=unit.target,
        detail=problem.detail,
    )
