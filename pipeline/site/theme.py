"""Templates and styles: the program's own, any of them replaced by a file of the site's theme.

Templates are the site owner's and are trusted; what they print is not: autoescaping is always on,
and only HTML that this program made goes through as HTML.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pipeline.errors import ConfigError
from pipeline.site.facts import asset_address
from pipeline.site.messages import Message, find_messages, shipped_messages
from pipeline.site.shipped import SCRIPT, SEARCH_SCRIPT, STYLESHEET, shipped_theme

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

    from pipeline.site.wording import Interface

EXTRA_STYLES = "extra.css"
"""A theme's own additions, appended to the stylesheet."""


class Theme:
    """The templates and the stylesheet of a site.

    >>> Theme({"not-found.html": "{{ 1 + 1 }}"}).template("not-found.html")
    '{{ 1 + 1 }}'
    """

    def __init__(
        self,
        overrides: Mapping[str, str] | None = None,
        folder: str = "theme",
        compiled: Mapping[str, bytes] | None = None,
    ) -> None:
        """`compiled` is what `compile` of a theme with the same files gave."""
        self._files = {**shipped_theme(), **(overrides or {})}
        self._folder = folder
        self._own = frozenset(overrides or {})
        self._compiled = compiled or {}

    @cached_property
    def _environment(self) -> Environment:
        # Imported where a page is made of it: a theme also serves those who only want its words.
        from jinja2 import Environment, FunctionLoader, StrictUndefined

        from pipeline.site.compiled import Compiled

        environment = Environment(
            loader=FunctionLoader(self._source),
            # Not by file name, as Jinja's `select_autoescape` would: a name must not open a hole.
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
            bytecode_cache=Compiled(self._compiled),
        )
        environment.globals["ltr"] = _ltr
        return environment

    @property
    def overrides(self) -> Mapping[str, str]:
        """The files that take the place of the program's own."""
        return {name: self._files[name] for name in sorted(self._own)}

    @property
    def stylesheet(self) -> str:
        """The whole stylesheet."""
        return self._files[STYLESHEET] + self._files.get(EXTRA_STYLES, "")

    @property
    def stylesheet_address(self) -> str:
        """Where the stylesheet stands below the base URL; the hash in it is that of its bytes."""
        return asset_address(STYLESHEET, self.stylesheet.encode())

    @property
    def script(self) -> str:
        """The script of pages that lead to other languages; a theme may have an empty one."""
        return self._files[SCRIPT]

    @property
    def script_address(self) -> str:
        """Where that script stands below the base URL; empty where there is none."""
        return asset_address(SCRIPT, self.script.encode()) if self.script.strip() else ""

    @property
    def search_script(self) -> str:
        """The script of the page that searches."""
        return self._files[SEARCH_SCRIPT]

    @property
    def search_script_address(self) -> str:
        """Where that script stands below the base URL."""
        return asset_address(SEARCH_SCRIPT, self.search_script.encode())

    @property
    def digest(self) -> str:
        """SHA-256 over all files of the theme: a part of the key of everything rendered with it."""
        whole = hashlib.sha256()
        for name in sorted(self._files):
            for piece in (name, self._files[name]):
                data = piece.encode()
                whole.update(len(data).to_bytes(8, "big") + data)
        return whole.hexdigest()

    @property
    def messages(self) -> tuple[Message, ...]:
        """Every message that this theme's templates use; ConfigError for one that is broken."""
        templates = self.templates
        own = sorted(self._own & templates.keys())
        if not own:
            return shipped_messages()
        from jinja2 import TemplateSyntaxError

        for name in own:
            try:
                self._environment.parse(templates[name], name)
            except TemplateSyntaxError as error:
                raise self._wrong(name, error.lineno, str(error.message)) from None
        return find_messages(templates)

    @property
    def templates(self) -> Mapping[str, str]:
        """Name to text of the templates, styles left out."""
        other = (".css", ".js")
        return {name: text for name, text in self._files.items() if not name.endswith(other)}

    def template(self, name: str) -> str:
        """The text of one template, as it stands."""
        return self._files[name]

    def compile(self) -> Mapping[str, bytes]:
        """The templates as code: to read them takes a tenth of what compiling them takes.

        One that cannot be compiled is left out: whoever renders it hears of it.
        """
        from jinja2 import TemplateError

        from pipeline.site.compiled import Compiled

        made = Compiled({})
        environment = self._environment.overlay(bytecode_cache=made)
        for name in self.templates:
            with contextlib.suppress(TemplateError):
                environment.get_template(name)
        return made.known

    def use(self, compiled: Mapping[str, bytes]) -> None:
        """Take templates as code from `compile` of a theme with the same files."""
        from pipeline.site.compiled import Compiled

        self._environment.bytecode_cache = Compiled(compiled)

    def render(self, name: str, interface: Interface, **values: Any) -> str:
        """A template filled with values, in the words of an interface."""
        from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

        try:
            template = self._environment.get_template(name)
            return template.render(**_words(interface), **values)
        except TemplateSyntaxError as error:
            raise self._wrong(error.name or name, error.lineno, str(error.message)) from None
        except TemplateNotFound as error:
            message = f"there is no template `{error.name}`"
            raise self._wrong(*self._place(error, name), message) from None
        except Exception as error:
            place = self._place(error, name)
            # Only what the site's own template did is the site's to put right.
            if place[0] in self._own or isinstance(error, TemplateError):
                raise self._wrong(*place, str(error)) from None
            raise

    def _source(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        # With its name as the file name, a template stands in tracebacks with its own lines.
        return (self._files[name], name, lambda: True) if name in self._files else None

    def _place(self, error: BaseException, otherwise: str) -> tuple[str, int]:
        """The template and the line where an exception arose."""
        found, step = (otherwise, 0), error.__traceback__
        while step is not None:
            if step.tb_frame.f_code.co_filename in self._files:
                found = (step.tb_frame.f_code.co_filename, step.tb_lineno)
            step = step.tb_next
        return found

    def _wrong(self, name: str, line: int, message: str) -> ConfigError:
        return ConfigError(
            f"the template cannot be used: {message}",
            path=f"{self._folder}/{name}".rstrip("/"),
            line=line,
            hint="correct it, or remove it to use the program's own",
        )


def _words(interface: Interface) -> dict[str, Any]:
    """What a template says its words with: HTML by `_` and its like, attribute text by `plain`."""

    return {
        "_": interface.marked,
        "ngettext": interface.marked_ngettext,
        "pgettext": lambda context, msgid, **values: interface.html((context, msgid), values),
        "plain": interface.gettext,
        "number": interface.number,
        "percent": interface.percent,
        "date": interface.date,
        "listing": interface.listing,
    }


def _ltr(text: str) -> Markup:
    """Text that keeps its own direction among words of another one: an address, a formula."""
    from markupsafe import Markup, escape

    return Markup('<bdi dir="ltr">') + escape(text) + Markup("</bdi>")
