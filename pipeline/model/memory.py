"""What parts ask of whoever remembers fragments for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol


class Memo(Protocol):
    """Remembers rendered fragments by the hash of everything they depend on."""

    def get(self, keys: Iterable[str]) -> dict[str, str]:
        """What is known of `keys`."""
        ...

    def put(self, fragments: Mapping[str, str]) -> None:
        """Remember these."""
        ...
