"""The assertion over finished bodies."""

import markdown
import pytest

from pipeline.site import Around, build_cluster, impurities, relink
from tests.site.site_samples import CASES, EN, edition, facts, interface, languages, sample_body

IMPURE = (CASES / "impure.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("body", IMPURE, ids=[one[:40] for one in IMPURE])
def test_what_could_do_harm_is_named(body):
    """Scripts in all disguises, frames, forms, styles: each is told as it stands."""
    assert impurities(f"<p>before</p>\n{body}\n<p>after</p>")


def test_the_sample_is_pure():
    """What the dialect makes passes, before and after its links are led home."""
    body, _ = sample_body()
    assert impurities(body) == ()
    made = facts("en", "ar")
    known = languages("en", "ar")
    cluster = build_cluster("other", [EN, edition("ar")], known)
    around = Around.of(made, interface("ar"), "tea", {"other": cluster})
    assert impurities(relink(body, made, around).html) == ()


@pytest.mark.parametrize(
    "text",
    [
        "# A {#b .c}\n\nx[^1] and *[HTML]: y\n\n[^1]: z",
        "```python\na < b\n```",
        "| a | b |\n|:--|--:|\n| 1 | 2 |",
        '!!! note "T"\n    x',
        "1. a\n2. b\n\nTerm\n:   def",
        '<details markdown="1"><summary>s</summary>\n\nx\n\n</details>',
        '<figure><img src="a.png" alt="b"><figcaption>c</figcaption></figure>',
        "<https://example.org> and a@b.example, &amp; &nbsp; <br> H<sub>2</sub>O <kbd>x</kbd>",
        '<p lang="en" dir="ltr" class="untranslated" data-segment="7">x</p>',
        "<ruby>漢<rp>(</rp><rt>kan</rt></ruby> <!-- remark -->",
        '<video controls src="a.mp4"><track src="a.vtt" kind="captions" srclang="en"></video>',
    ],
)
def test_what_authors_write_is_pure(text):
    """The dialect's constructs, and the raw HTML that articles use, have nothing taken away."""
    extensions = ["extra", "admonition", "toc", "sane_lists"]
    assert impurities(markdown.markdown(text, extensions=extensions)) == ()
