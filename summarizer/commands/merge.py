"""``summarizer merge``: several briefs as one dossier."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from summarizer.commands.common import COMPLETE, NOTHING, PARTLY, announce_code, say
from summarizer.errors import BriefInvalid, SourceError, SummarizerError, UsageError

if TYPE_CHECKING:
    from summarizer.dossier.shapes import Dossier, Entry
    from summarizer.schema import Schema

__all__ = ["MARKDOWN", "MERGE_EXAMPLES", "merge", "read_entry", "write_again"]

MERGE_EXAMPLES = """\b
Examples:
  summarizer merge briefs -o dossier                    all briefs of a folder: dossier.json, dossier.md, index.html, graph.svg
  summarizer merge first.json second.json               two briefs, as Markdown on standard output
  summarizer merge briefs --format json | jq .claims    for programs
  summarizer review dossier                             decide which names are one party; the dossier is merged anew

Exit codes: 0 every brief is in the dossier · 1 usage, briefs of several schemas, or DOSSIER can't be written · 2 some brief is
not in it · 3 there was no brief to merge, nothing was written.
"""


class Format(StrEnum):
    """A form that a dossier is written in."""

    JSON = "json"
    MD = "md"
    HTML = "html"


MARKDOWN = "dossier.md"
_LISTED = 5  # files that are named where there may be many


def merge(
    briefs: Annotated[
        list[Path], typer.Argument(metavar="BRIEF...", help="Briefs, or folders of them; reviewed ones, too.")
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "-o", "--out", metavar="DOSSIER", help="A folder for the dossier. Default: Markdown, to standard output."
        ),
    ] = None,
    format: Annotated[
        list[Format] | None,
        typer.Option(
            "--format",
            metavar="json|md|html",
            help="May be repeated. With -o: what stands beside dossier.json, which is always written; default: all. "
            "html is the page, index.html, and the graph.",
        ),
    ] = None,
    schema: Annotated[
        str | None, typer.Option(metavar="NAME|FILE.py:CLASS", help="Default: the built-in one that the briefs name.")
    ] = None,
) -> None:
    """Merge briefs into a dossier: what is claimed by whom, with all its sources side by side.

    What agrees is counted by independent sources, what does not is shown as a conflict, and who denies something stands
    beside it. Decisions about who is who (`summarizer review DOSSIER`) are kept in DOSSIER and applied again. The rules:
    docs/dossier.md.
    """
    wanted = list(dict.fromkeys(format or ()))
    if out is None and len(wanted) > 1:
        raise UsageError("standard output takes one format", mend="name one --format, or a folder with -o")
    announce_code(schema)
    paths = list(_paths(briefs, out))
    entries, found, code = _read(paths, schema)
    if not entries or found is None:
        say("There is no brief to merge")
        raise typer.Exit(NOTHING)
    dossier = _merged(entries, found, out)
    if out is None:
        typer.echo(_text(dossier, found, wanted[0] if wanted else Format.MD), nl=False)
    else:
        _write(dossier, found, out, wanted or [Format.MD, Format.HTML])
        _tell(dossier, out)
    raise typer.Exit(code)


def _paths(given: Sequence[Path], out: Path | None) -> Iterator[Path]:
    """The files to read, each once: those given, and the JSON files of the folders given."""
    seen: set[Path] = set()
    for path in given:
        inside = path.is_dir()
        listed = sorted(p for p in path.glob("*.json") if not p.name.startswith(".")) if inside else [path]
        if inside and not listed:
            raise UsageError(f"{path} has no briefs", mend=f"make them: summarizer run SOURCE... -o {path}")
        for one in listed:
            real = one.resolve()
            if out is not None and real.parent == out.resolve():
                raise UsageError(
                    f"{out} is a folder of the briefs that are merged", mend="name a folder of its own with -o"
                )
            if real not in seen:
                seen.add(real)
                yield one


def _read(paths: Sequence[Path], named: str | None) -> tuple[list[Entry], Schema | None, int]:
    """The briefs, their schema (the first one's, unless one is named) and the exit code; what can't be read is told."""
    from summarizer.schema import find_schema

    found = find_schema(named) if named is not None else None
    entries: list[Entry] = []
    foreign: list[Path] = []
    code = COMPLETE
    for path in paths:
        try:
            entry, found = read_entry(path, found)
            entries.append(entry)
        except _NoBrief:
            foreign.append(path)
        except _OtherSchema:
            raise
        except SummarizerError as error:
            say(f"{path}: not merged: {error}")
            code = PARTLY
    if foreign:
        more = f" and {len(foreign) - _LISTED:,} more" if len(foreign) > _LISTED else ""
        say(f"Left out, no briefs: {', '.join(map(str, foreign[:_LISTED]))}{more}")
    return entries, found, code


class _NoBrief(BriefInvalid):
    """A file that does not say that it is a brief."""


class _OtherSchema(UsageError):
    """A brief by another schema than the dossier's."""


def read_entry(path: Path, schema: Schema | None = None) -> tuple[Entry, Schema]:
    """A brief that keeps the contract, with its text where that is kept beside it or (reviewed briefs) in the folder above.

    Without ``schema`` it is by the built-in one that it names. Raises BriefInvalid where it is no sound brief, SchemaError
    where its schema is not built in, UsageError where it is of another schema than the one given.
    """
    from summarizer.brief import FORMAT, Brief, completed
    from summarizer.dossier.shapes import Entry
    from summarizer.recheck import schema_for
    from summarizer.store import BriefStore, read_json
    from summarizer.validation import validate

    data: Any = read_json(path)
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        told = data.get("format") if isinstance(data, dict) else None
        raise _NoBrief(f"{path} is no {FORMAT}" + (f", but {told!r}" if isinstance(told, str) else ""))
    data = completed(data)
    brief = Brief.from_dict(data)
    found = schema or schema_for(brief, None)
    if brief.schema_id != found.id:
        raise _OtherSchema(
            f"a dossier is of one schema, {found.id}; {path} is by {brief.schema_id}",
            mend="merge briefs of one schema at a time, or make the others anew with --schema",
        )
    article = None
    for folder in (path.parent, path.resolve().parent.parent):
        store = BriefStore(folder, found)
        if store.record(brief.article.sha256).is_dir():
            try:
                article, _ = store.read_record(brief.article.sha256)
            except SourceError as error:
                say(f"{path}: its text can't be read, so less is known of how its sources hang together: {error}")
            break
    problems = validate(data, article, found)
    if problems:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise BriefInvalid(f"it is no sound brief: {problems[0]}{more}", mend="see `summarizer validate`")
    return Entry(brief, str(path), article), found


def _merged(entries: Sequence[Entry], schema: Schema, out: Path | None) -> Dossier:
    """The dossier by the decisions that its folder has."""
    from summarizer.dossier.link_log import NAME, LinkLog
    from summarizer.dossier.merge import merge_briefs

    decisions = []
    if out is not None:
        log = LinkLog(out / NAME)
        try:
            decisions = log.all()
        finally:
            log.close()
    at = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    return merge_briefs(entries, schema, decisions, created_at=at)


def _text(dossier: Dossier, schema: Schema, format: Format) -> str:
    if format is Format.JSON:
        return f"{dossier.to_json()}\n"
    if format is Format.MD:
        from summarizer.export.dossier_markdown import render_dossier_markdown

        return render_dossier_markdown(dossier, schema)
    from summarizer.export.dossier_graph import graph_svg
    from summarizer.export.dossier_html import render_dossier

    try:
        graph: str | None = graph_svg(dossier, schema)
    except UsageError as error:
        say(f"No graph: {error.message} ({error.mend})")
        graph = None
    return render_dossier(dossier, graph, schema)


def _write(dossier: Dossier, schema: Schema, out: Path, formats: Sequence[Format]) -> None:
    """Write the folder: the JSON last, so that a folder with a dossier has all that was asked for."""
    from summarizer.commands.dossiers import DOSSIER, is_dossier, read_dossier, write_views
    from summarizer.store import write_atomic

    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} is a file, a dossier is a folder", mend="name a folder with -o")
    if is_dossier(out):
        try:
            read_dossier(out)
        except BriefInvalid as error:
            raise UsageError(
                f"{out / DOSSIER} is there and is none that was merged", mend="name another folder with -o"
            ) from error
    if Format.MD in formats:
        write_atomic(out / MARKDOWN, _text(dossier, schema, Format.MD))
    if Format.HTML in formats:
        write_views(dossier, out, schema)
    write_atomic(out / DOSSIER, f"{dossier.to_json()}\n")


def write_again(dossier: Dossier, folder: Path, schema: Schema) -> None:
    """Write anew what a dossier's folder has beside its JSON: the page with its graph, the Markdown."""
    from summarizer.commands.dossiers import PAGE, write_views
    from summarizer.store import write_atomic

    if (folder / MARKDOWN).exists():
        write_atomic(folder / MARKDOWN, _text(dossier, schema, Format.MD))
    if (folder / PAGE).exists():
        write_views(dossier, folder, schema)


def _tell(dossier: Dossier, out: Path) -> None:
    conflicts = sum(any(not c.compatible and c.code != "denied" for c in claim.conflicts) for claim in dossier.claims)
    denied = sum(bool(claim.denials) for claim in dossier.claims)
    open_links = sum(link.state == "suggested" for link in dossier.links)
    said = [
        _count(len(dossier.briefs), "brief"),
        _count(len(dossier.claims), "claim"),
        f"{conflicts:,} in conflict",
        f"{denied:,} denied",
        _count(len(dossier.entities), "party", "parties"),
        f"{_count(open_links, 'link')} to decide",
    ]
    say(f"{out}: {', '.join(said)}")
    if open_links:
        say(f"Decide who is who: summarizer review {out}")


def _count(count: int, one: str, several: str = "") -> str:
    return f"{count:,} {one if count == 1 else several or f'{one}s'}"
