"""``summarizer recheck``: briefs judged anew from the answers that are kept beside them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from summarizer.commands.common import COMPLETE, PARTLY, announce_code, say
from summarizer.errors import SummarizerError

__all__ = ["recheck"]


def recheck(
    briefs: Annotated[list[Path], typer.Argument(metavar="BRIEF...", help="Briefs that `run -o` wrote.")],
    write: Annotated[bool, typer.Option("--write", help="Put what is judged now in the place of the brief.")] = False,
    schema: Annotated[
        str | None, typer.Option(metavar="NAME|FILE.py:CLASS", help="Default: the built-in one that the brief names.")
    ] = None,
    prompt: Annotated[
        str | None, typer.Option(metavar="FILE.md", help="The prompt of your own that the briefs were made with.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs; of several briefs a line each.")] = False,
) -> None:
    """Judge briefs anew from their kept answers, after a rule or a schema has changed; no model is asked.

    Shows which facts were won, lost or changed, and the lines of the ledger. Without --write nothing on the disk is
    changed. Ends with 0, or with 2 if some brief can't be rechecked.
    """
    from summarizer.export.changes import count_words, render_changes
    from summarizer.prompt_file import PromptFile
    from summarizer.recheck import recheck_file, replace_file, stale_renderings, to_dict
    from summarizer.schema import find_schema

    announce_code(schema)
    given = find_schema(schema) if schema else None
    asked_with = PromptFile.model_validate(prompt) if prompt else None
    paths = list(dict.fromkeys(briefs))
    incomplete = 0
    for path in paths:
        said: dict[str, Any] = {"brief": str(path)}
        errors: list[SummarizerError] = []
        done = None
        try:
            done = recheck_file(path, given, asked_with)
            if write and done.changes:
                replace_file(path, done, given)
        except SummarizerError as error:
            errors.append(error)
        written = bool(write and done and done.changes and not errors)
        incomplete += bool(errors or (done and done.unanswered))
        if as_json:
            said |= to_dict(done) if done else {}
            said |= {"written": written, "errors": [{"code": e.code, "message": e.message} for e in errors]}
            typer.echo(json.dumps(said, indent=2 if len(paths) == 1 else None))
        elif done:
            typer.echo(render_changes(str(path), done, color=sys.stdout.isatty()), nl=False)
        for failure in errors:
            say(f"{path}: {failure}")
        if written and done:
            say(f"{path}: written ({count_words(done)})")
            for stale in stale_renderings(path, done.before):
                say(f"{stale} was not rendered anew")
    raise typer.Exit(PARTLY if incomplete else COMPLETE)
