"""`pipeline extract`."""

from __future__ import annotations

import click

from pipeline.cli.report import report_problems, say
from pipeline.cli.shared import Shared, shared_options


@click.command("extract")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if a template would change.")
@click.argument("articles", nargs=-1, metavar="[ARTICLE]...")
@shared_options
def command(shared: Shared, check: bool, articles: tuple[str, ...]) -> int:
    """Write the templates that translators start from."""
    from pipeline.commands.extract import extract
    from pipeline.commands.workspace import open_workspace

    workspace = open_workspace(shared.root)
    result = extract(workspace, articles, check=check)
    for path in result.written:
        say(shared, f"{path}: {'would change' if check else 'written'}")
    for path in result.removed:
        say(shared, f"{path}: {'would be removed' if check else 'removed'}: its article is gone")
    if shared.verbose:
        for article in result.articles:
            for left in article.left:
                text = " ".join(left.text.split())[:70]
                say(shared, f"{article.path}:{left.line}: left out ({left.what}): {text}")
    segments = sum(len(one.segments) for one in result.articles)
    say(shared, f"{len(result.articles)} articles, {segments} texts")
    code = report_problems((*workspace.problems, *result.problems))
    return code or int(check and bool(result.written or result.removed))
