"""``summarizer validate``: whether a brief from anywhere keeps the contract."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from summarizer.commands.common import PARTLY, announce_code, say

__all__ = ["validate"]


def validate(
    brief: Annotated[Path, typer.Argument(help="A brief in JSON.")],
    article: Annotated[Path | None, typer.Argument(help="The article that it is about.")] = None,
    schema: Annotated[
        str | None, typer.Option(metavar="FILE.py:CLASS", help="The schema, where it is none of the built-in ones.")
    ] = None,
) -> None:
    """Check a brief from anywhere: its form and, with the article, every span of its evidence.

    Ends with 0 if nothing is wrong and with 2 if something is.
    """
    from summarizer.export.escape import terminal
    from summarizer.schema import find_schema
    from summarizer.settings import load_settings
    from summarizer.sources import one_article
    from summarizer.store import read_json
    from summarizer.validation import validate as check

    announce_code(schema)
    data = read_json(brief)
    text = one_article(article, load_settings()) if article else None
    problems = check(data, text, find_schema(schema) if schema else None)
    for problem in problems:
        typer.echo(terminal(str(problem)))
    if problems:
        say(f"{brief}: {len(problems)} problem{'s' if len(problems) > 1 else ''}")
        raise typer.Exit(PARTLY)
    say(
        f"{brief}: valid"
        + (", every span is the source's own words" if article else " (spans not checked: no article)")
    )
