"""The command line: parse, call, print. What it does lives elsewhere."""

from __future__ import annotations

import io
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from summarizer.commands.batch import batch_app
from summarizer.commands.common import COMPLETE, EXIT_CODES, USAGE
from summarizer.commands.common import say as _say
from summarizer.commands.eval import EVAL_EXAMPLES, evaluate
from summarizer.commands.explain import EXPLAIN_EXAMPLES, explain
from summarizer.commands.export import EXPORT_EXAMPLES, export
from summarizer.commands.merge import MERGE_EXAMPLES, merge
from summarizer.commands.model import model_app
from summarizer.commands.prompt import prompt_app
from summarizer.commands.recheck import recheck
from summarizer.commands.review import REVIEW_EXAMPLES, review
from summarizer.commands.run import RUN_EPILOG, run
from summarizer.commands.schema import schema_app
from summarizer.commands.status import STATUS_EXAMPLES, status
from summarizer.commands.validate import validate
from summarizer.errors import SummarizerError

__all__ = ["app"]


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


app.command(epilog=RUN_EPILOG)(run)
app.command(epilog=STATUS_EXAMPLES)(status)
app.command()(validate)
app.command(epilog=EXPLAIN_EXAMPLES)(explain)
app.command()(recheck)
app.command(epilog=REVIEW_EXAMPLES)(review)
app.command(epilog=MERGE_EXAMPLES)(merge)
app.command(epilog=EXPORT_EXAMPLES)(export)
app.command("eval", epilog=EVAL_EXAMPLES)(evaluate)
app.add_typer(batch_app, name="batch")
app.add_typer(model_app, name="model")
app.add_typer(prompt_app, name="prompt")
app.add_typer(schema_app, name="schema")
