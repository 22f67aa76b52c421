"""What is asked of a model and what it answers: plain values, known to strategies and endpoints alike."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

__all__ = ["Ask", "ChatReply", "ChatRequest", "Endpoint", "Message", "Usage"]

Message = dict[str, str]
"""``{"role": "system" | "user" | "assistant", "content": …}``"""


@dataclass(frozen=True)
class ChatRequest:
    """One question. ``messages`` end with the user's turn.

    ``json_schema`` asks for JSON of that shape (strict where the server takes it, else JSON mode, else plain);
    ``grammar`` constrains the answer (llguidance or GBNF, where the server takes it). ``top_logprobs`` asks for the
    log-probabilities of that many candidates of each token. ``prefix`` counts the leading messages that many requests
    share, which an endpoint may keep warm. ``tag`` names the question within its article (``facts/items/120-260``),
    the same however it is worded, so that a kept answer can be found again. ``seconds`` is what is left for it, with
    all its calls and the waits between them; None leaves that to the endpoint.
    """

    messages: Sequence[Message]
    max_tokens: int
    json_schema: dict[str, Any] | None = None
    schema_name: str = "reply"
    grammar: str | None = None
    top_logprobs: int = 0
    prefix: int = 0
    tag: str = ""
    seconds: float | None = None


@dataclass(frozen=True)
class Usage:
    """Token counts as the endpoint gives them; ``cached`` is the part of ``prompt`` that came from its cache."""

    prompt: int = 0
    cached: int = 0
    completion: int = 0
    calls: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.prompt + other.prompt,
            self.cached + other.cached,
            self.completion + other.completion,
            self.calls + other.calls,
        )


@dataclass(frozen=True)
class ChatReply:
    """One answer.

    ``first_token`` holds the candidates of the first token with their log-probabilities, where they were asked for.
    ``finish_reason`` is ``stop`` or ``length`` (cut off at the token limit) or what else the endpoint says.
    """

    text: str
    finish_reason: str
    usage: Usage
    refusal: str | None = None
    first_token: tuple[tuple[str, float], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The answer as JSON has it, without what is empty."""
        return {k: v for k, v in asdict(self).items() if v not in (None, ())}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> ChatReply:
        """The answer that ``to_dict`` gave. Raises ValueError, TypeError, KeyError or AttributeError where it is none."""
        refusal = data.get("refusal")
        return cls(
            text=_text(data["text"]),
            finish_reason=_text(data["finish_reason"]),
            usage=Usage(**{name: int(count) for name, count in data["usage"].items()}),
            refusal=None if refusal is None else _text(refusal),
            first_token=tuple((_text(token), float(logprob)) for token, logprob in data.get("first_token", ())),
        )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a text is wanted, not {type(value).__name__}")
    return value


Ask = Callable[[ChatRequest], Awaitable[ChatReply]]


class Endpoint(Protocol):
    """Whoever answers chat requests. ``parallel`` is how many it takes at once; ``host`` is None for the embedded server,
    ``label`` is how provenance calls the model."""

    label: str
    host: str | None
    parallel: int

    async def ask(self, request: ChatRequest) -> ChatReply:
        """Answer one request. Raises ModelError or UsageError."""
        ...

    async def warm(self, prefix: Sequence[Message]) -> None:
        """Make ready for requests that begin with ``prefix``, where the endpoint can."""
        ...

    async def aclose(self) -> None:
        """Let go of connections."""
        ...
