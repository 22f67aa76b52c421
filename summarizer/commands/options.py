"""Flags that are settings: one table, used by every command that asks a model or reads sources."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from summarizer.commands.common import announce_code

if TYPE_CHECKING:
    from summarizer.settings import Settings

__all__ = ["MODEL", "READING", "RUN_LIMITS", "with_settings"]


def _flag(kind: Any, help: str, metavar: str | None = None, *names: str) -> Any:
    return Annotated[kind | None, typer.Option(*names, help=help, metavar=metavar)]


_FLAGS: dict[str, Any] = {
    "model": _flag(
        str, "local (the default: embedded, no key), a .gguf file, or a name at --base-url.", "NAME", "--model"
    ),
    "base_url": _flag(str, "An OpenAI-compatible endpoint, http(s)://…/v1.", "URL", "--base-url"),
    "strategy": _flag(Literal["whole-article", "sentence-wise"], "Default: what suits the model."),
    "schema": _flag(str, "What to look for. Default: trade_brief.", "NAME|FILE.py:CLASS"),
    "prompt": _flag(
        str, "A prompt of your own; `summarizer prompt new` writes one. Default: the strategy's.", "FILE.md"
    ),
    "max_tokens": _flag(int, "Tokens that one article may take, prompts and answers. Default: no limit.", "N"),
    "max_cost": _flag(float, "What one article may cost. Default: no limit.", "USD"),
    "deadline": _flag(
        float,
        "What one article may take with all its calls and waits. Default: 120, none for the embedded model.",
        "SECONDS",
    ),
    "reask": _flag(int, "How often at most what failed is asked again. Default: 2.", "0|1|2"),
    "summary": _flag(
        Literal["plain", "model"],
        "plain (the default): in fixed words; model: written by it and checked, one more call.",
    ),
    "jobs": _flag(
        int, "Articles that are asked about at once. Default: 8, 1 with the embedded model.", "N", "-j", "--jobs"
    ),
    "requests_per_minute": _flag(float, "At most so many calls a minute, beside what the endpoint tells.", "N"),
    "tokens_per_minute": _flag(float, "At most so many tokens a minute, beside what the endpoint tells.", "N"),
    "total_tokens": _flag(int, "Tokens that the whole run may take; then it stops cleanly, with 5.", "N"),
    "total_cost": _flag(float, "What the whole run may cost; then it stops cleanly, with 5.", "USD"),
    "patience": _flag(float, "How long to wait for an endpoint that is down. Default: 120.", "SECONDS"),
    "columns": _flag(
        list[str],
        "Where JSONL and CSV records have it: text=body, title=headline, also url, publisher, published_at, "
        "language, id. May be given several times.",
        "FIELD=COLUMN",
        "--column",
    ),
    "allow_private": _flag(bool, "Fetch addresses of private networks, too.", None, "--allow-private"),
}

MODEL = ("model", "base_url", "strategy", "schema", "prompt", "max_tokens", "max_cost", "deadline", "reask", "summary")
RUN_LIMITS = ("jobs", "requests_per_minute", "tokens_per_minute", "total_tokens", "total_cost", "patience")
READING = ("columns", "allow_private")


def with_settings(*flags: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command these flags; it gets one ``settings``, loaded with them, in their place.

    A command says in its own parameter ``settings: Settings`` where it wants them; what it is called with reaches it by
    name.
    """

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        # typer looks for hints in the module of what it is given, which is this one: they are resolved beforehand.
        own = inspect.signature(command, eval_str=True, locals={"Settings": object})

        @functools.wraps(command)
        def called(*args: Any, **given: Any) -> None:
            chosen = {name: given.pop(name) for name in flags if name in given}
            command(*args, settings=_loaded(chosen), **given)

        added = [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=_FLAGS[name])
            for name in flags
        ]
        before = [p for p in own.parameters.values() if p.name != "settings"]
        before = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in before]
        parameters = [*before, *added]
        called.__annotations__ = {p.name: p.annotation for p in parameters}
        called.__signature__ = own.replace(parameters=parameters, return_annotation=None)  # type: ignore[attr-defined]
        del called.__wrapped__
        return called

    return decorate


def _loaded(given: dict[str, Any]) -> Settings:
    from summarizer.settings import load_settings

    settings = load_settings(**{name: value for name, value in given.items() if value not in (None, [])})
    announce_code(settings.schema_name)
    return settings
