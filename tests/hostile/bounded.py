"""Every slow text as an article and as a translation: `python -m tests.hostile.bounded`.

The whole command runs on a small project with one such text in it. It must end soon and without a
traceback, within 512 MB, with the other articles published; and what is refused must be named.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.hostile.cases import slow

SITE = Path(__file__).parents[1] / "golden" / "site"
MEMORY = 512 << 20
SECONDS = 60


@dataclass(frozen=True)
class Ran:
    """How the command went with one text."""

    seconds: float
    """Processor time."""
    memory: int
    said: str
    problems: tuple[str, ...]


def put_article(root: Path, text: str) -> str:
    """The text as an article; what must be named."""
    (root / "source/hostile.md").write_text(text, "utf-8")
    return "source/hostile.md"


def put_translation(root: Path, text: str) -> str:
    """The text as the translation of one passage."""
    path = root / "locales/ar/LC_MESSAGES/tea.po"
    quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    kept = path.read_text("utf-8").split("\n\n")
    body = [one for one in kept if 'msgid "Boil ' not in one]
    body.append(f'msgid "Boil **one cup** of water."\nmsgstr "{quoted}"\n')
    path.write_text("\n\n".join(one.strip("\n") for one in body) + "\n", "utf-8")
    return "locales/ar/LC_MESSAGES/tea.po"


def try_text(text: str, put: object, folder: Path) -> Ran:
    """Publish the project with the text in it."""
    root = folder / "project"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(SITE, root)
    path = put(root, text)  # type: ignore[operator]
    command = [sys.executable, "-m", "pipeline", "--root", str(root), "publish"]
    log = folder / "log"
    with log.open("wb") as stream:
        process = subprocess.Popen(
            command, stdout=stream, stderr=stream, env={**os.environ, "PYTHONFAULTHANDLER": "1"}
        )
        began = time.monotonic()
        while True:
            pid, status, used = os.wait4(process.pid, os.WNOHANG)
            if pid or time.monotonic() - began > SECONDS:
                break
            time.sleep(0.02)
        if not pid:
            process.kill()
            _, status, used = os.wait4(process.pid, 0)
    said = log.read_text("utf-8", "replace")
    return Ran(
        used.ru_utime + used.ru_stime,
        used.ru_maxrss << 10,
        next((one[:150] for one in said.splitlines() if path in one), ""),
        tuple(_problems(bool(pid), status, said, path, used.ru_maxrss << 10, root)),
    )


def _problems(ended: bool, status: int, said: str, path: str, memory: int, root: Path) -> list[str]:
    problems = []
    if not ended:
        problems.append("it hangs")
    if "Traceback" in said:
        problems.append("a traceback")
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 1):
        problems.append(f"exit code {code}")
    # An author's HTML that tears the page is refused by the validator, and the old site stays.
    torn = "the finished site has" in said and "en/hostile/" in said
    if code == 1 and path not in said and not torn:
        problems.append("not named")
    if memory > MEMORY:
        problems.append(f"{memory >> 20} MB")
    if not torn and not (root / "output/ja/tea/index.html").is_file():
        problems.append("the rest of the site is missing")
    return problems


def main() -> int:
    """Try all of them, and print what each took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--name", default="", help="only texts whose name holds this")
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    wrong, most, peak, count = 0, 0.0, 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for name, text in slow().items():
            for kind, put in (("article", put_article), ("catalog", put_translation)):
                if options.name not in name:
                    continue
                ran = try_text(text, put, Path(folder))
                count, wrong = count + 1, wrong + bool(ran.problems)
                most, peak = max(most, ran.seconds), max(peak, ran.memory)
                print(
                    f"{kind:8} {name:34} {ran.seconds:5.1f} s {ran.memory >> 20:4} MB  "
                    f"{'; '.join(ran.problems).upper()} {ran.said}",
                    flush=True,
                )
    print(f"{count} runs, {wrong} wrong; at most {most:.1f} s, {peak >> 20} MB")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
