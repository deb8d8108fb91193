"""The preview: all languages on this machine, rebuilt on every save, never published.

`Session` puts it together: `server` takes connections, `answers` knows what to say, `workbench`
knows the articles and their editions, `watching` tells what changed.
"""

from pipeline.preview.pseudo import ACCENTED, MIRRORED, pseudo_text
from pipeline.preview.session import Session, Started
from pipeline.preview.surroundings import Loaded

__all__ = ["ACCENTED", "MIRRORED", "Loaded", "Session", "Started", "pseudo_text"]
