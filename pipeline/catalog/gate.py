r"""The strict gate: what a catalog must be before any of it is *published*.

The reader takes everything that it can give back; a page takes only what means the same to
everybody. A file that was cut off, names another charset, or says one thing to this program and
another to the translator's editor is refused as a whole, by name, with its line and its remedy.
Files written on Windows (CRLF, a BOM) pass: they are kept as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.catalog.lookup import live
from pipeline.catalog.reading import read_catalog
from pipeline.config import Bounds
from pipeline.errors import CatalogError
from pipeline.model import Catalog, Entry, Finding, Key, Language, Severity
from pipeline.plurals import divides_alike, plural_rule

_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)")
_ESCAPE = re.compile(r"\\(.)", re.S)
_KNOWN_ESCAPES = frozenset('\\"ntr')
_CHARSET = re.compile(r"charset=([\w.:-]*)")
_PLURALS = re.compile(r"nplurals\s*=\s*(\d{1,2})\s*;\s*plural\s*=\s*([^;]{1,500});?")
_SCRIPTS = {"latin": "latn", "cyrillic": "cyrl", "arabic": "arab", "devanagari": "deva"}

_Refusal = tuple[str, int, str, str]
"""Rule, line, what is so, what to do."""


def refusals(
    data: bytes, path: str, language: Language, bounds: Bounds | None = None
) -> tuple[Finding, ...]:
    """Why a catalog cannot be published, in the order of its lines; empty where it can.

    Law: a file that passes means the same to this program, to gettext and to an editor, and a
    file that was cut off does not pass unless it ends between two whole entries.

    >>> from pipeline.locales import language
    >>> [one.message for one in refusals(b'msgid "Tea"\\nmsgstr "Th', "tea.po", language("fr"))]
    ['the file ends in the middle of a line']
    """
    bounds = bounds or Bounds()
    found = list(_bytes(data, bounds))
    if not found:
        try:
            catalog = read_catalog(data, path)
        except CatalogError as error:
            found = [("syntax", error.line, error.message, error.hint)]
        else:
            found = [
                *_header(catalog, language),
                *_duplicates(catalog),
                *_entries(catalog, bounds),
                *_plural_forms(catalog, language),
            ]
    return tuple(
        Finding(rule, Severity.ERROR, path, max(line, 1), message, hint, locale=language.locale)
        for rule, line, message, hint in sorted(found, key=lambda one: one[1])
    )


def _bytes(data: bytes, bounds: Bounds) -> Iterator[_Refusal]:
    """What can be seen before the file is parsed."""
    rule = "syntax"
    if len(data) > bounds.catalog_bytes:
        yield (
            rule,
            1,
            f"the file has {len(data):,} bytes; {bounds.catalog_bytes:,} are allowed",
            "cut the article in two, or raise `catalog_bytes` in [tool.pipeline.bounds]",
        )
        return
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return  # UTF-16: the reader says so
    # Lone CRs end lines in files of old Macs; then they are line ends, and nothing else is.
    wrong = _CONTROL.search(data if b"\n" in data else data.replace(b"\r", b"\n"))
    if wrong:
        code = wrong[0][0]
        yield (
            rule,
            data.count(b"\n", 0, wrong.start()) + 1,
            f"a control character stands here (0x{code:02x})",
            "delete it; it cannot be seen, but some programs act on it",
        )
    elif data and not data.endswith((b"\n", b"\r")):
        hint = "it may have been cut off: compare it with the last version in Git, end it with a"
        line = data.count(b"\n") + 1
        yield (rule, line, "the file ends in the middle of a line", f"{hint} line end")


def _header(catalog: Catalog, language: Language) -> Iterator[_Refusal]:
    fields = catalog.header
    charset = _CHARSET.search(fields.get("Content-Type", ""))
    if charset and charset[1].casefold() not in ("utf-8", "utf8"):
        yield (
            "header-charset",
            header_line(catalog, "Content-Type"),
            f"the header says that the file is in `{charset[1] or 'no charset'}`",
            'write "Content-Type: text/plain; charset=UTF-8\\n" and save the file as UTF-8',
        )
    said = fields.get("Language", "")
    if said and not same_language(said, language):
        yield (
            "header-language",
            header_line(catalog, "Language"),
            f"the header says `Language: {said}`, and the folder is {language.locale}",
            f"move the file to its folder, or write {language.locale}",
        )


def header_line(catalog: Catalog, name: str) -> int:
    """The line of a field of the header; the header's own where it is not found."""
    for entry in catalog.entries:
        if entry.msgid == "" and entry.context is None and not entry.obsolete:
            lines = (entry.raw or "").lstrip().split("\n")
            at = [n for n, line in enumerate(lines) if line.lstrip(' "').startswith(f"{name}:")]
            return entry.line + at[0] if at else entry.msgid_line
    return 0


def same_language(said: str, language: Language) -> bool:
    """Whether a header's `Language` means the language of the folder.

    >>> from pipeline.locales import language
    >>> [same_language(one, language("sr_Latn")) for one in ("sr@latin", "sr-Latn", "sr", "hr")]
    [True, True, True, False]
    """
    base, _, modifier = said.partition("@")
    parts = base.split(".")[0].replace("-", "_").lower().split("_")
    parts += [_SCRIPTS[modifier.lower()]] if modifier.lower() in _SCRIPTS else []
    own = language.locale.lower().split("_")
    if parts[0] != own[0]:
        return False
    scripts = {language.script.lower()} | {one for one in own if len(one) == 4}
    regions = {one for one in own[1:] if len(one) in (2, 3)}
    for part in parts[1:]:
        if len(part) == 4 and part not in scripts:
            return False
        # `zh_CN` in zh_Hans is right, `pt_PT` in pt_BR is not.
        if len(part) in (2, 3) and regions and part not in regions:
            return False
    return True


def _duplicates(catalog: Catalog) -> Iterator[_Refusal]:
    seen: dict[Key, Entry] = {}
    for entry in catalog.entries:
        if entry.obsolete:
            continue
        first = seen.setdefault(entry.key, entry)
        if first is not entry:
            what = "header" if entry.msgid == "" and entry.context is None else "text"
            yield (
                "duplicate-message",
                entry.msgid_line,
                f"this {what} stands here for the second time; the first is on line "
                f"{first.msgid_line}",
                "keep the better one and delete the other",
            )


def _entries(catalog: Catalog, bounds: Bounds) -> Iterator[_Refusal]:
    for entry in live(catalog):
        longest = max(map(len, entry.msgstr))
        if longest > bounds.segment_chars:
            yield (
                "syntax",
                entry.msgstr_line,
                f"{longest:,} characters stand here; {bounds.segment_chars:,} are allowed",
                "something was pasted by mistake: shorten it",
            )
        raw = entry.raw or ""
        if "\\" in raw:
            for offset, line in enumerate(raw.lstrip().split("\n")):
                wrong = None if line.startswith("#") else _strange_escape(line)
                if wrong:
                    yield (
                        "syntax",
                        entry.line + offset,
                        f"`\\{wrong}` means nothing in a catalog",
                        "write \\\\ for a backslash",
                    )


def _strange_escape(line: str) -> str:
    return next((sign for sign in _ESCAPE.findall(line) if sign not in _KNOWN_ESCAPES), "")


def _plural_forms(catalog: Catalog, language: Language) -> Iterator[_Refusal]:
    """Only where there are plural messages: an article has none, and its header is a remark."""
    plurals = [entry for entry in live(catalog) if entry.plural is not None]
    if not plurals:
        return
    rule = plural_rule(language.locale)
    said = _PLURALS.search(catalog.header.get("Plural-Forms", ""))
    if not said or int(said[1]) != rule.nplurals or not divides_alike(said[2], rule.expression):
        yield (
            "plural-forms",
            header_line(catalog, "Plural-Forms"),
            f"the header's `Plural-Forms` are not those of {language.english or language.locale}",
            f'write "Plural-Forms: {rule.header}\\n" and look at the plural messages again',
        )
        return
    for entry in plurals:
        if any(entry.msgstr) and len(entry.msgstr) != rule.nplurals:
            yield (
                "plural-forms",
                entry.msgstr_line,
                f"this message has {len(entry.msgstr)} forms, the language has {rule.nplurals}",
                f"write msgstr[0] to msgstr[{rule.nplurals - 1}]",
            )


def refuse_duplicates(catalog: Catalog) -> None:
    """Raise CatalogError for two entries of one name: no program can tell which is meant.

    Obsolete entries count, because gettext's tools refuse their duplicates too.
    """
    if len({entry.key for entry in catalog.entries}) == len(catalog.entries):
        return
    seen: dict[Key, Entry] = {}
    for entry in catalog.entries:
        first = seen.setdefault(entry.key, entry)
        if first is not entry:
            raise CatalogError(
                f"this text has a second translation; the first is on line {first.msgid_line}",
                path=catalog.path,
                line=entry.msgid_line,
                hint="keep the better one and delete the other",
            )
