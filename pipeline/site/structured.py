"""What search engines read of a page as data: JSON-LD by schema.org."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from pipeline.model import EditionState
from pipeline.site.clusters import is_indexed, member
from pipeline.site.facts import SiteFacts
from pipeline.site.pages import ArticlePage


def article_data(page: ArticlePage, facts: SiteFacts, site_name: str) -> dict[str, Any]:
    """The graph of one article page; nothing in it that no author or translator said.

    Law: translations are named on the source page alone, and each indexed translation names its
    source, so that the links are mutual.
    """
    here = member(page.cluster, page.language.locale)
    address = facts.absolute(here.url) if here else ""
    kind = page.about.type
    work: dict[str, Any] = {
        "@type": kind,
        "@id": address,
        "url": address,
        "name": page.edition.title,
        "inLanguage": page.language.tag,
        "isPartOf": {"@type": "WebSite", "@id": facts.absolute("/#website"), "name": site_name},
    }
    if page.about.subject:
        work["about"] = {"@type": page.about.subject_type, "name": page.about.subject}
    if page.about.audience:
        work["audience"] = {"@type": "Audience", "audienceType": page.about.audience}
    credits = page.credits
    dates = {"datePublished": credits.published, "dateModified": credits.updated}
    if kind.endswith("WebPage"):
        dates["lastReviewed"] = credits.reviewed
        if credits.reviewed and credits.reviewer.text:
            work["reviewedBy"] = {"@type": "Person", "name": credits.reviewer.text}
    work.update({name: date for name, date in dates.items() if date})
    if credits.author.text:
        work["author"] = _author(page)
    if credits.translators:
        work["translator"] = [{"@type": "Person", "name": one} for one in credits.translators]
    if is_indexed(page.cluster, page.language.locale):
        work.update(_relations(page, facts, kind))
    return {"@context": "https://schema.org", "@graph": [work]}


def script_text(data: dict[str, Any]) -> Markup:
    """JSON that is safe inside a `script` element: no `<` in it can end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return Markup(
        text.replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )


def _author(page: ArticlePage) -> dict[str, Any]:
    author: dict[str, Any] = {"@type": "Person", "name": page.credits.author.text}
    if page.credits.job_title.text:
        author["jobTitle"] = page.credits.job_title.text
    if page.credits.institution.text:
        author["affiliation"] = {"@type": "Organization", "name": page.credits.institution.text}
    return author


def _relations(page: ArticlePage, facts: SiteFacts, kind: str) -> dict[str, Any]:
    def work(tag: str, url: str) -> dict[str, Any]:
        return {"@type": kind, "@id": facts.absolute(url), "inLanguage": tag}

    indexed = page.cluster.indexed
    if page.edition.state is EditionState.SOURCE:
        rest = [work(one.tag, one.url) for one in indexed if one.state is not EditionState.SOURCE]
        return {"workTranslation": rest} if rest else {}
    sources = [one for one in indexed if one.state is EditionState.SOURCE]
    return {"translationOfWork": work(sources[0].tag, sources[0].url)} if sources else {}
