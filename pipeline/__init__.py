"""English Markdown articles, translated through gettext catalogs, published as one linked site."""

__version__ = "0.1.0"
