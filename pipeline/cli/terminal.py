"""Text for terminals: what comes from a catalog cannot move the cursor or hide."""

from __future__ import annotations

import unicodedata


def visible(text: str) -> str:
    r"""The text with every control, format and odd space character spelled out.

    >>> visible("a\x1b[31mb\u202ec")
    'a\\x1b[31mb\\u202ec'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(one if _plain(one) else _spelled(one) for one in text)


def _plain(one: str) -> bool:
    if one in " \n\t\u200c\u200d":  # joiners belong to the spelling of Persian, Hindi and others
        return True
    category = unicodedata.category(one)
    return category[0] not in "CZ"


def _spelled(one: str) -> str:
    code = ord(one)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
