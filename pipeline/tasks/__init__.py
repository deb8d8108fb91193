"""The pure units of work: assess an article in a batch of languages; render its pages.

Bytes in, bytes out, and nothing else: no disk, no clock, no memory of other tasks. So a task runs
alike in this process, in a pool, or on a machine that shares no disk with us.
"""

from pipeline.tasks.assessing import assess_article, run_assess
from pipeline.tasks.packing import pack, unpack
from pipeline.tasks.rendering import (
    Frame,
    Rendered,
    RenderedArticle,
    RenderTask,
    make_page,
    render_pages,
    run_render,
    unusual_words,
)
from pipeline.tasks.values import (
    Assessed,
    AssessedArticle,
    AssessTask,
    CatalogFile,
    Common,
    Outline,
    PackedArticle,
)

__all__ = [
    "AssessTask",
    "Assessed",
    "AssessedArticle",
    "CatalogFile",
    "Common",
    "Frame",
    "Outline",
    "PackedArticle",
    "RenderTask",
    "Rendered",
    "RenderedArticle",
    "assess_article",
    "make_page",
    "pack",
    "render_pages",
    "run_assess",
    "run_render",
    "unpack",
    "unusual_words",
]
