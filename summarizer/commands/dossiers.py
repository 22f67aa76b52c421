"""A dossier's folder: read, merged anew from its briefs by what people decided, and written."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from summarizer.commands.common import announce_code, say
from summarizer.errors import BriefInvalid, SchemaError, SourceError, UsageError
from summarizer.store import BriefStore, read_brief, read_json, write_atomic

if TYPE_CHECKING:
    from summarizer.dossier.decided import LinkDecision
    from summarizer.dossier.shapes import Dossier, Entry
    from summarizer.schema import Schema

__all__ = ["DOSSIER", "GRAPH", "PAGE", "Again", "is_dossier", "read_dossier", "write_views"]

DOSSIER, PAGE, GRAPH = "dossier.json", "index.html", "graph.svg"


def is_dossier(folder: Path) -> bool:
    """Whether a folder is one that `summarizer merge -o` wrote to."""
    return (folder / DOSSIER).is_file()


def read_dossier(folder: Path) -> Dossier:
    """The dossier of a folder. Raises BriefInvalid where there is none that can be read."""
    from summarizer.dossier.shapes import Dossier

    path = folder / DOSSIER
    try:
        return Dossier.from_dict(read_json(path))
    except BriefInvalid as error:
        message = error.message if str(path) in error.message else f"{path}: {error.message}"
        raise BriefInvalid(message, mend=error.mend or "make it anew: summarizer merge BRIEF... -o DOSSIER") from error


def write_views(dossier: Dossier, folder: Path, schema: Schema) -> list[Path]:
    """Write the page of a dossier and its graph into its folder; gives what was written.

    Without pygraphviz the page has a table in the place of the graph, and that is said. Raises UsageError where the folder
    can't be written.
    """
    from summarizer.export.dossier_graph import graph_svg
    from summarizer.export.dossier_html import render_dossier

    graph: str | None = None
    try:
        graph = graph_svg(dossier, schema, page=PAGE)
    except UsageError as error:
        say(f"No graph: {error.message} ({error.mend})")
    written = {PAGE: render_dossier(dossier, graph, schema)} | ({GRAPH: graph} if graph is not None else {})
    for name, text in written.items():
        write_atomic(folder / name, text)
    return [folder / name for name in written]


class Again:
    """Merges the briefs of a folder's dossier anew, and writes it; what `summarizer.review.links.LinkDesk` calls.

    ``schema`` is the user's ``FILE.py:CLASS`` where the dossier's is not built in; ``also`` writes what else the folder
    has of the dossier. Raises UsageError, BriefInvalid or SchemaError where a brief is not where it was, or is none any
    more, or the schema is not here.
    """

    def __init__(
        self,
        folder: Path,
        schema: str | None = None,
        *,
        also: Callable[[Dossier, Path, Schema], object] = write_views,
        clock: Callable[[], datetime.datetime] = lambda: datetime.datetime.now(datetime.UTC),
    ) -> None:
        self.folder = folder
        told = read_dossier(folder)
        self._names = [brief.name for brief in told.briefs]
        self._also = also
        self._clock = clock
        self.schema = _schema(told.schema_id, schema)

    def __call__(self, decisions: Sequence[LinkDecision]) -> tuple[Dossier, Sequence[Entry]]:
        """The dossier by these decisions, written, and what it was made of."""
        from summarizer.dossier.merge import merge_briefs

        entries = [self._entry(name) for name in self._names]
        at = self._clock().astimezone(datetime.UTC).isoformat(timespec="seconds")
        dossier = merge_briefs(entries, self.schema, decisions, created_at=at)
        write_atomic(self.folder / DOSSIER, dossier.to_json() + "\n")
        self._also(dossier, self.folder, self.schema)
        return dossier, entries

    def _entry(self, name: str) -> Entry:
        from summarizer.dossier.shapes import Entry

        path = next((p for p in (Path(name), self.folder / name) if p.is_file()), None)
        if path is None:
            raise UsageError(
                f"the dossier is made of {name}, which is not here",
                mend="call this in the folder where you merged, or merge again: summarizer merge BRIEF... -o DOSSIER",
            )
        brief = read_brief(path)
        try:
            article, _ = BriefStore(path.parent, self.schema).read_record(brief.article.sha256)
        except SourceError:
            return Entry(brief, name)  # the text was not kept beside it: less is known of how sources hang together
        return Entry(brief, name, article)


def _schema(id: str, given: str | None) -> Schema:
    from summarizer.schema import find_schema
    from summarizer.schema.find import runs_code

    if given is not None:
        announce_code(given)
        schema = find_schema(given)
        if schema.id != id:
            raise SchemaError(f"the dossier is by the schema {id!r}, not {schema.id!r}")
        return schema
    # Only who runs the program may name code to be run.
    if runs_code(id):
        raise SchemaError(f"no built-in schema is called {id!r}", mend="name it: --schema FILE.py:CLASS")
    return find_schema(id)
