"""``summarizer status``: what was done in a folder, what failed and why, and what it took."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from summarizer.commands.common import COMPLETE, NOTHING, PARTLY

__all__ = ["STATUS_EXAMPLES", "status"]

STATUS_EXAMPLES = """\b
Examples:
  summarizer status briefs
  summarizer status briefs --json | jq .failures
  datasette briefs/briefs.sqlite                 the same and every fact, to filter and to search

Exit codes: 0 every source has a complete brief · 1 no such folder · 2 some source failed, is pending or suspect · 3 there
is no brief.
"""


def status(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that `summarizer run -o` wrote to.")],
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Tell what stands in a folder: briefs, failures and their reasons, tokens and money."""
    from summarizer.commands.figures import render_status
    from summarizer.store import Database, report_on

    database = Database(folder, create=False)
    try:
        report = report_on(database)
    finally:
        database.close()
    if as_json:
        typer.echo(json.dumps(report.to_dict(), indent=2))
    else:
        typer.echo(render_status(report))
    if not report.done:
        raise typer.Exit(NOTHING)
    raise typer.Exit(PARTLY if report.failed or report.pending or report.suspect else COMPLETE)
