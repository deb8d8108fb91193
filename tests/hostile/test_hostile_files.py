"""Files beside the articles' translations: trusted, but fallible; each gets one clear answer."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from pipeline.catalog import read_catalog
from pipeline.checks import check_file
from pipeline.cli import main
from pipeline.config import Checks
from pipeline.errors import CatalogError
from pipeline.locales import language
from pipeline.model import Severity
from tests.hostile.cases import lines, payloads, po_text

SITE = Path(__file__).parents[1] / "golden" / "site"
AR = SITE / "locales/ar/LC_MESSAGES"
HEADER = (
    'msgid ""\nmsgstr ""\n"Language: ar\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n{more}\n'
)


def errors(data: bytes) -> list[tuple[str, int]]:
    """The rules and lines of the errors that the gate finds."""
    found = check_file(data, "x.po", language("ar"), Checks())
    return [(one.rule, one.line) for one in found if one.severity is Severity.ERROR]


@pytest.mark.parametrize("name", ["tea.po", "index.po", "guide/rest.po"])
def test_a_file_cut_at_any_byte_is_refused_or_holds_whole_translations(name: str) -> None:
    """No half of a translation passes: the last entry is as it was, or has no translation."""
    data = (AR / name).read_bytes()
    whole = {one.key: one for one in read_catalog(data, name).entries}
    passed = 0
    for end in range(len(data)):
        if errors(data[:end]):
            continue
        passed += 1
        for one in read_catalog(data[:end], name).entries:
            if one.msgid:
                assert one.msgstr in (whole[one.key].msgstr, ("",)), end
    assert passed < len(data) / 20


TRICKS = {
    # name: (more of the header, the body, the rule that refuses it)
    "UTF-7": ("charset", "UTF-7", "header-charset"),
    "escapes as a charset": ("charset", "unicode_escape", "header-charset"),
    "rot13": ("charset", "rot13", "header-charset"),
    "undefined": ("charset", "undefined", "header-charset"),
    "no charset": ("charset", "", "header-charset"),
    "a second header": ("body", 'msgid ""\nmsgstr "Language: fr\\n"\n', "duplicate-message"),
    "form ten": ("body", 'msgid "a"\nmsgid_plural "b"\nmsgstr[10] "x"\n', "syntax"),
    "form of another script": ("body", 'msgid "a"\nmsgid_plural "b"\nmsgstr[²] "x"\n', "syntax"),
    "no form": ("body", 'msgid "a"\nmsgid_plural "b"\nmsgstr[] "x"\n', "syntax"),
    "a billion forms": (
        "more", '"Plural-Forms: nplurals=1000000000; plural=n;\\n"\n', "plural-forms"),
    "a division by nothing": (
        "more", '"Plural-Forms: nplurals=6; plural=(n%0);\\n"\n', "plural-forms"),
    "a power tower": (
        "more", '"Plural-Forms: nplurals=6; plural=9**9**9**9;\\n"\n', "plural-forms"),
    "a call": (
        "more", '"Plural-Forms: nplurals=6; plural=__import__(\'os\');\\n"\n', "plural-forms"),
    "a deep formula": (
        "more", f'"Plural-Forms: nplurals=6; plural={"(" * 240}n{")" * 240};\\n"\n',
        "plural-forms"),
    "a merge": ("body", '<<<<<<< HEAD\nmsgid "a"\nmsgstr "b"\n=======\n', "syntax"),
    "no closing quote": ("body", 'msgid "a"\nmsgstr "b\n', "syntax"),
    "no quotes": ("body", 'msgid a\nmsgstr "b"\n', "syntax"),
    "an odd escape": ("body", 'msgid "a"\nmsgstr "\\x3cb\\x3e"\n', "syntax"),
    "twice the same": ("body", 'msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n',
        "duplicate-message"),
    "another language": ("language", "fr", "header-language"),
}  # fmt: skip
_PLURAL = 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "x"\n'


@pytest.mark.parametrize("name", TRICKS)
def test_a_trick_is_a_named_finding(name: str) -> None:
    """Every trick that fools other readers of catalogs is refused by its rule, with a line."""
    what, text, rule = TRICKS[name]
    data = HEADER.format(more=text if what == "more" else "")
    data = data.replace("charset=UTF-8", f"charset={text}") if what == "charset" else data
    data = data.replace("Language: ar", f"Language: {text}") if what == "language" else data
    data += text if what == "body" else _PLURAL if what == "more" else 'msgid "a"\nmsgstr "b"\n'
    found = errors(data.encode())
    assert rule in [one for one, _ in found], found
    assert all(line > 0 for _, line in found)


def test_a_comment_names_no_charset() -> None:
    """What a comment says of a charset is not believed."""
    data = b"# charset=UTF-7\n" + HEADER.format(more="").encode() + b'msgid "a"\nmsgstr "+ADw-"\n'
    assert errors(data) == []
    assert read_catalog(data, "x.po").entries[-1].msgstr == ("+ADw-",)


@pytest.mark.parametrize("data", [b"\xff\xfem\x00s\x00", b"\x00", b"\xed\xa0\x80", b"\xef\xbb\xbf"])
def test_bytes_that_are_no_text_are_refused_or_nothing(data: bytes) -> None:
    """Other encodings, NUL, halves of characters: one finding, never an exception."""
    assert errors(data) or not read_catalog(data, "x.po").entries
    with pytest.raises(CatalogError):
        read_catalog(data + b"msgid", "x.po")


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: Counter[tuple[str, tuple[str, ...]]] = Counter()
        self.handlers = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen[tag, tuple(sorted(name for name, _ in attrs))] += 1
        self.handlers += sum(name.startswith("on") for name, _ in attrs)


def _tags(page: Path) -> Counter[tuple[str, tuple[str, ...]]]:
    reader = _Tags()
    reader.feed(page.read_text("utf-8"))
    assert not reader.handlers
    return reader.seen


def _run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    with pytest.raises(SystemExit) as ended, pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["pipeline", *map(str, arguments)])
        main()
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out + said.err


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of a small project."""
    shutil.copytree(SITE, tmp_path / "project", ignore=shutil.ignore_patterns("output"))
    return tmp_path / "project"


def test_the_interface_brings_words_alone(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Payloads in every string of the page furniture: the tags of the pages stay as they were."""
    code, said = _run(capsys, "--root", project, "publish")
    assert code == 0, said
    pages = sorted((project / "output/fr").rglob("*.html"))
    before = {page: _tags(page) for page in pages}
    file = project / "locales/fr/LC_MESSAGES/interface.po"
    texts = iter([text for _, text in payloads() if text.isprintable()] * 9)
    head, *entries = file.read_text("utf-8").split("\n\n")
    spoilt = [
        re.sub(r'^(msgstr(?:\[\d\])?) "(.+)"$', lambda m: _spoil(m, next(texts)), one, flags=re.M)
        for one in entries
    ]
    file.write_text("\n\n".join([head, *spoilt]), "utf-8")
    assert "evil" in file.read_text("utf-8") or "hostile" in file.read_text("utf-8")
    code, said = _run(capsys, "--root", project, "publish")
    assert code in (0, 1) and "defect of the program" not in said, said
    for page in pages:
        assert not (_tags(page) - before[page]), page


def _spoil(match: re.Match[str], payload: str) -> str:
    return f'{match[1]} "{match[2]} {po_text(payload)}"'


_DEEP = "[" * 5000
FILES = {
    # name: (path, text or repeated text, command)
    "kept: no TOML": ("locales/kept.toml", "[[kept", "check"),
    "kept: no text": ("locales/kept.toml", "kept = 5\n", "check"),
    "kept: a circle": (
        "locales/kept.toml",
        '[[kept]]\nold = "Adults"\nnew = "Children"\n[[kept]]\nold = "Children"\nnew = "Adults"\n',
        "check"),
    "kept: deep": ("locales/kept.toml", f"kept = {_DEEP}", "check"),
    "kept: long key": ("locales/kept.toml", f"{'a.' * 20_000}b = 1\n", "check"),
    "kept: no UTF-8": ("locales/kept.toml", "a = '\udcff'", "check"),
    "glossary: no tabs": ("locales/fr/glossary.tsv", "tea thé\n", "check"),
    "glossary: signs": ("locales/fr/glossary.tsv", "\x00\t\x1b[31m\n((((\t****\n", "check"),
    "glossary: one line": ("locales/fr/glossary.tsv", "a" * 1_000_000, "check"),
    "front matter: bombs": (
        "source/tea.md", "---\na: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n---\n# T\n", "publish"),
    "front matter: deep": ("source/tea.md", f"---\ntitle: {_DEEP}\n---\n# T\n", "publish"),
    "front matter: objects": (
        "source/tea.md", "---\ntitle: !!python/object/apply:os.system [id]\n---\n# T\n", "publish"),
    "front matter: HTML": (
        "source/tea.md", '---\ntitle: </title><script>x</script>\ndescription: "\\">"\n---\n# T\n',
        "publish"),
    "front matter: dates": (
        "source/tea.md", "---\ndate: 9999-99-99\nupdated: [1]\nauthor: {a: b}\n---\n# T\n",
        "publish"),
    "front matter: TOML deep": ("source/tea.md", f"+++\ntitle = {_DEEP}\n+++\n# T\n", "publish"),
    "theme: a template with a fault": ("theme/article.html", "{% if %}", "publish"),
    "theme: a name": ("theme/..%2f..%2fevil.html", "x", "publish"),
    "theme: outside": (
        "pyproject.toml",
        '[tool.pipeline]\nbase_url = "https://a.example"\n[tool.pipeline.site]\n'
        'theme = "../../etc"\n', "publish"),
    "settings: deep": ("pyproject.toml", f"a = {_DEEP}", "publish"),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_strange_file_gets_one_clear_answer(
    name: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is taken for what it says, or refused with its name; never a defect, never a hang."""
    path, text, command = FILES[name]
    file = project / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    code, said = _run(capsys, "--root", project, command)
    assert code in (0, 1, 2), said
    assert "Traceback" not in said and "defect" not in said
    if code and name != "kept: a circle":
        assert path.partition("/")[2] in said or path in said or "theme" in said, said
    for page in (project / "output").rglob("*.html"):
        assert "<script>x</script>" not in page.read_text("utf-8")


def test_signs_alone_are_never_a_defect() -> None:
    """What parsers act on, each as a whole catalog."""
    for one in lines("signs.txt"):
        data = one.encode("utf-8", "surrogatepass")
        assert isinstance(errors(data), list)
