"""What the template of an article is given beside the frame."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from pipeline.counts import coverage, percent
from pipeline.model import Language
from pipeline.site.body import split_heading
from pipeline.site.clusters import member
from pipeline.site.facts import SiteFacts
from pipeline.site.frame import (
    contact_link,
    edit_link,
    language_links,
)
from pipeline.site.head import form_origin
from pipeline.site.notices import make_notice, without_links
from pipeline.site.pages import (
    CREDITS,
    ArticlePage,
    Heading,
    Words,
    nest,
)
from pipeline.site.wording import Interface

CONTENTS_FROM = 4
"""A list of contents stands on pages with at least so many second-level headings."""


def article_view(facts: SiteFacts, interface: Interface, page: ArticlePage) -> dict[str, Any]:
    """What `page` holds of an article."""
    heading, body = split_heading(page.body)
    source = member(page.cluster, facts.source.locale)
    tree = nest(page.contents)
    return {
        "edition": page.edition,
        "heading": Markup(heading) if heading else None,
        "body": Markup(body),
        "has_heading": "<h1" in page.body,
        "headings": page.contents,
        "contents": _contents(tree) if len(tree) >= CONTENTS_FROM else (),
        "notice": make_notice(page),
        "percent": percent(coverage(page.edition.counts)),
        "source_url": facts.href(source.url if source else "/"),
        "source_updated": page.source_updated,
        "edit_url": edit_link(facts, page.language, page.edition.article),
        "credits": _credits(facts, page),
        "others": language_links(facts, page.cluster, page.language.locale),
        "feedback": _feedback(facts, interface, page),
    }


def _contents(tree: Sequence[tuple[Heading, Sequence[Heading]]]) -> list[dict[str, Any]]:
    def entry(one: Heading, below: Sequence[Heading] = ()) -> dict[str, Any]:
        return {
            "id": one.id,
            "html": Markup(without_links(one.html)),
            "below": [entry(two) for two in below],
        }

    return [entry(one, below) for one, below in tree]


def _credits(facts: SiteFacts, page: ArticlePage) -> dict[str, Any]:
    credits = page.credits
    source = facts.source
    texts = {name: _marked(getattr(credits, name), source) for name in CREDITS}
    rest = {
        "reviewed": credits.reviewed,
        "published": credits.published,
        "updated": credits.updated if credits.updated != credits.published else "",
        "translators": credits.translators,
        "machine": credits.machine,
    }
    return {**texts, **rest, "shown": any(texts.values()) or any(rest.values())}


def _marked(words: Words, source: Language) -> Markup | str:
    if not words.foreign or not words.text:
        return words.text
    return Markup('<span lang="{}" dir="{}">{}</span>').format(
        source.tag, source.direction, words.text
    )


def _feedback(facts: SiteFacts, interface: Interface, page: ArticlePage) -> dict[str, Any] | None:
    here = member(page.cluster, page.language.locale)
    address = facts.absolute(here.url) if here else ""
    settings = facts.settings
    if form_origin(facts):
        fields = {
            "article": page.edition.article,
            "lang": page.language.tag,
            "state": page.edition.state.value,
            "revision": page.edition.digest,
            "next": f"{address}#page--thanks",
        }
        return {"action": settings.feedback_url, "fields": tuple(fields.items())}

    def answer(word: str) -> str:
        question = interface.gettext("Was this article helpful?")
        said = interface.pgettext("Was this article helpful?", word)
        subject = f"{question} {said} – {page.edition.title}"
        return contact_link(settings.contact, {"subject": subject, "body": f"{address}\n\n"})

    if not contact_link(settings.contact):
        return None
    yes, no = answer("Yes"), answer("No")
    return {"action": "", "yes": yes, "no": no, "mail": yes.startswith("mailto:")}
