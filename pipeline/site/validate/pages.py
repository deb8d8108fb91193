"""The documentation of the rules, made of their records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.model import Rule, Severity

FAMILIES: Final = {
    "D": "Documents",
    "L": "Languages",
    "C": "Clusters: the editions of one article",
    "S": "Structure, beside the page in the source language",
    "W": "The whole site",
}

_HEAD: Final = """\
# What is validated

This page is made of the records of the rules; `pipeline check --explain RULE` shows one of them.

`pipeline publish` judges the finished site before anything of it is put in place.
An *error* on the page of an article holds back that article; its readers keep what was published
of it last. Any other error keeps the whole site from being swapped in.
With `--strict` each error and each *warning* does that; a *remark* never does.
`pipeline validate DIR` judges any folder of HTML pages, whoever made it, and changes nothing.
Without `DIR` it is the project's own `output/`, with the `budget` of the settings for a page's
weight; any other site's pages may weigh 60,000 bytes. Dates that are yet to come are found by
`validate` alone, for what `publish` makes does not depend on the day.
No network is asked.

What is known of a site is read from its `manifest.json`.
Without one, a page says its own language, and a folder named like a language tag holds that
language's pages; what stands at one address below two such folders is one article.
What only a manifest or a catalog can tell is then not looked for.

A finding in words that come from a catalog names the catalog and its line while publishing,
and the place in the page in brackets.
On any other site it names page, line and column.

Of pages that name each other as translations one cause is told at a time.
A link that is missing on one page makes every list differ, and that is not said of every page.

"""


def rules_page(rules: Sequence[Rule]) -> str:
    """The page `docs/validation.md`."""
    parts = [_HEAD]
    for letter, words in FAMILIES.items():
        family = [rule for rule in rules if rule.family == letter]
        parts.append(f"## {words} ({letter})\n\n")
        parts.append("| rule | how bad | finds |\n| --- | --- | --- |\n")
        parts += [
            f"| [`{one.id}`](#{one.id}) | {_word(one.severity)} | {_cell(one.finds)} |\n"
            for one in family
        ]
        parts.append("\n")
        parts += [_section(rule) for rule in family]
    return "".join(parts).rstrip("\n") + "\n"


def explain(rule: Rule) -> str:
    """One rule for a terminal."""
    return (
        f"{rule.id} ({_word(rule.severity)}, {FAMILIES[rule.family].lower()})\n\n"
        f"finds    {rule.finds}\n"
        f"why      {rule.why}\n\n"
        f"wrong    {rule.bad.text}\n"
        f"right    {rule.good.text}\n"
    )


def _section(rule: Rule) -> str:
    return (
        f"### {rule.id}\n\n{rule.finds}\n{rule.why}\n\n"
        f"```text\nwrong: {rule.bad.text}\nright: {rule.good.text}\n```\n\n"
    )


def _word(severity: Severity) -> str:
    return {"error": "error", "warning": "warning", "info": "remark"}[severity.value]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
