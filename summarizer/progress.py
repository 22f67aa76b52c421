"""How long-running work tells a person what it does: messages, and how far it is.

Work takes a `Reporter` and knows nothing of terminals. Everything goes to standard error; standard output is
for results.
"""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID

__all__ = ["PlainReporter", "Reporter", "SilentReporter", "TerminalReporter", "reporter_for_stderr"]


class Reporter(Protocol):
    """What work needs in order to be heard."""

    def message(self, text: str) -> None:
        """Say something that is worth a line, in a pipe too."""

    def progress(self, done: int, total: int) -> None:
        """Say that ``done`` of ``total`` bytes are there; called often."""


class SilentReporter:
    """Says nothing."""

    def message(self, text: str) -> None:
        """Drop the message."""

    def progress(self, done: int, total: int) -> None:
        """Drop the progress."""


class PlainReporter:
    """For a pipe or a log file: messages as lines on standard error, no progress."""

    def message(self, text: str) -> None:
        """Print the message."""
        print(text, file=sys.stderr, flush=True)

    def progress(self, done: int, total: int) -> None:
        """Drop the progress: a log is no place for a bar."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        return None


class TerminalReporter:
    """For a terminal: messages, and a bar with size, speed and time left while there is progress.

    A context manager, so that the bar is taken down whatever happens to the work.
    """

    def __init__(self, console: Console | None = None) -> None:
        self._console = console
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def message(self, text: str) -> None:
        """Print the message, above the bar when there is one."""
        self._own_console().print(text, markup=False, highlight=False)

    def progress(self, done: int, total: int) -> None:
        """Move the bar; it disappears when everything is there."""
        if self._bar is None or self._task is None:
            if done >= total:
                return
            from rich.progress import (
                BarColumn,
                DownloadColumn,
                Progress,
                TimeRemainingColumn,
                TransferSpeedColumn,
            )

            columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
            self._bar = Progress(*columns, console=self._own_console(), transient=True)
            self._task = self._bar.add_task("", total=total, completed=done)
            self._bar.start()
        self._bar.update(self._task, completed=done, total=total)
        if done >= total:
            self.close()

    def close(self) -> None:
        """Take the bar down."""
        if self._bar is not None:
            self._bar.stop()
        self._bar = self._task = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _own_console(self) -> Console:
        if self._console is None:
            from rich.console import Console

            self._console = Console(stderr=True)
        return self._console


def reporter_for_stderr() -> PlainReporter | TerminalReporter:
    """The reporter that suits what standard error is: a terminal or not. Use it as a context manager."""
    return TerminalReporter() if sys.stderr.isatty() else PlainReporter()
