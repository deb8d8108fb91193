"""The search of a site on its way: its index and its script, made again only for other pages."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Mapping

from pipeline.cache import FragmentCache
from pipeline.commands.indexing import index_pages
from pipeline.commands.planning import Plan
from pipeline.commands.versions import program_digest
from pipeline.site import SEARCH_INDEX
from pipeline.store import Staging


def add_search(
    plan: Plan, staging: Staging, cache: FragmentCache, pages: Mapping[str, str]
) -> None:
    """Put the index over the pages of all articles into the site, and the script that reads it.

    `pages` is by name below the output folder the SHA-256 of each.

    Law: the same pages give the same index; and where it stands already, Pagefind is not run.
    """
    if not plan.facts.searchable:
        return
    theme = plan.theme
    staging.write(theme.search_script_address.lstrip("/"), theme.search_script.encode())
    said = repr((program_digest(), sorted(pages.items())))
    key = f"x:{hashlib.sha256(said.encode('utf-8', 'surrogatepass')).hexdigest()}"
    known = cache.get_blobs([key]).get(key)
    if known is not None and _keep(staging, pickle.loads(known)):
        return
    folder = SEARCH_INDEX.lstrip("/")
    made = index_pages(pages, staging.read)
    digests = {folder + name: staging.write(folder + name, data) for name, data in made.items()}
    cache.put_blobs({key: pickle.dumps(digests, pickle.HIGHEST_PROTOCOL)})


def _keep(staging: Staging, digests: Mapping[str, str]) -> bool:
    """Take over a whole index, if all of it stands."""
    standing = staging.published()
    if any(standing.get(name) != digest for name, digest in digests.items()):
        return False
    return all(staging.keep(name, digest) for name, digest in digests.items())
