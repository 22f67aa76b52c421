"""Settings: flags over environment (``SUMMARIZER_…``) over ``summarizer.toml`` over defaults; frozen once made."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from summarizer.errors import SettingsError

__all__ = ["LOCAL", "OPENAI", "Settings", "api_key_for", "load_settings"]

LOCAL = "local"
"""The name of the embedded model: the default, always, also when a key lies in the environment."""

OPENAI = "https://api.openai.com/v1"
CONFIG = Path("summarizer.toml")
StrategyName = Literal["whole-article", "sentence-wise"]


class Settings(BaseSettings):
    """What a run needs to know.

    ``model``: ``local``, the path of a GGUF file, or a model's name at ``base_url``. ``base_url``: an
    OpenAI-compatible endpoint; None is the embedded server for a local model, and api.openai.com for any other.
    ``strategy``: None lets the model decide. ``schema_name``: a built-in schema or ``file.py:Class`` (``schema`` in
    flags, file and environment). ``timeout``: seconds for one answer. ``deadline``: seconds for one request with all
    its retries; None is no limit on this machine and 120 elsewhere. ``parallel``: requests at once, and slots of the
    embedded server.

    Keys are no settings: they come from the environment alone (`api_key_for`).
    """

    model_config = SettingsConfigDict(
        frozen=True, extra="forbid", env_prefix="SUMMARIZER_", toml_file=CONFIG, env_ignore_empty=True
    )

    model: str = LOCAL
    base_url: str | None = None
    strategy: StrategyName | None = None
    schema_name: str = Field(
        default="trade_brief", validation_alias=AliasChoices("schema_name", "schema", "SUMMARIZER_SCHEMA")
    )
    timeout: float = Field(default=600.0, gt=0)
    deadline: float | None = Field(default=None, gt=0)
    parallel: int = Field(default=4, ge=1, le=64)

    @property
    def is_local(self) -> bool:
        """Whether the embedded server answers, so that nothing leaves this machine."""
        return self.base_url is None and (self.model == LOCAL or self.model.endswith(".gguf"))

    @property
    def strategy_name(self) -> StrategyName:
        """The strategy that was asked for, or the one that suits the model: small local ones go by sentences."""
        return self.strategy or ("sentence-wise" if self.is_local else "whole-article")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags, then the environment, then the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings(**flags: object) -> Settings:
    """The settings of a run; flags that are None were not given.

    Raises SettingsError naming the setting that is wrong and where it may stand.
    """
    given = {k: v for k, v in flags.items() if v is not None}
    try:
        settings = Settings.model_validate(given) if not given else Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise SettingsError(
            f"these settings can't be used: {wrong}",
            mend="check the flags, the SUMMARIZER_… variables and summarizer.toml; `summarizer run --help` names them",
        ) from error
    except (tomllib.TOMLDecodeError, OSError) as error:
        raise SettingsError(f"{CONFIG} can't be read: {error}") from error
    if settings.base_url is not None:
        parts = urlsplit(settings.base_url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise SettingsError(
                f"{settings.base_url!r} is no endpoint", mend="pass --base-url http://HOST:PORT/v1 or https://…"
            )
        if settings.model == LOCAL:
            raise SettingsError(
                f"--base-url {settings.base_url} needs the name of a model there",
                mend="add --model NAME; `local` is the embedded model and has no base URL",
            )
    return settings


def api_key_for(base_url: str, environ: Mapping[str, str] | None = None) -> str | None:
    """The key for an endpoint: SUMMARIZER_API_KEY for any, OPENAI_API_KEY for OpenAI's own hosts only.

    A key that was meant for one company is never shown to another.
    """
    environ = os.environ if environ is None else environ
    if key := environ.get("SUMMARIZER_API_KEY"):
        return key
    host = urlsplit(base_url).hostname or ""
    return environ.get("OPENAI_API_KEY") if host == "openai.com" or host.endswith(".openai.com") else None
