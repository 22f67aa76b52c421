"""The key of an article's work: what is the same has the same key, and is not paid for twice."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from summarizer._version import __version__
from summarizer.article import Article
from summarizer.extract import Strategy
from summarizer.pipeline import schema_digest
from summarizer.schema import Schema
from summarizer.settings import LOCAL, OPENAI, Settings
from summarizer.written import summary_prompt

__all__ = ["WorkKey", "about_run"]

PARAMETERS = ("reask", "summary", "max_tokens", "max_cost")
"""The settings that decide what is asked and kept, beside model, endpoint and strategy. How long it may take is none."""


def about_run(schema: Schema, strategy: Strategy, settings: Settings) -> dict[str, str | None]:
    """What a run works with, as the table of runs has it (`BriefStore.begin_run`); no endpoint is the embedded one."""
    return {
        "tool": f"spanbrief {__version__}",
        "model": settings.model,
        "endpoint": None if settings.is_local else settings.base_url or OPENAI,
        "strategy": strategy.name,
        "prompt": strategy.prompt,
        "schema": schema.id,
        "settings": settings.model_dump_json(exclude_defaults=True),
    }


class WorkKey:
    """Keys of all articles of a run: of the text, the prompt, the schema, the model, the endpoint and the parameters.

    The text alone stands for the article: what its source says of itself (title, publisher) changes nothing that is
    asked.
    """

    def __init__(self, schema: Schema, strategy: Strategy, settings: Settings) -> None:
        known = settings.model_dump(mode="json")
        model = settings.model
        if settings.is_local and model != LOCAL:
            # A file is the same model wherever the run was started from.
            model = str(Path(model).absolute())
        about = {
            "model": model,
            "endpoint": None if settings.is_local else (settings.base_url or OPENAI).rstrip("/"),
            "strategy": strategy.name,
            "prompt": strategy.prompt_sha256,
            "summary_prompt": summary_prompt().sha256 if settings.summary == "model" else None,
            "schema": [schema.id, schema_digest(schema)],
            **{name: known[name] for name in PARAMETERS},
        }
        self._head = hashlib.sha256(json.dumps(about, sort_keys=True).encode())

    def of(self, article: Article) -> str:
        """The key, 64 hexadecimal digits."""
        digest = self._head.copy()
        digest.update(article.sha256.encode())
        return digest.hexdigest()
