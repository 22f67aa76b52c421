"""One client for every OpenAI-compatible endpoint, and the one retry layer.

The ``openai`` package retries on its own and waits any Retry-After without bound, so its retries are off;
tenacity decides: at most ``MAX_CALLS`` calls, only for faults that may pass (connection, timeout, 408, 409,
429, 5xx), a Retry-After as told where the article's deadline allows it.
"""

from __future__ import annotations

import email.utils
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

import openai
import tenacity
from openai.types.chat import ChatCompletion

from summarizer.chat import ChatReply, ChatRequest, Message, Usage
from summarizer.errors import CredentialsError, DeadlineExceeded, EndpointError, SettingsError

__all__ = ["ChatClient"]

log = logging.getLogger("summarizer.model")

MAX_CALLS = 5
LONGEST_WAIT = 30.0
TRANSIENT = {408, 409, 425, 429}
LOOPBACK = {"127.0.0.1", "localhost", "::1"}

Warmer = Callable[[Sequence[Message]], Awaitable[None]]


class ChatClient:
    """Chat completions of one model at one endpoint.

    ``base_url`` None means the openai package's own default. ``deadline`` is seconds for one request with all
    its retries, None for no limit. ``sleep`` and ``clock`` are there for tests. ``local`` says that the
    endpoint is this program's own embedded server; ``warmer`` makes it ready for a shared prefix.
    """

    def __init__(
        self,
        model: str,
        *,
        base_url: str,
        api_key: str | None = None,
        timeout: float = 120.0,
        deadline: float | None = None,
        parallel: int = 4,
        local: bool = False,
        warmer: Warmer | None = None,
        check: Callable[[], None] | None = None,
        sleep: Callable[[float], Awaitable[None]] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.model = model
        self.label = model
        self.parallel = parallel
        self._deadline = deadline
        self._sleep = sleep
        self._clock = clock
        self._warmer = warmer
        self._check = check
        self._json = "json_schema"  # found out once per endpoint: json_schema, then json_object, then plain
        self._grammar = True
        host = urlsplit(base_url).hostname
        if not api_key and not (local or host in LOOPBACK):
            raise CredentialsError(
                f"the endpoint {host} needs a key",
                mend="set SUMMARIZER_API_KEY in the environment (OPENAI_API_KEY counts for OpenAI's own hosts only); "
                "on loopback none is needed",
            )
        # A proxy is for reaching other machines; asking it for this one would show it the article.
        own = openai.DefaultAsyncHttpxClient(trust_env=False) if host in LOOPBACK else None
        try:
            self._client = openai.AsyncOpenAI(
                base_url=base_url, api_key=api_key or "none", timeout=timeout, max_retries=0, http_client=own
            )
        except openai.OpenAIError as error:
            raise SettingsError(f"no client for {base_url}: {error}", mend="check --base-url") from error
        self.host = None if local else host

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def warm(self, prefix: Sequence[Message]) -> None:
        """Make the embedded server ready for requests that begin with ``prefix``; elsewhere nothing."""
        if self._warmer is not None:
            await self._warmer(prefix)

    async def ask(self, request: ChatRequest) -> ChatReply:
        """Answer one request.

        Raises CredentialsError (401, 403), SettingsError (404), EndpointError (another status, or no
        connection, after the retries) and DeadlineExceeded.
        """
        while True:
            try:
                return _reply(await self._with_retries(self._body(request)), request)
            except EndpointError as error:
                if error.status not in (400, 422) or not self._step_down(request, str(error)):
                    raise

    def _body(self, request: ChatRequest) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": self.model,
            "messages": list(request.messages),
            "temperature": 0.0,
            "max_tokens": request.max_tokens,
        }
        if request.json_schema is not None and self._json == "json_schema":
            body["response_format"] = {
                "type": "json_schema",
                "json_schema": {"name": request.schema_name, "strict": True, "schema": request.json_schema},
            }
        elif request.json_schema is not None and self._json == "json_object":
            body["response_format"] = {"type": "json_object"}
        if request.top_logprobs:
            body |= {"logprobs": True, "top_logprobs": request.top_logprobs}
        if request.grammar and self._grammar:
            body["extra_body"] = {"grammar": request.grammar}
        return body

    def _step_down(self, request: ChatRequest, said: str) -> bool:
        """After a 400: ask less of the server from now on, where there is less to ask. Says whether to try
        again."""
        if request.json_schema is not None and self._json != "plain":
            self._json = "json_object" if self._json == "json_schema" else "plain"
            log.info("the endpoint refused the reply format; using %s from now on (%s)", self._json, said)
            return True
        if request.grammar and self._grammar and self.host is not None:
            self._grammar = False
            log.info("the endpoint takes no grammar; asking without from now on (%s)", said)
            return True
        return False

    async def _with_retries(self, body: dict[str, Any]) -> ChatCompletion:
        started = self._clock()
        options: dict[str, Any] = {} if self._sleep is None else {"sleep": self._sleep}
        retrying = tenacity.AsyncRetrying(
            retry=tenacity.retry_if_exception(_may_pass),
            wait=self._wait,
            stop=tenacity.stop_after_attempt(MAX_CALLS),
            before_sleep=self._before_sleep(started),
            reraise=True,
            **options,
        )

        # A coroutine function of our own: openai's is wrapped, and tenacity would take it for a plain one.
        async def create() -> ChatCompletion:
            completion: ChatCompletion = await self._client.chat.completions.create(**body)
            return completion

        try:
            return await retrying(create)
        except openai.AuthenticationError as error:
            raise CredentialsError(
                f"{self._where()} refused the key (HTTP 401)",
                mend="check SUMMARIZER_API_KEY (for OpenAI's own hosts also OPENAI_API_KEY) and --base-url",
            ) from error
        except openai.PermissionDeniedError as error:
            raise CredentialsError(
                f"{self._where()} does not allow this key the model {self.model!r} (HTTP 403)",
                mend="check the key's rights, --model and --base-url",
            ) from error
        except openai.NotFoundError as error:
            raise SettingsError(
                f"{self._where()} has no model {self.model!r}, or nothing at this address (HTTP 404)",
                mend="check --model and --base-url",
            ) from error
        except openai.APIStatusError as error:
            raise EndpointError(
                f"{self._where()} answered HTTP {error.status_code}: {_short(error)}",
                status=error.status_code,
            ) from error
        except openai.APIConnectionError as error:
            if self._check is not None:
                self._check()
            raise EndpointError(
                f"no answer from {self._where()}: {_short(error)}",
                mend="is the server running, and --base-url right?",
            ) from error
        except openai.APIError as error:
            raise EndpointError(f"{self._where()} gave no chat completion: {_short(error)}") from error

    def _where(self) -> str:
        return self.host or "the embedded server"

    def _wait(self, state: tenacity.RetryCallState) -> float:
        told = _retry_after(state.outcome.exception() if state.outcome else None)
        if told is not None:
            return told
        return float(tenacity.wait_exponential_jitter(initial=0.5, max=LONGEST_WAIT)(state))

    def _before_sleep(self, started: float) -> Callable[[tenacity.RetryCallState], None]:
        def check(state: tenacity.RetryCallState) -> None:
            wait = state.next_action.sleep if state.next_action else 0.0
            error = state.outcome.exception() if state.outcome else None
            left = None if self._deadline is None else self._deadline - (self._clock() - started)
            if left is not None and wait >= left:
                raise DeadlineExceeded(
                    f"{self._where()} asks to wait {wait:.0f} s, {max(left, 0):.0f} s are left for this article",
                    mend="try later, or allow more time",
                ) from error
            log.warning("waiting %.1f s before call %d: %s", wait, state.attempt_number + 1, _short(error))

        return check


def _may_pass(error: BaseException) -> bool:
    if isinstance(error, openai.APIStatusError):
        return error.status_code in TRANSIENT or error.status_code >= 500
    return isinstance(error, openai.APIConnectionError)


def _retry_after(error: BaseException | None) -> float | None:
    """Seconds that the server asks to wait: a number, or an HTTP date; None where it says nothing usable."""
    if not isinstance(error, openai.APIStatusError):
        return None
    value = error.response.headers.get("retry-after", "")
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except (TypeError, ValueError):
        return None


def _short(error: BaseException | None) -> str:
    said = " ".join(str(error).split())
    cause = getattr(error, "__cause__", None)
    if isinstance(error, openai.APIConnectionError) and cause is not None:
        said = f"{said} ({type(cause).__name__}: {cause})"
    return said[:300]


def _reply(completion: ChatCompletion, request: ChatRequest) -> ChatReply:
    # The type says that there is a choice with a message; servers of all kinds don't always keep to it.
    if not getattr(completion, "choices", None) or completion.choices[0].message is None:
        raise EndpointError("the endpoint's answer holds no message")
    choice = completion.choices[0]
    used = completion.usage
    cached = used.prompt_tokens_details.cached_tokens if used and used.prompt_tokens_details else 0
    first: tuple[tuple[str, float], ...] = ()
    if request.top_logprobs and choice.logprobs and choice.logprobs.content:
        first = tuple((t.token, t.logprob) for t in choice.logprobs.content[0].top_logprobs)
    return ChatReply(
        text=choice.message.content or "",
        finish_reason=choice.finish_reason or "stop",
        usage=Usage(used.prompt_tokens or 0, cached or 0, used.completion_tokens or 0, 1) if used else Usage(calls=1),
        refusal=choice.message.refusal,
        first_token=first,
    )
