"""What a recheck changed, as a table for the terminal. Every foreign word is made harmless."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from summarizer.brief import LedgerLine
from summarizer.changes import FactChange
from summarizer.export.console import render_parts, words
from summarizer.export.terminal import ledger_words
from summarizer.export.view import value_words

if TYPE_CHECKING:
    from summarizer.recheck import Rechecked

__all__ = ["count_words", "render_changes"]

TAGS = 3  # questions that are named of those without an answer
_STYLES = {"won": "bold green", "lost": "bold red", "changed": "bold yellow"}


def render_changes(name: str, rechecked: Rechecked, *, width: int | None = None, color: bool = False) -> str:
    """The changes of one brief as text; ``name`` is what it is called (its file)."""
    return render_parts(_view(name, rechecked), width=width, color=color)


def count_words(rechecked: Rechecked) -> str:
    """The changes in a few words: '1 fact lost, 2 changed; ledger +3 −1', or 'nothing changed'."""
    changes = rechecked.changes
    counts = [(n, w) for w in ("won", "lost", "changed") if (n := sum(c.change == w for c in changes.facts))]
    said = [f"{n} {'fact' if n == 1 else 'facts'} {w}" for n, w in counts[:1]] + [f"{n} {w}" for n, w in counts[1:]]
    parts = [", ".join(said)] if said else []
    if changes.ledger_won or changes.ledger_lost:
        won = f" +{len(changes.ledger_won)}" if changes.ledger_won else ""
        lost = f" −{len(changes.ledger_lost)}" if changes.ledger_lost else ""
        parts.append(f"ledger{won}{lost}")
    if changes.status is not None:
        parts.append(f"{changes.status[0]} → {changes.status[1]}")
    if changes.summary is not None:
        parts.append("summary reworded")
    return "; ".join(parts) or "nothing changed"


def _view(name: str, rechecked: Rechecked) -> Iterator[RenderableType]:
    changes = rechecked.changes
    yield Text.assemble((words(name).plain, "bold"), f": {count_words(rechecked)}", overflow="fold")
    if changes.facts or changes.ledger_won or changes.ledger_lost:
        table = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold", ratio=2)
        table.add_column(overflow="fold", ratio=3)
        for change in changes.facts:
            style = _STYLES[change.change]
            table.add_row(Text(f" {change.change}", style), words(_fact(change)), Group(*_how(change)))
        told = {id(line) for change in changes.facts for line in change.why}
        for sign, lines in (("+", changes.ledger_won), ("−", changes.ledger_lost)):
            for line in lines:
                if id(line) not in told:
                    table.add_row(Text(f" {sign} ledger", "dim"), words(line.code), words(ledger_words(line), "dim"))
        yield table
    if rechecked.unanswered:
        yield _tags("of now without a kept answer: a run might find more", rechecked.unanswered, "yellow")
    if rechecked.not_again:
        yield _tags("for what failed can't be asked here: it stays failed", rechecked.not_again, "dim")
    if rechecked.unasked:
        yield _tags("answered then, but no longer asked", rechecked.unasked, "dim")


def _tags(what: str, tags: tuple[str, ...], style: str) -> RenderableType:
    named = ", ".join(tags[:TAGS]) + (" …" if len(tags) > TAGS else "")
    questions = "1 question" if len(tags) == 1 else f"{len(tags)} questions"
    return Padding(words(f"{questions} {what}: {named}", style), (0, 0, 0, 1), expand=False)


def _fact(change: FactChange) -> str:
    fact = change.after or change.before
    assert fact is not None
    return f"{change.kind}: {value_words(next(iter(fact.values.values()), None)) or '(no value)'}"


def _how(change: FactChange) -> Iterator[Text]:
    before, after = change.before, change.after
    if before is None or after is None:
        fact = after or before
        assert fact is not None
        if not change.why:
            yield words(f"“{fact.evidence[0].quote}”" if fact.evidence else "(no evidence)", "italic")
    else:
        for name in change.what:
            if name == "reasons":
                yield from (words(f"+ {r}", "yellow") for r in after.reasons if r not in before.reasons)
                yield from (words(f"− {r}", "green") for r in before.reasons if r not in after.reasons)
            elif name == "evidence":
                yield words(f"evidence: {_places(before)} → {_places(after)}")
            else:
                was, now = (value_words(f.values.get(name)) or "(nothing)" for f in (before, after))
                yield words(f"{name.replace('_', ' ')}: {was} → {now}")
        if before.verdict != after.verdict:
            yield words(f"{before.verdict} → {after.verdict}", "bold")
    yield from (words(_line(line), "yellow") for line in change.why)


def _line(line: LedgerLine) -> str:
    return f"{line.code}: {ledger_words(line)}"


def _places(fact: object) -> str:
    return ", ".join(f"{e.start}–{e.end}" for e in getattr(fact, "evidence", ()))
