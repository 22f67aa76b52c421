"""``summarizer eval``: how good briefs are, measured by gold."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from typer.core import TyperGroup

from summarizer.commands.common import BUDGET, COMPLETE, INTERRUPTED, NOTHING, PARTLY, STRICT, announce_code, say
from summarizer.errors import SettingsError, UsageError

if TYPE_CHECKING:
    from summarizer.evaluate import Corpus, Evaluation, Floors
    from summarizer.evaluate.floors import FloorFormat

__all__ = ["EVAL_EXAMPLES", "evaluate"]

EVAL_EXAMPLES = """\b
Examples:
  summarizer eval gold briefs                       how good these briefs are
  summarizer eval gold briefs --run                 make them first, with the model of `summarizer run`
  summarizer eval gold --diff old new               what a change has won and lost
  summarizer eval gold briefs --write-floors floors.toml
  summarizer eval gold briefs --floor floors.toml   the gate of a CI: 4 if a figure is below its floor

Exit codes: 0 every article has a brief and all evidence is the source's own words · 1 usage, gold or floors that can't
be used · 2 a brief is missing, unreadable, or of another text, or evidence is not the source's · 3 there is no brief at
all · 4 below a floor · 5 with --run: stopped by a budget · 130 interrupted.
"""
AS_RUN = "With --run: see `summarizer run`."


def evaluate(
    context: typer.Context,
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="A folder of NAME.txt with NAME.json, its gold.")],
    briefs: Annotated[
        Path | None, typer.Argument(metavar="BRIEFS", help="A folder of NAME.json, as `run -o` writes it.")
    ] = None,
    diff: Annotated[
        tuple[Path, Path] | None,
        typer.Option(metavar="OLD NEW", help="In place of BRIEFS: compare two folders of briefs."),
    ] = None,
    verdict: Annotated[
        Literal["supported", "flagged"] | None, typer.Option(help="Score only the facts with this verdict.")
    ] = None,
    floor: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Least F1 of each list (TOML or JSON); 4 if one is below.")
    ] = None,
    write_floors: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the F1 of now there as floors; none is ever lowered.")
    ] = None,
    schema: Annotated[
        str | None, typer.Option(metavar="NAME|FILE.py:CLASS", help="That of the gold. Default: as for `run`.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    verbose: Annotated[
        bool,
        typer.Option(
            "-v", "--verbose", help="List the facts that are extra and those that were missed, and by what they match."
        ),
    ] = False,
    run: Annotated[
        bool, typer.Option("--run", help="Make the briefs first, anew: `summarizer run GOLD/*.txt -o BRIEFS --force`.")
    ] = False,
    model: Annotated[str | None, typer.Option(metavar="NAME", help=AS_RUN)] = None,
    base_url: Annotated[str | None, typer.Option("--base-url", metavar="URL", help=AS_RUN)] = None,
    strategy: Annotated[Literal["whole-article", "sentence-wise"] | None, typer.Option(help=AS_RUN)] = None,
    record: Annotated[Path | None, typer.Option(metavar="DIR", help=AS_RUN)] = None,
    replay: Annotated[Path | None, typer.Option(metavar="DIR", help=AS_RUN)] = None,
    max_tokens: Annotated[int | None, typer.Option(metavar="N", help=AS_RUN)] = None,
    max_cost: Annotated[float | None, typer.Option(metavar="USD", help=AS_RUN)] = None,
    deadline: Annotated[float | None, typer.Option(metavar="SECONDS", help=AS_RUN)] = None,
    reask: Annotated[int | None, typer.Option(metavar="0|1|2", help=AS_RUN)] = None,
    log_file: Annotated[Path | None, typer.Option(metavar="FILE", help=AS_RUN)] = None,
) -> None:
    """Measure briefs by gold: precision, recall and F1 of each list, how right the values are, evidence, cost.

    By what a fact is matched with gold's, the form of gold and the shape of the JSON: docs/evaluation.md.
    """
    from summarizer.evaluate import load_gold
    from summarizer.schema import find_schema
    from summarizer.settings import load_settings

    options = {
        "model": model,
        "base_url": base_url,
        "strategy": strategy,
        "record": record,
        "replay": replay,
        "max_tokens": max_tokens,
        "max_cost": max_cost,
        "deadline": deadline,
        "reask": reask,
        "log_file": log_file,
    }
    _check_usage(briefs, diff, verdict, floor or write_floors, run, [k for k, v in options.items() if v is not None])
    name = load_settings(schema=schema).schema_name
    if not run:  # which says so itself
        announce_code(name)
    corpus = load_gold(gold, find_schema(name))
    for text in corpus.unannotated:
        say(f"{gold / text}.txt is left out: there is no {text}.json beside it")
    if diff is not None:
        raise typer.Exit(_compare(corpus, diff, verdict, as_json))
    assert briefs is not None  # as was checked
    floors = _floors(floor, corpus) if floor else None
    kept = _floors(write_floors, corpus) if write_floors and write_floors.exists() else None
    made = _run(context, corpus, briefs, {"schema": schema, **options}) if run else COMPLETE
    evaluation = _evaluate(corpus, briefs, verdict)
    below = floors.below(evaluation) if floors else ()
    if as_json:
        said = evaluation.to_dict()
        if floor:
            said["floors"] = {
                "file": str(floor),
                "below": [{"name": b.name, "floor": b.floor, "f1": b.f1} for b in below],
            }
        typer.echo(json.dumps(said, indent=2))
    else:
        from summarizer.export.evaluation import render_evaluation

        typer.echo(render_evaluation(evaluation, verbose=verbose, color=sys.stdout.isatty()), nl=False)
    if write_floors:
        _write(write_floors, kept, evaluation, corpus)
    if below:
        from summarizer.export.evaluation import render_below

        say(f"Below the floors of {floor}: {render_below(below)}")
    code = _exit_code(evaluation)
    raise typer.Exit(BUDGET if made == BUDGET else code or (STRICT if below else COMPLETE))


def _check_usage(
    briefs: Path | None,
    diff: tuple[Path, Path] | None,
    verdict: str | None,
    floors: Path | None,
    run: bool,
    options: list[str],
) -> None:
    if (briefs is None) == (diff is None):
        raise UsageError(
            "what is to be scored?", mend="summarizer eval GOLD BRIEFS, or summarizer eval GOLD --diff OLD NEW"
        )
    if diff is not None and (run or floors):
        raise UsageError("--diff only reads and shows", mend="call --run and the floors with BRIEFS")
    if verdict is not None and floors:
        raise UsageError("floors are of all facts, not of those with one verdict", mend="leave out --verdict")
    if options and not run:
        flags = ", ".join("--" + name.replace("_", "-") for name in options)
        raise UsageError(f"{flags} would make briefs, and none are made", mend="add --run, or leave it out")


def _run(context: typer.Context, corpus: Corpus, briefs: Path, options: dict[str, Any]) -> int:
    """Make the briefs with the command `run` itself; gives what it ended with. An interruption ends this, too."""
    if briefs.exists() and briefs.samefile(corpus.folder):
        raise UsageError(f"{briefs} holds the gold", mend="have the briefs written to a folder of their own")
    # The program knows its commands; they don't know each other.
    program = context.find_root().command
    command = program.get_command(context, "run") if isinstance(program, TyperGroup) else None
    assert command is not None and command.callback is not None
    try:
        sources = list(corpus.sources.values())
        # Anew: what is measured is this program, not the briefs of an earlier one.
        context.invoke(command.callback, sources=sources, out=briefs, format="json", force=True, **options)
    except typer.Exit as end:
        if end.exit_code == INTERRUPTED:
            raise
        return end.exit_code
    return COMPLETE


def _evaluate(corpus: Corpus, folder: Path, verdict: Literal["supported", "flagged"] | None) -> Evaluation:
    from summarizer.evaluate import evaluate, load_briefs

    found = load_briefs(folder, corpus)
    return evaluate(corpus.documents, found.briefs, corpus.schema, verdict=verdict, faults=found.faults)


def _compare(
    corpus: Corpus, folders: tuple[Path, Path], verdict: Literal["supported", "flagged"] | None, as_json: bool
) -> int:
    from summarizer.evaluate import difference
    from summarizer.export.evaluation import render_difference

    old, new = (_evaluate(corpus, folder, verdict) for folder in folders)
    found = difference(old, new)
    if as_json:
        typer.echo(json.dumps(found.to_dict(), indent=2))
    else:
        typer.echo(render_difference(found, color=sys.stdout.isatty()), nl=False)
    return max(_exit_code(old), _exit_code(new))


def _exit_code(evaluation: Evaluation) -> int:
    if len(evaluation.missing) == len(evaluation.documents):
        return NOTHING
    return COMPLETE if evaluation.sound else PARTLY


def _format(path: Path) -> FloorFormat:
    return "json" if path.suffix == ".json" else "toml"


def _floors(path: Path, corpus: Corpus) -> Floors:
    """The floors in a file. Raises SettingsError where it holds none, or those of another schema or corpus."""
    from summarizer.evaluate import read_floors

    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise SettingsError(
            f"the floors in {path} can't be read: {why}", mend=f"write them first: --write-floors {path}"
        ) from error
    floors = read_floors(text, _format(path), corpus.schema, str(path))
    floors.check(corpus.schema, corpus.sha256, str(path))
    return floors


def _write(path: Path, kept: Floors | None, evaluation: Evaluation, corpus: Corpus) -> None:
    from summarizer.evaluate import Floors
    from summarizer.store import write_atomic

    if not evaluation.sound:
        say(f"{path}: not written, the briefs are not sound")
        return
    measured = Floors.of(evaluation, corpus.sha256)
    floors = kept.raised(measured) if kept else measured
    if floors == kept:
        say(f"{path}: nothing to raise")
        return
    write_atomic(path, floors.to_text(_format(path)))
    say(f"{path}: written")
