"""Family L: the languages of a page's parts."""

from __future__ import annotations

from pipeline.site.validate.table.record import ERROR, INFO, WARNING, rule

LANGUAGE = (
    rule(
        "L",
        "tag-malformed",
        ERROR,
        finds="a `lang` or `hreflang` that is no language tag",
        why="Browsers, screen readers and search engines ignore it.",
        good='lang="pt-BR"',
        bad='lang="pt_BR"',
    ),
    rule(
        "L",
        "lang-redundant",
        INFO,
        finds="a part that says the language which the text around it has already",
        why="It is noise, and often the trace of a translation that was marked as English.",
        good='<p>Tee heißt <span lang="en">tea</span></p>',
        bad='<html lang="de">… <p lang="de">',
    ),
    rule(
        "L",
        "english-unmarked",
        ERROR,
        finds="a passage in the source language on a translated page that is not marked by `lang`",
        why="It is read aloud by the wrong voice, broken at the wrong places, and aligned wrongly.",
        good='<p lang="en" dir="ltr">Wait for three minutes.</p>',
        bad="<p>Wait for three minutes.</p>",
    ),
    rule(
        "L",
        "translation-marked",
        ERROR,
        finds="a translated passage that is marked as the source language",
        why="German read aloud by an English voice cannot be understood.",
        good="<p>Warte drei Minuten.</p>",
        bad='<p lang="en">Warte drei Minuten.</p>',
    ),
    rule(
        "L",
        "bidi-unisolated",
        WARNING,
        finds="words of the other direction that touch a number or a sign and are not isolated",
        why="The number or the sign jumps to the other side of the words.",
        good="<bdi>العربية</bdi> (64 %)",
        bad="العربية (64 %)",
    ),
    rule(
        "L",
        "script-unexpected",
        WARNING,
        finds="a page most of whose letters are not of the script its language is written in",
        why="Most of the page is then in another language than it says.",
        good='lang="ar": الشاي',
        bad='lang="ar": Black tea',
    ),
    rule(
        "L",
        "interface-english",
        WARNING,
        finds="a string of the page's frame in English that the interface catalog has translated",
        why="The translators did their work, and the reader does not see it.",
        good="In anderen Sprachen",
        bad="In other languages",
    ),
)
