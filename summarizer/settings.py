"""Settings: flags over environment (``SUMMARIZER_…``) over ``summarizer.toml`` over defaults; frozen once made."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from summarizer.errors import PromptError, SettingsError
from summarizer.prompt_file import PromptFile

__all__ = ["LOCAL", "OPENAI", "Settings", "api_key_for", "load_settings"]

LOCAL = "local"
"""The name of the embedded model: the default, always, also when a key lies in the environment."""

OPENAI = "https://api.openai.com/v1"
CONFIG = Path("summarizer.toml")
PREFIX = "SUMMARIZER_"
HOSTED_DEADLINE = 120.0
"""Seconds for one article where an endpoint is asked that is not the embedded one."""

COLUMNS = ("text", "html", "title", "url", "publisher", "published_at", "language", "id")
"""What a record of a file of many may tell of its article."""

HOSTED_JOBS, LOCAL_JOBS = 8, 1

StrategyName = Literal["whole-article", "sentence-wise"]
SummaryName = Literal["plain", "model"]


class Settings(BaseModel):
    """What a run needs to know.

    ``model``: ``local``, the path of a GGUF file, or a model's name at ``base_url``. ``base_url``: an
    OpenAI-compatible endpoint; None is the embedded server for a local model, and api.openai.com for any other.
    ``strategy``: None lets the model decide. ``schema_name``: a built-in schema or ``file.py:Class`` (``schema`` in
    flags, file and environment). ``prompt``: a prompt of one's own (a path, read when the settings are made) in the place of the
    strategy's. ``timeout``: seconds for one call. ``parallel``: requests at once, and slots of the
    embedded server.

    What one article may take: ``deadline``, seconds over all its calls and waits (None is no limit for the embedded
    server and 120 for any other); ``max_tokens``, prompts and answers together; ``max_cost``, US dollars. ``reask``:
    how many times at most what failed is asked again. ``summary``: ``model`` has the model write it.

    What a run over many may take: ``jobs``, articles whose questions are asked at once (None is 8 at an endpoint, 1 with
    the embedded model); ``requests_per_minute`` and ``tokens_per_minute`` over all of them, beside what the endpoint
    tells of its own limits; ``total_tokens`` and ``total_cost`` (US dollars), after which nothing more is asked;
    ``patience``, seconds that a run waits for an endpoint that is down.

    How sources are read: ``columns`` names the fields of JSONL and CSV records that hold ``text`` or ``html``, ``title``, ``url``,
    ``publisher``, ``published_at``, ``language``, ``id``; ``allow_private`` lets addresses of private networks be fetched.

    Keys are no settings: they come from the environment alone (`api_key_for`).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str = Field(default=LOCAL, min_length=1)
    base_url: str | None = None
    strategy: StrategyName | None = None
    schema_name: str = Field(default="trade_brief", min_length=1)
    prompt: PromptFile | None = None
    timeout: float = Field(default=600.0, gt=0, allow_inf_nan=False)
    deadline: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    parallel: int = Field(default=4, ge=1, le=64)
    max_tokens: int | None = Field(default=None, gt=0)
    max_cost: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    reask: int = Field(default=2, ge=0, le=2)
    summary: SummaryName = "plain"

    jobs: int | None = Field(default=None, ge=1, le=10_000)
    requests_per_minute: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    tokens_per_minute: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    total_tokens: int | None = Field(default=None, gt=0)
    total_cost: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    patience: float = Field(default=120.0, ge=0, allow_inf_nan=False)

    columns: dict[str, str] = Field(default_factory=dict)
    allow_private: bool = False

    @field_validator("columns", mode="before")
    @classmethod
    def _read_columns(cls, value: object) -> object:
        """``text=body,title=headline`` as a variable has it, or a list of such pairs, as a table."""
        pairs = value.split(",") if isinstance(value, str) else value
        if not isinstance(pairs, list | tuple):
            return value
        found = {}
        for pair in pairs:
            field, equals, column = str(pair).partition("=")
            if not (field.strip() and equals and column.strip()):
                raise ValueError(f"{pair!r} names no column; write FIELD=COLUMN, as in text=body")
            found[field.strip()] = column.strip()
        return found

    @field_validator("columns")
    @classmethod
    def _check_columns(cls, value: dict[str, str]) -> dict[str, str]:
        if unknown := set(value) - set(COLUMNS):
            raise ValueError(f"no such field: {', '.join(sorted(unknown))}; there are {', '.join(COLUMNS)}")
        return value

    @property
    def jobs_at_once(self) -> int:
        """How many articles' questions are asked at once: what was set, or what suits the model."""
        return self.jobs or (LOCAL_JOBS if self.is_local else HOSTED_JOBS)

    @property
    def calls_at_once(self) -> int:
        """How many calls may be under way at once, over all articles."""
        return max(self.jobs_at_once, self.parallel)

    @property
    def seconds(self) -> float | None:
        """What one article may take with all its calls, waits and re-asks; None is no limit."""
        return self.deadline if self.deadline is not None or self.is_local else HOSTED_DEADLINE

    @property
    def is_local(self) -> bool:
        """Whether the embedded server answers, so that nothing leaves this machine."""
        return self.base_url is None and (self.model == LOCAL or self.model.endswith(".gguf"))

    @property
    def strategy_name(self) -> StrategyName:
        """The strategy that was asked for, or the one that suits the model: small local ones go by sentences."""
        return self.strategy or ("sentence-wise" if self.is_local else "whole-article")


_OUTSIDE = {"schema_name": "schema"}
"""Fields that flags, environment and file call by another name."""


def load_settings(**flags: object) -> Settings:
    """The settings of a run; flags that are None were not given.

    Raises SettingsError naming the setting that is wrong and where it stands.
    """
    names = {_OUTSIDE.get(name, name): name for name in Settings.model_fields}
    given = {names.get(k, k): v for k, v in flags.items() if v is not None}
    variables = {name: value for key, name in names.items() if (value := os.environ.get(PREFIX + key.upper()))}
    file = {names.get(k, k): v for k, v in _file().items()}

    def where(name: str) -> str:
        key = _OUTSIDE.get(name, name)
        if name in given:
            return "--" + key.replace("_", "-")
        return PREFIX + key.upper() if name in variables else f"{key} in {CONFIG}"

    try:
        settings = Settings.model_validate({**file, **variables, **given})
    except PromptError as error:
        raise PromptError(f"{where('prompt')}: {error.message}", mend=error.mend) from error
    except ValidationError as error:
        wrong = "; ".join(f"{where(str(e['loc'][0]))}: {e['msg']}" for e in error.errors())
        raise SettingsError(
            f"these settings can't be used: {wrong}", mend=f"known settings: {', '.join(sorted(names))}"
        ) from error
    if settings.base_url is not None:
        if not _is_endpoint(settings.base_url):
            raise SettingsError(
                f"{where('base_url')} {settings.base_url!r} is no endpoint",
                mend="pass --base-url http://HOST:PORT/v1 or https://…",
            )
        if settings.model == LOCAL:
            raise SettingsError(
                f"{where('base_url')} {settings.base_url} needs the name of a model there",
                mend="add --model NAME; `local` is the embedded model and has no base URL",
            )
    return settings


def _file() -> dict[str, Any]:
    try:
        return tomllib.loads(CONFIG.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:  # ValueError: neither UTF-8 nor TOML
        raise SettingsError(f"{CONFIG} can't be read: {error}", mend=f"mend or remove {CONFIG.absolute()}") from error


def _is_endpoint(url: str) -> bool:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def api_key_for(base_url: str, environ: Mapping[str, str] | None = None) -> str | None:
    """The key for an endpoint: SUMMARIZER_API_KEY for any, OPENAI_API_KEY for OpenAI's own hosts only.

    A key that was meant for one company is never shown to another.
    """
    environ = os.environ if environ is None else environ
    if key := environ.get(PREFIX + "API_KEY"):
        return key
    host = urlsplit(base_url).hostname or ""
    return environ.get("OPENAI_API_KEY") if host == "openai.com" or host.endswith(".openai.com") else None
