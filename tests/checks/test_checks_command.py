"""`pipeline check` and `pipeline status` on a small project: exit codes, places, files."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.checks import FORMATS
from pipeline.cli import cli
from pipeline.errors import PipelineError

HEAD = 'msgid ""\nmsgstr ""\n"Language: {}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
ARTICLE = "# Tea\n\nTake 10 mg of [tea](tea.md) with `milk`.\n\nDrink it hot.\n"
GOOD = {
    "Tea": "Tee",
    "Take 10 mg of [tea](tea.md) with `milk`.": "Nimm 10 mg [Tee](tea.md) mit `milk`.",
    "Drink it hot.": "Trink ihn heiß.",
}
BAD = {**GOOD, "Take 10 mg of [tea](tea.md) with `milk`.": "Nimm 100 mg [Tee](tea.md) mit `milk`."}

Run = Callable[..., Result]


def catalog(locale: str, entries: dict[str, str]) -> str:
    """The text of a catalog."""
    body = "".join(f'\nmsgid "{source}"\nmsgstr "{target}"\n' for source, target in entries.items())
    return HEAD.format(locale) + body


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one article, German without and French with an error."""
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "tea.md").write_text(ARTICLE, encoding="utf-8")
    for locale, entries in (("de", GOOD), ("fr", BAD)):
        folder = tmp_path / "locales" / locale / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "tea.po").write_text(catalog(locale, entries), encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(project: Path) -> Iterator[Run]:
    """Run the program on the project; an error of the user is its exit code and its text."""

    def running(*arguments: str) -> Result:
        result = CliRunner().invoke(
            cli, ["--root", str(project), *arguments], standalone_mode=False
        )
        if isinstance(result.exception, PipelineError):
            result.exit_code = result.exception.exit_code
        elif result.exception is None:
            result.exit_code = result.return_value or 0
        else:
            raise result.exception
        return result

    yield running


def test_a_wrong_dose_fails_at_its_line(run: Run) -> None:
    """The finding names file and line, what is so, and what to do; the exit code is 1."""
    result = run("check")
    assert result.exit_code == 1
    first = result.stdout.split("\n")[0]
    assert first == (
        "locales/fr/LC_MESSAGES/tea.po:10: error: "
        "the number `10 mg` is missing in the translation (it has `100`) [number]"
    )
    assert "2 catalogs with 6 units checked: 1 error" in result.stdout


@pytest.mark.parametrize("form", FORMATS)
def test_the_exit_code_is_the_same_in_every_format(run: Run, form: str) -> None:
    """The format changes what is printed and nothing else."""
    assert run("check", "--format", form).exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--locale", "de"], 0),
        (["--locale", "fr"], 1),
        (["locales/de"], 0),
        (["locales/fr/LC_MESSAGES/tea.po"], 1),
        (["source/tea.md"], 1),
        (["tea"], 1),
        (["--select", "S"], 0),
        (["--select", "S,number"], 1),
        (["--ignore", "number"], 0),
        (["--fail-under", "100"], 1),
        (["--fail-under", "100", "--locale", "de"], 0),
        (["--locale", "xx"], 2),
        (["nonsense"], 2),
        (["--select", "nubmer"], 2),
        (["--explain", "nubmer"], 2),
        (["--explain", "number"], 0),
        (["--explain", "hreflang-not-mutual"], 0),
        (["--list"], 0),
        (["--diff-base", "main"], 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_exit_codes(run: Run, arguments: list[str], code: int) -> None:
    """0 is clean, 1 is content with errors or below a threshold, 2 is wrong usage."""
    assert run("check", *arguments).exit_code == code


def test_a_broken_file_stops_no_other(run: Run, project: Path) -> None:
    """A catalog that cannot be read and an article that cannot be are findings among others."""
    broken = project / "locales" / "de" / "LC_MESSAGES" / "tea.po"
    broken.write_text(catalog("de", GOOD) + '\nmsgid "x\n', encoding="utf-8")
    (project / "source" / "pot.md").write_text("---\n- a list\n---\nPot.\n", encoding="utf-8")
    report = json.loads(run("check", "--format", "json").stdout)
    rules = {(one["path"], one["rule"]) for one in report["findings"]}
    assert ("locales/de/LC_MESSAGES/tea.po", "syntax") in rules
    assert ("locales/fr/LC_MESSAGES/tea.po", "number") in rules
    assert ("source/pot.md", "syntax") in rules


def test_a_baseline_lets_an_old_project_begin(run: Run, project: Path) -> None:
    """What a baseline accepts does not fail; what is new does, and so does what it hides later."""
    path = project / "baseline.json"
    assert run("check", "--write-baseline", str(path)).exit_code == 0
    assert run("check", "--baseline", str(path)).exit_code == 0
    german = project / "locales" / "de" / "LC_MESSAGES" / "tea.po"
    german.write_text(catalog("de", BAD), encoding="utf-8")
    result = run("check", "--baseline", str(path))
    assert result.exit_code == 1 and "fr/" not in result.stdout
    assert "1 accepted by the baseline" in result.stdout


def test_fix_writes_what_cannot_be_wrong_and_shows_it(run: Run, project: Path) -> None:
    """`--fix` mends, prints the difference, and has nothing to do the second time."""
    german = project / "locales" / "de" / "LC_MESSAGES" / "tea.po"
    text = catalog("de", GOOD).replace("[Tee](", "[Tee] (").replace("heiß", "hei\u200bß")
    german.write_text(text, encoding="utf-8")
    assert run("check", "--locale", "de").exit_code == 1
    result = run("check", "--locale", "de", "--fix")
    assert result.exit_code == 0
    assert '+msgstr "Nimm 10 mg [Tee](tea.md) mit `milk`."' in result.stdout
    assert "zero-width space" in result.stdout
    assert german.read_text(encoding="utf-8") == catalog("de", GOOD)
    before = german.stat().st_mtime_ns
    assert "+++" not in run("check", "--locale", "de", "--fix").stdout
    assert german.stat().st_mtime_ns == before


def test_fix_leaves_alone_what_is_right_so(run: Run, project: Path) -> None:
    """A translation whose translator silenced a rule that mends is not mended, nor a fuzzy one."""
    german = project / "locales" / "de" / "LC_MESSAGES" / "tea.po"
    said = "# check: ignore double-space -- it is a table\n"
    text = catalog("de", GOOD).replace("Trink ihn", "Trink  ihn")
    text = text.replace('msgid "Drink', said + 'msgid "Drink')
    text = text.replace('msgid "Tea"\nmsgstr "Tee"', '#, fuzzy\nmsgid "Tea"\nmsgstr " Tee"')
    german.write_text(text, encoding="utf-8")
    run("check", "--locale", "de", "--fix")
    assert german.read_text(encoding="utf-8") == text


def test_a_catalog_without_article_is_judged_as_a_file(run: Run, project: Path) -> None:
    """What is kept of an article that is gone must still be a catalog."""
    gone = project / "locales" / "de" / "LC_MESSAGES" / "gone.po"
    gone.write_text(catalog("de", {"Cup": "Tasse"}), encoding="utf-8")
    assert run("check", "--locale", "de").exit_code == 0
    gone.write_text(catalog("de", {"Cup": "Tasse"}) + 'msgid "x', encoding="utf-8")
    assert "gone.po:8: error:" in run("check", str(gone)).stdout


def test_reports_for_programs_stay_whole(run: Run, project: Path) -> None:
    """With `--fix` the differences do not stand in the middle of a JSON report."""
    german = project / "locales" / "de" / "LC_MESSAGES" / "tea.po"
    german.write_text(catalog("de", GOOD).replace('"Tee"', '" Tee"'), encoding="utf-8")
    result = run("check", "--fix", "--format", "json")
    assert json.loads(result.stdout)["schema_version"] == 1 and "+++" in result.stderr


def test_check_writes_nothing(run: Run, project: Path) -> None:
    """Judging changes no file of the project beside its working folder."""

    def files() -> dict[str, bytes]:
        return {
            str(path): path.read_bytes()
            for path in project.rglob("*")
            if path.is_file() and ".pipeline" not in path.parts
        }

    before = files()
    run("check")
    run("status")
    assert files() == before


def test_output_goes_to_a_file(run: Run, project: Path) -> None:
    """With `--output` the report is in the file, and one line says how it went."""
    path = project / "report.json"
    result = run("check", "--format", "json", "--output", str(path))
    assert result.exit_code == 1 and result.stdout == ""
    assert "1 error" in result.stderr
    assert json.loads(path.read_text(encoding="utf-8"))["summary"]["errors"] == 1


def test_remarks_are_shown_on_request(run: Run, project: Path) -> None:
    """People see remarks with `--verbose`; programs always."""
    german = project / "locales" / "de" / "LC_MESSAGES" / "tea.po"
    german.write_text(catalog("de", GOOD).replace("heiß.", "heiß"), encoding="utf-8")
    assert "end-mark" not in run("check", "--locale", "de").stdout
    assert "end-mark" in run("--verbose", "check", "--locale", "de").stdout
    assert "end-mark" in run("check", "--locale", "de", "--format", "json").stdout


def test_the_interface_is_checked_too(run: Run, project: Path) -> None:
    """A site's own catalog of page furniture is judged as plain messages."""
    path = project / "locales" / "de" / "LC_MESSAGES" / "interface.po"
    path.write_text(catalog("de", {"{percent} done": "{prozent} fertig"}), encoding="utf-8")
    result = run("check", "locales/de")
    assert result.exit_code == 1
    assert "interface.po:7: error: the translation has lost placeholder" in result.stdout


def test_a_translator_answers_for_the_branch_alone(run: Run, project: Path) -> None:
    """With `--diff-base` only units that the branch changed are judged, in any language."""

    def git(*arguments: str) -> None:
        subprocess.run(
            ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *arguments],
            cwd=project,
            check=True,
            capture_output=True,
        )

    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-q", "-m", "one")
    git("checkout", "-q", "-b", "work")
    assert run("check").exit_code == 1
    clean = run("check", "--diff-base", "main")
    assert clean.exit_code == 0 and "0 units" in clean.stdout
    german = project / "locales" / "de" / "LC_MESSAGES" / "tea.po"
    german.write_text(catalog("de", BAD), encoding="utf-8")
    changed = run("check", "--diff-base", "main")
    assert changed.exit_code == 1
    assert "de/LC_MESSAGES/tea.po:10" in changed.stdout and "fr/" not in changed.stdout
    edited = {**GOOD, "Drink it hot!": "Trink ihn heiß!"}
    del edited["Drink it hot."]
    german.write_text(catalog("de", edited), encoding="utf-8")
    assert "[edited-source]" in run("check", "--diff-base", "main").stdout
    assert run("check", "--diff-base", "nowhere").exit_code == 2


# --- status ---------------------------------------------------------------------------------------


def test_status_says_why_and_what_is_next(run: Run, project: Path) -> None:
    """A language's line, its article's state with the reason, and the words to the next one."""
    french = project / "locales" / "fr" / "LC_MESSAGES" / "tea.po"
    french.write_text(catalog("fr", {**BAD, "Drink it hot.": ""}), encoding="utf-8")
    result = run("status")
    assert result.exit_code == 0
    assert "tea: withheld, 9 %, 5 words to draft, 1 passage rejected;" in result.stdout
    table = result.stdout.split("\n\n")[0].split("\n")
    rows = {line.split()[0]: line.split() for line in table}
    assert rows["de"][1:3] == ["100", "%"] and rows["fr"][1:3] == ["9", "%"]
    assert "`pipeline check`" in result.stderr


@pytest.mark.parametrize(("wanted", "code"), [("50", 1), ("9.09", 0), ("9.1", 1)])
def test_status_compares_unrounded(run: Run, project: Path, wanted: str, code: int) -> None:
    """One word of eleven is 9.0909… %, which is more than 9.09 and less than 9.1."""
    french = project / "locales" / "fr" / "LC_MESSAGES" / "tea.po"
    french.write_text(catalog("fr", {**BAD, "Drink it hot.": ""}), encoding="utf-8")
    assert run("status", "--fail-under", wanted).exit_code == code


def test_badges_are_written_where_asked(run: Run, project: Path) -> None:
    """One picture a language, named by its tag, and the same bytes every time."""
    run("status", "--badges", str(project / "badges"))
    first = {path.name: path.read_bytes() for path in (project / "badges").iterdir()}
    run("status", "--badges", str(project / "badges"))
    assert set(first) == {"de.svg", "fr.svg"}
    assert first == {path.name: path.read_bytes() for path in (project / "badges").iterdir()}


def test_paths_are_understood_from_anywhere(
    run: Run, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A path is taken from the project's root, or from where the caller stands."""
    monkeypatch.chdir(project.parent)
    assert run("check", f"{project.name}/locales/de/LC_MESSAGES/tea.po").exit_code == 0
    assert run("check", f"{project.name}/locales/fr").exit_code == 1
    assert run("check", str(project / "locales" / "fr")).exit_code == 1
    assert run("check", f"{project.name}/locales/xx").exit_code == 2
