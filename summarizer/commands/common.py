"""What commands share: exit codes, and how they say something."""

from __future__ import annotations

import logging
import sys
from typing import Any

import typer

__all__ = [
    "BUDGET",
    "COMPLETE",
    "EXIT_CODES",
    "INTERRUPTED",
    "NOTHING",
    "PARTLY",
    "STRICT",
    "USAGE",
    "announce_code",
    "safe",
    "say",
    "set_up_log",
]

COMPLETE, USAGE, PARTLY, NOTHING, STRICT, BUDGET, INTERRUPTED = 0, 1, 2, 3, 4, 5, 130


EXIT_CODES = """
Exit codes: 0 every source has a complete brief · 1 usage, configuration, credentials · 2 some source failed or is
suspect · 3 no brief was written · 4 with --strict: something is flagged or in a ledger · 5 stopped by a budget · 130
interrupted.
"""


def say(text: str) -> None:
    """A line for people, on standard error, with nothing in it that acts on the terminal."""
    typer.echo(safe(text), err=True)


def announce_code(schema: str | None) -> None:
    """Say that a schema's Python file is about to be run, where ``schema`` names one: before, not after."""
    from summarizer.schema.find import runs_code

    if schema is not None and runs_code(schema):
        say(f"Running the Python file of the schema {schema}")


def safe(text: str) -> str:
    """``text`` line by line, indented as it was, with nothing in it that acts on a terminal."""
    from summarizer.export.escape import terminal

    return "\n".join(" " * (len(line) - len(line.lstrip(" "))) + terminal(line) for line in text.split("\n"))


def set_up_log(verbose: bool) -> None:
    """Show warnings on standard error, and with ``verbose`` what is asked, waited for and tried again."""

    class Line(logging.Formatter):
        def format(self, record: logging.LogRecord) -> str:
            return safe(super().format(record))  # what servers say stands in logs, too

    class Current(logging.StreamHandler[Any]):
        """Writes to whatever standard error is now: while bars are shown, a stream that writes above them."""

        def emit(self, record: logging.LogRecord) -> None:
            self.stream = sys.stderr
            super().emit(record)

    handler = Current()
    handler.setFormatter(Line("%(levelname)s %(name)s: %(message)s"))
    # A log file may want more than people do; what is waited for is said in any case.
    handler.setLevel(logging.INFO if verbose else logging.WARNING)
    logging.basicConfig(handlers=[handler], level=logging.INFO if verbose else logging.ERROR)
    logging.getLogger("summarizer").setLevel(logging.INFO if verbose else logging.WARNING)
    if not verbose:
        for name in ("httpx2", "httpx", "openai"):
            logging.getLogger(name).setLevel(logging.ERROR)
