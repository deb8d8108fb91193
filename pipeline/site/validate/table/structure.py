"""Family S: a translated page beside its source page."""

from __future__ import annotations

from pipeline.site.validate.table.record import ERROR, WARNING, rule

STRUCTURE = (
    rule(
        "S",
        "headings-differ",
        ERROR,
        finds="a heading whose level or id is not that of the source page",
        why="A link to a section leads elsewhere after a change of language.",
        good='en <h2 id="causes">, de <h2 id="causes">',
        bad='en <h2 id="causes">, de <h2 id="ursachen">',
    ),
    rule(
        "S",
        "lists-differ",
        ERROR,
        finds="a list with other nesting, or with more or fewer items, than on the source page",
        why="A step or a warning is missing.",
        good="three steps, three steps",
        bad="three steps, two steps",
    ),
    rule(
        "S",
        "blocks-differ",
        ERROR,
        finds="another number of table rows, pairs, images, quotations or code blocks",
        why="A row of a table of doses is missing.",
        good="four rows, four rows",
        bad="four rows, three rows",
    ),
    rule(
        "S",
        "links-differ",
        ERROR,
        finds="a link of one page that the other lacks; outside addresses give a warning",
        why="The reader of one language is not shown what the reader of the other is.",
        good="/en/tea/ and /de/tea/",
        bad="/en/tea/ and /de/coffee/",
    ),
    rule(
        "S",
        "numbers-differ",
        WARNING,
        finds="a passage whose numbers are not those of its original, however digits are written",
        why="A wrong dose does harm.",
        good="200 ml, ٢٠٠ مل",
        bad="200 ml, 20 ml",
    ),
    rule(
        "S",
        "inline-differ",
        WARNING,
        finds="a passage with other inline markup than its original",
        why="What is stressed, raised or code in one language is not in the other.",
        good="<strong>never</strong>, <strong>niemals</strong>",
        bad="<strong>never</strong>, niemals",
    ),
    rule(
        "S",
        "length-unlikely",
        WARNING,
        finds="a passage much shorter or longer than its original",
        why="Half a sentence is missing, or two strings were mixed up.",
        good="Do not drink it hot. · Trinke es nicht heiß.",
        bad="Do not drink it hot when you are ill. · Nein.",
    ),
)
