"""``summarizer explain``: one fact or one line of the ledger, laid open."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from summarizer.commands.common import COMPLETE, PARTLY, announce_code, say

__all__ = ["explain"]

EXPLAIN_EXAMPLES = """\b
Examples:
  summarizer explain briefs/story.json items/0      the first item, and every rule that was tried on it
  summarizer explain briefs/story.json I1           the same, by the code that the views give it
  summarizer explain briefs/story.json ledger/3     what that line of the ledger means
"""


def explain(
    brief: Annotated[Path, typer.Argument(help="A brief in JSON.")],
    path: Annotated[str, typer.Argument(help="items/0, the id of a fact or its code (I1), or ledger/0.")],
    article: Annotated[
        Path | None, typer.Argument(help="The article. Default: the text that `run -o` kept beside the brief.")
    ] = None,
    schema: Annotated[
        str | None, typer.Option(metavar="NAME|FILE.py:CLASS", help="Default: the built-in one that the brief names.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Show a fact, its evidence in its sentence, and every rule that was tried on it with its outcome.

    Ends with 2 where the article is missing, so that no rule could be tried.
    """
    from summarizer.errors import SourceError
    from summarizer.explain import explain as explain_
    from summarizer.export.explanation import render_explanation
    from summarizer.recheck import schema_for
    from summarizer.settings import load_settings
    from summarizer.sources import one_article
    from summarizer.store import BriefStore, read_brief

    announce_code(schema)
    read = read_brief(brief)
    found = schema_for(read, schema)
    missing = ""
    text = None
    if article is not None:
        text = one_article(article, load_settings())
    else:
        try:
            text, _ = BriefStore(brief.parent, found).read_record(read.article.sha256)
        except SourceError as error:
            missing = error.message
    explanation = explain_(read, found, path, text)
    if as_json:
        typer.echo(json.dumps(explanation.to_dict(), indent=2))
    else:
        typer.echo(render_explanation(explanation, color=sys.stdout.isatty()), nl=False)
    if missing:
        say(f"{missing}\n  → pass the article: summarizer explain {brief} {path} ARTICLE")
    raise typer.Exit(PARTLY if missing else COMPLETE)
