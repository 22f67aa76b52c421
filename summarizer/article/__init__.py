"""The text and its geometry: articles, spans, sentences, typographic folding, and how a source is read."""

from __future__ import annotations

from summarizer.article.folding import Folded, fold, is_word_border
from summarizer.article.html import article_from_html
from summarizer.article.load import article_from_bytes, article_from_text, load
from summarizer.article.sentences import sentence_at, sentences, sentences_over
from summarizer.article.text import Article, Span

__all__ = [
    "Article",
    "Folded",
    "Span",
    "article_from_bytes",
    "article_from_html",
    "article_from_text",
    "fold",
    "is_word_border",
    "load",
    "sentence_at",
    "sentences",
    "sentences_over",
]
