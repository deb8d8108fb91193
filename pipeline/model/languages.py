"""A language that a site is published in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """One language that a site is published in: every fact that a page needs about it."""

    locale: str
    """CLDR locale, also the folder below `locales/`: `pt_BR`."""
    tag: str
    """BCP 47, for `lang` and `hreflang`: `pt-BR`."""
    url: str
    """Folder in the site: `pt-br`."""
    autonym: str
    """Its name in itself: português (Brasil)."""
    direction: str
    """`ltr` or `rtl`."""
    english: str = ""
    script: str = ""
    """ISO 15924: `Latn`, `Arab`, `Jpan`."""
    og: str = ""
    """For `og:locale`: `pt_BR`."""
