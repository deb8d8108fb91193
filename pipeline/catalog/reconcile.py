"""An article's segments and one catalog -> units: what is current, what changed, what is missing.

Pure and small, and it writes nothing: publish, check, status and the preview all measure against
the English of today, whether anybody ran `update` or not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.catalog.kept import NOTHING_KEPT, Kept
from pipeline.catalog.lookup import Found, Lookup, Wanted, as_changed, filled, live, trusted
from pipeline.catalog.normal import normal_form
from pipeline.catalog.places import pair_places
from pipeline.catalog.template import kind_of
from pipeline.model import Catalog, Entry, Key, Match, Segment, State, Unit


def reconcile(
    segments: Sequence[Segment], catalog: Catalog | None, kept: Kept = NOTHING_KEPT
) -> tuple[Unit, ...]:
    """One unit a segment, in order: by exact text, normal form, kept edits, then by place.

    Law: only the first three are ever translated; a text that changed is fuzzy, with the English
    that its msgstr translates, so that an English edit never publishes something else.
    """
    if catalog is None:
        return tuple(Unit(segment, State.UNTRANSLATED) for segment in segments)
    lookup = Lookup(catalog.entries)
    wanted = [Wanted(one.msgid, one.context, None, one.kind.value) for one in segments]
    found: dict[Key, Found] = {}
    for one in wanted:
        if one.key not in found:
            match = match_text(lookup, one, kept)
            if match is not None:
                found[one.key] = match
    if len(found) < len({one.key for one in wanted}):
        known = {key: one.entry for key, one in found.items()}
        for key, entry in match_places(list(live(catalog)), wanted, known).items():
            found[key] = as_changed(entry, Match.PLACE)
    return tuple(
        _unit(segment, found.get(one.key), catalog.path)
        for segment, one in zip(segments, wanted, strict=True)
    )


def match_text(lookup: Lookup, wanted: Wanted, kept: Kept) -> Found | None:
    """The entry of the same text, of the same normal form, or of a text that means the same."""
    exact = lookup.exact(wanted)
    if exact is not None and exact.same and exact.state is State.FUZZY:
        return confirmed(exact, wanted, kept)
    if exact is not None and exact.state is not State.UNTRANSLATED and exact.match is Match.EXACT:
        return exact
    alike = lookup.alike(wanted)
    for found in (alike, lookup.kept(wanted, kept)):
        if found is not None and found.state is State.TRANSLATED:
            return found
    return exact or alike


def confirmed(found: Found, wanted: Wanted, kept: Kept) -> Found:
    """A fuzzy entry; current after all where its English changed in no word that counts."""
    before = found.previous
    if before is None or before == wanted.msgid or not trusted(found.entry):
        return found
    if (found.previous_context, found.previous_plural) != (None, wanted.plural):
        return found
    form = normal_form(before)
    for match, olds in ((Match.NORMAL, [normal_form(wanted.msgid)]), (Match.KEPT, None)):
        if form in (kept.olds(wanted.msgid) if olds is None else olds):
            return Found(found.entry, match, State.TRANSLATED, same=True)
    return found


def match_places(
    old: Sequence[Entry], wanted: Sequence[Wanted], known: Mapping[Key, Entry]
) -> dict[Key, Entry]:
    """The old entries that stood where the texts that nothing is `known` for stand now."""
    new = {one.key: one for one in wanted}
    old, names = _trimmed(old, list(new), known)
    places = {id(entry): place for place, entry in enumerate(old)}
    pairs, taken = [], set()
    for place, name in enumerate(names):
        here = places.get(id(known[name])) if name in known else None
        if here is not None and here not in taken:
            pairs.append((here, place))
            taken.add(here)
    olds = [
        (entry.msgid, kind_of(entry)) if place not in taken and filled(entry) else None
        for place, entry in enumerate(old)
    ]
    news = [None if name in known else (name[1], new[name].kind) for name in names]
    found = pair_places(olds, news, pairs)
    return {names[there]: old[here] for there, here in found.items()}


def _trimmed(
    old: Sequence[Entry], names: Sequence[Key], known: Mapping[Key, Entry]
) -> tuple[Sequence[Entry], Sequence[Key]]:
    """Both without the texts at their beginning and end that stand side by side in both.

    Those are fixed points whatever lies between them, and in a long article they are nearly all.
    """
    most = min(len(old), len(names))
    first = 0
    while first < most and known.get(names[first]) is old[first]:
        first += 1
    last = 0
    while last < most - first and known.get(names[-1 - last]) is old[-1 - last]:
        last += 1
    between = names[first : len(names) - last]
    # An entry that serves twice stands where it serves first.
    below = {id(entry) for entry in old[len(old) - last :]} if last else set()
    if any(name in known and id(known[name]) in below for name in between):
        return old[first:], names[first:]
    return old[first : len(old) - last], between


def _unit(segment: Segment, found: Found | None, path: str) -> Unit:
    if found is None:
        return Unit(segment, State.UNTRANSLATED, path=path)
    return Unit(
        segment,
        found.state,
        found.entry.msgstr[0] if found.state is not State.UNTRANSLATED else "",
        found.previous if found.state is State.FUZZY else None,
        found.match,
        path,
        found.entry.msgstr_line,
        found.entry.comments,
    )
