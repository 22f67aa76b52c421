"""News articles in, validated briefs out: every fact with the source's own words.

    from summarizer import summarize
    brief = summarize("article.txt")
    for item in brief["items"]:
        print(item["description"], item.verdict, item.evidence[0].quote)

Names are loaded when they are first used, so that importing the package costs next to nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summarizer._version import __version__
    from summarizer.api import asummarize, summarize
    from summarizer.article import Article, Span, article_from_html, article_from_text, load
    from summarizer.batch import Done, Failed, Kept, summarize_many
    from summarizer.brief import Brief, Evidence, Fact, LedgerLine, Provenance
    from summarizer.errors import SummarizerError
    from summarizer.schema import Claim, Copied, Free, Names, OneOf, Reference, Report, Schema, find_schema
    from summarizer.settings import Settings
    from summarizer.validation import Problem, validate

_WHERE = {
    "__version__": "summarizer._version",
    "asummarize": "summarizer.api",
    "summarize": "summarizer.api",
    "Article": "summarizer.article",
    "Span": "summarizer.article",
    "article_from_html": "summarizer.article",
    "article_from_text": "summarizer.article",
    "load": "summarizer.article",
    "Done": "summarizer.batch",
    "Failed": "summarizer.batch",
    "Kept": "summarizer.batch",
    "summarize_many": "summarizer.batch",
    "Brief": "summarizer.brief",
    "Evidence": "summarizer.brief",
    "Fact": "summarizer.brief",
    "LedgerLine": "summarizer.brief",
    "Provenance": "summarizer.brief",
    "SummarizerError": "summarizer.errors",
    "Claim": "summarizer.schema",
    "Copied": "summarizer.schema",
    "Free": "summarizer.schema",
    "Names": "summarizer.schema",
    "OneOf": "summarizer.schema",
    "Reference": "summarizer.schema",
    "Report": "summarizer.schema",
    "Schema": "summarizer.schema",
    "find_schema": "summarizer.schema",
    "Settings": "summarizer.settings",
    "Problem": "summarizer.validation",
    "validate": "summarizer.validation",
}

__all__ = [
    "Article",
    "Brief",
    "Claim",
    "Copied",
    "Done",
    "Evidence",
    "Fact",
    "Failed",
    "Free",
    "Kept",
    "LedgerLine",
    "Names",
    "OneOf",
    "Problem",
    "Provenance",
    "Reference",
    "Report",
    "Schema",
    "Settings",
    "Span",
    "SummarizerError",
    "__version__",
    "article_from_html",
    "article_from_text",
    "asummarize",
    "find_schema",
    "load",
    "summarize",
    "summarize_many",
    "validate",
]


def __getattr__(name: str) -> object:
    if name in _WHERE:
        value = getattr(importlib.import_module(_WHERE[name]), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'summarizer' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
