"""Under which keys the cache has what is known of an article: hashes of all that it depends on."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from pipeline.commands.versions import program_digest
from pipeline.tasks import AssessTask, CatalogFile, Common


class Keys:
    """The keys of one run's articles and editions; what all of them share is hashed once.

    Law: where one thing is otherwise that an edition or a compiled article depends on, its key is.
    """

    def __init__(self, common: Common) -> None:
        self._common = common
        config = common.config
        bare = replace(common, words={}, interface_missing={}, glossaries={})
        self._shared = _hash(program_digest(), bare)
        self._reading = _hash(program_digest(), config.markdown, config.bounds)
        self._languages: dict[str, bytes] = {}

    def editions(self, task: AssessTask) -> dict[str, str]:
        """For each locale a hash of all that its edition depends on, and its state before."""
        base = self._of_article(self._shared, task)
        source = self._common.source.locale
        keys = {source: f"{base.hexdigest()}:"} if task.with_source else {}
        for file in task.catalogs:
            one = base.copy()
            one.update(self._of_language(file))
            one.update(_said(file.path, file.problem, file.data is None))
            one.update(file.data or b"")
            keys[file.language.locale] = f"{one.hexdigest()}:{file.was or ''}"
        return keys

    def compiled(self, task: AssessTask) -> str:
        """Where the article lies as it was read and compiled."""
        return f"k:{self._of_article(self._reading, task).hexdigest()}"

    def bundle(self, article: str) -> str:
        """Where the fragments of an article lie; each has a key of its own in there."""
        return f"f:{_hash(program_digest(), article).hexdigest()}"

    def _of_article(self, shared: Any, task: AssessTask) -> Any:
        digest = shared.copy()
        digest.update(_said(task.name, task.path, len(task.text)))
        digest.update(task.text.encode("utf-8", "surrogatepass"))
        return digest

    def _of_language(self, file: CatalogFile) -> bytes:
        """A hash of what all editions of a language depend on."""
        locale, common = file.language.locale, self._common
        # A glossary has thousands of rows, and there are as many keys as editions.
        if locale not in self._languages:
            self._languages[locale] = _hash(
                file.language,
                common.words.get(locale),
                common.interface_missing.get(locale),
                common.glossaries.get(locale),
            ).digest()
        return self._languages[locale]


def _hash(*parts: object) -> Any:
    return hashlib.sha256(_said(*parts))


def _said(*parts: object) -> bytes:
    return repr(parts).encode("utf-8", "surrogatepass")
