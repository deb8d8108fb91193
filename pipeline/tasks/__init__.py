"""The pure units of work: assess an article in a batch of languages; render its pages.

Bytes in, bytes out, and nothing else: no disk, no clock, no memory of other tasks. So a task runs
alike in this process, in a pool, or on a machine that shares no disk with us.
"""

from pipeline.tasks.assessing import (
    Assessed,
    AssessedArticle,
    AssessTask,
    CatalogFile,
    Common,
    assess_article,
    run_assess,
)
from pipeline.tasks.rendering import (
    Frame,
    Rendered,
    RenderTask,
    make_page,
    render_pages,
    run_render,
)

__all__ = [
    "AssessTask",
    "Assessed",
    "AssessedArticle",
    "CatalogFile",
    "Common",
    "Frame",
    "RenderTask",
    "Rendered",
    "assess_article",
    "make_page",
    "render_pages",
    "run_assess",
    "run_render",
]
