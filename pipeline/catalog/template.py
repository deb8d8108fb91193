"""An article -> its template; a template -> a new catalog in one language."""

from __future__ import annotations

from dataclasses import replace

from pipeline.catalog.writing import change_entry
from pipeline.locales import plural_rule
from pipeline.model import Article, Catalog, Entry, Kind, Language, Role, Segment

RULES_FIELD = "X-Extraction-Rules"
ORIGIN_FIELD = "X-Translation-Origin"
"""`machine` in a catalog that no person has reviewed."""
SUGGESTION = "suggestion: "
"""Begins the `#.` lines that stay as long as the entry is fuzzy: its msgstr was made by program."""

_CRITICAL = "critical: a dose or a warning; readers see a translation only while it is current"


def make_template(article: Article, rules_version: int) -> Catalog:
    """The template of an article: one entry a text, in the article's order, comments for people.

    A text that stands twice under one context is one entry, with the comments of both places.
    """
    fields = {
        "Project-Id-Version": article.name,
        "PO-Revision-Date": "",
        "Last-Translator": "",
        "Language-Team": "",
        "Language": "",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        RULES_FIELD: str(rules_version),
    }
    entries: dict[tuple[str | None, str], Entry] = {}
    reference = _reference(article.path)
    for segment in article.segments:
        said = describe(segment)
        entry = entries.get(segment.key)
        if entry is None:
            entry = Entry(
                segment.msgid, context=segment.context, extracted=said, references=(reference,)
            )
        else:
            more = tuple(line for line in said if line not in entry.extracted)
            entry = replace(entry, extracted=entry.extracted + more)
        entries[segment.key] = entry
    header = Entry("", (format_header(fields),))
    return Catalog(path="", entries=(header, *entries.values()))


def describe(segment: Segment) -> tuple[str, ...]:
    """What a translator is told about a segment: its kind and headings, then the author's note."""
    place = " › ".join(f"“{' '.join(one.split())}”" for one in segment.headings)
    if segment.kind is Kind.FIELD:
        place = f"“{segment.field}”"
    first = f"type: {segment.kind.value}" + (f" — in {place}" if place else "")
    if Role.TITLE in segment.roles:
        first += " — the title of the article"
    lines = [first]
    if Role.CRITICAL in segment.roles:
        lines.append(_CRITICAL)
    return (*lines, *(line.rstrip() for line in segment.note.splitlines() if line.strip()))


def kind_of(entry: Entry) -> str:
    """The kind that an entry's `#.` line names; empty where a catalog says none."""
    for line in entry.extracted:
        if line.startswith("type: "):
            return line[6:].partition(" — ")[0]
    return ""


def _reference(path: str) -> str:
    # Isolates around a name with spaces, as gettext writes them since 0.22.
    return f"\u2068{path}\u2069" if " " in path else path


def new_catalog(template: Catalog, language: Language, path: str) -> Catalog:
    """An untranslated catalog with the header that its language needs."""
    rule = plural_rule(language.locale)
    entries = []
    for entry in template.entries:
        if is_header(entry):
            continue
        count = 1 if entry.plural is None else rule.nplurals
        flags = tuple(flag for flag in entry.flags if flag != "fuzzy")
        entries.append(
            replace(
                entry,
                msgstr=("",) * count,
                flags=flags,
                raw=None,
                line=0,
                msgid_line=0,
                msgstr_line=0,
            )
        )
    return Catalog(path=path, entries=(new_header(template, language), *entries))


def new_header(template: Catalog, language: Language) -> Entry:
    """The header of a catalog that nobody has worked on yet."""
    fields = {
        "Project-Id-Version": template.header.get("Project-Id-Version", ""),
        "PO-Revision-Date": "",
        "Last-Translator": "",
        "Language-Team": "",
        "Language": language.locale,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": plural_rule(language.locale).header,
    }
    if RULES_FIELD in template.header:
        fields[RULES_FIELD] = template.header[RULES_FIELD]
    return Entry("", (format_header(fields),))


def format_header(fields: dict[str, str]) -> str:
    """The header's msgstr."""
    return "".join(f"{name}: {value}\n" for name, value in fields.items())


def is_header(entry: Entry) -> bool:
    """Whether the entry is the header: an empty msgid without context."""
    return entry.msgid == "" and entry.context is None


def with_field(catalog: Catalog, name: str, value: str) -> Catalog:
    """The catalog with one header field set, every other line of its header untouched."""
    for place, entry in enumerate(catalog.entries):
        if is_header(entry) and not entry.obsolete:
            lines = entry.msgstr[0].split("\n")
            at = [n for n, line in enumerate(lines) if line.partition(":")[0].strip() == name]
            if at:
                lines[at[0]] = f"{name}: {value}"
            else:
                lines.insert(len(lines) - (lines[-1] == ""), f"{name}: {value}")
            changed = change_entry(entry, msgstr=("\n".join(lines),))
            entries = (*catalog.entries[:place], changed, *catalog.entries[place + 1 :])
            return replace(catalog, entries=entries)
    return catalog
