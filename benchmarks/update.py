"""`update` against GNU msgmerge, in one run: time, and what the suggestions are worth.

    python benchmarks/update.py                                generated catalogs, 4,000 and 50,000
    python benchmarks/update.py --history old.po new.po        a catalog before and after its edits

For a history, the English of the new catalog is the template, and each suggestion is compared
with what a person finally wrote: *useful* at 0.6 of similarity or more (1 - edit distance over
length), *misleading* below 0.4; prose is eight words or more. Times are of whole processes,
reading and writing included; `work` is without the start of Python.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from pipeline.catalog import Memory, format_catalog, read_catalog, update_catalog
from pipeline.locales import language
from pipeline.model import Catalog, Entry, Key

PARTS = (
    "con ter ment tion re pro ing er com per in de ex pre sub able ness ly ate ous al ize ist sion"
    " tra sta ma ri can fer ver man port form struct scrib spec ten cap duct ject press pos mit sen"
)
ROOT = Path(__file__).resolve().parent.parent
MOST = 300
USEFUL, MISLEADING, PROSE = 0.6, 0.4, 8
HEADER = Entry(
    "",
    (
        "Language: pt_BR\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
        "Content-Transfer-Encoding: 8bit\nPlural-Forms: nplurals=2; plural=(n > 1);\n",
    ),
)

_OURS = """
import sys, time
from pathlib import Path
from pipeline.catalog import format_catalog, read_catalog, update_catalog
from pipeline.locales import language
start = time.perf_counter()
old, new, out = map(Path, sys.argv[1:4])
template = read_catalog(new.read_bytes(), new.name)
catalog = read_catalog(old.read_bytes(), old.name)
updated = update_catalog(template, catalog, language("pt_BR"))
out.write_bytes(format_catalog(updated.catalog))
print(time.perf_counter() - start)
"""


@dataclass
class Worth:
    """What suggestions are worth."""

    given: int = 0
    useful: int = 0
    misleading: int = 0
    prose_useful: int = 0
    prose_misleading: int = 0

    def line(self, name: str) -> str:
        return (
            f"  {name:24} given {self.given:5}   useful {self.useful:5}   misleading "
            f"{self.misleading:4}   prose: useful {self.prose_useful:5}   misleading "
            f"{self.prose_misleading:4}"
        )


def measure(result: Iterable[Entry], truth: dict[Key, str], old: set[Key]) -> Worth:
    """Compare the suggestions for new texts with what a person wrote."""
    worth = Worth()
    for entry in result:
        wrote = truth.get(entry.key)
        if entry.obsolete or entry.key in old or not wrote or not entry.msgstr[0]:
            continue
        likeness = Levenshtein.normalized_similarity(entry.msgstr[0], wrote)
        prose = len(entry.msgid.split()) >= PROSE
        worth.given += 1
        worth.useful += likeness >= USEFUL
        worth.misleading += likeness < MISLEADING
        worth.prose_useful += prose and likeness >= USEFUL
        worth.prose_misleading += prose and likeness < MISLEADING
    return worth


def template_of(catalog: Catalog) -> Catalog:
    """The English of a catalog's live entries."""
    entries = [
        Entry(one.msgid, context=one.context, references=one.references)
        for one in catalog.entries
        if one.msgid and not one.obsolete and one.plural is None
    ]
    return Catalog("", (HEADER, *entries))


def race(old: Path, new: Path, folder: Path, runs: int) -> tuple[Path, Path]:
    """Run both over the same two files, print the times, give back both results."""
    ours, theirs = folder / "ours.po", folder / "msgmerge.po"
    whole, work, gnu = [], [], []
    for _ in range(runs):
        mine = [sys.executable, "-c", _OURS, str(old), str(new), str(ours)]
        took, said = _timed(mine)
        whole.append(took)
        work.append(float(said))
        merge = ["msgmerge", "--previous", "-q", "-o", str(theirs), str(old), str(new)]
        gnu.append(_timed(merge)[0])
    a, b, c = min(whole), min(work), min(gnu)
    print(
        f"  pipeline {a[0]:.2f} s, processor {a[1]:.2f} s (without the start of Python {b:.2f} s)"
    )
    print(f"  msgmerge {c[0]:.2f} s, processor {c[1]:.2f} s")
    print(
        f"  {c[0] / a[0]:.1f} times faster, {c[1] / a[1]:.1f} by processor, {c[0] / b:.1f} at work"
    )
    return ours, theirs


def _timed(command: Sequence[str]) -> tuple[tuple[float, float], str]:
    """Seconds on the wall and of the processors that a command takes, and what it says."""
    start, before = time.perf_counter(), os.times()
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    took, after = time.perf_counter() - start, os.times()
    used = after.children_user + after.children_system
    return (took, used - before.children_user - before.children_system), done.stdout


def history(before: Path, after: Path, folder: Path, runs: int) -> None:
    """A real catalog before and after edits to its English and the translators' answers."""
    old = read_catalog(before.read_bytes(), before.name)
    new = read_catalog(after.read_bytes(), after.name)
    template = template_of(new)
    pot = folder / "new.pot"
    pot.write_bytes(format_catalog(template))
    print(f"{before.name} -> {after.name}: {len(template.entries) - 1} texts")
    truth = {one.key: one.msgstr[0] for one in new.entries if not one.obsolete and not one.fuzzy}
    known = {one.key for one in old.entries}
    ours, theirs = race(before, pot, folder, runs)
    for name, path in (("pipeline", ours), ("msgmerge", theirs)):
        entries = read_catalog(path.read_bytes(), name).entries
        print(measure(entries, truth, known).line(name))
    print(measure(by_article(old, template), truth, known).line("pipeline, by article"))


def by_article(old: Catalog, template: Catalog) -> list[Entry]:
    """The same history with one file an article, and the memory of all of them."""
    olds, news = _split(old), _split(template)
    catalogs = [Catalog(name, (HEADER, *entries)) for name, entries in olds.items()]
    templates = {name: Catalog(name, (HEADER, *entries)) for name, entries in news.items()}
    gone = tuple(one for one in old.entries if one.obsolete)
    present = frozenset(entry.key for one in templates.values() for entry in one.entries)
    memory = Memory.of([*catalogs, Catalog("gone", gone)], present)
    start = time.perf_counter()
    found: dict[Key, Entry] = {}
    for name, one in templates.items():
        own = next((some for some in catalogs if some.path == name), None)
        for entry in update_catalog(one, own, language("pt_BR"), memory).catalog.entries:
            if not entry.obsolete:
                found.setdefault(entry.key, entry)
    print(f"  {len(templates)} articles one by one: {time.perf_counter() - start:.2f} s")
    return list(found.values())


def _split(catalog: Catalog) -> dict[str, list[Entry]]:
    files: dict[str, list[Entry]] = {}
    for entry in catalog.entries:
        if entry.msgid and not entry.obsolete:
            for name in " ".join(entry.references).split():
                one = replace(entry, references=(name,), raw=None)
                files.setdefault(name.rpartition(":")[0] or name, []).append(one)
    return files


def _vocabulary(pick: random.Random) -> list[str]:
    """Words of English parts, so that strangers share letters as English words do."""
    words = re.findall(r"\S+", "the of and to in is that for it with as on are be this not or by")
    parts = re.findall(r"\S+", PARTS)
    while len(words) < 4000:
        words.append("".join(pick.choices(parts, k=pick.choice((1, 2, 2, 2, 3, 3, 4)))))
    return words


def generated(size: int, folder: Path, runs: int) -> None:
    """Texts like a real history's: of five new ones one was edited, and not more than MOST are new.

    In the history at hand every seventh text is new. With so many among 50,000 msgmerge takes
    hours, so the larger a generated catalog is, the fewer of its texts are new.
    """
    pick = random.Random(size)
    words = _vocabulary(pick)
    weights = [1 / (rank + 3) for rank in range(len(words))]

    def text() -> str:
        return " ".join(pick.choices(words, weights, k=pick.choice((2, 4, 9, 16, 24, 32, 60))))

    texts = {text(): None for _ in range(size)}
    old = [Entry(text, (text.upper(),), references=("source/a.md",)) for text in texts]
    new = []
    for entry in old:
        some = entry.msgid.split()
        if pick.random() < min(1 / 7, MOST / size):
            for _ in range(max(1, len(some) // 8)):
                some[pick.randrange(len(some))] = pick.choice(words)
            some = some if pick.random() < 1 / 5 else text().split()
        new.append(Entry(" ".join(some), references=entry.references))
    new = list({entry.key: entry for entry in new}.values())
    before, pot = folder / "old.po", folder / "new.pot"
    before.write_bytes(format_catalog(Catalog("", (HEADER, *old))))
    pot.write_bytes(format_catalog(Catalog("", (HEADER, *new))))
    print(f"generated: {len(new)} texts, {len({e.msgid for e in new} - set(texts))} of them new")
    race(before, pot, folder, runs)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--history", nargs=2, type=Path, metavar=("OLD", "NEW"))
    parser.add_argument("--sizes", nargs="*", type=int, default=[4000, 50000])
    parser.add_argument("--runs", type=int, default=1)
    chosen = parser.parse_args(arguments)
    if not shutil.which("msgmerge"):
        print("GNU gettext is not installed: there is nothing to compare with", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as name:
        if chosen.history:
            history(*chosen.history, Path(name), chosen.runs)
        else:
            for size in chosen.sizes:
                generated(size, Path(name), chosen.runs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
