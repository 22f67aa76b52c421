"""SQLite exports: opened and checked by SQLite, and facts read back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest

from summarizer.errors import BriefInvalid
from summarizer.export.formats import Source, sqlite_bytes
from summarizer.export.formats.sqlite import APPLICATION_ID
from tests.core.test_formats_table import CLASHING, clashing, facts_of
from tests.exporting import SCHEMA, source


@contextmanager
def opened(data: bytes) -> Iterator[sqlite3.Connection]:
    """The database, read only in effect: it is a copy."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(data)
        connection.row_factory = sqlite3.Row
        yield connection


def rows(connection: sqlite3.Connection, sql: str) -> list[dict[str, Any]]:
    """All rows of a query, null as an empty string as in a CSV file."""
    return [{k: "" if row[k] is None else row[k] for k in row.keys()} for row in connection.execute(sql)]  # noqa: SIM118


def test_sqlite_finds_the_database_sound() -> None:
    """Integrity and every reference hold, and the file says whose it is."""
    with opened(sqlite_bytes([source(), source("other")], SCHEMA)) as connection:
        assert [tuple(r) for r in connection.execute("PRAGMA integrity_check")] == [("ok",)]
        assert list(connection.execute("PRAGMA foreign_key_check")) == []
        assert connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        strict = {r["name"]: r["strict"] for r in connection.execute("PRAGMA table_list") if r["type"] == "table"}
        assert all(v for name, v in strict.items() if not name.startswith("sqlite_"))
        assert set(strict) >= {
            "briefs",
            "facts",
            "evidence",
            "ledger",
            "names",
            "times",
            *(k.name for k in SCHEMA.kinds),
        }


def test_facts_come_back_as_they_were() -> None:
    """Facts are read from the tables as they stood in the brief."""
    one = source()
    with opened(sqlite_bytes([one, source("other")], SCHEMA)) as connection:
        kinds = {
            k.name: rows(connection, f'SELECT * FROM "{k.name}" JOIN facts USING (brief, fact) ORDER BY n')
            for k in SCHEMA.kinds
        }
        evidence = rows(connection, "SELECT * FROM evidence")
        times = [r | {"approximate": str(r["approximate"])} for r in rows(connection, "SELECT * FROM times")]
    assert facts_of(SCHEMA, kinds, evidence, times, "hostile") == [f for k in SCHEMA.kinds for f in one.brief[k.name]]


def test_facts_are_looked_up_by_name_and_with_evidence() -> None:
    """A name leads to its facts, and a kind's view has verdict, review and the first quote."""
    with opened(sqlite_bytes([source()], SCHEMA)) as connection:
        found = connection.execute(
            "SELECT kind FROM names JOIN facts USING (brief, fact) WHERE name = 'Tarn' ORDER BY kind"
        ).fetchall()
        assert [r["kind"] for r in found] == ["items", "sanctions"]
        (item,) = connection.execute('SELECT * FROM "items with evidence"').fetchall()
        assert (item["verdict"], item["review"], item["quote"][:7]) == ("supported", "accepted", "Velmora")


def test_same_briefs_give_the_same_bytes() -> None:
    """Nothing of the hour or the machine is in the file."""
    assert sqlite_bytes([source()], SCHEMA) == sqlite_bytes([source()], SCHEMA)


def test_types_are_kept() -> None:
    """A status that the schema does not have, a word as an offset, nothing where something is required: the tables refuse it."""
    with opened(sqlite_bytes([source()], SCHEMA)) as connection:
        for wrong in (
            "UPDATE items SET status = 'sold'",
            "UPDATE evidence SET start = 'x'",
            "UPDATE items SET description = NULL",
            "UPDATE items SET fact = 'x'",
        ):
            connection.execute("PRAGMA foreign_keys = ON")
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(wrong)


def test_names_that_clash_are_told_apart() -> None:
    """Kinds and fields that are called like the export's own, or like each other but for capitals, are all there."""
    with opened(sqlite_bytes([clashing()], CLASHING)) as connection:
        assert rows(connection, 'SELECT "brief_", "fact_" FROM "EVIDENCE__"') == [{"brief_": "EVIDENCE", "fact_": "x"}]
        assert list(connection.execute("PRAGMA foreign_key_check")) == []


def test_number_too_large_is_told() -> None:
    """A count of more than 64 bits, which a brief from elsewhere may have, is an error with words."""
    made = source().brief
    huge = made.model_copy(update={"article": made.article.model_copy(update={"chars": 2**70})})
    with pytest.raises(BriefInvalid, match="64 bits"):
        sqlite_bytes([Source("one", huge)], SCHEMA)
