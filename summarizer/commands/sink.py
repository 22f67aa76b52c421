"""Where the results of a run go: files in a folder, or standard output; and how the run ended."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from summarizer.commands.common import BUDGET, COMPLETE, NOTHING, PARTLY, STRICT

if TYPE_CHECKING:
    from summarizer.batch import Done, Failed, Kept, Result
    from summarizer.schema import Schema
    from summarizer.store import Format

__all__ = ["Counts", "Sink"]

MANY = 50
"""Sources above which a terminal is told of failures only, and of the others by the bar."""


@dataclass
class Counts:
    """What became of the sources of a run."""

    done: int = 0
    suspect: int = 0
    kept: int = 0
    failed: int = 0
    pending: int = 0
    doubtful: int = 0
    facts: int = 0
    flagged: int = 0
    ledger: int = 0
    stopped: int = 0
    cut_short: int = 0
    codes: Counter[str] = field(default_factory=Counter)

    def exit_code(self, *, strict: bool) -> int:
        """How the run ended, by the contract.

        A budget of tokens or money that ran out is said first. Of time it is said where that only kept something from
        being asked again: an article that time ran out on has failed, or is suspect.
        """
        if self.stopped:
            return BUDGET
        if not self.done + self.kept:
            return NOTHING
        if self.failed or self.pending or self.suspect:
            return PARTLY
        if self.cut_short:
            return BUDGET
        return STRICT if strict and self.doubtful else COMPLETE


class Sink:
    """Takes results as they come. With a folder the briefs are there already, and are told; without one they are
    printed, in the order of their sources: what is done before its turn waits for it.

    ``say`` tells people a line. ``quiet`` leaves out what went well, ``many`` what was kept: the table at the end counts it.
    """

    def __init__(
        self, schema: Schema, folder: Path | None, format: Format, *, single: bool, say: Callable[[str], None]
    ) -> None:
        self.counts = Counts()
        self.single = single
        self.quiet = False
        self.many = False
        self._schema = schema
        self._folder = folder
        self._format: Format = format
        self._say = say
        self._next = 0
        self._early: dict[int, Result] = {}

    @property
    def prints(self) -> bool:
        """Whether briefs go to standard output."""
        return self._folder is None

    def take(self, result: Result) -> None:
        """A result, in whatever order."""
        if self._folder is not None:
            self._settle(result)
            return
        self._early[result.index] = result
        while (following := self._early.pop(self._next, None)) is not None:
            self._next += 1
            self._settle(following)

    def finish(self) -> None:
        """Give out what waited for a result that does not come any more."""
        for index in sorted(self._early):
            self._settle(self._early.pop(index))

    def _settle(self, result: Result) -> None:
        from summarizer.batch import Done, Kept

        if isinstance(result, Done):
            self._done(result)
        elif isinstance(result, Kept):
            self._kept(result)
        else:
            self._failed(result)

    def _done(self, done: Done) -> None:
        brief, counts = done.brief, self.counts
        facts = list(brief.all_facts())
        flagged = sum(f.verdict == "flagged" for f in facts)
        codes = {line.code for line in brief.ledger}
        counts.done += 1
        counts.suspect += brief.status == "suspect"
        counts.stopped += "budget" in codes
        counts.cut_short += "deadline" in codes
        counts.facts += len(facts)
        counts.flagged += flagged
        counts.ledger += len(brief.ledger)
        counts.doubtful += bool(brief.ledger or flagged)
        if done.path is not None:
            if not self.quiet:
                said = ", ".join(f"{len(brief[k.name])} {k.name}" for k in self._schema.kinds)
                tail = f"{said}; {flagged} flagged; {len(brief.ledger)} in the ledger"
                self._say(f"{done.source} → {done.path}  ({tail})")
            return
        sys.stdout.write(self._rendered(done).rstrip("\n") + "\n")
        sys.stdout.flush()

    def _kept(self, kept: Kept) -> None:
        before, counts = kept.settled, self.counts
        if before.state != "done":
            counts.failed += 1
            counts.codes[before.code or ""] += 1
            self._say(f"{kept.source}: failed in an earlier run: {before.message}\n  → --retry-failed asks again")
            return
        counts.kept += 1
        counts.suspect += before.status == "suspect"
        counts.facts += before.facts
        counts.flagged += before.flagged
        counts.ledger += before.ledger
        counts.doubtful += bool(before.ledger or before.flagged)
        if not (self.quiet or self.many):
            self._say(f"{kept.source} → {before.path}  (kept from an earlier run; --force makes it anew)")

    def _failed(self, failed: Failed) -> None:
        counts = self.counts
        counts.stopped += failed.error.exit_code == BUDGET
        counts.codes[failed.error.code] += 1
        if failed.pending:
            counts.pending += 1
            # One reason for all of them: it is told once, and each has its line in the ledger.
            if counts.pending == 1:
                self._say(f"{failed.error}")
            return
        counts.failed += 1
        self._say(f"{failed.source}: {failed.error}")

    def _rendered(self, done: Done) -> str:
        from summarizer.export import render_html, render_markdown, render_terminal
        from summarizer.store import TEXT_WIDTH

        brief = done.brief
        if self._format == "json":
            # Several sources are JSON Lines.
            return brief.to_json(indent=2 if self.single else None)
        if self._format == "html":
            return render_html(brief, self._schema, done.article)
        if self._format == "md":
            return render_markdown(brief, self._schema)
        on_terminal = sys.stdout.isatty()
        return render_terminal(brief, self._schema, width=None if on_terminal else TEXT_WIDTH, color=on_terminal)
