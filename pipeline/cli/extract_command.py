"""`pipeline extract`."""

from __future__ import annotations

import click

from pipeline.cli.report import counted, note, report_problems, say
from pipeline.cli.shared import Shared, shared_options


@click.command("extract")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if a template would change.")
@click.argument("articles", nargs=-1, metavar="[ARTICLE]...")
@shared_options
def command(shared: Shared, check: bool, articles: tuple[str, ...]) -> int:
    """Write the templates that translators start from."""
    from pipeline.commands.extract import extract
    from pipeline.commands.workspace import open_workspace

    workspace = open_workspace(shared.root, all_at_once=False)
    result = extract(workspace, articles, check=check)
    for path in result.written:
        say(shared, f"{path}: {'would change' if check else 'written'}")
    for path in result.removed:
        say(shared, f"{path}: {'would be removed' if check else 'removed'}: its article is gone")
    for article in result.cuts:
        for left in article.left:
            text = " ".join(left.text.split())[:70]
            told = f"{article.path}:{left.line}: left out ({left.what}): {text}"
            if shared.verbose:
                say(shared, told)
            elif not left.meant:
                note(shared, told)
    texts = sum(one.texts for one in result.cuts)
    say(shared, f"{counted(len(result.cuts), 'article')}, {counted(texts, 'text')}")
    code = report_problems(result.problems)
    return code or int(check and bool(result.written or result.removed))
