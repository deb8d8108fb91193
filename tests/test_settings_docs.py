"""The page of the settings shows every one of them, with the default that it has."""

import tomllib
from dataclasses import asdict, fields
from pathlib import Path

from pipeline.config import LANGUAGE_KEYS, Config, parse_config

PAGE = Path(__file__).resolve().parents[1] / "docs" / "settings.md"


def shown():
    """All settings on the page, as one text of TOML."""
    blocks = PAGE.read_text("utf-8").split("```toml\n")[1:]
    return "\n".join(block.split("```")[0] for block in blocks)


def test_the_page_can_be_copied():
    """What stands on the page is read without a complaint, and gives the gate that is built in."""
    assert parse_config(shown()).gate == Config().gate


def test_every_setting_is_shown_with_its_default():
    """A new setting, and a changed default, must be written down."""
    told = tomllib.loads(shown())["tool"]["pipeline"]
    free = {"base_url", "site_name", "languages"}
    for one in fields(Config):
        assert one.name in told
        default = asdict(Config())[one.name]
        if isinstance(default, dict) and one.name not in free:
            mine = {key: value for key, value in told[one.name].items() if key != "languages"}
            plain = {k: list(v) if isinstance(v, tuple) else v for k, v in default.items()}
            assert mine == {key: value for key, value in plain.items() if key != "languages"}
        elif one.name not in free:
            assert told[one.name] == default
    assert all(f"`{key}`" in PAGE.read_text("utf-8") for key in LANGUAGE_KEYS)
