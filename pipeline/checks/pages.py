"""The documentation of the rules, made of their records: a page, an explanation, a list."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.checks.text import character
from pipeline.model import Example, Rule, Severity

FAMILIES = {
    "P": "Files",
    "S": "Structure",
    "N": "Numbers and meaning",
    "L": "Language and characters",
    "T": "Typography",
    "C": "Completeness and consistency",
}

_HEAD = """\
# What is checked

This page is made of the records of the rules; `pipeline check --explain RULE` shows one of them.
The rules of finished sites are in [validation.md](validation.md).

An *error* keeps one passage from being published.
Readers get the English text there, marked as English, and the passage counts as missing.
A *warning* is published and reported; it fails only with `--strict`.
A *remark* is reported and never fails.

## Silencing a finding

* A translator, for one passage: a comment above the entry, with a reason.
  `# check: ignore number -- spelt out on purpose`; several rules stand with commas between them.
  Without a reason it silences nothing, and one that silences nothing is reported.
* An author, for all languages: `<!-- l10n: ignore number -->` above the passage in the article.
* A maintainer, for a language or the whole project, in `pyproject.toml`:

  ```toml
  [tool.pipeline.check]
  ignore = ["end-mark", "T"]          # rules, or families by their letter

  [tool.pipeline.check.severity]
  number = "error"                    # error, warning, info, off

  [tool.pipeline.check.languages.ja]
  ignore = ["emphasis"]
  ```

* For an old project: `pipeline check --write-baseline baseline.json` accepts what is found today.
  With `--baseline baseline.json`, or `baseline` in the settings, only what is new is reported.
  A passage with an accepted error is still not published.

"""


def rules_page(rules: Sequence[Rule]) -> str:
    """The page `docs/checks.md`."""
    parts = [_HEAD]
    for letter in dict.fromkeys(rule.family for rule in rules):
        family = [rule for rule in rules if rule.family == letter]
        parts.append(f"## {FAMILIES.get(letter, letter)} ({letter})\n\n")
        parts.append("| rule | how bad | finds |\n| --- | --- | --- |\n")
        parts += [
            f"| [`{one.id}`](#{one.id}) | {_word(one.severity)} | {_cell(one.finds)} |\n"
            for one in family
        ]
        parts.append("\n")
        parts += [_section(rule) for rule in family]
    return "".join(parts).rstrip("\n") + "\n"


def _word(severity: Severity) -> str:
    return {"error": "error", "warning": "warning", "info": "remark"}[severity.value]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _section(rule: Rule) -> str:
    lines = [f"### {rule.id}", "", f"{rule.finds}", f"{rule.why}", ""]
    traits = [f"A{'n' if rule.severity is Severity.ERROR else ''} {_word(rule.severity)}."]
    if rule.fixable:
        traits.append("`pipeline check --fix` mends it.")
    if rule.silence:
        traits.append(rule.silence)
    lines += [" ".join(traits), "", "```po", *_example("wrong", rule.bad), ""]
    lines += [*_example("right", rule.good), "```", ""]
    return "\n".join(lines) + "\n"


def _example(label: str, example: Example) -> list[str]:
    extra = ", critical" if example.critical else ""
    if not example.source or "msgid" in example.text:
        about = f" (the article says `{example.source}`)" if example.source else ""
        body = example.text.rstrip("\n").split("\n")
        return [f"# {label}{about}", *(_visible(line) for line in body)]
    return [
        f"# {label} ({example.locale}{extra})",
        f"msgid {_quoted(example.source)}",
        f"msgstr {_quoted(_visible(example.text))}",
    ]


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _visible(text: str) -> str:
    """Unseen characters by name, so that the page shows what is meant."""
    return "".join(
        sign if sign.isprintable() or sign == "\n" else f"<{character(sign)}>" for sign in text
    )


def explain(rule: Rule) -> str:
    """One rule for a terminal."""
    lines = [
        f"{rule.id} ({_word(rule.severity)}, {FAMILIES.get(rule.family, rule.family).lower()})",
        "",
        f"finds    {rule.finds}",
        f"why      {rule.why}",
        "",
        *(
            f"    {line}"
            for line in (*_example("wrong", rule.bad), "", *_example("right", rule.good))
        ),
        "",
    ]
    if rule.fixable:
        lines.append("mends    pipeline check --fix")
    if rule.locked:
        lines.append("silence  no comment silences it")
    else:
        lines.append(f"silence  # check: ignore {rule.id} -- why it is right here")
    if rule.silence:
        lines.append(f"note     {rule.silence}")
    return "\n".join(line.rstrip() for line in lines) + "\n"


def list_rules(rules: Sequence[Rule]) -> str:
    """All rules, a line each."""
    width = max((len(rule.id) for rule in rules), default=0)
    return "".join(
        f"{rule.family}  {rule.id:{width}}  {_word(rule.severity):7}  {rule.finds}\n"
        for rule in rules
    )
