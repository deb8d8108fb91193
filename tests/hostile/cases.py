"""The hostile texts of `tests/cases/hostile`, read from their files."""

from __future__ import annotations

import ast
import re
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "cases" / "hostile"


_SIGN = re.compile(r"\\(n|t|\\|x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8})")


def _sign(match: re.Match[str]) -> str:
    code = match[1]
    plain = {"n": "\n", "t": "\t", "\\": "\\"}
    return plain.get(code) or chr(int(code[1:], 16))


def lines(name: str) -> list[str]:
    """The cases of a file: its lines, without empty ones and comments."""
    text = (FOLDER / name).read_text("utf-8")
    return [one for one in text.split("\n") if one and not one.startswith("# ")]


def payloads() -> list[tuple[str, str]]:
    """(family, text) of everything that a translation may not bring onto a page."""
    found = []
    for line in lines("payloads.txt"):
        family, _, text = line.partition(" | ")
        found.append((family.strip(), _SIGN.sub(_sign, text)))
    return found


def slow() -> dict[str, str]:
    """Texts that would take a parser minutes, by name."""
    found = {}
    for line in lines("slow.txt"):
        name, count, text = line.split(" | ", 2)
        piece = ast.literal_eval(text)
        found[name] = piece * int(count)
        if "{i" in piece:
            numbers = range(int(count))
            found[name] = "".join(
                piece.replace("{i}", str(i)).replace("{indent}", "    " * i) for i in numbers
            )
    return found


def po_text(text: str) -> str:
    """A text as it stands between the quotes of a catalog."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
