"""The dashboard: every language and article with its state, and what to translate next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from pipeline.counts import coverage, percent
from pipeline.model import Counts, Edition, EditionState, Language
from pipeline.preview.dressing import RESERVED
from pipeline.preview.ledger import Summary
from pipeline.preview.shelf import Problem
from pipeline.preview.standings import SYMBOLS, Row, step, words_to_go
from pipeline.preview.surroundings import PSEUDO
from pipeline.preview.workbench import Workbench
from pipeline.site import article_address, home_address, plain_words

MOST_CELLS = 4_000
"""A table of every article in every language is shown up to this size; then one language each."""


def dashboard(bench: Workbench, only: Language | None = None) -> str:
    """The whole page: all languages, or the articles of one of them."""
    around = bench.around
    shown = (only,) if only else around.translations
    rows = [Row.of(bench, one) for one in shown]
    title = f"{only.english or only.locale}: what is to do" if only else "What is to do"
    cells = len(bench.articles) * len(rows)
    parts = [
        Markup("<h1>{}</h1>").format(title),
        _waiting(bench),
        _problems(bench.problems()),
        _languages(bench, rows, only),
        _articles(bench, rows[0]) if only and rows else Markup(),
        _matrix(bench, rows) if not only and cells <= MOST_CELLS else Markup(),
        _legend(),
    ]
    return _PAGE.format(title=title, main=Markup("\n").join(parts), reserved=RESERVED)


_PAGE = Markup("""<!DOCTYPE html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – preview</title>
<link rel="stylesheet" href="{reserved}dashboard.css">
</head>
<body>
<main>
{main}
</main>
</body>
</html>
""")


def _waiting(bench: Workbench) -> Markup:
    if not bench.waiting:
        return Markup()
    text = "<p role=status>{} of {} editions are still being looked at.</p>"
    every = len(bench.articles) * len(bench.around.languages)
    return Markup(text).format(bench.waiting, every)


def _problems(problems: Sequence[Problem]) -> Markup:
    if not problems:
        return Markup()
    items = Markup().join(
        Markup("<li><code>{}</code> {}<br>{}</li>").format(
            f"{one.path}:{one.line}" if one.line else one.path, one.message, one.remedy
        )
        for one in problems
    )
    text = '<section class="problems"><h2>Files that cannot be read</h2><ul>{}</ul></section>'
    return Markup(text).format(items)


def _languages(bench: Workbench, rows: Iterable[Row], only: Language | None) -> Markup:
    head = ("Language", "Articles", "Coverage", "Words to go", "Findings", "Next to translate")
    return _table("Languages", head, [_language(bench, row, only) for row in rows])


def _language(bench: Workbench, row: Row, only: Language | None) -> Markup:
    facts, one, counts = bench.around.facts, row.language, row.status.counts
    name = facts.href(home_address(one)) if only else f"{RESERVED}language/{one.url}/"
    text = (
        '<tr><th scope="row"><a href="{}"><bdi lang="{}" dir="{}">{}</bdi></a> <span>{}</span></th>'
        "<td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>"
    )
    return Markup(text).format(
        name,
        one.tag,
        one.direction,
        one.autonym,
        one.english,
        _states([found.edition.state for found in row.summaries]),
        _meter(counts),
        counts.total.words - counts.translated.words,
        _findings(row.summaries),
        _next(bench, row),
    )


def _next(bench: Workbench, row: Row) -> Markup:
    following = row.status.next_up[:1]
    if not following:
        return Markup("nothing: all is translated")
    edition = following[0].edition
    href = bench.around.facts.href(article_address(edition.article, row.language))
    title = plain_words(edition.title) or edition.article
    return Markup('<a href="{}">{}</a> ({})').format(href, title, step(following[0]))


def _articles(bench: Workbench, row: Row) -> Markup:
    facts = bench.around.facts
    body = [
        Markup(
            '<tr><th scope="row"><a href="{}"><bdi>{}</bdi></a></th><td>{}</td><td>{}</td>'
            "<td>{}</td><td>{}</td><td>{}</td></tr>"
        ).format(
            facts.href(article_address(one.edition.article, row.language)),
            plain_words(one.edition.title) or one.edition.article,
            _state(one.edition),
            _meter(one.edition.counts),
            words_to_go(one.edition),
            _findings((one,)),
            "; ".join(one.edition.reasons),
        )
        for one in sorted(row.summaries, key=lambda one: words_to_go(one.edition) or 10**9)
    ]
    head = ("Article", "State", "Coverage", "Words to go", "Findings", "Why")
    return _table("Articles", head, body)


def _matrix(bench: Workbench, rows: Sequence[Row]) -> Markup:
    facts, source = bench.around.facts, bench.around.source
    known = {
        (one.edition.article, one.edition.locale): one for row in rows for one in row.summaries
    }
    titles = {one.edition.article: one.edition.title for one in bench.known(source.locale)}
    body = []
    for name in bench.articles:
        title = plain_words(titles.get(name, "")) or name
        cells = [_cell(bench, name, one.language, known) for one in rows]
        link = facts.href(article_address(name, source))
        text = '<tr><th scope="row"><a href="{}">{}</a></th>{}</tr>'
        body.append(Markup(text).format(link, title, Markup().join(cells)))
    return _table("Every article", ("Article", *(row.language.tag for row in rows)), body)


def _cell(
    bench: Workbench, name: str, language: Language, known: Mapping[tuple[str, str], Summary]
) -> Markup:
    href = bench.around.facts.href(article_address(name, language))
    one = known.get((name, language.locale))
    if one is None:
        return Markup('<td><a href="{}">…</a></td>').format(href)
    edition = one.edition
    text = '<td data-state="{}"><a href="{}" title="{}">{} {}</a>{}</td>'
    why = "; ".join((edition.state.value, *edition.reasons))
    bad = Markup(' <span class="bad">✕ {}</span>').format(one.errors) if one.errors else ""
    share = _percent(edition.counts) + (" ⚙" if edition.machine else "")
    return Markup(text).format(edition.state.value, href, why, SYMBOLS[edition.state], share, bad)


def _table(title: str, head: Sequence[str], body: Iterable[Markup]) -> Markup:
    cells = Markup().join(Markup('<th scope="col">{}</th>').format(one) for one in head)
    text = (
        '<section><h2>{}</h2><div class="wide"><table><thead><tr>{}</tr></thead>'
        "<tbody>{}</tbody></table></div></section>"
    )
    return Markup(text).format(title, cells, Markup("\n").join(body))


def _states(states: Sequence[EditionState]) -> Markup:
    found = [(state, states.count(state)) for state in EditionState if state in states]
    return Markup(", ").join(
        Markup('<span data-state="{}">{} {} {}</span>').format(
            state.value, SYMBOLS[state], number, state.value
        )
        for state, number in found
    )


def _state(edition: Edition) -> Markup:
    machine = " (machine draft)" if edition.machine else ""
    text = '<span data-state="{}">{} {}{}</span>'
    state = edition.state
    return Markup(text).format(state.value, SYMBOLS[state], state.value, machine)


def _percent(counts: Counts) -> str:
    return f"{percent(coverage(counts))} %"


def _meter(counts: Counts) -> Markup:
    text = '<meter min="0" max="100" value="{}"></meter> {}'
    return Markup(text).format(percent(coverage(counts)), _percent(counts))


def _findings(summaries: Iterable[Summary]) -> Markup:
    found = tuple(summaries)
    errors, warnings = sum(one.errors for one in found), sum(one.warnings for one in found)
    bad = Markup('<span class="bad">✕ {}</span> ').format(errors) if errors else Markup()
    return (bad + (Markup("△ {}").format(warnings) if warnings else Markup())) or Markup("–")


def _legend() -> Markup:
    text = ", ".join(f"{SYMBOLS[state]} {state.value}" for state in list(EditionState)[1:])
    made_up = ", ".join(sorted(PSEUDO))
    return Markup(
        "<p class=legend>{}; ⚙ drafted by a machine; ✕ errors, △ warnings. "
        "Coverage counts source words. Keys on a page: <kbd>n</kbd> next passage to do, "
        "<kbd>?</kbd> all keys. "
        "<code>--pseudo</code> adds the made-up languages {}.</p>"
    ).format(text, made_up)
