"""``summarizer export``: briefs in the formats that other programs read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from summarizer.commands.common import COMPLETE, NOTHING, PARTLY, announce_code, say
from summarizer.errors import BriefInvalid, SourceError, SummarizerError, UsageError

if TYPE_CHECKING:
    from summarizer.article import Article
    from summarizer.brief import Brief
    from summarizer.export.formats import Source
    from summarizer.schema import Schema

__all__ = ["EXPORT_EXAMPLES", "export"]

EXPORT_EXAMPLES = """\b
Examples:
  summarizer export briefs --to csv -o tables           a folder: a file for each kind of fact, evidence, ledger
  summarizer export briefs --to sqlite -o facts.sqlite   the same as one database
  summarizer export briefs/reviewed --to ftm -o facts.ftm.json    what people have reviewed, for Aleph and its kin
  summarizer export briefs --to annotation              W3C Web Annotations, to standard output
  summarizer export briefs --to label-studio -o labeling    a folder: tasks.json and labeling.xml

Exit codes: 0 every brief is in the export · 1 usage, or OUT can't be written · 2 some brief is not in it · 3 no brief could be
exported, nothing was written.
"""
Format = Literal["ftm", "csv", "sqlite", "annotation", "label-studio"]
LISTED = 5  # files that are named where there may be many
_DATABASE = b"SQLite format 3\0"


def export(
    briefs: Annotated[
        list[Path], typer.Argument(metavar="BRIEF...", help="Briefs, or folders of them; reviewed ones, too.")
    ],
    to: Annotated[
        Format,
        typer.Option(
            "--to",
            help="ftm: FollowTheMoney entities, a JSON line each; csv; sqlite; annotation: W3C Web Annotations, JSON-LD; "
            "label-studio: tasks with predictions, and the labeling interface.",
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--out",
            metavar="OUT",
            help="A file, for csv and label-studio a folder. Default: standard output, for ftm and annotation only.",
        ),
    ] = None,
    schema: Annotated[
        str | None, typer.Option(metavar="NAME|FILE.py:CLASS", help="Default: the built-in one that the briefs name.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Put the export in the place of files that are there.")
    ] = False,
) -> None:
    """Write briefs in a format that other programs read; all briefs of one export are of one schema.

    What people rejected in a review is not in it, and what nobody has decided, or what reviewers are at odds about, is told
    as such. What stands where in each format: docs/exports.md.
    """
    if out is None and to not in ("ftm", "annotation"):
        raise UsageError(f"{to} is no text for standard output", mend="say where: -o OUT")
    announce_code(schema)
    reading = _Reading(schema, needs_text=to == "label-studio")
    for path in _paths(briefs, reading):
        reading.read(path)
    for path, error in reading.failed.items():
        say(f"{path}: not exported: {error}")
    if reading.foreign:
        named = ", ".join(str(p) for p in reading.foreign[:LISTED])
        more = f" and {len(reading.foreign) - LISTED:,} more" if len(reading.foreign) > LISTED else ""
        say(f"Left out, no briefs: {named}{more}")
    sources, found = reading.sources(), reading.found
    if not sources or found is None:
        say("There is no brief to export")
        raise typer.Exit(NOTHING)
    files = _FORMATS[to](sources, found)
    if out is None:
        typer.echo(files[""], nl=False)
    else:
        _write(out, files, [*reading.read_from], force=force)
        facts = sum(1 for source in sources for _ in source.brief.all_facts())
        say(f"{out}: {_count(len(sources), 'brief')}, {_count(facts, 'fact')}")
    raise typer.Exit(PARTLY if reading.failed else COMPLETE)


def _count(count: int, one: str) -> str:
    return f"{count:,} {one}{'' if count == 1 else 's'}"


def _paths(given: Sequence[Path], reading: _Reading) -> Iterator[Path]:
    """The files to read: those given, and the JSON files of the folders given; each once."""
    seen: set[Path] = set()
    for path in given:
        inside = path.is_dir()
        listed = sorted(p for p in path.glob("*.json") if not p.name.startswith(".")) if inside else [path]
        if inside and not listed:
            raise UsageError(f"{path} has no briefs", mend=f"make them: summarizer run SOURCE... -o {path}")
        for one in listed:
            if (real := one.resolve()) not in seen:
                seen.add(real)
                reading.in_folder |= {one} if inside else set()
                yield one


@dataclass
class _Reading:
    """Briefs as they are read. Without a schema of the caller's the first brief's is that of all."""

    named: str | None
    needs_text: bool
    found: Schema | None = None
    in_folder: set[Path] = field(default_factory=set)
    read_from: dict[Path, tuple[Brief, Article | None]] = field(default_factory=dict)
    failed: dict[Path, SummarizerError] = field(default_factory=dict)
    foreign: list[Path] = field(default_factory=list)

    def read(self, path: Path) -> None:
        """Read a file, or note why it can't be exported. Raises SchemaError where the schema that was named is none."""
        from summarizer.brief import FORMAT
        from summarizer.store import read_json

        try:
            data = read_json(path)
            told = data.get("format") if isinstance(data, dict) else None
            if isinstance(told, str) and told.startswith("dossier/"):
                raise BriefInvalid(
                    "it is a dossier: exports are of briefs, with their own evidence and ledgers",
                    mend="name the briefs that it was merged from",
                )
            if told != FORMAT and path in self.in_folder:
                self.foreign.append(path)
                return
            self.read_from[path] = self._sound(path, data)
        except SummarizerError as error:
            if isinstance(error, UsageError) and self.named is not None and self.found is None:
                raise  # the schema that was asked for
            self.failed[path] = error

    def _sound(self, path: Path, data: Any) -> tuple[Brief, Article | None]:
        """A brief that keeps the contract, and its article where that is kept. Raises BriefInvalid, SchemaError, SourceError."""
        from summarizer.brief import Brief, completed
        from summarizer.recheck import schema_for
        from summarizer.validation import validate

        data = completed(data)  # briefs of earlier versions
        brief = Brief.from_dict(data)
        self.found = self.found or schema_for(brief, self.named)
        if brief.schema_id != self.found.id:
            raise BriefInvalid(
                f"it is by the schema {brief.schema_id!r}, this export is of {self.found.id!r}",
                mend="export briefs of one schema at a time",
            )
        problems = validate(data, None, self.found)
        article = None
        if not problems:
            article = self._article(path, brief.article.sha256, self.found)
            problems = validate(data, article, self.found) if article is not None else []
        if problems:
            more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
            raise BriefInvalid(f"it is no sound brief: {problems[0]}{more}", mend="see `summarizer validate`")
        if self.needs_text and article is None:
            raise SourceError(
                "its text is not kept beside it, and the tasks show the text",
                mend="export from the folder that `summarizer run -o` wrote (.summarizer has the texts), or run the source once more",
            )
        return _standing(brief), article

    def _article(self, path: Path, sha256: str, schema: Schema) -> Article | None:
        """The text from the record beside the brief, or from that of the folder above: reviewed briefs stand below the run's."""
        from summarizer.store import BriefStore

        for folder in (path.parent, path.resolve().parent.parent):
            store = BriefStore(folder, schema)
            if store.record(sha256).is_dir():
                return store.read_record(sha256)[0]
        return None

    def sources(self) -> list[Source]:
        """What is exported, each under a name of its own."""
        from summarizer.export.formats import Source
        from summarizer.store import stems

        names = stems(str(path) for path in self.read_from)
        return [Source(names[str(path)], brief, article) for path, (brief, article) in self.read_from.items()]


def _standing(brief: Brief) -> Brief:
    """A brief without what people rejected. Reviewed briefs have such facts in their ledger only; one from elsewhere may not."""
    out = {f.id for f in brief.all_facts() if f.review is not None and f.review.decision == "rejected"}
    if not out:
        return brief
    facts = {kind: tuple(f for f in of_kind if f.id not in out) for kind, of_kind in brief.facts.items()}
    told = tuple(s for s in brief.summary if not out.intersection(s.facts))
    return brief.model_copy(update={"facts": facts, "summary": told})


def _ftm(sources: Sequence[Source], schema: Schema) -> dict[str, bytes]:
    from summarizer.export.formats import ftm_entities
    from summarizer.export.formats.source import json_text

    return {"": "".join(f"{json_text(entity)}\n" for entity in ftm_entities(sources, schema)).encode()}


def _csv(sources: Sequence[Source], schema: Schema) -> dict[str, bytes]:
    from summarizer.export.formats import csv_files

    return csv_files(sources, schema)


def _sqlite(sources: Sequence[Source], schema: Schema) -> dict[str, bytes]:
    from summarizer.export.formats import sqlite_bytes

    return {"": sqlite_bytes(sources, schema)}


def _annotation(sources: Sequence[Source], schema: Schema) -> dict[str, bytes]:
    from summarizer.export.formats import annotation_collection
    from summarizer.export.formats.source import json_text

    return {"": f"{json_text(annotation_collection(sources, schema), indent=2)}\n".encode()}


def _label_studio(sources: Sequence[Source], schema: Schema) -> dict[str, bytes]:
    from summarizer.export.formats import labeling_config, labeling_tasks
    from summarizer.export.formats.source import json_text

    tasks = json_text(labeling_tasks(sources, schema), indent=1)
    return {"tasks.json": f"{tasks}\n".encode(), "labeling.xml": labeling_config(schema).encode()}


_FORMATS: dict[Format, Callable[[Sequence[Source], Schema], dict[str, bytes]]] = {
    "ftm": _ftm,
    "csv": _csv,
    "sqlite": _sqlite,
    "annotation": _annotation,
    "label-studio": _label_studio,
}
"""The files of each format by their names in OUT; the name is empty where OUT itself is the file."""


def _write(out: Path, files: dict[str, bytes], read: Sequence[Path], *, force: bool) -> None:
    """Write the files, each whole or not at all. Raises UsageError, and writes nothing, where one of them must not be replaced."""
    from summarizer.store import write_atomic

    places = {out / name if name else out: data for name, data in files.items()}
    if out.is_dir() and "" in files:
        raise UsageError(f"{out} is a folder, this format is one file", mend=f"name a file: -o {out / 'export'}")
    if out.exists() and not out.is_dir() and "" not in files:
        raise UsageError(f"{out} is a file, this format is several", mend="name a folder with -o")
    there = [place for place in places if place.exists()]
    for place in there:
        if any(place.samefile(path) for path in read):
            raise UsageError(f"{place} is one of the briefs that are exported", mend="name another file with -o")
        if _is_foreign_database(place):
            raise UsageError(f"{place} is a database, and none that was exported", mend="name another file with -o")
    if there and not force:
        raise UsageError(
            f"{there[0]} is there already", mend="name another place with -o, or replace what is there with --force"
        )
    for place, data in places.items():
        write_atomic(place, data)


def _is_foreign_database(place: Path) -> bool:
    """Whether a file is an SQLite database that no export wrote: a run's, a review's, somebody's."""
    from summarizer.export.formats.sqlite import APPLICATION_ID

    try:
        with place.open("rb") as file:
            head = file.read(72)
    except OSError:
        return False
    return head.startswith(_DATABASE) and head[68:72] != APPLICATION_ID.to_bytes(4, "big")
