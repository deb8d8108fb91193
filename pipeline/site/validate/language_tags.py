"""Language tags as BCP 47 writes them: whether one is well formed, and what it says by itself."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_TAG = re.compile(
    r"""
    (?P<language>[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})
    (?:-(?P<script>[a-z]{4}))?
    (?:-(?P<region>[a-z]{2}|[0-9]{3}))?
    (?P<variants>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)
    (?P<extensions>(?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*)
    (?:-x(?:-[a-z0-9]{1,8})+)?
    """,
    re.VERBOSE | re.IGNORECASE,
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PRIVATE = re.compile(r"x(?:-[a-z0-9]{1,8})+", re.IGNORECASE)

# Scripts in use for text (ISO 15924), without the historic ones that no browser has a font for:
# a wrong script subtag is nearly always a slip of the pen, and this finds it without a registry.
_SCRIPTS: Final = _words(
    "adlm arab aran armn bali batk beng bopo brai bugi buhd cakm cans cham cher copt cyrl deva "
    "ethi geor gong goth grek gujr guru hang hani hano hans hant hebr hira hmng hmnp hrkt java "
    "jpan kali kana khmr knda kore kthi lana laoo latf latg latn lepc limb lisu mand mlym mong "
    "mtei mymr newa nkoo olck orya osge plrd rjng rohg runr samr saur shrd sidd sinh sora sund "
    "sylo syrc tagb takr tale talu taml tavt telu tfng tglg thaa thai tibt tirh toto ugar vaii "
    "wcho yiii zinh zmth zsye zsym zxxx zyyy zzzz"
)
_RTL: Final = _words("ar arc ary arz azb ckb dv fa glk he iw ji ks mzn nqo pnb ps sd syr ug ur yi")
_RTL_SCRIPTS: Final = _words("adlm arab aran hebr mand nkoo rohg samr syrc thaa")
# Codes that the registry does not have as regions, and that people write.
_NO_REGIONS: Final = frozenset(("uk", "en", "xx", "zz", "eng"))


@lru_cache(maxsize=4096)
def why_malformed(tag: str) -> str:
    """What is wrong with a language tag; empty for nothing.

    >>> why_malformed("zh-Hant-TW"), why_malformed("en-x-tea"), why_malformed("ca-valencia")
    ('', '', '')
    >>> why_malformed("de_DE")
    'parts are joined by a hyphen: de-DE'
    >>> why_malformed("de-Xyzz")
    'there is no script `Xyzz`'
    """
    if not tag:
        return ""  # HTML: the language is unknown
    if "_" in tag:
        return f"parts are joined by a hyphen: {tag.replace('_', '-')}"
    if tag != tag.strip() or " " in tag:
        return "a tag has no spaces"
    if _PRIVATE.fullmatch(tag):
        return ""
    match = _TAG.fullmatch(tag)
    if match is None or len(match["language"].split("-")[0]) > 3:
        return "a tag is a language of two or three letters, and perhaps script and region"
    if match["script"] and match["script"].lower() not in _SCRIPTS:
        return f"there is no script `{match['script']}`"
    if match["region"] and match["region"].lower() in _NO_REGIONS:
        return f"there is no region `{match['region']}`"
    variants = match["variants"].lower().split("-")[1:]
    if len(set(variants)) < len(variants):
        return "a variant stands twice"
    return ""


@lru_cache(maxsize=4096)
def direction_of(tag: str) -> str:
    """The direction that a language is written in, by its tag alone.

    >>> direction_of("ar"), direction_of("az-Arab"), direction_of("ks-Deva")
    ('rtl', 'rtl', 'ltr')
    """
    first, *rest = tag.lower().split("-")
    script = next((one for one in rest if len(one) == 4 and one.isalpha()), "")
    if script:
        return "rtl" if script in _RTL_SCRIPTS else "ltr"
    return "rtl" if first in _RTL else "ltr"
