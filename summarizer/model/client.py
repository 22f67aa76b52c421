"""One client for every OpenAI-compatible endpoint, and the one retry layer.

The ``openai`` package retries on its own and waits any Retry-After without bound, so its retries are off;
tenacity decides: at most ``MAX_CALLS`` calls, only for faults that may pass (connection, timeout, 408, 409, 425,
429, 5xx), a Retry-After as told where the deadline allows it. Each of them is made in its turn, which the run's
limiter gives; a call that only finds out whether an endpoint is back is none of the five, and takes none of the time.

What a server may not know is asked for until it refuses it (``Form``): strict JSON Schema, then JSON mode, then
plain; a grammar; log-probabilities; a temperature. What worked is remembered.
"""

from __future__ import annotations

import asyncio
import logging
import random
import re
import time
from collections.abc import Awaitable, Callable, Sequence
from contextvars import ContextVar
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import httpx2
import openai
import tenacity
from openai.types.chat import ChatCompletion

from summarizer.budget import estimate, on_hold
from summarizer.chat import ChatReply, ChatRequest, Message, Usage
from summarizer.errors import CredentialsError, DeadlineExceeded, EndpointDown, EndpointError, SettingsError
from summarizer.events import CallRetried, CallWaited, tell
from summarizer.model.faults import in_short, may_pass, retry_after
from summarizer.model.hosts import check_key, is_loopback, is_openai, strip_headers
from summarizer.model.limiter import WORTH_TELLING, Ended, Limiter, Turn
from summarizer.model.pools import connections
from summarizer.model.rates import LONGEST
from summarizer.model.wire import Form, body_of, reply_of, usage_of

__all__ = ["MAX_CALLS", "ChatClient"]

log = logging.getLogger("summarizer.model")

MAX_CALLS = 5
FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0  # seconds between two calls, doubled each time, and up to half a second more
LONG_ENOUGH = 10.0  # seconds; who did not answer within so many counts as silent, although it was allowed no more
Warmer = Callable[[Sequence[Message]], Awaitable[None]]

_TURN: ContextVar[Turn | None] = ContextVar("summarizer_turn", default=None)
"""The call that is being made: the client's hook, which alone sees every answer's headers, is told of no caller."""


class _Time:
    """What a request may take, with all its calls and waits, and what it took. ``limit`` None is no limit."""

    def __init__(self, clock: Callable[[], float], limit: float | None) -> None:
        self._clock = clock
        self._started = clock()
        self.limit = limit
        self.calls = 0  # of those that count

    def left(self) -> float | None:
        """Seconds that are left, None where there is no limit."""
        return None if self.limit is None else max(0.0, self.limit - (self._clock() - self._started))

    def excuse(self, seconds: float) -> None:
        """So many seconds were not the request's."""
        self._started += seconds


class ChatClient:
    """Chat completions of one model at one endpoint.

    ``timeout`` is seconds for one call; ``deadline`` for one request with all its calls and the waits between them,
    None for no limit. ``sleep`` and ``clock`` are there for tests. ``local`` says that the endpoint is this program's
    own embedded server; ``warmer`` makes it ready for a shared prefix, ``check`` raises where it has gone away.
    ``limiter`` says when a call may be made: one that several clients share, or what makes one for this client's host,
    sleep and clock.
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
        limiter: Limiter | Callable[..., Limiter] = Limiter,
        sleep: Callable[[float], Awaitable[None]] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.model = model
        self.label = model
        self.parallel = parallel
        self._timeout = timeout
        self._deadline = deadline
        self._sleep = sleep
        self._clock = clock
        self._warmer = warmer
        self._check = check
        self._key = api_key
        self._form = Form()
        self._proven: set[str] = set()  # what the server has answered to: a reply format's name, 'grammar'
        host = urlsplit(base_url).hostname or ""
        here = local or is_loopback(host)
        check_key(api_key, host, here=here)
        self.host = None if local else host
        self.limiter = (
            limiter if isinstance(limiter, Limiter) else limiter(host=self._where(), sleep=sleep, clock=clock)
        )
        try:
            self._client = openai.AsyncOpenAI(
                base_url=base_url,
                api_key=api_key or "none",
                max_retries=0,
                http_client=openai.DefaultAsyncHttpxClient(
                    # A proxy is for reaching other machines; asking it for this one would show it the article.
                    trust_env=not here,
                    # The article goes to the endpoint that was named and nowhere else.
                    follow_redirects=False,
                    event_hooks={"request": [] if is_openai(host) else [_strip], "response": [self._hear]},
                    # Who has its turn finds a connection, and whoever comes next finds it open.
                    **connections(self.limiter.at_once, _slot, trust_env=not here),
                ),
            )
        except (openai.OpenAIError, httpx2.InvalidURL) as error:
            raise SettingsError(f"no client for {base_url}: {error}", mend="check --base-url") from error

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
        connection, after the retries), EndpointDown (it stayed away for longer than a run waits) and DeadlineExceeded.
        """
        within = _Time(self._clock, _least(self._deadline, request.seconds))
        prompt = estimate(request)
        form, first = self._form, None
        while True:
            within.calls = 0
            try:
                completion = await self._with_retries(request, prompt, form, within)
            except EndpointDown:
                raise
            except EndpointError as error:
                first = first or error
                less = self._less(request, form, error) if error.status in (400, 422) else None
                if less is None:
                    raise first from error
                log.info(
                    "the endpoint refused how it was asked; asking for less: %s", error.message, extra={"kind": "form"}
                )
                form = less
                continue
            reply = reply_of(completion, request)
            # Only what worked is remembered: a refusal may have been about the article.
            self._form = form
            self._proven |= {form.json} if request.json_schema is not None else set()
            self._proven |= {"grammar"} if request.grammar and form.grammar else set()
            return reply

    def _less(self, request: ChatRequest, form: Form, error: EndpointError) -> Form | None:
        """What else to try after a refusal: what it names, or what the server was never seen to take."""
        said = error.message
        if "max_completion_tokens" in said and form.limit == "max_tokens":
            return replace(form, limit="max_completion_tokens")
        if "temperature" in said and form.temperature:
            return replace(form, temperature=False)
        if "logprobs" in said and request.top_logprobs and form.logprobs:
            return replace(form, logprobs=False)
        if request.json_schema is not None and form.json != "plain":
            named = re.search(r"response.?format|json.?(?:schema|object|mode)|schema", said, re.IGNORECASE)
            if named or form.json not in self._proven:
                return replace(form, json="json_object" if form.json == "json_schema" else "plain")
        if request.grammar and form.grammar and self.host is not None:
            named = re.search(r"grammar|extra|unrecogni[sz]ed|unknown", said, re.IGNORECASE)
            if named or "grammar" not in self._proven:
                return replace(form, grammar=False)
        return None

    async def _with_retries(self, request: ChatRequest, prompt: int, form: Form, within: _Time) -> ChatCompletion:
        body = body_of(self.model, request, form)
        options: dict[str, Any] = {} if self._sleep is None else {"sleep": self._sleep}
        retrying = tenacity.AsyncRetrying(
            retry=tenacity.retry_if_exception(_may_pass),
            wait=lambda state: _wait(state, within),
            stop=lambda _: within.calls >= MAX_CALLS,
            before_sleep=self._before_sleep(within),
            reraise=True,
            **options,
        )

        async def create() -> ChatCompletion:
            turn = await self.limiter.enter(prompt, request.max_tokens, again=within.calls > 0)
            within.excuse(turn.waited)
            if turn.probe is None:
                within.calls += 1
                return await self._call(body, turn, within)
            # Made for all that wait: that it fails, and the time that it takes, is not this request's.
            try:
                with on_hold():
                    return await self._call(body, turn, within)
            except (openai.APIError, TimeoutError) as error:
                if _may_pass(error) and not (isinstance(error, openai.APIStatusError) and error.status_code < 500):
                    within.excuse(self._clock() - turn.began)
                    raise _StillDown from error
                within.calls += 1
                raise

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
            moved = 300 <= error.status_code < 400
            raise EndpointError(
                f"{self._where()} answered HTTP {error.status_code}: {self._short(error)}",
                mend="it sends elsewhere; name that place with --base-url if it is meant" if moved else "",
                status=error.status_code,
            ) from error
        except (openai.APIConnectionError, TimeoutError) as error:
            if self._check is not None:
                self._check()
            raise EndpointError(
                f"no answer from {self._where()}: {self._short(error)}",
                mend="is the server running, and --base-url right?",
            ) from error
        except (openai.APIError, ValueError) as error:  # ValueError: a body that is no JSON
            raise EndpointError(f"{self._where()} gave no chat completion: {self._short(error)}") from error

    async def _call(self, body: dict[str, Any], turn: Turn, within: _Time) -> ChatCompletion:
        """Make one call, and tell the limiter how it ended."""
        left = within.left() if turn.probe is None else turn.probe
        limit = self._timeout if left is None else min(self._timeout, left)
        ended: Ended = "left"
        usage: Usage | None = None
        mine = _TURN.set(turn)
        try:
            # The client's own timeout is for one read; a server that drips would get past it.
            async with asyncio.timeout(max(0.0, limit)):
                # The body is what is sent already; ``chat.completions.create`` would walk through all of its schema
                # again, which is a quarter of what a call costs.
                completion = await self._client.post(
                    "/chat/completions", cast_to=ChatCompletion, body=body, options={"timeout": limit}
                )
            ended, usage = "answered", usage_of(getattr(completion, "usage", None), None)
            return completion
        except (TimeoutError, openai.APITimeoutError) as error:
            if limit >= min(self._timeout, LONG_ENOUGH):
                ended = "failed"
            if turn.probe is None and (limit < self._timeout or within.left() == 0):
                raise DeadlineExceeded(
                    f"{self._where()} gave no answer within the {within.limit or 0:.4g} s of this request",
                    mend="allow more time (--deadline or SUMMARIZER_DEADLINE), or ask a faster model",
                ) from error
            raise TimeoutError(f"no answer within {limit:g} s") from error
        except openai.APIConnectionError:
            ended = "failed"
            if self._check is not None:
                self._check()
            raise
        except openai.APIStatusError as error:
            ended = "failed" if error.status_code >= 500 else "answered"
            raise
        except (openai.APIError, ValueError):  # a body that is none
            ended = "answered"
            raise
        finally:
            _TURN.reset(mine)
            self.limiter.leave(turn, ended, who=within, usage=usage)

    async def _hear(self, response: httpx2.Response) -> None:
        turn = _TURN.get()
        if turn is not None:
            self.limiter.hear(turn, response.status_code, response.headers.raw)

    def _where(self) -> str:
        return self.host or "the embedded server"

    def _before_sleep(self, within: _Time) -> Callable[[tenacity.RetryCallState], None]:
        def check(state: tenacity.RetryCallState) -> None:
            wait = state.next_action.sleep if state.next_action else 0.0
            error = state.outcome.exception() if state.outcome else None
            if isinstance(error, _StillDown):
                return  # back into the line
            told = retry_after(error) is not None
            left = within.left()
            if left is not None and wait >= left:
                asked = f"{self._where()} asks to wait {wait:.0f} s" if told else ""
                raise DeadlineExceeded(
                    f"{asked or self._short(error)}; {left:.0f} s are left for this request",
                    mend="try later, or allow more time (--deadline or SUMMARIZER_DEADLINE)",
                ) from error
            call = within.calls + 1
            log.warning(
                "waiting %.1f s before call %d: %s",
                wait,
                call,
                self._short(error),
                extra={"kind": "wait", "seconds": round(wait, 3), "call": call, "host": self._where()},
            )
            tell(CallRetried, call=call, seconds=round(wait, 3), why=_met(error))
            if wait >= WORTH_TELLING:
                tell(CallWaited, seconds=round(wait, 3), why="retry_after" if told else "back_off")

        return check

    def _short(self, error: BaseException | None) -> str:
        return in_short(error, self._key)


def _least(*limits: float | None) -> float | None:
    return min((limit for limit in limits if limit is not None), default=None)


async def _strip(request: httpx2.Request) -> None:
    strip_headers(request)


def _slot() -> int:
    turn = _TURN.get()
    return turn.slot if turn is not None else 0


class _StillDown(Exception):
    """A call that was made to see whether the endpoint is back, and was not answered."""


def _wait(state: tenacity.RetryCallState, within: _Time) -> float:
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, _StillDown):
        return 0.0
    told = retry_after(error)
    if told is not None:
        # Where nobody limits the time, a server's word alone must not hold an article for a day.
        return told if within.limit is not None else min(told, LONGEST)
    return min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** (within.calls - 1)) + random.uniform(0.0, 0.5)  # noqa: S311


def _may_pass(error: BaseException) -> bool:
    return may_pass(error) or isinstance(error, _StillDown)


def _met(error: BaseException | None) -> str:
    """What a call met, in words that are nobody else's: a server may say the article back."""
    if isinstance(error, openai.APIStatusError):
        return f"HTTP {error.status_code}"
    return "no answer in time" if isinstance(error, TimeoutError) else "no connection"
