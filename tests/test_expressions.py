"""Regular expressions work on every Python that the program runs on."""

import importlib
import pkgutil
import re
from re import _constants as op
from re import _parser

import pytest

import pipeline

SIMPLE = {op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN}


def modules():
    """Every module of the package, by name."""
    found = pkgutil.walk_packages(pipeline.__path__, "pipeline.")
    return sorted(one.name for one in found if not one.name.endswith("__main__"))


def possessive_groups(items):
    """Whether anything longer than one character is repeated possessively, or is atomic."""
    for code, value in items:
        parts = []
        if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            body = value[2]
            simple = len(body) == 1 and body[0][0] in SIMPLE
            if code is op.POSSESSIVE_REPEAT and not simple:
                return True
            parts = [body]
        elif code is op.ATOMIC_GROUP:
            return True
        elif code is op.SUBPATTERN:
            parts = [value[3]]
        elif code is op.BRANCH:
            parts = value[1]
        elif code in (op.ASSERT, op.ASSERT_NOT):
            parts = [value[1]]
        elif code is op.GROUPREF_EXISTS:
            parts = [one for one in value[1:] if one is not None]
        if any(possessive_groups(part) for part in parts):
            return True
    return False


@pytest.mark.parametrize("name", modules())
def test_no_expression_meets_the_defect_of_older_pythons(name):
    """Before 3.11.5 a group that is repeated possessively may lose its place in the text.

    (python/cpython#106052; Debian 12 has 3.11.2.) Single characters are repeated rightly.
    """
    found = vars(importlib.import_module(name))
    for label, pattern in found.items():
        if isinstance(pattern, re.Pattern):
            tree = _parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
            assert not possessive_groups(tree), f"{name}.{label}"


def test_the_defect_is_recognised():
    """The test sees a possessive group wherever it stands, and lets single characters be."""
    parse = _parser.parse
    assert possessive_groups(parse(r"a(?:b(?:cd)*+)?"))
    assert possessive_groups(parse(r"(?>ab)"))
    assert not possessive_groups(parse(r"(?:a[bc]*+(?:de)*)+"))
