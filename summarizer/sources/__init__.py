"""Where articles come from: files, folders, patterns, records of larger files, pages and feeds of the web."""

from __future__ import annotations

from summarizer.sources.expand import expand, one_article
from summarizer.sources.names import gives_one, names_beforehand
from summarizer.sources.source import Source

__all__ = ["Source", "expand", "gives_one", "names_beforehand", "one_article"]
