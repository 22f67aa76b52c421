"""What commands share: exit codes, and how they say something."""

from __future__ import annotations

import typer

__all__ = ["BUDGET", "COMPLETE", "INTERRUPTED", "NOTHING", "PARTLY", "STRICT", "USAGE", "safe", "say"]

COMPLETE, USAGE, PARTLY, NOTHING, STRICT, BUDGET, INTERRUPTED = 0, 1, 2, 3, 4, 5, 130


def say(text: str) -> None:
    """A line for people, on standard error, with nothing in it that acts on the terminal."""
    typer.echo(safe(text), err=True)


def safe(text: str) -> str:
    """``text`` line by line, indented as it was, with nothing in it that acts on a terminal."""
    from summarizer.export.escape import terminal

    return "\n".join(" " * (len(line) - len(line.lstrip(" "))) + terminal(line) for line in text.split("\n"))
