"""Briefs as one SQLite database: the tables of ``table``, typed, with keys that refer to each other."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from summarizer.errors import BriefInvalid
from summarizer.export.formats.source import Source
from summarizer.export.formats.table import Column, Table, tables_of
from summarizer.schema import Schema

__all__ = ["APPLICATION_ID", "VERSION", "sqlite_bytes"]

APPLICATION_ID = 0x5B7B0E01  # in the file's header: an export, not the database of a run
VERSION = 1


def sqlite_bytes(sources: Sequence[Source], schema: Schema) -> bytes:
    """The database file of briefs of one schema: STRICT tables, every row's parent there, the same bytes for the same briefs.

    Raises BriefInvalid where a brief has a number that no integer of SQLite holds.
    """
    tables = tables_of(sources, schema)
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("BEGIN")
        by_name = {table.name: table for table in tables}
        for table in tables:
            connection.execute(_create(table, by_name))
            marks = ", ".join("?" * len(table.columns))
            # Names come from the schema's classes, and are quoted; values are bound.
            connection.executemany(f"INSERT INTO {_quoted(table.name)} VALUES ({marks})", table.rows)  # noqa: S608
        for table in tables:
            for view in _view(table, by_name):
                connection.execute(view)
        connection.execute("COMMIT")
        return bytes(connection.serialize())
    except OverflowError as error:
        raise BriefInvalid("a brief has a number of more than 64 bits", mend="see `summarizer validate`") from error
    finally:
        connection.close()


def _create(table: Table, by_name: dict[str, Table]) -> str:
    key = [_quoted(c.name) for c in table.columns[: table.key]]
    lines = [*map(_column, table.columns), f"PRIMARY KEY ({', '.join(key)})"]
    if table.parent is not None:
        refers = [_quoted(c.name) for c in table.columns[: by_name[table.parent].key]]
        lines.append(f"FOREIGN KEY ({', '.join(refers)}) REFERENCES {_quoted(table.parent)}")
    return f"CREATE TABLE {_quoted(table.name)} ({', '.join(lines)}) STRICT"


def _column(column: Column) -> str:
    said = [_quoted(column.name), column.type]
    if column.required:
        said.append("NOT NULL")
    if column.members:
        said.append(f"CHECK ({_quoted(column.name)} IN ({', '.join(map(_literal, column.members))}))")
    return " ".join(said)


def _view(table: Table, by_name: dict[str, Table]) -> list[str]:
    """Of a kind, its facts with verdict, review and first quote, to be looked at without a join."""
    if table.kind is None or table.parent is None:
        return []
    evidence = next(t for t in by_name.values() if any(c.name == "occurrences" for c in t.columns) and t.key == 3)
    name = f"{table.name} with evidence"
    return [
        f'CREATE VIEW {_quoted(name)} AS SELECT k.*, f.verdict, f.reasons, f.review, e.quote, e.start, e."end" '  # noqa: S608
        f"FROM {_quoted(table.name)} AS k JOIN {_quoted(table.parent)} AS f USING (brief, fact) "
        f"LEFT JOIN {_quoted(evidence.name)} AS e ON e.brief = k.brief AND e.fact = k.fact AND e.n = 0"
    ]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
