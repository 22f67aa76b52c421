"""What is asked of a model and what it answers: plain values, known to strategies and endpoints alike."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Protocol

__all__ = ["Ask", "ChatReply", "ChatRequest", "Endpoint", "Message", "Usage", "told_seconds"]

Message = dict[str, str]
"""``{"role": "system" | "user" | "assistant", "content": …}``"""

LONGEST = 86_400.0  # seconds; what says that a call took longer is no measure
_TIMES = ("prompt_seconds", "completion_seconds")


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
    """Tokens and times as the endpoint gives them; ``cached`` is the part of ``prompt`` that came from its cache.

    ``prompt_seconds`` is the time in which the rest of the prompt was evaluated, ``completion_seconds`` that in which
    the answer was generated; None where the endpoint tells none. A sum over calls is None only if no call told any; it
    has the calls that did. Calls may run side by side, so the sums may exceed the wall-clock time that all took together.
    """

    prompt: int = 0
    cached: int = 0
    completion: int = 0
    calls: int = 0
    prompt_seconds: float | None = None
    completion_seconds: float | None = None

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.prompt + other.prompt,
            self.cached + other.cached,
            self.completion + other.completion,
            self.calls + other.calls,
            _sum(self.prompt_seconds, other.prompt_seconds),
            _sum(self.completion_seconds, other.completion_seconds),
        )

    def in_milliseconds(self) -> Usage:
        """The same with its times in whole milliseconds, as provenance and log have them."""
        prompt, completion = (
            None if t is None else round(t, 3) for t in (self.prompt_seconds, self.completion_seconds)
        )
        return replace(self, prompt_seconds=prompt, completion_seconds=completion)


def _sum(one: float | None, other: float | None) -> float | None:
    if one is None or other is None:
        return other if one is None else one
    # In whole microseconds a sum does not depend on the order of the answers, which differs from run to run.
    return round(one + other, 6)


def told_seconds(value: object, *, per_second: int = 1) -> float | None:
    """A time that someone tells in such units, as seconds to the microsecond.

    None for what is no time of a call: text, a truth value, negative, not finite, longer than a day.
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= LONGEST * per_second:
        return None
    return round(value / per_second, 6)


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
        data = {k: v for k, v in asdict(self).items() if v not in (None, ())}
        return data | {"usage": {k: v for k, v in data["usage"].items() if v is not None}}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> ChatReply:
        """The answer that ``to_dict`` gave. Raises ValueError, TypeError, KeyError or AttributeError where it is none."""
        refusal = data.get("refusal")
        return cls(
            text=_text(data["text"]),
            finish_reason=_text(data["finish_reason"]),
            usage=_usage(data["usage"]),
            refusal=None if refusal is None else _text(refusal),
            first_token=tuple((_text(token), float(logprob)) for token, logprob in data.get("first_token", ())),
        )


def _usage(data: Mapping[str, Any]) -> Usage:
    counts = {name: int(count) for name, count in data.items() if name not in _TIMES}
    prompt, completion = (_time(data[name]) if name in data else None for name in _TIMES)
    return replace(Usage(**counts), prompt_seconds=prompt, completion_seconds=completion)


def _time(value: object) -> float:
    if (time := told_seconds(value)) is None:
        raise ValueError("a time in seconds is wanted")
    return time


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
