"""The theme's templates as code: compiled once, for all workers and all later runs."""

from __future__ import annotations

import pickle
from collections.abc import Mapping

from pipeline.cache import FragmentCache
from pipeline.commands.versions import hash_of, program_digest
from pipeline.site import Theme


def compiled_templates(theme: Theme, cache: FragmentCache) -> Mapping[str, bytes]:
    """What workers need to render without compiling; the theme itself uses it too."""
    key = f"t:{hash_of(program_digest(), theme.digest)}"
    packed = cache.get_blobs([key]).get(key)
    if packed is None:
        packed = pickle.dumps(theme.compile(), pickle.HIGHEST_PROTOCOL)
        cache.put_blobs({key: packed})
    found: Mapping[str, bytes] = pickle.loads(packed)
    theme.use(found)
    return found
