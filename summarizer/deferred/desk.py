"""What all articles of a folder share: their settings made into what works, endpoints, and where briefs are kept."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from summarizer.api import prompt_of
from summarizer.article import Article
from summarizer.budget import Price
from summarizer.deferred.price import batch_price
from summarizer.deferred.queue import Queue
from summarizer.errors import SummarizerError, UsageError
from summarizer.extract.whole_article import WholeArticle
from summarizer.keys import WorkKey
from summarizer.model.batch_api import BatchApi
from summarizer.pipeline import Outcome
from summarizer.schema import Schema
from summarizer.settings import OPENAI, Settings
from summarizer.sources import Source

__all__ = ["Connector", "Desk", "Keeper", "Work", "check_settings", "counted"]

Connector = Callable[[str], BatchApi]
"""From a base URL to its endpoint. Raises UsageError where nobody named it, or it needs a key."""


class Keeper(Protocol):
    """Where briefs and failures are kept."""

    def settled(self, source: Source, key: str) -> object | None:
        """What an earlier run made of a source with this key (its ``state`` is done, failed or pending), or None."""

    def keep(self, source: Source, article: Article, key: str, outcome: Outcome) -> Path:
        """Keep a brief; gives its place."""

    def keep_failure(self, source: Source, article: Article | None, key: str | None, error: SummarizerError) -> None:
        """Keep a failure."""


@dataclass(frozen=True)
class Work:
    """What articles of the same settings share."""

    settings: Settings
    schema: Schema
    strategy: WholeArticle
    key: WorkKey
    price: Price | None
    base_url: str


def check_settings(settings: Settings) -> None:
    """Raise UsageError where these settings can't be used in a batch."""
    if settings.is_local:
        raise UsageError(
            "the embedded model takes no batches", mend="--model NAME, and --base-url for another endpoint"
        )
    if settings.strategy_name != "whole-article":
        raise UsageError(
            "sentence by sentence, an article has hundreds of questions, each from the answers before it",
            mend="leave out --strategy: a batch reads whole articles",
        )


class Desk:
    """The queue of a folder with everything that its rounds need.

    ``keeper`` gives, for a schema, where briefs are kept; ``schema`` finds one by its name; ``connect`` gives the endpoint of a
    base URL; ``say`` is told what a person should know. Each is called once for the same.
    """

    def __init__(
        self,
        queue: Queue,
        *,
        keeper: Callable[[Schema], Keeper],
        schema: Callable[[str], Schema],
        connect: Connector,
        say: Callable[[str], None],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.queue = queue
        self.say = say
        self.clock = clock
        self._keeper_of = keeper
        self._schema_of = schema
        self._connector = connect
        self._works: dict[str, Work] = {}
        self._keepers: dict[str, Keeper] = {}
        self._apis: dict[str, BatchApi] = {}

    def work(self, settings: Settings) -> Work:
        """What articles of these settings share. Raises UsageError: the schema, or a limit that can't be kept."""
        known = settings.model_dump_json()
        if known not in self._works:
            schema = self._schema_of(settings.schema_name)
            strategy = WholeArticle(schema, prompt=prompt_of(settings))
            key = WorkKey(schema, strategy, settings)
            base_url = settings.base_url or OPENAI
            self._works[known] = Work(settings, schema, strategy, key, batch_price(settings), base_url)
        return self._works[known]

    def keeper(self, schema: Schema) -> Keeper:
        """Where briefs of a schema are kept."""
        if schema.id not in self._keepers:
            self._keepers[schema.id] = self._keeper_of(schema)
        return self._keepers[schema.id]

    def connect(self, base_url: str) -> BatchApi:
        """The endpoint at an address. Raises UsageError."""
        if base_url not in self._apis:
            self._apis[base_url] = self._connector(base_url)
        return self._apis[base_url]

    def close(self) -> None:
        """Close all connections."""
        for api in self._apis.values():
            api.close()


def counted(count: int, what: str, many: str = "") -> str:
    """A number of things in words."""
    return f"{count:,} {what}" if count == 1 else f"{count:,} {many or what + 's'}"
