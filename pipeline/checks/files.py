"""Rules P about whole catalogs: what stands in the file beside the translations.

The errors are those of the strict gate of `catalog`, which a file must pass to be published from;
the rest is worth knowing. One broken file is one line of the report and never the end of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pipeline.catalog import read_catalog, refusals
from pipeline.checks.pair import Problem
from pipeline.checks.silence import Choice, in_order
from pipeline.checks.text import named, shortened
from pipeline.config import Bounds, Checks
from pipeline.model import Catalog, Entry, Example, Finding, Language, Rule, Severity
from pipeline.plurals import divides_alike, plural_rule

_HEADER = (
    'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n'
    '"Content-Type: text/plain; charset={charset}\\n"\n{more}\n'
)


def _example(
    body: str = "", *, language: str = "de", charset: str = "UTF-8", more: str = ""
) -> str:
    return _HEADER.format(language=language, charset=charset, more=more) + (
        body or 'msgid "Tea"\nmsgstr "Tee"\n'
    )


_GOOD = Example(_example())

_NEVER = "Nothing is published from such a file, so no comment and no setting silences it."

RULES = (
    Rule(
        "syntax",
        "P",
        "catalog",
        Severity.ERROR,
        finds="A file that cannot be read as a catalog: a broken line, a merge that nobody "
        "settled, another encoding than UTF-8.",
        why="None of its translations can be used; the page keeps its last published text.",
        good=_GOOD,
        bad=Example(_example('msgid "Tea"\nmsgstr "Tee\n')),
        silence=_NEVER,
        locked=True,
    ),
    Rule(
        "duplicate-message",
        "P",
        "catalog",
        Severity.ERROR,
        finds="The same English text twice, with the same context.",
        why="Nobody can tell which of the two translations is meant, and gettext refuses the file.",
        good=_GOOD,
        bad=Example(_example('msgid "Tea"\nmsgstr "Tee"\n\nmsgid "Tea"\nmsgstr "Chai"\n')),
        silence=_NEVER,
        locked=True,
    ),
    Rule(
        "header-language",
        "P",
        "catalog",
        Severity.ERROR,
        finds="A `Language` in the header that is not the language of the folder.",
        why="The file may stand in the wrong folder, and a page would appear in a wrong language. "
        "A header without a language is a warning.",
        good=_GOOD,
        bad=Example(_example(language="fr")),
        silence=_NEVER,
        locked=True,
    ),
    Rule(
        "header-charset",
        "P",
        "catalog",
        Severity.ERROR,
        finds="A header that names another encoding than UTF-8.",
        why="Editors would read and save the file in that encoding, and letters would be lost.",
        good=_GOOD,
        bad=Example(_example(charset="ISO-8859-1")),
        silence=_NEVER,
        locked=True,
    ),
    Rule(
        "plural-forms",
        "P",
        "catalog",
        Severity.ERROR,
        finds="`Plural-Forms` that divide numbers otherwise than the language does, or a message "
        "with too few forms.",
        why="Readers get `1 Tage`. In a catalog without plural messages it is a remark.",
        good=_GOOD,
        bad=Example(
            _example(
                'msgid "one day"\nmsgid_plural "%(n)s days"\nmsgstr[0] "Tage"\n',
                more='"Plural-Forms: nplurals=1; plural=0;\\n"\n',
            )
        ),
        silence=_NEVER,
        locked=True,
    ),
    Rule(
        "garbled",
        "P",
        "catalog",
        Severity.WARNING,
        finds="Letters such as `Ã©` or `Ð°`, which appear when UTF-8 is read as something else.",
        why="The words cannot be read, and only the first version of the file can be mended.",
        good=_GOOD,
        bad=Example(_example('msgid "Tired"\nmsgstr "MÃ¼de und mÃ¼rrisch"\n')),
    ),
    Rule(
        "header-fields",
        "P",
        "catalog",
        Severity.INFO,
        finds="A header that is missing, or still says what the template said.",
        why="Translators' programs show it; it changes nothing for readers.",
        good=_GOOD,
        bad=Example('msgid "Tea"\nmsgstr "Tee"\n'),
    ),
    Rule(
        "obsolete-entries",
        "P",
        "catalog",
        Severity.INFO,
        finds="More obsolete entries (`#~`) than living ones.",
        why="They are memory and do no harm; the file is only long.",
        good=_GOOD,
        bad=Example(
            _example('#~ msgid "Tea"\n#~ msgstr "Tee"\n\n#~ msgid "Pot"\n#~ msgstr "Kanne"\n')
        ),
    ),
)

_RULES = {rule.id: rule for rule in RULES}


def check_file(
    data: bytes, path: str, language: Language, settings: Checks, bounds: Bounds | None = None
) -> tuple[Finding, ...]:
    """What is wrong with a catalog as a file, in the order of its lines.

    An error among it means that nothing may be published from the file; no setting softens one.
    Law: one file's findings say nothing about another file.
    """
    choice = Choice(RULES, settings, language.locale)
    found = list(refusals(data, path, language, bounds))
    if any(one.rule == "syntax" for one in found):
        return tuple(found)
    told = {(one.rule, one.line) for one in found}
    catalog = read_catalog(data, path)
    for rule, look in _LOOKS:
        for line, problem, entry in look(catalog, language) if choice.on(rule) else ():
            if (rule, line) not in told:
                severity = choice.severity(_RULES[rule], problem.severity)
                found.append(_finding(rule, severity, path, line, problem, entry, language))
    return tuple(sorted(found, key=in_order))


def _finding(
    rule: str,
    severity: Severity,
    path: str,
    line: int,
    problem: Problem,
    entry: Entry | None,
    language: Language,
) -> Finding:
    return Finding(
        rule=rule,
        severity=severity,
        path=path,
        line=line,
        message=problem.message,
        hint=problem.hint,
        locale=language.locale,
        context=entry.context if entry else None,
        source=entry.msgid if entry else "",
        target=entry.msgstr[0] if entry and entry.msgid else "",
        detail=problem.detail,
    )


Place = tuple[int, Problem, Entry | None]


def _living(catalog: Catalog) -> Iterator[Entry]:
    return (e for e in catalog.entries if not e.obsolete and (e.msgid or e.context is not None))


def _header_line(catalog: Catalog, field: str) -> int:
    """The line of a field of the header, or the header's own."""
    for entry in catalog.entries:
        if entry.msgid == "" and entry.context is None and not entry.obsolete:
            for offset, line in enumerate((entry.raw or "").split("\n")):
                if re.match(rf'\s*(?:msgstr\s*)?"{re.escape(field)}\s*:', line, re.I):
                    return entry.line + offset
            return entry.msgstr_line or entry.line or 1
    return 1


def _language(catalog: Catalog, language: Language) -> Iterator[Place]:
    if catalog.header and not catalog.header.get("Language", ""):
        problem = Problem(
            "the header names no language",
            f'write "Language: {language.locale}\\n"',
            severity=Severity.WARNING,
        )
        yield _header_line(catalog, "Language"), problem, None


def _plurals(catalog: Catalog, language: Language) -> Iterator[Place]:
    """Where there are plural messages the gate has looked already."""
    said = catalog.header.get("Plural-Forms", "")
    rule = plural_rule(language.locale)
    parts = [re.search(r"plural\s*=\s*([^;]+)", text) for text in (said, rule.header)]
    if not said or (all(parts) and divides_alike(*(str(one and one[1]).strip() for one in parts))):
        return
    yield (
        _header_line(catalog, "Plural-Forms"),
        Problem(
            f"`{named(shortened(said, 80))}` does not divide numbers as "
            f"{language.english or language.locale} does",
            f'write "Plural-Forms: {rule.header}\\n"',
            severity=Severity.INFO,
        ),
        None,
    )


# UTF-8 read as Latin-1 or as a Windows code page: a letter and then a sign that rarely follows it.
_GARBLED = re.compile(
    "[ÃÂ][\u0080-\u00bf]|[ÐÑ][\u0080-\u00bf‘’“”€‡…†°±]|â€[™œ\u009d“”˜¦]|Ø[§±\u00a7]Ù|ï»¿"
)


def _garbled(catalog: Catalog, language: Language) -> Iterator[Place]:
    for entry in _living(catalog):
        for target in entry.msgstr:
            if target.isascii():
                continue
            found = _GARBLED.search(target)
            if found and not _GARBLED.search(entry.msgid):
                near = target[max(0, found.start() - 8) : found.end() + 8]
                yield (
                    entry.msgstr_line,
                    Problem(
                        f"`{named(near)}` looks like UTF-8 that was read as something else",
                        "type the words anew, or take the file from before",
                        found[0],
                    ),
                    entry,
                )
                break


_BOILERPLATE = ("PACKAGE VERSION", "FULL NAME", "YEAR-MO-DA", "LANGUAGE <LL@li.org>", "CHARSET")


def _fields(catalog: Catalog, language: Language) -> Iterator[Place]:
    header = catalog.header
    if not header:
        yield (
            1,
            Problem(
                "this catalog has no header",
                "`make update` writes one, or copy it from another catalog of the language",
            ),
            None,
        )
    for field, value in header.items():
        if any(one in value for one in _BOILERPLATE):
            problem = Problem(f"`{field}` still says what the template said", "fill it in", field)
            yield _header_line(catalog, field), problem, None


def _obsolete(catalog: Catalog, language: Language) -> Iterator[Place]:
    old = [entry for entry in catalog.entries if entry.obsolete]
    living = sum(1 for _ in _living(catalog))
    if len(old) > living:
        problem = Problem(f"{len(old)} entries are obsolete, {living} are alive", "they may stay")
        yield old[0].line, problem, None


_LOOKS: tuple[tuple[str, Callable[[Catalog, Language], Iterator[Place]]], ...] = (
    ("header-language", _language),
    ("plural-forms", _plurals),
    ("garbled", _garbled),
    ("header-fields", _fields),
    ("obsolete-entries", _obsolete),
)
