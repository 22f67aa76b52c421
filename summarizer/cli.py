"""The command line: parse, call, print. What it does lives elsewhere."""

from __future__ import annotations

import asyncio
import json
import logging
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from summarizer.errors import SummarizerError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.batch import Done, Failed
    from summarizer.progress import Reporter
    from summarizer.schema import Schema
    from summarizer.settings import Settings

__all__ = ["app"]

Format = Literal["text", "json", "md"]

COMPLETE, USAGE, PARTLY, NOTHING, STRICT, INTERRUPTED = 0, 1, 2, 3, 4, 130

# "\b" keeps click from filling the paragraph.
RUN_EXAMPLES = """\b
Examples:
  summarizer run article.txt                     read it on the terminal
  summarizer run *.txt -o briefs                 a JSON brief each, in briefs/
  curl -s URL | summarizer run - --format md     standard input, as Markdown
  summarizer run article.txt --model NAME --base-url http://127.0.0.1:8000/v1
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
        try:
            code = super().main(*args, **(extra | {"standalone_mode": False}))
        except SummarizerError as error:
            _say(str(error))
            sys.exit(error.exit_code)
        except TyperException as error:
            show = getattr(error, "show", None)
            if show is not None:
                show()
            else:
                _say(str(error) or type(error).__name__)
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
model_app = typer.Typer(help="The embedded model: fetch its weights, see how things stand.", no_args_is_help=True)
app.add_typer(model_app, name="model")


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
    strict: Annotated[bool, typer.Option("--strict", help="End with 4 if anything is flagged or in a ledger.")] = False,
    verbose: Annotated[
        bool, typer.Option("-v", "--verbose", help="Say what is asked, waited for and tried again.")
    ] = False,
) -> None:
    """Make a validated brief of each article."""
    from summarizer.progress import reporter_for_stderr
    from summarizer.schema import find_schema
    from summarizer.schema.find import runs_code
    from summarizer.settings import load_settings

    _log(verbose)
    settings = load_settings(model=model, base_url=base_url, strategy=strategy, schema=schema)
    if runs_code(settings.schema_name):
        _say(f"Running the Python file of the schema {settings.schema_name}")
    found = find_schema(settings.schema_name)
    sink = _Sink(list(dict.fromkeys(sources)), found, out, format)
    with reporter_for_stderr() as reporter:
        try:
            asyncio.run(_run(sink, settings, reporter))
        except (KeyboardInterrupt, asyncio.CancelledError):
            _say("Interrupted. What was finished is kept.")
            raise typer.Exit(INTERRUPTED) from None
    raise typer.Exit(sink.exit_code(strict=strict))


async def _run(sink: _Sink, settings: Settings, reporter: Reporter) -> None:
    from summarizer.batch import Done, run_sources

    task = asyncio.current_task()
    if task is not None:
        # asyncio itself turns Ctrl-C into a cancellation; a polite kill is to end the same way.
        with suppress(NotImplementedError, ValueError):
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    with _Bar(len(sink.sources)) as bar:
        stdin = sys.stdin.buffer
        results = run_sources(
            sink.sources, sink.schema, settings, reporter=_Above(reporter, bar), watch=bar.show, stdin=stdin
        )
        async for result in results:
            bar.finish()
            if isinstance(result, Done):
                sink.take(result)
            else:
                sink.fail(result)


class _Sink:
    """Where outcomes go: files in a folder, or standard output."""

    def __init__(self, sources: Sequence[str], schema: Schema, out: Path | None, format: Format | None) -> None:
        from summarizer.store import BriefStore

        self.sources = sources
        self.schema = schema
        self._store = BriefStore(out, schema, sources) if out is not None else None
        self._format: Format = format or ("json" if out is not None or not sys.stdout.isatty() else "text")
        self._written = self._failed = self._suspect = self._doubtful = 0

    def take(self, done: Done) -> None:
        """A brief: write or print it."""
        brief = done.outcome.brief
        self._written += 1
        self._suspect += brief.status == "suspect"
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
        _say(f"{failed.source}: {failed.error}")
        if self._store is not None:
            self._store.append_ledger(failed.source, [failed.line])

    def exit_code(self, *, strict: bool) -> int:
        """How the run ended, by the contract."""
        if not self._written:
            return NOTHING
        if self._failed or self._suspect:
            return PARTLY
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
        self._reporter.message(text)

    def progress(self, done: int, total: int) -> None:
        self._reporter.progress(done, total)


@app.command()
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
    from summarizer.article import load
    from summarizer.errors import BriefInvalid
    from summarizer.export.escape import terminal
    from summarizer.schema import find_schema
    from summarizer.validate import validate as check

    try:
        data = json.loads(brief.read_text(encoding="utf-8"))
    except OSError as error:
        raise BriefInvalid(f"{brief} can't be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise BriefInvalid(f"{brief} is no JSON: {error}") from error
    problems = check(data, load(article) if article else None, find_schema(schema) if schema else None)
    for problem in problems:
        typer.echo(terminal(str(problem)))
    if problems:
        _say(f"{brief}: {len(problems)} problem{'s' if len(problems) > 1 else ''}")
        raise typer.Exit(PARTLY)
    _say(
        f"{brief}: valid"
        + (", every span is the source's own words" if article else " (spans not checked: no article)")
    )


@model_app.command("pull")
def pull() -> None:
    """Fetch the embedded model's weights now, so that the first run need not."""
    from summarizer.model.weights import ensure
    from summarizer.progress import reporter_for_stderr

    with reporter_for_stderr() as reporter:
        try:
            path = ensure(reporter=reporter)
        except KeyboardInterrupt:
            _say("Interrupted. The next pull goes on from here.")
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


def _log(verbose: bool) -> None:
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.INFO if verbose else logging.ERROR,
        format="%(levelname)s %(name)s: %(message)s",
    )
    if not verbose:
        for name in ("httpx2", "httpx", "openai"):
            logging.getLogger(name).setLevel(logging.ERROR)


def _say(text: str) -> None:
    """A line for people, on standard error, with nothing in it that acts on the terminal."""
    from summarizer.export.escape import terminal

    typer.echo("\n".join(terminal(line) for line in text.split("\n")), err=True)
