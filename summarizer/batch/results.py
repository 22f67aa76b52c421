"""What becomes of a source: a brief, a failure with its reason, or what an earlier run made of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from summarizer.article import Article
from summarizer.brief import Brief, LedgerLine
from summarizer.errors import SourceError, SummarizerError, UsageError
from summarizer.pipeline import Outcome
from summarizer.store import Settled, failure_line, read_brief

__all__ = ["Done", "Failed", "Kept", "Result", "unreadable"]


@dataclass(frozen=True)
class Done:
    """A source that has a brief now. ``index`` counts the sources from 0, ``path`` is the file where briefs are kept."""

    source: str
    index: int
    article: Article
    outcome: Outcome
    path: Path | None = None

    @property
    def brief(self) -> Brief:
        """The brief."""
        return self.outcome.brief


@dataclass(frozen=True)
class Failed:
    """A source that has none. ``article`` is None where it could not be read.

    ``pending`` says that nothing was wrong with it: the run ended before its turn, and the next one takes it up.
    """

    source: str
    index: int
    error: SummarizerError
    article: Article | None = None
    pending: bool = False

    @property
    def line(self) -> LedgerLine:
        """The failure as a ledger has it."""
        return failure_line(self.error)


@dataclass(frozen=True)
class Kept:
    """A source that an earlier run settled; nothing was asked. ``settled`` says how."""

    source: str
    index: int
    settled: Settled

    @property
    def brief(self) -> Brief | None:
        """The brief as it stands in its file now, None for a failure. Raises BriefInvalid where the file is damaged."""
        return read_brief(self.settled.path) if self.settled.state == "done" else None


Result = Done | Failed | Kept


def unreadable(error: SourceError | UsageError) -> SourceError:
    """Why a source can't be read: a reader that is not installed costs the sources that need it, not the run."""
    return error if isinstance(error, SourceError) else SourceError(error.message, mend=error.mend)
