"""``review.sqlite``: every decision, as it was made. Rows are added, never changed: the database itself refuses it.

    decisions   one row a decision: who, when, on which text, what; `body` has the facts and lines that it is about and the
                fact that it leads to, as JSON
    evidence    one row for each quote of these, with its offsets (code points, half-open) into the text of that digest

It is a file of its own beside the briefs: no run writes to it, and it can be copied, or kept elsewhere (``--decisions``).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace

from summarizer.review.decisions import Decision
from summarizer.store.journal import Journal, storable

__all__ = ["NAME", "VERSION", "DecisionLog"]

NAME = "review.sqlite"
VERSION = 1
APPLICATION = 0x53425256  # "SBRV", so that another program's database is not taken for one
_MOST = 2**63  # what SQLite takes for a whole number; no text is as long

_TABLES = """
CREATE TABLE decisions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    action TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    schema TEXT NOT NULL,
    source TEXT NOT NULL,
    step TEXT NOT NULL,
    step_of TEXT,
    chosen INTEGER REFERENCES decisions (id),
    reason TEXT,
    fact TEXT,
    kind TEXT,
    body TEXT NOT NULL
) STRICT;
CREATE INDEX decisions_by_text ON decisions (sha256, schema, id);
CREATE INDEX decisions_by_source ON decisions (source, sha256);

CREATE TABLE evidence (
    decision INTEGER NOT NULL REFERENCES decisions (id),
    part TEXT NOT NULL CHECK (part IN ('about', 'result')),
    fact TEXT NOT NULL,
    quote TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL
) STRICT;
CREATE INDEX evidence_by_decision ON evidence (decision);

CREATE TRIGGER decisions_stay BEFORE UPDATE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions are never changed'); END;
CREATE TRIGGER decisions_last BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions are never deleted'); END;
CREATE TRIGGER evidence_stays BEFORE UPDATE ON evidence BEGIN SELECT RAISE(ABORT, 'decisions are never changed'); END;
CREATE TRIGGER decisions_once BEFORE INSERT ON decisions WHEN EXISTS (SELECT 1 FROM decisions WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'decisions are never replaced'); END;
CREATE TRIGGER evidence_once BEFORE INSERT ON evidence WHEN EXISTS (SELECT 1 FROM evidence WHERE rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'decisions are never replaced'); END;
CREATE TRIGGER evidence_lasts BEFORE DELETE ON evidence BEGIN SELECT RAISE(ABORT, 'decisions are never deleted'); END;
"""


class DecisionLog(Journal):
    """The decisions about the briefs of a folder; may be used by several threads and several processes.

    The file is made by the first decision: who only looks leaves nothing behind. Raises UsageError where it can't be
    used.
    """

    application = APPLICATION
    version = VERSION
    tables = _TABLES
    other_place = when_unusable = "name another file with --decisions"

    def of(self, sha256: str, schema_id: str) -> list[Decision]:
        """The decisions about the text with this digest by this schema, in the order in which they were made."""
        with self._reading() as connection:
            if connection is None:
                return []
            rows = connection.execute(
                "SELECT * FROM decisions WHERE sha256 = ? AND schema = ? ORDER BY id",
                [_storable(sha256), _storable(schema_id)],
            ).fetchall()
        return [_decision(row) for row in rows]

    def heads(self) -> dict[tuple[str, str], int]:
        """The id of the last decision about each text and schema."""
        with self._reading() as connection:
            if connection is None:
                return {}
            rows = connection.execute(
                "SELECT sha256, schema, max(id) FROM decisions GROUP BY sha256, schema"
            ).fetchall()
        return {(row[0], row[1]): row[2] for row in rows}

    def head(self, sha256: str, schema_id: str) -> int:
        """The id of the last decision about a text by a schema; 0 where there is none."""
        with self._reading() as connection:
            if connection is None:
                return 0
            row = connection.execute(
                "SELECT max(id) FROM decisions WHERE sha256 = ? AND schema = ?",
                [_storable(sha256), _storable(schema_id)],
            ).fetchone()
        return row[0] or 0

    def elsewhere(self, source: str, sha256: str) -> int:
        """How many decisions there are about another text of the same source: about what it said before it was changed."""
        with self._reading() as connection:
            if connection is None:
                return 0
            row = connection.execute(
                "SELECT count(*) FROM decisions WHERE source = ? AND sha256 <> ?",
                [_storable(source), _storable(sha256)],
            ).fetchone()
        return int(row[0])

    def append(self, decisions: Sequence[Decision], *, after: int | None = None) -> list[Decision] | None:
        """Keep decisions, all of them or none; gives them with their ids once they are on the disk.

        With ``after`` nothing is kept, and None given, if somebody has decided something about the same text meanwhile:
        since the decision with that id.
        """
        return self._add(
            lambda connection: after is not None and bool(decisions) and self._moved(connection, decisions[0], after),
            lambda connection: [self._insert(connection, decision) for decision in decisions],
        )

    def _moved(self, connection: sqlite3.Connection, decision: Decision, after: int) -> bool:
        row = connection.execute(
            "SELECT 1 FROM decisions WHERE sha256 = ? AND schema = ? AND id > ? LIMIT 1",
            [_storable(decision.sha256), _storable(decision.schema_id), after],
        ).fetchone()
        return row is not None

    def _insert(self, connection: sqlite3.Connection, decision: Decision) -> Decision:
        about = [t.fact for t in decision.targets if t.fact is not None]
        told = decision.result or next(iter(about), None)
        row = {
            "at": decision.at,
            "reviewer": _storable(decision.reviewer),
            "action": decision.action,
            "sha256": _storable(decision.sha256),
            "schema": _storable(decision.schema_id),
            "source": _storable(decision.source),
            "step": decision.step,
            "step_of": decision.step_of,
            "chosen": decision.chosen,
            "reason": _storable(decision.reason),
            "fact": _storable(told.id) if told else None,
            "kind": _storable(told.kind) if told else None,
            "body": json.dumps(decision.body()),
        }
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        # The columns are named above.
        cursor = connection.execute(f"INSERT INTO decisions ({names}) VALUES ({marks})", list(row.values()))  # noqa: S608
        assert cursor.lastrowid is not None
        quotes = [("about", f.id, e) for f in about for e in f.evidence]
        quotes += [("result", decision.result.id, e) for e in decision.result.evidence] if decision.result else []
        connection.executemany(
            "INSERT INTO evidence VALUES (?, ?, ?, ?, ?, ?)",
            [
                (cursor.lastrowid, part, _storable(id), _storable(e.quote), e.start, e.end)
                for part, id, e in quotes
                if max(abs(e.start), abs(e.end)) < _MOST  # a brief from elsewhere may say anything
            ],
        )
        return replace(decision, id=cursor.lastrowid)


def _decision(row: sqlite3.Row) -> Decision:
    targets, result = Decision.read_body(json.loads(row["body"]))
    return Decision(
        id=row["id"],
        action=row["action"],
        reviewer=row["reviewer"],
        at=row["at"],
        sha256=row["sha256"],
        schema_id=row["schema"],
        source=row["source"],
        step=row["step"],
        step_of=row["step_of"],
        chosen=row["chosen"],
        reason=row["reason"],
        targets=targets,
        result=result,
    )


def _storable(value: str | None) -> str | None:
    return None if value is None else storable(value)
