"""The messages of the page furniture: what a translator of the interface is asked for.

They are found in the theme's templates, where they are used; the words that the Markdown renderer
puts into an article (the titles of admonitions and the like) stand in a table here.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pipeline.catalog import read_catalog
from pipeline.model import Catalog, Entry, Key
from pipeline.site.shipped import shipped_interface_template, shipped_templates

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
"""Where a value goes: `{count}`."""

_COMMENT = "l10n:"
_ARGUMENTS = {"_": 1, "plain": 1, "ngettext": 2, "pgettext": 2}
"""What says a message in a template, and how many of its arguments are the message."""

HEADER = (
    "Project-Id-Version: interface\n"
    "Language: \n"
    "MIME-Version: 1.0\n"
    "Content-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\n"
)


@dataclass(frozen=True, slots=True)
class Message:
    """One message of the page furniture."""

    msgid: str
    plural: str | None = None
    context: str | None = None
    comment: str = ""
    """What helps a translator, in a sentence or two."""
    places: tuple[str, ...] = ()
    """The templates that use it."""

    @property
    def key(self) -> Key:
        """Its name in a catalog."""
        return (self.context, self.msgid)


_BOX = "The title of a box in an article, where its author gave none."

RENDERED: tuple[Message, ...] = (
    *(
        Message(word, comment=_BOX)
        for word in (
            "Note", "Tip", "Hint", "Important", "Warning", "Caution", "Danger", "Attention",
            "Error", "Example", "Info", "Question", "Success", "Failure", "Bug", "Quote",
            "Abstract", "Summary",
        )
    ),
    Message("Details", comment="The title of a box that opens, where its author gave none."),
    Message(
        "Jump back to footnote {number} in the text",
        comment="Shown over the arrow behind a footnote. {number} is its number.",
    ),
    Message("Permanent link", comment="Shown over the mark beside a heading that links to it."),
    Message("Table", comment="Read aloud before a table."),
    Message("Introduction", comment="Names the part of an article before its first heading."),
    Message(
        "(in English)",
        comment="Stands behind a link to an article that is not translated into the reader’s "
        "language.",
    ),
    Message(
        "{count} more section",
        "{count} more sections",
        comment="The last item of a list of headings that is too long to show whole.",
    ),
    Message(
        "{page} – {site}",
        comment="The title of a browser tab. {page} is the title of the page, {site} the name of "
        "the site.",
    ),
)  # fmt: skip
"""What Python puts on a page; all else stands in the templates."""


def find_messages(templates: Mapping[str, str]) -> tuple[Message, ...]:
    """Every message that the templates and the renderer use, once each, in order of use.

    >>> [one.comment for one in find_messages({"a.html": "{# l10n: Hello #}{{ _('Hi') }}"})[:1]]
    ['Hello']
    """
    found: dict[Key, Message] = {}
    for name in sorted(templates):
        for message in _in_template(name, templates[name]):
            _add(found, message)
    for message in RENDERED:
        _add(found, message)
    return tuple(found.values())


@lru_cache(maxsize=1)
def shipped_messages() -> tuple[Message, ...]:
    """`find_messages` of the program's own theme, read from the template that ships with it.

    So nobody whose site has no theme of its own waits for fifteen templates to be parsed.
    """
    template = read_catalog(shipped_interface_template(), "interface.pot")
    return tuple(
        Message(
            one.msgid,
            one.plural,
            one.context,
            " ".join(one.extracted),
            tuple(place.removeprefix("theme/") for place in one.references),
        )
        for one in template.entries[1:]
    )


def make_interface_template(templates: Mapping[str, str] | None = None) -> Catalog:
    """The catalog template of the page furniture, for the program's own theme or another one."""
    messages = find_messages(shipped_templates() if templates is None else templates)
    return make_message_template(messages)


def make_message_template(messages: Iterable[Message]) -> Catalog:
    """The catalog template of these messages."""
    head = Entry(msgid="", msgstr=(HEADER,))
    return Catalog(path="interface.pot", entries=(head, *map(_entry, messages)))


def _add(found: dict[Key, Message], message: Message) -> None:
    known = found.get(message.key, message)
    found[message.key] = Message(
        message.msgid,
        known.plural or message.plural,
        message.context,
        known.comment or message.comment,
        tuple(dict.fromkeys((*known.places, *message.places))),
    )


# The shipped theme and a site's own have most templates in common.
@lru_cache(maxsize=256)
def _in_template(name: str, text: str) -> list[Message]:
    from jinja2.ext import babel_extract  # few need it, and it brings all of Jinja

    messages = []
    options = {"silent": "false", "trim_blocks": "true", "lstrip_blocks": "true"}
    calls = babel_extract(io.BytesIO(text.encode()), tuple(_ARGUMENTS), (_COMMENT,), options)
    for _line, function, arguments, comments in calls:
        given = (arguments,) if isinstance(arguments, str) else arguments or ()
        # Only constants can be translated; values for placeholders arrive as None behind them.
        words = [one for one in given[: _ARGUMENTS[function]] if one]
        if len(words) == _ARGUMENTS[function]:
            comment = " ".join(comments).strip()
            messages.append(_message(function, words, comment, name))
    return messages


def _message(function: str, words: list[str], comment: str, name: str) -> Message:
    if function == "pgettext":
        return Message(words[1], None, words[0], comment, (name,))
    plural = words[1] if function == "ngettext" else None
    return Message(words[0], plural, None, comment, (name,))


def _entry(message: Message) -> Entry:
    forms = 2 if message.plural else 1
    named = any(PLACEHOLDER.findall(message.msgid))
    return Entry(
        msgid=message.msgid,
        msgstr=("",) * forms,
        context=message.context,
        plural=message.plural,
        flags=("python-brace-format",) if named else (),
        extracted=(message.comment,) if message.comment else (),
        references=tuple(f"theme/{name}" for name in message.places),
    )
