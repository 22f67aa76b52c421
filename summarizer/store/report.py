"""What a folder's database says of its runs: figures for people and programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from summarizer.store.database import Database

__all__ = ["Failure", "Report", "report_on"]


@dataclass(frozen=True)
class Failure:
    """Sources that have no brief for one reason: ``pending`` ones are taken up by the next run by itself."""

    code: str
    pending: bool
    number: int
    first: str
    message: str
    mend: str | None


@dataclass(frozen=True)
class Report:
    """A folder as it stands: sources by state, facts, ledger lines, what it took, and its last runs.

    ``cost_usd`` is None where no price is known. Counts of calls and tokens are those of the briefs that stand; what
    failed, or was made anew, cost more.
    """

    done: int
    suspect: int
    failed: int
    pending: int
    facts: dict[str, int]
    flagged: int
    ledger: dict[str, int]
    failures: tuple[Failure, ...]
    calls: int
    prompt_tokens: int
    cached_tokens: int
    completion_tokens: int
    cost_usd: float | None
    seconds: float
    runs: tuple[dict[str, Any], ...]

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON has it."""
        return {"format": "status/1", **asdict(self)}


RUNS = 5


def report_on(database: Database) -> Report:
    """Read the figures of a folder."""
    totals = database.one(
        "SELECT coalesce(sum(state = 'done'), 0) AS done, coalesce(sum(status = 'suspect'), 0) AS suspect,"
        " coalesce(sum(state = 'failed'), 0) AS failed, coalesce(sum(state = 'pending'), 0) AS pending,"
        " coalesce(sum(flagged), 0) AS flagged, coalesce(sum(calls), 0) AS calls,"
        " coalesce(sum(prompt_tokens), 0) AS prompt_tokens, coalesce(sum(cached_tokens), 0) AS cached_tokens,"
        " coalesce(sum(completion_tokens), 0) AS completion_tokens, sum(cost_usd) AS cost_usd,"
        " coalesce(sum(seconds), 0.0) AS seconds FROM articles"
    )
    assert totals is not None  # a sum always has a row
    return Report(
        **dict(totals),
        facts=_counts(database, "SELECT kind, count(*) FROM facts GROUP BY kind ORDER BY count(*) DESC"),
        ledger=_counts(
            database,
            "SELECT ledger.code, count(*) FROM ledger JOIN articles ON articles.id = ledger.article"
            " WHERE articles.state = 'done' GROUP BY ledger.code ORDER BY count(*) DESC",
        ),
        failures=tuple(_failures(database)),
        runs=tuple(
            dict(row)
            for row in database.all(
                "SELECT run, started_at, ended_at, ended, tool, model, strategy, prompt,"
                " (SELECT count(*) FROM articles WHERE articles.run = runs.run) AS articles"
                " FROM runs ORDER BY run DESC LIMIT ?",
                [RUNS],
            )
        ),
    )


def _counts(database: Database, sql: str) -> dict[str, int]:
    return {row[0]: row[1] for row in database.all(sql)}


def _failures(database: Database) -> Iterator[Failure]:
    rows = database.all(
        "SELECT code, state = 'pending' AS pending, count(*) AS number, min(rowid) AS first FROM articles"
        " WHERE state <> 'done' GROUP BY code, state ORDER BY count(*) DESC"
    )
    for row in rows:
        one = database.one("SELECT source, message, mend FROM articles WHERE rowid = ?", [row["first"]])
        assert one is not None
        yield Failure(
            row["code"] or "", bool(row["pending"]), row["number"], one["source"], one["message"] or "", one["mend"]
        )
