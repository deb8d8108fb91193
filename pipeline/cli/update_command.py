"""`pipeline update`."""

from __future__ import annotations

import click

from pipeline.cli.report import note, report_problems, say
from pipeline.cli.shared import Shared, shared_options

COLUMNS = ("kept", "moved", "carried", "fuzzy", "new", "obsolete", "words_left")


@click.command("update")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if a file would change.")
@click.option("--locale", "locales", multiple=True, metavar="L", help="Only this language.")
@click.argument("articles", nargs=-1, metavar="[ARTICLE]...")
@shared_options
def command(
    shared: Shared, check: bool, locales: tuple[str, ...], articles: tuple[str, ...]
) -> int:
    """Bring every catalog up to date with the English of today."""
    from pipeline.commands.update import update
    from pipeline.commands.workspace import open_workspace

    workspace = open_workspace(shared.root)
    report = update(workspace, articles, locales, check=check)
    say(shared, f"{'':10} " + " ".join(f"{name.replace('_', ' '):>10}" for name in COLUMNS))
    problems = [*workspace.problems, *report.extracted.problems]
    written = [*report.extracted.written, *report.extracted.removed]
    for one in report.languages:
        numbers = " ".join(f"{one.total(name):>10,}" for name in COLUMNS)
        say(shared, f"{one.language.locale:10} {numbers}")
        problems.extend(one.problems)
        written.extend(one.written)
    for path in report.unclaimed:
        note(shared, f"{path}: its article is gone; the catalog stays until you remove it")
    would = "would change" if check else "changed"
    say(shared, f"{len(written)} files {would}" if written else "nothing to change")
    return report_problems(problems) or int(check and bool(written))
