"""Engines for runs past one machine: the same function on every worker, and what comes back of it as rows."""

from __future__ import annotations

from summarizer.engines.maker import BriefMaker

__all__ = ["BriefMaker"]
