"""What one task leaves for later ones: the article compiled, and what was rendered of it."""

from __future__ import annotations

import pickle
from dataclasses import replace

from pipeline.article import Fragment, Renderer
from pipeline.config import Config, Dialect
from pipeline.locales import language
from pipeline.model import Kind, Scope
from pipeline.tasks import AssessTask, CatalogFile, Common, PackedArticle, run_assess
from pipeline.tasks.remembering import Fragments

HARD = "a *b* with ![one](two.png) and <b>three</b> &copy; *d **e***"
TEXT = f"""---
title: Tea
---

# Tea

{HARD} [ref] HTML

Plain words.

* An item with `code`[^1]

[^1]: A note

[ref]: https://example.org/ref

*[HTML]: Hypertext
"""
CATALOG = f"""msgid ""
msgstr "Language: {{locale}}\\n"

msgid "Tea"
msgstr "{{locale}} Tea"

msgid "{HARD} [ref] HTML"
msgstr "{{locale}} {HARD} [ref] HTML"
"""
COMMON = pickle.dumps(Common(Config(), language("en")))


def task(*locales: str, text: str = TEXT) -> AssessTask:
    """A task for an article with hard passages."""
    return AssessTask(
        "tea",
        "source/tea.md",
        text,
        tuple(
            CatalogFile(language(one), f"{one}.po", CATALOG.replace("{locale}", one).encode())
            for one in locales
        ),
    )


def done(asked: AssessTask) -> PackedArticle:
    """What a worker answers."""
    answer: PackedArticle = pickle.loads(run_assess(COMMON, pickle.dumps(asked)))
    assert answer.problem is None
    return answer


def test_a_task_with_what_an_earlier_one_left_comes_to_the_same() -> None:
    """The editions are the same, and there is nothing new to remember."""
    first = done(task("de", "fr"))
    assert first.compiled and first.fragments
    asked = replace(task("de", "fr"), compiled=first.compiled, fragments=first.fragments)
    again = done(asked)
    assert again.editions == first.editions
    assert (again.compiled, again.fragments) == (None, None)


def test_each_part_of_it_may_be_missing() -> None:
    """With the article alone, or with the fragments alone, the editions are the same too."""
    first = done(task("de"))
    assert done(replace(task("de"), compiled=first.compiled)).editions == first.editions
    assert done(replace(task("de"), fragments=first.fragments)).editions == first.editions


def test_what_another_text_left_changes_nothing() -> None:
    """Fragments that were rendered with other references are not taken for today's."""
    text = TEXT.replace("example.org/ref", "example.net/other").replace("Hypertext", "Letters")
    before = done(task("de"))
    assert done(replace(task("de", text=text), fragments=before.fragments)).editions == (
        done(task("de", text=text)).editions
    )


def test_a_bundle_keeps_every_locale_and_drops_what_is_gone() -> None:
    """Working on one locale leaves the others' fragments, and forgets its own old ones."""
    renderer = Renderer(Dialect())

    def worked(bundle: bytes | None, locale: str, *texts: str) -> tuple[Fragments, int]:
        fragments = Fragments(bundle, locale)
        count = 0
        put = fragments.put

        def counted(fresh: dict[str, str]) -> None:
            nonlocal count
            count += len(fresh)
            put(fresh)

        fragments.put = counted  # type: ignore[method-assign, assignment]
        wanted = [Fragment(f"{text} {HARD}", Kind.PARAGRAPH) for text in texts]
        renderer.remembering(fragments).render(wanted, Scope())
        return fragments, count

    one, count = worked(None, "de", "eins", "zwei")
    assert count == 2
    two, count = worked(one.bundle(), "fr", "un")
    assert count == 1
    three, count = worked(two.bundle(), "de", "zwei", "drei")
    assert count == 1
    assert worked(three.bundle(), "fr", "un")[1] == 0
    assert worked(three.bundle(), "de", "zwei", "drei")[0].bundle() is None
    assert worked(three.bundle(), "de", "eins")[1] == 1
