"""A translation may hold what its source segment holds, and nothing that leads elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.checks.blocks import block_marks
from pipeline.config import Checks
from pipeline.model import Finding, Kind, Scope, Severity

CASES = Path(__file__).parents[1] / "cases" / "checks" / "structure.txt"
Judge = Callable[..., dict[str, Severity]]
STRUCTURE = [
    "link-target",
    "link-syntax",
    "reference",
    "block-structure",
    "unsafe-html",
    "html-tags",
    "attribute-list",
    "placeholder",
    "edge-newline",
    "code-verbatim",
    "code-marks",
    "emphasis",
    "emphasis-added",
    "leftover-markup",
    "line-break",
]


def rows() -> list[tuple[str, Kind, str, str, str]]:
    """The table in `structure.txt`; a bar with a space before it parts cells."""
    found = []
    for line in CASES.read_text(encoding="utf-8").split("\n"):
        if not line.strip() or line.startswith("#"):
            continue
        head, source, rest = line.split(" | ", 2)
        target, _, wanted = rest.rpartition(" |")
        locale, _, kind = head.partition(" ")
        text = [one.replace("\\n", "\n") for one in (source, target)]
        found.append((locale, Kind(kind), text[0], text[1], wanted.strip()))
    return found


@pytest.mark.parametrize(("locale", "kind", "source", "target", "wanted"), rows())
def test_structure(
    judge: Judge, locale: str, kind: Kind, source: str, target: str, wanted: str
) -> None:
    """Each row of the table is answered as it says, by the rules about structure."""
    found = judge(source, target, locale, kind=kind)
    about = {rule: found[rule].value for rule in sorted(found) if rule in STRUCTURE}
    assert ", ".join(f"{rule} {severity}" for rule, severity in about.items()) == wanted


ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg onload=alert(1)>",
    "<b onmouseover='alert(1)'>x</b>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](//evil.example)",
    "[x](https://evil.example)",
    "![x](https://evil.example/pixel.png)",
    "<https://evil.example>",
    "<iframe src=https://evil.example></iframe>",
    "<form action=https://evil.example><input name=p></form>",
    "<base href=https://evil.example>",
    "<meta http-equiv=refresh content=0>",
    "<style>*{display:none}</style>",
    "<span style='position:fixed;top:0'>x</span>",
    "<div class=overlay>x</div>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video src=x onerror=alert(1)></video>",
    "<object data=javascript:alert(1)></object>",
    "<!-- x -->",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[x]]>",
    "<?xml version='1.0'?>",
    '<b x="y\'><script>alert(1)</script>">x</b>',
    "<a href='https://evil.example' title='<b>'>x</a>",
    "<em onclick=alert(1)>x</em>",
    "<code onclick=alert(1)>x</code>",
    "<strong style=color:red>x</strong>",
    "*x*{: onclick=alert(1) }",
    "*x*{: .overlay }",
    "*x*{: #top }",
    "<textarea>",
    "<plaintext>",
    "<title>",
    "</p><p>x",
    "<br onload=alert(1)>",
    "\u202ekcatta\u202c",
    "\u2066x",
    "x\x1b[2J",
    "x\u0085y",
    "x\ufeffy",
    "\U000e0041",
]
SOURCES = [
    "Take two tablets with water.",
    "Take **two** tablets with [water](water.md).",
    "Run `make tea` and <b>wait</b> for [it](https://example.org/tea).",
]


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("source", SOURCES, ids=["plain", "markup", "html"])
def test_attacks_are_errors(judge: Judge, attack: str, source: str) -> None:
    """What an attacker adds is an error at the beginning, in the middle and at the end."""
    middle = source.index(" ") + 1
    for target in (
        f"{attack} {source}",
        source[:middle] + attack + " " + source[middle:],
        source + attack,
    ):
        assert Severity.ERROR in judge(source, target).values(), target


@pytest.mark.parametrize("attack", ["<svg/onload=alert(1)>", "\u202ex", "[x](javascript:a)"])
def test_no_comment_lets_an_attack_through(judge: Judge, attack: str) -> None:
    """A translator's comment does not silence what is unsafe."""
    comments = (
        "check: ignore html-tags, link-target, unsafe-html, bidi-control -- I want it",
        "check: ignore unsafe-html -- really",
    )
    found = judge("Take two.", f"Nimm zwei. {attack}", comments=comments)
    assert Severity.ERROR in found.values()
    assert found["ignore-wrong"] is Severity.WARNING


def test_addresses_of_references_are_those_of_the_article(judge: Judge) -> None:
    """A label is compared through the article's own definitions; the address may be written out."""
    scope = Scope(references=(("tea", "tea.md", None), ("milk", "milk.md", None)))
    assert not judge("A [cup][tea]", "Eine [Tasse][tea]", scope=scope)
    assert not judge("A [cup][tea]", "Eine [Tasse](tea.md)", scope=scope)
    found = judge("A [cup][tea]", "Eine [Tasse][milk]", scope=scope)
    assert "link-target" in found or "reference" in found
    assert judge("A [cup][tea]", "Eine [Tasse][tee]", scope=scope)["reference"] is Severity.ERROR


def test_hosts_that_may_differ(judge: Judge) -> None:
    """Addresses of a host that the settings name may be exchanged for its like."""
    settings = Checks(external_may_differ=("*.who.int",))
    source, target = "[a](https://www.who.int/en)", "[a](https://fr.who.int/fr)"
    assert "link-target" not in judge(source, target, settings=settings)
    assert "link-target" in judge(source, target)
    assert "link-target" in judge(source, "[a](https://who.int.evil.example)", settings=settings)


def test_placeholders_of_the_settings(judge: Judge) -> None:
    """What the settings call a placeholder must reappear letter by letter."""
    settings = Checks(placeholders=(r"%\w+%",))
    assert "placeholder" in judge("Hello %name%", "Hallo %Name%", settings=settings)
    assert "placeholder" not in judge("Hello %name%", "Hallo %name%", settings=settings)


def test_a_lost_link_is_told_with_its_address(
    findings: Callable[..., tuple[Finding, ...]],
) -> None:
    """The finding names both addresses, and the hint is what to write."""
    (one,) = findings("Read [this](a.md).", "Lies [das](b.md).")
    assert one.message == (
        "the translation leads to `b.md`, which its source does not (the source leads to `a.md`)"
    )
    assert one.hint == "write the address as it stands in the source: `a.md`"
    assert (one.path, one.line, one.locale, one.article) == (
        "locales/de/LC_MESSAGES/a.po",
        7,
        "de",
        "a",
    )


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab1.#>*-+ \n:`[]!=|~_", max_size=40))
def test_a_text_equals_its_own_structure(text: str) -> None:
    """Block marks of a text are found the same way twice, and none in a text of one letter."""
    assert block_marks(text, Kind.PARAGRAPH) == block_marks(text, Kind.PARAGRAPH)
    assert block_marks("a" + text.replace("\n", ""), Kind.PARAGRAPH) == []


@pytest.mark.parametrize(
    ("rule", "target"),
    [
        ("link-target", "Nimm [zwei](https://evil.example/)."),
        ("html-tags", "Nimm <u>zwei</u>."),
        ("html-tags", "<!-- mine -->Nimm zwei."),
    ],
)
def test_no_comment_adds_a_link_or_a_tag(judge: Judge, rule: str, target: str) -> None:
    """What a translation adds stays an error, whatever reason a comment gives."""
    comments = (f"check: ignore {rule} -- it is right here",)
    found = judge("Take two.", target, comments=comments)
    assert found[rule] is Severity.ERROR
    assert found["ignore-wrong"] is Severity.WARNING


def test_a_comment_silences_the_loss_of_a_tag(judge: Judge) -> None:
    """A warning of the same rule is the translator's to answer for."""
    comments = ("check: ignore html-tags -- the word needs no mark",)
    assert judge("Take <u>two</u>.", "Nimm zwei.")["html-tags"] is Severity.WARNING
    assert "html-tags" not in judge("Take <u>two</u>.", "Nimm zwei.", comments=comments)


@pytest.mark.parametrize("left", ["%(name)s", "{name}", "{}", "{{", "%}", "{% if %}"])
def test_what_is_left_of_a_template_is_an_error(judge: Judge, left: str) -> None:
    """The finished site would be refused for it, and with it all languages."""
    comments = ("check: ignore placeholder -- I like it",)
    assert judge("Take two.", f"Nimm {left} zwei.")["placeholder"] is Severity.ERROR
    found = judge("Take two.", f"Nimm {left} zwei.", comments=comments)
    assert found["placeholder"] is Severity.ERROR
    assert "placeholder" not in judge(f"Take {left} two.", f"Nimm {left} zwei.")
