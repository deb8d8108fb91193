"""Articles: front matter, segments, exact positions, page skeletons, translated Markdown.

`read_article` cuts a source text into segments. `compile_article` makes a skeleton of it, which
`fill` completes with the words of one language. One parser does all of it (`stages`).
"""

from __future__ import annotations

from pipeline.article.aligning import Aligned, align_article
from pipeline.article.compiling import SKELETON_VERSION, compile_article
from pipeline.article.exporting import Exported, Exporter, export_article
from pipeline.article.filling import Body, ContentsItem, fill, plain_fill
from pipeline.article.locating import Located, locate, read_located
from pipeline.article.pieces import UNREAD_FENCE
from pipeline.article.reading import RULES_VERSION, read_article
from pipeline.article.rendering import Fragment, Renderer
from pipeline.article.skeleton import ADMONITIONS, BACK_LINK, Skeleton
from pipeline.article.wording import normal_form

__all__ = [
    "ADMONITIONS",
    "BACK_LINK",
    "RULES_VERSION",
    "SKELETON_VERSION",
    "UNREAD_FENCE",
    "Aligned",
    "Body",
    "ContentsItem",
    "Exported",
    "Exporter",
    "Fragment",
    "Located",
    "Renderer",
    "Skeleton",
    "align_article",
    "compile_article",
    "export_article",
    "fill",
    "locate",
    "normal_form",
    "plain_fill",
    "read_article",
    "read_located",
]
