"""``summarizer batch``: half price, through the Batch API of an endpoint: submit, look, collect."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from summarizer.commands.common import (
    BUDGET,
    COMPLETE,
    INTERRUPTED,
    NOTHING,
    PARTLY,
    announce_code,
    safe,
    say,
    set_up_log,
)
from summarizer.commands.options import READING, with_settings
from summarizer.errors import SchemaError, SummarizerError, UsageError

if TYPE_CHECKING:
    from summarizer.deferred import Desk, Report
    from summarizer.deferred.keeping import FolderKeeper
    from summarizer.deferred.queue import Queue
    from summarizer.model.batch_api import BatchApi
    from summarizer.schema import Schema
    from summarizer.settings import Settings

__all__ = ["batch_app"]

batch_app = typer.Typer(
    help="Half price, within a day: the Batch API of OpenAI and of endpoints like it (docs/batch.md).",
    no_args_is_help=True,
    rich_markup_mode=None,
)

SUBMIT_EXAMPLES = """\b
Examples:
  summarizer batch submit news/ -o briefs --model NAME     send every question that has no answer yet
  summarizer batch collect -o briefs --wait                make the briefs that the answers allow
  summarizer batch submit -o briefs                        the next round: what failed is asked again
  summarizer batch collect -o briefs --final               finish all articles with what is there

Exit codes: 0 all is sent, or there was nothing to send · 1 usage, credentials · 2 some source can't be read, or the
endpoint failed · 5 a budget does not reach further · 130 interrupted.
"""
COLLECT_CODES = """
Exit codes: 0 every article has a complete brief · 1 usage, credentials · 2 some article failed, is suspect or waits, or the
endpoint failed · 3 there is no brief yet · 130 interrupted.
"""

Out = Annotated[
    Path, typer.Option("-o", "--out", metavar="DIR", help="Where briefs are written, and the queue is kept.")
]
BaseUrl = Annotated[
    str | None, typer.Option("--base-url", metavar="URL", help="The endpoint that was submitted to, if not OpenAI's.")
]
SchemaName = Annotated[
    str | None,
    typer.Option("--schema", metavar="FILE.py:CLASS", help="The schema that was submitted with, if it is a file."),
]
_ASKED = (
    "model",
    "base_url",
    "strategy",
    "schema",
    "prompt",
    "max_tokens",
    "max_cost",
    "reask",
    "summary",
    "total_tokens",
    "total_cost",
)


@batch_app.command("submit", epilog=SUBMIT_EXAMPLES)
@with_settings(*_ASKED, *READING)
def submit(
    out: Out,
    settings: Settings,
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SOURCE]...", help="As for `run`. Without one, only the next round is sent."),
    ] = None,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Ask again about what failed before.")] = False,
    batch_requests: Annotated[
        int, typer.Option(metavar="N", min=1, max=50_000, help="Questions in one batch at most.")
    ] = 50_000,
    batch_bytes: Annotated[
        int, typer.Option(metavar="N", min=1, max=200_000_000, help="Bytes of one batch's file at most.")
    ] = 200_000_000,
) -> None:
    """Send what is to be asked: of new sources, and of articles that wait for their next round.

    What has its brief, or is under way already, is not sent again. --total-tokens and --total-cost are kept over all rounds of
    DIR; each question counts with the most that it can take until it is answered.
    """
    from summarizer.deferred import Deferred, FileLimits, check_settings
    from summarizer.sources import expand, names_beforehand

    names = list(dict.fromkeys(sources or []))
    if names:
        check_settings(settings)
    limits = FileLimits(batch_requests, batch_bytes)
    with (
        _desk(out, settings, create=bool(names), names=tuple(names_beforehand(names))) as desk,
        Deferred(desk, limits=limits) as rounds,
    ):
        report = rounds.submit(
            expand(names, settings, stdin=_stdin(), note=say),
            settings if names else None,
            retry_failed=retry_failed,
            total_tokens=settings.total_tokens,
            total_cost=settings.total_cost,
        )
    _say_report(report, out)
    if report.settled:
        say(f"{report.settled:,} of the sources had a brief or a failure from earlier runs")
    if report.stopped:
        say(
            f"Stopped: {report.stopped}\n  → collect what is under way and submit the same again, or allow more with "
            "--total-tokens or --total-cost"
        )
        raise typer.Exit(BUDGET)
    if not report.sent and not report.stopped:
        say("There was nothing to send")
    raise typer.Exit(PARTLY if report.unreadable or report.failed else COMPLETE)


@batch_app.command("status", epilog="Exit codes: as those of collect.")
def status(
    out: Out,
    local: Annotated[
        bool, typer.Option("--local", help="Ask no endpoint: as things stood when it was asked last.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    base_url: BaseUrl = None,
    schema: SchemaName = None,
) -> None:
    """Tell how batches and articles stand; their endpoint is asked."""
    from summarizer.deferred import refresh
    from summarizer.deferred.figures import render, to_dict

    with _desk(out, _endpoint_of(base_url, schema), create=False) as desk:
        if not local:
            refresh(desk)
        said = to_dict(desk.queue, time.time())
    typer.echo(json.dumps(said, indent=2) if as_json else "\n".join(map(safe, render(said))))
    articles = said["articles"]
    raise typer.Exit(_code(articles["done"], articles["failed"] + articles["suspect"] + articles["waiting"]))


@batch_app.command("collect", epilog=COLLECT_CODES)
def collect(
    out: Out,
    wait: Annotated[bool, typer.Option("--wait", help="Until no batch is under way; Ctrl-C loses nothing.")] = False,
    final: Annotated[
        bool,
        typer.Option("--final", help="No further round: finish articles with what is there, and say so in the ledger."),
    ] = False,
    give_up_lost: Annotated[
        bool, typer.Option("--give-up-lost", help="Ask again what is in batches that the endpoint knows no more.")
    ] = False,
    base_url: BaseUrl = None,
    schema: SchemaName = None,
) -> None:
    """Take the answers that are there, and make every brief that they allow."""
    from summarizer.deferred import Deferred

    with _desk(out, _endpoint_of(base_url, schema), create=False) as desk, Deferred(desk) as rounds:
        report = rounds.collect(wait=wait, last=final, give_up_lost=give_up_lost)
    _say_report(report, out)
    raise typer.Exit(_code(report.done, report.failed_all + report.suspect + report.waiting))


def _code(done: int, otherwise: int) -> int:
    return NOTHING if not done else PARTLY if otherwise else COMPLETE


def _say_report(report: Report, out: Path) -> None:
    from summarizer.deferred.desk import counted

    parts = [
        (report.sent, f"{counted(report.sent, 'question')} sent in {counted(report.batches, 'batch', 'batches')}"),
        (report.made, f"{counted(report.made, 'brief')} made"),
        (report.failed, f"{counted(report.failed, 'article')} failed"),
        (report.unreadable, f"{counted(report.unreadable, 'source')} could not be read"),
        (report.under_way, f"{counted(report.under_way, 'question')} under way"),
        (report.waiting, f"articles that wait: {report.waiting:,}"),
    ]
    if said := [words for count, words in parts if count]:
        say(", ".join(said))
    if report.open:
        say(
            f"For the next round, {counted(report.open, 'question')}: summarizer batch submit -o {out} (or collect --final)"
        )


def _endpoint_of(base_url: str | None, schema: str | None) -> Settings:
    """What was named of the endpoint and the schema; the model stands in the queue."""
    from summarizer.settings import load_settings

    settings = load_settings(base_url=base_url, schema=schema, model="as submitted")
    announce_code(settings.schema_name)
    return settings


@contextmanager
def _desk(out: Path, named: Settings, *, create: bool, names: Iterable[str] = ()) -> Iterator[Desk]:
    """What the rounds of a folder need, with the endpoint and the schema that somebody named: a folder names neither.

    An interruption ends the program with 130.
    """
    from summarizer.deferred import Desk, Queue
    from summarizer.deferred.keeping import FolderKeeper

    set_up_log(verbose=False)
    with ExitStack() as stack:
        queue = Queue(out, create=create)
        stack.callback(queue.close)
        ended = "interrupted"

        def keeper(schema: Schema) -> FolderKeeper:
            kept = FolderKeeper(out, schema, _settings_for(queue, named), names)
            stack.callback(lambda: kept.close(ended))
            return kept

        desk = Desk(
            queue,
            keeper=keeper,
            schema=lambda name: _schema(name, named),
            connect=lambda base_url: _connect(base_url, named),
            say=say,
        )
        stack.callback(desk.close)
        try:
            yield desk
            ended = "complete"
        except KeyboardInterrupt:
            say("Interrupted. What was sent and taken is kept; the same command goes on from here.")
            raise typer.Exit(INTERRUPTED) from None
        except SummarizerError:
            ended = "failed"
            raise


def _settings_for(queue: Queue, named: Settings) -> Settings:
    """Those that briefs are made by, for the table of runs."""
    in_use = queue.settings_in_use()
    return in_use[-1] if in_use else named


def _connect(base_url: str, named: Settings) -> BatchApi:
    """The endpoint at an address that somebody named: a key is never shown to one that only a folder names."""
    from summarizer.model.batch_api import BatchApi
    from summarizer.settings import OPENAI, api_key_for

    if base_url.rstrip("/") != (named.base_url or OPENAI).rstrip("/"):
        raise UsageError(
            f"these batches are at {base_url}, and that endpoint was not named", mend=f"add --base-url {base_url}"
        )
    return BatchApi(base_url, api_key=api_key_for(base_url), timeout=named.timeout)


def _schema(name: str, named: Settings) -> Schema:
    """The schema of a name that stands in the queue; Python code is run only where somebody named it."""
    from summarizer.schema import find_schema
    from summarizer.schema.find import runs_code

    if runs_code(name) and name != named.schema_name:
        raise SchemaError(f"these articles are read by the schema {name}", mend=f"name it: --schema {name}")
    return find_schema(name)


def _stdin() -> Any:
    return getattr(sys.stdin, "buffer", None)
