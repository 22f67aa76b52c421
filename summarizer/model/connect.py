"""From settings to an endpoint that answers: the embedded server for a local model, a client for any other."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial

from summarizer.aside import aside
from summarizer.chat import Endpoint, Message
from summarizer.model.client import ChatClient
from summarizer.model.embedded import EmbeddedServer
from summarizer.model.first import FirstAlone
from summarizer.model.limiter import Limiter
from summarizer.model.weights import PINNED, ensure, own_weights
from summarizer.progress import Reporter, SilentReporter
from summarizer.settings import LOCAL, OPENAI, Settings, api_key_for

__all__ = ["connect"]

WHOLE_CONTEXT = 16_384  # tokens of the one slot that reads whole articles
SENTENCE_CONTEXT = 4096  # of each slot that reads sentences: a prefix of some 1,500 tokens and what is asked


@asynccontextmanager
async def connect(
    settings: Settings, reporter: Reporter | None = None, *, share: float = 1.0
) -> AsyncIterator[Endpoint]:
    """An endpoint for as long as the block lasts; a local model's server runs just that long.

    All that is asked of it keeps the limits of the settings together; ``share`` is the fraction of what a minute may
    have that this process takes, where several processes work on one run.

    Says through ``reporter`` what is fetched, before it is, and where questions go when they leave this machine.
    Raises LocalModelError, CredentialsError, SettingsError.
    """
    reporter = reporter or SilentReporter()
    if not settings.is_local:
        client = _client(settings, share)
        reporter.message(f"Asking {settings.model} at {client.host}")
        try:
            yield FirstAlone(client)
        finally:
            await client.aclose()
        return
    if settings.model == LOCAL:
        weights = await aside(ensure, PINNED, reporter=reporter)
    else:
        weights = own_weights(settings.model)
    whole = settings.strategy_name == "whole-article"
    slots = 1 if whole else settings.parallel
    server = EmbeddedServer(weights, slots=slots, slot_context=WHOLE_CONTEXT if whole else SENTENCE_CONTEXT)
    with server:

        async def warm(prefix: Sequence[Message]) -> None:
            await aside(server.warm, prefix)

        client = ChatClient(
            LOCAL,
            base_url=server.base_url,
            api_key=server.api_key,
            timeout=settings.timeout,
            deadline=settings.seconds,
            parallel=slots,
            local=True,
            warmer=warm,
            check=server.check,
            limiter=_limiter(settings, share),
        )
        client.label = LOCAL if settings.model == LOCAL else weights.name
        try:
            yield client
        finally:
            await client.aclose()


def _client(settings: Settings, share: float) -> ChatClient:
    base_url = settings.base_url or OPENAI
    return ChatClient(
        settings.model,
        base_url=base_url,
        api_key=api_key_for(base_url),
        timeout=settings.timeout,
        deadline=settings.seconds,
        parallel=settings.parallel,
        limiter=_limiter(settings, share),
    )


def _limiter(settings: Settings, share: float) -> Callable[..., Limiter]:
    """What makes the one limiter of a run, as its settings have it."""
    return partial(
        Limiter,
        settings.calls_at_once,
        requests_per_minute=settings.requests_per_minute,
        tokens_per_minute=settings.tokens_per_minute,
        share=share,
        patience=settings.patience,
    )
