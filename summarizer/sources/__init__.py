"""Where articles come from: files, folders, patterns, records of larger files, pages and feeds of the web."""

from __future__ import annotations

from summarizer.sources.source import Source

__all__ = ["Source"]
