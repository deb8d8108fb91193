"""What the peers need for the same work: their settings, made from the same corpus."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from benchmarks.corpus import Shape, fill
from benchmarks.measuring import Contest, measure, ours, shell

_ALIAS = '[po4a_alias:markdown] text opt:"-o markdown -o neverwrap"\n'
_LAYOUT = """<!doctype html><html lang="{{ .Lang }}"><title>{{ .Title }}</title>
{{ range .Translations }}<a href="{{ .Permalink }}">{{ .Language.LanguageName }}</a>{{ end }}
{{ .Content }}{{ range .Pages }}<a href="{{ .Permalink }}">{{ .Title }}</a>{{ end }}</html>
"""


def nothing() -> None:
    """No preparation."""


def add_copy(contest: Contest, project: Path, work: Path) -> None:
    """The floor: read all inputs, and copy a finished site."""
    site = work / "site"
    measure(ours("--root", str(project), "publish", "-q"), project)
    shutil.copytree(project / "output", site)
    script = (
        f"cat source/* locales/*/*/*.po > /dev/null; rm -rf {work}/copy; cp -r {site} {work}/copy"
    )
    contest.add("cat and cp", shell(script), project, nothing)


def add_hugo(cold: Contest, again: Contest, one: Contest, project: Path, work: Path) -> None:
    """Hugo, given the finished translations as Markdown; it neither reads catalogs nor checks."""
    if not shutil.which("hugo"):
        return
    top = work / "hugo"
    shape = sorted(p.name for p in (project / "locales").iterdir() if (p / "LC_MESSAGES").is_dir())
    locales = ["en", *shape]
    settings = 'baseURL = "https://example.org/"\ndefaultContentLanguageInSubdir = true\n'
    settings += 'disableKinds = ["taxonomy", "term"]\n'
    for weight, locale in enumerate(locales, 1):
        name = locale.lower().replace("_", "-")
        settings += f'[languages.{name}]\nlanguageName = "{name}"\nweight = {weight}\n'
        settings += f'contentDir = "content/{name}"\n'
        target = ["--root", str(project), "export", locale, "--to", str(top / "content" / name)]
        measure(ours(*target), project)
    _write(top / "config.toml", settings)
    for name in ("single", "list"):
        _write(top / f"layouts/_default/{name}.html", _LAYOUT)
    for path in (top / "content").rglob("*.md"):
        # A link to a file is a link to a page only for a site that is told so.
        path.write_text(re.sub(r"\]\((\d[^)]*)\.md\)", r"](../\1/)", path.read_text()))
    command = ["hugo", "--quiet", "--destination", str(work / "hugo-out")]
    fresh = lambda: shutil.rmtree(work / "hugo-out", ignore_errors=True)  # noqa: E731
    cold.add("hugo, no catalogs, no checks", command, top, fresh)
    again.add("hugo (no incremental mode)", command, top, nothing)
    one.add("hugo (no incremental mode)", command, top, nothing)


def add_po4a(
    extract: Contest, update: Contest, export: Contest, project: Path, edited: Path, work: Path,
    shape: Shape,
) -> None:  # fmt: skip
    """po4a: template, merge and Markdown, with its own catalogs filled by the same rule."""
    if not shutil.which("po4a"):
        return
    top = work / "po4a"
    for name, root in (("source", project), ("edited", edited)):
        shutil.copytree(root / "source", top / name)
    locales = " ".join(shape.locales)
    for name in ("source", "edited"):
        files = sorted(path.name for path in (top / name).glob("*.md"))
        head = (
            f"[po4a_langs] {locales}\n[po4a_paths] po/site.pot $lang:po/$lang.po\n"
            '[options] opt:"--keep=0" opt:"--porefs=file" opt:"--wrap-po=newlines"'
            ' opt:"--master-charset=UTF-8" opt:"--localized-charset=UTF-8"\n'
        )
        lines = (f"[type: markdown] {name}/{one} $lang:out/$lang/{one}\n" for one in files)
        _write(top / f"{name}.cfg", head + _ALIAS + "".join(lines))
    _write(
        top / "pot.cfg", re.sub(r"\[po4a_langs\].*\n| \$lang:\S*", "", _read(top / "source.cfg"))
    )
    (top / "po").mkdir()
    command = ["po4a", "-q", "--no-translations"]
    measure([*command, "pot.cfg"], top)
    template = _read(top / "po/site.pot")
    for locale in shape.locales:
        _write(top / f"base/{locale}.po", fill(template, locale, shape))
    shutil.copy(top / "po/site.pot", top / "base/site.pot")

    def restore() -> None:
        shutil.rmtree(top / "out", ignore_errors=True)
        shutil.rmtree(top / "po")
        shutil.copytree(top / "base", top / "po", copy_function=shutil.copy)
        subprocess.run(["touch", "-d", "2020-01-01", *map(str, (top / "po").iterdir())], check=True)

    extract.add("po4a", [*command, "pot.cfg"], top, lambda: (top / "po/site.pot").unlink())
    update.add("po4a", [*command, "edited.cfg"], top, restore)
    export.add("po4a (no parsing again)", ["po4a", "-q", "--no-update", "source.cfg"], top, restore)


def add_gettext(update: Contest, check: Contest, project: Path, edited: Path, work: Path) -> None:
    """msgmerge with and without guesses, and msgfmt's checks, one catalog a language."""
    if not shutil.which("msgmerge"):
        return
    top = work / "gettext"
    top.mkdir()
    measure(ours("--root", str(edited), "extract"), edited)
    _joined(edited / "locales/templates", "*.pot", top / "new.pot")
    locales = sorted(p.name for p in (project / "locales").iterdir() if p.name != "templates")
    for locale in locales:
        _joined(project / "locales" / locale / "LC_MESSAGES", "*.po", top / f"{locale}.po")
    names = " ".join(locales)
    for name, option in (("msgmerge", ""), ("msgmerge -N (no guesses)", "-N")):
        script = f"for l in {names}; do msgmerge -q {option} -o $l.new $l.po new.pot; done"
        update.add(name, shell(script), top, nothing)
    script = f"for l in {names}; do msgfmt -c -o /dev/null $l.po; done"
    check.add("msgfmt -c (format only)", shell(script), top, nothing)


def _joined(folder: Path, pattern: str, target: Path) -> None:
    names = [path for path in sorted(folder.glob(pattern)) if path.stem != "interface"]
    subprocess.run(["msgcat", "--use-first", "-o", target, *names], check=True)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
