"""``summarizer review DOSSIER``: a local page where people decide which names of a dossier are one party.

Each decision is kept, and the dossier is merged anew from its briefs and written, in every form that its folder has.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from summarizer.commands.common import COMPLETE, say
from summarizer.commands.dossiers import Again
from summarizer.commands.merge import write_again
from summarizer.errors import UsageError

if TYPE_CHECKING:
    from summarizer.review.server.guard import Address

__all__ = ["review_links"]


def review_links(
    folder: Path,
    *,
    schema: str | None,
    host: str | None,
    port: int | None,
    reviewer: str,
    show: bool | None,
    verbose: bool,
    reached: Callable[[Address], str],
) -> None:
    """Serve the page of a dossier's links until Ctrl-C. Raises UsageError where it can't be merged anew or served."""
    try:
        from summarizer.review.server.links_app import create_links_app
        from summarizer.review.server.serve import bind, has_display, serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("starlette", "uvicorn"):
            raise
        raise UsageError(
            f"the page needs {error.name}, which is not installed", mend='pip install "spanbrief[review]"'
        ) from error
    from summarizer.dossier.link_log import NAME, LinkLog
    from summarizer.review.links import LinkDesk

    again = Again(folder, schema, also=write_again)
    with closing(LinkDesk(folder, LinkLog(folder / NAME), again.schema, again)) as desk:
        states = [case.state for case in desk.seen().cases]
        left, all_of_them = sum(s in ("suggested", "conflict") for s in states), sum(s != "same" for s in states)
        say(f"{all_of_them:,} suggested links, {left:,} to be decided")
        with bind(host or "127.0.0.1", port) as bound:
            if bound.address.key is not None:
                say(
                    f"Warning: {host} is not only for this machine. Whoever reaches it and has the key below can read the "
                    "dossier and decide; nothing on the way is encrypted"
                )
            say(f"You decide as {reviewer}; names are as people give them, nobody checks them")
            typer.echo(f"Review: {reached(bound.address)}   (? shows the keys, Ctrl-C ends it)", err=True)
            seen = has_display() if show is None else show
            serve(desk, bound, reviewer=reviewer, verbose=verbose, show=seen, make=create_links_app)
    say("Ended. What was decided is kept.")
    raise typer.Exit(COMPLETE)
