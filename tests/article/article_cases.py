"""Cases in text files: a sentence, then parts headed by `%% name`."""

from __future__ import annotations

from pathlib import Path

CASES = Path(__file__).parent.parent / "cases" / "article"


def cases(folder: str) -> list[Path]:
    """The files of one kind of case."""
    return sorted((CASES / folder).glob("*.md"))


def parts(path: Path) -> dict[str, str]:
    """The parts of a case by name; the sentence is `rule`."""
    found: dict[str, str] = {}
    name = "rule"
    for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
        if line.startswith("%% "):
            name = line[3:].strip()
            found[name] = ""
        else:
            found[name] = found.get(name, "") + line
    return found


def pairs(text: str) -> dict[str, str]:
    r"""Lines `a => b` as a mapping; `\n` in them is a line break.

    >>> pairs("Tea => Tee")
    {'Tea': 'Tee'}
    """
    lines = (line.replace("\\n", "\n").partition(" => ") for line in text.splitlines() if line)
    return {one: other for one, _, other in lines}
