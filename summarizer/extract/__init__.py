"""Getting a draft out of a model: prompts, two strategies behind one interface, reading replies."""

from __future__ import annotations

from summarizer.extract.draft import Draft, DraftFact, Progress, Strategy

__all__ = ["Draft", "DraftFact", "Progress", "Strategy"]
