r"""The strings of an entry, `msgctxt` to `msgstr`, as lines of a catalog.

polib formats them, and is asked for whatever is out of the common. Nearly all texts are letters
on one line, with nothing in them but quotes to be escaped: those are written here, ten times as
fast and without importing it.
"""

from __future__ import annotations

from pipeline.model import Entry


def format_strings(entry: Entry) -> tuple[list[str], str]:
    r"""The lines of the previous msgid, and the lines from msgctxt to the last msgstr.

    Law: it is what polib makes of the entry.

    >>> format_strings(Entry("Tea", ('"Thé"',), previous="Teas"))
    (['#| msgid "Teas"'], 'msgid "Tea"\nmsgstr "\\"Thé\\""\n')
    """
    return (_plain(entry) if entry.plural is None else None) or _by_polib(entry)


def _plain(entry: Entry) -> tuple[list[str], str] | None:
    """The lines of an entry without plural forms; None where a text has signs out of the common."""
    start = "#~ " if entry.obsolete else ""
    mark = "#~| " if entry.obsolete else "#| "
    previous: list[str] = []
    body: list[str] = []
    for lines, name, text in (
        (previous, f"{mark}msgctxt", entry.previous_context),
        (previous, f"{mark}msgid", entry.previous),
        (previous, f"{mark}msgid_plural", entry.previous_plural),
        (body, f"{start}msgctxt", entry.context),
        (body, f"{start}msgid", entry.msgid),
        (body, f"{start}msgstr", entry.msgstr[0]),
    ):
        if text is None:
            continue
        pieces = text.split("\n") if "\n" in text else [text]
        # What ends a line to Python but LF, and what polib escapes but these two, prints nothing.
        if not all(map(str.isprintable, pieces)):
            return None
        if "\\" in text or '"' in text:
            pieces = [one.replace("\\", "\\\\").replace('"', '\\"') for one in pieces]
        if len(pieces) == 1:
            lines.append(f'{name} "{pieces[0]}"')
            continue
        *whole, last = pieces
        quoted = [f'"{one}\\n"' for one in whole] + ([f'"{last}"'] if last else [])
        if len(quoted) == 1:
            lines.append(f"{name} {quoted[0]}")
        else:
            lines.append(f'{name} ""')
            lines += [f"{name.partition('msg')[0]}{one}" for one in quoted]
    return previous, "".join(f"{line}\n" for line in body)


def _by_polib(entry: Entry) -> tuple[list[str], str]:
    import polib

    made = polib.POEntry(
        msgctxt=entry.context,
        msgid=entry.msgid,
        msgid_plural=entry.plural or "",
        previous_msgctxt=entry.previous_context,
        previous_msgid=entry.previous,
        previous_msgid_plural=entry.previous_plural,
        obsolete=entry.obsolete,
    )
    if entry.plural is None:
        made.msgstr = entry.msgstr[0]
    else:
        made.msgstr_plural = dict(enumerate(entry.msgstr))
    lines = made.__unicode__(wrapwidth=0).split("\n")[:-1]
    mark = "#~|" if entry.obsolete else "#|"
    split = sum(1 for line in lines if line.startswith(mark))
    body = "".join(f"{line}\n" for line in lines[split:])
    if entry.plural == "":
        # polib takes an empty plural for none, and the forms would stand without it.
        start = "#~ " if entry.obsolete else ""
        body = body.replace(f"\n{start}msgstr[0]", f'\n{start}msgid_plural ""\n{start}msgstr[0]', 1)
    return lines[:split], body
