"""The way from a passage to the file it is written in."""

import pytest

from pipeline.errors import ConfigError
from pipeline.preview.editors import check_editor, way_to

PATH = "/home/ana/tea & co/fr.po"


def way(editor, line=7, installed=(), **environment):
    """The way to the file under test, with these programs and variables."""
    return way_to(editor, PATH, line, environment, lambda name: name if name in installed else None)


def test_an_address_is_a_link():
    """Path and line are put into the address, the path percent-encoded."""
    found = way("vscode://file{path}:{line}")
    assert found.address == "vscode://file/home/ana/tea%20%26%20co/fr.po:7"
    assert found.command == ()
    assert not found.starts


def test_poedit_is_started_where_it_is_installed():
    """Poedit opens a window of its own, so the server may start it; else its command is shown."""
    assert way("poedit", installed=["poedit"]).starts
    missing = way("poedit")
    assert not missing.starts
    assert missing.words == "poedit --line=7 '/home/ana/tea & co/fr.po'"


@pytest.mark.parametrize(
    ("editor", "words", "starts"),
    [
        ("code --wait", ("code", "--wait", "--goto", f"{PATH}:7"), True),
        ("/usr/bin/gedit", ("/usr/bin/gedit", "+7", PATH), True),
        ("vim", ("vim", "+7", PATH), False),
        ("emacsclient -t", ("emacsclient", "-t", "+7", PATH), False),
        ('"unbalanced', ('"unbalanced', "+7", PATH), False),
        ("", ("vi", "+7", PATH), False),
    ],
)
def test_editor_of_the_environment(editor, words, starts):
    """`EDITOR` is started when it opens a window; an editor for terminals is shown to copy."""
    found = way("EDITOR", installed=["code", "/usr/bin/gedit", "vim", "vi"], EDITOR=editor)
    assert found.command == words
    assert found.starts is starts


def test_visual_comes_before_editor():
    """As everywhere, VISUAL is asked before EDITOR."""
    assert way("EDITOR", VISUAL="kate", EDITOR="vim").command[0] == "kate"


def test_a_unit_that_is_in_no_file_yet_opens_its_top():
    """A line of nought means the beginning of the file."""
    assert way("vscode://file{path}:{line}", line=0).address.endswith(":1")


def test_no_editor_is_no_way():
    """With an empty setting, nothing is offered."""
    assert way("") == way("", line=3)
    assert way("").address == ""


@pytest.mark.parametrize(
    "editor", ["rm -rf {path}", "javascript:alert(1)", "DATA:text/html,x", "vim"]
)
def test_settings_cannot_name_a_command(editor):
    """A setting that is no address and none of the two programs is refused with a remedy."""
    with pytest.raises(ConfigError) as caught:
        check_editor(editor)
    assert "EDITOR" in caught.value.hint


@pytest.mark.parametrize("editor", ["", "poedit", "EDITOR", "zed://file{path}:{line}"])
def test_settings_that_are_understood(editor):
    """Addresses and the two programs are accepted, and yield a way that names the line or none."""
    check_editor(editor)
    found = way(editor)
    assert (":7" in found.address) or ("7" in found.words) or editor == ""
