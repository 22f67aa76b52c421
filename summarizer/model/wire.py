"""How a question goes over the wire, and what an answer is read from: the protocol of chat completions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from summarizer.chat import ChatReply, ChatRequest, Usage, told_seconds
from summarizer.errors import EndpointError

__all__ = ["Form", "body_of", "reply_of", "usage_of"]


@dataclass(frozen=True)
class Form:
    """How this server is asked: what it takes of what the protocol has."""

    json: Literal["json_schema", "json_object", "plain"] = "json_schema"
    grammar: bool = True
    logprobs: bool = True
    temperature: bool = True
    limit: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"


def body_of(model: str, request: ChatRequest, form: Form) -> dict[str, Any]:
    """The body of a request, asked in such a form."""
    body: dict[str, Any] = {
        "model": model,
        "messages": [{k: _sendable(v) for k, v in m.items()} for m in request.messages],
        form.limit: request.max_tokens,
    }
    if form.temperature:
        body["temperature"] = 0.0
    if request.json_schema is not None and form.json == "json_schema":
        body["response_format"] = {
            "type": "json_schema",
            "json_schema": {"name": request.schema_name, "strict": True, "schema": request.json_schema},
        }
    elif request.json_schema is not None and form.json == "json_object":
        body["response_format"] = {"type": "json_object"}
    if request.top_logprobs and form.logprobs:
        body |= {"logprobs": True, "top_logprobs": request.top_logprobs}
    if request.grammar and form.grammar:
        body["grammar"] = request.grammar
    return body


def _sendable(text: str) -> str:
    """The text without lone surrogates, which it may hold and no request can."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def reply_of(completion: Any, request: ChatRequest) -> ChatReply:
    """What a completion says. Raises EndpointError where it holds no message."""
    # The openai package checks no types: what its own say is what a server of any kind may or may not have sent.
    choices = getattr(completion, "choices", None)
    choice = choices[0] if isinstance(choices, list) and choices else None
    message = getattr(choice, "message", None)
    if message is None or not hasattr(message, "content"):
        raise EndpointError(
            "the endpoint's answer holds no message", mend="is --base-url an OpenAI-compatible endpoint (…/v1)?"
        )
    refusal = getattr(message, "refusal", None)
    return ChatReply(
        text=_text(message.content),
        finish_reason=str(getattr(choice, "finish_reason", None) or "stop"),
        usage=usage_of(getattr(completion, "usage", None), getattr(completion, "timings", None)),
        refusal=refusal if isinstance(refusal, str) and refusal else None,
        first_token=_first_token(getattr(choice, "logprobs", None)) if request.top_logprobs else (),
    )


def _text(content: object) -> str:
    """A message's content; some servers give it in parts."""
    if isinstance(content, list):
        return "".join(p["text"] for p in content if isinstance(p, dict) and isinstance(p.get("text"), str))
    return content if isinstance(content, str) else ""


def usage_of(used: object, timings: object) -> Usage:
    """What a call took, as the server says: its ``usage`` and, of llama.cpp, its ``timings``."""

    def count(owner: object, name: str) -> int:
        value = getattr(owner, name, None)
        return value if isinstance(value, int) and value > 0 else 0

    def lasted(name: str) -> float | None:
        # llama.cpp tells them beside the usage, in milliseconds.
        return told_seconds(timings.get(name), per_second=1000) if isinstance(timings, dict) else None

    cached = count(getattr(used, "prompt_tokens_details", None), "cached_tokens")
    return Usage(
        count(used, "prompt_tokens"),
        cached,
        count(used, "completion_tokens"),
        1,
        prompt_seconds=lasted("prompt_ms"),
        completion_seconds=lasted("predicted_ms"),
    )


def _first_token(logprobs: object) -> tuple[tuple[str, float], ...]:
    content = getattr(logprobs, "content", None)
    top = getattr(content[0], "top_logprobs", None) if isinstance(content, list) and content else None
    return tuple((t.token, t.logprob) for t in top) if isinstance(top, list) else ()
