"""``summarizer schema``: one's own schema, begun, shown, checked and published as JSON Schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from summarizer.commands.common import COMPLETE, PARTLY, announce_code, say
from summarizer.errors import UsageError

__all__ = ["schema_app"]

SCHEMA_EXAMPLES = """\b
Examples:
  summarizer schema new mine.py                     a schema that works, with comments that say what to change
  summarizer schema check mine.py                   what is wrong or weak about it, and how to mend it
  summarizer schema show mine.py                    what a model is asked, and by which rules values are judged
  summarizer schema json mine.py --brief > brief.schema.json
  summarizer run article.txt --schema mine.py       read an article by it

A schema file is Python and is run; every command says so first.
"""

schema_app = typer.Typer(
    help="Your own schema: begin one, look at it, have it checked, publish it as JSON Schema.",
    epilog=SCHEMA_EXAMPLES,
    no_args_is_help=True,
)

Spec = Annotated[
    str, typer.Argument(metavar="SPEC", help="A built-in name, or FILE.py:CLASS (FILE.py where it has one report).")
]


@schema_app.command("new")
def new(file: Annotated[Path, typer.Argument(metavar="FILE.py", help="The file to write; it must not exist.")]) -> None:
    """Write a schema to begin with: it works as it stands, and its comments say what to change."""
    from summarizer.schema.scaffold import scaffold

    if file.suffix != ".py":
        raise UsageError(f"{file} is no Python file", mend=f"summarizer schema new {file}.py")
    try:
        with file.open("x", encoding="utf-8", newline="\n") as out:
            out.write(scaffold(file.stem, str(file)))
    except FileExistsError as error:
        raise UsageError(f"{file} is there already, and stays as it is", mend="name another file") from error
    except OSError as error:
        raise UsageError(
            f"{file} can't be written: {error.strerror}", mend="name a file in a folder of yours"
        ) from error
    say(f"{file}: written. Try it: summarizer run ARTICLE --schema {file}")


@schema_app.command("show")
def show(spec: Spec) -> None:
    """Show a schema's kinds and fields, where values come from, the rules that judge them, and what a model is told."""
    from summarizer.export.schema import render_schema
    from summarizer.extract.prompt import load_examples
    from summarizer.extract.told import is_read
    from summarizer.schema import find_schema

    announce_code(spec)
    schema = find_schema(spec)
    readable = [k.name for k in schema.kinds if is_read(k)]
    taught, _ = load_examples("sentence_wise", schema.name)
    typer.echo(render_schema(schema, readable=readable, taught=list(taught)), nl=False)


@schema_app.command("check")
def check(spec: Spec, as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False) -> None:
    """Say in words what is wrong or weak about a schema, and how to mend it.

    Ends with 2 if something is wrong: it can't be compiled, or facts would be lost. What is only weak ends with 0.
    """
    from summarizer.export.schema import render_findings
    from summarizer.schema.check import check_report
    from summarizer.schema.find import find_report, runs_code

    announce_code(spec)
    report = find_report(spec)
    findings = check_report(report, builtin=not runs_code(spec))
    wrong = sum(f.level == "wrong" for f in findings)
    if as_json:
        typer.echo(json.dumps({"schema": report.schema_id, "findings": [f._asdict() for f in findings]}, indent=2))
    else:
        typer.echo(render_findings(findings), nl=False)
    weak = len(findings) - wrong
    say(f"{report.schema_id}: {f'{wrong} wrong, {weak} weak' if findings else 'nothing is wrong or weak'}")
    raise typer.Exit(PARTLY if wrong else COMPLETE)


@schema_app.command("json")
def as_json_schema(
    spec: Spec,
    brief: Annotated[bool, typer.Option("--brief", help="That of a brief, in place of a model's reply.")] = False,
) -> None:
    """Print a schema as JSON Schema (2020-12), for validators and for endpoints that take structured outputs."""
    from summarizer.schema import find_schema
    from summarizer.schema.json_schema import brief_schema, reply_schema

    announce_code(spec)
    schema = find_schema(spec)
    typer.echo(json.dumps(brief_schema(schema) if brief else reply_schema(schema), ensure_ascii=False, indent=2))
