"""Markdown files: the text as it stands; what the front matter says of it is metadata and no part of the story."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import yaml

from summarizer.article import Article, Span, article_from_text
from summarizer.article.decode import decode
from summarizer.sources.columns import Columns

__all__ = ["markdown_article"]

_LONGEST = 20_000
_FRONT = re.compile(r"---[ \t]*\r?\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"#{1,6}\s+(?P<words>.*?)(?:\s+#+)?\s*")


def markdown_article(data: bytes, source: str) -> Article:
    """Make an article of a Markdown file.

    The text is the file's, character for character. YAML between two ``---`` at its start is a span of boilerplate, and
    its ``title``, ``date``, ``url``, ``publisher``, ``lang`` and the like win over what is read off the text. What looks
    like front matter and is no YAML mapping is text. Raises SourceError where there is no text.
    """
    text, encoding = decode(data, source)
    match = _FRONT.match(text[:_LONGEST])
    about = _mapping(match["yaml"]) if match else None
    if match is None or about is None:
        return _plain_title(article_from_text(text, source, encoding=encoding))
    start = match.end()
    fields = Columns().metadata(about)
    body = _plain_title(article_from_text(text[start:], source, encoding=encoding, **fields))
    moved = (Span(span.start + start, span.end + start) for span in body.boilerplate)
    return replace(body, text=text, boilerplate=(Span(0, start), *moved))


def _plain_title(article: Article) -> Article:
    heading = _HEADING.fullmatch(article.title or "")
    return replace(article, title=heading["words"] or None) if heading else article


def _mapping(block: str) -> dict[str, Any] | None:
    try:
        # BaseLoader makes strings, lists and dicts only: no dates that lose their precision, no objects.
        found = yaml.load(block, Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    return {str(key): value for key, value in found.items()} if isinstance(found, dict) else None
