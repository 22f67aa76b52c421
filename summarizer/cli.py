"""The command line: parse, call, print. What it does lives elsewhere."""

from __future__ import annotations

import asyncio
import io
import logging
import signal
import sys
from contextlib import aclosing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, Literal

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from summarizer.commands.common import BUDGET, COMPLETE, INTERRUPTED, NOTHING, PARTLY, STRICT, USAGE
from summarizer.commands.common import safe as _safe
from summarizer.commands.common import say as _say
from summarizer.commands.eval import EVAL_EXAMPLES, evaluate
from summarizer.commands.explain import EXPLAIN_EXAMPLES, explain
from summarizer.commands.model import model_app
from summarizer.commands.recheck import recheck
from summarizer.commands.validate import validate
from summarizer.errors import SummarizerError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.batch import Done, Failed
    from summarizer.progress import Reporter
    from summarizer.schema import Schema
    from summarizer.settings import Settings

__all__ = ["app"]

Format = Literal["text", "json", "md"]

# "\b" keeps click from filling the paragraph.
RUN_EXAMPLES = """\b
Examples:
  summarizer run article.txt                     read it on the terminal
  summarizer run *.txt -o briefs                 a JSON brief each, in briefs/
  curl -s URL | summarizer run - --format md     standard input, as Markdown
  summarizer run article.txt --model NAME --base-url http://127.0.0.1:8000/v1
  summarizer run article.txt --record kept       and later, without a model:
  summarizer run article.txt --replay kept       the same brief, byte for byte
"""

EXIT_CODES = """
Exit codes: 0 every source has a complete brief · 1 usage, configuration, credentials · 2 some source failed or is
suspect · 3 no brief was written · 4 with --strict: something is flagged or in a ledger · 5 stopped by a budget · 130
interrupted.
"""


class _Program(TyperGroup):
    """Ends with 1 on wrong usage, as the contract of exit codes has it (2 means that a source failed)."""

    def main(self, *args: Any, **extra: Any) -> Any:
        if not extra.pop("standalone_mode", True):
            return super().main(*args, **(extra | {"standalone_mode": False}))
        for stream in (sys.stdout, sys.stderr):
            # JSON is UTF-8 whatever the locale says; what a terminal can't show must not end the program.
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")
        try:
            code = super().main(*args, **(extra | {"standalone_mode": False}))
        except SummarizerError as error:
            _say(str(error))
            sys.exit(error.exit_code)
        except TyperException as error:
            said = io.StringIO()
            show = getattr(error, "show", None)
            if show is not None:
                show(file=said)
            _say(said.getvalue().rstrip("\n") or str(error) or type(error).__name__)
            sys.exit(USAGE)
        sys.exit(code if isinstance(code, int) else COMPLETE)


app = typer.Typer(
    cls=_Program,
    name="summarizer",
    help="News articles in, validated briefs out: every fact with the source's own words.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from summarizer._version import __version__

        typer.echo(f"spanbrief {__version__}")
        raise typer.Exit(COMPLETE)


@app.callback()
def program(
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """News articles in, validated briefs out: every fact with the source's own words."""


@app.command(epilog=RUN_EXAMPLES + "\n" + EXIT_CODES)
def run(
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE...", help="Text or HTML files; - is standard input.")],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="DIR", help="Write briefs there, one file for each source.")
    ] = None,
    format: Annotated[
        Format | None,
        typer.Option(help="Default: json with -o or in a pipe, text on a terminal."),
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="local (the default: embedded, no key), a .gguf file, or a name at --base-url."
        ),
    ] = None,
    base_url: Annotated[
        str | None, typer.Option("--base-url", metavar="URL", help="An OpenAI-compatible endpoint, http(s)://…/v1.")
    ] = None,
    strategy: Annotated[
        Literal["whole-article", "sentence-wise"] | None, typer.Option(help="Default: what suits the model.")
    ] = None,
    schema: Annotated[
        str | None, typer.Option(metavar="NAME|FILE.py:CLASS", help="What to look for. Default: trade_brief.")
    ] = None,
    record: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Keep what is asked and answered there, to --replay it.")
    ] = None,
    replay: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Repeat a recorded run, byte for byte, without a model.")
    ] = None,
    max_tokens: Annotated[
        int | None,
        typer.Option(metavar="N", help="Tokens that one article may take, prompts and answers. Default: no limit."),
    ] = None,
    max_cost: Annotated[
        float | None, typer.Option(metavar="USD", help="What one article may cost. Default: no limit.")
    ] = None,
    deadline: Annotated[
        float | None,
        typer.Option(
            metavar="SECONDS",
            help="What one article may take with all its calls and waits. Default: 120, none for the embedded model.",
        ),
    ] = None,
    reask: Annotated[
        int | None, typer.Option(metavar="0|1|2", help="How often at most what failed is asked again. Default: 2.")
    ] = None,
    summary: Annotated[
        Literal["plain", "model"] | None,
        typer.Option(help="plain (the default): in fixed words; model: written by it and checked, one more call."),
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
    from summarizer.logfile import log_to
    from summarizer.progress import reporter_for_stderr
    from summarizer.schema import find_schema
    from summarizer.schema.find import runs_code
    from summarizer.settings import load_settings

    _log(verbose)
    settings = load_settings(
        model=model,
        base_url=base_url,
        strategy=strategy,
        schema=schema,
        max_tokens=max_tokens,
        max_cost=max_cost,
        deadline=deadline,
        reask=reask,
        summary=summary,
    )
    if runs_code(settings.schema_name):
        _say(f"Running the Python file of the schema {settings.schema_name}")
    found = find_schema(settings.schema_name)
    sink = _Sink(list(dict.fromkeys(sources)), found, out, format)
    log = logging.getLogger("summarizer.run")
    with log_to(log_file), reporter_for_stderr() as reporter:
        log.info("a run, sources: %d", len(sink.sources), extra={"kind": "run", "model": settings.model})
        try:
            asyncio.run(_run(sink, settings, reporter, record, replay))
        except (KeyboardInterrupt, asyncio.CancelledError):
            _say("Interrupted. What was finished is kept.")
            raise typer.Exit(INTERRUPTED) from None
        except SummarizerError as error:
            log.info("the run ended: %s", error.message, extra={"kind": "end", "exit_code": error.exit_code})
            raise
        code = sink.exit_code(strict=strict)
        log.info("the run ended", extra={"kind": "end", "exit_code": code})
    raise typer.Exit(code)


async def _run(sink: _Sink, settings: Settings, reporter: Reporter, record: Path | None, replay: Path | None) -> None:
    from summarizer.batch import Done, run_sources

    task = asyncio.current_task()
    if task is not None:
        # asyncio itself turns Ctrl-C into a cancellation; a polite kill is to end the same way.
        with suppress(NotImplementedError, ValueError):
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    with _Bar(len(sink.sources)) as bar:
        results = run_sources(
            sink.sources,
            sink.schema,
            settings,
            reporter=_Above(reporter, bar),
            watch=bar.show,
            stdin=_stdin(),
            record=record,
            replay=replay,
        )
        async with aclosing(results):
            async for result in results:
                bar.finish()
                if isinstance(result, Done):
                    sink.take(result)
                else:
                    sink.fail(result)


def _stdin() -> BinaryIO | None:
    """Standard input, on a stream of its own: a thread that waits for it must not hold up the end of the program."""
    try:
        return open(sys.stdin.fileno(), "rb", closefd=False)
    except (OSError, ValueError, AttributeError):
        return getattr(sys.stdin, "buffer", None)


class _Sink:
    """Where outcomes go: files in a folder, or standard output."""

    def __init__(self, sources: Sequence[str], schema: Schema, out: Path | None, format: Format | None) -> None:
        from summarizer.store import BriefStore

        self.sources = sources
        self.schema = schema
        self._store = BriefStore(out, schema, sources) if out is not None else None
        self._format: Format = format or ("json" if out is not None or not sys.stdout.isatty() else "text")
        self._written = self._failed = self._suspect = self._doubtful = self._stopped = self._cut_short = 0

    def take(self, done: Done) -> None:
        """A brief: write or print it."""
        brief = done.outcome.brief
        self._written += 1
        self._suspect += brief.status == "suspect"
        codes = {line.code for line in brief.ledger}
        self._stopped += "budget" in codes
        self._cut_short += "deadline" in codes
        self._doubtful += bool(brief.ledger) or any(f.verdict == "flagged" for f in brief.all_facts())
        if self._store is not None:
            self._store.write_record(done.article, done.outcome.replies)
            path = self._store.write_brief(done.source, brief, self._format)[0]
            _say(f"{done.source} → {path}  ({_counts(done, self.schema)})")
            return
        sys.stdout.write(self._rendered(done).rstrip("\n") + "\n")
        sys.stdout.flush()

    def fail(self, failed: Failed) -> None:
        """A source without a brief: say so, and keep it where there is a folder."""
        self._failed += 1
        self._stopped += failed.error.exit_code == BUDGET
        _say(f"{failed.source}: {failed.error}")
        if self._store is not None:
            self._store.append_ledger(failed.source, [failed.line])

    def exit_code(self, *, strict: bool) -> int:
        """How the run ended, by the contract.

        A budget of tokens or money that ran out is said first. Of time it is said where that only kept something from
        being asked again: an article that time ran out on has failed, or is suspect.
        """
        if self._stopped:
            return BUDGET
        if not self._written:
            return NOTHING
        if self._failed or self._suspect:
            return PARTLY
        if self._cut_short:
            return BUDGET
        return STRICT if strict and self._doubtful else COMPLETE

    def _rendered(self, done: Done) -> str:
        from summarizer.export import render_markdown, render_terminal
        from summarizer.store import TEXT_WIDTH

        brief = done.outcome.brief
        if self._format == "json":
            # Several sources are JSON Lines.
            return brief.to_json(indent=2 if len(self.sources) == 1 else None)
        if self._format == "md":
            return render_markdown(brief, self.schema)
        on_terminal = sys.stdout.isatty()
        return render_terminal(brief, self.schema, width=None if on_terminal else TEXT_WIDTH, color=on_terminal)


def _counts(done: Done, schema: Schema) -> str:
    brief = done.outcome.brief
    said = ", ".join(f"{len(brief[k.name])} {k.name}" for k in schema.kinds)
    flagged = sum(f.verdict == "flagged" for f in brief.all_facts())
    return f"{said}; {flagged} flagged; {len(brief.ledger)} in the ledger"


class _Bar:
    """How far an article is, on a terminal; nothing in a pipe."""

    def __init__(self, sources: int) -> None:
        self._sources = sources
        self._at = 0
        self._progress: Any = None
        self._task: Any = None

    def __enter__(self) -> _Bar:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            self._progress = Progress(
                TextColumn("{task.description}", markup=False),
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("left"),
                TimeRemainingColumn(),
                console=Console(stderr=True),
                transient=True,
            )
        return self

    def __exit__(self, *_: object) -> None:
        self.pause()

    def show(self, source: str, done: int, total: int) -> None:
        """``done`` of ``total`` questions about ``source`` are answered."""
        if self._progress is None:
            return
        from summarizer.export.escape import terminal

        if self._task is None:
            self._at += 1
            name = terminal(Path(source).name)
            label = f"{name} ({self._at} of {self._sources})" if self._sources > 1 else name
            self._task = self._progress.add_task(label, total=total)
            self._progress.start()
        self._progress.update(self._task, completed=done, total=total)

    def finish(self) -> None:
        """The article is done."""
        if self._task is not None:
            self._progress.remove_task(self._task)
            self._task = None
        self.pause()

    def pause(self) -> None:
        """Take the bar off the terminal."""
        if self._progress is not None:
            self._progress.stop()


class _Above:
    """A reporter whose words don't run into the bar."""

    def __init__(self, reporter: Reporter, bar: _Bar) -> None:
        self._reporter = reporter
        self._bar = bar

    def message(self, text: str) -> None:
        self._bar.pause()
        self._reporter.message(_safe(text))

    def progress(self, done: int, total: int) -> None:
        self._reporter.progress(done, total)


app.command()(validate)
app.command(epilog=EXPLAIN_EXAMPLES)(explain)
app.command()(recheck)
app.command("eval", epilog=EVAL_EXAMPLES)(evaluate)
app.add_typer(model_app, name="model")


def _log(verbose: bool) -> None:
    class Line(logging.Formatter):
        def format(self, record: logging.LogRecord) -> str:
            return _safe(super().format(record))  # what servers say stands in logs, too

    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Line("%(levelname)s %(name)s: %(message)s"))
    # A log file may want more than people do; what is waited for is said in any case.
    handler.setLevel(logging.INFO if verbose else logging.WARNING)
    logging.basicConfig(handlers=[handler], level=logging.INFO if verbose else logging.ERROR)
    logging.getLogger("summarizer").setLevel(logging.INFO if verbose else logging.WARNING)
    if not verbose:
        for name in ("httpx2", "httpx", "openai"):
            logging.getLogger(name).setLevel(logging.ERROR)
