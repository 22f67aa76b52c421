"""How far a run is: a bar on a terminal, nothing in a pipe; and at its end a table of what became of the sources."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarizer.commands.common import safe, say

if TYPE_CHECKING:
    from summarizer.batch import Run, Tally
    from summarizer.commands.sink import Counts
    from summarizer.engines.run import RayRun
    from summarizer.events import Event
    from summarizer.progress import Reporter

__all__ = ["Above", "Display", "final_table"]

LINES = 4  # articles that have a bar of their own; with more at once, only the whole has one


class Display:
    """The bars of a run; a context manager. ``total`` is None while it is not known how many sources there are."""

    def __init__(self, run: Run | RayRun, jobs: int, *, total: int | None) -> None:
        self._run = run
        self._total = total
        self._each = jobs <= LINES
        self._progress: Any = None
        self._whole: Any = None
        self._tasks: dict[str, Any] = {}
        self._held_until = 0.0

    def __enter__(self) -> Display:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

            self._progress = Progress(
                TextColumn("{task.description}", markup=False),
                BarColumn(bar_width=24),
                MofNCompleteColumn(),
                TextColumn("{task.fields[said]}", markup=False),
                console=Console(stderr=True),
                transient=True,
                refresh_per_second=4,
            )
            if self._total != 1:
                self._whole = self._progress.add_task("articles", total=self._total, said="")
            self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._progress is not None:
            self._progress.stop()

    def tell(self, event: Event) -> None:
        """An event of the run."""
        if self._progress is None:
            return
        if event.kind == "waited":
            self._held_until = max(self._held_until, time.monotonic() + 1.0)
        elif event.kind == "progress" and self._each:
            self._article(event.source, event.to_dict())
        elif event.kind in {"done", "failed", "skipped"}:
            task = self._tasks.pop(event.source, None)
            if task is not None:
                self._progress.remove_task(task)
        if self._whole is not None and event.kind != "progress":
            self._update()

    def _article(self, source: str, said: dict[str, Any]) -> None:
        if source not in self._tasks:
            name = safe(Path(source).name or source)
            self._tasks[source] = self._progress.add_task(name[:40], total=said["total"], said="")
        self._progress.update(self._tasks[source], completed=said["done"], total=said["total"])

    def _update(self) -> None:
        tally = self._run.tally
        total = self._total if self._total is not None else (tally.found if tally.all_found else None)
        said = how_far(tally, total, self._run.purse.spent)
        if self._held_until > time.monotonic():
            said += " · waiting for the endpoint"
        self._progress.update(self._whole, completed=tally.settled, total=total, said=said)

    def say(self, text: str) -> None:
        """A line for people, above the bars."""
        if self._progress is None:
            say(text)
            return
        self._progress.console.print(safe(text), markup=False, highlight=False, soft_wrap=True)

    def message(self, text: str) -> None:
        """What work says, above the bars."""
        self.say(text)

    def pause(self) -> None:
        """Take the bars away, so that something else may be printed."""
        if self._progress is not None:
            self._progress.stop()

    def go_on(self) -> None:
        """Put them back."""
        if self._progress is not None:
            self._progress.start()


class Above:
    """A reporter whose words and bars don't run into those of the run, while there are any; and a listener for them."""

    def __init__(self, reporter: Reporter) -> None:
        self._reporter = reporter
        self._display: Display | None = None

    @contextmanager
    def over(self, display: Display) -> Iterator[None]:
        """Speak above these bars for as long as the block lasts."""
        self._display = display
        try:
            yield
        finally:
            self._display = None

    def tell(self, event: Event) -> None:
        """Hand an event of the run to its bars."""
        if self._display is not None:
            self._display.tell(event)

    def message(self, text: str) -> None:
        """Say it above the bars."""
        if self._display is not None:
            self._display.say(text)
        else:
            say(text)

    def progress(self, done: int, total: int) -> None:
        """The reporter's own bar, alone."""
        if self._display is not None:
            self._display.pause()
        self._reporter.progress(done, total)
        if self._display is not None and done >= total:
            self._display.go_on()


def how_far(tally: Tally, total: int | None, spent: float | None) -> str:
    """Failures, rate, time left and money so far."""
    parts = []
    if tally.failed:
        parts.append(f"{tally.failed} failed")
    made = tally.done + tally.failed
    seconds = max(0.001, time.monotonic() - tally.started)
    if made:
        rate = made / seconds
        parts.append(f"{rate:.1f}/s" if rate >= 1 else f"{rate * 60:.1f}/min")
        if total is not None and total > tally.settled:
            parts.append(f"{duration((total - tally.settled) / rate)} left")
    if spent is not None:
        parts.append(f"${spent:.2f}" if spent >= 1 else f"${spent:.4f}")
    return " · ".join(parts)


def duration(seconds: float) -> str:
    """Seconds as people say them: 0:42, 12:05, 3:10:00."""
    whole = round(seconds)
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"


def final_table(counts: Counts, run: Run | RayRun) -> str:
    """What became of the sources, what was found, and what it took: some lines of plain text."""
    rows: list[tuple[str, str]] = []

    def row(name: str, number: int, said: str = "", *, always: bool = False) -> None:
        if number or always:
            rows.append((name, f"{number:>9,}" + (f"   {said}" if said else "")))

    row("briefs made", counts.done, always=True)
    row("kept from earlier runs", counts.kept)
    row("of them suspect", counts.suspect, "not to be read as complete")
    codes = ", ".join(f"{code} {number}" for code, number in counts.codes.most_common())
    row("failed", counts.failed, codes if counts.failed else "", always=True)
    row("not begun", counts.pending, "the next run takes them up" if counts.failed else codes)
    if run.stopped and not run.tally.all_found:
        rows.append(("not begun", "           interrupted; the next run takes up the rest"))
    row("facts", counts.facts, f"{counts.flagged:,} flagged" if counts.flagged else "", always=True)
    row("ledger lines in briefs", counts.ledger)
    used = run.purse.used
    row("calls", used.calls)
    row("tokens", used.prompt + used.completion, f"{used.prompt:,} of prompts, {used.completion:,} of answers")
    if run.purse.spent is not None:
        rows.append(("cost", f"{'$' + format(run.purse.spent, '.4f'):>9}"))
    seconds = time.monotonic() - run.tally.started
    rows.append(("time", f"{duration(seconds):>9}"))
    width = max(len(name) for name, _ in rows)
    return "\n".join(f"  {name:<{width}}  {said}" for name, said in rows)
