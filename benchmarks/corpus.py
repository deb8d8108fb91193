"""A deterministic corpus: a project tree of N articles in M languages that can be published.

The same arguments give the same bytes on any machine: nothing comes from the clock, from the
environment or from Python's hash seed. The English is invented and no advice. The translations
are words of no language: each English word becomes letters of the language's script, and inline
Markdown, addresses, code and numbers stay as they are, so that a page keeps its structure and
passes the checks.

    python -m benchmarks.corpus DIR --articles 100 --languages 10
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

LETTERS = {
    "de": ("enirstaudhlgocmbfkwzpv", 1.2),
    "fr": ("aeiounrtslmdpcvbgfhéèêà", 1.15),
    "es": ("aeiounrtslmdpcvbgfháéíóúñ", 1.12),
    "ar": ("ابتثجحخدذرزسشصضطظعغفقكلمنهوي", 0.85),
    "ru": ("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэф", 1.05),
    "ja": ("のにはをたがでてとしれさあるいものことからなる人日本国年大出中学生会自時者事", 0.5),
    "pt_BR": ("aeosrindmtuclpvgqbfzãçéáíóõê", 1.12),
    "fa": ("ابپتثجچحخدذرزژسشصطعغفقکگلمنوهی", 0.85),
    "hi": ("कखगघचछजझटडणतथदधनपफबभमयरलवशषसह", 0.95),
    "sw": ("aaaiiuunkmwstlhgbzyedopfj", 1.1),
    "vi": ("aăâđeêioôơuưnthcgmlkáàảãạếềệ", 1.05),
    "uk": ("оанитвірелсдкупмзьбгячйхжїєшщюф", 1.05),
    "tr": ("aeinrlkdımytusboüşzgçhğvcöpfj", 1.1),
    "it": ("aeionrtlscdupmvghfbqzàèìòù", 1.1),
    "nl": ("enatirodslghvkmubpwjcz", 1.1),
    "pl": ("iaoezsnrwcytkdpmułjlbgąęóśżćńź", 1.1),
    "sv": ("eantrsildomkgvfhupåäöbcy", 1.1),
    "he": ("אבגדהוזחטיכלמנסעפצקרשת", 0.8),
    "ko": ("이다는에의을를가고하지로한은사시기도인리어자정대수일전보부장관", 0.5),
    "el": ("αοιετσνηυρπκμλςωδγχθφβξζψ", 1.1),
}
"""Locale: letters of its script, and how long its words are beside the English ones."""

TOPICS = """
Fever Cough Headache Sunburn Asthma Eczema Migraine Measles Mumps Anaemia Scurvy Rickets
Insomnia Hayfever Cramp Croup Colic Gout Shingles Tetanus
""".split()  # noqa: SIM905
GROUPS = ("in children", "in adults", "in older people", "in pregnancy", "while travelling")
SECTIONS = ("Overview", "Signs", "Causes", "Treatment", "When to see a doctor", "Prevention")
KEYS = ("Common age", "Usual course", "Spreads by", "First help")
WORDS = """
water rest doctor child body skin warm cold slow quick breath heart sleep food drink salt sugar
fluid window room hand foot cloth bath test visit nurse clinic home school morning evening night
week month pain mild strong clear small large often rarely usually sometimes drops tablet dose
bottle label spoon family neighbour walk sit lie wait call write measure keep give take wash
cover open close watch bring leave return begin end change help need
""".split()  # noqa: SIM905
NAME = "Corpus"
_KEEP = re.compile(
    r"`[^`]*`|\{[^{}]*\}|\]\([^)]*\)|<[^>]*>|\[\^[^\]]*\]|https?://\S+|%\([a-z]+\)s|\d[\d.,:%]*|[^\W\d_]+"
)
_EMPTY = re.compile(r'^msgid ((?:".*"\n)+)msgstr ""$', re.M)
_CONTINUED = re.compile(r'"\n"')


@dataclass(frozen=True)
class Shape:
    """What a corpus is like; equal shapes are equal bytes."""

    articles: int = 100
    languages: int = 10
    complete: int = 95
    """Of a hundred messages, how many have a translation."""
    fuzzy: int = 2
    """Of a hundred messages, how many have one that is marked for review."""
    seed: str = "corpus"

    @property
    def locales(self) -> tuple[str, ...]:
        """The languages, in the order in which they are added."""
        return tuple(LETTERS)[: self.languages]


def make_project(root: Path, shape: Shape) -> None:
    """Write sources, settings and catalogs; the folder is a project that can be published."""
    from pipeline.article import RULES_VERSION, read_article
    from pipeline.catalog import format_catalog, make_template, new_catalog
    from pipeline.config import Dialect
    from pipeline.locales import language

    _write(root / "pyproject.toml", settings(shape))
    for locale in shape.locales:
        _write(root / f"locales/{locale}/LC_MESSAGES/interface.po", interface(locale))
    for name, text in articles(shape):
        path = f"source/{name}.md"
        _write(root / path, text)
        article = read_article(name, path, text, Dialect())
        template = make_template(article, RULES_VERSION)
        for locale in shape.locales:
            target = f"locales/{locale}/LC_MESSAGES/{name}.po"
            empty = format_catalog(new_catalog(template, language(locale), target)).decode()
            _write(root / target, fill(empty, locale, shape))


def interface(locale: str) -> str:
    """A catalog with every message of the page furniture, so that no page is withheld for one."""
    from pipeline.catalog import change_entry, format_catalog, new_catalog
    from pipeline.locales import language
    from pipeline.site import Theme, make_interface_template, site_messages_template

    own, every = site_messages_template(Theme({}), NAME), make_interface_template()
    template = replace(own, entries=(*own.entries, *every.entries[1:]))
    catalog = new_catalog(template, language(locale), "interface.po")
    entries = [
        change_entry(one, msgstr=(translate(one.plural or one.msgid, locale),) * len(one.msgstr))
        if one.msgid
        else one
        for one in catalog.entries
    ]
    return format_catalog(replace(catalog, entries=tuple(entries))).decode()


def settings(shape: Shape) -> str:
    """The project's `pyproject.toml`."""
    tables = "".join(f"\n[tool.pipeline.languages.{one}]\n" for one in shape.locales)
    head = f'[tool.pipeline]\nbase_url = "https://example.org"\nsite_name = "{NAME}"\n'
    return head + tables


def articles(shape: Shape) -> Iterator[tuple[str, str]]:
    """Name and text of every article: about 4 KB of headings, lists, tables, links, emphasis."""
    names = [_name(number) for number in range(shape.articles)]
    for number, (name, title) in enumerate(names):
        yield name, _Author(random.Random(f"{shape.seed} {number}"), number, names).article(title)


def _name(number: int) -> tuple[str, str]:
    topic = TOPICS[number % len(TOPICS)]
    group = GROUPS[number // len(TOPICS) % len(GROUPS)]
    volume = number // (len(TOPICS) * len(GROUPS))
    title = f"{topic} {group}" + (f", part {volume + 1}" if volume else "")
    return f"{number:05}-{re.sub('[^a-z0-9]+', '-', title.lower())}", title


@dataclass
class _Author:
    """Writes one article."""

    random: random.Random
    number: int
    names: list[tuple[str, str]]

    def article(self, title: str) -> str:
        blocks = [
            f"---\ntitle: {title}\ndescription: {self.sentence(12)}\nupdated: 2026-01-15\n---",
            f"# {title}",
            f"**{self.sentence(14)}** {self.sentence(10)}",
            self.table() if self.number % 2 == 0 else self.definitions(),
        ]
        for heading in SECTIONS[: 4 + self.number % 3]:
            blocks += [f"## {heading}", self.paragraph(), self.paragraph()]
            blocks.append(self.random.choice((self.bullets, self.steps, self.quote))())
        blocks += ["## See also", "\n".join(f"* {self.link()}" for _ in range(3))]
        return "\n\n".join(blocks) + "\n"

    def sentence(self, length: int) -> str:
        words = [self.random.choice(WORDS) for _ in range(length + self.random.randrange(5))]
        return " ".join(words).capitalize() + "."

    def paragraph(self) -> str:
        sentences = [self.sentence(9) for _ in range(3)]
        marks: tuple[Callable[[], str], ...] = (
            lambda: f"Wait for *{self.random.choice(WORDS)}* and {self.random.choice(WORDS)}.",
            lambda: f"Take {self.random.randrange(2, 9)} **{self.random.choice(WORDS)}** a day.",
            lambda: f"Read about {self.link()} as well.",
            lambda: f"The word `{self.random.choice(WORDS)}` is on the label.",
            lambda: f"See [the {self.random.choice(WORDS)} guide](https://example.com/guide).",
        )
        sentences.insert(1, self.random.choice(marks)())
        return " ".join(sentences)

    def link(self) -> str:
        name, title = self.random.choice(self.names)
        return f"[{title}]({name}.md)"

    def bullets(self) -> str:
        return "\n".join(f"* {self.sentence(7)}" for _ in range(4))

    def steps(self) -> str:
        lines = []
        for number in range(1, 4):
            lines.append(f"{number}. {self.sentence(8)}")
        return "\n".join([*lines, *(f"    * {self.sentence(5)}" for _ in range(2))])

    def quote(self) -> str:
        return f"> {self.sentence(12)}"

    def table(self) -> str:
        rows = "\n".join(f"| {key} | {self.sentence(4)} |" for key in KEYS)
        return f"| Fact | Answer |\n| --- | --- |\n{rows}"

    def definitions(self) -> str:
        return "\n\n".join(f"{key}\n: {self.sentence(6)}" for key in KEYS)


def fill(catalog: str, locale: str, shape: Shape = Shape()) -> str:
    """A PO or POT text of any tool with its empty messages translated, as many as the shape says.

    Which messages stay empty, or become fuzzy, depends on their text and the language alone.
    Titles and leads never do, so that every page is published.
    """

    def filled(match: re.Match[str]) -> str:
        msgid = match[1]
        text = _CONTINUED.sub("", msgid.strip())[1:-1]
        if not text:
            return match[0]
        lot = _number(f"{shape.seed} {locale} {text}") % 100
        if text.startswith("**") or not text.endswith("."):
            lot = shape.fuzzy % 100
        if lot >= shape.complete:
            return match[0]
        mark = "#, fuzzy\n" if lot < shape.fuzzy else ""
        return f'{mark}msgid {msgid}msgstr "{translate(text, locale)}"'

    return _EMPTY.sub(filled, catalog)


def translate(text: str, locale: str) -> str:
    r"""The text with every word exchanged, and everything else as it was.

    >>> translate("Take **2** `spoons`", "de").count("**")
    2
    """
    parts = re.split(r"(\\.)", text)
    return "".join(
        part if part.startswith("\\") else _KEEP.sub(lambda m: _exchanged(m[0], locale), part)
        for part in parts
    )


def _exchanged(token: str, locale: str) -> str:
    return _word(token, locale) if token[0].isalpha() and "://" not in token else token


@lru_cache(maxsize=1 << 16)
def _word(word: str, locale: str) -> str:
    letters, ratio = LETTERS[locale]
    number = _number(f"{locale} {word.lower()}")
    made = ""
    for _ in range(max(2, round(len(word) * ratio))):
        number, at = divmod(number, len(letters))
        made += letters[at]
    return made.capitalize() if word[0].isupper() else made


def _number(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")


def edit_sources(root: Path, percent: int, seed: str = "edit") -> int:
    """Change one word in so many of a hundred paragraphs; returns how many were changed."""
    changed = 0
    for path in sorted((root / "source").rglob("*.md")):
        blocks = path.read_text().split("\n\n")
        for place, block in enumerate(blocks):
            prose = block[:1].isalpha() and not block.startswith("---") and "\n:" not in block
            lot = _number(f"{seed} {path.name} {place}")
            if prose and lot % 100 < percent:
                words = block.split(" ")
                words[len(words) // 2] = WORDS[lot // 100 % len(WORDS)]
                blocks[place] = " ".join(words)
                changed += 1
        path.write_text("\n\n".join(blocks))
    return changed


def poke(root: Path, locale: str, number: int = 0) -> Path:
    """Change the last word of one translated paragraph of one catalog; returns the file."""
    paths = sorted((root / f"locales/{locale}/LC_MESSAGES").rglob("*.po"))
    path = paths[number % len(paths)]
    text = path.read_text()
    found = max(re.finditer(r'^msgstr "([^"\n]*)\."$', text, re.M), key=lambda m: len(m[1]))
    word = found[1].rsplit(" ", 1)[-1]
    path.write_text(text[: found.end(1)] + word[::-1] + text[found.end(1) :])
    return path


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def main() -> None:
    """Make a corpus from the command line."""
    parser = argparse.ArgumentParser(description="Make a project of invented articles.")
    parser.add_argument("root", type=Path)
    for name in ("articles", "languages", "complete", "fuzzy"):
        parser.add_argument(f"--{name}", type=int, default=getattr(Shape(), name))
    said = vars(parser.parse_args())
    root: Path = said.pop("root")
    make_project(root, replace(Shape(), **said))


if __name__ == "__main__":
    main()
