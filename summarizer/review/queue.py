"""The queue of a folder: a row for each brief and each source without one, worst first."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from summarizer.brief import LedgerLine
from summarizer.review.slots import Review

__all__ = ["STATES", "QueueRow", "failure_rows", "row_of", "worst_first"]

State = Literal["failed", "suspect", "conflict", "flagged", "open", "begun", "decided", "finished"]
STATES: tuple[State, ...] = ("failed", "suspect", "conflict", "flagged", "open", "begun", "decided", "finished")
_LISTS = {"summary", "ledger"}
LEDGER = "ledger.jsonl"


@dataclass(frozen=True)
class QueueRow:
    """One brief in the queue, or a source that has none (``failure`` is then why, ``name`` is empty).

    ``flagged`` counts the facts that are flagged and not decided yet, ``lines`` the ledger's, ``losses`` those of them by which
    something may be missing, and that nobody has looked at; ``decided`` and ``conflicts`` count facts by what people made of them.
    """

    name: str
    title: str
    source: str
    publisher: str = ""
    published_at: str = ""
    status: str = ""
    sha256: str = ""
    schema_id: str = ""
    facts: int = 0
    flagged: int = 0
    lines: int = 0
    losses: int = 0
    decided: int = 0
    conflicts: int = 0
    finished_by: str = ""
    failure: str = ""
    mend: str = ""

    @property
    def state(self) -> State:
        """The word for how far it is, the worst that holds of it."""
        if self.failure:
            return "failed"
        if self.finished_by:
            return "finished"
        if self.conflicts:
            return "conflict"
        if self.status == "suspect":
            return "suspect"
        if self.facts and self.decided == self.facts:
            return "decided"
        if self.flagged:
            return "flagged"
        return "begun" if self.decided else "open"

    def is_in(self, state: str) -> bool:
        """Whether a filter by this state shows it: several may hold."""
        holding = {
            "all": True,
            "failed": bool(self.failure),
            "suspect": self.status == "suspect",
            "conflict": bool(self.conflicts),
            "flagged": bool(self.flagged),
            "open": not self.failure and not self.finished_by,
            "finished": bool(self.finished_by),
        }
        return holding.get(state, self.state == state)

    def matches(self, words: str) -> bool:
        """Whether each of the words stands in its title, source, publisher or failure."""
        said = " ".join((self.name, self.title, self.source, self.publisher, self.failure)).casefold()
        return all(word in said for word in words.casefold().split())

    @classmethod
    def broken(cls, name: str, why: str) -> QueueRow:
        """A file that should be a brief and can't be read as one."""
        return cls(name="", title=name, source=f"{name}.json", failure=why, mend="run the source once more")

    def with_review(self, review: Review) -> QueueRow:
        """The row with what people have decided."""
        return replace(
            self,
            facts=len(review.slots),
            flagged=sum(bool(s.fact.reasons) for s in review.slots if s.state == "open"),
            decided=review.decided,
            conflicts=review.count("conflict"),
            losses=sum(line.state == "open" and line.line.code not in _HARMLESS for line in review.lines),
            finished_by=review.finished[0] if review.finished else "",
        )


def row_of(name: str, data: Mapping[str, Any]) -> QueueRow:
    """The row of a brief that nobody has decided anything about, from its JSON. Raises KeyError and TypeError where it is none."""
    article = data["article"]
    facts = [f for key, value in data.items() if isinstance(value, list) and key not in _LISTS for f in value]
    lines = data["ledger"]
    return QueueRow(
        name=name,
        title=str(article["title"] or article["source"] or name),
        source=str(article["source"]),
        publisher=str(article["publisher"] or ""),
        published_at=str(article["published_at"] or ""),
        status=str(data["status"]),
        sha256=str(article["sha256"]),
        schema_id=str(data["schema"]),
        facts=len(facts),
        flagged=sum(bool(f["reasons"]) for f in facts),
        lines=len(lines),
        losses=sum(line["code"] not in _HARMLESS for line in lines),
    )


_HARMLESS = frozenset({"duplicate", "reply_wrapped"})
"""Codes of ledger lines that lost nothing."""


def failure_rows(folder: Path) -> list[QueueRow]:
    """The sources of a folder that gave no brief, from its ledger.jsonl; a line that was cut off by a kill is left out."""
    rows: dict[str, QueueRow] = {}
    try:
        raws = (folder / LEDGER).read_bytes().splitlines()
    except FileNotFoundError:
        return []
    except OSError as error:
        why = f"which sources gave no brief can't be read: {error.strerror or error}"
        return [QueueRow(name="", title=LEDGER, source=LEDGER, failure=why, mend=f"summarizer status {folder}")]
    for raw in raws:
        try:
            said = json.loads(raw)
            source = str(said.pop("source"))
            line = LedgerLine.model_validate(said)
        except (ValueError, TypeError, KeyError, AttributeError):
            continue
        rows[source] = QueueRow(
            name="", title=source, source=source, failure=f"{line.code}: {line.value}", mend=line.hint or ""
        )
    return list(rows.values())


def worst_first(rows: Iterable[QueueRow]) -> list[QueueRow]:
    """What needs a person most stands first: failures, suspect briefs and conflicts, then by flags and losses; what is decided last."""
    order = {"failed": 0, "suspect": 1, "conflict": 1, "flagged": 2, "open": 2, "begun": 2, "decided": 3, "finished": 4}
    return sorted(
        rows, key=lambda r: (order[r.state], -r.conflicts, -r.flagged, -r.losses, r.title.casefold(), r.source)
    )
