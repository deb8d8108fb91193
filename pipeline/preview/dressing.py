"""A page of the site made ready for the preview: its policy, its script, its data."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

RESERVED = "/_preview/"
"""Where the preview's own pages and files are; no article can be there."""

OWN_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; frame-src 'self'; frame-ancestors 'self'; base-uri 'none'; "
    "form-action 'none'"
)
"""What the preview's own pages may load."""

_META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">\n?')
_NEEDED = ("script-src", "style-src", "connect-src")


def dress(html: str, data: Mapping[str, Any]) -> tuple[str, str]:
    """A page with the preview's script and data in it, and the policy to send with it.

    The policy is the page's own, widened by what the bar needs: one script, one style and one
    connection, all from this server. It is sent as a header, where nothing in the page can precede
    it, and because a policy in the page cannot be widened.
    """
    found = _META.search(html)
    policy = widen(found[1].replace("&#39;", "'") if found else OWN_POLICY)
    html = _META.sub("", html, count=1)
    head = (
        f'<link rel="stylesheet" href="{RESERVED}marks.css" data-preview>\n'
        f'<script src="{RESERVED}preview.js" data-preview defer></script>\n'
    )
    # The page's own text may hold these words too, but not before its head has ended.
    html = html.replace("</head>", f"{head}</head>", 1)
    body = f'<script type="application/json" id="preview-data">{embed(data)}</script>\n'
    start, end, rest = html.rpartition("</body>")
    return (f"{start}{body}{end}{rest}" if end else html + body), policy


def widen(policy: str) -> str:
    """A policy that also allows this server's own scripts, styles and connections, and frames.

    >>> widen("default-src 'none'; style-src 'self'").split("; ")[:3]
    ["default-src 'none'", "style-src 'self'", "script-src 'self'"]
    """
    rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";") if rule.strip())
    for name in _NEEDED:
        sources = [one for one in rules.get(name, "").split() if one != "'none'"]
        rules[name] = " ".join(dict.fromkeys((*sources, "'self'")))
    rules["frame-ancestors"] = "'self'"
    return "; ".join(f"{name} {value}".strip() for name, value in rules.items())


def embed(data: Mapping[str, Any]) -> str:
    """JSON that can stand inside a `script` element.

    >>> embed({"text": "</script><!--"})
    '{"text":"\\\\u003c/script\\\\u003e\\\\u003c!--"}'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text
