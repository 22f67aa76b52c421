"""``summarizer run``: a validated brief of each article."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import aclosing, suppress
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, Literal, Self

import typer

from summarizer.commands.common import EXIT_CODES, INTERRUPTED, set_up_log
from summarizer.commands.display import Above, Display, final_table
from summarizer.commands.options import MODEL, READING, RUN_LIMITS, with_settings
from summarizer.commands.sink import MANY, Sink
from summarizer.errors import SummarizerError, UsageError

if TYPE_CHECKING:
    from summarizer.batch import Redo, Run
    from summarizer.engines.run import RayRun
    from summarizer.schema import Schema
    from summarizer.settings import Settings
    from summarizer.sources import Source
    from summarizer.store import BriefStore

__all__ = ["RUN_EPILOG", "run"]

Format = Literal["text", "json", "md", "html"]

# "\b" keeps click from filling the paragraph.
RUN_EPILOG = (
    """\b
Examples:
  summarizer run article.txt                     read it on the terminal
  summarizer run news/ feed.xml -o briefs        a JSON brief each, in briefs/; called again, it goes on
  summarizer run dump.jsonl --column text=body -o briefs --jobs 32 --total-cost 5
  curl -s URL | summarizer run - --format md     standard input, as Markdown
  summarizer run article.txt --model NAME --base-url http://127.0.0.1:8000/v1
  summarizer run article.txt --record kept       and later, without a model:
  summarizer run article.txt --replay kept       the same brief, byte for byte
"""
    + EXIT_CODES
)


@with_settings(*MODEL, *RUN_LIMITS, *READING)
def run(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE...",
            help="Files (text, Markdown, HTML, PDF, JSONL, CSV, ninjs, feeds), folders, patterns, addresses; - is "
            "standard input.",
        ),
    ],
    settings: Settings,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="DIR", help="Write briefs there, one file for each source.")
    ] = None,
    format: Annotated[
        Format | None,
        typer.Option(help="Default: json with -o or in a pipe, text on a terminal."),
    ] = None,
    force: Annotated[
        bool,
        typer.Option(
            "--force/--resume",
            help="Make every brief anew. By default a source that has its brief, of the same text, prompt, schema, model "
            "and parameters, is not asked about again.",
        ),
    ] = False,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Ask again about what failed before.")] = False,
    record: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Keep what is asked and answered there, to --replay it.")
    ] = None,
    replay: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Repeat a recorded run, byte for byte, without a model.")
    ] = None,
    engine: Annotated[
        Literal["asyncio", "ray"],
        typer.Option(help="asyncio: one process; ray: worker processes, on this machine or a cluster (docs/ray.md)."),
    ] = "asyncio",
    workers: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="With --engine ray: worker processes. Default: one a core.")
    ] = None,
    ray_address: Annotated[
        str | None, typer.Option("--ray-address", metavar="HOST:PORT", help="With --engine ray: the cluster to use.")
    ] = None,
    log_file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Add a log in JSON Lines: calls, tokens, costs, waits, re-asks, outcomes."),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="End with 4 if anything is flagged or in a ledger.")] = False,
    verbose: Annotated[
        bool, typer.Option("-v", "--verbose", help="Say what is asked, waited for and tried again.")
    ] = False,
) -> None:
    """Make a validated brief of each article."""
    from summarizer.batch import Redo
    from summarizer.logfile import log_to
    from summarizer.progress import reporter_for_stderr
    from summarizer.schema import find_schema

    _check_engine(engine, out, [flag for flag, given in (("--record", record), ("--replay", replay)) if given])
    if engine == "asyncio" and (workers or ray_address):
        raise UsageError(
            "--workers and --ray-address are for the engine ray", mend="add --engine ray, or leave them out"
        )
    set_up_log(verbose)
    schema = find_schema(settings.schema_name)
    # What is recorded or repeated is this run, not what an earlier one made.
    anew = force or record is not None or replay is not None
    log = logging.getLogger("summarizer.run")
    with log_to(log_file), reporter_for_stderr() as reporter:
        log.info("a run, sources: %d", len(sources), extra={"kind": "run", "model": settings.model})
        above = Above(reporter)
        try:
            with _Folder(out, schema, sources, format) as folder:
                found = _found(sources, settings, above)
                first = list(islice(found, MANY + 1))
                making = _run_of(
                    chain(first, found),
                    schema,
                    settings,
                    store=folder.store,
                    redo=Redo(failed=retry_failed or anew, done=anew),
                    above=above,
                    recordings=(record, replay),
                    ray=(workers, ray_address) if engine == "ray" else None,
                )
                many = len(first) > MANY
                total = len(first) if not many else folder.total
                display = Display(making, settings.jobs_at_once, total=total)
                shown = format or ("json" if out is not None or not sys.stdout.isatty() else "text")
                sink = Sink(schema, out, shown, single=total == 1, say=display.say)
                sink.many, sink.quiet = many, many and sys.stderr.isatty() and not verbose
                with display, above.over(display):
                    interrupted = asyncio.run(_run(making, sink, display))
        except (KeyboardInterrupt, asyncio.CancelledError):
            above.message("Interrupted. What was finished is kept.")
            raise typer.Exit(INTERRUPTED) from None
        except SummarizerError as error:
            log.info("the run ended: %s", error.message, extra={"kind": "end", "exit_code": error.exit_code})
            raise
        sink.finish()
        if total != 1:
            typer.echo(final_table(sink.counts, making), err=True)
        if interrupted:
            above.message("Interrupted. What was finished is kept.")
        code = INTERRUPTED if interrupted else sink.counts.exit_code(strict=strict)
        log.info("the run ended", extra={"kind": "end", "exit_code": code})
    raise typer.Exit(code)


def _check_engine(engine: str, out: Path | None, recordings: list[str]) -> None:
    if engine != "ray":
        return
    if out is None:
        raise UsageError("the engine ray needs a folder for its results", mend="name one with -o")
    if recordings:
        raise UsageError(f"the engine ray keeps no recordings ({', '.join(recordings)})", mend="leave out --engine ray")


class _Folder:
    """The output folder, if there is one, for as long as the block lasts; and how many articles the sources are.

    ``total`` is None where that is known only when they have been read.
    """

    def __init__(self, out: Path | None, schema: Schema, sources: list[str], format: Format | None) -> None:
        from summarizer.sources import gives_one, names_beforehand
        from summarizer.store import BriefStore

        names = list(dict.fromkeys(names_beforehand(sources)))
        self.total = len(names) if all(map(gives_one, names)) else None
        self.store = BriefStore(out, schema, names, format=format or "json") if out is not None else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.store is not None:
            self.store.close()


def _run_of(
    sources: Iterable[Source],
    schema: Schema,
    settings: Settings,
    *,
    store: BriefStore | None,
    redo: Redo,
    above: Above,
    recordings: tuple[Path | None, Path | None],
    ray: tuple[int | None, str | None] | None,
) -> Run | RayRun:
    """The run by the engine that was asked for."""
    from summarizer.batch import Run

    if ray is not None:
        assert store is not None  # as was checked
        from summarizer.engines.run import RayRun

        workers, address = ray
        return RayRun(
            sources, schema, settings, store=store, redo=redo, listener=above.tell, workers=workers, address=address
        )
    record, replay = recordings
    return Run(
        sources,
        schema,
        settings,
        store=store,
        redo=redo,
        reporter=above,
        listener=above.tell,
        record=record,
        replay=replay,
    )


def _found(sources: list[str], settings: Settings, above: Above) -> Iterator[Source]:
    from summarizer.sources import expand

    return expand(list(dict.fromkeys(sources)), settings, stdin=_stdin(), note=above.message)


async def _run(making: Run | RayRun, sink: Sink, display: Display) -> bool:
    """Take the results; gives whether somebody interrupted."""
    task = asyncio.current_task()
    assert task is not None
    loop = asyncio.get_running_loop()

    def interrupted() -> None:
        if making.stopped:
            task.cancel()
            return
        making.stop()
        if making.tally.under_way:
            display.say("Interrupted: what is under way is finished first; once more stops at once.")

    # A polite kill ends at once, as a second Ctrl-C does; what was committed is kept in any case.
    with suppress(NotImplementedError, ValueError, RuntimeError):
        loop.add_signal_handler(signal.SIGINT, interrupted)
        loop.add_signal_handler(signal.SIGTERM, task.cancel)
    async with aclosing(making.results()) as results:
        async for result in results:
            printing = sink.prints
            if printing:
                display.pause()
            sink.take(result)
            if printing:
                display.go_on()
    return making.stopped


def _stdin() -> BinaryIO | None:
    """Standard input, on a stream of its own: a thread that waits for it must not hold up the end of the program."""
    try:
        return open(sys.stdin.fileno(), "rb", closefd=False)
    except (OSError, ValueError, AttributeError):
        return getattr(sys.stdin, "buffer", None)
