"""`pipeline update`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.report import counted, note, report_problems, say
from pipeline.cli.shared import Shared, shared_options
from pipeline.cli.terminal import visible

if TYPE_CHECKING:
    from pipeline.catalog import Change, KeptEdit
    from pipeline.commands.update import UpdateReport

COLUMNS = ("kept", "moved", "carried", "fuzzy", "new", "obsolete", "words_left")
ASK = "-"


@click.command("update")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if a file would change.")
@click.option("--locale", "locales", multiple=True, metavar="L", help="Only this language.")
@click.option(
    "--keep", is_flag=False, flag_value=ASK, default=None, metavar="[FILE]",
    help="Say which English edits change no meaning: in FILE, or here if none is named.",
)  # fmt: skip
@click.argument("articles", nargs=-1, metavar="[ARTICLE]...")
@shared_options
def command(
    shared: Shared,
    check: bool,
    locales: tuple[str, ...],
    keep: str | None,
    articles: tuple[str, ...],
) -> int:
    """Bring every catalog up to date with the English of today."""
    from pipeline.commands.keeping import pending_changes, record
    from pipeline.commands.update import update
    from pipeline.commands.workspace import open_workspace

    workspace = open_workspace(shared.root)
    if keep is not None:
        changes = pending_changes(workspace, articles, locales)
        edits = _decide(shared, Path(keep), changes)
        if edits is None:
            return 0
        workspace = record(workspace, edits)
        kept = "keeps its" if len(edits) == 1 else "keep their"
        say(shared, f"{counted(len(edits), 'edit')} {kept} translations")
    report = update(workspace, articles, locales, check=check)
    _show(shared, report, check)
    problems = report_problems((*workspace.problems, *report.problems))
    return problems or int(check and bool(report.changed))


def _show(shared: Shared, report: UpdateReport, check: bool) -> None:
    say(shared, f"{'':10} " + " ".join(f"{name.replace('_', ' '):>10}" for name in COLUMNS))
    for one in report.languages:
        numbers = " ".join(f"{one.counts.get(name, 0):>10,}" for name in COLUMNS)
        say(shared, f"{one.language.locale:10} {numbers}")
    for new, old in report.renamed.items():
        note(shared, f"the catalogs of `{old}` go on as those of `{new}`")
    for path in report.unclaimed:
        note(shared, f"{path}: its article is gone; the catalog stays until you remove it")
    if report.changed:
        say(
            shared,
            f"{counted(len(report.changed), 'file')} {'would change' if check else 'changed'}",
        )
    else:
        say(shared, "nothing to change")


def _decide(shared: Shared, file: Path, changes: tuple[Change, ...]) -> list[KeptEdit] | None:
    """The edits that keep their translations; None where somebody must tick them first."""
    import datetime

    from pipeline.catalog import format_review, parse_review
    from pipeline.errors import ContentError
    from pipeline.store import decode, read_outside, write_outside

    today = datetime.date.today().isoformat()
    if str(file) == ASK:
        return _ask(changes, today)
    if file.exists():
        text = decode(read_outside(file, 1 << 26), str(file), ContentError)
        return list(parse_review(text, str(file), today))
    if not changes:
        say(shared, "no English edit waits for a decision")
        return []
    write_outside(file, format_review(changes).encode())
    edits = counted(len(changes), "edit")
    say(shared, f"{file}: {edits}; mark those that change no meaning, then run again")
    return None


def _ask(changes: tuple[Change, ...], today: str) -> list[KeptEdit]:
    from pipeline.catalog import KeptEdit, word_diff

    if not sys.stdin.isatty():
        raise click.UsageError("there is no terminal to ask on; name a file: --keep review.toml")
    edits = []
    for number, one in enumerate(changes, 1):
        click.echo(f"\n{number}/{len(changes)}  in {', '.join(one.locales)}")
        click.echo(visible(word_diff(one.old, one.new)))
        if click.confirm("Does this change no meaning, so that translations stay?"):
            edits.append(KeptEdit(one.old, one.new, today))
    return edits
