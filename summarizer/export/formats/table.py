"""Briefs as tables, and the tables as CSV files; ``sqlite`` makes a database of the same tables.

A table for each kind of fact, one row a fact and one column a field; beside them ``briefs``, ``summaries``, ``facts`` (what
every fact has), ``names`` (each name of each name field, to be joined over), ``times``, ``evidence`` and ``ledger``. Rows find
each other by ``brief`` and ``fact``. Nothing of a brief is left out, so that facts can be read back as they were.

A field's cell has the value's own words. A value that is a list is written as JSON, and so is a string that begins with ``[``
or ``"``: whatever begins with one of these is JSON.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from summarizer.brief import Brief, Fact
from summarizer.export.escape import file_stem
from summarizer.export.formats.source import Source, distinct, json_text, names_in, storable
from summarizer.schema import Kind, Schema

__all__ = ["Cell", "Column", "Table", "csv_files", "defused", "tables_of"]

Cell = str | int | float | None
_FORMULA = re.compile(r"['\t\r\n]|[\s\ufeff\u200b-\u200f\u2060]*[=+\-@＝＋－＠]")


@dataclass(frozen=True)
class Column:
    """A column. ``of`` names the table whose key it is part of; ``members`` are the only values it has (empty: any)."""

    name: str
    type: Literal["TEXT", "INTEGER", "REAL"] = "TEXT"
    required: bool = False
    members: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table. The first ``key`` columns tell its rows apart; ``parent`` is the table whose rows they belong to, by that table's key."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    key: int
    parent: str | None = None
    kind: str | None = None


def tables_of(sources: Sequence[Source], schema: Schema) -> list[Table]:
    """The tables of briefs of one schema, parents before children: ``briefs``, ``facts``, one a kind, and what belongs to them.

    A kind that is called like one of the tables here, or like another kind but for its capitals, gets an underscore.
    """
    names = distinct(
        ["briefs", "summaries", "facts", "names", "times", "evidence", "ledger", *(k.name for k in schema.kinds)]
    )
    briefs, summaries, facts, found, times, evidence, ledger = (next(names) for _ in range(7))
    kinds = [(kind, next(names)) for kind in schema.kinds]
    whose, which = _text("brief"), _text("fact")
    n = _count("n")
    return [
        _table(briefs, _BRIEF, (_brief_row(s) for s in sources), 1),
        _table(summaries, (whose, n, _text("text"), _text("facts")), _summary_rows(sources), 2, briefs),
        _table(facts, _FACT, _fact_rows(sources), 2, briefs),
        *(_kind_table(name, kind, sources, facts) for kind, name in kinds),
        _table(found, (whose, which, _text("field"), n, _text("name")), _name_rows(sources, schema), 4, facts),
        _table(times, (whose, which, _text("field"), *_TIME), _time_rows(sources), 3, facts),
        _table(evidence, (whose, which, n, *_EVIDENCE), _evidence_rows(sources), 3, facts),
        _table(ledger, (whose, n, *_LINE), _ledger_rows(sources), 2, briefs),
    ]


def csv_files(sources: Sequence[Source], schema: Schema) -> dict[str, bytes]:
    """The tables as CSV files (RFC 4180, UTF-8, with a header), by file name; files without rows are there, too.

    What every fact has stands in the files of the kinds, so there is no ``facts.csv``. Null is an empty cell. A cell that a
    spreadsheet could take for a formula is `defused`.
    """
    tables = tables_of(sources, schema)
    facts = next(t for t in tables if t.columns is _FACT)
    shared = {row[:2]: row for row in facts.rows}
    own = [i for i, c in enumerate(_FACT) if c.name not in ("brief", "fact", "kind")]
    files: dict[str, bytes] = {}
    for table in tables:
        if table is facts:
            continue
        columns, rows = [c.name for c in table.columns], [list(row) for row in table.rows]
        if table.kind is not None:
            fields = columns[2:]
            columns = [*columns[:2], *distinct([_FACT[i].name for i in own], columns), *fields]
            rows = [[*row[:2], *(shared[row[0], row[1]][i] for i in own), *row[2:]] for row in rows]
        files[f"{file_stem(table.name)}.csv"] = _csv([columns, *rows])
    return files


def defused(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: with ``'`` before it where it begins with ``=``, ``+``, ``-``, ``@`` (their
    full-width forms, and after white space, too), a tab, a line break or ``'`` itself. Dropping one ``'`` from the start of a
    cell that has it gives the cell as it was."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([[defused(c) if isinstance(c, str) else c for c in row] for row in rows])
    return out.getvalue().encode()


def _text(name: str, *members: str, required: bool = True) -> Column:
    return Column(name, required=required, members=members)


def _count(name: str) -> Column:
    return Column(name, "INTEGER", required=True)


_EVIDENCE = (
    _count("start"),
    _count("end"),
    _text("quote"),
    _text("prefix"),
    _text("suffix"),
    _text("match", "exact", "typographic"),
    _count("occurrences"),
)
_TIME = (
    _text("words"),
    _text("start", required=False),
    _text("end", required=False),
    _text("precision"),
    _count("approximate"),
)
_LINE = (
    _text("path"),
    _text("code"),
    _text("value", required=False),
    _text("quote", required=False),
    _text("hint", required=False),
    _count("attempt"),
)
_FACT = (
    _text("brief"),
    _text("fact"),
    _text("kind"),
    _count("n"),
    _text("verdict", "supported", "flagged"),
    _text("reasons"),
    _text("review", required=False),
    _text("reviewed_by", required=False),
    _text("review_json", required=False),
)
_BRIEF = (
    _text("brief"),
    _text("schema"),
    _text("status", "complete", "suspect"),
    *(_text(name, required=False) for name in ("title", "publisher", "published_at", "language", "url")),
    _text("source"),
    _text("encoding"),
    _text("sha256"),
    _count("chars"),
    *(_text(name) for name in ("tool", "model", "strategy", "prompt", "prompt_sha256", "schema_sha256", "created_at")),
    _text("endpoint_host", required=False),
    *(_count(name) for name in ("calls", "prompt_tokens", "cached_tokens", "completion_tokens")),
    *(Column(name, "REAL") for name in ("prompt_seconds", "completion_seconds", "seconds", "cost_usd")),
)


def _table(
    name: str, columns: tuple[Column, ...], rows: Iterable[Sequence[Cell]], key: int, parent: str | None = None
) -> Table:
    kept = tuple(tuple(storable(c) if isinstance(c, str) else c for c in row) for row in rows)
    return Table(name, columns, kept, key, parent)


def _kind_table(name: str, kind: Kind, sources: Sequence[Source], facts: str) -> Table:
    fields = distinct([f.name for f in kind.fields], ["brief", "fact"])
    columns = (
        *_FACT[:2],
        *(
            Column(as_named, required=f.required and not f.many, members=() if f.many else f.members)
            for as_named, f in zip(fields, kind.fields, strict=True)
        ),
    )
    rows = (
        (source.name, fact.id, *(_cell(fact.values.get(f.name)) for f in kind.fields))
        for source in sources
        for fact in source.brief.facts.get(kind.name, ())
    )
    made = _table(name, columns, rows, 2, facts)
    return Table(made.name, made.columns, made.rows, made.key, made.parent, kind.name)


def _cell(value: Any) -> Cell:
    if value is None:
        return None
    if isinstance(value, str) and value[:1] not in ("[", '"'):
        return value
    return json_text(list(value) if isinstance(value, tuple) else value)


def _brief_row(source: Source) -> list[Cell]:
    brief = source.brief
    told: Mapping[str, Cell] = {
        **brief.article.model_dump(),
        **brief.provenance.model_dump(),
        "brief": source.name,
        "schema": brief.schema_id,
        "status": brief.status,
    }
    return [told[column.name] for column in _BRIEF]


def _summary_rows(sources: Sequence[Source]) -> Iterator[tuple[Cell, ...]]:
    for source in sources:
        for n, sentence in enumerate(source.brief.summary):
            yield source.name, n, sentence.text, json_text(list(sentence.facts))


def _fact_rows(sources: Sequence[Source]) -> Iterator[tuple[Cell, ...]]:
    for source in sources:
        for kind, facts in source.brief.facts.items():
            for n, fact in enumerate(facts):
                review = fact.review
                yield (
                    *(source.name, fact.id, kind, n, fact.verdict, json_text(list(fact.reasons))),
                    *((None, None, None) if review is None else _review(fact)),
                )


def _review(fact: Fact) -> tuple[Cell, ...]:
    review = fact.review
    assert review is not None
    return review.decision, json_text(list(review.by)), json_text(review.model_dump(mode="json"))


def _each(sources: Sequence[Source]) -> Iterator[tuple[str, Brief, Fact]]:
    for source in sources:
        for fact in source.brief.all_facts():
            yield source.name, source.brief, fact


def _name_rows(sources: Sequence[Source], schema: Schema) -> Iterator[tuple[Cell, ...]]:
    fields = {k.name: [f.name for f in k.fields if f.is_name] for k in schema.kinds}
    for name, _, fact in _each(sources):
        for field in fields.get(fact.kind, ()):
            for n, said in enumerate(names_in(fact.values.get(field))):
                yield name, fact.id, field, n, said


def _time_rows(sources: Sequence[Source]) -> Iterator[tuple[Cell, ...]]:
    for name, _, fact in _each(sources):
        for field, time in fact.resolved.items():
            yield name, fact.id, field, time.words, time.start, time.end, time.precision, int(time.approximate)


def _evidence_rows(sources: Sequence[Source]) -> Iterator[tuple[Cell, ...]]:
    for name, _, fact in _each(sources):
        for n, e in enumerate(fact.evidence):
            yield name, fact.id, n, e.start, e.end, e.quote, e.prefix, e.suffix, e.match, e.occurrences


def _ledger_rows(sources: Sequence[Source]) -> Iterator[tuple[Cell, ...]]:
    for source in sources:
        for n, line in enumerate(source.brief.ledger):
            value = None if line.value is None else json_text(line.value)
            yield source.name, n, line.path, line.code, value, line.quote, line.hint, line.attempt
