"""The headline cases, side by side with whichever peers are installed, in one run.

    python -m benchmarks                                100 articles in 10 languages
    python -m benchmarks --articles 20 --rounds 3       a quick look
    python -m benchmarks --only H4 H5                   these cases alone
    python -m benchmarks --growth 10 100 1000           how a cold publish grows

Times of the same command differ from run to run by a fifth and more, the machine's other work
included: read the ratios, which are of processor time. `python -m benchmarks.check` and
`python -m benchmarks.update` look closer at the two.
"""

from __future__ import annotations

import argparse
import platform
import shutil
import sys
import tempfile
from collections.abc import Sequence
from itertools import count
from pathlib import Path

from benchmarks.corpus import Shape, edit_sources, poke
from benchmarks.measuring import OURS, Contest, measure, ours, run, table
from benchmarks.peers import add_copy, add_gettext, add_hugo, add_po4a, nothing

REMEMBERED = "pipeline, what did not change remembered"
CASES = ("H1", "H2", "H3", "H4", "H5", "H6", "H8")


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--languages", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="*", choices=CASES, default=CASES, metavar="CASE")
    parser.add_argument("--growth", type=int, nargs="*", default=[], metavar="ARTICLES")
    parser.add_argument("--output", type=Path, help="write the table here too")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
        work = Path(folder)
        if asked.growth:
            contests = growth(asked.growth, asked.languages, work)
        else:
            contests = headlines(Shape(asked.articles, asked.languages), work, asked.only)
        for done in run(contests, asked.rounds):
            text = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, "
            text += f"medians of {done} rounds.\n\n{table(contests)}"
            if asked.output:
                asked.output.write_text(text, encoding="utf-8")
    print(text)


def headlines(shape: Shape, work: Path, only: Sequence[str] = CASES) -> list[Contest]:
    """H1 to H6 and H8, or some of them, with every peer that is installed."""
    pages = shape.articles * (shape.languages + 1)
    project, edited = work / "project", work / "edited"
    _make(project, shape)
    shutil.copytree(project, edited)
    edit_sources(edited, 5)
    root = ("--root", str(project))
    cold = Contest("H1", f"cold publish of {pages:,} pages, checked and validated")
    cold.add(OURS, ours(*root, "publish", "-q"), project, lambda: _clean(project))
    again = Contest("H2", "nothing changed")
    again.add(OURS, ours(*root, "publish", "-q"), project, nothing)
    numbers = count()
    one = Contest("H3", "one translation changed")
    one.add(OURS, ours(*root, "publish", "-q"), project, lambda: poke(project, "fr", next(numbers)))
    update = Contest("H4", "5 % of the English edited: update of all languages")
    before, target = work / "before", work / "updated"
    shutil.copytree(project, before)
    measure(ours("--root", str(before), "extract", "-q"), work)
    command = ours("--root", str(target), "update", "-q")
    update.add(OURS, command, work, lambda: _edit(before, edited, target))
    update.add(REMEMBERED, command, work, lambda: _edit(before, edited, target, ".pipeline"))
    extract = Contest("H5", "extract")
    command = ours("--root", str(before), "extract", "-q")
    extract.add(OURS, command, before, lambda: _remove(before, "locales/templates", ".pipeline"))
    extract.add(REMEMBERED, command, before, lambda: _remove(before, "locales/templates"))
    export = Contest("H6", "translated Markdown, all languages, checked, parsed again and compared")
    out = work / "out"
    written = ours(*root, "export", "all", "-q", "--to", str(out))
    export.add(OURS, written, project, lambda: (_forget(project), shutil.rmtree(out, True)))
    exported = Contest("H6", "the same, nothing changed")
    exported.add(OURS, written, project, nothing)
    check = Contest("H8", "check, all rules, nothing remembered")
    check.add(OURS, ours(*root, "check", "-q"), project, lambda: _forget(project))
    if {"H1", "H2", "H3"} & set(only):
        add_copy(cold, project, work)
        add_hugo(cold, again, one, project, work)
    add_gettext(update, check, project, edited, work)
    add_po4a(extract, update, export, project, edited, work, shape)
    every = [cold, again, one, update, extract, export, exported, check]
    return [contest for contest in every if contest.name in only]


def growth(sizes: list[int], languages: int, work: Path) -> list[Contest]:
    """H7: a cold publish of more and more articles, and then one with nothing changed."""
    contests = []
    for articles in sizes:
        project = work / str(articles)
        _make(project, Shape(articles, languages))
        command = ours("--root", str(project), "publish", "-q")
        pages = articles * (languages + 1)
        cold = Contest("H7", f"cold publish of {pages:,} pages")
        cold.add(OURS, command, project, lambda project=project: _clean(project))
        again = Contest("H7", f"nothing changed in {pages:,} pages")
        again.add(OURS, command, project, nothing)
        contests += [cold, again]
    return contests


def _make(project: Path, shape: Shape) -> None:
    # In a process of its own: what this one has grown to counts as the least of its children.
    said = ["--articles", str(shape.articles), "--languages", str(shape.languages)]
    measure([sys.executable, "-m", "benchmarks.corpus", str(project), *said], project.parent)


def _clean(project: Path) -> None:
    _remove(project, "output", ".pipeline")


def _remove(project: Path, *names: str) -> None:
    for name in names:
        shutil.rmtree(project / name, ignore_errors=True)


def _forget(project: Path) -> None:
    for path in (project / ".pipeline").glob("cache.sqlite*"):
        path.unlink()


def _edit(before: Path, edited: Path, target: Path, *kept: str) -> None:
    """A project after an edit: its sources are new, its templates and `kept` are of before it."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(edited, target, ignore=shutil.ignore_patterns(".pipeline", "templates"))
    measure(ours("--root", str(before), "extract", "-q"), before)
    for name in ("locales/templates", *kept):
        shutil.copytree(before / name, target / name)


if __name__ == "__main__":
    main()
