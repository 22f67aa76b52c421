"""``summarizer review``: a local page where people decide about the briefs of a folder; and what they decided, written."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarizer.commands.common import COMPLETE, INTERRUPTED, NOTHING, PARTLY, announce_code, say, set_up_log
from summarizer.errors import UsageError

if TYPE_CHECKING:
    from summarizer.review import Desk
    from summarizer.review.queue import QueueRow
    from summarizer.review.server.guard import Address

__all__ = ["REVIEW_EXAMPLES", "review"]

REVIEW_EXAMPLES = """\b
Examples:
  summarizer review briefs                       open the address that it prints; Ctrl-C ends it
  summarizer review briefs --reviewer anna       what you decide is kept under this name
  summarizer review briefs --export              reviewed briefs, and gold for `summarizer eval`
  summarizer review briefs --static              pages to be read and printed without this program
  summarizer review dossier                      of a folder that `summarizer merge -o` wrote: its suggested links

Exit codes: 0 ended by Ctrl-C, or all is written · 1 usage, no such folder, nothing in it · 2 with --export or --static: something
could not be written · 3 the folder has no brief that can be read · 130 interrupted while it reads or writes.
"""
LISTED = 5  # files that are named where there may be many

Told = Callable[[int, int], None]


def review(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A folder that `summarizer run -o` or `summarizer merge -o` wrote to.")
    ],
    host: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Where to listen. Default: 127.0.0.1, which only this machine reaches. Any other address opens the review to "
            "a network, without encryption, to whoever has the key that is printed.",
        ),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(metavar="N", min=0, max=65535, help="0 is any free one. Default: 8765, or the next that is free."),
    ] = None,
    reviewer: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Who decides; the page can change it. Default: your login name."),
    ] = None,
    decisions: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where decisions are kept. Default: DIR/review.sqlite.")
    ] = None,
    schema: Annotated[
        str | None, typer.Option(metavar="FILE.py:CLASS", help="The schema, where it is none of the built-in ones.")
    ] = None,
    show: Annotated[
        bool | None,
        typer.Option(
            "--open/--no-open",
            help="Open a browser. Default: on a terminal of a machine with a display.",
            show_default=False,
        ),
    ] = None,
    export: Annotated[
        bool, typer.Option("--export", help="Write reviewed briefs, and gold of those that are finished; no page.")
    ] = False,
    static: Annotated[
        bool, typer.Option("--static", help="Write an HTML page of each brief, and an index; no page is served.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            "-o", "--out", metavar="DIR", help="Where --export and --static write. Default: DIR/reviewed, DIR/pages."
        ),
    ] = None,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Say what is asked of the server.")] = False,
) -> None:
    """Judge briefs on a local page: the source on one side, the facts on the other, by keyboard or mouse.

    Decisions are kept as they are made, and are applied again after a new run of the same articles. How they last and
    what becomes of them: docs/review.md.
    """
    serving = {"--host": host, "--port": port, "--reviewer": reviewer, "--open": show}
    _check_usage(export, static, out, [flag for flag, given in serving.items() if given is not None])
    set_up_log(verbose)
    briefs = {"--export": export, "--static": static, "--decisions": decisions}
    try:
        from summarizer.commands.dossiers import is_dossier

        if is_dossier(folder):
            _links(folder, schema, host, port, reviewer, show, verbose, [f for f, given in briefs.items() if given])
        if export or static:
            with _desk(folder, decisions, schema) as desk:
                rows = _queue(desk)
                code = _export(desk, out) if export else _static(desk, out)
                raise typer.Exit(code if _named(rows) else NOTHING)
        name = _reviewer(reviewer)
        _serve(folder, decisions, schema, host or "127.0.0.1", port, name, show, verbose)
    except KeyboardInterrupt:
        say("Interrupted. What was decided is kept.")
        raise typer.Exit(INTERRUPTED) from None


def _check_usage(export: bool, static: bool, out: Path | None, serving: list[str]) -> None:
    if export and static:
        raise UsageError("--export and --static are two things", mend="call the one, then the other")
    if (export or static) and serving:
        flags = ", ".join(serving)
        raise UsageError(f"{flags}: --export and --static serve no page", mend="leave the one or the other out")
    if out is not None and not (export or static):
        raise UsageError("-o says where --export and --static write", mend="add one of them, or leave out -o")


def _links(
    folder: Path,
    schema: str | None,
    host: str | None,
    port: int | None,
    reviewer: str | None,
    show: bool | None,
    verbose: bool,
    of_briefs: list[str],
) -> None:
    """The page of a dossier's links."""
    from summarizer.commands.links import review_links

    if of_briefs:
        raise UsageError(f"{', '.join(of_briefs)}: not of a dossier, but of a folder of briefs", mend="leave it out")
    name = _reviewer(reviewer)
    review_links(
        folder, schema=schema, host=host, port=port, reviewer=name, show=show, verbose=verbose, reached=_reached
    )


def _serve(
    folder: Path,
    decisions: Path | None,
    schema: str | None,
    host: str,
    port: int | None,
    reviewer: str,
    show: bool | None,
    verbose: bool,
) -> None:
    try:
        from summarizer.review.server.serve import PORT, bind, has_display, serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("starlette", "uvicorn"):
            raise
        raise UsageError(
            f"the page needs {error.name}, which is not installed", mend='pip install "spanbrief[review]"'
        ) from error
    with _desk(folder, decisions, schema) as desk:
        rows = _queue(desk)
        if not _named(rows):
            raise typer.Exit(NOTHING)
        with bind(host, port) as bound:
            address = bound.address
            if port is None and address.port != PORT:
                say(f"Port {PORT} is taken: this is on {address.port}")
            if address.key is not None:
                say(
                    f"Warning: {host} is not only for this machine. Whoever reaches it and has the key below can read every "
                    "brief and decide; nothing on the way is encrypted"
                )
            say(f"You decide as {reviewer}; names are as people give them, nobody checks them")
            typer.echo(f"Review: {_reached(address)}   (? shows the keys, Ctrl-C ends it)", err=True)
            serve(desk, bound, reviewer=reviewer, verbose=verbose, show=has_display() if show is None else show)
    say("Ended. What was decided is kept.")
    raise typer.Exit(COMPLETE)


def _reached(address: Address) -> str:
    """The address to open: of a host that is all addresses of this machine, one that leads here."""
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address.host)  # noqa: S104 (it was asked for)
    if here is None:
        return address.url
    return f"{replace(address, host=here).url}   (from elsewhere: this machine's address)"


@contextmanager
def _desk(folder: Path, decisions: Path | None, schema: str | None) -> Iterator[Desk]:
    from summarizer.review import Desk
    from summarizer.schema import find_schema

    announce_code(schema)
    desk = Desk(folder, schema=find_schema(schema) if schema else None, decisions=decisions)
    try:
        yield desk
    finally:
        desk.close()


def _queue(desk: Desk) -> list[QueueRow]:
    """Read the folder, and say what is there. Raises UsageError where nothing is."""
    from summarizer.export.escape import terminal

    with _bar("reading briefs") as told:
        rows = desk.queue(told)
    if desk.foreign:
        named = ", ".join(map(terminal, desk.foreign[:LISTED]))
        more = f" and {len(desk.foreign) - LISTED:,} more" if len(desk.foreign) > LISTED else ""
        say(f"Left out, no briefs: {named}{more}")
    if not rows:
        raise UsageError(f"{desk.folder} has no briefs", mend=f"make them: summarizer run SOURCE... -o {desk.folder}")
    briefs = _named(rows)
    failed = len(rows) - len(briefs)
    without = f"{_count(failed, 'source has', 'sources have')} none that can be read"
    if not briefs:
        say(f"There is no brief to review: {without} (summarizer status {desk.folder})")
        return rows
    need = sum(row.state not in ("finished", "decided") for row in briefs)
    say(f"{_count(len(briefs), 'brief', 'briefs')}, {need:,} to be reviewed" + (f"; {without}" if failed else ""))
    return rows


def _named(rows: list[QueueRow]) -> list[QueueRow]:
    return [row for row in rows if row.name]


def _count(count: int, one: str, several: str) -> str:
    return f"{count:,} {one if count == 1 else several}"


def _reviewer(given: str | None) -> str:
    """The name that decisions are kept under. Raises UsageError where it is none."""
    if given is None:
        try:
            given = getpass.getuser()
        except (OSError, KeyError, ImportError):  # no such user, or a system without users
            raise UsageError("who decides? This user has no name", mend="give one: --reviewer NAME") from None
    from summarizer.review.deciding import LONGEST_NAME, reviewer_name

    name = reviewer_name(given)
    if name is None:
        raise UsageError(
            f"a reviewer's name has 1 to {LONGEST_NAME} characters that can be seen", mend="--reviewer NAME"
        )
    return name


def _export(desk: Desk, out: Path | None) -> int:
    from summarizer.review.export import export_reviewed

    with _bar("writing briefs") as told:
        done = export_reviewed(desk, out, told=told)
    for name, why in done.no_gold.items():
        say(f"{name}: no gold: {why}")
    for name, why in done.unreadable.items():
        say(f"{name}: not exported: {why}")
    for place, why in done.left.items():
        say(f"{place}: not written: {why}")
    for place in done.withdrawn:
        say(f"{place}: gold that no longer holds was moved there")
    for place in done.stale:
        say(f"{place}: of an earlier export; its brief is gone, or could not be exported now")
    briefs, gold = _count(len(done.briefs), "reviewed brief", "reviewed briefs"), len(done.gold)
    say(
        f"{done.folder}: {briefs}, gold of {gold:,}"
        + (f" (summarizer eval {done.folder / 'gold'} BRIEFS)" if gold else "")
    )
    return PARTLY if done.unreadable or done.left else COMPLETE


def _static(desk: Desk, out: Path | None) -> int:
    from summarizer.review.static import write_pages

    with _bar("writing pages") as told:
        done = write_pages(desk, out, told=told)
    for name, why in done.left.items():
        say(f"{name}: no page: {why}")
    say(f"{done.index or done.folder}: {_count(len(done.pages), 'page', 'pages')}")
    return PARTLY if done.left else COMPLETE


@contextmanager
def _bar(what: str) -> Iterator[Told]:
    """A bar on a terminal, nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(bar_width=24), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
