"""Rules P about whole catalogs: what stands in the file beside the translations.

The reader itself refuses what it cannot read; that refusal is turned into a finding here, so that
one broken file is one line of the report and never the end of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from pipeline.catalog import read_catalog
from pipeline.checks.pair import Problem
from pipeline.checks.silence import Choice, in_order
from pipeline.checks.text import named, shortened
from pipeline.config import Checks
from pipeline.errors import CatalogError
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
        silence="It cannot be silenced.",
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
        silence="It cannot be silenced.",
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


def check_file(data: bytes, path: str, language: Language, settings: Checks) -> tuple[Finding, ...]:
    """What is wrong with a catalog as a file, in the order of its lines.

    Law: one file's findings say nothing about another file.
    """
    choice = Choice(RULES, settings, language.locale)

    def finding(rule: str, line: int, problem: Problem, entry: Entry | None = None) -> Finding:
        return Finding(
            rule=rule,
            severity=choice.severity(_RULES[rule], problem.severity),
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

    try:
        catalog = read_catalog(data, path)
    except CatalogError as error:
        problem = Problem(error.message, error.hint)
        return (replace(finding("syntax", max(error.line, 1), problem), detail=""),)
    found = [
        finding(rule, line, problem, entry)
        for rule, look in _LOOKS
        if choice.on(rule)
        for line, problem, entry in look(catalog, language)
    ]
    return tuple(sorted(found, key=in_order))


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


def _duplicates(catalog: Catalog, language: Language) -> Iterator[Place]:
    first: dict[tuple[str | None, str], Entry] = {}
    for entry in catalog.entries:
        if entry.obsolete:
            continue
        before = first.setdefault(entry.key, entry)
        if before is not entry:
            what = f"`{shortened(named(entry.msgid), 60)}`" if entry.msgid else "the header"
            yield (
                entry.msgid_line or entry.line,
                Problem(
                    f"{what} stands in this file twice, first on line "
                    f"{before.msgid_line or before.line}",
                    "keep the better translation and delete the other entry",
                    entry.msgid,
                ),
                entry,
            )


def _same_language(header: str, locale: str) -> bool:
    ours = re.split(r"[-_@.]", locale.casefold())
    theirs = re.split(r"[-_@.]", header.casefold())
    if theirs[0] != ours[0]:
        return {theirs[0], ours[0]} <= {"nb", "no", "nn"} or {theirs[0], ours[0]} == {"he", "iw"}
    regions = {"cn": "hans", "sg": "hans", "tw": "hant", "hk": "hant", "latin": "latn"}
    rest = {regions.get(one, one) for one in theirs[1:]}
    known = {regions.get(one, one) for one in ours[1:]}
    return not rest or not known or bool(rest & known)


def _language(catalog: Catalog, language: Language) -> Iterator[Place]:
    header = catalog.header
    if not header:
        return
    said = header.get("Language", "")
    line = _header_line(catalog, "Language")
    if not said:
        problem = Problem(
            "the header names no language",
            f'write "Language: {language.locale}\\n"',
            severity=Severity.WARNING,
        )
        yield line, problem, None
    elif not _same_language(said, language.locale):
        yield (
            line,
            Problem(
                f"the header says `Language: {named(said)}`, the folder is {language.locale}",
                "move the file to its folder, or mend the header",
            ),
            None,
        )


def _charset(catalog: Catalog, language: Language) -> Iterator[Place]:
    content = catalog.header.get("Content-Type", "")
    found = re.search(r"charset=([\w-]+)", content)
    if found and found[1].casefold() not in ("utf-8", "utf8"):
        yield (
            _header_line(catalog, "Content-Type"),
            Problem(
                f"the header says `charset={named(found[1])}`",
                'write "Content-Type: text/plain; charset=UTF-8\\n"',
            ),
            None,
        )


def _plurals(catalog: Catalog, language: Language) -> Iterator[Place]:
    rule = plural_rule(language.locale)
    plurals = [entry for entry in _living(catalog) if entry.plural is not None]
    said = catalog.header.get("Plural-Forms", "")
    if said and not _divides(said, rule.header):
        yield (
            _header_line(catalog, "Plural-Forms"),
            Problem(
                f"`{named(shortened(said, 80))}` does not divide numbers as "
                f"{language.english or language.locale} does",
                f'write "Plural-Forms: {rule.header}\\n"',
                severity=_plural_severity(said, rule.nplurals, bool(plurals)),
            ),
            None,
        )
    for entry in plurals:
        if any(entry.msgstr) and len(entry.msgstr) != rule.nplurals:
            yield (
                entry.msgstr_line,
                Problem(
                    f"this message has {len(entry.msgstr)} plural forms, "
                    f"{language.english or language.locale} has {rule.nplurals}",
                    "write one msgstr[n] for each form",
                ),
                entry,
            )


def _plural_severity(said: str, forms: int, used: bool) -> Severity:
    if not used:
        return Severity.INFO
    return Severity.WARNING if _forms(said) == forms else Severity.ERROR


def _divides(header: str, wanted: str) -> bool:
    parts = [re.search(r"plural\s*=\s*([^;]+)", text) for text in (header, wanted)]
    return all(parts) and divides_alike(*(str(one and one[1]).strip() for one in parts))


def _forms(header: str) -> int:
    found = re.search(r"nplurals\s*=\s*(\d+)", header)
    return int(found[1]) if found else 0


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
    ("duplicate-message", _duplicates),
    ("header-language", _language),
    ("header-charset", _charset),
    ("plural-forms", _plurals),
    ("garbled", _garbled),
    ("header-fields", _fields),
    ("obsolete-entries", _obsolete),
)
