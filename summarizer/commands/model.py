"""``summarizer model``: fetch the embedded model's weights, see how things stand."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from summarizer.commands.common import INTERRUPTED, say

__all__ = ["model_app"]

model_app = typer.Typer(help="The embedded model: fetch its weights, see how things stand.", no_args_is_help=True)


@model_app.command("pull")
def pull() -> None:
    """Fetch the embedded model's weights now, so that the first run need not."""
    from summarizer.model.weights import ensure
    from summarizer.progress import reporter_for_stderr

    with reporter_for_stderr() as reporter:
        try:
            path = ensure(reporter=reporter)
        except KeyboardInterrupt:
            say("Interrupted. The next pull goes on from here.")
            raise typer.Exit(INTERRUPTED) from None
    typer.echo(path)


@model_app.command("status")
def status(
    full: Annotated[bool, typer.Option("--full", help="Read the whole file and check its digest.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Say whether the weights and the runtime are there."""
    from importlib.util import find_spec

    from summarizer.model.weights import status as weights_status

    found = weights_status(full=full)
    runtime = find_spec("xllamacpp") is not None
    facts = {
        "model": found.weights.name,
        "licence": found.weights.licence,
        "path": str(found.path),
        "present": found.present,
        "bytes": found.size,
        "expected_bytes": found.weights.size,
        "verified": found.verified,
        "partial_bytes": found.partial_bytes,
        "sources": list(found.sources),
        "runtime": runtime,
    }
    if as_json:
        typer.echo(json.dumps(facts, indent=2))
        return
    typer.echo(f"model     {found.weights.name} ({found.weights.licence})")
    typer.echo(f"weights   {found.path}")
    typer.echo(f"          {_weights_words(found.present, found.verified, found.partial_bytes, found.weights.size)}")
    typer.echo("runtime   " + ("xllamacpp is installed" if runtime else 'missing: pip install "spanbrief[local]"'))


def _weights_words(present: bool, verified: bool | None, partial: int, size: int) -> str:
    if present:
        state = {True: "the pinned digest", False: "NOT the pinned digest", None: "not checked since it last changed"}
        return f"there, {size / 1e9:.2f} GB, {state[verified]}"
    return f"{partial / 1e9:.2f} of {size / 1e9:.2f} GB fetched" if partial else f"not there yet ({size / 1e9:.2f} GB)"
