"""What the program says reaches whoever listens, and nobody's going is a defect."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def pipeline(project, *arguments, **how):
    """Run the program in a process of its own; standard output as bytes."""
    settings = {**os.environ, "PYTHONPATH": str(ROOT), **how.pop("env", {})}
    command = [sys.executable, "-m", "pipeline", "--root", project, *arguments]
    how.setdefault("stdout", subprocess.PIPE)
    return subprocess.run(command, env=settings, stderr=subprocess.PIPE, check=False, **how)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
def test_reports_are_utf_8_whatever_the_terminal_is(project, encoding):
    """A report that goes to a file can be read by the next program."""
    env = {"PYTHONIOENCODING": encoding}
    done = pipeline(project, "status", "--format", "markdown", env=env)
    assert done.returncode == 0, done.stderr
    assert "العربية" in done.stdout.decode("utf-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_output_that_cannot_be_written_is_no_defect(project):
    """A full disk is told in a line; the code is that of the environment."""
    with Path("/dev/full").open("wb") as full:
        done = pipeline(project, "status", stdout=full)
    assert done.returncode == 2
    assert b"No space left" in done.stderr and b"defect" not in done.stderr


def test_a_reader_who_goes_is_no_success(project):
    """`check | head` must not say clean of what nobody read to the end."""
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as gone:
        done = pipeline(project, "check", "--list", stdout=gone)
    assert done.returncode == 1
    assert done.stderr == b""


def test_catalogs_are_named_from_where_one_stands(project):
    """A path counts from the current folder, also from below the project and through a link."""
    link = project.parent / "link"
    link.symlink_to(project)
    here = {"cwd": project / "source"}
    for path in ("../locales/fr", str(link / "locales/fr"), "locales/fr"):
        done = pipeline(project, "check", path, **here)
        assert done.returncode == 0, done.stderr
        assert b"nothing found" in done.stdout or b"warning" in done.stdout
