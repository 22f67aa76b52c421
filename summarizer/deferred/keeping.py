"""Briefs of batches are kept where those of runs are: the same files, tables and ledger."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from summarizer.api import prompt_of
from summarizer.article import Article
from summarizer.errors import SummarizerError
from summarizer.extract.whole_article import WholeArticle
from summarizer.keys import about_run
from summarizer.pipeline import Outcome
from summarizer.schema import Schema
from summarizer.settings import Settings
from summarizer.sources import Source
from summarizer.store import BriefStore, Entry, Settled

__all__ = ["FolderKeeper"]


class FolderKeeper:
    """Keeps what becomes of sources in an output folder, as one run of ``summarizer run -o`` would.

    ``sources`` are names that are known beforehand (`BriefStore`); ``settings`` stand in the table of runs. The run begins with the
    first thing that is kept. Raises UsageError where the folder can't be written.
    """

    def __init__(self, out: Path, schema: Schema, settings: Settings, sources: Iterable[str] = ()) -> None:
        self._store = BriefStore(out, schema, sources)
        self._schema = schema
        self._settings = settings
        self._run: int | None = None

    def settled(self, source: Source, key: str) -> Settled | None:
        """What an earlier run made of a source with this key."""
        return self._store.settled(source.id, key)

    def keep(self, source: Source, article: Article, key: str, outcome: Outcome) -> Path:
        """Keep a brief and its answers; gives the brief's place."""
        about = (source.id, source.name, source.stem, article, key)
        [path] = self._store.keep([Entry(*about, brief=outcome.brief, replies=outcome.replies)], self._number())
        return path

    def keep_failure(self, source: Source, article: Article | None, key: str | None, error: SummarizerError) -> None:
        """Keep a failure, in the ledger too."""
        self._store.keep([Entry(source.id, source.name, source.stem, article, key, error=error)], self._number())

    def close(self, how: str) -> None:
        """End the run, if it began; ``how`` it ended is kept."""
        if self._run is not None:
            self._store.end_run(self._run, how)
        self._store.close()

    def _number(self) -> int:
        if self._run is None:
            strategy = WholeArticle(self._schema, prompt=prompt_of(self._settings))
            about = about_run(self._schema, strategy, self._settings)
            self._run = self._store.begin_run(about)
        return self._run
