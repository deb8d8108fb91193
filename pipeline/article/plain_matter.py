"""Front matter of the usual kind, `key: value` lines, read and written without a YAML parser.

A YAML parser takes as long for ten such lines as the Markdown parser takes for the article. So what
is certain to mean one thing is read here, and everything else is left to the parser: a colon or a
`#` in a value, lists, indents, comments, escapes, signs with a meaning at the beginning.
"""

from __future__ import annotations

import re

# Beyond ASCII: no space, no line break of any kind, nothing that YAML forbids.
_FAR = "[^\\s\x00-\xa0\ud800-\udfff\ufeff\ufffe\uffff]"
_KEY = r"(?P<key>[A-Za-z][A-Za-z0-9_-]*)"
_PLAIN = rf"(?:[0-9A-Za-z]|{_FAR})(?:[ !-\"$-9;-~]|{_FAR})*(?<![ ])"
_QUOTED = rf"\"(?:[ !#-\[\]-~]|{_FAR})*\"|'(?:[ -&(-~]|{_FAR})*'"
_LINE = re.compile(rf"{_KEY}:[ ](?P<value>{_QUOTED}|{_PLAIN})(?:\r?\n)")

_SIMPLE = re.compile(rf"(?:[A-Za-z]|{_FAR})(?:[ !$%'()*+./0-9;<=>@A-Z^_a-z~-]|{_FAR})*(?<![ ])")
"""A value that reads as itself wherever it stands, in a list in brackets too."""

_BEGINNING = re.compile(f"[A-Za-z]|{_FAR}")
_ENDING = re.compile(r",|: | #|:$")
"""What ends a value without quotes: in a list in brackets, in a line, or in both."""

MOST = 500
"""Lines; longer ones are bounded where they are parsed."""


def read_plain(block: str) -> list[tuple[str, str, int, int, str]] | None:
    r"""Of each line its key, value, the place of that, and its quotes; None for a parser to look.

    Law: what comes back is what the YAML parser gives.

    >>> read_plain("title: Tea\nlang: 'en'\n")
    [('title', 'Tea', 7, 10, 'plain'), ('lang', 'en', 17, 21, "'")]
    >>> read_plain("tags: [a, b]\n") is None
    True
    """
    found: dict[str, tuple[str, str, int, int, str]] = {}
    position = 0
    while position < len(block):
        line = _LINE.match(block, position)
        if not line or line["key"] in found or len(found) >= MOST:
            return None
        key, written = line["key"], line["value"]
        quote = written[0] if written[0] in "\"'" else ""
        value = written[1:-1] if quote else written
        found[key] = (key, value, *line.span("value"), quote or "plain")
        position = line.end()
    return list(found.values())


def reads_as(written: str, value: str) -> bool | None:
    """Whether a written value reads as this one wherever it may stand; None for a parser to look.

    >>> reads_as("Tea with milk", "Tea with milk"), reads_as("Tea, milk", "Tea, milk")
    (True, False)
    """
    if _SIMPLE.fullmatch(written):
        return written == value
    if _BEGINNING.match(written) and _ENDING.search(written):
        return False
    if re.fullmatch(_QUOTED, written):
        return written[1:-1] == value
    return None
