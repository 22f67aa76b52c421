"""The Batch API of an OpenAI-compatible endpoint: files and batches over HTTP, and what stands in their lines.

A file of questions, one JSON object a line, is uploaded and made a batch; within a day there are a file of answers and
one of errors, in any order. What is asked is what `summarizer.model.client` would ask, and an answer is read as there.

Everything that a server says is hostile data: ids are checked before they stand in an address, sizes are bounded, and
what has another shape is an EndpointError.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

import httpx2
import openai
import tenacity
from openai.types import Batch
from openai.types.chat import ChatCompletion

from summarizer.chat import ChatReply, ChatRequest
from summarizer.errors import CredentialsError, EndpointError, SettingsError, UsageError
from summarizer.model.faults import in_short, may_pass, retry_after
from summarizer.model.hosts import check_key, is_loopback, is_openai, strip_headers
from summarizer.model.wire import Form, body_of, reply_of

__all__ = [
    "ENDED",
    "MAX_BYTES",
    "MAX_REQUESTS",
    "BatchApi",
    "BatchState",
    "Form",
    "first_form",
    "form_from_json",
    "form_to_json",
    "lesser_form",
    "question_id",
    "read_body",
    "request_line",
]

log = logging.getLogger("summarizer.model")

MAX_REQUESTS = 50_000
"""Requests that one file may hold, as OpenAI documents it."""

MAX_BYTES = 200_000_000
"""Bytes that one file may have: 200 MB."""

ENDED = frozenset({"completed", "failed", "expired", "cancelled"})
"""States after which a batch changes no more. All but ``failed`` may have answers."""

PATH: Final = "/v1/chat/completions"
OURS = "spanbrief"  # the key of the metadata that holds our own name of a batch
LARGEST = 4_000_000_000  # bytes of a file of answers
PAGE = 100
CALLS = 5
BACK_OFF = tenacity.wait_exponential(multiplier=0.5, max=30.0) + tenacity.wait_random(0.0, 0.5)
PATIENCE = 120.0  # seconds that a call waits where the server asks for it
OLDER = 86_400.0  # seconds that clocks may differ

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,199}")
# OpenAI's reasoning models refuse a temperature; elsewhere a refusal tells (`lesser_form`).
_REASONING = re.compile(r"o[1-9](?:$|-)|gpt-5(?:$|-|\.)")

T = TypeVar("T")


@dataclass(frozen=True)
class BatchState:
    """How a batch stands. ``errors`` are (code, words) of a batch that failed as a whole; times are Unix seconds."""

    id: str
    status: str
    output_file: str | None = None
    error_file: str | None = None
    total: int = 0
    completed: int = 0
    failed: int = 0
    created_at: float = 0.0
    errors: tuple[tuple[str, str], ...] = ()


class BatchApi:
    """Files and batches at one endpoint. ``timeout`` is seconds for one call; ``sleep`` is there for tests.

    Raises CredentialsError where a key is needed and there is none. Every method raises CredentialsError (401, 403),
    SettingsError (404: the endpoint has no Batch API, or no such batch) and EndpointError.
    """

    def __init__(
        self,
        base_url: str,
        *,
        api_key: str | None = None,
        timeout: float = 600.0,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.base_url = base_url
        self.host = urlsplit(base_url).hostname or ""
        self._key = api_key
        self._sleep = sleep
        here = is_loopback(self.host)
        check_key(api_key, self.host, here=here)
        try:
            self._client = openai.OpenAI(
                base_url=base_url,
                api_key=api_key or "none",
                max_retries=0,
                timeout=timeout,
                http_client=openai.DefaultHttpxClient(
                    trust_env=not here,
                    follow_redirects=False,
                    event_hooks={} if is_openai(self.host) else {"request": [strip_headers]},
                ),
            )
        except (openai.OpenAIError, httpx2.InvalidURL) as error:
            raise SettingsError(f"no client for {base_url}: {error}", mend="check --base-url") from error

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def upload(self, path: Path) -> str:
        """Upload a file of questions, read as it is sent; gives the file's id."""

        def send() -> str:
            with path.open("rb") as file:
                sent = self._client.files.create(file=(path.name, file, "application/jsonl"), purpose="batch")
            return _id(getattr(sent, "id", None), "file")

        return self._call(send)

    def create(self, file_id: str, name: str) -> BatchState:
        """Make an uploaded file a batch: from here on it is paid for. ``name`` is our own, to find it by.

        Asked once more only where the server refused (429): after a broken connection nobody knows, and `find` tells.
        """

        def make() -> BatchState:
            made = self._client.batches.create(
                input_file_id=file_id,
                endpoint=PATH,
                completion_window="24h",
                metadata={OURS: name},
            )
            return _state(made)

        return self._call(make, _was_refused)

    def find(self, name: str, since: float) -> BatchState | None:
        """The batch that was made under our own ``name`` at or after ``since`` (Unix seconds), if there is one."""
        after: str | None = None
        while True:
            at = after

            def page(at: str | None = at) -> tuple[list[Batch], bool]:
                found = self._client.batches.list(limit=PAGE, after=openai.omit if at is None else at)
                data = found.data if isinstance(found.data, list) else []
                return data, bool(data) and found.has_next_page()

            batches, more = self._call(page)
            for batch in batches:
                if isinstance(batch.metadata, dict) and batch.metadata.get(OURS) == name:
                    return _state(batch)
            # The newest come first.
            if not more or _count(getattr(batches[-1], "created_at", 0)) < since - OLDER:
                return None
            after = _id(getattr(batches[-1], "id", None), "batch")
            if after == at:
                return None

    def get(self, batch_id: str) -> BatchState:
        """How a batch stands."""
        return self._call(lambda: _state(self._client.batches.retrieve(_id(batch_id, "batch"))))

    def download(self, file_id: str, path: Path) -> None:
        """Bring a file of answers or errors to ``path``, piece by piece; the file there is whole or not there."""
        part = path.with_name(path.name + ".part")

        def fetch() -> None:
            with self._client.files.with_streaming_response.content(_id(file_id, "file")) as response:
                size = 0
                with part.open("wb") as file:
                    for piece in response.iter_bytes(1 << 16):
                        size += len(piece)
                        if size > LARGEST:
                            raise EndpointError(f"{self.host} sends a file of more than {LARGEST:,} bytes")
                        file.write(piece)

        try:
            self._call(fetch)
            part.replace(path)
        except OSError as error:
            raise UsageError(f"{path} can't be written: {error.strerror}", mend="make room, or use -o") from error
        finally:
            part.unlink(missing_ok=True)

    def _call(self, work: Callable[[], T], passing: Callable[[BaseException], bool] | None = None) -> T:
        retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception(passing or _may_pass),
            wait=_wait,
            stop=tenacity.stop_after_attempt(CALLS),
            sleep=self._sleep,
            before_sleep=self._check_wait,
            reraise=True,
        )
        try:
            return retrying(work)
        except openai.AuthenticationError as error:
            raise CredentialsError(
                f"{self.host} refused the key (HTTP 401)",
                mend="check SUMMARIZER_API_KEY (for OpenAI's own hosts also OPENAI_API_KEY) and --base-url",
            ) from error
        except openai.PermissionDeniedError as error:
            raise CredentialsError(
                f"{self.host} does not allow this key files and batches (HTTP 403)", mend="check the key's rights"
            ) from error
        except openai.NotFoundError as error:
            raise SettingsError(
                f"{self.host} has no such file or batch, or no Batch API (HTTP 404): {self._short(error)}",
                mend="check --base-url, and that the key is of the same project as before",
            ) from error
        except openai.APIStatusError as error:
            raise EndpointError(
                f"{self.host} answered HTTP {error.status_code}: {self._short(error)}", status=error.status_code
            ) from error
        except (openai.APIConnectionError, httpx2.HTTPError, TimeoutError) as error:
            raise EndpointError(
                f"no answer from {self.host}: {self._short(error)}", mend="is the server running, and --base-url right?"
            ) from error
        except (openai.APIError, ValueError, TypeError, AttributeError) as error:
            # The openai package checks no types, and a body may be anything.
            raise EndpointError(
                f"{self.host} does not speak of batches as OpenAI does: {self._short(error)}"
            ) from error

    def _check_wait(self, state: tenacity.RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        if (retry_after(error) or 0.0) > PATIENCE and error is not None:
            raise EndpointError(
                f"{self.host} asks to wait {retry_after(error):.0f} s: {self._short(error)}", mend="try later"
            ) from error
        wait = state.next_action.sleep if state.next_action else 0.0
        said = "" if error is None else self._short(error)
        log.warning("waiting %.1f s before call %d: %s", wait, state.attempt_number + 1, said, extra={"kind": "wait"})

    def _short(self, error: BaseException) -> str:
        return in_short(error, self._key)


def _may_pass(error: BaseException) -> bool:
    return may_pass(error) or isinstance(error, httpx2.TransportError)


def _wait(state: tenacity.RetryCallState) -> float:
    told = retry_after(state.outcome.exception() if state.outcome else None)
    return BACK_OFF(state) if told is None else told


def _was_refused(error: BaseException) -> bool:
    return isinstance(error, openai.RateLimitError)


def _id(value: object, what: str) -> str:
    if not isinstance(value, str) or not _ID.fullmatch(value) or ".." in value:
        raise EndpointError(f"the endpoint's {what} has no usable id: {str(value)[:80]!r}")
    return value


def _state(batch: Batch) -> BatchState:
    counts = getattr(batch, "request_counts", None)
    errors = getattr(getattr(batch, "errors", None), "data", None)
    said = [
        (str(getattr(e, "code", None) or "error")[:80], str(getattr(e, "message", None) or "")[:300])
        for e in (errors if isinstance(errors, list) else [])[:20]
    ]
    return BatchState(
        id=_id(getattr(batch, "id", None), "batch"),
        status=str(getattr(batch, "status", None) or "")[:40],
        # Some servers write an empty text for a file that there is not.
        output_file=_id(batch.output_file_id, "file") if getattr(batch, "output_file_id", None) else None,
        error_file=_id(batch.error_file_id, "file") if getattr(batch, "error_file_id", None) else None,
        total=int(_count(getattr(counts, "total", 0))),
        completed=int(_count(getattr(counts, "completed", 0))),
        failed=int(_count(getattr(counts, "failed", 0))),
        created_at=_count(getattr(batch, "created_at", 0)),
        errors=tuple(said),
    )


def _count(value: object) -> float:
    return value if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e15 else 0


# Lines.


def question_id(base_url: str, model: str, request: ChatRequest) -> str:
    """The ``custom_id`` of a question: 64 digits that stand for what is asked of which model where, and nothing else.

    The same question has the same id in every run, and however much of the protocol the server takes.
    """
    asked = {"endpoint": base_url.rstrip("/"), "body": body_of(model, request, Form())}
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def request_line(id: str, model: str, request: ChatRequest, form: Form) -> bytes:
    """A question as a line of an input file, with its line end."""
    line = {"custom_id": id, "method": "POST", "url": PATH, "body": body_of(model, request, form)}
    return json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def read_body(body: Mapping[str, Any]) -> ChatReply:
    """The answer that the body of a response holds. Raises EndpointError where it holds none."""
    completion = ChatCompletion.construct(**body)
    try:
        return reply_of(completion, ChatRequest([], 1))
    except (TypeError, ValueError, AttributeError) as error:
        raise EndpointError(f"no chat completion: {error}") from error


def first_form(base_url: str, model: str) -> Form:
    """How a model is asked that was not asked before."""
    if not is_openai(urlsplit(base_url).hostname or ""):
        return Form()
    return Form(limit="max_completion_tokens", temperature=not _REASONING.match(model))


def lesser_form(form: Form, said: str) -> Form | None:
    """What else to try after a refusal in these words; None where they are about the question itself."""
    if "max_completion_tokens" in said and form.limit == "max_tokens":
        return replace(form, limit="max_completion_tokens")
    if "temperature" in said and form.temperature:
        return replace(form, temperature=False)
    if form.json != "plain" and re.search(r"response.?format|json.?(?:schema|object|mode)", said, re.IGNORECASE):
        return replace(form, json="json_object" if form.json == "json_schema" else "plain")
    return None


def form_to_json(form: Form) -> str:
    """A form as it is kept."""
    return json.dumps(asdict(form), sort_keys=True)


def form_from_json(text: str) -> Form:
    """The form that ``form_to_json`` gave."""
    return Form(**json.loads(text))
