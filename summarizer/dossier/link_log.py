"""``links.sqlite``: every decision about who is who, as it was made. Rows are added, never changed: the database itself refuses it.

    decisions   one row a decision: who, when, what
    sides       two rows for each: the folded name, its kind, and the digests of the texts that it stands in, as JSON

It lies in the dossier's folder; a new dossier of the same texts may be made with the same file.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace

from summarizer.dossier.decided import LINK_ACTIONS, LinkDecision, LinkSide
from summarizer.store.journal import Journal, storable

__all__ = ["NAME", "VERSION", "LinkLog"]

NAME = "links.sqlite"
VERSION = 1
APPLICATION = 0x53424C4B  # "SBLK", so that another program's database is not taken for one

_TABLES = (
    """CREATE TABLE decisions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    action TEXT NOT NULL CHECK (action IN ('confirm', 'reject', 'undo'))
) STRICT""",
    """CREATE TABLE sides (
    decision INTEGER NOT NULL REFERENCES decisions (id),
    part TEXT NOT NULL CHECK (part IN ('one', 'other')),
    name TEXT NOT NULL,
    kind TEXT,
    texts TEXT NOT NULL,
    PRIMARY KEY (decision, part)
) STRICT""",
    *(
        f"CREATE TRIGGER {table}_{event.lower()} BEFORE {event} ON {table} {when}"
        f"BEGIN SELECT RAISE(ABORT, 'decisions are never {word}'); END"
        for table, key in (("decisions", "id = NEW.id"), ("sides", "decision = NEW.decision AND part = NEW.part"))
        for event, word, when in (
            ("UPDATE", "changed", ""),
            ("DELETE", "deleted", ""),
            # A REPLACE deletes without asking the trigger for deletions.
            ("INSERT", "replaced", f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key}) "),  # noqa: S608 - names from above
        )
    ),
)


class LinkLog(Journal):
    """The decisions about the links of a dossier; may be used by several threads and several processes.

    The file is made by the first decision: who only looks leaves nothing behind. Raises UsageError where it can't be
    used.
    """

    application = APPLICATION
    version = VERSION
    tables = "".join(f"{statement};\n" for statement in _TABLES)
    other_place = "merge into another folder"
    when_unusable = "see that the folder can be written, or merge into another"

    def all(self) -> list[LinkDecision]:
        """Every decision, in the order in which they were made."""
        with self._reading() as connection:
            if connection is None:
                return []
            rows = connection.execute(
                "SELECT d.id, d.at, d.reviewer, d.action, s.part, s.name, s.kind, s.texts"
                " FROM decisions AS d JOIN sides AS s ON s.decision = d.id ORDER BY d.id, s.part"
            ).fetchall()
        # Each has two rows, 'one' before 'other' by the alphabet.
        return [_decision(one, other) for one, other in zip(rows[::2], rows[1::2], strict=True)]

    def head(self) -> int:
        """The id of the last decision; 0 where there is none."""
        with self._reading() as connection:
            if connection is None:
                return 0
            row = connection.execute("SELECT max(id) FROM decisions").fetchone()
        return row[0] or 0

    def append(self, decisions: Sequence[LinkDecision], *, after: int | None = None) -> list[LinkDecision] | None:
        """Keep decisions, all of them or none; gives them with their ids once they are on the disk.

        With ``after`` nothing is kept, and None given, if anybody has decided anything since the decision with that id.
        Raises ValueError where an action is none.
        """
        for decision in decisions:
            if decision.action not in LINK_ACTIONS:
                raise ValueError(f"no action of links: {decision.action}")
        return self._add(
            lambda connection: after is not None and self._last(connection) > after,
            lambda connection: [self._insert(connection, decision) for decision in decisions],
        )

    def _last(self, connection: sqlite3.Connection) -> int:
        return connection.execute("SELECT max(id) FROM decisions").fetchone()[0] or 0

    def _insert(self, connection: sqlite3.Connection, decision: LinkDecision) -> LinkDecision:
        cursor = connection.execute(
            "INSERT INTO decisions (at, reviewer, action) VALUES (?, ?, ?)",
            [decision.at, storable(decision.reviewer), decision.action],
        )
        assert cursor.lastrowid is not None
        connection.executemany(
            "INSERT INTO sides VALUES (?, ?, ?, ?, ?)",
            [
                (
                    cursor.lastrowid,
                    part,
                    storable(s.name),
                    storable(s.kind) if s.kind is not None else None,
                    json.dumps(s.texts),
                )
                for part, s in (("one", decision.one), ("other", decision.other))
            ],
        )
        return replace(decision, id=cursor.lastrowid)


def _decision(one: sqlite3.Row, other: sqlite3.Row) -> LinkDecision:
    return LinkDecision(
        action=one["action"],
        one=_side(one),
        other=_side(other),
        reviewer=one["reviewer"],
        at=one["at"],
        id=one["id"],
    )


def _side(row: sqlite3.Row) -> LinkSide:
    return LinkSide(row["name"], row["kind"], tuple(json.loads(row["texts"])))
