"""`check`: milliseconds a unit for all rules, and how often each rule speaks.

    python -m benchmarks.check                               a generated project, from cold
    python -m benchmarks.check --catalogs FOLDER             catalogs of people: <locale>.po
    python -m benchmarks.check --catalogs FOLDER --show number   with each finding of a rule

Both renderings are in the time, the English once for all languages, and so is working out the
settings; reading catalogs and articles is not. Times are of the processor, not of the clock, so
that other programs do not disturb them. In catalogs that people wrote and published, a rule
that speaks often is a rule that nobody reads: none but remarks may speak in more than five of a
hundred units. The peer, where it is installed, is Translate Toolkit's `StandardChecker`, which
renders nothing.
"""

from __future__ import annotations

import argparse
import importlib.util
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.article import Renderer, read_article
from pipeline.catalog import read_catalog, reconcile
from pipeline.checks import check_units
from pipeline.config import Checks, Dialect
from pipeline.locales import language
from pipeline.model import Article, Finding, Kind, Language, Match, Segment, Severity, State, Unit

OFTEN = 0.05
Batch = tuple[Article, Language, Sequence[Unit]]


def generated(root: Path, articles: int, languages: int) -> Iterator[Batch]:
    """The units of a generated project, article by article."""
    from benchmarks.corpus import Shape, make_project

    shape = Shape(articles=articles, languages=languages)
    make_project(root, shape)
    for path in sorted((root / "source").rglob("*.md")):
        name = path.relative_to(root / "source").with_suffix("").as_posix()
        article = read_article(name, f"source/{name}.md", path.read_text("utf-8"), Dialect())
        for locale in shape.locales:
            where = f"locales/{locale}/LC_MESSAGES/{name}.po"
            catalog = read_catalog((root / where).read_bytes(), where)
            yield article, language(locale), reconcile(article.segments, catalog)


def written(folder: Path) -> Iterator[Batch]:
    """The translated prose of catalogs that hold one block of Markdown in each message."""
    for path in sorted(folder.glob("*.po")):
        units = [
            Unit(
                Segment(one.msgid, one.msgid, _kind(one.msgid)),
                State.TRANSLATED,
                one.msgstr[0],
                match=Match.EXACT,
                path=path.name,
                line=one.msgstr_line,
            )
            for one in read_catalog(path.read_bytes(), path.name).entries
            if one.msgid and one.translated and not one.obsolete and _is_prose(one.msgid)
        ]
        yield Article("", "", ""), language(path.stem.replace("-", "_")), units


def _is_prose(text: str) -> bool:
    """Whether a message is one paragraph or heading, and no code or list."""
    block = text.startswith(("    ", "//", "/*", '"//', "- ", "* ", "+ ", "> ", "#", "|", "1. "))
    return not block and "```" not in text and "\n\n" not in text


def _kind(text: str) -> Kind:
    return Kind.HEADING if len(text) < 50 and "." not in text else Kind.PARAGRAPH


def measure(
    batches: Sequence[Batch],
) -> tuple[float, list[tuple[Batch, list[tuple[Finding, ...]]]]]:
    """Seconds for all batches with one new renderer, and what was found."""
    renderer, settings = Renderer(Dialect()), Checks()
    start = time.process_time()
    found = [
        (batch, list(check_units(batch[0], batch[2], batch[1], settings, renderer)))
        for batch in batches
    ]
    return time.process_time() - start, found


def peer(batches: Sequence[Batch]) -> float | None:
    """Seconds of `StandardChecker` for the same units; None where it is not installed."""
    if importlib.util.find_spec("translate") is None:
        return None
    from translate.filters.checks import StandardChecker
    from translate.storage.pypo import pounit

    checker = StandardChecker()
    units = []
    for _, _, some in batches:
        for one in (each for each in some if each.target):
            unit = pounit(one.segment.msgid)
            unit.target = one.target
            units.append(unit)
    start = time.process_time()
    for unit in units:
        checker.run_filters(unit)
    return time.process_time() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="benchmarks.check", description=__doc__)
    parser.add_argument("--catalogs", type=Path)
    parser.add_argument("--articles", type=int, default=50)
    parser.add_argument("--languages", type=int, default=10)
    parser.add_argument("--show", action="append", default=[], metavar="RULE")
    asked = parser.parse_args()
    if asked.catalogs:
        batches = list(written(asked.catalogs))
    else:
        with tempfile.TemporaryDirectory() as folder:
            batches = list(generated(Path(folder), asked.articles, asked.languages))
    seconds, found = measure(batches)
    units = sum(bool(unit.target) for _, _, some in batches for unit in some)
    print(f"{units:,} units, all rules: {seconds / max(units, 1) * 1000:.3f} ms a unit")
    theirs = peer(batches)
    if theirs is None:
        print("Translate Toolkit is not installed: no peer")
    else:
        print(f"StandardChecker: {theirs / max(units, 1) * 1000:.3f} ms a unit")
    for (_, tongue, some), findings in found:
        if asked.catalogs:
            rates(tongue.locale, len(some), findings, asked.show)


def rates(locale: str, units: int, findings: list[tuple[Finding, ...]], show: list[str]) -> None:
    """How often each rule speaks in one language."""
    hits: Counter[tuple[str, str]] = Counter()
    for some in findings:
        hits.update({(one.severity.value, one.rule) for one in some})
    rejected = sum(any(one.severity is Severity.ERROR for one in some) for some in findings)
    print(f"\n{locale}: {units:,} units, {rejected / units:.2%} with an error")
    for (severity, rule), count in sorted(hits.items()):
        often = "  too often" if severity != "info" and count > units * OFTEN else ""
        print(f"  {severity:8}{rule:20}{count:6}  {count / units:7.2%}{often}")
    for one in (one for some in findings for one in some if one.rule in show):
        print(f"  {one.path}:{one.line}: {one.severity.value}: {one.message}")


if __name__ == "__main__":
    main()
