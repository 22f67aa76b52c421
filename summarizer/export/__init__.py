"""Renderings of a brief for people: one module a format."""

from __future__ import annotations

from summarizer.export.html import IndexRow, render_html, render_index
from summarizer.export.markdown import render_markdown
from summarizer.export.terminal import print_brief, render_terminal

__all__ = ["IndexRow", "print_brief", "render_html", "render_index", "render_markdown", "render_terminal"]
