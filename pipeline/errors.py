"""What can stop a command, or one article or catalog of it.

    PipelineError          somebody can put it right; exit code 2
    ├── ConfigError        the settings are missing, unreadable or wrong
    ├── UsageError         what was asked for does not exist
    └── ContentError       something written by an author or translator cannot be used; exit code 1
        ├── ArticleError   a source article cannot be read
        └── CatalogError   a catalog cannot be parsed

Every one names its file and line where it has them, says what is so, and what to do.
"""

from __future__ import annotations


class PipelineError(Exception):
    """Something that the user can put right.

    >>> str(PipelineError("the folder is not there", path="source", hint="make it"))
    'source: the folder is not there; make it'
    """

    exit_code = 2

    def __init__(self, message: str, *, path: str = "", line: int = 0, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line
        self.hint = hint

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}: " if self.line else f"{self.path}: " if self.path else ""
        return f"{place}{self.message}" + (f"; {self.hint}" if self.hint else "")

    def __reduce__(self) -> tuple[object, ...]:
        # Keyword arguments are lost by Exception's own pickling; errors cross process borders.
        return (_remake, (type(self), self.message, self.path, self.line, self.hint))


class ConfigError(PipelineError):
    """The settings are missing, unreadable or wrong."""


class UsageError(PipelineError):
    """What was asked for does not exist."""


class ContentError(PipelineError):
    """Something written by an author or a translator cannot be used."""

    exit_code = 1


class ArticleError(ContentError):
    """A source article cannot be read."""


class CatalogError(ContentError):
    """A catalog cannot be parsed."""


def _remake(
    kind: type[PipelineError], message: str, path: str, line: int, hint: str
) -> PipelineError:
    return kind(message, path=path, line=line, hint=hint)
