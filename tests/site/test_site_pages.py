"""What a reader gets: head, notices, credits, contents, feedback, lists, 404."""

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from pipeline.locales import language
from pipeline.model import EditionState, Kind, Match, Passage, Segment, State, Unit
from pipeline.site import (
    About,
    Credits,
    Interface,
    LanguagePage,
    Marks,
    RootPage,
    StatusPage,
    Theme,
    Words,
    body_of,
    build_home_cluster,
    plain_words,
    read_about,
    read_credits,
    render_article,
    render_language_index,
    render_moved,
    render_not_found,
    render_root,
    render_status,
    security_headers,
    shorten,
)
from pipeline.site.plain import _unstressed
from tests.site.site_samples import (
    EN,
    THEME,
    edition,
    facts,
    interface,
    languages,
    page,
    sample_body,
)

STALE, PARTIAL, DRAFT = EditionState.STALE, EditionState.PARTIAL, EditionState.DRAFT
LOCALES = ("en", "ar", "de", "fr", "ja")
FACTS = facts(*LOCALES)
REST = tuple(edition(one) for one in ("ar", "fr"))


def render(here, made=FACTS, **more):
    """The page of an edition whose article is in English, Arabic and French, too."""
    return render_article(THEME, made, interface(here.locale), page(here, EN, *REST, **more))


def read(text):
    """The parsed page."""
    return html.document_fromstring(text)


def said(tree, path):
    """The words of the first element that a path finds, or None."""
    found = tree.xpath(path)
    return " ".join(found[0].text_content().split()) if found else None


NOTICE = '//div[@role="note"]'


# --- head and frame


def test_a_page_says_its_language_and_direction():
    """`lang` and `dir` stand on the html element, title and charset come at once."""
    text = render(edition("ar"))
    tree = read(text)
    assert (tree.get("lang"), tree.get("dir")) == ("ar", "rtl")
    start = text.encode()[:1024].decode("utf-8", "ignore")
    assert '<meta charset="utf-8">' in start
    assert "</title>" in start


def rules(tree):
    """The rules of a page's policy."""
    (policy,) = tree.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')
    return policy.split("; ")


def test_no_script_stands_in_a_page():
    """The policy allows files of the site alone, and there is one; what stands inside is data."""
    tree = read(render(edition("de")))
    assert tree.xpath("//script[not(@src)]/@type") == ["application/ld+json"]
    assert tree.xpath("//script[@defer]/@src") == [THEME.script_address]
    assert "default-src 'none'" in rules(tree)
    assert [one for one in rules(tree) if "script" in one] == ["script-src 'self'"]
    assert not [one for one in tree.xpath("//@*") if getattr(one, "attrname", "")[:2] == "on"]


def test_a_page_in_one_language_has_no_script():
    """Where there is no other language to change to, the policy allows none."""
    tree = read(render_article(THEME, facts("en"), interface("en"), page(EN)))
    assert not tree.xpath("//script/@src")
    assert not [one for one in rules(tree) if "script" in one]


def test_a_theme_can_do_without_the_script():
    """An empty `page.js` takes the script out, and the room for it in the policy and headers."""
    theme = Theme({"page.js": "\n"})
    made = replace(facts("en", "de"), script=theme.script_address)
    tree = read(render_article(theme, made, interface("de"), page(edition("de"), EN)))
    assert not tree.xpath("//script/@src")
    assert "script" not in str(rules(tree)) + str(security_headers(made))


def test_text_of_catalogs_cannot_become_html():
    """Titles, names and descriptions are escaped in every place where they appear."""
    evil = '"><script>alert(1)</script>'
    here = edition("de", title=evil, description=evil, translators=(evil,))
    shown = render(here, credits=Credits(author=Words(evil), translators=(evil,)))
    assert "<script>alert" not in shown
    assert len(read(shown).xpath("//script[not(@src)]")) == 1


def test_data_cannot_end_its_script_element():
    """JSON-LD carries no angle bracket, whatever a title says."""
    text = render(edition("de", title="a &lt;/script&gt; b"))
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    assert "<" not in data
    assert json.loads(data)["@graph"][0]["name"] == "a </script> b"


def test_the_description_is_plain_and_short():
    """Markup goes, and a long text ends at a word."""
    assert plain_words("A **b** [c](d.md) `e_f` g\\_h ![i](j.png)") == "A b c e_f g_h i"
    assert plain_words("snake_case_name and *it*") == "snake_case_name and it"
    assert len(shorten("word " * 100)) <= 160
    assert shorten("字" * 200) == "字" * 159 + "…"


def test_a_page_stays_light():
    """A page with its stylesheet is far below its budget."""
    assert len(render(edition("ar")).encode()) + len(THEME.stylesheet.encode()) < 60_000


def test_the_same_values_give_the_same_bytes():
    """Nothing but the values shows on a page."""
    assert render(edition("de")) == render(edition("de"))


def test_previews_of_links_name_the_site():
    """A name for social networks is given where the settings have one."""
    assert "twitter" not in render(edition("de"))
    tree = read(render(edition("de"), facts(*LOCALES, twitter="@tea")))
    assert tree.xpath('//meta[@property="twitter:site"]/@content') == ["@tea"]


# --- the body


@pytest.mark.parametrize(
    "body",
    [
        sample_body()[0],
        "<p>No heading.</p>",
        "\n<h1 id='a'>A</h1>\n\n<p>b</p>\n",
        "<p>x</p><h1>later</h1>",
        "",
        "<h1>t</h1><p><!-- /article --> odd</p>",
    ],
    ids=["sample", "no heading", "space", "late heading", "empty", "comment"],
)
def test_the_body_can_be_read_back(body):
    """What was put on a page comes back from it, for a page that has to be carried."""
    assert body_of(render(edition("de"), body=body)) == body


def test_there_is_one_first_heading():
    """An article without a heading of its own gets its title."""
    for body in (sample_body()[0], "<p>x</p>", "<p>x</p><h1>y</h1>"):
        assert len(read(render(edition("de"), body=body)).xpath("//h1")) == 1
    foreign = edition("de", title_foreign=True)
    assert read(render(foreign, body="<p>x</p>")).xpath("//h1/@lang") == ["en"]


def test_a_page_without_a_body_is_none():
    """Another page has no article in it."""
    assert body_of(render_not_found(THEME, FACTS, {"en": interface("en")})) is None


def test_contents_stand_on_long_pages():
    """From four sections on there is a list of contents, with the article's own anchors."""
    tree = read(render(edition("de")))
    assert tree.xpath('//nav[@class="contents"]/ol/li/a/@href') == [
        "#basic-information",
        "#causes",
        "#brewing",
        "#serving",
        "#keeping",
    ]
    assert tree.xpath('//nav[@class="contents"]/ol/li/ol/li/a/@href') == ["#in-a-pot"]
    short = render(edition("de"), contents=sample_body()[1][:3])
    assert not read(short).xpath('//nav[@class="contents"]')


# --- languages


def test_other_languages_are_named_in_themselves():
    """Autonym with its own language and direction inside a link that says where it leads."""
    tree = read(render(edition("de")))
    (arabic,) = tree.xpath('//nav[@id="page--languages"]//a[@hreflang="ar"]')
    assert arabic.get("title") == "Arabisch"
    assert arabic.get("lang") is None
    (name,) = arabic.xpath("bdi")
    assert (name.get("lang"), name.get("dir"), name.text) == ("ar", "rtl", "العربية")
    assert not tree.xpath('//nav[@id="page--languages"]//a[@hreflang="de"]')


def test_the_languages_can_be_reached_from_the_top():
    """The header names the language of the page and leads to the others."""
    tree = read(render(edition("de")))
    (jump,) = tree.xpath('//header//a[@href="#page--languages"]')
    assert jump.xpath("bdi/text()") == ["Deutsch"]
    assert "in einer anderen Sprache" in jump.text_content()


def test_a_draft_is_linked_with_its_percentage():
    """Whoever follows the link knows what to expect."""
    text = render_article(
        THEME,
        facts("en", "de", "fr"),
        interface("de"),
        page(edition("de"), EN, edition("fr", DRAFT)),
    )
    item = said(read(text), '//li[a/@hreflang="fr"]')
    assert item == "français (teilweise übersetzt, 64\u00a0%)".replace("\u00a0", " ")


def test_a_long_list_of_languages_opens():
    """More languages than the settings allow stand behind a summary with their number."""
    made = facts(*LOCALES, show_languages_up_to=1)
    tree = read(render(edition("de"), made))
    assert said(tree, '//nav[@id="page--languages"]//summary') == "2 weitere Sprachen"
    assert len(tree.xpath('//nav[@id="page--languages"]//a')) == 3


def test_an_only_edition_says_so():
    """Without another language there is no empty list."""
    text = render_article(THEME, FACTS, interface("en"), page(EN))
    assert said(read(text), '//section[@id="page--languages"]/p') == (
        "This article is not available in other languages yet."
    )


# --- notices


def test_a_whole_translation_says_nothing():
    """Neither the source nor a complete edition has a notice."""
    for here in (EN, edition("de")):
        assert not read(render(here)).xpath(NOTICE)


def test_a_stale_page_names_the_sections():
    """The notice says how many passages changed, and leads to them in the order of the page."""
    marks = Marks(changed=("serving", "causes", "causes"), missing=("",))
    tree = read(render(edition("de", STALE, drifted=3, missing=1), marks=marks))
    notice = said(tree, NOTICE)
    assert interface("de").gettext("This translation is not up to date.") in notice
    assert re.search(r"\b3\b.*Causes und Serving", notice)
    assert tree.xpath(f"{NOTICE}//a/@href")[:3] == ["#causes", "#serving", "#page--main"]
    (box,) = tree.xpath(NOTICE)
    assert (box.get("data-drifted"), box.get("data-missing")) == ("3", "1")


def test_a_notice_counts_in_its_language():
    """One passage and two passages take different words."""
    one = said(read(render(EN)), NOTICE) or ""
    texts = [
        said(read(render(edition("en_GB", PARTIAL), facts("en", "en_GB"), marks=marks)), NOTICE)
        for marks in (Marks(missing=("causes",)), Marks(missing=("causes", "serving")))
    ]
    assert one == ""
    assert "1 passage is not translated yet. It is shown in English under: Causes" in texts[0]
    assert "2 passages are not translated yet. They are" in texts[1]
    assert "Causes and Serving" in texts[1]


def test_many_sections_are_cut_short():
    """At most five sections are named, and the rest is counted."""
    from tests.site.site_samples import Heading

    heads = tuple(Heading(2, f"s{n}", f"Part {n}") for n in range(9))
    marks = Marks(missing=tuple(one.id for one in heads))
    shown = read(render(edition("de", DRAFT), contents=heads, marks=marks))
    assert len(shown.xpath(f'{NOTICE}//a[starts-with(@href, "#s")]')) == 5
    assert "4 weitere Abschnitte" in said(shown, NOTICE)
    marks = Marks(missing=tuple(one.id for one in heads[:6]))
    shown = read(render(edition("de", DRAFT), contents=heads, marks=marks))
    assert len(shown.xpath(f'{NOTICE}//a[starts-with(@href, "#s")]')) == 6


def test_a_draft_says_how_much_there_is():
    """The percentage is written as the language writes it."""
    text = render_article(THEME, facts("en", "tr"), interface("tr"), page(edition("tr", DRAFT), EN))
    assert "%64" in said(read(text), NOTICE)


def test_old_passages_are_announced():
    """Where the old translation is shown, the notice says that, and not that it is English."""
    marks = Marks(outdated=("causes",))
    notice = said(read(render(edition("en_GB", STALE), facts("en", "en_GB"), marks=marks)), NOTICE)
    assert "The old translation is shown, with a mark, under: Causes" in notice
    assert "shown in English" not in notice


def test_a_machine_draft_is_disclosed():
    """On the page and in the credits, even where all is translated."""
    here = edition("de", machine=True)
    tree = read(render(here, credits=read_credits({}, here)))
    assert "notice-machine" in tree.xpath(NOTICE)[0].get("class")
    assert "aschin" in said(tree, NOTICE)
    assert "aschin" in said(tree, '//section[@class="credits"]')


def test_a_carried_page_says_that_it_is_old():
    """The reader learns that newer changes are missing."""
    tree = read(render(edition("de", carried=True), source_updated="2026-11-01"))
    assert "notice-carried" in tree.xpath(NOTICE)[0].get("class")
    assert "1. November 2026" in said(tree, NOTICE)


def test_headings_in_a_notice_are_no_links_in_links():
    """A heading with a link or an anchor in it stays one link."""
    from tests.site.site_samples import Heading

    heads = (Heading(2, "a", '<a href="x">A</a> <code id="c">b</code><sup id="f"><a>1</a></sup>'),)
    shown = read(render(edition("de", PARTIAL), contents=heads, marks=Marks(missing=("a",))))
    (link,) = shown.xpath(f'{NOTICE}//a[@href="#a"]')
    assert html.tostring(link, with_tail=False) == b'<a href="#a">A <code>b</code></a>'


def test_marks_come_from_units_and_passages():
    """What changed, what is old and what is missing are told apart; front matter is no passage."""

    def unit(state, target="", previous=None, kind=Kind.PARAGRAPH):
        return Unit(Segment("x", "x", kind), state, target, previous, Match.PLACE)

    units = [
        unit(State.TRANSLATED, "y"),
        unit(State.FUZZY, "y", "old"),
        unit(State.FUZZY, "y", "old"),
        unit(State.UNTRANSLATED),
        unit(State.UNTRANSLATED, kind=Kind.FIELD),
    ]
    passages = [
        Passage("y"),
        Passage("x", foreign=True),
        Passage("y", outdated=True),
        Passage("x", foreign=True),
        Passage("x", foreign=True),
    ]
    marks = Marks.of(units, passages, ["a", "b", "c", "d", ""])
    assert marks == Marks(changed=("b",), outdated=("c",), missing=("d",))


# --- credits


META = {
    "author": "A. Author",
    "job_title": "Neurologist",
    "institution": "",
    "date": "2026-01-02",
    "reviewer": "B. Expert",
    "reviewed": "2026-02-03",
}


def test_empty_credits_are_not_shown():
    """An article that names nobody has no block for it."""
    assert not read(render(EN, credits=Credits())).xpath('//section[@class="credits"]')


def test_credits_show_what_is_given():
    """Author and job title are there, the empty institution is not; foreign words are marked."""
    here = edition("de")
    tree = read(render(here, credits=read_credits(META, here)))
    terms = tree.xpath('//section[@class="credits"]//dd')
    assert [one.text_content() for one in terms][:2] == ["A. Author", "Neurologist"]
    assert terms[1].xpath("span/@lang") == ["en"]
    assert "Institution" not in said(tree, '//section[@class="credits"]')


def test_translated_credits_are_not_marked():
    """A job title that was offered to translators stands in the page's language."""
    here = edition("de")
    credits = read_credits(META, here, {"job_title": Words("Neurologin")})
    assert credits.job_title == Words("Neurologin")
    assert credits.author.foreign


@pytest.mark.parametrize("state", list(EditionState), ids=str)
def test_only_current_text_was_reviewed(state):
    """A translation that differs from the reviewed text does not inherit the date of review."""
    reviewed = read_credits(META, edition("de", state)).reviewed
    current = state in (EditionState.SOURCE, EditionState.COMPLETE)
    assert reviewed == ("2026-02-03" if current else "")


def test_search_engines_are_told_what_the_author_says():
    """The kind of page and its subject come from the front matter, and nothing is made up."""
    about = read_about(
        {"about": {"page": "MedicalWebPage", "name": "Hypnic jerk", "type": "MedicalCondition"}}
    )
    text = render(EN, about=about, credits=read_credits(META, EN))
    work = json.loads(read(text).xpath('//script[@type="application/ld+json"]/text()')[0])
    (work,) = work["@graph"]
    assert work["@type"] == "MedicalWebPage"
    assert work["about"] == {"@type": "MedicalCondition", "name": "Hypnic jerk"}
    assert work["lastReviewed"] == "2026-02-03"
    assert read_about({"about": "tea"}) == About()
    assert read_about({"about": {"page": "x<y"}}) == About()


# --- feedback and help


def test_feedback_posts_where_the_settings_say():
    """A plain form with what makes an answer useful, and thanks that need no script."""
    made = facts(*LOCALES, feedback_url="https://forms.example.net/a?b=c")
    tree = read(render(edition("de", digest="abc"), made))
    (form,) = tree.xpath("//form")
    assert (form.get("method"), form.get("action")) == ("post", "https://forms.example.net/a?b=c")
    fields = {one.get("name"): one.get("value") for one in form.xpath('.//input[@type="hidden"]')}
    assert fields == {
        "article": "tea",
        "lang": "de",
        "state": "complete",
        "revision": "abc",
        "next": "https://example.org/de/tea/#page--thanks",
    }
    assert form.xpath(".//button/@value") == ["yes", "no"]
    assert tree.xpath('//p[@id="page--thanks"]/@role') == ["status"]
    (policy,) = tree.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')
    assert policy.endswith("form-action 'self' https://forms.example.net")


def test_feedback_by_mail():
    """Without a form there is a link that writes the mail."""
    made = facts(*LOCALES, contact="us@example.org")
    yes, no = read(render(edition("de"), made)).xpath('//a[@class="button"]/@href')
    assert yes.startswith("mailto:us@example.org?subject=")
    assert "Tea%20in%20de" in yes
    assert "https%3A%2F%2Fexample.org%2Fde%2Ftea%2F" in no
    assert yes != no


def test_feedback_by_issue():
    """A contact on the web gets the subject where it asks for it."""
    made = facts(*LOCALES, contact="https://example.net/new?title={subject}")
    yes, _ = read(render(edition("de"), made)).xpath('//a[@class="button"]/@href')
    assert yes.startswith("https://example.net/new?title=")
    assert "{" not in yes


@pytest.mark.parametrize(
    "settings",
    [{}, {"feedback_url": "javascript:alert(1)"}, {"contact": "javascript:alert(1)"}],
    ids=["nothing", "script form", "script contact"],
)
def test_feedback_is_left_out_where_it_would_lead_nowhere(settings):
    """No form that sends nothing, and no address that runs something."""
    text = render(edition("de"), facts(*LOCALES, **settings))
    assert not read(text).xpath('//section[@class="feedback"]')
    assert "javascript" not in text


def test_the_policy_takes_no_rule_from_an_address():
    """An address cannot smuggle a rule into the policy."""
    made = facts(*LOCALES, feedback_url="https://a.example;script-src'unsafe-inline'/x")
    assert "unsafe-inline" not in render(edition("de"), made)


def test_translators_are_led_to_their_place():
    """The link for those who want to help is filled in for language and article."""
    made = facts(*LOCALES, edit_url="https://t.example/{locale}/{article}?l={tag}")
    tree = read(render(edition("de"), made))
    assert tree.xpath('//section[@class="help"]//a/@href')[-1] == "https://t.example/de/tea?l=de"
    assert "t.example" not in render(EN, made)


# --- the pages around


def test_the_home_of_a_language_lists_its_articles():
    """By title, with the state of drafts, and what is still only in English."""
    editions = (
        edition("de", title="Über Tee"),
        edition("de", DRAFT, article="b", title="Anis"),
        edition("de", EditionState.WITHHELD, article="c", title="Chai"),
    )
    sources = tuple(replace(EN, article=one, title=f"English {one}") for one in ("tea", "b", "c"))
    homes = build_home_cluster([*editions, EN], languages("en", "de"))
    shown = LanguagePage(language("de"), homes, editions, sources)
    tree = read(render_language_index(THEME, FACTS, interface("de"), shown))
    lists = tree.xpath('//ul[@class="article-list"]')
    assert [one.text_content() for one in lists[0].xpath("li/a")] == ["Anis", "Über Tee"]
    assert "64" in lists[0].xpath("li")[0].text_content()
    (rest,) = lists[1].xpath("li/a")
    assert (rest.get("href"), rest.get("hreflang")) == ("/en/c/", "en")
    assert rest.xpath("span/@lang") == ["en"]
    links = tree.xpath('/html/head/link[@rel="alternate"][not(@type)]')
    assert [(one.get("hreflang"), one.get("href")) for one in links] == [
        ("de", "https://example.org/de/"),
        ("en", "https://example.org/en/"),
        ("x-default", "https://example.org/"),
    ]


def test_the_home_of_a_language_may_be_an_article():
    """`index.md` is the body of its language's page, above the list."""
    here = edition("de", article="index", title="Willkommen")
    homes = build_home_cluster([here, EN], languages("en", "de"))
    article = page(here, replace(EN, article="index"), body="<h1>Willkommen</h1><p>x</p>")
    shown = LanguagePage(language("de"), homes, (here, edition("de")), (EN,), article)
    text = render_language_index(THEME, FACTS, interface("de"), shown)
    tree = read(text)
    assert tree.xpath("//h1/text()") == ["Willkommen"]
    assert tree.xpath('//ul[@class="article-list"]/li/a/@href') == ["/de/tea/"]
    assert body_of(text) == article.body


def test_the_root_lists_the_languages():
    """Every language in its own words, with the number of its articles."""
    homes = build_home_cluster([EN, edition("ar"), edition("ja")], languages("en", "ar", "ja"))
    words = {one: interface(one) for one in ("en", "ar", "ja")}
    tree = read(render_root(THEME, FACTS, words, RootPage(homes, {"en": 1200, "ar": 2, "ja": 1})))
    items = tree.xpath("//main//li")
    assert [one.xpath("a/@href")[0] for one in items] == ["/en/", "/ar/", "/ja/"]
    assert said(tree, "//main//li[1]/span") == "1,200 articles"
    assert items[1].xpath("span/@lang") == ["ar"]
    assert tree.xpath('//link[@rel="canonical"]/@href') == ["https://example.org/"]


def test_a_missing_page_speaks_every_language():
    """One section a language, each marked; no canonical and no index."""
    words = {one: interface(one) for one in LOCALES}
    tree = read(render_not_found(THEME, FACTS, words))
    assert tree.xpath("//main/section/@lang") == ["de", "fr", "ar", "ja"]
    assert len(tree.xpath("//h1")) == 1
    assert tree.xpath('//meta[@name="robots"]/@content') == ["noindex"]
    assert not tree.xpath('//link[@rel="canonical" or @rel="alternate"]')
    own = read(render_not_found(THEME, FACTS, words, language("ar")))
    assert (own.get("lang"), len(own.xpath("//main/section"))) == ("ar", 1)


def test_a_moved_page_leads_on():
    """A stub with the new address, not indexed, that needs no script."""
    tree = read(render_moved(THEME, FACTS, interface("de"), "/de/tea/"))
    assert tree.xpath('//meta[@http-equiv="refresh"]/@content') == ["0; url=/de/tea/"]
    assert tree.xpath('//link[@rel="canonical"]/@href') == ["https://example.org/de/tea/"]
    assert tree.xpath("//main//a/@href") == ["/de/tea/"]


def test_the_status_page_says_what_is_next():
    """Per language: how far, how many words to go, and the article to finish first."""
    editions = (
        EN,
        replace(EN, article="b", title="B"),
        edition("de", PARTIAL, missing=1),
        edition("de", EditionState.WITHHELD, article="b", reasons=("the lead is not translated",)),
        edition("fr"),
    )
    homes = build_home_cluster(editions, languages("en", "de", "fr"))
    made = facts("en", "de", "fr")
    tree = read(render_status(THEME, made, interface("en"), StatusPage(editions, homes)))
    rows = [" ".join(one.text_content().split()) for one in tree.xpath("//main/table//tbody/tr")]
    assert rows[0] == "Deutsch 95% 95% 10 1 Tea in en"
    assert rows[1].endswith("✓ Everything is translated")
    assert "the lead is not translated" in said(tree, "//main/section[1]")


def test_a_language_without_words_is_marked():
    """On a page that lives although its interface is incomplete, English words are marked."""
    text = render_article(THEME, FACTS, Interface(language("de")), page(edition("de"), EN))
    (heading,) = read(text).xpath('//h2[@id="page--languages-title"]')
    assert heading.xpath("span/@lang") == ["en"]


def unmarked(tree):
    """Latin letters on a Hebrew page outside of everything that says its own language."""
    inside = "//body//text()[not(ancestor::*[@lang and not(self::html)])][not(ancestor::bdi)]"
    return [one.strip() for one in tree.xpath(inside) if re.search("[A-Za-z]", one)]


def test_nothing_english_is_unmarked():
    """A language without any words of its own shows marked English, on every kind of page."""
    made = facts("en", "he", "de", contact="us@example.org", edit_url="https://t.example/{locale}")
    words = Interface(language("he"))
    title = "כותרת"
    here = edition("he", DRAFT, title=title, machine=True, carried=True)
    marks = Marks(changed=("",), outdated=("",), missing=("",))
    credits = read_credits(META, here)
    shown = page(
        here, EN, edition("de"), body="<p>א</p>", contents=(), marks=marks, credits=credits
    )
    article = render_article(THEME, made, words, shown)
    homes = build_home_cluster([EN, here, edition("de")], made.languages)
    home = LanguagePage(language("he"), homes, (here,), (replace(EN, article="b"),))
    pages = [
        article,
        render_language_index(THEME, made, words, home),
        render_not_found(THEME, made, {"he": words}, language("he")),
        render_moved(THEME, made, words, "/he/tea/"),
    ]
    for text in pages:
        assert unmarked(read(text)) == []


_STRESS = {
    "*": re.compile(r"(\*\*|\*)(?=\S)(.+?)(?<=\S)\1"),
    "_": re.compile(r"(?<!\w)(__|_)(?=\S)(.+?)(?<=\S)\1(?!\w)"),
}


@given(st.sampled_from("*_"), st.text("*_ab \né", max_size=30))
def test_stress_is_taken_off_as_one_expression_says_it(sign: str, text: str) -> None:
    """The linear way finds what the plain, quadratic expression finds."""
    assert _unstressed(text, sign) == _STRESS[sign].sub(r"\2", text)
